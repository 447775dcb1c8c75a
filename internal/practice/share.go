package practice

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Share puts a practice into the library for others, from a day on; an empty day
// is today, or stays what it was. Sharing it with somebody else later keeps the
// day it was first shared, so that it counts once.
func (s *Service) Share(ctx context.Context, id string, version int, with Sharing, on day.Date) (p Practice, err error) {
	defer errs.Wrap(&err, "practice.Share(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		p, err = s.ShareIn(ctx, tx, id, version, with, on)
		return err
	})
	return p, err
}

// ShareIn is Share inside the caller's transaction.
func (s *Service) ShareIn(ctx context.Context, tx *db.Tx, id string, version int, with Sharing, on day.Date) (p Practice, err error) {
	old, err := s.own(ctx, tx, id)
	if err != nil {
		return old, err
	}
	if on == "" {
		on = old.SharedOn
	}
	if on == "" {
		on = tx.Today()
	}
	if old.Sharing == with && old.SharedOn == on {
		return old, nil // a double click
	}
	var faults errs.List
	if with != Federation && with != Everyone {
		faults.Add(errs.At("sharing", "error.choice"))
	}
	if on > tx.Today() {
		faults.Add(errs.At("on", "error.date.future", errs.Args{"date": on, "today": tx.Today()}))
	}
	if err := s.lives(ctx, tx, old.Unit, "on", on, &faults); err != nil {
		return old, err
	}
	if err := faults.Err(); err != nil {
		return old, err
	}
	p = old
	p.Sharing, p.SharedOn = with, on
	return p, s.replace(ctx, tx, old, version, &p, "practice.share", "")
}

// lives refuses a day on which a unit did not live.
func (s *Service) lives(ctx context.Context, tx *db.Tx, unit, field string, on day.Date, faults *errs.List) error {
	u, err := s.Org.UnitByID(ctx, tx, unit)
	switch {
	case err != nil:
		return err
	case u.FoundedOn > on:
		faults.Add(errs.At(field, "practice.unit.notyet", errs.Args{"name": u.Name, "date": u.FoundedOn}))
	case u.EndedBy(on):
		faults.Add(errs.At(field, "practice.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn}))
	}
	return nil
}

// Withdraw takes a practice out of the library, for a reason. Those who have
// taken it over read on; what they count stays theirs.
func (s *Service) Withdraw(ctx context.Context, id string, version int, reason string) (p Practice, err error) {
	defer errs.Wrap(&err, "practice.Withdraw(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id)
		if err != nil {
			if errs.Of(err).Key == "practice.withdrawn" && old.Version == version+1 {
				p = old
				return nil // the second click
			}
			return err
		}
		var faults errs.List
		checkReason(&faults, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		now := tx.Now()
		p = old
		p.WithdrawnAt = &now
		return s.replace(ctx, tx, old, version, &p, "practice.withdraw", reason)
	})
	return p, err
}
