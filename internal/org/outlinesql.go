package org

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// query is a statement whose plan is asserted.
type query struct {
	text string
	args []any
}

// ofBloc keeps the units of a bloc, and those above units: they have none.
const ofBloc = `($3 = '' OR u.bloc = $3 OR (u.bloc = '' AND EXISTS (SELECT 1 FROM ledger_place x WHERE x.parent = u.id)))`

func totalQuery(of string, on day.Date, bloc string, scope auth.Scope) query {
	cond, args := ledger.Under("p.unit", 4, scope)
	return query{`/* org.branch total */
		SELECT COUNT(*) FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND ` + ofBloc + ` AND ` + cond, append([]any{of, on, bloc}, args...)}
}

// branchQuery is one page of what stands below a unit on a day, each with how
// many stand below it then.
func branchQuery(of string, on day.Date, bloc string, after int, scope auth.Scope) query {
	cond, args := ledger.Under("p.unit", 6, scope)
	below, _ := ledger.Under("c.unit", 6, scope)
	return query{`/* org.branch */
		SELECT ` + unitColumns + `, (
			SELECT COUNT(*) FROM ledger_place c JOIN org_unit cu ON cu.id = c.unit
			WHERE c.parent = u.id AND c.valid_from <= $2 AND c.valid_to >= $2 AND ($3 = '' OR cu.bloc = $3) AND ` + below + `
		) AS below
		FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND ` + ofBloc + ` AND ` + cond + `
		ORDER BY u.sort_key, u.code LIMIT $4 OFFSET $5`, append([]any{of, on, bloc, BranchPage, after}, args...)}
}

// rootNode is where the actor's tree begins, and whether it stands on the day.
type rootNode struct {
	Node
	Stands bool `db:"stands"`
}

func (s *Service) rootsOn(ctx context.Context, tx *db.Tx, on day.Date) (out []rootNode, err error) {
	scope := s.Guard.Scope(ctx, Read)
	cond, args := `EXISTS (SELECT 1 FROM ledger_place r WHERE r.unit = u.id AND r.parent IS NULL)`, []any(nil)
	if !scope.All {
		cond, args = `u.id IN (`+db.In(2, len(scope.Roots))+`)`, db.Anys(scope.Roots)
	}
	err = tx.Select(ctx, &out, `/* org.rootsOn */
		SELECT `+unitColumns+`, (
			SELECT COUNT(*) FROM ledger_place b WHERE b.parent = u.id AND b.valid_from <= $1 AND b.valid_to >= $1
		) AS below,
		EXISTS (SELECT 1 FROM ledger_place l WHERE l.unit = u.id AND l.valid_from <= $1 AND l.valid_to >= $1) AS stands
		FROM org_unit u WHERE `+cond+` ORDER BY u.sort_key, u.code`, append([]any{on}, args...)...)
	return out, err
}

// Stray is a unit that the actor may read and that stands below none they may.
type Stray struct {
	Node
	Superior string `db:"superior"` // its name; empty of a root
}

// strays are a page of the units that ever stood below some units, where they
// stand on a day, without those that stand below others of them.
func (l looker) strays(ctx context.Context, roots []string) (out []Stray, err error) {
	q := straysQuery(roots, l.on, l.Guard.Scope(ctx, Read))
	if err := l.tx.Select(ctx, &out, q.text, q.args...); err != nil {
		return nil, err
	}
	units := each(out, func(u *Stray) *Unit { return &u.Unit })
	if err := known(ctx, l.tx, units); err != nil {
		return nil, err
	}
	return out, asOn(ctx, l.tx, units, l.on)
}

func straysQuery(roots []string, on day.Date, scope auth.Scope) query {
	cond, args := ledger.Under("p.parent", 3+len(roots), scope)
	return query{`/* org.strays */
		SELECT ` + unitColumns + `, COALESCE(above.name, '') AS superior, (
			SELECT COUNT(*) FROM ledger_place b WHERE b.parent = u.id AND b.valid_from <= $1 AND b.valid_to >= $1
		) AS below
		FROM (
			SELECT DISTINCT f.unit FROM ledger_roll r JOIN ledger_leaf f ON f.atom = r.atom WHERE r.ancestor IN (` + db.In(3, len(roots)) + `)
		) ever JOIN ledger_place p ON p.unit = ever.unit AND p.valid_from <= $1 AND p.valid_to >= $1
		JOIN org_unit u ON u.id = p.unit LEFT JOIN org_unit above ON above.id = p.parent
		WHERE p.parent IS NULL OR NOT ` + cond + `
		ORDER BY u.sort_key, u.code LIMIT $2`, append(append([]any{on, BranchPage}, db.Anys(roots)...), args...)}
}

func standsOn(ctx context.Context, tx *db.Tx, unit string, on day.Date) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* org.standsOn */
		SELECT EXISTS (SELECT 1 FROM ledger_place WHERE unit = $1 AND valid_from <= $2 AND valid_to >= $2)`, unit, on)
	return yes, err
}

// withinOn tells whether a unit stood at or below one of the roots on a day.
func withinOn(ctx context.Context, tx *db.Tx, unit string, roots []string, on day.Date) (yes bool, err error) {
	in := db.In(3, len(roots))
	err = tx.Get(ctx, &yes, `/* org.withinOn */
		SELECT $1 IN (`+in+`) OR EXISTS (
			SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom
			WHERE l.unit = $1 AND r.ancestor IN (`+in+`) AND r.valid_from <= $2 AND r.valid_to >= $2)`,
		append([]any{unit, on}, db.Anys(roots)...)...)
	return yes, err
}
