package ledger_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// moved is city > district, ward; base-1 with a group below it stood under the
// district up to 30/06/2023 and under the ward from 01/07. Acts that move units
// are to come; what they leave in ledger_roll is written here by hand.
func moved(t *testing.T, l *ledger.Ledger, d *db.DB) {
	t.Helper()
	world(t, l, d)
	testkit.Write(t, d, func(tx *db.Tx) error {
		for _, p := range [][2]string{{"ward", "city"}, {"ward-1", "ward"}, {"group", "base-1"}} {
			if err := l.Place(t.Context(), tx, p[0], p[1], "2020-01-01"); err != nil {
				return err
			}
		}
		for _, text := range []string{
			`UPDATE ledger_roll SET valid_to = '2023-06-30' WHERE ancestor = 'district' AND atom = 'base-1'`,
			`INSERT INTO ledger_roll (ancestor, atom, valid_from, valid_to) VALUES ('ward', 'base-1', '2023-07-01', '9999-12-31')`,
		} {
			if _, err := tx.Exec(t.Context(), text); err != nil {
				return err
			}
		}
		return nil
	})
}

func asked(t *testing.T, l *ledger.Ledger, d *db.DB, unit, indicator, period string, tree ledger.Tree) string {
	t.Helper()
	q := ask(t, l, unit, indicator, period)
	q.Tree = tree
	f := figure(t, l, d, q)
	switch {
	case f.Value == nil && f.Denominator == nil:
		return string(f.Reason)
	case f.Denominator != nil:
		return fmt.Sprintf("%d/%d", f.Numerator, *f.Denominator)
	}
	return fmt.Sprint(f.Numerator)
}

// A unit that moved counts where it stood on the last day, and nowhere twice;
// within one tree the units below add up to the whole.
func TestUnitsAreCountedOnceInTheTreeOfTheLastDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		moved(t, l, d)
		talk := "event{kind=talk,sector=}"
		post(t, l, d, "1",
			fact("worker", "base-1", day.Opening, 40), fact("worker", "base-2", day.Opening, 10), fact("worker", "ward-1", "2023-03-01", 5),
			fact(talk, "base-1", "2023-02-01", 3), fact(talk, "base-1", "2023-08-01", 1), fact(talk, "group", "2023-08-02", 1),
			fact(talk, "base-2", "2023-03-01", 1), fact(talk, "base-2", "2023-03-02", -1), fact(talk, "district", "2023-05-01", 1),
			fact("joined", "base-1", "2023-02-01", 2), fact("joined", "ward-1", "2023-02-01", 2))
		for _, c := range []struct {
			indicator, period string
			tree              ledger.Tree
			want              string // of city, district, ward, base-1, base-2
		}{
			{"ACTIVE", "2023", ledger.Then, "3 1 2 2 0"},
			{"ACTIVE", "2023", ledger.Today, "3 1 2 2 0"},
			{"ACTIVE", "2023-H1", ledger.Then, "2 2 0 1 0"},
			{"ACTIVE", "2023-H1", ledger.Today, "2 1 1 1 0"},
			{"ACTIVE", "2023-03", ledger.Then, "0 0 0 0 0"}, // what was taken back in the period did not happen
			{"ACTIVE", "2023-03-01", ledger.Then, "1 1 0 0 1"},
			{"BUSY", "2023-H1", ledger.Then, "1 1 0 1 0"}, // both: only base-1
			{"STAFFED", "2023", ledger.Then, "0 0 0 0 0"},
			{"ACTIVE.PCT", "2023-02", ledger.Then, "1/2 1/2 nodenominator 1/1 0/1"}, // ward-1 joined, and had no workers yet
			{"ACTIVE.PCT", "2023", ledger.Then, "1/3 0/1 1/2 1/1 0/1"},
			{"ACTIVE.PCT", "2023-H1", ledger.Today, "1/3 0/1 1/2 1/1 0/1"},
		} {
			var got []string
			for _, unit := range []string{"city", "district", "ward", "base-1", "base-2"} {
				got = append(got, strings.Replace(asked(t, l, d, unit, c.indicator, c.period, c.tree), "0/0", "nodenominator", 1))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s in %s, %s: %s, want %s", c.indicator, c.period, c.tree, s, c.want)
			}
		}
	})
}

