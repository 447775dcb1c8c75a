package target

import (
	"context"
	"math/big"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// bequeath hands each rest to the only heir its act names.
func (c *closer) bequeath(ctx context.Context, closings []*Closing) error {
	groups, order := map[closedKey][]*Closing{}, []closedKey{}
	for _, x := range closings {
		heir := c.endings[x.Unit].Heir
		if heir == "" || x.Rest == nil || *x.Rest == 0 {
			continue
		}
		k := closedKey{heir, x.Indicator, x.Period}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], x)
	}
	for _, k := range order {
		if err := c.toHeir(ctx, k, groups[k]); err != nil {
			return err
		}
	}
	return nil
}

// toHeir adds rests to an heir's target. One that has ended as well, or has a
// limit for a target, takes nothing up: the rests stay with their keepers.
func (c *closer) toHeir(ctx context.Context, k closedKey, closings []*Closing) error {
	heir, err := c.Org.UnitByID(ctx, c.tx, k.unit)
	if err != nil || heir.EndedBy(c.tx.Today()) {
		return err
	}
	giver, err := c.giver(ctx, c.tx, heir, day.Max(c.last.Add(1), heir.FoundedOn))
	if err != nil {
		return err
	}
	e := c.endings[closings[0].Unit]
	g := gift{unit: k.unit, giver: giver.ID, document: e.Document, issuedOn: day.Min(day.Max(e.IssuedOn, c.last.Add(1)), c.tx.Today())}
	for _, x := range closings {
		g.parts = append(g.parts, handing{Closing: x.ID, Amount: *x.Rest})
	}
	return c.take(ctx, c.tx, *closings[0], g)
}

// take adds a gift to the target a unit has, or makes it its first one. The
// giving is dated not before the one it adds to.
func (s *Service) take(ctx context.Context, tx *db.Tx, of Closing, g gift) error {
	t := Target{
		ID: db.NewID(), Indicator: of.Indicator, Unit: g.unit, Period: of.Period, Comparison: AtLeast, Document: g.document, IssuedOn: g.issuedOn,
		Giver: g.giver, Reason: g.reason, Recorder: actor(ctx), RecordedAt: tx.Now(),
	}
	if err := tx.LockExclusive(ctx, "target."+g.giver); err != nil {
		return err
	}
	sum := new(big.Rat).SetInt64(g.amount())
	old, err := newest(ctx, tx, t.Indicator, t.Unit, t.Period)
	switch {
	case err == nil && !old.Comparison.upward():
		return nil
	case err == nil:
		t.Comparison, t.IssuedOn = old.Comparison, day.Max(old.IssuedOn, t.IssuedOn)
		t.RecordedAt = max(t.RecordedAt, old.RecordedAt+1) // it comes after, within one transaction as well
		sum.Add(sum, old.Value())
	case !errs.Is(err, errs.NotFound):
		return err
	}
	t.Amount = plainDecimal(sum)
	if err := insertTarget(ctx, tx, t); err != nil {
		return err
	}
	for _, p := range g.parts {
		p.Unit, p.Target, p.Giver, p.Batch = g.unit, t.ID, g.giver, g.batch
		if err := insertHanding(ctx, tx, p); err != nil {
			return err
		}
	}
	return audit.Add(ctx, tx, audit.Entry{Account: t.Recorder, Action: "target.rest", Target: t.ID, TargetKind: "target", Unit: t.Unit})
}
