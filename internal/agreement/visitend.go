package agreement

import (
	"context"
	"slices"
	"strconv"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// CancelVisit says that a visit will not be held, for a reason.
func (s *Service) CancelVisit(ctx context.Context, id string, version int, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.CancelVisit(%s)", id)
	return s.endVisit(ctx, id, version, reason, "agreement.visit.cancel", func(tx *db.Tx, v *Visit) error {
		if v.HeldFrom != "" {
			return errs.New(errs.Conflict, "agreement.visit.was", errs.Args{"date": v.HeldFrom})
		}
		v.CancelledOn, v.CancelReason = tx.Today(), line(reason)
		return nil
	})
}

// DropVisit withdraws a visit that was recorded by mistake, for a reason: its
// figures are reversed.
func (s *Service) DropVisit(ctx context.Context, id string, version int, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.DropVisit(%s)", id)
	return s.endVisit(ctx, id, version, reason, "agreement.visit.withdraw", func(tx *db.Tx, v *Visit) error {
		now := tx.Now()
		v.WithdrawnAt = &now
		return nil
	})
}

func (s *Service) endVisit(ctx context.Context, id string, version int, reason, action string, end func(*db.Tx, *Visit) error) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.ownVisit(ctx, tx, id)
		if err != nil {
			return err
		}
		var faults errs.List
		checkReason(&faults, true, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		if old.CancelledOn != "" && action == "agreement.visit.cancel" {
			return nil // the second click
		}
		v := old
		if err := end(tx, &v); err != nil {
			return err
		}
		return s.replaceVisit(ctx, tx, old, version, &v, action, reason)
	})
}

// SkipYear says that the visit of a year is not held at all, for a reason: it is
// kept as a visit that was cancelled. Twice is once.
func (s *Service) SkipYear(ctx context.Context, agreement string, year int, title, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.SkipYear(%s)", agreement)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.SkipYearIn(ctx, tx, agreement, year, title, reason) })
}

// SkipYearIn is SkipYear inside the caller's transaction.
func (s *Service) SkipYearIn(ctx context.Context, tx *db.Tx, agreement string, year int, title, reason string) error {
	if err := tx.LockExclusive(ctx, "agreement "+agreement); err != nil {
		return err
	}
	a, err := s.own(ctx, tx, agreement)
	if err != nil {
		return err
	}
	visiting, err := s.Visiting(ctx, tx, a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(visiting.Turns, func(t Turn) bool { return t.Year == year })
	if i < 0 {
		return errs.At("year", "agreement.visit.noturn", errs.Args{"year": strconv.Itoa(year)})
	}
	switch t := visiting.Turns[i]; {
	case t.State == TurnSkipped:
		return nil
	case len(t.Visits) > 0:
		return errs.New(errs.Conflict, "agreement.visit.turn.used", errs.Args{"year": strconv.Itoa(year)})
	}
	var faults errs.List
	checkReason(&faults, true, reason)
	if err := faults.Err(); err != nil {
		return err
	}
	v, err := s.skipped(ctx, tx, a, visiting.Turns[i], title, reason)
	if err != nil {
		return err
	}
	if err := insertVisit(ctx, tx, v); err != nil {
		return err
	}
	return s.visited(ctx, tx, v, "agreement.visit.skip", line(reason))
}

// skipped is the visit that is not held in a year.
func (s *Service) skipped(ctx context.Context, tx *db.Tx, a Agreement, t Turn, title, reason string) (Visit, error) {
	v := Visit{
		ID: db.NewID(), Agreement: &a.ID, Unit: a.Unit, Title: line(title), PlannedFrom: day.Max(a.From.FirstOfMonth(), day.New(t.Year, 1, 1)), PlannedTo: t.Due,
		CancelledOn: tx.Today(), CancelReason: line(reason), Version: 1, Recorder: actor(ctx), RecordedAt: tx.Now(),
	}
	parties, err := partiesOf(ctx, tx, a.ID)
	for _, b := range parties {
		if !b.On(t.Due) {
			continue
		}
		role := GuestRole
		if b.Side == t.Host {
			role = HostRole
		}
		v.Sides = append(v.Sides, VisitSide{ID: db.NewID(), Visit: v.ID, Role: role, Position: len(v.Sides) + 1, Unit: b.Unit, Partner: b.Partner})
	}
	return v, err
}
