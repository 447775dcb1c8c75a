package practice

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Taking is how a unit takes a practice over.
type Taking struct {
	Practice string   // id
	Unit     string   // code
	Since    day.Date // empty: today
	Changed  string   // what it does in another way
}

// Adopt records that a unit has taken a practice over, and tells the owner. The
// same unit takes it over once: again, it gets what there is.
func (s *Service) Adopt(ctx context.Context, t Taking) (a Adoption, err error) {
	defer errs.Wrap(&err, "practice.Adopt(%s)", t.Practice)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err = s.AdoptIn(ctx, tx, t)
		return err
	})
	return a, err
}

// AdoptIn is Adopt inside the caller's transaction.
func (s *Service) AdoptIn(ctx context.Context, tx *db.Tx, t Taking) (a Adoption, err error) {
	if err := tx.LockExclusive(ctx, "practice "+t.Practice); err != nil {
		return a, err
	}
	p, err := s.readable(ctx, tx, t.Practice)
	if err != nil {
		return a, err
	}
	if t.Since == "" {
		t.Since = tx.Today()
	}
	var faults errs.List
	u, err := s.unit(ctx, tx, t.Unit, &faults)
	if err != nil {
		return a, err
	}
	old, err := adoptionBy(ctx, tx, p.ID, u.ID)
	if there := err == nil; there && old.WithdrawnAt == nil {
		return old, nil
	} else if err != nil && !errs.Is(err, errs.NotFound) {
		return a, err
	}
	if !p.SharedBy(tx.Today()) {
		return a, errs.New(errs.Conflict, "practice.unshared")
	}
	a = Adoption{ID: db.NewID(), Practice: p.ID, Unit: u.ID, Since: t.Since, Changed: lines(t.Changed), State: Tries, Version: 1, Recorder: actor(ctx), RecordedAt: tx.Now()}
	if err := s.checkTaking(ctx, tx, p, a, &faults); err != nil {
		return a, err
	}
	if old.ID != "" { // it was recorded by mistake and is true now
		a.ID, a.Version = old.ID, old.Version
		err = s.replaceAdoption(ctx, tx, old, old.Version, &a, "practice.adopt", "")
	} else if err = insertAdoption(ctx, tx, a); err == nil {
		err = s.note(ctx, tx, "practice.adopt", a.ID, a.Unit, "")
	}
	if err != nil {
		return a, err
	}
	return a, s.adopted(ctx, tx, p, a, "practice.told.adopted")
}

// checkTaking refuses a practice of one's own, and days that cannot be.
func (s *Service) checkTaking(ctx context.Context, tx *db.Tx, p Practice, a Adoption, faults *errs.List) error {
	if a.Unit == p.Unit && a.Unit != "" {
		faults.Add(errs.At("unit", "practice.own"))
	}
	if a.Since > tx.Today() {
		faults.Add(errs.At("since", "error.date.future", errs.Args{"date": a.Since, "today": tx.Today()}))
	}
	atMost(faults, "changed", a.Changed, maxText)
	if a.Unit != "" {
		if err := s.lives(ctx, tx, a.Unit, "since", a.Since, faults); err != nil {
			return err
		}
	}
	return faults.Err()
}

// adopted books what follows from an adoption, and tells the owner.
func (s *Service) adopted(ctx context.Context, tx *db.Tx, p Practice, a Adoption, key string) error {
	if err := s.bookAdoption(ctx, tx, a); err != nil {
		return err
	}
	if err := s.book(ctx, tx, p); err != nil || s.Tell == nil {
		return err
	}
	return s.Tell(ctx, tx, News{Practice: p, Adoption: a, Key: key})
}

// Telling is what a unit says of a practice it has taken over.
type Telling struct {
	State   State
	Since   day.Date // empty: as it was
	Changed string
	Outcome string
	Figures []Asked  // of the unit itself
	On      day.Date // of the report; empty: today
}

// Report says how a practice went that was taken over; the owner is told.
// Conflict when somebody changed it since version.
func (s *Service) Report(ctx context.Context, adoption string, version int, t Telling) (a Adoption, err error) {
	defer errs.Wrap(&err, "practice.Report(%s)", adoption)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err = s.ReportIn(ctx, tx, adoption, version, t)
		return err
	})
	return a, err
}

// ReportIn is Report inside the caller's transaction.
func (s *Service) ReportIn(ctx context.Context, tx *db.Tx, adoption string, version int, t Telling) (a Adoption, err error) {
	old, p, err := s.ownAdoption(ctx, tx, adoption)
	if err != nil {
		return old, err
	}
	a = old
	a.State, a.Changed, a.Outcome, a.Figures, a.ToldOn = t.State, lines(t.Changed), lines(t.Outcome), t.Figures, t.On
	if a.ToldOn == "" {
		a.ToldOn = tx.Today()
	}
	if t.Since != "" {
		a.Since = t.Since
	}
	var faults errs.List
	if !slices.Contains(States(), a.State) {
		faults.Add(errs.At("state", "error.choice"))
	}
	if a.ToldOn > tx.Today() {
		faults.Add(errs.At("on", "error.date.future", errs.Args{"date": a.ToldOn, "today": tx.Today()}))
	}
	need(&faults, "outcome", a.Outcome, maxText)
	s.checkFigures(a.Figures, &faults)
	if err := s.checkTaking(ctx, tx, p, a, &faults); err != nil {
		return a, err
	}
	if err := s.replaceAdoption(ctx, tx, old, version, &a, "practice.report", ""); err != nil {
		return a, err
	}
	return a, s.adopted(ctx, tx, p, a, "practice.told.reported")
}

// DropAdoption takes back an adoption that was recorded by mistake, for a reason.
func (s *Service) DropAdoption(ctx context.Context, adoption string, version int, reason string) (err error) {
	defer errs.Wrap(&err, "practice.DropAdoption(%s)", adoption)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		old, p, err := s.ownAdoption(ctx, tx, adoption)
		if err != nil {
			return err
		}
		var faults errs.List
		checkReason(&faults, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		a, now := old, tx.Now()
		a.WithdrawnAt = &now
		if err := s.replaceAdoption(ctx, tx, old, version, &a, "practice.adoption.withdraw", reason); err != nil {
			return err
		}
		if err := s.bookAdoption(ctx, tx, a); err != nil {
			return err
		}
		return s.book(ctx, tx, p)
	})
}

// ownAdoption reads an adoption of a unit the actor writes for, with its
// practice.
func (s *Service) ownAdoption(ctx context.Context, tx *db.Tx, id string) (a Adoption, p Practice, err error) {
	if a, err = adoptionByID(ctx, tx, id); err != nil {
		return a, p, err
	}
	if p, err = s.readable(ctx, tx, a.Practice); err != nil {
		return a, p, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Write, Read, a.Unit); err != nil {
		if errs.Is(err, errs.NotFound) { // who reads it for another unit is told no
			err = errs.New(errs.Denied, "error.denied")
		}
		return a, p, err
	}
	if a.WithdrawnAt != nil {
		return a, p, errs.New(errs.Conflict, "practice.withdrawn")
	}
	return a, p, nil
}

// replaceAdoption keeps the old version and writes the new one.
func (s *Service) replaceAdoption(ctx context.Context, tx *db.Tx, old Adoption, version int, fresh *Adoption, action, reason string) error {
	if old.Version != version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	if err := rewriteAdoption(ctx, tx, old, *fresh, line(reason)); err != nil {
		return err
	}
	fresh.Version = old.Version + 1
	return s.note(ctx, tx, action, fresh.ID, fresh.Unit, line(reason))
}
