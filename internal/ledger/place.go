package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Place puts a new unit under a parent from a day on; an empty parent makes a
// root. A parent that had no child before becomes an atom of its own, and its
// cells are moved exactly from the facts.
func (l *Ledger) Place(ctx context.Context, tx *db.Tx, unit, parent string, from day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.Place(%s under %s)", unit, parent)
	if parent == "" {
		return l.root(ctx, tx, unit, from)
	}
	isNode, err := hasChildren(ctx, tx, parent)
	if err != nil {
		return err
	}
	if isNode { // promote would exclude Unplace as well
		err = tx.LockShared(ctx, treeLock)
	} else {
		err = l.promote(ctx, tx, parent)
	}
	if err != nil {
		return err
	}
	if _, _, err := life(ctx, tx, parent); err != nil {
		return err // it may have been taken out of the tree
	}
	// The parent is an atom now and stays one. Reading its atom before it is
	// known to have children would give the one it was in until a moment ago.
	return insertUnit(ctx, tx, unit, &parent, parent, from)
}

func (l *Ledger) root(ctx context.Context, tx *db.Tx, unit string, from day.Date) error {
	if err := insertUnit(ctx, tx, unit, nil, unit, from); err != nil {
		return err
	}
	return insertRoll(ctx, tx, unit, unit)
}

// promote makes a unit an atom of its own, below all it stood below.
func (l *Ledger) promote(ctx context.Context, tx *db.Tx, unit string) error {
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	if isNode, err := hasChildren(ctx, tx, unit); err != nil || isNode {
		return err // somebody was faster
	}
	old, err := atomOf(ctx, tx, unit)
	if err != nil {
		return err
	}
	if old != unit {
		if err := splitAtom(ctx, tx, old, unit); err != nil {
			return err
		}
	}
	return insertRoll(ctx, tx, unit, unit)
}

// End closes a unit's life: last is its last day. Its facts stay where they are.
func (l *Ledger) End(ctx context.Context, tx *db.Tx, unit string, last day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.End(%s)", unit)
	return setEnd(ctx, tx, unit, last)
}

// Reopen takes an end back, for a dissolution that is withdrawn.
func (l *Ledger) Reopen(ctx context.Context, tx *db.Tx, unit string) (err error) {
	defer errs.Wrap(&err, "ledger.Reopen(%s)", unit)
	return setEnd(ctx, tx, unit, day.Never)
}

// Life is the first and last day of a unit; a living one ends on day.Never.
// An unknown unit is NotFound.
func (l *Ledger) Life(ctx context.Context, tx *db.Tx, unit string) (first, last day.Date, err error) {
	return life(ctx, tx, unit)
}

// Unplace takes a unit out of the tree as if it had never stood in it, for a
// founding that is withdrawn. It is refused as a Conflict while anything counts
// in the unit or any unit stands, or stood, below it. Facts that cancel out
// stay, and so does the unit's atom: whoever read them reads on.
func (l *Ledger) Unplace(ctx context.Context, tx *db.Tx, unit string) (err error) {
	defer errs.Wrap(&err, "ledger.Unplace(%s)", unit)
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	if some, err := hasPlacesBelow(ctx, tx, unit); err != nil || some {
		return inUse(err)
	}
	if on, err := lastBooked(ctx, tx, unit); err != nil || on != "" {
		return inUse(err)
	}
	return dropPlaces(ctx, tx, unit)
}

func inUse(err error) error {
	if err == nil {
		err = errs.New(errs.Conflict, "error.inuse")
	}
	return err
}

// LastBooked is the last day on which something counts in a unit itself or a
// level is typed; empty when there is none. Facts that cancel out do not count.
func (l *Ledger) LastBooked(ctx context.Context, tx *db.Tx, unit string) (day.Date, error) {
	return lastBooked(ctx, tx, unit)
}
