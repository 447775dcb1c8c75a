package ledger_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// withdrawal is invariant 6: an act that is posted, corrected and withdrawn
// leaves every cell and every level as it was.
func (p *prover) withdrawal() {
	s := newScript(p.dice.next(), writers, p.order)
	before := cells(p, p.d)
	for i := range 20 {
		act := ledger.Act{Kind: "withdrawn", ID: fmt.Sprint(i), Recorder: "an", Reason: "test"}
		testkit.Write(p, p.d, func(tx *db.Tx) error { return p.l.Post(p.Context(), tx, act, s.facts(s.many())...) })
		testkit.Write(p, p.d, func(tx *db.Tx) error { return p.l.Replace(p.Context(), tx, act, s.facts(s.many())...) })
		testkit.Write(p, p.d, func(tx *db.Tx) error { return p.l.Replace(p.Context(), tx, act) })
	}
	if diff := cmp.Diff(before, cells(p, p.d)); diff != "" {
		p.Errorf("cells (-before +after):\n%.2000s", diff)
	}
	verify(p.T, p.l, p.d)
}

// unplaced is invariant 13.
func (p *prover) unplaced() {
	before := cells(p, p.d)
	err := p.d.Write(p.Context(), func(tx *db.Tx) error {
		return p.l.Post(p.Context(), tx, act("nowhere"), fact("joined", "root", "2023-01-01", 1), fact("joined", "nowhere", "2023-01-01", 1))
	})
	if !errs.Is(err, errs.NotFound) {
		p.Errorf("a fact of a unit without a place: %v", err)
	}
	if diff := cmp.Diff(before, cells(p, p.d)); diff != "" {
		p.Errorf("it left something:\n%s", diff)
	}
}

// replay is invariant 11: the facts in any order give the same cells. At the
// whole size it takes the facts of every fourth atom, for time's sake.
func (p *prover) replay() {
	fresh := *p
	fresh.d = testkit.SQLite(p)
	if p.d.Dialect == db.Postgres {
		fresh.d = testkit.Postgres(p)
	}
	fresh.placeAll()
	every := uint64(1)
	if sizeOf() == whole {
		every = 4
	}
	kept := func(atom string) bool { return uint64(seriesID(atom))%every == 0 }
	facts := rawFacts(p, p.d, kept)
	for i := range facts {
		j := i + p.dice.n(len(facts)-i)
		facts[i], facts[j] = facts[j], facts[i]
	}
	batches := slices.Collect(slices.Chunk(facts, 25_000))
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := w; i < len(batches); i += 2 {
				act := ledger.Act{Kind: "replay", ID: fmt.Sprint(i), Recorder: "an"}
				if err := fresh.d.Write(p.Context(), func(tx *db.Tx) error { return p.l.Post(p.Context(), tx, act, batches[i]...) }); err != nil {
					p.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(facts) == 0 {
		p.Error("nothing to replay")
	}
	first := cells(p, p.d)
	maps.DeleteFunc(first, func(k cellKey, _ [12]int64) bool { return !kept(k.Atom) })
	if diff := cmp.Diff(first, cells(p, fresh.d)); diff != "" {
		p.Errorf("cells of %d replayed facts (-first +replayed):\n%.2000s", len(facts), diff)
	}
}

func rawFacts(t testing.TB, d *db.DB, kept func(atom string) bool) (out []ledger.Fact) {
	t.Helper()
	byID := map[int64]string{}
	for _, s := range allSeries {
		byID[seriesID(s)] = s
	}
	testkit.Read(t, d, func(tx *db.Tx) error {
		return tx.Each(t.Context(), `SELECT f.series, f.unit, f.day, f.quantity, l.atom FROM ledger_fact f JOIN ledger_leaf l ON l.unit = f.unit ORDER BY f.id`, nil, func(scan func(...any) error) error {
			var f ledger.Fact
			var s int64
			var atom string
			err := scan(&s, &f.Unit, &f.Day, &f.Quantity, &atom)
			if kept(atom) {
				out = append(out, fact(byID[s], f.Unit, f.Day, f.Quantity))
			}
			return err
		})
	})
	return out
}

type cellKey struct {
	Series int64
	Atom   string
	Year   int
}

// cells is the whole table, without rows that hold nothing.
func cells(t testing.TB, d *db.DB) map[cellKey][12]int64 {
	t.Helper()
	out := map[cellKey][12]int64{}
	testkit.Read(t, d, func(tx *db.Tx) error {
		return tx.Each(t.Context(), `SELECT series, atom, year, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12 FROM ledger_cell`, nil, func(scan func(...any) error) error {
			var k cellKey
			var m [12]int64
			err := scan(&k.Series, &k.Atom, &k.Year, &m[0], &m[1], &m[2], &m[3], &m[4], &m[5], &m[6], &m[7], &m[8], &m[9], &m[10], &m[11])
			if m != [12]int64{} {
				out[k] = m
			}
			return err
		})
	})
	return out
}
