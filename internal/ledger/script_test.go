package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// dice are throws that depend on the seed alone: the i-th is splitmix64 of
// (seed, i) (rollup.md §4.6).
type dice struct{ seed, i uint64 }

func (d *dice) next() uint64 {
	d.i++
	z := d.seed + d.i*0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

func (d *dice) n(n int) int            { return int(d.next() % uint64(n)) }
func (d *dice) in(least, most int) int { return least + d.n(most-least+1) }
func (d *dice) oneIn(n int) bool       { return d.n(n) == 0 }
func pick[T any](d *dice, s []T) T     { return s[d.n(len(s))] }

// firstDay and lastDay bound the days    of facts; tests live on 25/12/2023, so a
// part of them lies ahead.
const (
	firstDay day.Date = "2019-01-01"
	days              = 366*3 + 365*3 - 275 // to spring 2024
)

var calendar = func() (out []day.Date) {
	for i := range days {
		out = append(out, firstDay.Add(i))
	}
	return out
}()

// size of a run: how many facts its writers book, in how many posts at least.
type size struct{ facts, posts, middles, leaves int }

var (
	whole = size{1_000_000, 20_000, 126, 1_800}
	half  = size{500_000, 20_000, 126, 1_800}
	quick = size{20_000, 400, 30, 300}
)

const writers = 8

// grow makes an uneven tree: middle units up to many levels deep, leaves under
// units of every depth, the root included.
func grow(seed uint64, s size) (m *model, order []string) {
	d, m := &dice{seed: seed}, newModel()
	add := func(id, parent string, from day.Date) {
		m.place(id, parent, from)
		order = append(order, id)
	}
	add("root", "", firstDay)
	for i := range s.middles {
		add(fmt.Sprintf("mid-%d", i), order[d.n(min(len(order), 1+i/2))], firstDay)
	}
	middles := slices.Clone(order)
	for i := range s.leaves {
		add(fmt.Sprintf("leaf-%d", i), middles[d.n(1+d.n(len(middles)))], pick(d, calendar[:days/2]))
	}
	return m, order
}

// script is what one writer does: a pure function of the seed. What it does to
// units and levels no other writer touches, so the outcome of all scripts is
// the same in whatever order they meet.
type script struct {
	writer  int
	dice    dice
	shared  []string // units everybody posts to
	own     []string // units it has founded
	acts    []string // acts it may correct
	typed   []ledger.Fact
	by      []string // the acts of typed
	model   *model   // what must come of it
	lasting bool     // the units it shares are ended by another
	rows    int      // booked so far
	posts   int
}

func newScript(seed uint64, writer int, shared []string) *script {
	return &script{writer: writer, dice: dice{seed: seed ^ uint64(writer+1)<<56}, shared: shared, model: newModel()}
}

// step is one transaction.
type step func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error

func (s *script) next() step {
	s.posts++
	switch d := &s.dice; {
	case d.oneIn(100):
		return s.found()
	case !s.lasting && d.oneIn(30):
		return s.end()
	case d.oneIn(50):
		return s.typeLevel()
	case d.oneIn(200) && len(s.typed) > 0:
		return s.untype()
	case s.posts > 20 && d.n(10) < 4:
		return s.correct()
	}
	return s.post()
}

// found makes a unit; every other time under a unit that has no children.
func (s *script) found() step {
	parent := pick(&s.dice, s.shared)
	for ends(parent) {
		parent = pick(&s.dice, s.shared)
	}
	if len(s.own) > 0 && s.dice.oneIn(3) {
		parent = pick(&s.dice, s.own)
	}
	id, from := fmt.Sprintf("new-%d-%d", s.writer, len(s.own)), pick(&s.dice, calendar)
	s.own = append(s.own, id)
	s.model.place(id, parent, from)
	return func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error {
		return l.Place(ctx, tx, id, parent, from)
	}
}

// ends tells the middle units and leaves that may end from those under which
// others may be founded: nobody stands under one that has ended.
func ends(unit string) bool {
	_, number, _ := strings.Cut(unit, "-")
	n, err := strconv.Atoi(number)
	return err == nil && n%3 == 0
}

// end closes a unit, or opens one again that was closed.
func (s *script) end() step {
	unit, last := "", calendar[days/2+s.dice.n(days/2)]
	for !strings.HasPrefix(unit, "leaf") || !ends(unit) {
		unit = s.shared[s.writer+writers*s.dice.n(len(s.shared)/writers)]
	}
	if _, closed := s.model.ends[unit]; closed {
		last = day.Never
	}
	s.model.ends[unit] = last
	return func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error {
		if last == day.Never {
			return l.Reopen(ctx, tx, unit)
		}
		return l.End(ctx, tx, unit, last)
	}
}

func (s *script) typeLevel() step {
	id, on := s.id(), calendar[s.writer+writers*s.dice.n(days/writers)] // a day of its own
	var facts []ledger.Fact
	for _, unit := range s.units(s.dice.in(1, 5)) {
		for _, series := range []string{"worker", "member{kind=base}"} {
			f := fact(series, unit, on, int64(s.dice.n(500)))
			facts = append(facts, f)
			s.model.levels[typed{unit, series, on}] = f.Quantity
			s.typed, s.by = append(s.typed, f), append(s.by, id)
		}
	}
	s.rows += len(facts)
	return func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error {
		return l.Level(ctx, tx, s.act(id), facts...)
	}
}

func (s *script) untype() step {
	i := s.dice.n(len(s.typed))
	f, id := s.typed[i], s.by[i]
	s.typed, s.by = slices.Delete(s.typed, i, i+1), slices.Delete(s.by, i, i+1)
	delete(s.model.levels, typed{f.Unit, keyOf(f), f.Day})
	return func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error { return l.Unlevel(ctx, tx, s.act(id), f) }
}

// correct withdraws an earlier act or replaces what it says.
func (s *script) correct() step {
	if len(s.acts) == 0 {
		return s.post()
	}
	id := pick(&s.dice, s.acts)
	old := s.model.acts[id]
	var facts []ledger.Fact
	if !s.dice.oneIn(2) {
		facts = s.facts(max(1, len(old)))
	}
	s.model.acts[id] = facts
	s.rows += len(old) + len(facts)
	return func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error {
		return l.Replace(ctx, tx, s.act(id), facts...)
	}
}

func (s *script) post() step {
	id, facts := s.id(), s.facts(s.many())
	s.acts = append(s.acts, id)
	s.model.acts[id] = facts
	s.rows += len(facts)
	return func(ctx context.Context, l *ledger.Ledger, tx *db.Tx) error {
		return l.Post(ctx, tx, s.act(id), facts...)
	}
}

func (s *script) id() string { return fmt.Sprintf("w%d-%d", s.writer, s.posts) }

func (s *script) act(id string) ledger.Act {
	return ledger.Act{Kind: "script", ID: id, Recorder: "an", Reason: "test"}
}

// many is how many facts a post has: most have few, some 1,000, 43 on average.
func (s *script) many() int {
	switch n := s.dice.n(100); {
	case n < 35:
		return 1
	case n < 75:
		return s.dice.in(2, 20)
	case n < 95:
		return s.dice.in(20, 100)
	}
	return s.dice.in(100, 1000)
}

func (s *script) units(n int) []string {
	seen := map[string]bool{}
	var out []string
	for range n {
		u := pick(&s.dice, s.shared)
		if len(s.own) > 0 && s.dice.oneIn(8) {
			u = pick(&s.dice, s.own)
		}
		if !seen[u] {
			seen[u], out = true, append(out, u)
		}
	}
	return out
}

// facts makes n facts, as a report of some units over some months would.
func (s *script) facts(n int) []ledger.Fact {
	d, units := &s.dice, s.units(1+n/20)
	month := d.n(days - 90)
	out := make([]ledger.Fact, 0, n)
	for len(out) < n {
		unit, on := pick(d, units), calendar[month+d.n(90)]
		series := allSeries[d.n(1+d.n(len(allSeries)))] // the first ones more often
		if d.oneIn(50) && (series == "worker" || series == "money") {
			on = day.Opening
		}
		switch k := int64(d.in(1, 40)); series {
		case "joined.women": // whoever counts above counts below as well
			if len(out)+2 <= n {
				out = append(out, fact("joined", unit, on, k), fact(series, unit, on, int64(d.in(1, int(k)))))
			}
		case "money":
			out = append(out, fact(series, unit, on, s.dong()))
		case "worker", "member{kind=base}", "member{kind=other}":
			out = append(out, fact(series, unit, on, k-15+k%2)) // never 0: 15 is odd
		default:
			out = append(out, fact(series, unit, on, k))
		}
	}
	return out
}

// dong is an amount of 100,000 to 10^12, rarely the largest there is.
func (s *script) dong() int64 {
	if s.dice.oneIn(5000) {
		return ledger.MaxQuantity
	}
	return int64(s.dice.in(1, 9999)) * pick(&s.dice, []int64{100_000, 1_000_000, 100_000_000})
}

// run does a step, and now and then once more: that must be a conflict.
func (s *script) run(ctx context.Context, l *ledger.Ledger, d *db.DB) error {
	posted := len(s.acts)
	do := s.next()
	if err := d.Write(ctx, func(tx *db.Tx) error { return do(ctx, l, tx) }); err != nil {
		return err
	}
	if len(s.acts) == posted || !s.dice.oneIn(100) {
		return nil
	}
	err := d.Write(ctx, func(tx *db.Tx) error { return do(ctx, l, tx) })
	if !errs.Is(err, errs.Conflict) {
		return fmt.Errorf("posted a second time: %w", err)
	}
	return nil
}
