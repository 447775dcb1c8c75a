package ledger

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// --- places ---

func insertUnit(ctx context.Context, tx *db.Tx, unit string, parent *string, atom string, from day.Date) error {
	if _, err := tx.Exec(ctx, `/* ledger.insertUnit place */
		INSERT INTO ledger_place (unit, parent, valid_from, valid_to) VALUES ($1, $2, $3, $4)`,
		unit, parent, from, day.Never); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* ledger.insertUnit leaf */
		INSERT INTO ledger_leaf (unit, atom) VALUES ($1, $2)`, unit, atom)
	return err
}

func insertRoll(ctx context.Context, tx *db.Tx, ancestor, atom string) error {
	_, err := tx.Exec(ctx, `/* ledger.insertRoll */
		INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to) VALUES ($1, $2, $3, $4)`,
		ancestor, atom, day.Opening, day.Never)
	return err
}

func atomOf(ctx context.Context, tx *db.Tx, unit string) (atom string, err error) {
	err = tx.Get(ctx, &atom, `/* ledger.atomOf */ SELECT atom FROM ledger_leaf WHERE unit = $1`, unit)
	return atom, err
}

func dropRolls(ctx context.Context, tx *db.Tx, atom string) error {
	_, err := tx.Exec(ctx, `/* ledger.dropRolls */ DELETE FROM ledger_roll WHERE atom = $1`, atom)
	return err
}

// hasChildren tells whether a unit is an ancestor, that is, an atom of its own.
func hasChildren(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* ledger.hasChildren */
		SELECT EXISTS (SELECT 1 FROM ledger_roll WHERE ancestor = $1)`, unit)
	return yes, err
}

func setEnd(ctx context.Context, tx *db.Tx, unit string, last day.Date) error {
	n, err := tx.Exec(ctx, `/* ledger.setEnd */
		UPDATE ledger_place SET valid_to = $2
		WHERE unit = $1 AND valid_from <= $2
		  AND valid_from = (SELECT MAX(p.valid_from) FROM ledger_place p WHERE p.unit = $1)`, unit, last)
	if err == nil && n == 0 {
		return errs.New(errs.Invalid, "ledger.end.before", errs.Args{"day": last})
	}
	return err
}

func life(ctx context.Context, tx *db.Tx, unit string) (first, last day.Date, err error) {
	var l struct {
		First *day.Date `db:"first"`
		Last  *day.Date `db:"last"`
	}
	err = tx.Get(ctx, &l, `/* ledger.life */
		SELECT MIN(valid_from) AS first, MAX(valid_to) AS last FROM ledger_place WHERE unit = $1`, unit)
	if err == nil && l.First == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return "", "", err
	}
	return *l.First, *l.Last, nil
}

// What would be wrong if $2 were the last day of $1: units stand under it later,
// its last superior ends earlier, it has an heir that begins, or is the heir of
// one that hands over, while it lives or no longer lives.
const (
	endsBelow = `/* ledger.endsBelow */ SELECT EXISTS (SELECT 1 FROM ledger_place WHERE parent = $1 AND valid_to > $2)`
	endsAbove = `/* ledger.endsAbove */
		SELECT COALESCE((SELECT MAX(above.valid_to) < $2 FROM ledger_place above WHERE above.unit =
			(SELECT p.parent FROM ledger_place p WHERE p.unit = $1 ORDER BY p.valid_from DESC LIMIT 1)), FALSE)`
	endsHeir = `/* ledger.endsHeir */
		SELECT EXISTS (SELECT 1 FROM ledger_heir WHERE unit = $1 AND valid_from <= $2)
			OR EXISTS (SELECT 1 FROM ledger_heir WHERE heir = $1 AND valid_from > $2)`
)

