package org

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

func recorder(ctx context.Context) string { return auth.From(ctx).Account }

// Card is all a unit's page tells.
type Card struct {
	Unit      Unit
	Path      []Superior // the highest first
	Employer  Employer
	Headcount Headcount
	Acts      []Act
	Terms     []Term
	Officers  []Officer
	Below     int64 // units living directly below today
	Today     day.Date
	MayManage bool
	// MayWithdraw tells whether the actor may withdraw the unit's acts.
	MayWithdraw bool
}

// Superior is a unit above another, and whether the actor may open it.
type Superior struct {
	Unit
	MayRead bool
}

// Card reads a unit's page; out of scope it is not found.
func (s *Service) Card(ctx context.Context, code string) (c Card, err error) {
	defer errs.Wrap(&err, "org.Card(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if c.Unit, err = s.Find(ctx, tx, code); err != nil {
			return err
		}
		return s.fillCard(ctx, tx, &c)
	})
	return c, err
}

func (s *Service) fillCard(ctx context.Context, tx *db.Tx, c *Card) (err error) {
	id := c.Unit.ID
	c.Today = tx.Today()
	if c.Path, err = s.superiors(ctx, tx, id); err != nil {
		return err
	}
	if c.Unit.Employer != nil {
		if c.Employer, err = employerByID(ctx, tx, *c.Unit.Employer); err != nil {
			return err
		}
	}
	if c.Headcount, err = lastHeadcount(ctx, tx, id); err != nil {
		return err
	}
	if c.Acts, err = actsOf(ctx, tx, id); err != nil {
		return err
	}
	if c.Terms, err = termsOf(ctx, tx, id); err != nil {
		return err
	}
	if c.Officers, err = officersOf(ctx, tx, id); err != nil {
		return err
	}
	if c.Below, err = livingBelow(ctx, tx, id, tx.Today()); err != nil {
		return err
	}
	if c.MayManage, err = s.mayManage(ctx, tx, c.Unit); err != nil {
		return err
	}
	if c.MayWithdraw, err = s.fromAbove(ctx, tx, id); err != nil {
		return err
	}
	return known(ctx, tx, []*Unit{&c.Unit})
}

func (s *Service) superiors(ctx context.Context, tx *db.Tx, unit string) ([]Superior, error) {
	return s.superiorsOn(ctx, tx, unit, tx.Today())
}

func (s *Service) superiorsOn(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []Superior, err error) {
	path, err := s.PathTo(ctx, tx, unit, on)
	if err != nil {
		return nil, err
	}
	if err := known(ctx, tx, each(path, func(u *Unit) *Unit { return u })); err != nil {
		return nil, err
	}
	for _, u := range path {
		err := s.Guard.Read(ctx, tx, Read, u.ID)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, err
		}
		out = append(out, Superior{u, err == nil})
	}
	return out, nil
}

// Find reads a unit by its code for the actor of the context; out of scope it
// is not found.
func (s *Service) Find(ctx context.Context, tx *db.Tx, code string) (u Unit, err error) {
	if code = tidyCode(code); !codeForm.MatchString(code) {
		return u, errs.New(errs.NotFound, "error.notfound")
	}
	if u, err = unitByCode(ctx, tx, code); err != nil {
		return u, err
	}
	return u, s.Guard.Read(ctx, tx, Read, u.ID)
}

// PathTo lists the superiors of a unit on a day, the highest first; of a unit
// that had ended, those of its last day.
func (s *Service) PathTo(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []Unit, err error) {
	err = tx.Select(ctx, &out, `/* org.PathTo */
		WITH RECURSIVE up (unit, depth) AS (
			SELECT p.parent, 1 FROM ledger_place p WHERE p.unit = $1
			   AND p.valid_from = (SELECT MAX(q.valid_from) FROM ledger_place q WHERE q.unit = $1 AND q.valid_from <= $2)
			UNION ALL
			SELECT p.parent, up.depth + 1 FROM up JOIN ledger_place p ON p.unit = up.unit
			   AND p.valid_from = (SELECT MAX(q.valid_from) FROM ledger_place q WHERE q.unit = up.unit AND q.valid_from <= $2)
			WHERE up.depth < 20
		)
		SELECT `+unitColumns+` FROM up JOIN org_unit u ON u.id = up.unit ORDER BY up.depth DESC`, unit, on)
	return out, err
}

