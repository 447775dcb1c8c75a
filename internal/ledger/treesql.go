package ledger

import (
	"context"
	"maps"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// staysOf reads the places of units, and where closed ones stand with an heir.
func staysOf(ctx context.Context, tx *db.Tx, units []string) (places, heirs []place, err error) {
	if err := tx.Select(ctx, &places, `/* ledger.placesOf */
		SELECT unit, COALESCE(parent, '') AS parent, valid_from, valid_to FROM ledger_place
		WHERE unit IN (`+db.In(1, len(units))+`) ORDER BY unit, valid_from`, db.Anys(units)...); err != nil {
		return nil, nil, err
	}
	err = tx.Select(ctx, &heirs, `/* ledger.heirsOf */
		SELECT unit, heir AS parent, valid_from, CAST($1 AS TEXT) AS valid_to FROM ledger_heir
		WHERE unit IN (`+db.In(2, len(units))+`)`, append([]any{day.Never}, db.Anys(units)...)...)
	return places, heirs, err
}

// writePlaces writes the places that have changed; rows that stay are left
// alone.
func (t *tree) writePlaces(ctx context.Context, tx *db.Tx) error {
	var drop, put []place
	for _, unit := range slices.Sorted(maps.Keys(t.old)) {
		was := map[day.Date]place{}
		for _, p := range t.old[unit] {
			was[p.From] = p
		}
		for _, p := range t.places[unit] {
			if was[p.From] != p {
				put = append(put, p)
			}
			delete(was, p.From)
		}
		drop = slices.AppendSeq(drop, maps.Values(was))
	}
	err := inRows(drop, func(p place) []any { return []any{p.Unit, p.From} }, func(rows string, args []any) error {
		_, err := tx.Exec(ctx, `/* ledger.writePlaces drop */ DELETE FROM ledger_place WHERE (unit, valid_from) IN (VALUES `+rows+`)`, args...)
		return err
	})
	if err != nil {
		return err
	}
	return inRows(put, func(p place) []any { return []any{p.Unit, orNull(p.Parent), p.From, p.To} }, func(rows string, args []any) error {
		_, err := tx.Exec(ctx, `/* ledger.writePlaces put */
			INSERT INTO ledger_place (unit, parent, valid_from, valid_to) VALUES `+rows+`
			ON CONFLICT (unit, valid_from) DO UPDATE SET parent = excluded.parent, valid_to = excluded.valid_to`, args...)
		return err
	})
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// inRows makes placeholders and arguments of so many rows as one statement
// takes.
func inRows[T any](all []T, columns func(T) []any, exec func(rows string, args []any) error) error {
	for some := range slices.Chunk(all, maxRows) {
		var args []any
		for _, row := range some {
			args = append(args, columns(row)...)
		}
		if err := exec(db.Values(len(some), len(args)/len(some)), args); err != nil {
			return err
		}
	}
	return nil
}

// atomsBelow lists the atoms that ever stood below some units, their own
// included.
func atomsBelow(ctx context.Context, tx *db.Tx, units []string) (out []string, err error) {
	for _, some := range chunks(units) {
		var below []string
		q := atomsBelowQuery(some)
		if err := tx.Select(ctx, &below, q.text, q.args...); err != nil {
			return nil, err
		}
		out = append(out, below...)
	}
	return out, nil
}

func atomsBelowQuery(units []string) query {
	return query{`/* ledger.atomsBelow */ SELECT DISTINCT atom FROM ledger_roll WHERE ancestor IN (` + db.In(1, len(units)) + `)`, db.Anys(units)}
}

func leafAtoms(ctx context.Context, tx *db.Tx, units []string) (map[string]string, error) {
	out := map[string]string{}
	for _, some := range chunks(units) {
		err := tx.Each(ctx, `/* ledger.leafAtoms */ SELECT unit, atom FROM ledger_leaf WHERE unit IN (`+db.In(1, len(some))+`)`, db.Anys(some),
			func(scan func(...any) error) error {
				var unit, atom string
				err := scan(&unit, &atom)
				out[unit] = atom
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func unitsIn(ctx context.Context, tx *db.Tx, atom string) (n int, err error) {
	err = tx.Get(ctx, &n, `/* ledger.unitsIn */ SELECT COUNT(*) FROM ledger_leaf WHERE atom = $1`, atom)
	return n, err
}

// partAtom takes units out of an atom into a new one, which inherits its place
// in every tree; their facts are taken out of the old cells exactly.
func partAtom(ctx context.Context, tx *db.Tx, old, fresh string, units []string) error {
	if _, err := tx.Exec(ctx, `/* ledger.partAtom roll */
		INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to)
		SELECT ancestor, $2, valid_from, valid_to FROM ledger_roll WHERE atom = $1`, old, fresh); err != nil {
		return err
	}
	var rows []row
	for _, some := range chunks(units) {
		if _, err := tx.Exec(ctx, `/* ledger.partAtom leaf */
			UPDATE ledger_leaf SET atom = $1 WHERE unit IN (`+db.In(2, len(some))+`)`, append([]any{fresh}, db.Anys(some)...)...); err != nil {
			return err
		}
		q, months := monthsOfQuery(some), []row(nil)
		if err := tx.Select(ctx, &months, q.text, q.args...); err != nil {
			return err
		}
		rows = append(rows, months...)
	}
	return moveCells(ctx, tx, rows, old, fresh)
}

// monthsOfQuery sums all facts of units by month.
func monthsOfQuery(units []string) query {
	return query{
		`/* ledger.monthsOf */
		SELECT series, substr(day, 1, 7) || '-01' AS day, CAST(SUM(quantity) AS BIGINT) AS quantity
		FROM ledger_fact WHERE unit IN (` + db.In(1, len(units)) + `) GROUP BY series, substr(day, 1, 7)`,
		db.Anys(units),
	}
}

// moveCells takes sums of facts out of one atom's cells and into another's.
// Cells nothing is left in go, so that an atom without units has none.
func moveCells(ctx context.Context, tx *db.Tx, rows []row, from, to string) error {
	joining, err := deltas(rows, map[string]string{"": to})
	if err != nil {
		return err
	}
	leaving, touched := slices.Clone(joining), map[int64]bool{}
	for i := range leaving {
		leaving[i].Atom, touched[leaving[i].Series] = from, true
		for m := range leaving[i].M {
			leaving[i].M[m] = -leaving[i].M[m]
		}
	}
	if err := addCells(ctx, tx, leaving); err != nil {
		return err
	}
	for _, some := range chunks(slices.Sorted(maps.Keys(touched))) {
		q := emptyCells(from, some)
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return err
		}
	}
	return addCells(ctx, tx, joining)
}

func emptyCells(atom string, series []int64) query {
	return query{
		`/* ledger.emptyCells */
		DELETE FROM ledger_cell WHERE atom = $1 AND series IN (` + db.In(2, len(series)) + `)
		  AND m1 = 0 AND m2 = 0 AND m3 = 0 AND m4 = 0 AND m5 = 0 AND m6 = 0 AND m7 = 0 AND m8 = 0 AND m9 = 0 AND m10 = 0 AND m11 = 0 AND m12 = 0`,
		append([]any{atom}, db.Anys(series)...),
	}
}
