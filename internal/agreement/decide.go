package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Next is what is to come after a stage.
type Next string

const (
	NextRenew   Next = "renew"   // another text will be signed
	NextProlong Next = "prolong" // this one will run longer
	NextLapse   Next = "lapse"   // nothing follows
)

// ChoicesNext are all choices, as they are offered.
func ChoicesNext() []Next { return []Next{NextRenew, NextProlong, NextLapse} }

// Decision is what was decided to come after a stage.
type Decision struct {
	ID        string   `db:"id"` // made by the form, so that a double click decides once
	Agreement string   `db:"agreement"`
	To        day.Date `db:"to_day"` // end of the stage
	Choice    Next     `db:"choice"`
	Note      string   `db:"note"`
	Account   string   `db:"account"`
	On        day.Date `db:"on_day"`
}

// Decide says what comes after the stage of an agreement, so that nobody is asked
// any more. Whoever keeps it may, and who writes for a unit above; of several
// decisions the last holds.
func (s *Service) Decide(ctx context.Context, agreement string, d Decision) (err error) {
	defer errs.Wrap(&err, "agreement.Decide(%s)", agreement)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.readable(ctx, tx, agreement)
		if err != nil {
			return err
		}
		if err := s.checkDecide(ctx, tx, a, &d); err != nil {
			return err
		}
		if old, err := decisionOn(ctx, tx, a.ID, a.To, tx.Today()); err != nil || (d.ID != "" && old.ID == d.ID) {
			return err // a double click
		}
		if d.ID == "" {
			d.ID = db.NewID()
		}
		d.Agreement, d.To, d.Account, d.On = a.ID, a.To, actor(ctx), tx.Today()
		if err := insertDecision(ctx, tx, d); err != nil {
			return err
		}
		if err := s.note(ctx, tx, "agreement.decide", a, d.Note); err != nil {
			return err
		}
		return s.rewatch(ctx, tx, a)
	})
}

func (s *Service) checkDecide(ctx context.Context, tx *db.Tx, a Agreement, d *Decision) error {
	may, err := s.mayAct(ctx, tx, Watch{Unit: a.Unit, Stands: a.Unit})
	if err != nil {
		return err
	}
	if !may {
		return errs.New(errs.Denied, "error.denied")
	}
	if !a.PhaseOn(tx.Today()).Holds() || a.WithdrawnAt != nil {
		return errs.New(errs.Conflict, "agreement.remind.over")
	}
	var faults errs.List
	if !slices.Contains(ChoicesNext(), d.Choice) {
		faults.Add(errs.At("choice", "error.choice"))
	}
	d.Note = line(d.Note)
	need(&faults, "note", d.Note, maxReason)
	return faults.Err()
}