// hasPlacesBelow tells whether any unit ever stood under one, or has it for heir
// or has one itself.
func hasPlacesBelow(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* ledger.hasPlacesBelow */
		SELECT EXISTS (SELECT 1 FROM ledger_place WHERE parent = $1) OR EXISTS (SELECT 1 FROM ledger_heir WHERE heir = $1 OR unit = $1)`, unit)
	return yes, err
}

func dropPlaces(ctx context.Context, tx *db.Tx, unit string) error {
	_, err := tx.Exec(ctx, `/* ledger.dropPlaces */ DELETE FROM ledger_place WHERE unit = $1`, unit)
	return err
}

func lastBooked(ctx context.Context, tx *db.Tx, unit string, until day.Date) (on day.Date, err error) {
	err = tx.Get(ctx, &on, `/* ledger.lastBooked */
		SELECT COALESCE(MAX(day), '') FROM (
			SELECT day FROM ledger_fact WHERE unit = $1 AND day <= $2 GROUP BY series, day HAVING SUM(quantity) <> 0
			UNION ALL
			SELECT day FROM ledger_level WHERE unit = $1 AND day <= $2
		) AS booked`, unit, until)
	return on, err
}

// --- facts ---

// maxRows is how many rows one multi-row statement takes. SQLite finds each $n
// by walking through all of them, so its cost grows with their square: 1,000
// facts take 415 ms in one statement and 27 ms in statements of 24; PostgreSQL
// gains little above that (measured with testkit's databases).
const maxRows = 24

func insertFacts(ctx context.Context, tx *db.Tx, rows []row) error {
	for len(rows) > 0 {
		n := min(len(rows), maxRows)
		args := make([]any, 0, n*11)
		for _, r := range rows[:n] {
			args = append(args, r.ID, r.Series, r.Unit, r.Day, r.Quantity, r.SourceKind, r.SourceID, r.Reverses, r.Reason, r.RecordedAt, r.Recorder)
		}
		if _, err := tx.Exec(ctx, `/* ledger.insertFacts */
			INSERT INTO ledger_fact (id, series, unit, day, quantity, source_kind, source_id, reverses, reason, recorded_at, recorder)
			VALUES `+db.Values(n, 11), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// addCells moves counter rows; the caller has sorted them.
func addCells(ctx context.Context, tx *db.Tx, cells []cell) error {
	for len(cells) > 0 {
		n := min(len(cells), maxRows)
		args := make([]any, 0, n*15)
		for _, c := range cells[:n] {
			args = append(args, c.Series, c.Atom, c.Year)
			args = append(args, db.Anys(c.M[:])...)
		}
		if _, err := tx.Exec(ctx, `/* ledger.addCells */
			INSERT INTO ledger_cell (series, atom, year, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12)
			VALUES `+db.Values(n, 15)+`
			ON CONFLICT (series, atom, year) DO UPDATE SET
				m1 = ledger_cell.m1 + excluded.m1, m2 = ledger_cell.m2 + excluded.m2, m3 = ledger_cell.m3 + excluded.m3,
				m4 = ledger_cell.m4 + excluded.m4, m5 = ledger_cell.m5 + excluded.m5, m6 = ledger_cell.m6 + excluded.m6,
				m7 = ledger_cell.m7 + excluded.m7, m8 = ledger_cell.m8 + excluded.m8, m9 = ledger_cell.m9 + excluded.m9,
				m10 = ledger_cell.m10 + excluded.m10, m11 = ledger_cell.m11 + excluded.m11, m12 = ledger_cell.m12 + excluded.m12`,
			args...); err != nil {
			return err
		}
		cells = cells[n:]
	}
	return nil
}

// atomsOf finds the atom of every unit the rows name; one that is unknown or
// was taken out of the tree is refused, so that no cell without a place can
// come to be.
func atomsOf(ctx context.Context, tx *db.Tx, rows []row) (map[string]string, error) {
	atoms := map[string]string{}
	for _, r := range rows {
		atoms[r.Unit] = ""
	}
	units := make([]string, 0, len(atoms))
	for u := range atoms {
		units = append(units, u)
	}
	for _, part := range chunks(units) {
		err := tx.Each(ctx, `/* ledger.atomsOf */
			SELECT l.unit, l.atom FROM ledger_leaf l WHERE l.unit IN (`+db.In(1, len(part))+`)
			  AND EXISTS (SELECT 1 FROM ledger_place p WHERE p.unit = l.unit)`,
			db.Anys(part), func(scan func(...any) error) error {
				var unit, atom string
				err := scan(&unit, &atom)
				atoms[unit] = atom
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	for u, a := range atoms {
		if a == "" {
			return nil, errs.New(errs.NotFound, "ledger.unit.unknown").Because(errUnplaced(u))
		}
	}
	return atoms, nil
}

type errUnplaced string

func (e errUnplaced) Error() string { return "unit " + string(e) + " has no place in the tree" }

func factsOf(ctx context.Context, tx *db.Tx, act Act) (rows []row, err error) {
	err = tx.Select(ctx, &rows, `/* ledger.factsOf */
		SELECT id, series, unit, day, quantity, source_kind, source_id, reverses, reason, recorded_at, recorder
		FROM ledger_fact WHERE source_id = $1 AND source_kind = $2 ORDER BY id`, act.ID, act.Kind)
	return rows, err
}

// revisionOf reads the revision out of kind/id/revision/number….
func revisionOf(id string) int {
	parts := strings.Split(id, "/")
	if len(parts) < 4 {
		return 0
	}
	n, _ := strconv.Atoi(parts[2])
	return n
}

// --- levels ---

func stockOf(ctx context.Context, tx *db.Tx, unit string, series int64, on day.Date) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* ledger.stockOf */
		SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM ledger_fact
		WHERE unit = $1 AND series = $2 AND day <= $3`, unit, series, on)
	return n, err
}

