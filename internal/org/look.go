package org

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

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
