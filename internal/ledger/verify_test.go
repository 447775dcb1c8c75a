package ledger_test

import (
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func TestVerifyNamesEachPlaceThatDoesNotAgree(t *testing.T) {
	for name, fault := range map[string]struct{ change, says string }{
		"an atom that stands elsewhere":    {`UPDATE ledger_roll SET valid_to = '2023-05-31' WHERE ancestor = 'west' AND atom = 'west-1'`, "atom west-1 stands below"},
		"an atom that stands nowhere":      {`DELETE FROM ledger_roll WHERE atom = 'north' AND ancestor = 'city'`, "atom north stands below"},
		"an atom under one too many":       {`INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to) VALUES ('east', 'north', '2023-01-01', '2023-12-31')`, "atom north stands below"},
		"a unit in the atom of others":     {`UPDATE ledger_leaf SET atom = 'west' WHERE unit = 'north-1'`, "its unit north-1 below"},
		"a place of an atom nobody is in":  {`INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to) VALUES ('city', 'ghost', '2023-01-01', '2023-12-31')`, "atom ghost"},
		"a place that was changed":         {`UPDATE ledger_place SET parent = 'east' WHERE unit = 'north-1'`, "its unit north-1 below"},
		"two places on one day":            {`UPDATE ledger_place SET valid_to = '2023-07-01' WHERE unit = 'east-1' AND parent = 'east'`, "unit east-1 stands nowhere or twice"},
		"no place on some days":            {`UPDATE ledger_place SET valid_to = '2023-05-01' WHERE unit = 'east-1' AND parent = 'east'`, "unit east-1 stands nowhere or twice"},
		"a superior that has ended":        {`UPDATE ledger_place SET valid_to = '2023-11-30' WHERE unit = 'north'`, "under north, which does not live"},
		"an heir nobody told the atoms of": {`INSERT INTO ledger_heir (unit, heir, valid_from) VALUES ('west-2', 'east-1', '2023-09-01')`, "its unit west-2 below"},
		"an heir of one that lives":        {`INSERT INTO ledger_heir (unit, heir, valid_from) VALUES ('east-1', 'east-2', '2023-09-01')`, "unit east-1 lives when east-2 inherits"},
		"a unit below itself":              {`UPDATE ledger_place SET parent = 'east-1' WHERE unit = 'east' AND parent = 'city'`, "stands below itself"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				r := newReform(t, d)
				r.move("2023-05-10", "east-1", "west")
				r.found("group", "west-1", "2023-06-01")
				r.end("west-2", "2023-08-31")
				if name == "a superior that has ended" {
					r.move("2023-12-01", "north-2", "east")
				}
				r.do(func(tx *db.Tx) error {
					_, err := tx.Exec(t.Context(), fault.change)
					return err
				})
				var faults []string
				testkit.Read(t, d, func(tx *db.Tx) (err error) {
					faults, err = r.l.Verify(t.Context(), tx)
					return err
				})
				if len(faults) == 0 || !strings.Contains(faults[0], fault.says) || (len(faults) > 1 && name != "a unit below itself") {
					t.Errorf("want one line with %q, got %q", fault.says, faults)
				}
			})
		})
	}
}

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
