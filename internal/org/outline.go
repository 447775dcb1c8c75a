package org

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// BranchPage is how many units one page of a branch has.
const BranchPage = 50

// Branch is a page of the living units directly below a unit.
type Branch struct {
	Of    Unit
	Nodes []Node
	After int   // how many stand before this page
	Total int64 // on all pages
}

// Left is how many units come after this page.
func (b Branch) Left() int64 { return b.Total - int64(b.After+len(b.Nodes)) }

// Outline is the tree an actor may read, with one way through it open.
type Outline struct {
	Roots []Node
	Open  map[string]*Branch // by the id of the unit they stand below
}

// Outline reads the tree as it stands today, open as far as the unit of a code;
// without a code, a single root is open. after turns the pages of the last
// branch. A bloc leaves out the units of other blocs.
func (s *Service) Outline(ctx context.Context, open, bloc string, after int) (o Outline, err error) {
	defer errs.Wrap(&err, "org.Outline(%q)", open)
	o.Open = map[string]*Branch{}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if o.Roots, err = s.Roots(ctx, tx); err != nil {
			return err
		}
		if open == "" && len(o.Roots) == 1 {
			open = o.Roots[0].Code
		}
		if open == "" {
			return nil
		}
		return s.openWay(ctx, tx, &o, open, bloc, after)
	})
	return o, err
}

func (s *Service) openWay(ctx context.Context, tx *db.Tx, o *Outline, open, bloc string, after int) error {
	last, err := s.Find(ctx, tx, open)
	if err != nil {
		return err
	}
	way, err := s.superiors(ctx, tx, last.ID)
	if err != nil {
		return err
	}
	for _, u := range way {
		if !u.MayRead {
			continue
		}
		if o.Open[u.ID], err = branch(ctx, tx, u.Unit, bloc, 0); err != nil {
			return err
		}
	}
	o.Open[last.ID], err = branch(ctx, tx, last, bloc, after)
	if err != nil {
		return err
	}
	return o.includeWay(ctx, tx, append(way, Superior{Unit: last}))
}

// includeWay makes sure that each open unit is among those of its branch, also
// where it would stand on a later page.
func (o *Outline) includeWay(ctx context.Context, tx *db.Tx, way []Superior) error {
	for i := 1; i < len(way); i++ {
		b, u := o.Open[way[i-1].ID], way[i].Unit
		if b == nil || !u.AliveOn(tx.Today()) || b.has(u.ID) {
			continue
		}
		n, err := livingBelow(ctx, tx, u.ID, tx.Today())
		if err != nil {
			return err
		}
		b.Nodes = append(b.Nodes, Node{u.asOn(tx.Today()), n})
	}
	return nil
}

func (b *Branch) has(unit string) bool {
	for _, n := range b.Nodes {
		if n.ID == unit {
			return true
		}
	}
	return false
}

// Branch reads one page of the units below a unit; out of scope it is not found.
func (s *Service) Branch(ctx context.Context, code, bloc string, after int) (b *Branch, err error) {
	defer errs.Wrap(&err, "org.Branch(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Find(ctx, tx, code)
		if err == nil {
			b, err = branch(ctx, tx, u, bloc, after)
		}
		return err
	})
	return b, err
}

// ofBloc keeps the units of a bloc, and those above units: they have none.
const ofBloc = `($3 = '' OR u.bloc = $3 OR (u.bloc = '' AND EXISTS (SELECT 1 FROM ledger_place x WHERE x.parent = u.id)))`

func branch(ctx context.Context, tx *db.Tx, of Unit, bloc string, after int) (*Branch, error) {
	b := &Branch{Of: of, After: max(after, 0)}
	if err := tx.Get(ctx, &b.Total, `/* org.branch total */
		SELECT COUNT(*) FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND `+ofBloc, of.ID, tx.Today(), bloc); err != nil {
		return nil, err
	}
	err := tx.Select(ctx, &b.Nodes, `/* org.branch */
		SELECT `+unitColumns+`, (
			SELECT COUNT(*) FROM ledger_place c JOIN org_unit cu ON cu.id = c.unit
			WHERE c.parent = u.id AND c.valid_from <= $2 AND c.valid_to >= $2 AND ($3 = '' OR cu.bloc = $3)
		) AS below
		FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND `+ofBloc+`
		ORDER BY u.sort_key, u.code LIMIT $4 OFFSET $5`, of.ID, tx.Today(), bloc, BranchPage, b.After)
	seen(b.Nodes, tx.Today())
	return b, err
}

// Tops lists where the actor's tree begins.
func (s *Service) Tops(ctx context.Context) (out []Node, err error) {
	defer errs.Wrap(&err, "org.Tops")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, err = s.Roots(ctx, tx)
		return err
	})
	return out, err
}

// Found is a unit that was searched, with the name of its superior.
type Found struct {
	Unit
	Superior string
}

// Look is Search with the superiors, for lists people choose from.
func (s *Service) Look(ctx context.Context, query string, limit int) (out []Found, err error) {
	units, err := s.Search(ctx, query, limit)
	if err != nil || len(units) == 0 {
		return nil, err
	}
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		names, err := superiorNames(ctx, tx, ids)
		for _, u := range units {
			out = append(out, Found{u, names[u.ID]})
		}
		return err
	})
	return out, err
}

// superiorNames is the name of each unit's superior today, or its last one.
func superiorNames(ctx context.Context, tx *db.Tx, units []string) (map[string]string, error) {
	out := map[string]string{}
	err := tx.Each(ctx, `/* org.superiorNames */
		SELECT p.unit, u.name FROM ledger_place p JOIN org_unit u ON u.id = p.parent
		WHERE p.unit IN (`+db.In(2, len(units))+`)
		  AND p.valid_from = (SELECT MAX(q.valid_from) FROM ledger_place q WHERE q.unit = p.unit AND q.valid_from <= $1)`,
		append([]any{tx.Today()}, db.Anys(units)...), func(scan func(...any) error) error {
			var unit, name string
			err := scan(&unit, &name)
			out[unit] = name
			return err
		})
	return out, err
}

// NextCode is the code a unit founded below another would be given now.
func (s *Service) NextCode(ctx context.Context, parent string) (code string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		last, err := lastCode(ctx, tx, parent)
		code = nextCode(parent, last)
		return err
	})
	return code, err
}

// OfficerOf reads an officer of a unit the actor may read.
func (s *Service) OfficerOf(ctx context.Context, code, id string) (o Officer, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Find(ctx, tx, code)
		if err != nil {
			return err
		}
		if o, err = officerByID(ctx, tx, id); err == nil && o.Unit != u.ID {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		return err
	})
	return o, err
}

// Open is Find in a transaction of its own.
func (s *Service) Open(ctx context.Context, code string) (u Unit, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err = s.Find(ctx, tx, code)
		return err
	})
	return u, err
}
