package ledger_test

import (
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func TestVerifyNamesEachThingThatDoesNotAgree(t *testing.T) {
	for name, fault := range map[string]struct{ change, says string }{
		"a cell that counts too much": {`UPDATE ledger_cell SET m5 = m5 + 3 WHERE atom = 'district' AND year = 2023 AND m5 = 24`, "2023-05 lacks -3"},
		"a cell that is gone":         {`DELETE FROM ledger_cell WHERE m5 = 24`, "2023-05 lacks 24"},
		"a fact that was changed":     {`UPDATE ledger_fact SET quantity = 25 WHERE source_id = '1'`, "2023-05 lacks 1"},
		"a fact that is gone":         {`DELETE FROM ledger_fact WHERE source_id = '1'`, "2023-05 lacks -24"},
		"a fact that moved to a day":  {`UPDATE ledger_fact SET day = '2023-05-31' WHERE source_id = '1'`, ""}, // cells know months
		"a level that was changed":    {`UPDATE ledger_level SET value = 413`, "2023-06-30 is 413, its facts say 412"},
		"an atom nobody is in": {`INSERT INTO ledger_cell (series, atom, year, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12)
			VALUES (1, 'nobody', 2023, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`, "nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				l := rules(t)
				world(t, l, d)
				post(t, l, d, "1", fact("joined", "base-1", "2023-05-10", 24))
				testkit.Write(t, d, func(tx *db.Tx) error {
					if err := l.Level(t.Context(), tx, act("2"), fact("worker", "base-1", "2023-06-30", 412)); err != nil {
						return err
					}
					_, err := tx.Exec(t.Context(), fault.change)
					return err
				})
				var faults []string
				testkit.Read(t, d, func(tx *db.Tx) (err error) {
					faults, err = l.Verify(t.Context(), tx)
					return err
				})
				if fault.says == "" && len(faults) == 0 {
					return
				}
				if len(faults) != 1 || !strings.Contains(faults[0], fault.says) {
					t.Errorf("want one line with %q, got %q", fault.says, faults)
				}
			})
		})
	}
}
