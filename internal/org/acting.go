package org

import (
	"context"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Acting is the unit the actor works for: the one chosen, as long as it may be
// read, else the first of those the grants begin at. NotFound when there is
// none.
func (s *Service) Acting(ctx context.Context, tx *db.Tx) (u Unit, err error) {
	defer errs.Wrap(&err, "org.Acting")
	if a := auth.From(ctx); a != nil && a.Unit != "" {
		u, err := s.chosen(ctx, tx, a.Unit)
		if !errs.Is(err, errs.NotFound) {
			return u, err
		}
	}
	roots, err := s.Roots(ctx, tx)
	if err == nil && len(roots) == 0 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return u, err
	}
	return roots[0].Unit, nil
}

// chosen reads the unit of a session; the grant it was chosen by may be gone.
func (s *Service) chosen(ctx context.Context, tx *db.Tx, id string) (Unit, error) {
	u, err := unitByID(ctx, tx, id)
	if err != nil {
		return Unit{}, err
	}
	return u, s.Guard.Read(ctx, tx, Read, u.ID)
}

// UnitsByID reads many units at once, for whoever was allowed to learn the ids.
func (s *Service) UnitsByID(ctx context.Context, tx *db.Tx, ids []string) (map[string]Unit, error) {
	out := make(map[string]Unit, len(ids))
	for len(ids) > 0 {
		n := min(500, len(ids))
		var rows []Unit
		if err := tx.Select(ctx, &rows, `/* org.UnitsByID */
			SELECT `+unitColumns+` FROM org_unit u WHERE u.id IN (`+db.In(1, n)+`)`, db.Anys(ids[:n])...); err != nil {
			return nil, err
		}
		for _, u := range rows {
			out[u.ID] = u
		}
		ids = ids[n:]
	}
	return out, nil
}

// HolderOn is who held a post in a unit on a day; empty when nobody is known.
// Of two the later is meant.
func (s *Service) HolderOn(ctx context.Context, tx *db.Tx, unit, post string, on day.Date) (name string, err error) {
	err = tx.Get(ctx, &name, `/* org.HolderOn */
		SELECT name FROM org_officer WHERE unit = $1 AND post = $2 AND from_day <= $3 AND (to_day = '' OR to_day >= $3)
		ORDER BY from_day DESC, id DESC LIMIT 1`, unit, post, on)
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return name, err
}
