package job_test

import (
	"sync"
	"testing"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/job"

	"github.com/google/go-cmp/cmp"
)

func TestTicksAreCountedFromMidnightInVietnam(t *testing.T) {
	w := workers(nil)
	w.Every("quarter", 15*time.Minute, write{})
	w.Daily("early", 2*time.Hour+30*time.Minute, write{})
	at := func(hour, minute, second int) time.Time {
		return time.Date(2023, 12, 25, hour, minute, second, 0, day.Zone)
	}
	for name, c := range map[string]struct {
		schedule  string
		now, want time.Time
	}{
		"inside a quarter":         {"quarter", at(8, 29, 59), at(8, 15, 0)},
		"on the quarter":           {"quarter", at(8, 30, 0), at(8, 30, 0)},
		"daily, before its time":   {"early", at(2, 29, 59), at(2, 30, 0).AddDate(0, 0, -1)},
		"daily, on its time":       {"early", at(2, 30, 0), at(2, 30, 0)},
		"daily, late in the night": {"early", at(23, 59, 59), at(2, 30, 0)},
	} {
		if got := job.Tick(w, c.schedule, c.now.UnixMicro()); got != c.want.UnixMicro() {
			t.Errorf("%s: %s, want %s", name, time.UnixMicro(got).In(day.Zone), c.want)
		}
	}
}

func TestATickHasOneJobWhateverTheNodes(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		w := workers(nil)
		w.Daily("daily", 0, write{"tick"})
		runners := []*job.Runner{runner(n.a, w), runner(n.b, w), runner(n.a, w), runner(n.b, w)}
		for _, want := range []int64{1, 2, 3} {
			var wg sync.WaitGroup
			for _, r := range runners {
				wg.Go(func() { drain(t, r) })
			}
			wg.Wait()
			drain(t, runner(n.b, w)) // a node that has just started
			if got := effects(t, n.a); got != want {
				t.Fatalf("%d jobs after %d ticks", got, want)
			}
			n.tomorrow()
		}
	})
}

func TestOldRowsAreClearedAway(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		r := runner(n.a, workers(nil))
		add(t, n.a, write{"done"})
		add(t, n.a, call{1}) // waits for a worker
		drain(t, r)
		exec(t, n.a, `INSERT INTO job_job (id, kind, args, state, due, tries, max_tries, last_error, added_at, finished_at)
			VALUES ('dead', 'test.write', '{}', 'dead', 1, 8, 8, 'why', 1, 1)`)
		exec(t, n.a, `INSERT INTO job_tick (name, tick) VALUES ('yearly', 1), ('yearly', 2)`)
		n.clock.Set(n.clock.Today().Add(6))
		drain(t, r)
		kept := number(t, n.a, "SELECT COUNT(*) FROM job_job WHERE kind = 'test.write'")
		n.clock.Set(n.clock.Today().Add(2))
		drain(t, r)
		left := number(t, n.a, "SELECT COUNT(*) FROM job_job WHERE kind = 'test.write'")
		if kept != 2 || left != 1 {
			t.Errorf("%d rows within the week and %d after it, want 2 and the dead one", kept, left)
		}
		if diff := cmp.Diff(job.Counts{Waiting: 1, Dead: 1}, stats(t, n.a)); diff != "" {
			t.Error(diff)
		}
		if got := text(t, n.a, "SELECT COUNT(*) || ' from ' || MIN(tick) FROM job_tick WHERE name = 'yearly'"); got != "1 from 2" {
			t.Errorf("ticks of a rare schedule: %s", got)
		}
	})
}