// What there is on a day is there in units that live; what happened in a unit
// that ended inside the period has happened.
func TestAUnitThatEndedCountsForWhatHappenedAndNotForWhatThereIs(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("worker", "base-1", day.Opening, 40), fact("member{kind=base}", "base-1", day.Opening, 4),
			fact("event{kind=talk,sector=}", "base-1", "2023-02-01", 3), fact("joined", "base-1", "2023-02-01", 3), fact("money", "base-1", "2023-02-01", 7))
		testkit.Write(t, d, func(tx *db.Tx) error { return l.End(t.Context(), tx, "base-1", "2023-06-15") })
		for name, want := range map[string]string{
			"ACTIVE 2023 district": "1", "ACTIVE 2023-H2 district": "0", "ACTIVE 2023 base-1": "1", "ACTIVE 2023-H2 base-1": "notalive",
			"STAFFED 2023-05 district": "1", "STAFFED 2023 district": "0", "STAFFED 2023 base-1": "1",
			"ACTIVE.PCT 2023-05 district": "0/1", "ACTIVE.PCT 2023-H1 district": "0/0", "ACTIVE.PCT 2023-H1 base-1": "1/1",
			"MOST 2023 district": "3", "DEAREST 2023-05 district": "7", "DEAREST 2023 district": "norecords", "DEAREST 2023 base-1": "7",
		} {
			part := strings.Fields(name)
			if got := asked(t, l, d, part[2], part[0], part[1], ledger.Then); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
		if got := asked(t, l, d, "base-1", "ACTIVE", "2023", ledger.Today); got != "notintree" {
			t.Errorf("today: %s", got)
		}
		q := ask(t, l, "district", "ACTIVE", "2023")
		if q.Own = true; figure(t, l, d, q).Numerator != 0 {
			t.Error("the district itself has had nothing")
		}
	})
}

func TestAPickedFactIsOneThatStands(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		class := "event{kind=class,sector=state}"
		post(t, l, d, "low", fact(class, "base-1", "2023-02-01", 2))
		post(t, l, d, "five", fact(class, "base-1", "2023-03-01", 5), fact(class, "base-2", "2023-03-01", 5))
		post(t, l, d, "high", fact(class, "base-2", "2023-04-01", 30), fact("joined", "base-2", "2023-04-01", 30))
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Replace(t.Context(), tx, act("low")) })
		for name, want := range map[string]string{
			"LEAST 2023 city": "5", "LEAST 2023 base-2": "5", "LEAST 2023-04 city": "30", "LEAST 2023-02 city": "norecords",
			"MOST 2023 city": "30", "MOST 2023 base-1": "norecords",
		} {
			part := strings.Fields(name)
			if got := asked(t, l, d, part[2], part[0], part[1], ledger.Then); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
		all, total := sources(t, l, d, ask(t, l, "city", "LEAST", "2023"), 1)
		if len(all) != 2 || total != 2 || all[0].Quantity != 5 || all[1].Quantity != 5 {
			t.Errorf("the sources of 5 are %+v of %d", all, total)
		}
	})
}

func TestSourcesOpenOnePartOfASplit(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("event{kind=talk,sector=}", "base-1", "2023-02-01", 298), fact("event{kind=visit,sector=state}", "base-1", "2023-02-01", 5))
		for part, want := range map[string]int64{"talk": 298, "visit": 5, "class": 0} {
			q := ask(t, l, "city", "EVENTS", "2023")
			q.By, q.Part = "kind", part
			var sum int64
			for all, _ := sources(t, l, d, q, 1); len(all) > 0; all = all[1:] {
				sum += all[0].Quantity
			}
			if sum != want {
				t.Errorf("%s: %d, want %d", part, sum, want)
			}
		}
		for by, value := range map[string]string{"kind": "song", "colour": "talk", "sector": "private?"} {
			q := ask(t, l, "city", "EVENTS", "2023")
			q.By, q.Part = by, value
			err := d.Read(t.Context(), func(tx *db.Tx) error {
				_, err := l.Sources(t.Context(), tx, q, "", 1)
				return err
			})
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("by %s=%s: %v", by, value, err)
			}
		}
	})
}

// The months of a count are each month's own: a unit that is busy all year
// counts in each of them.
func TestTheMonthsOfACountAreEachTheirOwn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		for m := range 11 {
			post(t, l, d, fmt.Sprint(m), fact("event{kind=talk,sector=}", "base-1", day.New(2023, m+1, 5), 1))
		}
		testkit.Read(t, d, func(tx *db.Tx) error {
			ind, err := l.Catalogue.Indicator("ACTIVE")
			if err != nil {
				return err
			}
			months, err := l.Months(t.Context(), tx, "city", ind, 2023, ledger.Then)
			for i, f := range months {
				if want := big.NewRat(int64(min(1, 11-i)), 1); f == nil || f.Value.Cmp(want) != 0 {
					t.Errorf("month %d: %+v", i+1, f)
				}
			}
			return err
		})
		if got := asked(t, l, d, "city", "ACTIVE", "2023", ledger.Then); got != "1" {
			t.Errorf("the year: %s", got)
		}
	})
}

func TestAMoveOfACountSaysNoNumberItCannotKnow(t *testing.T) {
	l := rules(t)
	moves, err := l.Catalogue.Moves(fact("event{kind=talk,sector=}", "u", "2023-02-01", 25), fact("worker", "u", "2023-02-01", -7))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, m := range moves {
		got[m.Indicator.Code] = fmt.Sprint(m.Numerator, m.Denominator, m.Exact())
	}
	for code, want := range map[string]string{"EVENTS": "25 0 true", "ACTIVE": "1 0 false", "BUSY": "1 0 false", "STAFFED": "1 0 false", "ACTIVE.PCT": "1 1 false"} {
		if got[code] != want {
			t.Errorf("%s: %s, want %s", code, got[code], want)
		}
	}
}

