package ledger_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// The invariants of rollup.md §4.5 in the form design.md §3 gives them, on both
// engines: eight writers post, correct, withdraw, type levels, found and close
// units; two readers check snapshots meanwhile; then a plain model that has
// seen the same scripts answers the same questions.
//
// Half a million facts fit into CI's half hour. DONGHANH_QUICK makes it small;
// DONGHANH_SOAK=10m makes it a million, goes on with new seeds for so long and
// prints each.
//
// That it can fail was tried by hand (rollup.md §3.5) at the quick size with
// seed 1. On PostgreSQL:
//   - deltas without its sort: 5 deadlocks counted, nothing else;
//   - promote without LockExclusive: verify names dozens of cells, for facts of
//     a post that met the promotion stay in the cells of the old atom.
//
// On SQLite, each red:
//   - promotion leaves the cells in the old atom; cells miss facts of a 31st;
//     Replace posts no reversal (hundreds of lines, from the first snapshot on);
//   - no adjustment for typed levels: 70 lines; the end of a span always rounded
//     to its month: 212; the first edge of a span left out: 27;
//   - a percentage counts units that are not in its denominator: 39; a stock of
//     a unit that ended is read on the period's end: 4.
//
// Counted units and picked facts, on both, with the tests of counts_test.go
// (lines): a sum of 0 is enough 592; "&" read as or 334; membership of not 0
// instead of more 210; a unit need not have lived 272, or must live on the last
// day for what happened 52; the tree of the whole period instead of its last day
// 4 (units that moved); reversed facts picked 192, reversals picked 232; a stock
// ratio of units read over the period 164; sources: one 1 for all units 24, those
// of the whole instead of a part 48, those of other units 24. Beginning with all
// facts instead of few units changes nothing.
func TestFiguresAreTheSumOfFactsWhateverIsPostedAtOnce(t *testing.T) {
	for seed, end := uint64(1), time.Now().Add(soak(t)); ; seed = uint64(time.Now().UnixNano()) {
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) { property(t, d, seed) })
		})
		if t.Failed() || time.Now().After(end) {
			return
		}
	}
}

func soak(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("DONGHANH_SOAK")
	if text == "" {
		return 0
	}
	long, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return long
}

func sizeOf() size {
	switch {
	case os.Getenv("DONGHANH_QUICK") != "":
		return quick
	case os.Getenv("DONGHANH_SOAK") != "":
		return whole
	}
	return half
}

func property(t *testing.T, d *db.DB, seed uint64) {
	p := &prover{T: t, l: rules(t), d: d, dice: dice{seed: ^seed}}
	s := sizeOf()
	p.model, p.order = grow(seed, s)
	p.placeAll()
	p.lap("tree")
	p.write(seed, s)
	p.lap("posts")
	p.deadlocks()
	p.model.index()
	verify(t, p.l, d)
	p.lap("verify")
	p.answers()
	p.lap("answers")
	p.months(s)
	p.sources(s)
	p.lap("months, sources")
	d.Clock.Set(testkit.Today)
	p.withdrawal()
	p.unplaced()
	p.lap("withdrawal")
	p.replay()
	p.lap("replay")
}

// prover is one run on one database.
type prover struct {
	*testing.T
	l     *ledger.Ledger
	d     *db.DB
	model *model
	order []string // units, parents first
	dice  dice
	since time.Time
}

func (p *prover) lap(what string) {
	if !p.since.IsZero() {
		p.Logf("%s: %s", what, time.Since(p.since).Round(time.Millisecond))
	}
	p.since = time.Now()
}

func (p *prover) placeAll() {
	p.since = time.Now()
	testkit.Write(p, p.d, func(tx *db.Tx) error {
		for _, u := range p.order {
			if err := p.l.Place(p.Context(), tx, u, p.model.units[u].parent, p.model.units[u].from); err != nil {
				return err
			}
		}
		return nil
	})
}

// write runs all scripts at once, with two readers beside them.
func (p *prover) write(seed uint64, s size) {
	var posting, reading sync.WaitGroup
	var done atomic.Bool
	for r := range 2 {
		reading.Go(func() { p.read(seed+uint64(r), &done) })
	}
	scripts := make([]*script, writers)
	for w := range scripts {
		scripts[w] = newScript(seed, w, p.order)
		posting.Go(func() { p.play(scripts[w], s) })
	}
	posting.Wait()
	done.Store(true)
	reading.Wait()
	rows, posts := 0, 0
	for _, w := range scripts {
		p.model.merge(w.model)
		p.order = append(p.order, w.own...)
		rows, posts = rows+w.rows, posts+w.posts
	}
	p.Logf("%d facts in %d posts", rows, posts)
	if rows < s.facts || posts < s.posts {
		p.Errorf("only %d facts in %d posts", rows, posts)
	}
}

