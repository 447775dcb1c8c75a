package practice

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// confederation is the kind of the unit above all federations.
const confederation = "confederation"

// query is which practices are asked for: SQL over practice_practice p.
type query struct{ db.Where }

// under is a condition on a column of units and adds its values.
func (q *query) under(column string, scope auth.Scope) string {
	cond, args := ledger.Under(column, len(q.Args)+1, scope)
	q.Args = append(q.Args, args...)
	return cond
}

// scoped narrows to the practices the actor may read: those of units in scope,
// those that such units have taken over, and those that are shared with them. A
// list can never leak: the scope is in it.
func (s *Service) scoped(ctx context.Context, tx *db.Tx, q *query) error {
	scope := s.Org.Guard.Scope(ctx, Read)
	switch {
	case scope.All:
		return nil
	case scope.Empty():
		q.And(`1 = 0`)
		return nil
	}
	federations, err := s.federations(ctx, tx, scope)
	if err != nil {
		return err
	}
	own := q.under("p.unit", scope)
	took := q.under("t.unit", scope)
	near := q.under("p.unit", federations)
	q.And(`(`+own+` OR EXISTS (SELECT 1 FROM practice_adoption t WHERE t.practice = p.id AND t.withdrawn_at IS NULL AND `+took+`)
		OR (p.withdrawn_at IS NULL AND p.shared_on <> '' AND p.shared_on <= $n AND (p.sharing = $n OR (p.sharing = $n AND `+near+`))))`,
		tx.Today(), Everyone, Federation)
	return nil
}

// federations is the scope of the federations that the units of a scope belong
// to: the highest unit of each on its way up, below the confederation.
func (s *Service) federations(ctx context.Context, tx *db.Tx, scope auth.Scope) (out auth.Scope, err error) {
	units, err := s.Org.UnitsByID(ctx, tx, scope.Roots)
	if err != nil {
		return out, err
	}
	for _, id := range scope.Roots {
		path, err := s.Org.PathTo(ctx, tx, id, tx.Today())
		if err != nil {
			return out, err
		}
		for _, u := range append(path, units[id]) {
			if u.ID != "" && u.Kind != confederation || u.ID == id {
				out.Roots = append(out.Roots, u.ID)
				break
			}
		}
	}
	return out, nil
}

// readable reads a practice the actor may read; others are not found.
func (s *Service) readable(ctx context.Context, tx *db.Tx, id string) (p Practice, err error) {
	q := &query{}
	q.And(`p.id = $n`, id)
	if err := s.scoped(ctx, tx, q); err != nil {
		return p, err
	}
	var one []Practice
	if err := tx.Select(ctx, &one, `/* practice.readable */ SELECT `+practiceColumns+` FROM practice_practice p WHERE `+q.Text(), q.Args...); err != nil {
		return p, err
	}
	if len(one) == 0 {
		return p, errs.New(errs.NotFound, "error.notfound")
	}
	p = one[0]
	err = complete(ctx, tx, &p)
	return p, err
}

// own reads a practice of a unit the actor writes for; one that was withdrawn is
// a Conflict.
func (s *Service) own(ctx context.Context, tx *db.Tx, id string) (p Practice, err error) {
	if p, err = s.readable(ctx, tx, id); err != nil {
		return p, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Write, Read, p.Unit); err != nil {
		if errs.Is(err, errs.NotFound) { // it is shared with the actor, who writes elsewhere
			err = errs.New(errs.Denied, "error.denied")
		}
		return p, err
	}
	if p.WithdrawnAt != nil {
		return p, errs.New(errs.Conflict, "practice.withdrawn")
	}
	return p, nil
}
