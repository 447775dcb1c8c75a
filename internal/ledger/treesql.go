package ledger

import (
	"context"
	"fmt"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

func placesOf(ctx context.Context, tx *db.Tx, units []string) (out []place, err error) {
	err = tx.Select(ctx, &out, `/* ledger.placesOf */
		SELECT unit, COALESCE(parent, '') AS parent, valid_from, valid_to FROM ledger_place
		WHERE unit IN (`+db.In(1, len(units))+`) ORDER BY unit, valid_from`, db.Anys(units)...)
	return out, err
}

// writePlaces makes a unit's places these. Rows that stay are left alone.
func writePlaces(ctx context.Context, tx *db.Tx, unit string, places []place) error {
	rows, err := placesOf(ctx, tx, []string{unit})
	if err != nil {
		return err
	}
	old := map[day.Date]place{}
	for _, p := range rows {
		old[p.From] = p
	}
	for _, p := range places {
		if old[p.From] != p {
			if err := putPlace(ctx, tx, p); err != nil {
				return err
			}
		}
		delete(old, p.From)
	}
	for from := range old {
		if _, err := tx.Exec(ctx, `/* ledger.writePlaces drop */ DELETE FROM ledger_place WHERE unit = $1 AND valid_from = $2`, unit, from); err != nil {
			return err
		}
	}
	return nil
}

func putPlace(ctx context.Context, tx *db.Tx, p place) error {
	var parent *string
	if p.Parent != "" {
		parent = &p.Parent
	}
	_, err := tx.Exec(ctx, `/* ledger.putPlace */
		INSERT INTO ledger_place (unit, parent, valid_from, valid_to) VALUES ($1, $2, $3, $4)
		ON CONFLICT (unit, valid_from) DO UPDATE SET parent = excluded.parent, valid_to = excluded.valid_to`, p.Unit, parent, p.From, p.To)
	return err
}

// atomsBelow lists the atoms that ever stood below some units, their own
// included.
func atomsBelow(ctx context.Context, tx *db.Tx, units []string) (out []string, err error) {
	err = tx.Select(ctx, &out, `/* ledger.atomsBelow */
		SELECT DISTINCT atom FROM ledger_roll WHERE ancestor IN (`+db.In(1, len(units))+`)`, db.Anys(units)...)
	return out, err
}

func leafAtoms(ctx context.Context, tx *db.Tx, units []string, into map[string]string) error {
	return tx.Each(ctx, `/* ledger.leafAtoms */ SELECT unit, atom FROM ledger_leaf WHERE unit IN (`+db.In(1, len(units))+`)`, db.Anys(units),
		func(scan func(...any) error) error {
			var unit, atom string
			err := scan(&unit, &atom)
			into[unit] = atom
			return err
		})
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
	for _, some := range chunks(units) {
		if _, err := tx.Exec(ctx, `/* ledger.partAtom leaf */
			UPDATE ledger_leaf SET atom = $1 WHERE unit IN (`+db.In(2, len(some))+`)`, append([]any{fresh}, db.Anys(some)...)...); err != nil {
			return err
		}
	}
	return partCells(ctx, tx, old, fresh)
}

// partCells sums the new atom's facts and takes them off the old atom's cells.
func partCells(ctx context.Context, tx *db.Tx, old, fresh string) error {
	sums, less := "", ""
	for m := 1; m <= 12; m++ {
		sums += fmt.Sprintf(", CAST(SUM(CASE WHEN substr(f.day, 6, 2) = '%02d' THEN f.quantity ELSE 0 END) AS BIGINT)", m)
		less += fmt.Sprintf(", m%d = ledger_cell.m%d - n.m%d", m, m, m)
	}
	if _, err := tx.Exec(ctx, `/* ledger.partCells join */
		INSERT INTO ledger_cell (series, atom, year, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12)
		SELECT f.series, l.atom, CAST(substr(f.day, 1, 4) AS INTEGER)`+sums+`
		FROM ledger_leaf l JOIN ledger_fact f ON f.unit = l.unit WHERE l.atom = $1
		GROUP BY f.series, l.atom, CAST(substr(f.day, 1, 4) AS INTEGER)`, fresh); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* ledger.partCells leave */
		UPDATE ledger_cell SET `+less[2:]+`
		FROM ledger_cell AS n WHERE n.atom = $2 AND ledger_cell.atom = $1 AND ledger_cell.series = n.series AND ledger_cell.year = n.year`, old, fresh)
	return err
}

// roll is where an atom stands.
type roll struct {
	Ancestor string   `db:"ancestor"`
	Atom     string   `db:"atom"`
	From     day.Date `db:"valid_from"`
	To       day.Date `db:"valid_to"`
}

// reroll works out where atoms stand from the places of their units and writes
// what is different.
func reroll(ctx context.Context, tx *db.Tx, atoms []string) error {
	reps, err := representatives(ctx, tx, atoms)
	if err != nil {
		return err
	}
	t := &tree{places: map[string][]place{}, touched: map[string]bool{}}
	units := make([]string, 0, len(reps))
	for _, u := range reps {
		units = append(units, u)
	}
	if err := t.read(ctx, tx, units); err != nil {
		return err
	}
	var drop, put []roll
	for _, some := range chunks(atoms) {
		old, err := rollsOf(ctx, tx, some)
		if err != nil {
			return err
		}
		for _, atom := range some {
			d, p := compare(old[atom], t.rolls(atom, reps[atom], old[atom]))
			drop, put = append(drop, d...), append(put, p...)
		}
	}
	return writeRolls(ctx, tx, drop, put)
}

// rolls is where an atom stands by the places of a unit in it. The atom of a
// unit with others below it stands below itself.
func (t *tree) rolls(atom, unit string, old []roll) (out []roll) {
	for _, r := range old {
		if r.Ancestor == unit && unit == atom {
			out = append(out, roll{unit, atom, day.Opening, day.Never})
			break
		}
	}
	for _, p := range t.standings(unit) {
		out = append(out, roll{p.Parent, atom, p.From, p.To})
	}
	return out
}

// compare tells which rows go and which come or change their end.
func compare(old, fresh []roll) (drop, put []roll) {
	type key struct {
		ancestor string
		from     day.Date
	}
	was := map[key]roll{}
	for _, r := range old {
		was[key{r.Ancestor, r.From}] = r
	}
	for _, r := range fresh {
		k := key{r.Ancestor, r.From}
		if was[k] != r {
			put = append(put, r)
		}
		delete(was, k)
	}
	for _, r := range was {
		drop = append(drop, r)
	}
	return drop, put
}

// representatives gives each atom a unit whose places are the atom's: the one
// it is called by, else any.
func representatives(ctx context.Context, tx *db.Tx, atoms []string) (map[string]string, error) {
	out := map[string]string{}
	for _, some := range chunks(atoms) {
		err := tx.Each(ctx, `/* ledger.representatives */
			SELECT atom, MAX(CASE WHEN unit = atom THEN unit ELSE '' END), MIN(unit) FROM ledger_leaf
			WHERE atom IN (`+db.In(1, len(some))+`) GROUP BY atom`, db.Anys(some), func(scan func(...any) error) error {
			var atom, itself, first string
			if err := scan(&atom, &itself, &first); err != nil {
				return err
			}
			if out[atom] = itself; itself == "" {
				out[atom] = first
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func rollsOf(ctx context.Context, tx *db.Tx, atoms []string) (map[string][]roll, error) {
	var rows []roll
	err := tx.Select(ctx, &rows, `/* ledger.rollsOf */
		SELECT ancestor, atom, valid_from, valid_to FROM ledger_roll WHERE atom IN (`+db.In(1, len(atoms))+`)`, db.Anys(atoms)...)
	out := map[string][]roll{}
	for _, r := range rows {
		out[r.Atom] = append(out[r.Atom], r)
	}
	return out, err
}

func writeRolls(ctx context.Context, tx *db.Tx, drop, put []roll) error {
	for len(drop) > 0 {
		n := min(len(drop), maxRows)
		var args []any
		for _, r := range drop[:n] {
			args = append(args, r.Ancestor, r.Atom, r.From)
		}
		if _, err := tx.Exec(ctx, `/* ledger.writeRolls drop */
			DELETE FROM ledger_roll WHERE (ancestor, atom, valid_from) IN (VALUES `+db.Values(n, 3)+`)`, args...); err != nil {
			return err
		}
		drop = drop[n:]
	}
	for len(put) > 0 {
		n := min(len(put), maxRows)
		var args []any
		for _, r := range put[:n] {
			args = append(args, r.Ancestor, r.Atom, r.From, r.To)
		}
		if _, err := tx.Exec(ctx, `/* ledger.writeRolls put */
			INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to) VALUES `+db.Values(n, 4)+`
			ON CONFLICT (ancestor, atom, valid_from) DO UPDATE SET valid_to = excluded.valid_to`, args...); err != nil {
			return err
		}
		put = put[n:]
	}
	return nil
}
