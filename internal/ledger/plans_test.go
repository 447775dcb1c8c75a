package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// Pages must not walk through all facts or all cells, however many there are.
// PostgreSQL may read the few cells of this small world in one go; SQLite must
// seek every table.
func TestHotQueriesSeek(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		wards, leaves := town(t, l, d)
		for _, code := range []string{"JOINED", "EVENTS"} { // one series, nine series
			ind, err := l.Catalogue.Indicator(code)
			if err != nil {
				t.Fatal(err)
			}
			queries, err := ledger.HotQueries(ind, "root", wards[3], wards, leaves[3], leaves[:20])
			if err != nil {
				t.Fatal(err)
			}
			for name, q := range queries {
				plan := explain(t, d, q)
				for _, line := range fullScans(plan) {
					t.Errorf("%s of %s: %s\n%s\n%s", name, code, line, q.Text, strings.Join(plan, "\n"))
				}
			}
		}
	})
}

// fullScans are the lines of a plan that walk through a whole table. What
// subqueries of a name give may be walked through as often as there are such,
// and what is kept any number of times.
func fullScans(plan []string) (out []string) {
	made := map[string]int{"CONSTANT ROW": 1}
	for _, line := range plan {
		switch what, name, _ := strings.Cut(line, " "); what {
		case "CO-ROUTINE":
			made[name]++
		case "MATERIALIZE":
			made[name] += len(plan)
		}
	}
	for _, line := range plan {
		name, scan := strings.CutPrefix(line, "SCAN ")
		if scan {
			made[name]--
		}
		if (scan && made[name] < 0) || strings.Contains(line, "Seq Scan on ledger_fact") {
			out = append(out, line)
		}
	}
	return out
}

func explain(t *testing.T, d *db.DB, q ledger.HotQuery) (plan []string) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		if d.Dialect == db.Postgres {
			return tx.Select(t.Context(), &plan, "EXPLAIN "+q.Text, q.Args...)
		}
		return tx.Each(t.Context(), "EXPLAIN QUERY PLAN "+q.Text, q.Args, func(scan func(...any) error) error {
			var id, parent, unused int
			var detail string
			err := scan(&id, &parent, &unused, &detail)
			plan = append(plan, detail)
			return err
		})
	})
	return plan
}

// town is a root with 126 wards of 20 leaves and 60,000 facts of five years.
func town(t *testing.T, l *ledger.Ledger, d *db.DB) (wards, leaves []string) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error {
		if err := l.Place(t.Context(), tx, "root", "", "2019-01-01"); err != nil {
			return err
		}
		for w := range 126 {
			wards = append(wards, fmt.Sprintf("ward-%d", w))
			if err := l.Place(t.Context(), tx, wards[w], "root", "2019-01-01"); err != nil {
				return err
			}
			for i := range 20 {
				leaves = append(leaves, fmt.Sprintf("leaf-%d-%d", w, i))
				if err := l.Place(t.Context(), tx, leaves[len(leaves)-1], wards[w], "2019-01-01"); err != nil {
					return err
				}
			}
		}
		return nil
	})
	dice := dice{seed: 7}
	for i := range 60 {
		facts := make([]ledger.Fact, 1000)
		for j := range facts {
			facts[j] = fact(pick(&dice, allSeries), pick(&dice, leaves), day.New(dice.in(2019, 2023), dice.in(1, 12), dice.in(1, 28)), 1)
		}
		post(t, l, d, fmt.Sprint(i), facts...)
	}
	testkit.Write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "ANALYZE")
		return err
	})
	return wards, leaves
}
