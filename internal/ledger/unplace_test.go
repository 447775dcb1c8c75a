package ledger_test

import (
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

func TestAUnitIsTakenOutOfTheTreeOnlyWhileNothingCountsInIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		unplace := func(unit string) error {
			return d.Write(t.Context(), func(tx *db.Tx) error { return l.Unplace(t.Context(), tx, unit) })
		}
		if err := unplace("district"); !errs.Is(err, errs.Conflict) {
			t.Errorf("with units below: %v", err)
		}
		post(t, l, d, "1", admitted("base-1", "2023-05-10", 24))
		if err := unplace("base-1"); !errs.Is(err, errs.Conflict) {
			t.Errorf("with a fact: %v", err)
		}
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Replace(t.Context(), tx, act("1")) })
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Level(t.Context(), tx, act("2"), members("base-2", "2023-05-10", 0)) })
		if err := unplace("base-2"); !errs.Is(err, errs.Conflict) {
			t.Errorf("with a typed level of none: %v", err)
		}
		if err := unplace("base-1"); err != nil {
			t.Fatal(err)
		}
		if got := value(t, l, d, "base-1", "ORG.DV.NEW", "2023"); got != -1 {
			t.Errorf("the figure of a unit that never was: %d", got)
		}
		if got := value(t, l, d, "city", "ORG.DV.NEW", "2023"); got != 0 {
			t.Errorf("above: %d", got)
		}
		testkit.Read(t, d, func(tx *db.Tx) error {
			faults, err := l.Verify(t.Context(), tx)
			if len(faults) > 0 {
				t.Error(faults)
			}
			if _, _, lost := l.Life(t.Context(), tx, "base-1"); !errs.Is(lost, errs.NotFound) {
				t.Errorf("life: %v", lost)
			}
			return err
		})
	})
}