func TestAnIndicatorThatCannotBeCountedIsRefusedWithItsLine(t *testing.T) {
	const measures = `measure = [{ code = "a" }, { code = "b", dims = [{ name = "kind", values = ["x", "y"] }] }, { code = "l", levelled = true }]`
	for text, want := range map[string]string{
		`type = "distinct", basis = "flow", of = "a", per = "b"`:                                                 "a ratio has per, nothing else has",
		`type = "distinct", of = "a"`:                                                                            `basis of a distinct is not ""`,
		`type = "distinct", basis = "units", of = "a"`:                                                           `basis of a distinct is not "units"`,
		`type = "ratio", basis = "units", of = "a"`:                                                              "a ratio has per, nothing else has",
		`type = "ratio", basis = "distinct", of = "a", per = "l"`:                                                `basis of a ratio is not "distinct"`,
		`type = "ratio", basis = "units", span = "year", of = "a", per = "l"`:                                    "span is flow or stock, of a ratio of units only",
		`type = "flow", span = "flow", of = "a"`:                                                                 "span is flow or stock, of a ratio of units only",
		`type = "ratio", basis = "flow", of = "a", per = "l", per_by.kind = { x = "b" }`:                         "per_by is of a ratio of units only",
		`type = "ratio", basis = "units", of = "a", per = "l", per_by.kind = { x = "b{kind=x}" }`:                `per_by.kind: "x" is no part, or has an &`,
		`type = "ratio", basis = "units", of = "a", per = "l", by.kind = { x = "a" }, per_by.kind = { x = "a" }`: "by.kind.x: of and per share facts",
		`type = "ratio", basis = "units", of = "a", per = "b & l"`:                                               "per takes no &",
		`type = "ratio", basis = "units", of = "b{kind=x}", per = "b"`:                                           "of and per share facts",
		`type = "ratio", basis = "units", of = "a", per = "b", by.kind = { x = "b" } `:                           "by.kind.x: of and per share facts",
		`type = "ratio", basis = "units", part = true, of = "a", per = "l"`:                                      "part is of a ratio of facts only",
		`type = "flow", of = "a & b"`:                                                                            "& is for counting units only",
		`type = "flow", of = "a", by.kind = { x = "a & b" }`:                                                     "by.kind.x: & is for counting units only",
		`type = "ratio", basis = "flow", of = "a", per = "l", pick = "least"`:                                    "pick is least or greatest, of a flow or a stock only",
		`type = "distinct", basis = "flow", of = "a", pick = "least"`:                                            "pick is least or greatest, of a flow or a stock only",
		`type = "flow", of = "a", pick = "middle"`:                                                               "pick is least or greatest, of a flow or a stock only",
		`type = "flow", of = "a + b", pick = "least"`:                                                            "pick takes one measure",
		`type = "stock", of = "l", pick = "least"`:                                                               "pick takes one measure as it is, not one of typed levels",
		`type = "flow", of = "a + b", by.kind = { "*" = "a + b" }`:                                               "by.kind: a has no dimension kind to split by",
		`type = "flow", of = "b{colour=x}"`:                                                                      "b has no dimension colour",
		`type = "sum", of = "a"`:                                                                                 `"sum" is no type: flow, stock, ratio, distinct`,
		"type = \"flow\", of = \"a\" },\n { code = \"I.1\", type = \"flow\", of = \"b\"":                         "the code is that of another",
	} {
		_, err := ledger.LoadCatalogue(fstest.MapFS{
			"measures.toml":   {Data: []byte(measures)},
			"indicators.toml": {Data: []byte("# those of the test\nindicator = [\n  { code = \"I.0\", type = \"flow\", of = \"a\" },\n  { code = \"I.1\", " + text + " },\n]")},
		})
		want = "catalogue: indicators.toml:4: indicator I.1: " + want
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestDimensionsAndTheirValuesHaveNames(t *testing.T) {
	c, err := ledger.LoadCatalogue(fstest.MapFS{
		"measures.toml": {}, "indicators.toml": {},
		"dimensions.toml": {Data: []byte("[[dimension]]\nname = \"topic\"\nlabel = \"Chủ đề\"\n[[dimension.value]]\ncode = \"wage\"\nname = \"Tiền lương\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.DimLabel("topic"), c.ValueLabel("topic", "wage"), c.DimLabel("sex"), c.ValueLabel("topic", "x"), c.ValueLabel("sex", "wage")}
	if diff := cmp.Diff([]string{"Chủ đề", "Tiền lương", "sex", "x", "wage"}, got); diff != "" {
		t.Error(diff)
	}
}
