package job

import (
	"context"
	"maps"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// schedule adds a job at every tick of the clock. A tick is the last moment
// of the schedule that has come; one that no node was up for is made good by
// the first that comes, and older ones are let go.
type schedule struct {
	name  string
	every int64 // microseconds
	phase int64 // of the ticks, from 1970 on
	args  Args
}

// Every adds the job once in every such stretch of time, counted from midnight
// in Vietnam when it divides a day. The name is for ever, as a kind is.
func (w *Workers) Every(name string, d time.Duration, args Args) {
	if d <= 0 {
		panic("job: schedule " + name + " never ticks")
	}
	w.add(schedule{name: name, every: d.Microseconds(), args: args})
}

// Daily adds the job once a day at that time after midnight in Vietnam.
func (w *Workers) Daily(name string, at time.Duration, args Args) {
	w.add(schedule{name: name, every: (24 * time.Hour).Microseconds(), phase: at.Microseconds(), args: args})
}

func (w *Workers) add(s schedule) {
	for _, other := range w.schedules {
		if other.name == s.name {
			panic("job: two schedules " + s.name)
		}
	}
	if _, known := w.work[s.args.Kind()]; !known {
		panic("job: schedule " + s.name + " before its worker")
	}
	_, east := time.Unix(0, 0).In(day.Zone).Zone()
	s.phase -= int64(east) * 1e6
	w.schedules = append(w.schedules, s)
}

// tick is the last tick at or before a moment.
func (s schedule) tick(now int64) int64 {
	return now - (now-s.phase)%s.every
}

// tickAll adds the jobs of ticks that have come since seen, in which a runner
// remembers what it needs not ask the database about. Of several nodes one
// inserts the tick; the others find it there.
func tickAll(ctx context.Context, tx *db.Tx, schedules []schedule, seen map[string]int64) error {
	news := map[string]int64{}
	for _, s := range schedules {
		tick := s.tick(tx.Now())
		if seen[s.name] == tick {
			continue
		}
		first, err := insertTick(ctx, tx, s.name, tick)
		if err != nil {
			return err
		}
		if first {
			if err := Add(ctx, tx, s.args, Unique("schedule:"+s.name)); err != nil {
				return err
			}
		}
		news[s.name] = tick
	}
	tx.After(func() { maps.Copy(seen, news) }) // not before: a rolled-back tick must come again
	return nil
}

// purgeArgs clears away done jobs and the ticks nobody asks for any more.
type purgeArgs struct{}

func (purgeArgs) Kind() string { return "job.purge" }

const keep = 7 * 24 * time.Hour

func purge(ctx context.Context, tx *db.Tx, _ purgeArgs) error {
	before := tx.Now() - keep.Microseconds()
	if err := deleteDone(ctx, tx, before); err != nil {
		return err
	}
	return deleteTicks(ctx, tx, before)
}
