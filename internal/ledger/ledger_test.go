package ledger_test

import (
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

func book(t *testing.T) *ledger.Ledger {
	t.Helper()
	c, err := ledger.LoadCatalogue(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	return &ledger.Ledger{Catalogue: c}
}

// world is city > district > base-1, base-2; the ids are their names.
func world(t *testing.T, l *ledger.Ledger, d *db.DB) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error {
		for _, p := range [][2]string{{"city", ""}, {"district", "city"}, {"base-1", "district"}, {"base-2", "district"}} {
			if err := l.Place(t.Context(), tx, p[0], p[1], "2020-01-01"); err != nil {
				return err
			}
		}
		return nil
	})
}

func admitted(unit string, on day.Date, n int64) ledger.Fact {
	return ledger.Fact{Measure: "member.admitted", Unit: unit, Day: on, Quantity: n}
}

func members(unit string, on day.Date, n int64) ledger.Fact {
	return ledger.Fact{Measure: "member", Dims: map[string]string{"kind": "base"}, Unit: unit, Day: on, Quantity: n}
}

func act(id string) ledger.Act { return ledger.Act{Kind: "test", ID: id, Recorder: "an"} }

func post(t *testing.T, l *ledger.Ledger, d *db.DB, id string, facts ...ledger.Fact) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error { return l.Post(t.Context(), tx, act(id), facts...) })
}

// value is the figure's numerator, or −1 with no value.
func value(t *testing.T, l *ledger.Ledger, d *db.DB, unit, indicator, period string) (n int64) {
	t.Helper()
	ind, err := l.Catalogue.Indicator(indicator)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ledger.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	testkit.Read(t, d, func(tx *db.Tx) error {
		f, err := l.Figures(t.Context(), tx, ledger.Query{Units: []string{unit}, Indicators: []*ledger.Indicator{ind}, Period: p, Tree: ledger.Then})
		if err == nil {
			if n = f[0].Numerator; f[0].Value == nil {
				n = -1
			}
		}
		return err
	})
	return n
}

func TestAFactCountsAtEveryLevelAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		post(t, l, d, "1", admitted("base-1", "2023-05-10", 24), admitted("base-2", "2023-12-01", 3))
		for unit, want := range map[string]int64{"city": 27, "district": 27, "base-1": 24, "base-2": 3} {
			if got := value(t, l, d, unit, "ORG.DV.NEW", "2023"); got != want {
				t.Errorf("%s: %d, want %d", unit, got, want)
			}
		}
		for period, want := range map[string]int64{
			"2023-Q2": 24, "2023-05": 24, "2023-04": 0, "2023-H1": 24, "2023-H2": 3, "2023-9M": 24, "2022": 0,
			"2023-05-10/2023-05-10": 24, "2023-05-11/2023-11-30": 0, "2023-05-11/2023-12-01": 3, "2022/2023": 27,
			"2023-05-01/2024-04-30": 27, "2024": -1, "2019": -1,
		} {
			if got := value(t, l, d, "city", "ORG.DV.NEW", period); got != want {
				t.Errorf("city %s: %d, want %d", period, got, want)
			}
		}
		verify(t, l, d)
	})
}

func verify(t *testing.T, l *ledger.Ledger, d *db.DB) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		faults, err := l.Verify(t.Context(), tx)
		for _, f := range faults {
			t.Error(f)
		}
		return err
	})
}

func TestAnActPostedTwiceIsAConflict(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		post(t, l, d, "1", admitted("base-1", "2023-05-10", 24))
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return l.Post(t.Context(), tx, act("1"), admitted("base-1", "2023-05-10", 24))
		})
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("posting again: %v", err)
		}
		if got := value(t, l, d, "city", "ORG.DV.NEW", "2023"); got != 24 {
			t.Errorf("counted %d", got)
		}
	})
}

