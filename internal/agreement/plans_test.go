package agreement_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// The daily job must not walk through all tasks, however many agreements there
// are: it begins at the index of what wakes.
func TestWhatWakesIsFoundByItsIndex(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, _ := k.begin(head())
		k.sign(a, "2023-02-01")
		testkit.Write(t, d, func(tx *db.Tx) error {
			unit := k.UnitID("BD")
			for i := range 5000 {
				if _, err := tx.Exec(t.Context(), `INSERT INTO agreement_watch (id, agreement, kind, subject, unit, due, round, stage, level, stands, next_on, at)
					VALUES ($1, $2, 'duty', $1, $3, $4, 1, 'ahead', 0, $3, $4, 0)`, fmt.Sprintf("w%05d", i), a.ID, unit, testkit.Today.Add(i)); err != nil {
					return err
				}
			}
			_, err := tx.Exec(t.Context(), "ANALYZE")
			return err
		})
		plan := ""
		testkit.Read(t, d, func(tx *db.Tx) error {
			explain, row := "EXPLAIN QUERY PLAN ", []any{new(int), new(int), new(int)}
			if d.Dialect == db.Postgres {
				explain, row = "EXPLAIN ", nil
			}
			return tx.Each(t.Context(), explain+agreement.WakingQuery, []any{testkit.Today, 200}, func(scan func(...any) error) error {
				var line string
				err := scan(append(row, &line)...)
				plan += line + "\n"
				return err
			})
		})
		if !strings.Contains(plan, "agreement_watch_next") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort") {
			t.Error(plan)
		}
	})
}
