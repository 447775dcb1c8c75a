package ledger_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// Invariants 4, 7, 8 and 9 of rollup.md §4.5 with a tree that changes: eight
// writers post, correct, type levels and found units while one reorganiser moves
// leaves and middle units with all below them, several a month, ahead and late,
// merges units, abolishes middle ones and takes all sorts of acts back. Two
// readers work out figures of their snapshot from its places and facts. Then the
// model that has seen the same answers the same questions.
//
// That it can fail was tried by hand with seed 1 (errors, at the quick size unless
// said). On PostgreSQL: Rearrange without its lock 116 and 9 deadlocks at the whole
// size, at the quick one now and then; book without its own 101; deltas without
// its sort, a deadlock. On SQLite: a split that leaves cells behind 128; a month
// counted although a place begins in it 8; the days before the first whole month
// of a place left out 5, those after the last 4; both counted where it is one
// month 1; all last days taken for ends of months 5; leaves that part kept in one
// atom 32; an heir for all days instead of from one on 120. Not seen: End without
// its lock, Place and Carry without theirs, for here nobody ends, founds and takes
// out of the tree at once.
func TestFiguresAreTheSumOfFactsInWhateverTreeWhileItIsRearranged(t *testing.T) {
	for seed, end := uint64(1), time.Now().Add(soak(t)); ; seed = uint64(time.Now().UnixNano()) {
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) { reforms(t, d, seed) })
		})
		if t.Failed() || time.Now().After(end) {
			return
		}
	}
}

// sizes of a run with moves, and how many acts its reorganiser does at least.
var (
	wholeReform = size{100_000, 2_000, 60, 600}
	quickReform = size{8_000, 200, 20, 120}
)

func reforms(t *testing.T, d *db.DB, seed uint64) {
	p := &prover{T: t, l: rules(t), d: d, dice: dice{seed: ^seed}}
	s := quickReform
	if sizeOf() == whole {
		s = wholeReform
	}
	p.model, p.order = grow(seed, s)
	p.placeAll()
	p.lap("tree")
	r := &reorganiser{prover: p, dice: dice{seed: seed ^ 77}, model: newModel(), shared: p.order, count: map[string]int{}, posted: map[string]merger{}}
	maps.Copy(r.model.units, p.model.units)
	p.rearranged(r, seed, s)
	p.lap("posts and acts")
	p.deadlocks()
	p.model.merge(r.model)
	p.model.index()
	verify(t, p.l, d)
	p.lap("verify")
	p.answers()
	p.lap("answers")
	p.months(s)
	p.sources(s)
	p.lap("months, sources")
	p.children()
	p.lap("children")
	p.shares()
	p.changes()
	p.lap("shares, changes of stocks")
}

// rearranged runs the writers, the readers and the reorganiser at once.
func (p *prover) rearranged(r *reorganiser, seed uint64, s size) {
	var posting, others sync.WaitGroup
	var written, done atomic.Bool
	for i := range 2 {
		others.Go(func() { p.readTrees(seed+uint64(i), &done) })
	}
	scripts := make([]*script, writers)
	for w := range scripts {
		scripts[w] = newScript(seed, w, p.order)
		scripts[w].lasting = true
		posting.Go(func() { p.play(scripts[w], s) })
	}
	var acting sync.WaitGroup
	acting.Go(func() { r.run(&written, 200, 400) })
	posting.Wait()
	written.Store(true)
	acting.Wait()
	done.Store(true)
	others.Wait()
	for _, w := range scripts {
		p.model.merge(w.model)
		p.order = append(p.order, w.own...)
	}
}

// reorganiser does acts one after the other and keeps in its model those that
// were not refused.
type reorganiser struct {
	*prover
	dice   dice
	model  *model
	shared []string
	done   [][]ledger.Moved  // moves that may be taken back
	posted map[string]merger // by the unit that was merged
	count  map[string]int    // acts by name
	acts   int
}

type merger struct{ act ledger.Act }

// deed is an act: what is written, and what the model makes of it afterwards.
type deed struct {
	name  string
	write func(ctx context.Context, tx *db.Tx) error
	then  func()
}