func adjustedOn(ctx context.Context, tx *db.Tx, unit string, series int64, on day.Date) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* ledger.adjustedOn */
		SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM ledger_fact
		WHERE unit = $1 AND series = $2 AND day = $3 AND id LIKE '%/L'`, unit, series, on)
	return n, err
}

func putLevel(ctx context.Context, tx *db.Tx, unit string, series int64, on day.Date, value int64) error {
	_, err := tx.Exec(ctx, `/* ledger.putLevel */
		INSERT INTO ledger_level (unit, series, day, value) VALUES ($1, $2, $3, $4)
		ON CONFLICT (unit, series, day) DO UPDATE SET value = excluded.value`, unit, series, on, value)
	return err
}

func dropLevel(ctx context.Context, tx *db.Tx, unit string, series int64, on day.Date) error {
	_, err := tx.Exec(ctx, `/* ledger.dropLevel */
		DELETE FROM ledger_level WHERE unit = $1 AND series = $2 AND day = $3`, unit, series, on)
	return err
}

// setHeir makes the levels of a unit on a day hand on to another.
func setHeir(ctx context.Context, tx *db.Tx, unit, heir string, on day.Date) error {
	_, err := tx.Exec(ctx, `/* ledger.setHeir */ UPDATE ledger_level SET heir = $3 WHERE unit = $1 AND day = $2`, unit, on, heir)
	return err
}

// handedOn is what a level has handed on so far, and to whom.
func handedOn(ctx context.Context, tx *db.Tx, unit string, series int64, on day.Date) (heir string, n int64, err error) {
	err = tx.Get(ctx, &heir, `/* ledger.handedOn heir */
		SELECT COALESCE(MAX(heir), '') FROM ledger_level WHERE unit = $1 AND series = $2 AND day = $3`, unit, series, on)
	if err != nil || heir == "" {
		return "", 0, err
	}
	err = tx.Get(ctx, &n, `/* ledger.handedOn */
		SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM ledger_fact
		WHERE unit = $1 AND series = $2 AND day = $3 AND id LIKE '%/H:' || $4 || '/I'`, heir, series, on, unit)
	return heir, n, err
}

// typedFrom is the first day from one on with a typed level; empty without.
func typedFrom(ctx context.Context, tx *db.Tx, unit string, series []int64, from day.Date) (on day.Date, err error) {
	err = tx.Get(ctx, &on, `/* ledger.typedFrom */
		SELECT COALESCE(MIN(day), '') FROM ledger_level WHERE unit = $1 AND day >= $2 AND series IN (`+db.In(3, len(series))+`)`,
		append([]any{unit, from}, db.Anys(series)...)...)
	return on, err
}

// levelsOf reads the levels of the rows' units from their first day on.
func levelsOf(ctx context.Context, tx *db.Tx, rows []row) (fixed, error) {
	out := fixed{}
	if len(rows) == 0 {
		return out, nil
	}
	first, units := rows[0].Day, map[string]bool{}
	for _, r := range rows {
		first, units[r.Unit] = day.Min(first, r.Day), true
	}
	for _, part := range chunks(slices.Sorted(maps.Keys(units))) {
		err := tx.Each(ctx, `/* ledger.levelsOf */
			SELECT unit, series, day, heir FROM ledger_level WHERE day >= $1 AND unit IN (`+db.In(2, len(part))+`) ORDER BY day`,
			append([]any{first}, db.Anys(part)...), func(scan func(...any) error) error {
				var c counter
				var at level
				err := scan(&c.unit, &c.series, &at.on, &at.heir)
				out[c] = append(out[c], at)
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// chunks cuts a list so that no statement has too many placeholders.
func chunks[T any](all []T) [][]T {
	const size = 500
	var out [][]T
	for len(all) > size {
		out, all = append(out, all[:size]), all[size:]
	}
	if len(all) > 0 {
		out = append(out, all)
	}
	return out
}
