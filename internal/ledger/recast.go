package ledger

import (
	"context"
	"maps"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Recast books all that a unit has of levelled measures under one value of a
// dimension under another one from a day on, for a unit whose kind changes:
// exactly −n at the old and +n at the new, so that nothing changes but the
// parts. It is a Conflict when a level is typed on that day or later. Replace
// without facts takes it back.
func (l *Ledger) Recast(ctx context.Context, tx *db.Tx, act Act, unit, dim, was, is string, on day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.Recast(%s %s)", unit, dim)
	return l.shift(ctx, tx, act, unit, on, func(f Fact) (Fact, bool) {
		if f.Dims[dim] != was {
			return f, false
		}
		f.Dims = maps.Clone(f.Dims)
		f.Dims[dim] = is
		return f, true
	})
}

// shift books what a unit has of levelled measures elsewhere from a day on.
func (l *Ledger) shift(ctx context.Context, tx *db.Tx, act Act, unit string, on day.Date, to func(Fact) (Fact, bool)) error {
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err // a fact of the unit must not be missed
	}
	stocks, err := l.carried(ctx, tx, unit, on)
	if err != nil {
		return err
	}
	var facts []Fact
	for _, f := range stocks {
		if in, moves := to(f); moves {
			f.Quantity = -f.Quantity
			facts = append(facts, f, in)
		}
	}
	old, err := factsOf(ctx, tx, act)
	if err != nil {
		return err
	}
	rows, err := l.rows(tx, act, max(nextRevision(old), 2), facts) // the first is for what the act itself posts
	if err != nil {
		return err
	}
	return l.book(ctx, tx, rows)
}