// run acts as long as the writers write; the model is slow where much has moved.
func (r *reorganiser) run(written *atomic.Bool, least, most int) {
	for (!written.Load() || r.acts < least) && r.acts < most && !r.Failed() {
		d := r.next()
		r.acts++
		err := r.d.Write(r.Context(), func(tx *db.Tx) error { return d.write(r.Context(), tx) })
		switch {
		case err == nil:
			d.then()
			r.count[d.name]++
		case errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound):
			r.count[d.name+", refused"]++
		default:
			r.Errorf("%s: %v", d.name, err)
		}
		time.Sleep(2 * time.Millisecond) // the writers want to get on
	}
	r.Logf("%v", r.count)
	for _, name := range []string{"leaves", "hop", "middle", "undo", "merge", "unmerge", "abolish", "end"} {
		if r.count[name] == 0 {
			r.Errorf("nothing came of %s: %v", name, r.count)
		}
	}
}

func (r *reorganiser) next() deed {
	switch n := r.dice.n(24); {
	case n < 8:
		return r.leaves()
	case n > 19:
		return r.hop()
	case n < 11:
		return r.middle()
	case n < 14:
		return r.undo()
	case n < 16:
		return r.merge()
	case n < 17:
		return r.unmerge()
	case n < 18:
		return r.abolish()
	}
	return r.end()
}

// day is any, the first of a month, or one in a month in which something moved.
func (r *reorganiser) day() day.Date {
	d := pick(&r.dice, calendar)
	switch {
	case r.dice.oneIn(4):
		return d.FirstOfMonth()
	case r.dice.oneIn(2) && len(r.done) > 0:
		near := pick(&r.dice, r.done)[0].From
		return near.FirstOfMonth().Add(r.dice.n(28))
	}
	return d
}

// below is a unit under which others may stand for ever.
func (r *reorganiser) superior() string {
	for {
		u := r.shared[r.dice.n(1+r.dice.n(len(r.shared)))] // the first, middle ones, more often
		if !ends(u) {
			return u
		}
	}
}

func (r *reorganiser) any(prefix string) string {
	for {
		if u := pick(&r.dice, r.shared); strings.HasPrefix(u, prefix) {
			return u
		}
	}
}

func (r *reorganiser) leaves() deed {
	from, to, other := r.day(), r.superior(), r.superior()
	moves := []ledger.Placing{{Unit: r.any("leaf"), Parent: to}}
	if r.dice.oneIn(4) { // of those the writers found
		moves[0].Unit = fmt.Sprintf("new-%d-%d", r.dice.n(writers), r.dice.n(5))
	}
	if r.dice.oneIn(3) && len(r.done) > 0 { // the same once more in the same month, or late
		again := pick(&r.dice, r.done)[0]
		if moves[0].Unit = again.Unit; r.dice.oneIn(2) {
			from = again.From.FirstOfMonth().Add(r.dice.n(28))
		}
	}
	if siblings := r.childrenOn(r.model.parentOf(moves[0].Unit, from), from); r.dice.oneIn(2) {
		for _, s := range siblings[:r.dice.n(1+len(siblings))] {
			if s != moves[0].Unit {
				moves = append(moves, ledger.Placing{Unit: s, Parent: pick(&r.dice, []string{to, other})})
			}
		}
	}
	return r.rearrange("leaves", from, moves)
}

// hop moves one unit twice in a month.
func (r *reorganiser) hop() deed {
	first := r.day().FirstOfMonth().Add(r.dice.n(10))
	a := []ledger.Placing{{Unit: r.any("leaf"), Parent: r.superior()}}
	b := []ledger.Placing{{Unit: a[0].Unit, Parent: r.superior()}}
	var there, on []ledger.Moved
	return deed{"hop", func(ctx context.Context, tx *db.Tx) (err error) {
		if there, err = r.l.Rearrange(ctx, tx, first, a...); err != nil {
			return err
		}
		on, err = r.l.Rearrange(ctx, tx, first.Add(1+r.acts%17), b...)
		return err
	}, func() {
		r.moved(there, a)
		r.moved(on, b)
	}}
}

func (r *reorganiser) middle() deed {
	return r.rearrange("middle", r.day(), []ledger.Placing{{Unit: r.any("mid"), Parent: r.superior()}})
}
