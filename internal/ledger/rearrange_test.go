package ledger_test

import (
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

func rearrange(t *testing.T, l *ledger.Ledger, d *db.DB, from day.Date, moves ...ledger.Placing) (out []ledger.Moved) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) (err error) {
		out, err = l.Rearrange(t.Context(), tx, from, moves...)
		return err
	})
	return out
}

func verified(t *testing.T, l *ledger.Ledger, d *db.DB) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		faults, err := l.Verify(t.Context(), tx)
		if len(faults) > 0 {
			t.Errorf("verify: %q", faults)
		}
		return err
	})
}

// in is a figure in a tree.
func in(t *testing.T, l *ledger.Ledger, d *db.DB, tree ledger.Tree, unit, code, period string) (n int64) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		ind, err := l.Catalogue.Indicator(code)
		if err != nil {
			return err
		}
		p, err := ledger.ParsePeriod(period)
		if err != nil {
			return err
		}
		f, err := l.Figures(t.Context(), tx, ledger.Query{Units: []string{unit}, Indicators: []*ledger.Indicator{ind}, Period: p, Tree: tree})
		if err == nil {
			if n = f[0].Numerator; f[0].Value == nil {
				n = -1
			}
		}
		return err
	})
	return n
}

func TestMovedOnTheTenthTheDaysBeforeStayAndTheDaysAfterGo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Place(t.Context(), tx, "other", "city", "2020-01-01") })
		post(t, l, d, "1", admitted("base-1", "2023-05-09", 10))
		post(t, l, d, "2", admitted("base-1", "2023-05-10", 200))
		post(t, l, d, "3", admitted("base-2", "2023-05-10", 3000))
		post(t, l, d, "4", admitted("base-1", "2023-04-01", 4), admitted("base-1", "2023-06-01", 50))
		moved := rearrange(t, l, d, "2023-05-10", ledger.Placing{Unit: "base-1", Parent: "other"})
		for _, c := range []struct {
			tree   ledger.Tree
			unit   string
			period string
			want   int64
		}{
			{ledger.Then, "district", "2023", 3014},
			{ledger.Then, "other", "2023", 250},
			{ledger.Then, "city", "2023", 3264},
			{ledger.Then, "district", "2023-05", 3010},
			{ledger.Then, "other", "2023-05", 200},
			{ledger.Then, "district", "2023-05-01/2023-05-09", 10},
			{ledger.Then, "other", "2023-05-01/2023-05-09", 0},
			{ledger.Today, "district", "2023", 3000},
			{ledger.Today, "other", "2023", 264},
			{ledger.Today, "city", "2023", 3264},
			{ledger.Then, "base-1", "2023", 264},
		} {
			if got := in(t, l, d, c.tree, c.unit, "ORG.DV.NEW", c.period); got != c.want {
				t.Errorf("%s %s %s: %d, want %d", c.unit, c.period, c.tree, got, c.want)
			}
		}
		verified(t, l, d)
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Unmove(t.Context(), tx, moved) })
		if got := in(t, l, d, ledger.Then, "district", "ORG.DV.NEW", "2023"); got != 3264 {
			t.Errorf("undone: %d", got)
		}
		verified(t, l, d)
	})
}

func TestADistrictMovesWithAllBelowIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Place(t.Context(), tx, "new city", "", "2020-01-01") })
		post(t, l, d, "1", admitted("base-1", "2023-03-31", 1), admitted("base-2", "2023-04-01", 20))
		rearrange(t, l, d, "2023-04-01", ledger.Placing{Unit: "district", Parent: "new city"})
		for unit, want := range map[string]int64{"city": 1, "new city": 20, "district": 21} {
			if got := in(t, l, d, ledger.Then, unit, "ORG.DV.NEW", "2023"); got != want {
				t.Errorf("then, %s: %d, want %d", unit, got, want)
			}
		}
		for unit, want := range map[string]int64{"city": 0, "new city": 21} {
			if got := in(t, l, d, ledger.Today, unit, "ORG.DV.NEW", "2023"); got != want {
				t.Errorf("today, %s: %d, want %d", unit, got, want)
			}
		}
		verified(t, l, d)
	})
}

func TestALateActChangesOnlyTheDaysUpToTheNextMove(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		for _, u := range []string{"first", "second"} {
			testkit.Write(t, d, func(tx *db.Tx) error { return l.Place(t.Context(), tx, u, "city", "2020-01-01") })
		}
		post(t, l, d, "1", admitted("base-1", "2023-02-15", 1), admitted("base-1", "2023-06-15", 20), admitted("base-1", "2023-10-15", 300))
		rearrange(t, l, d, "2023-09-01", ledger.Placing{Unit: "base-1", Parent: "second"})
		rearrange(t, l, d, "2023-04-10", ledger.Placing{Unit: "base-1", Parent: "first"})
		for unit, want := range map[string]int64{"district": 1, "first": 20, "second": 300, "city": 321} {
			if got := in(t, l, d, ledger.Then, unit, "ORG.DV.NEW", "2023"); got != want {
				t.Errorf("%s: %d, want %d", unit, got, want)
			}
		}
		verified(t, l, d)
	})
}

func TestWhatCannotMove(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		for _, c := range []struct {
			name  string
			from  day.Date
			moves []ledger.Placing
			want  string
		}{
			{"below itself", "2023-04-01", []ledger.Placing{{Unit: "district", Parent: "district"}}, "ledger.move.loop"},
			{"below one below it", "2023-04-01", []ledger.Placing{{Unit: "district", Parent: "base-1"}}, "ledger.move.loop"},
			{"a circle of two", "2023-04-01", []ledger.Placing{{Unit: "city", Parent: "district"}}, "ledger.move.loop"},
			{"under nobody known", "2023-04-01", []ledger.Placing{{Unit: "base-1", Parent: "nobody"}}, "ledger.move.parent"},
			{"who never was", "2023-04-01", []ledger.Placing{{Unit: "nobody", Parent: "city"}}, "ledger.move.notalive"},
			{"twice at once", "2023-04-01", []ledger.Placing{{Unit: "base-1", Parent: "city"}, {Unit: "base-1", Parent: "city"}}, "ledger.move.sameday"},
		} {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := l.Rearrange(t.Context(), tx, c.from, c.moves...)
				return err
			})
			if errs.Of(err).Key != c.want {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		verified(t, l, d)
	})
}
