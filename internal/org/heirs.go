package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// HeirIDs lists who goes on from some units, ids by id, for whoever was allowed
// to learn the ids.
func (s *Service) HeirIDs(ctx context.Context, tx *db.Tx, units []string) (map[string][]string, error) {
	out := map[string][]string{}
	for part := range slices.Chunk(units, 500) {
		err := tx.Each(ctx, `/* org.HeirIDs */
			SELECT unit, heir FROM org_successor WHERE unit IN (`+db.In(1, len(part))+`) ORDER BY unit, heir`, db.Anys(part),
			func(scan func(...any) error) error {
				var unit, heir string
				err := scan(&unit, &heir)
				out[unit] = append(out[unit], heir)
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ParentsOn is the superior of each of some units on a day, ids by id; those
// that lived on another day only, and roots, are left out.
func (s *Service) ParentsOn(ctx context.Context, tx *db.Tx, units []string, on day.Date) (map[string]string, error) {
	out := map[string]string{}
	for part := range slices.Chunk(units, 500) {
		err := tx.Each(ctx, `/* org.ParentsOn */
			SELECT unit, parent FROM ledger_place
			WHERE unit IN (`+db.In(2, len(part))+`) AND valid_from <= $1 AND valid_to >= $1 AND parent IS NOT NULL`,
			append([]any{on}, db.Anys(part)...), func(scan func(...any) error) error {
				var unit, parent string
				err := scan(&unit, &parent)
				out[unit] = parent
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// LivingAbove is the nearest unit above one, as the tree stands on a day, that
// has not ended by another; the zero Unit when there is none.
func (s *Service) LivingAbove(ctx context.Context, tx *db.Tx, unit string, on, by day.Date) (Unit, error) {
	path, err := s.PathTo(ctx, tx, unit, on)
	for _, u := range slices.Backward(path) {
		if !u.EndedBy(by) {
			return u, err
		}
	}
	return Unit{}, err
}

// FollowingAct is the newest signed act by which others go on from any of some
// units; the zero Reorg when there is none.
func (s *Service) FollowingAct(ctx context.Context, tx *db.Tx, units []string) (r Reorg, err error) {
	for part := range slices.Chunk(units, 500) {
		var one Reorg
		err := tx.Get(ctx, &one, `/* org.FollowingAct */ SELECT `+reorgColumns+` FROM org_reorg
			WHERE id IN (SELECT reorg FROM org_successor WHERE unit IN (`+db.In(1, len(part))+`)) ORDER BY effective_on DESC, id DESC LIMIT 1`, db.Anys(part)...)
		switch {
		case errs.Is(err, errs.NotFound):
		case err != nil:
			return r, err
		case one.EffectiveOn > r.EffectiveOn:
			r = one
		}
	}
	return r, nil
}
