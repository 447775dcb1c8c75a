package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit/pgtest"
	"donghanh/migrations"
)

// nation is what issue 4 promises for: communes of provinces, five years.
var nation = size{provinces: 34, wards: 3_300, leaves: 125_000, facts: 10_000_000, reads: 5 * time.Second}

// TestBenchOfReform measures the ledger's part of reorganisations, and what
// figures cost after 200 of them: in a tiny city, with DONGHANH_BENCH=1 in the
// city, with DONGHANH_BENCH=nation in the nation, which takes about a quarter of
// an hour to load on each engine (-timeout 120m).
func TestBenchOfReform(t *testing.T) {
	s := hamlet
	switch os.Getenv("DONGHANH_BENCH") {
	case "":
	case "nation":
		s = nation
	default:
		s = city
	}
	r := newReport(s)
	for _, engine := range []struct{ name, source string }{
		{"SQLite", filepath.Join(t.TempDir(), "reform.db")}, {"PostgreSQL", pgtest.Database(t)},
	} {
		if only := os.Getenv("DONGHANH_BENCH_ENGINE"); only != "" && only != engine.name {
			continue
		}
		d, err := db.Open(t.Context(), engine.source, day.Fixed(today))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() }) // the database goes with the test
		if err := d.Migrate(t.Context(), migrations.FS); err != nil {
			t.Fatal(err)
		}
		w := load(t, d, s)
		r.engine(engine.name, w)
		w.employ()
		r.section(engine.name+": reorganisations, the ledger's part, rolled back", w.reforms())
		before := w.figures()
		began := time.Now()
		w.twoHundred()
		took := time.Since(began)
		after := w.figures()
		for i := range after {
			after[i].name += fmt.Sprintf(" (before %.2f ms; now %.1f ×)", ms(before[i].p50), float64(after[i].p50)/float64(before[i].p50))
		}
		r.section(fmt.Sprintf("%s: figures after 200 acts, which took %s", engine.name, took.Round(time.Millisecond)), after)
	}
	t.Log("\n" + r.String())
}

// employ gives each of some leaves ten people, for mergers to carry.
func (w *town) employ() {
	w.write(func(tx *db.Tx) error {
		if err := w.l.Place(w.Context(), tx, "above", "", "2021-01-01"); err != nil {
			return err
		}
		var facts []ledger.Fact
		for i := range min(w.leaves, 500) {
			facts = append(facts, ledger.Fact{Measure: "held", Unit: w.leaf(i), Day: "2021-06-01", Quantity: 10})
		}
		return w.l.Post(w.Context(), tx, ledger.Act{Kind: "bench", ID: "held", Recorder: "an"}, facts...)
	})
}

var errRolledBack = errors.New("rolled back")

// tried times an act without its commit: it can be done again.
func (w *town) tried(name string, target float64, act func(tx *db.Tx, i int) error) measurement {
	return w.timed(name, target, func(i int) error {
		err := w.d.Write(w.Context(), func(tx *db.Tx) error {
			if err := act(tx, i); err != nil {
				return err
			}
			return errRolledBack
		})
		if errors.Is(err, errRolledBack) {
			return nil
		}
		return err
	})
}

// reforms is what issue 4 promises, each on a day in the middle of a month.
func (w *town) reforms() []measurement {
	const on = day.Date("2025-07-15")
	half := func(i int) (moves []ledger.Placing) {
		for n, leaf := range w.below(i) {
			if n%2 == 0 {
				moves = append(moves, ledger.Placing{Unit: leaf, Parent: w.ward(i + 1)})
			}
		}
		return moves
	}
	return []measurement{
		w.tried("sáp nhập hai CĐCS khác cấp trên · merge of two leaves of different wards", 10, func(tx *db.Tx, i int) error {
			return w.merge(tx, fmt.Sprint("tried-", i), w.leaf(i), w.leaf(i+1), on)
		}),
		w.tried("bỏ một cấp: mọi xã của một tỉnh lên thẳng · all wards of one superior move up", 100, func(tx *db.Tx, _ int) error {
			_, err := w.l.Rearrange(w.Context(), tx, on, w.abolish()...)
			return err
		}),
		w.tried("tách: nửa số CĐCS của một xã rời đi · half of a ward's leaves leave", 1000, func(tx *db.Tx, i int) error {
			_, err := w.l.Rearrange(w.Context(), tx, on, half(i)...)
			return err
		}),
	}
}

func (w *town) abolish() (moves []ledger.Placing) {
	for i := range w.wards {
		if w.above(i) == w.above(0) {
			moves = append(moves, ledger.Placing{Unit: w.ward(i), Parent: "above"})
		}
	}
	return moves
}

func (w *town) merge(tx *db.Tx, id, a, b string, on day.Date) error {
	if err := w.l.Carry(w.Context(), tx, ledger.Act{Kind: "bench", ID: id, Recorder: "an", Reason: "sáp nhập"}, a, b, on); err != nil {
		return err
	}
	if err := w.l.End(w.Context(), tx, a, on.Add(-1)); err != nil {
		return err
	}
	return w.l.Succeed(w.Context(), tx, a, b, on)
}

// twoHundred is acts all over the five years, three of four in the middle of a
// month: a few leaves move, two merge, a ward moves with all below it.
func (w *town) twoHundred() {
	for i := range min(200, w.leaves) {
		on := day.New(2021+i%5, 1+i/5%12, []int{10, 17, 1, 24}[i/60])
		w.write(func(tx *db.Tx) error {
			if i%4 == 3 {
				return w.merge(tx, fmt.Sprint("merge-", i), w.leaf(i), w.leaf(w.leaves-1-i), max(on, "2021-07-01"))
			}
			moves := []ledger.Placing{{Unit: w.ward(i), Parent: w.above(i + 1)}}
			if i%4 < 2 || w.provinces == 0 {
				moves = nil
				for n, leaf := range w.below(i) {
					if n%8 == 1 && (n*w.wards+i%w.wards)%4 != 3 { // those merge
						moves = append(moves, ledger.Placing{Unit: leaf, Parent: w.ward(i + 7)})
					}
				}
			}
			_, err := w.l.Rearrange(w.Context(), tx, on, moves...)
			return err
		})
	}
	w.exec("ANALYZE")
}

// figures is what must not become slow; a unit that moved is among them.
func (w *town) figures() []measurement {
	wards := make([]string, w.wards)
	for i := range wards {
		wards[i] = w.ward(i)
	}
	ask := func(units []string, n int, p ledger.Period, tree ledger.Tree) func(int) error {
		return func(int) error {
			return w.d.Read(w.Context(), func(tx *db.Tx) error {
				_, err := w.l.Figures(w.Context(), tx, ledger.Query{Units: units, Indicators: w.indicators("I", n), Period: p, Tree: tree})
				return err
			})
		}
	}
	year := ledger.Year(2024)
	return []measurement{
		w.timed("một con số của cấp trên hết, năm, cây lúc đó · one figure of the root, year, then", 0, ask([]string{w.root()}, 1, year, ledger.Then)),
		w.timed("một con số của một xã, năm, cây lúc đó · one figure of a ward, year, then", 0, ask(wards[3:4], 1, year, ledger.Then)),
		w.timed("bảng mọi xã × 10, năm, cây lúc đó · board, all wards × 10, year, then", 0, ask(wards, measures, year, ledger.Then)),
		w.timed("bảng mọi xã × 10, năm, cây hiện nay · board, all wards × 10, year, today", 0, ask(wards, measures, year, ledger.Today)),
	}
}
