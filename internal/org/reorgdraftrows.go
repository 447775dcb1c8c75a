package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
)

// CheckPlan tells what is wrong with a plan without carrying it out: what
// Forecast tells before it begins. The refusals carry the position of their row.
func (s *Service) CheckPlan(ctx context.Context, p Plan) (err error) {
	defer errs.Wrap(&err, "org.CheckPlan(%s)", p.Unit)
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		_, err := s.prepare(ctx, tx, p)
		return err
	})
}

// Decider is who would decide on a unit: the highest of the unit and its
// superiors that the actor manages.
func (s *Service) Decider(ctx context.Context, code string) (u Unit, err error) {
	defer errs.Wrap(&err, "org.Decider(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if u, err = s.Find(ctx, tx, code); err != nil {
			return err
		}
		path, err := s.PathTo(ctx, tx, u.ID, tx.Today())
		if err != nil {
			return err
		}
		for _, up := range append(path, u) {
			if may, err := s.Guard.Can(ctx, tx, Manage, up.ID); err != nil || may {
				u = up
				return err
			}
		}
		return errs.New(errs.Denied, "error.denied")
	})
	return u, err
}

// Superiors lists the living units below a decider, and itself, that others may
// stand under, base unions left out; by name.
func (s *Service) Superiors(ctx context.Context, decider string, on day.Date) (out []Unit, err error) {
	defer errs.Wrap(&err, "org.Superiors(%q)", decider)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		top, err := s.Find(ctx, tx, decider)
		if err != nil {
			return err
		}
		if out, err = above(ctx, tx, top.ID, on, s.Rules.atBase()); err == nil {
			out = slices.Insert(out, 0, top)
		}
		return err
	})
	return out, err
}

// atBase are the codes of the kinds that are base unions or stand below them.
func (r *Rules) atBase() (out []string) {
	for _, k := range r.Kinds {
		if k.Counted || slices.ContainsFunc(k.Under, func(u string) bool { return r.Kind(u).Counted }) {
			out = append(out, k.Code)
		}
	}
	return out
}

func above(ctx context.Context, tx *db.Tx, top string, on day.Date, without []string) (out []Unit, err error) {
	err = tx.Select(ctx, &out, `/* org.above */
		SELECT `+unitColumns+` FROM ledger_roll r JOIN ledger_leaf l ON l.atom = r.atom JOIN org_unit u ON u.id = l.unit
		WHERE r.ancestor = $1 AND r.valid_from <= $2 AND r.valid_to >= $2 AND u.id <> $1
		  AND (u.dissolved_on = '' OR u.dissolved_on >= $2) AND u.kind NOT IN (`+db.In(3, len(without))+`)
		ORDER BY u.sort_key, u.code`, append([]any{top, on}, db.Anys(without)...)...)
	return out, err
}

// ChildrenOn lists the units directly below one on a day, by name; out of scope
// it is not found.
func (s *Service) ChildrenOn(ctx context.Context, code string, on day.Date, most int) (out []Node, err error) {
	defer errs.Wrap(&err, "org.ChildrenOn(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Find(ctx, tx, code)
		if err == nil {
			out, err = s.Children(ctx, tx, u.ID, on, on, ChildFilter{Limit: most})
		}
		return err
	})
	return out, err
}

// PlaceInWards puts units under the unions of the communes chosen for them
// (unit → official code of the commune) in the lines of a plan: their rows get
// the superior, or are added, as is the founding of a union that does not stand.
func (s *Service) PlaceInWards(ctx context.Context, p Plan, chosen map[string]string) (lines []Line, err error) {
	defer errs.Wrap(&err, "org.PlaceInWards(%s)", p.Unit)
	lines = slices.Clone(p.Lines)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		top, err := s.manage(ctx, tx, p.Unit)
		if err != nil {
			return err
		}
		stand, err := standing(ctx, tx)
		if err != nil {
			return err
		}
		for unit, commune := range chosen {
			union, founding := "", -1
			if u := stand.wards[commune]; u != nil && u.FoundedOn <= p.EffectiveOn {
				union = u.Code
			} else if founding = slices.IndexFunc(lines, func(l Line) bool { return l.Op == OpFound && l.Ward == commune }); founding >= 0 {
				union = lines[founding].Unit
			} else if place, known := s.Places.Find(commune, p.EffectiveOn); known {
				union = wardCode(top.Code, place)
				lines = append(lines, Line{Op: OpFound, Unit: union, Name: s.Rules.titled(wardUnion, place), Kind: wardUnion, Parent: top.Code, Ward: commune})
			} else {
				continue
			}
			lines = placed(lines, unit, union)
		}
		return nil
	})
	return lines, err
}

// placed gives the row that moves a unit another superior; without one it adds it.
func placed(lines []Line, unit, union string) []Line {
	for i, l := range lines {
		if l.Op == OpMove && l.Unit == unit {
			lines[i].Parent = union
			return lines
		}
	}
	return append(lines, Line{Op: OpMove, Unit: unit, Parent: union})
}

// Same tells whether two plans say the same: a double click changes nothing.
func (p Plan) Same(q Plan) bool {
	return p.ID == q.ID && p.Kind == q.Kind && p.DecisionNo == q.DecisionNo && p.DecidedOn == q.DecidedOn && p.EffectiveOn == q.EffectiveOn &&
		p.Signer == q.Signer && p.Reason == q.Reason && slices.Equal(p.rows(), q.rows())
}

// Names are the names of accounts, by id.
func (s *Service) Names(ctx context.Context, accounts ...string) (out map[string]string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, err = auth.Names(ctx, tx, accounts)
		return err
	})
	return out, err
}

// CommunesOf lists the communes of a federation's province on a day; none if it
// is the federation of no province.
func (s *Service) CommunesOf(federation Unit, on day.Date) []places.Place {
	w := &warder{Service: s, rule: WardRule{On: on}, top: federation}
	if province := w.province(); province != "" {
		return s.Places.Communes(province, on)
	}
	return nil
}
