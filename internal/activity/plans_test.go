package activity_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// A page of the list must not walk through all records, however many there are:
// each query begins at an end of an index that is in the order of the page.
func TestListsBeginAtTheEndOfAnIndex(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.crowd()
		ctx := w.Ctx("officer", "HN")
		var queries map[string]activity.HotQuery
		testkit.Read(t, w.DB, func(tx *db.Tx) (err error) {
			queries, err = w.activity.HotQueries(ctx, tx, map[string]activity.Filter{
				"first page": {}, "deep page": {Cursor: "2023-06-01,x"}, "a kind": {Kind: "gift"}, "a month": {From: "2023-05-01", To: "2023-05-31"},
				"a unit": {Unit: w.UnitID("A1")}, "a district": {Unit: w.UnitID("HN-A")},
			})
			return err
		})
		for name, q := range queries {
			plan := strings.Join(explain(t, w.DB, q), "\n")
			want := map[string]string{"a kind": "activity_record_kind", "a unit": "activity_record_unit", "open work": "activity_record_open"}[name]
			if want == "" {
				want = "activity_record_day"
			}
			if strings.Contains(plan, "Seq Scan on activity_record") || !strings.Contains(plan, want) {
				t.Errorf("%s does not use %s:\n%s", name, want, plan)
			}
		}
	})
}

// crowd adds 60 unions under HN-A and 20,000 records.
func (w world) crowd() {
	w.t.Helper()
	var ids []string
	for i := range 60 {
		w.Found(org.Founding{Code: fmt.Sprintf("C%02d", i), Name: fmt.Sprintf("CĐCS Công ty %d", i), Kind: "base", Parent: "HN-A"})
		ids = append(ids, w.UnitID(fmt.Sprintf("C%02d", i)))
	}
	testkit.Write(w.t, w.DB, func(tx *db.Tx) error {
		for i := range 100 {
			var args []any
			for j := range 200 {
				n := i*200 + j
				due := ""
				if n%100 == 0 {
					due = "2023-12-31"
				}
				args = append(args, fmt.Sprintf("%06d", n*7919%20000), []string{"letter", "gift", "admission"}[n%3], ids[n%60], string(day.Date("2022-01-01").Add(n%700)), due)
			}
			if _, err := tx.Exec(w.t.Context(), `INSERT INTO activity_record (id, kind, unit, day, due, title, fields, recorder, recorded_at)
				SELECT a, b, c, d, e, 'Việc', '{}', 'x', 0 FROM (`+rowsOf(200)+`) v`, args...); err != nil {
				return err
			}
		}
		_, err := tx.Exec(w.t.Context(), "ANALYZE")
		return err
	})
}

func rowsOf(n int) string {
	var lines []string
	for i := range n {
		var cells []string
		for c, name := range []string{"a", "b", "c", "d", "e"} {
			cells = append(cells, fmt.Sprintf("CAST($%d AS TEXT) AS %s", i*5+c+1, name))
		}
		lines = append(lines, "SELECT "+strings.Join(cells, ", "))
	}
	return strings.Join(lines, " UNION ALL ")
}

func explain(t *testing.T, d *db.DB, q activity.HotQuery) (plan []string) {
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
