package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Succeed makes a living unit the single heir of a closed one from a day after
// its last on: in the tree of that day and of all later ones, so in today's, the
// closed unit and what ended under it stand below the heir and all above the
// heir. Flows of days before stay where the unit stood then; between its last
// day and this one it stands under its last superior. A unit with several heirs,
// or none, is not told: it goes on standing there.
//
// An heir that ends hands on where it stands itself: to its own heir, else to
// its last superior; it stays an ancestor. The closed unit itself is still in no
// tree after its end: asking for it in today's is NotInTree.
//
// It is Invalid when the unit lives on that day or the heir does not, NotFound
// for an unknown unit, a Conflict when it has an heir already.
func (l *Ledger) Succeed(ctx context.Context, tx *db.Tx, unit, heir string, from day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.Succeed(%s by %s)", unit, heir)
	if _, err := day.Parse(string(from)); err != nil {
		return err
	}
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	t, err := readTree(ctx, tx, unit, heir)
	if err != nil {
		return err
	}
	if err := t.inherit(place{unit, heir, from, day.Never}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `/* ledger.Succeed */
		INSERT INTO ledger_heir (unit, heir, valid_from) VALUES ($1, $2, $3)`, unit, heir, from); err != nil {
		return err
	}
	return l.replant(ctx, tx, t, []string{unit})
}

// inherit checks an heir and adds it.
func (t *tree) inherit(h place) error {
	all := t.places[h.Unit]
	_, has := t.heirs[h.Unit]
	switch {
	case len(all) == 0:
		return errs.New(errs.NotFound, "error.notfound")
	case has:
		return errs.New(errs.Conflict, "ledger.heir.two", errs.Args{"unit": h.Unit})
	case all[len(all)-1].To >= h.From:
		return errs.New(errs.Invalid, "ledger.heir.alive", errs.Args{"unit": h.Unit, "day": h.From})
	case t.on(h.Parent, h.From) < 0:
		return errs.New(errs.Invalid, "ledger.heir.notalive", errs.Args{"heir": h.Parent, "day": h.From})
	}
	t.heirs[h.Unit] = h
	return nil
}

// Disown takes an heir back: the closed unit stands under its last superior
// again. It is NotFound when the unit has none.
func (l *Ledger) Disown(ctx context.Context, tx *db.Tx, unit string) (err error) {
	defer errs.Wrap(&err, "ledger.Disown(%s)", unit)
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `/* ledger.Disown */ DELETE FROM ledger_heir WHERE unit = $1`, unit)
	if err == nil && n == 0 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	t, err := readTree(ctx, tx, unit)
	if err != nil {
		return err
	}
	return l.replant(ctx, tx, t, []string{unit})
}