func (p *prover) play(s *script, all size) {
	for s.rows < all.facts/writers || s.posts < all.posts/writers {
		if err := s.run(p.Context(), p.l, p.d); err != nil {
			p.Errorf("writer %d, post %d: %v", s.writer, s.posts, err)
			return
		}
	}
}

// read checks one snapshot after another; it rests four fifths of the time and
// more, for the machine is the writers'.
func (p *prover) read(seed uint64, done *atomic.Bool) {
	dice, snapshots := dice{seed: seed}, 0
	for !done.Load() && !p.Failed() {
		began := time.Now()
		err := p.d.Read(p.Context(), func(tx *db.Tx) error {
			if dice.oneIn(4) {
				return p.cellsAreFacts(tx)
			}
			return p.figureIsSum(tx, &dice)
		})
		if err != nil {
			p.Error(err)
		}
		snapshots++
		time.Sleep(50*time.Millisecond + 4*time.Since(began))
	}
	p.Logf("%d snapshots read", snapshots)
}

// cellsAreFacts is invariant 1: Σ cell = Σ fact, for every series.
func (p *prover) cellsAreFacts(tx *db.Tx) error {
	cells, err := bySeries(p.Context(), tx, `SELECT series, CAST(SUM(m1 + m2 + m3 + m4 + m5 + m6 + m7 + m8 + m9 + m10 + m11 + m12) AS BIGINT) FROM ledger_cell GROUP BY series`)
	if err != nil {
		return err
	}
	facts, err := bySeries(p.Context(), tx, `SELECT series, CAST(SUM(quantity) AS BIGINT) FROM ledger_fact GROUP BY series`)
	if diff := cmp.Diff(facts, cells); diff != "" {
		p.Errorf("in one snapshot (-facts +cells):\n%s", diff)
	}
	return err
}

func bySeries(ctx context.Context, tx *db.Tx, query string) (map[int64]int64, error) {
	out := map[int64]int64{}
	err := tx.Each(ctx, query, nil, func(scan func(...any) error) error {
		var s, n int64
		err := scan(&s, &n)
		out[s] = n
		return err
	})
	return out, err
}

// figureIsSum compares a figure with the sum of the facts below its unit, found
// by walking down the tree, in the same snapshot.
func (p *prover) figureIsSum(tx *db.Tx, dice *dice) error {
	unit, code := p.order[dice.n(min(len(p.order), 300))], pick(dice, []string{"JOINED", "MONEY", "TALKS", "NET", "FUND"})
	q := ledger.Query{Units: []string{unit}, Period: p.period(dice), Tree: ledger.Then, Indicators: []*ledger.Indicator{p.indicator(code)}}
	f, err := p.l.Figures(p.Context(), tx, q)
	if err != nil || f[0].Value == nil {
		return err
	}
	from, args := q.Period.From, []any{unit, day.Min(q.Period.To, tx.Today())}
	if meanings[code].stock {
		from = day.Opening
		_, last, err := p.l.Life(p.Context(), tx, unit)
		if err != nil {
			return err
		}
		args[1] = day.Min(args[1].(day.Date), last)
	}
	for s, factor := range meanings[code].of[0] {
		if factor == 1 {
			args = append(args, seriesID(allSeries[s]))
		}
	}
	var sum int64
	if err := tx.Get(p.Context(), &sum, `
		WITH RECURSIVE below (unit) AS (
			SELECT CAST($1 AS TEXT) UNION ALL SELECT c.unit FROM ledger_place c JOIN below b ON c.parent = b.unit)
		SELECT CAST(COALESCE(SUM(f.quantity), 0) AS BIGINT) FROM below b JOIN ledger_fact f ON f.unit = b.unit
		WHERE f.day >= '`+string(from)+`' AND f.day <= $2 AND f.series IN (`+db.In(3, len(args)-2)+`)`, args...); err != nil {
		return err
	}
	if sum != f[0].Numerator {
		p.Errorf("%s of %s in %s is %d, its facts in the same snapshot say %d", code, unit, q.Period.Text, f[0].Numerator, sum)
	}
	return nil
}

// deadlocks looks whether writers had to be run again.
func (p *prover) deadlocks() {
	if p.d.Dialect != db.Postgres {
		return
	}
	time.Sleep(1100 * time.Millisecond) // sessions report once a second
	testkit.Read(p, p.d, func(tx *db.Tx) error {
		var n int
		err := tx.Get(p.Context(), &n, `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`)
		if n > 0 {
			p.Errorf("%d deadlocks", n)
		}
		return err
	})
}
