package org

import (
	"context"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/search"
)

// MayStart tells whether the actor may found a skeleton.
func (s *Service) MayStart(ctx context.Context) bool { return s.Guard.Scope(ctx, Manage).All }

// PlanStart says what a skeleton would found, what stands already and is left as it
// is, and what is in the way. Whoever does not manage everything finds nothing.
func (s *Service) PlanStart(ctx context.Context, sk Skeleton) (rows []Planned, err error) {
	defer errs.Wrap(&err, "org.PlanStart")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		rows, err = s.planStart(ctx, tx, sk)
		return err
	})
	return rows, err
}

// Start founds, for whoever manages everything, what a skeleton's plan has new, all of it or nothing, and tells
// how many units that were. Doing it again founds nothing. The whole nation is
// founded in a second or three on either database, so one transaction will do.
func (s *Service) Start(ctx context.Context, sk Skeleton) (n int, err error) {
	defer errs.Wrap(&err, "org.Start")
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.LockExclusive(ctx, "org.start"); err != nil {
			return err
		}
		rows, err := s.planStart(ctx, tx, sk)
		if err == nil {
			n, err = s.foundPlanned(ctx, tx, rows)
		}
		return err
	})
	return n, err
}

func (s *Service) foundPlanned(ctx context.Context, tx *db.Tx, rows []Planned) (n int, err error) {
	for _, r := range rows {
		if r.Fault != nil {
			return 0, errs.New(errs.Conflict, "org.start.refused", errs.Args{"code": r.Code, "name": r.Name}).Because(r.Fault)
		}
	}
	for _, r := range rows {
		if r.Have != nil {
			continue
		}
		if _, err := s.FoundIn(ctx, tx, r.Founding); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *Service) planStart(ctx context.Context, tx *db.Tx, sk Skeleton) ([]Planned, error) {
	if !s.MayStart(ctx) {
		return nil, errs.New(errs.NotFound, "error.notfound")
	}
	if err := sk.check(tx.Today()); err != nil {
		return nil, err
	}
	rows, err := sk.draft(s.Rules, s.Places, skeletonDay(tx.Today()))
	if err != nil {
		return nil, err
	}
	if rows, err = s.compareStart(ctx, tx, sk, rows); err != nil {
		return nil, err
	}
	return rows, s.checkStartDay(ctx, tx, sk, rows)
}

// compare finds what stands already: the unit of a place is known by its kind
// and its place, whatever code it was given. Then, what is in the way of the
// rest.
func (s *Service) compareStart(ctx context.Context, tx *db.Tx, sk Skeleton, rows []Planned) ([]Planned, error) {
	stand, err := standing(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].Fault == nil {
			rows[i].Have = stand.unitOf(rows[i])
		}
	}
	if sk.Province != "" && rows[0].Have == nil {
		rows = rows[1:] // of one province the confederation is told only where it stands
	}
	settle(rows)
	taken, err := unitsCoded(ctx, tx, newCodes(rows))
	for i, r := range rows {
		if u, ok := taken[r.Code]; ok && r.New() {
			rows[i].Have, rows[i].Fault = &u, takenFault(u)
		}
	}
	return rows, err
}

// settle names superiors by the codes they have. The union of a commune is
// coded after its federation; a province whose confederation is not in the
// register stands at the top.
func settle(rows []Planned) {
	codes := map[string]string{} // code in the draft → as it is
	for i := range rows {
		r := &rows[i]
		drafted := r.Code
		r.Parent = codes[r.Parent]
		if r.Kind == wardUnion {
			r.Code = wardCode(r.Parent, r.Place)
		}
		codes[drafted] = r.Code
		if r.Have != nil {
			codes[drafted] = r.Have.Code
		}
	}
}

func newCodes(rows []Planned) (codes []any) {
	for _, r := range rows {
		if r.New() {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

func takenFault(u Unit) *errs.Error {
	if u.DissolvedOn != "" {
		return errs.At("code", "org.start.ended", errs.Args{"code": u.Code, "name": u.Name})
	}
	return errs.At("code", "org.start.taken", errs.Args{"code": u.Code, "name": u.Name})
}

// checkDay refuses a day before the superiors that stand, and asks for a reason
// where a signed report covers it.
func (s *Service) checkStartDay(ctx context.Context, tx *db.Tx, sk Skeleton, rows []Planned) error {
	var faults errs.List
	superior := map[string]*Unit{}
	for _, r := range rows {
		if r.Have != nil && r.Fault == nil {
			superior[r.Have.Code] = r.Have
		}
		up := superior[r.Parent]
		if up == nil || !r.New() {
			continue
		}
		if sk.FoundedOn < up.FoundedOn {
			faults.Add(errs.At("founded_on", "org.founded.before", errs.Args{"name": up.Name, "date": up.FoundedOn}))
		}
		late, err := s.lateReason(ctx, tx, up.ID, sk.FoundedOn, sk.Reason)
		if err != nil {
			return err
		}
		faults.Add(late)
		delete(superior, r.Parent) // said once
	}
	return faults.Err()
}

// units are the living ones of the kinds a skeleton has.
type units struct {
	federations []Unit           // and the confederation
	wards       map[string]*Unit // ward unions by commune
}

func standing(ctx context.Context, tx *db.Tx) (units, error) {
	out := units{wards: map[string]*Unit{}}
	var all []Unit
	err := tx.Select(ctx, &all, `/* org.standing */
		SELECT `+unitColumns+` FROM org_unit u WHERE u.kind IN ('confederation', 'provincial', 'ward') AND u.dissolved_on = ''
		ORDER BY u.code`)
	for i, u := range all {
		if u.Kind == wardUnion {
			out.wards[u.Ward] = &all[i]
		} else {
			out.federations = append(out.federations, u)
		}
	}
	return out, err
}

// unitOf is the unit a row stands for; nil when there is none.
func (u units) unitOf(r Planned) *Unit {
	if r.Kind == wardUnion {
		return u.wards[r.Ward]
	}
	for i, have := range u.federations {
		if have.Kind == r.Kind && (r.Kind == confederation || isOf(have.Name, r.Place)) {
			return &u.federations[i]
		}
	}
	return nil
}

// isOf tells whether a federation's name ends with that of a province.
func isOf(name string, p places.Place) bool {
	return strings.HasSuffix(" "+search.Fold(name), " "+search.Fold(p.Name))
}

// unitsCoded reads the units that have one of the codes, whatever became of them.
func unitsCoded(ctx context.Context, tx *db.Tx, codes []any) (map[string]Unit, error) {
	out := map[string]Unit{}
	for len(codes) > 0 {
		n := min(500, len(codes))
		var some []Unit
		if err := tx.Select(ctx, &some, `/* org.unitsCoded */
			SELECT `+unitColumns+` FROM org_unit u WHERE u.code IN (`+db.In(1, n)+`)`, codes[:n]...); err != nil {
			return nil, err
		}
		for _, u := range some {
			out[u.Code] = u
		}
		codes = codes[n:]
	}
	return out, nil
}
