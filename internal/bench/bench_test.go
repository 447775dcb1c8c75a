// Package bench measures the ledger at the size of a city: 10,000 grassroots
// unions under 126 middle units, a million facts of five years, beside a plain
// recursive sum with covering indexes made for it.
//
//	DONGHANH_BENCH=1 go test ./internal/bench -run TestBench -count=1 -v -timeout 60m
//
// prints the tables and writes docs/benchmarks.md. Without DONGHANH_BENCH a
// tiny city is measured and nothing written, so that the bench cannot rot.
package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit/pgtest"
	"donghanh/migrations"
)

// size of the city, and how long things are measured.
type size struct {
	provinces            int // between the root and the wards; 0: none
	wards, leaves, facts int
	reads, writes        time.Duration // of one measurement
	users                int           // who look at pages
	looking              time.Duration // how long
}

var (
	city    = size{wards: 126, leaves: 10_000, facts: 1_000_000, reads: 5 * time.Second, writes: 4 * time.Second, users: 50, looking: 30 * time.Second}
	hamlet  = size{wards: 6, leaves: 60, facts: 3_000, reads: 20 * time.Millisecond, writes: 20 * time.Millisecond, users: 4, looking: 2 * time.Second}
	today   = day.Date("2025-12-31")
	results = filepath.Join("..", "..", "docs", "benchmarks.md")
)

func TestBench(t *testing.T) {
	s, whole := hamlet, os.Getenv("DONGHANH_BENCH") != ""
	if whole {
		s = city
	}
	r := newReport(s)
	for _, engine := range []struct{ name, source, demo, office, desk, acts string }{
		{"SQLite", filepath.Join(t.TempDir(), "bench.db"), filepath.Join(t.TempDir(), "demo.db"), filepath.Join(t.TempDir(), "office.db"), filepath.Join(t.TempDir(), "desk.db"), filepath.Join(t.TempDir(), "acts.db")},
		{"PostgreSQL", pgtest.Database(t), pgtest.Database(t), pgtest.Database(t), pgtest.Database(t), pgtest.Database(t)},
	} {
		t.Run(engine.name, func(t *testing.T) {
			measure(t, r, s, engine.name, engine.source)
			lists, export := activities(t, s, engine.office)
			r.section(fmt.Sprintf("%s: %d records of work, %d units; baseline: OFFSET, the scope asked of each row", engine.name, s.facts/10, min(officeUnits, s.leaves)), lists)
			r.section(engine.name+": export; baseline: a bare loop over the rows", export)
			r.section(fmt.Sprintf("%s: the report of a city with %d middle units, %d facts", engine.name, s.wards, s.facts/10), papers(t, s, engine.desk))
			r.section(engine.name+": whole acts", acts(t, s, engine.acts))
			r.section(fmt.Sprintf("%s: pages of the demo, %d users, one page a second each", engine.name, s.users), pages(t, engine.demo, s))
		})
	}
	t.Log("\n" + r.String())
	if whole && !t.Failed() {
		if err := os.WriteFile(results, []byte(r.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// measure fills a database and takes all measurements on it. Reads come before
// the baseline's indexes, writes last of all: neither must help or hurt the other.
func measure(t *testing.T, r *report, s size, name, source string) {
	d, err := db.Open(t.Context(), source, day.Fixed(today))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // the database goes with the test
	if err := d.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	w := load(t, d, s)
	r.engine(name, w)
	reads := w.reads()
	reads = w.beside(reads, w.naive())
	r.section(name+": reading", reads)
	r.section(name+": writing", w.writes())
	r.memory(name, w)
}
