package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Place puts a new unit under a parent from a day on; an empty parent makes a
// root. A parent that had no child before becomes an atom of its own, and its
// cells are moved exactly from the facts. It is Invalid when the parent has
// ended by that day. A day before the parent's first is taken: of what stood
// before the register nobody knows the day.
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
	if _, last, err := life(ctx, tx, parent); err != nil {
		return err // it may have been taken out of the tree
	} else if last < from {
		return errs.New(errs.Invalid, "ledger.move.parent", errs.Args{"unit": unit, "parent": parent, "day": from})
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
	if err := partAtom(ctx, tx, old, unit, []string{unit}); err != nil {
		return err
	}
	if n, err := unitsIn(ctx, tx, old); err != nil {
		return err
	} else if n == 0 { // it had moved and was alone
		if err := dropRolls(ctx, tx, old); err != nil {
			return err
		}
	}
	return insertRoll(ctx, tx, unit, unit)
}

// End closes a unit's life: last is its last day. Its facts stay where they are.
// It is a Conflict while units stand under it later than that, when its superior
// ends earlier, and when it has an heir, or is one, by then.
func (l *Ledger) End(ctx context.Context, tx *db.Tx, unit string, last day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.End(%s)", unit)
	return l.setEnd(ctx, tx, unit, last)
}

// Reopen takes an end back, for a dissolution that is withdrawn. It is a Conflict
// when its superior has ended or the unit has an heir.
func (l *Ledger) Reopen(ctx context.Context, tx *db.Tx, unit string) (err error) {
	defer errs.Wrap(&err, "ledger.Reopen(%s)", unit)
	return l.setEnd(ctx, tx, unit, day.Never)
}

// setEnd waits for all that place, move or post: none of them may build on a
// last day that is about to be another.
func (l *Ledger) setEnd(ctx context.Context, tx *db.Tx, unit string, last day.Date) error {
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	for _, check := range []struct{ query, key string }{
		{endsBelow, "ledger.end.below"}, {endsAbove, "ledger.end.above"}, {endsHeir, "ledger.end.heir"},
	} {
		var yes bool
		if err := tx.Get(ctx, &yes, check.query, unit, last); err != nil {
			return err
		}
		if yes {
			return errs.New(errs.Conflict, check.key, errs.Args{"unit": unit, "day": last})
		}
	}
	return setEnd(ctx, tx, unit, last)
}

// Life is the first and last day of a unit; a living one ends on day.Never.
// An unknown unit is NotFound.
func (l *Ledger) Life(ctx context.Context, tx *db.Tx, unit string) (first, last day.Date, err error) {
	return life(ctx, tx, unit)
}

// Unplace takes a unit out of the tree as if it had never stood in it, for a
// founding that is withdrawn. It is refused as a Conflict while anything counts
// in the unit or any unit stands, or stood, below it or under it as its heir.
// Facts that cancel out stay, and so does the unit's atom: whoever read them
// reads on.
func (l *Ledger) Unplace(ctx context.Context, tx *db.Tx, unit string) (err error) {
	defer errs.Wrap(&err, "ledger.Unplace(%s)", unit)
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	if some, err := hasPlacesBelow(ctx, tx, unit); err != nil || some {
		return inUse(err)
	}
	if on, err := lastBooked(ctx, tx, unit, day.Never); err != nil || on != "" {
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

// LastBooked is the last day up to another on which something counts in a unit
// itself or a level is typed; empty when there is none. Facts that cancel out do
// not count.
func (l *Ledger) LastBooked(ctx context.Context, tx *db.Tx, unit string, until day.Date) (day.Date, error) {
	return lastBooked(ctx, tx, unit, until)
}