func TestACorrectionReversesAndAWithdrawalLeavesNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		post(t, l, d, "1", admitted("base-1", "2023-05-10", 24))
		for _, step := range []struct {
			facts []ledger.Fact
			may   int64
			june  int64
		}{
			{[]ledger.Fact{admitted("base-1", "2023-05-10", 22)}, 22, 0},
			{[]ledger.Fact{admitted("base-2", "2023-06-01", 22)}, 0, 22},
			{nil, 0, 0},
			{nil, 0, 0},
		} {
			testkit.Write(t, d, func(tx *db.Tx) error { return l.Replace(t.Context(), tx, act("1"), step.facts...) })
			if may, june := value(t, l, d, "city", "ORG.DV.NEW", "2023-05"), value(t, l, d, "city", "ORG.DV.NEW", "2023-06"); may != step.may || june != step.june {
				t.Errorf("after %v: May %d, June %d", step.facts, may, june)
			}
			verify(t, l, d)
		}
	})
}

func TestATypedLevelStaysTrueWhateverIsRecordedLate(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		level := func(id string, on day.Date, n int64) {
			t.Helper()
			testkit.Write(t, d, func(tx *db.Tx) error { return l.Level(t.Context(), tx, act(id), members("base-1", on, n)) })
		}
		at := func(on string, want int64) {
			t.Helper()
			if got := value(t, l, d, "district", "ORG.DV.TOTAL", on+"/"+on); got != want {
				t.Errorf("on %s: %d, want %d", on, got, want)
			}
			verify(t, l, d)
		}
		post(t, l, d, "1", members("base-1", day.Opening, 400))
		level("2", "2023-06-30", 412)
		at("2023-06-30", 412)
		post(t, l, d, "3", members("base-1", "2023-05-01", 5)) // recorded late, before the level
		at("2023-05-01", 405)
		at("2023-06-30", 412)
		level("4", "2023-03-31", 390) // a level before a level
		at("2023-03-31", 390)
		at("2023-06-30", 412)
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Replace(t.Context(), tx, act("3")) })
		at("2023-06-30", 412)
		post(t, l, d, "5", members("base-1", "2023-07-01", 3)) // after it: simply added
		at("2023-07-01", 415)
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Unlevel(t.Context(), tx, act("2"), members("base-1", "2023-06-30", 0)) })
		at("2023-07-01", 393)
	})
}

func TestAUnitThatGetsItsFirstChildKeepsItsHistory(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		post(t, l, d, "1", admitted("base-1", "2023-05-10", 24), admitted("base-2", "2023-05-10", 1))
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Place(t.Context(), tx, "group", "base-1", "2023-06-01") })
		post(t, l, d, "2", admitted("group", "2023-06-10", 2))
		for unit, want := range map[string]int64{"city": 27, "district": 27, "base-1": 26, "base-2": 1, "group": 2} {
			if got := value(t, l, d, unit, "ORG.DV.NEW", "2023"); got != want {
				t.Errorf("%s: %d, want %d", unit, got, want)
			}
		}
		verify(t, l, d)
	})
}

func TestOverflowIsRefusedNotWrapped(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := book(t)
		world(t, l, d)
		many := make([]ledger.Fact, 701)
		for i := range many {
			many[i] = admitted("base-1", "2023-05-10", ledger.MaxQuantity)
		}
		for name, facts := range map[string][]ledger.Fact{
			"one fact too large": {admitted("base-1", "2023-05-10", ledger.MaxQuantity+1)},
			"a month too large":  many,
			"more than 64 bits":  append(append([]ledger.Fact{}, repeat(many, 14)...), many...),
		} {
			err := d.Write(t.Context(), func(tx *db.Tx) error { return l.Post(t.Context(), tx, act(name), facts...) })
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := value(t, l, d, "city", "ORG.DV.NEW", "2023"); got != 0 {
			t.Errorf("something was kept: %d", got)
		}
	})
}

func repeat(facts []ledger.Fact, n int) (out []ledger.Fact) {
	for range n {
		out = append(out, facts...)
	}
	return out
}
