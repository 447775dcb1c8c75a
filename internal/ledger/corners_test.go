package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"sync"
	"testing"
	"testing/fstest"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

func TestAnActPostedTwiceIsAConflictWhateverIsZeroInIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("joined", "base-1", "2023-05-10", 0), fact("joined", "base-1", "2023-05-10", 5))
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return l.Post(t.Context(), tx, act("1"), fact("joined", "base-1", "2023-05-10", 5))
		})
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("posting again: %v", err)
		}
	})
}

func TestAFactOnADayThatDoesNotExistIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return l.Post(t.Context(), tx, act("1"), fact("joined", "base-1", "2023-02-30", 5))
		})
		if err == nil {
			t.Error("30 February was booked")
		}
	})
}

// On PostgreSQL a lost race runs the transaction again with the same facts.
func TestATypedLevelIsTheSameWhenItsTransactionRunsAgain(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("worker", "base-1", "2023-01-01", 400))
		typed := []ledger.Fact{fact("worker", "base-1", "2023-06-30", 412)}
		lost := errors.New("lost the race")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return errors.Join(l.Level(t.Context(), tx, act("2"), typed...), lost)
		})
		if !errors.Is(err, lost) {
			t.Fatal(err)
		}
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Level(t.Context(), tx, act("2"), typed...) })
		q := ask(t, l, "base-1", "OUTSIDE", "2023-06-30")
		if got := figure(t, l, d, q).Numerator; got != 412 {
			t.Errorf("the level is %d", got)
		}
		verify(t, l, d)
	})
}

func TestALevelIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		for name, typed := range map[string][]ledger.Fact{
			"of a measure that has none": {fact("joined", "base-1", "2023-06-30", 412)},
			"typed twice in one act":     {fact("worker", "base-1", "2023-06-30", 1), fact("worker", "base-1", "2023-06-30", 2)},
			"below nothing":              {fact("worker", "base-1", "2023-06-30", -1)},
		} {
			err := d.Write(t.Context(), func(tx *db.Tx) error { return l.Level(t.Context(), tx, act(name), typed...) })
			if err == nil {
				t.Errorf("%s: accepted", name)
			}
		}
		verify(t, l, d)
	})
}

func TestAnActMayTypeALevelAndThenPost(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		testkit.Write(t, d, func(tx *db.Tx) error {
			return l.Level(t.Context(), tx, act("1"), fact("worker", "base-1", "2023-06-30", 412))
		})
		post(t, l, d, "1", fact("worker", "base-1", "2023-05-01", 5))
		if got := figure(t, l, d, ask(t, l, "district", "OUTSIDE", "2023-06-30")).Numerator; got != 412 {
			t.Errorf("the level is %d", got)
		}
		verify(t, l, d)
	})
}

// Many found units under one leaf at the same moment: whoever is not first
// must see the atom the first has made.
func TestUnitsFoundedAtOnceUnderOneLeafCountUnderIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		const rounds, at = 60, 8
		for r := range rounds {
			leaf := fmt.Sprintf("leaf-%d", r)
			testkit.Write(t, d, func(tx *db.Tx) error { return l.Place(t.Context(), tx, leaf, "district", "2020-01-01") })
			var wg sync.WaitGroup
			for i := range at {
				wg.Go(func() {
					if err := d.Write(t.Context(), func(tx *db.Tx) error { return found(t.Context(), l, tx, fmt.Sprintf("%s-%d", leaf, i), leaf) }); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if got := figure(t, l, d, ask(t, l, leaf, "JOINED", "2023")).Numerator; got != at {
				t.Errorf("%s: %d joined in its %d units", leaf, got, at)
			}
		}
	})
}

func found(ctx context.Context, l *ledger.Ledger, tx *db.Tx, unit, parent string) error {
	if err := l.Place(ctx, tx, unit, parent, "2020-01-01"); err != nil {
		return err
	}
	return l.Post(ctx, tx, act(unit), fact("joined", unit, "2023-05-01", 1))
}

