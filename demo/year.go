package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// act is one thing recorded together with others of its day.
type act func(ctx context.Context, tx *db.Tx) error

// yearSteps are the days of the year: foundings, admissions and other work, one
// transaction a day, then corrections and what is added later, each alone.
func (b *builder) yearSteps() []step {
	acts, out := map[day.Date][]act{}, []step(nil)
	for _, u := range slices.Concat(b.units, b.south, b.later()) {
		if u.FoundedOn != "" {
			acts[u.FoundedOn] = append(acts[u.FoundedOn], b.founding(u))
		}
	}
	for _, a := range b.admissions {
		id, first := db.NewID(), b.draft(a)
		first.ID = id
		if a.slip != nil {
			first.Day, first.Fields = a.slip.day, fields(a.slip.count, a.slip.women, a.decision)
			out = append(out, step{a.slip.corrected, "Sửa việc đã ghi", b.correction(id, a)})
		}
		acts[first.Day] = append(acts[first.Day], b.admission(a.unit, first))
	}
	out = append(out, b.recordActs(acts)...)
	for on, list := range acts {
		out = append(out, step{on, monthName(on), func(ctx context.Context) error { return b.together(ctx, list) }})
	}
	return out
}

func monthName(d day.Date) string { return fmt.Sprintf("Tháng %d/%d", d.Month(), d.Year()) }

func (b *builder) together(ctx context.Context, list []act) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		for _, do := range list {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *builder) founding(u unit) act {
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := b.Org.FoundIn(b.as(ctx, b.keeperOf(u.Code, u.FoundedOn)), tx, u.Founding)
		return err
	}
}

func (b *builder) admission(unit int, d activity.Draft) act {
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := b.Activity.RecordIn(b.as(ctx, b.keeper(unit)), tx, d)
		return err
	}
}

// correction puts a slip right: by a new version, or by taking it back.
func (b *builder) correction(id string, a admission) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		ctx = b.as(ctx, b.keeper(a.unit))
		if a.slip.withdrawn {
			_, err = b.Activity.Withdraw(ctx, id, 1, a.slip.reason)
			return err
		}
		_, err = b.Activity.Change(ctx, id, 1, b.draft(a), a.slip.reason)
		return err
	}
}

func (b *builder) draft(a admission) activity.Draft {
	return activity.Draft{Kind: "admission", Unit: b.units[a.unit].Code, Day: a.day, Fields: fields(a.count, a.women, a.decision)}
}

func fields(count, women int64, decision string) activity.Fields {
	return activity.Fields{"count": strconv.FormatInt(count, 10), "women": strconv.FormatInt(women, 10), "decision": decision}
}
