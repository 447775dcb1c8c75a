package ledger

import (
	"context"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
)

// Within tells whether a unit stands today at or below one of the roots that
// lives today, or ever stood there when past is set. It makes the ledger the
// auth.Tree: who works for a unit that has ended, or has not begun, reads on and
// does nothing more.
func (l *Ledger) Within(ctx context.Context, tx *db.Tx, unit string, roots []string, past bool) (yes bool, err error) {
	n := len(roots)
	if past {
		err = tx.Get(ctx, &yes, `/* ledger.Within ever */
			SELECT $1 IN (`+db.In(2, n)+`) OR EXISTS (
				SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom WHERE l.unit = $1 AND r.ancestor IN (`+db.In(2, n)+`)
				  AND r.valid_to >= COALESCE((SELECT MIN(p.valid_from) FROM ledger_place p WHERE p.unit = $1), ''))`,
			append([]any{unit}, db.Anys(roots)...)...)
		return yes, err
	}
	err = tx.Get(ctx, &yes, `/* ledger.Within */
		SELECT EXISTS (
			SELECT 1 FROM ledger_place p WHERE p.unit IN (`+db.In(3, n)+`) AND p.valid_from <= $2 AND p.valid_to >= $2 AND (p.unit = $1 OR EXISTS (
				SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom
				WHERE l.unit = $1 AND r.ancestor = p.unit AND r.valid_from <= $2 AND r.valid_to >= $2)))`,
		append([]any{unit, tx.Today()}, db.Anys(roots)...)...)
	return yes, err
}

// Under is the SQL condition that a column of unit ids lies in a scope: today's
// subtree of its roots and every unit that ever stood in it; where its atom stood
// before the unit was does not count. first is the number of its first
// placeholder. A list with it in its WHERE cannot leak.
func Under(column string, first int, s auth.Scope) (cond string, args []any) {
	if s.All {
		return "TRUE", nil
	}
	in := db.In(first, len(s.Roots))
	return `(` + column + ` IN (` + in + `) OR EXISTS (
		SELECT 1 FROM ledger_leaf sl JOIN ledger_roll sr ON sr.atom = sl.atom
		WHERE sl.unit = ` + column + ` AND sr.ancestor IN (` + in + `)
		  AND sr.valid_to >= COALESCE((SELECT MIN(sp.valid_from) FROM ledger_place sp WHERE sp.unit = ` + column + `), '')))`, db.Anys(s.Roots)
}