func TestTheMonthsOfAUnitThatEndedStandOnItsLastDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("worker", "base-1", "2023-01-01", 400), fact("worker", "base-1", "2023-06-16", -400))
		testkit.Write(t, d, func(tx *db.Tx) error { return l.End(t.Context(), tx, "base-1", "2023-06-15") })
		q := ask(t, l, "base-1", "OUTSIDE", "2023-06")
		var months [12]*ledger.Figure
		testkit.Read(t, d, func(tx *db.Tx) (err error) {
			months, err = l.Months(t.Context(), tx, "base-1", q.Indicators[0], 2023, ledger.Then)
			return err
		})
		if one := figure(t, l, d, q); one.Numerator != 400 || months[5].Numerator != one.Numerator {
			t.Errorf("June: %d as a figure, %d in the row of months", one.Numerator, months[5].Numerator)
		}
	})
}

func TestAPercentageOfOwnFactsLeavesOutWhatIsBelow(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("joined", "district", "2023-05-01", 4), fact("event{kind=talk,sector=}", "district", "2023-05-01", 1),
			fact("joined", "base-1", "2023-05-01", 8), fact("event{kind=talk,sector=}", "base-1", "2023-05-01", 8))
		q := ask(t, l, "district", "TALKS.PCT", "2023")
		q.Own = true
		if f := figure(t, l, d, q); f.Numerator != 1 || *f.Denominator != 4 {
			t.Errorf("%d of %d, want 1 of 4", f.Numerator, *f.Denominator)
		}
	})
}

func TestTheSourcesOfAPercentageAreThoseOfItsUnits(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("joined", "base-1", "2023-05-01", 4), fact("event{kind=talk,sector=}", "base-1", "2023-05-01", 3),
			fact("event{kind=talk,sector=}", "base-2", "2023-05-01", 50)) // nobody joined there: not in the denominator
		for _, unit := range []string{"city", "base-1", "base-2"} {
			q := ask(t, l, unit, "TALKS.PCT", "2023")
			f := figure(t, l, d, q)
			all, total := sources(t, l, d, q, 1)
			sums := map[string]int64{}
			for _, s := range all {
				sums[s.Part] += s.Quantity
			}
			if sums["numerator"] != f.Numerator || sums["denominator"] != *f.Denominator || total != int64(len(all)) {
				t.Errorf("%s is %d of %d; its %d sources are %v, said to be %d", unit, f.Numerator, *f.Denominator, len(all), sums, total)
			}
		}
	})
}

func TestAPageOfSourcesHoldsOneAtLeast(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		post(t, l, d, "1", fact("joined", "base-1", "2023-05-01", 4), fact("joined", "base-1", "2023-05-02", 3))
		for _, limit := range []int{-1, 0, 1, ledger.MaxPage + 1} {
			if all, _ := sources(t, l, d, ask(t, l, "city", "JOINED", "2023"), limit); len(all) != 2 {
				t.Errorf("limit %d: %d sources", limit, len(all))
			}
		}
	})
}

// Twelve months a year of at most 7·10^17 each fit 64 bits; more years or more
// atoms do not, and a factor may push a sum over the edge.
func TestASumBeyond64BitsIsAnErrorWhenItIsRead(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		const most = -700_000_000_000_000_000
		fill(t, d, "city", 2023, most, most, most, most, most, most, most, most, most, most, most, most)
		fill(t, d, "district", 2023, most, most, most, most, most, most, most, most)
		fill(t, d, "city", 2022, most, most, most, most, most, most, most, most, most, most, most, most)
		fill(t, d, "district", 2022, most, math.MinInt64-13*most)
		for _, c := range []struct{ unit, indicator, period string }{
			{"city", "MONEY", "2023"},     // two atoms
			{"city", "FUND", "2023"},      // two years
			{"district", "TWICE", "2023"}, // a factor of 2
			{"city", "MINUS", "2022"},     // the opposite of −2^63
			{"city", "MONEY", "2022/2023"},
		} {
			if err := readErr(t, l, d, ask(t, l, c.unit, c.indicator, c.period)); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s of %s in %s: %v", c.indicator, c.unit, c.period, err)
			}
		}
		for period, want := range map[string]int64{"2022": math.MinInt64, "2023-H1": 12 * most} {
			if got := figure(t, l, d, ask(t, l, "city", "MONEY", period)).Numerator; got != want {
				t.Errorf("what fits, %s: %d, want %d", period, got, want)
			}
		}
	})
}

