package ledger

import (
	"context"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Level books typed levels of stocks, "on this day 412": the difference to
// what was known. The day is then fixed: facts dated earlier but recorded
// later are balanced on it, so the level stays true (design.md §3 "A fact").
// Quantity is the level, 0 or more.
func (l *Ledger) Level(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (err error) {
	defer errs.Wrap(&err, "ledger.Level(%s %s)", act.Kind, act.ID)
	return l.adjust(ctx, tx, act, facts, func(f Fact, series int64) (int64, error) {
		if f.Quantity < 0 || f.Quantity > MaxQuantity {
			return 0, errs.New(errs.Invalid, "ledger.quantity.range", errs.Args{"max": MaxQuantity})
		}
		current, err := stockOf(ctx, tx, f.Unit, series, f.Day)
		if err != nil {
			return 0, err
		}
		return f.Quantity - current, putLevel(ctx, tx, f.Unit, series, f.Day, f.Quantity)
	})
}

// Unlevel takes typed levels back: what they booked on their day is reversed
// and the day is free again.
func (l *Ledger) Unlevel(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (err error) {
	defer errs.Wrap(&err, "ledger.Unlevel(%s %s)", act.Kind, act.ID)
	return l.adjust(ctx, tx, act, facts, func(f Fact, series int64) (int64, error) {
		booked, err := adjustedOn(ctx, tx, f.Unit, series, f.Day)
		if err != nil {
			return 0, err
		}
		return -booked, dropLevel(ctx, tx, f.Unit, series, f.Day)
	})
}

// adjust books for each fact the difference that by works out. Posting waits
// meanwhile: a level and a late fact must not miss each other.
func (l *Ledger) adjust(ctx context.Context, tx *db.Tx, act Act, facts []Fact, by func(Fact, int64) (int64, error)) error {
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	old, err := factsOf(ctx, tx, act)
	if err != nil {
		return err
	}
	for i, f := range facts {
		_, series, err := l.Catalogue.series(f)
		if err != nil {
			return err
		}
		if facts[i].Quantity, err = by(f, series); err != nil {
			return err
		}
	}
	rows, err := l.rows(tx, act, nextRevision(old), facts)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].ID += adjustment
	}
	return l.book(ctx, tx, rows)
}

// adjustment marks facts that exist to make a level true; Replace leaves them
// alone, because the reversal of their cause brings their own opposite.
const adjustment = "/L"

func isAdjustment(id string) bool { return strings.HasSuffix(id, adjustment) }

// keepLevels adds, for every fact that is dated up to a typed level, its
// opposite on the level's day.
func (l *Ledger) keepLevels(ctx context.Context, tx *db.Tx, rows []row) ([]row, error) {
	out := rows
	for _, r := range rows {
		if !l.Catalogue.levelled[r.Series] {
			continue
		}
		after := r.Day // a level holds at the end of its day
		if isAdjustment(r.ID) {
			after = r.Day.Add(1) // what makes a level true on its day is balanced on the next one
		}
		on, found, err := nextLevel(ctx, tx, r.Unit, r.Series, after)
		if err != nil {
			return nil, err
		}
		if found {
			r.ID, r.Day, r.Quantity, r.Reverses = r.ID+adjustment, on, -r.Quantity, nil
			out = append(out, r)
		}
	}
	return out, nil
}
