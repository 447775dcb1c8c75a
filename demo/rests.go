package demo

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/target"
)

// handedBy is the document by which a city hands down what was left of the
// targets of those that ended.
const handedBy = "Công văn 2104/CV-LĐLĐ"

// restSteps close the targets of what has ended, as the program does at night,
// and hand what was left of them down on the first day of those who go on.
func (b *builder) restSteps() []step {
	out := []step{{endDay, "Khép chỉ tiêu của đơn vị đã kết thúc", b.closeGoals}}
	for _, r := range b.acts {
		out = append(out, step{beginDay, "Giao lại chỉ tiêu còn lại", func(ctx context.Context) error { return b.handRests(ctx, r) }})
	}
	return out
}

func (b *builder) closeGoals(ctx context.Context) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error { return b.Target.Due(b.as(ctx, "system"), tx, target.DueArgs{}) })
}

func (b *builder) handRests(ctx context.Context, r reform) error {
	for _, indicator := range []string{newUnits, newMembers} {
		ctx := b.as(ctx, r.by)
		p, err := b.Target.RestPlan(ctx, r.city, indicator, "2025")
		if err != nil || p.Open == 0 {
			return err
		}
		h := target.HandDown{
			ID: db.NewID(), Unit: r.city, Indicator: indicator, Period: "2025", Document: handedBy, IssuedOn: beginDay, Shares: p.Shares("members"),
		}
		if _, _, err := b.Target.HandDown(ctx, h); err != nil {
			return err
		}
	}
	return nil
}
