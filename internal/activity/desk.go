package activity

import (
	"context"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Desk is where a form is filled in: for which unit, and what may be recorded.
type Desk struct {
	Acting org.Unit // the unit acted for; zero for none
	Kinds  []*Kind  // what it records itself, else what units below it record
	Itself bool     // it records these kinds itself
}

// Desk reads the desk of the context's actor.
func (s *Service) Desk(ctx context.Context) (d Desk, err error) {
	defer errs.Wrap(&err, "activity.Desk")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		d.Acting, err = s.Org.Acting(ctx, tx)
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		if err == nil && len(s.Kinds.For(d.Acting.Kind)) > 0 {
			d.Itself, err = s.mayWrite(ctx, tx, d.Acting)
		}
		return err
	})
	if d.Kinds = s.Kinds.List; d.Itself {
		d.Kinds = s.Kinds.For(d.Acting.Kind)
	}
	return d, err
}

// Candidates finds units by code or name in which the actor may record a kind.
func (s *Service) Candidates(ctx context.Context, k *Kind, query string, limit int) (out []org.Unit, err error) {
	defer errs.Wrap(&err, "activity.Candidates")
	found, err := s.Org.Search(ctx, query, 8*limit)
	if err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		for _, u := range found {
			if len(out) == limit || !slices.Contains(k.Units, u.Kind) || u.Withdrawn() {
				continue
			}
			may, err := s.mayWrite(ctx, tx, u)
			if err != nil {
				return err
			}
			if may {
				out = append(out, u)
			}
		}
		return nil
	})
	return out, err
}

// UnitNamed reads a unit by its code; out of scope it is not found.
func (s *Service) UnitNamed(ctx context.Context, code string) (u org.Unit, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err = s.Org.Find(ctx, tx, code)
		return err
	})
	return u, err
}