// ParentOn is the superior of a unit on a day; NotFound for a root.
func (s *Service) ParentOn(ctx context.Context, tx *db.Tx, unit string, on day.Date) (Unit, error) {
	path, err := s.PathTo(ctx, tx, unit, on)
	if err == nil && len(path) == 0 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return Unit{}, err
	}
	return path[len(path)-1], nil
}

// Node is a unit in a list, with how many living units stand below it.
type Node struct {
	Unit
	Below int64 `db:"below"`
}

// ChildFilter narrows the units below another.
type ChildFilter struct {
	Bloc  string
	Limit int // 0 is all
	After int // how many to leave out before
}

// Children lists the units that stood directly below another on any day of a
// span, by name. Who may read the upper unit may read them.
func (s *Service) Children(ctx context.Context, tx *db.Tx, unit string, from, to day.Date, f ChildFilter) (out []Node, err error) {
	if f.Limit == 0 {
		f.Limit = 1_000_000
	}
	err = tx.Select(ctx, &out, `/* org.Children */
		SELECT `+unitColumns+`, (
			SELECT COUNT(*) FROM ledger_place b WHERE b.parent = u.id AND b.valid_from <= $3 AND b.valid_to >= $3
		) AS below
		FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $3 AND p.valid_to >= $2 AND ($4 = '' OR u.bloc = $4)
		ORDER BY u.sort_key, u.code LIMIT $5 OFFSET $6`, unit, from, to, f.Bloc, f.Limit, f.After)
	return out, err
}

// Roots lists the units at which the actor's grants begin, or, of one who may
// read everything, the roots of the tree.
func (s *Service) Roots(ctx context.Context, tx *db.Tx) (out []Node, err error) {
	scope := s.Guard.Scope(ctx, Read)
	cond, args := `EXISTS (SELECT 1 FROM ledger_place r WHERE r.unit = u.id AND r.parent IS NULL)`, []any(nil)
	if !scope.All {
		cond, args = `u.id IN (`+db.In(2, len(scope.Roots))+`)`, db.Anys(scope.Roots)
	}
	err = tx.Select(ctx, &out, `/* org.Roots */
		SELECT `+unitColumns+`, (
			SELECT COUNT(*) FROM ledger_place b WHERE b.parent = u.id AND b.valid_from <= $1 AND b.valid_to >= $1
		) AS below
		FROM org_unit u WHERE `+cond+` ORDER BY u.sort_key, u.code`, append([]any{tx.Today()}, args...)...)
	if err != nil {
		return nil, err
	}
	return out, known(ctx, tx, each(out, ofNode))
}

// Search finds units by how words of their code or name begin, typed with or
// without marks. Names that carry the typed marks come first, then those with
// the words in the order typed. A unit entered after today is not known yet:
// there are such where the demo's day was moved back. One that begins later is
// found by its code only: it must not be taken for one that stands.
func (s *Service) Search(ctx context.Context, query string, limit int) (out []Unit, err error) {
	defer errs.Wrap(&err, "org.Search")
	words := strings.Fields(search.Fold(query))
	if len(words) == 0 {
		return nil, nil
	}
	cond, args := ledger.Under("u.id", 1, s.Guard.Scope(ctx, Read))
	for _, w := range words {
		cond += ` AND ' ' || u.folded LIKE ` + db.In(len(args)+1, 1)
		args = append(args, "% "+w+"%") // folded words hold letters and digits only
	}
	args = append(args, "% "+strings.Join(words, " ")+"%", tidyCode(query))
	phrase, code, next := db.In(len(args)-1, 1), db.In(len(args), 1), len(args)+1
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Select(ctx, &out, `/* org.Search */
			SELECT `+unitColumns+` FROM org_unit u WHERE `+cond+` AND u.created_at < `+db.In(next, 1)+` AND (u.code = `+code+` OR u.founded_on <= `+db.In(next+1, 1)+`)
			ORDER BY CASE WHEN ' ' || u.folded LIKE `+phrase+` THEN 0 ELSE 1 END, u.sort_key, u.code LIMIT `+db.In(next+2, 1),
			append(args, tx.Tomorrow(), tx.Today(), 10*limit)...); err != nil {
			return err
		}
		return known(ctx, tx, each(out, func(u *Unit) *Unit { return u }))
	})
	return firstExact(out, query, limit), err
}

func firstExact(units []Unit, query string, limit int) []Unit {
	var exact, rest []Unit
	for _, u := range units {
		if search.Exact(u.Name, query) || strings.EqualFold(u.Code, query) {
			exact = append(exact, u)
		} else {
			rest = append(rest, u)
		}
	}
	out := append(exact, rest...)
	return out[:min(limit, len(out))]
}
