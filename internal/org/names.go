package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// NameOn is what a unit was called on a day; of a day to come, what it will be
// called by what is signed.
func (s *Service) NameOn(ctx context.Context, tx *db.Tx, u Unit, on day.Date) (string, error) {
	err := asOn(ctx, tx, []*Unit{&u}, on)
	return u.Name, err
}

// asOn gives units the names and kinds they had on a day.
func asOn(ctx context.Context, tx *db.Tx, units []*Unit, on day.Date) error {
	byCode := make(map[string]*Unit, len(units))
	codes := make([]string, len(units))
	for i, u := range units {
		byCode[u.Code], codes[i] = u, u.Code
	}
	for some := range slices.Chunk(codes, 500) {
		changes, err := changesAround(ctx, tx, some, on)
		if err != nil {
			return err
		}
		for _, l := range slices.Backward(changes) { // what came in force later goes first
			if l.InForce {
				byCode[l.Unit].change(l.Op, l.Was, l.Was)
			}
		}
		for _, l := range changes {
			if !l.InForce {
				byCode[l.Unit].change(l.Op, l.Name, l.Kind)
			}
		}
	}
	return nil
}

func (u *Unit) change(op LineOp, name, kind string) {
	if op == OpRename {
		u.Name = name
	} else {
		u.Kind = kind
	}
}

// changesAround lists the changes of names and kinds that lie between a day and
// what the register says now: those after the day, and those before it that are
// not in force yet.
func changesAround(ctx context.Context, tx *db.Tx, codes []string, on day.Date) (out []Line, err error) {
	err = tx.Select(ctx, &out, `/* org.changesAround */
		SELECT `+lineColumns+` FROM org_reorg_line l JOIN org_reorg r ON r.id = l.reorg
		WHERE l.unit IN (`+db.In(2, len(codes))+`) AND l.op IN ('rename', 'kind') AND r.state = 'signed'
		  AND ((l.in_force AND r.effective_on > $1) OR (NOT l.in_force AND r.effective_on <= $1))
		ORDER BY r.effective_on, r.id, l.position`, append([]any{on}, db.Anys(codes)...)...)
	return out, err
}
