package activity

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Desk is where a form is filled in: for which unit, and what may be recorded.
type Desk struct {
	Acting org.Unit // the unit acted for; zero for none
	Kinds  []*Kind  // what it records itself, else what units below it record
	Itself bool     // it records these kinds itself
	Usual  []*Kind  // of them, those that were recorded most in the last year
}

// usual is how many kinds stand under "Hay dùng".
const usual = 5

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
	d.Kinds = slices.DeleteFunc(slices.Clone(d.Kinds), func(k *Kind) bool { return len(k.Under) > 0 }) // a part begins at its whole
	return d, err
}

// Choosing is the desk with the kinds that are recorded most. One kind of whom
// nothing else is known is not worth a heading.
func (s *Service) Choosing(ctx context.Context) (d Desk, err error) {
	if d, err = s.Desk(ctx); err != nil {
		return d, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		codes, err := usualKinds(ctx, tx, changer(ctx), d.Acting.ID, tx.Today().Add(-365), 2*usual)
		for _, code := range codes {
			if i := slices.IndexFunc(d.Kinds, func(k *Kind) bool { return k.Code == code }); i >= 0 && len(d.Usual) < usual {
				d.Usual = append(d.Usual, d.Kinds[i])
			}
		}
		return err
	})
	return d, err
}

// Matching lists kinds whose names or lead have all the words, with marks or
// without; all of them when there are none.
func Matching(kinds []*Kind, typed string) (out []*Kind) {
	words := strings.Fields(search.Fold(typed))
	for _, k := range kinds {
		text := k.Haystack()
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, k)
		}
	}
	return out
}

// Haystack is what a kind is found by, without marks.
func (k *Kind) Haystack() string {
	return search.Fold(strings.Join(append([]string{k.Name, k.Lead, k.Group}, k.Names...), " "))
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
