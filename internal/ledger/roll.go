package ledger

import (
	"context"
	"maps"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// roll is where an atom stands.
type roll struct {
	Ancestor string   `db:"ancestor"`
	Atom     string   `db:"atom"`
	From     day.Date `db:"valid_from"`
	To       day.Date `db:"valid_to"`
}

// reroll works out where atoms stand from the stays of their units and writes
// what is different. An atom of which all units were taken out of the tree stays
// where it was, for whoever read them.
func reroll(ctx context.Context, tx *db.Tx, atoms []string) error {
	reps, err := representatives(ctx, tx, atoms)
	if err != nil {
		return err
	}
	t, err := readTree(ctx, tx, slices.Sorted(maps.Values(reps))...)
	if err != nil {
		return err
	}
	var drop, put []roll
	for _, some := range chunks(slices.Sorted(maps.Keys(reps))) {
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

// rolls is where an atom stands by the stays of a unit in it. The atom of a unit
// with others below it stands below itself.
func (t *tree) rolls(atom, unit string, old []roll) (out []roll) {
	if unit == atom && slices.ContainsFunc(old, func(r roll) bool { return r.Ancestor == unit }) {
		out = append(out, roll{unit, atom, day.Opening, day.Never})
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
	return slices.Collect(maps.Values(was)), put
}

// representatives gives each atom a unit whose stays are the atom's: the one it
// is called by, else any that stands in the tree.
func representatives(ctx context.Context, tx *db.Tx, atoms []string) (map[string]string, error) {
	out := map[string]string{}
	for _, some := range chunks(atoms) {
		q := representativesQuery(some)
		err := tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
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

func representativesQuery(atoms []string) query {
	return query{
		`/* ledger.representatives */
		SELECT l.atom, MAX(CASE WHEN l.unit = l.atom THEN l.unit ELSE '' END), MIN(l.unit) FROM ledger_leaf l
		WHERE l.atom IN (` + db.In(1, len(atoms)) + `) AND EXISTS (SELECT 1 FROM ledger_place p WHERE p.unit = l.unit) GROUP BY l.atom`,
		db.Anys(atoms),
	}
}

func rollsOf(ctx context.Context, tx *db.Tx, atoms []string) (map[string][]roll, error) {
	var rows []roll
	q := rollsOfQuery(atoms)
	err := tx.Select(ctx, &rows, q.text, q.args...)
	out := map[string][]roll{}
	for _, r := range rows {
		out[r.Atom] = append(out[r.Atom], r)
	}
	return out, err
}

func rollsOfQuery(atoms []string) query {
	return query{
		`/* ledger.rollsOf */ SELECT ancestor, atom, valid_from, valid_to FROM ledger_roll WHERE atom IN (` + db.In(1, len(atoms)) + `)`,
		db.Anys(atoms),
	}
}

func writeRolls(ctx context.Context, tx *db.Tx, drop, put []roll) error {
	err := inRows(drop, func(r roll) []any { return []any{r.Ancestor, r.Atom, r.From} }, func(rows string, args []any) error {
		_, err := tx.Exec(ctx, `/* ledger.writeRolls drop */
			DELETE FROM ledger_roll WHERE (ancestor, atom, valid_from) IN (VALUES `+rows+`)`, args...)
		return err
	})
	if err != nil {
		return err
	}
	return inRows(put, func(r roll) []any { return []any{r.Ancestor, r.Atom, r.From, r.To} }, func(rows string, args []any) error {
		_, err := tx.Exec(ctx, `/* ledger.writeRolls put */
			INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to) VALUES `+rows+`
			ON CONFLICT (ancestor, atom, valid_from) DO UPDATE SET valid_to = excluded.valid_to`, args...)
		return err
	})
}