func readErr(t *testing.T, l *ledger.Ledger, d *db.DB, q ledger.Query) error {
	t.Helper()
	return d.Read(t.Context(), func(tx *db.Tx) error {
		_, err := l.Figures(t.Context(), tx, q)
		if err != nil {
			return err
		}
		_, err = l.Months(t.Context(), tx, q.Units[0], q.Indicators[0], q.Period.To.Year(), q.Tree)
		return err
	})
}

// fill writes the first months of a cell of "money" without any facts.
func fill(t *testing.T, d *db.DB, atom string, year int, months ...int64) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error {
		args := append([]any{seriesID("money"), atom, year}, db.Anys(append(months, make([]int64, 12-len(months))...))...)
		_, err := tx.Exec(t.Context(), `INSERT INTO ledger_cell (series, atom, year, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12) VALUES `+db.Values(1, 15), args...)
		return err
	})
}

// seriesID is the number the ledger gives a series.
func seriesID(key string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key)) // a hash never fails
	return int64(h.Sum64() >> 1)
}

func TestACatalogueThatCannotBeRightIsRefused(t *testing.T) {
	const measures = `measure = [{ code = "a" }, { code = "b", dims = [{ name = "kind", values = ["x", "y"] }] }]`
	for name, indicator := range map[string]string{
		"unknown measure":     `code = "I", type = "flow", of = "c"`,
		"unknown value":       `code = "I", type = "flow", of = "b{kind=z}"`,
		"unreadable":          `code = "I", type = "flow", of = "a * b"`,
		"ratio without per":   `code = "I", type = "ratio", of = "a"`,
		"flow with per":       `code = "I", type = "flow", of = "a", per = "b"`,
		"parts share facts":   `code = "I", type = "ratio", basis = "flow", of = "b{kind=x}", per = "b"`,
		"key nobody knows":    `code = "I", type = "flow", of = "a", bye = "a"`,
		"by unknown measures": `code = "I", type = "flow", of = "a", by.kind = { x = "c" }`,
	} {
		_, err := ledger.LoadCatalogue(fstest.MapFS{
			"measures.toml":   {Data: []byte(measures)},
			"indicators.toml": {Data: []byte("indicator = [{ " + indicator + " }]")},
		})
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestNoTwoSeriesOfTheCatalogueHaveOneNumber(t *testing.T) {
	seen := map[int64]string{}
	for _, m := range book(t).Catalogue.Measures {
		for _, key := range seriesOf(m) {
			if other, met := seen[seriesID(key)]; met {
				t.Errorf("%s and %s have one number", key, other)
			}
			seen[seriesID(key)] = key
		}
	}
}

// seriesOf lists the keys of a measure: "event{kind=talk,sector=}".
func seriesOf(m ledger.Measure) []string {
	keys := []string{""}
	for _, d := range m.Dims {
		var next []string
		for _, k := range keys {
			for _, v := range d.Values {
				next = append(next, k+","+d.Name+"="+v)
			}
		}
		keys = next
	}
	for i, k := range keys {
		if keys[i] = m.Code; k != "" {
			keys[i] += "{" + k[1:] + "}"
		}
	}
	return keys
}

func TestAUnitTakenOutOfTheTreeTakesNothingMore(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		l := rules(t)
		world(t, l, d)
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Place(t.Context(), tx, "group", "base-1", "2020-01-01") })
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Unplace(t.Context(), tx, "group") })
		testkit.Write(t, d, func(tx *db.Tx) error { return l.Unplace(t.Context(), tx, "base-1") })
		for name, do := range map[string]func(tx *db.Tx) error{
			"a fact": func(tx *db.Tx) error {
				return l.Post(t.Context(), tx, act("1"), fact("joined", "base-1", "2023-05-01", 1))
			},
			"a unit below it":    func(tx *db.Tx) error { return l.Place(t.Context(), tx, "new", "base-1", "2020-01-01") },
			"a unit below below": func(tx *db.Tx) error { return l.Place(t.Context(), tx, "new", "group", "2020-01-01") },
		} {
			if err := d.Write(t.Context(), do); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		verify(t, l, d)
	})
}
