package org

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// TreeChange is a signed decision that changed the tree below a unit.
type TreeChange struct {
	Reorg       string    `db:"id"`
	Unit        string    `db:"unit"` // id of who decided
	Kind        ReorgKind `db:"kind"`
	DecisionNo  string    `db:"decision_no"`
	DecidedOn   day.Date  `db:"decided_on"`
	EffectiveOn day.Date  `db:"effective_on"` // first day of the new order
}

// TreeChanges lists the decisions that changed the tree below a unit, or the
// unit itself, with effect on a day from one to another, in the order of time.
// What a decision only renames changes no tree.
func (s *Service) TreeChanges(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) (out []TreeChange, err error) {
	var all []TreeChange
	if err := tx.Select(ctx, &all, `/* org.TreeChanges */
		SELECT r.id, r.unit, r.kind, r.decision_no, r.decided_on, r.effective_on FROM org_reorg r
		WHERE r.state = 'signed' AND r.effective_on >= $2 AND r.effective_on <= $3 AND (
			r.unit = $1
			OR EXISTS (SELECT 1 FROM ledger_leaf l JOIN ledger_roll o ON o.atom = l.atom WHERE l.unit = r.unit AND o.ancestor = $1)
			OR EXISTS (SELECT 1 FROM ledger_leaf l JOIN ledger_roll o ON o.atom = l.atom WHERE l.unit = $1 AND o.ancestor = r.unit)
		) ORDER BY r.effective_on, r.signed_at, r.id`, unit, from, to); err != nil {
		return nil, err
	}
	for _, c := range all {
		touches := false
		if err := tx.Get(ctx, &touches, touchesBelow, c.Reorg, unit, c.EffectiveOn, c.EffectiveOn.Add(-1)); err != nil {
			return nil, err
		}
		if touches {
			out = append(out, c)
		}
	}
	return out, nil
}

// touchesBelow tells whether a decision names a unit that stands below another
// on its first day or stood there the day before, or that other itself.
const touchesBelow = `/* org.touchesBelow */
	SELECT EXISTS (
		SELECT 1 FROM org_reorg_line n CROSS JOIN org_unit u CROSS JOIN ledger_leaf l CROSS JOIN ledger_roll o
		WHERE n.reorg = $1 AND n.op <> 'rename' AND u.code = n.unit AND l.unit = u.id AND o.atom = l.atom AND o.ancestor = $2
		  AND o.valid_from <= $3 AND o.valid_to >= $4
	)`

// LastDay is a day or, of a unit that ended before it, its own last day: the one
// of which its stocks are told.
func (u Unit) LastDay(d day.Date) day.Date {
	if u.EndedBy(d) {
		return u.DissolvedOn
	}
	return d
}
