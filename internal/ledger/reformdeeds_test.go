package ledger_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func (r *reorganiser) rearrange(name string, from day.Date, moves []ledger.Placing) deed {
	var moved []ledger.Moved
	return deed{name, func(ctx context.Context, tx *db.Tx) (err error) {
		moved, err = r.l.Rearrange(ctx, tx, from, moves...)
		return err
	}, func() { r.moved(moved, moves) }}
}

func (r *reorganiser) moved(moved []ledger.Moved, moves []ledger.Placing) {
	r.done = append(r.done, moved)
	for i, m := range moved {
		r.model.moves[m.Unit] = append(r.model.moves[m.Unit], stay{m.From, moves[i].Parent})
	}
}

func (r *reorganiser) undo() deed {
	if len(r.done) == 0 {
		return r.leaves()
	}
	i := r.dice.n(len(r.done))
	moved := r.done[i]
	return deed{"undo", func(ctx context.Context, tx *db.Tx) error { return r.l.Unmove(ctx, tx, moved) }, func() {
		r.done = slices.Delete(r.done, i, i+1)
		for _, m := range moved {
			r.model.moves[m.Unit] = slices.DeleteFunc(r.model.moves[m.Unit], func(s stay) bool { return s.from == m.From })
		}
	}}
}

// merge merges a leaf into another: stocks, end and heir.
func (r *reorganiser) merge() deed {
	a, b, on := r.mortal("leaf"), r.superior(), r.day()
	act := ledger.Act{Kind: "merger", ID: fmt.Sprintf("merge-%d", r.acts), Recorder: "an", Reason: "sáp nhập"}
	from := on.Add(r.dice.n(2) * r.dice.n(60))
	var carried []ledger.Fact
	return deed{"merge", func(ctx context.Context, tx *db.Tx) (err error) {
		if err := r.l.Carry(ctx, tx, act, a, b, on); err != nil {
			return err
		}
		if err := r.l.End(ctx, tx, a, on.Add(-1)); err != nil {
			return err
		}
		if err := r.l.Succeed(ctx, tx, a, b, from); err != nil {
			return err
		}
		carried, err = factsOfAct(ctx, tx, act.ID)
		return err
	}, func() {
		r.model.ends[a], r.model.heirs[a], r.model.acts[act.ID] = on.Add(-1), stay{from, b}, carried
		r.posted[a] = merger{act}
	}}
}

// mortal is a unit that may end and that lives by now.
func (r *reorganiser) mortal(prefix string) string {
	for {
		u := r.any(prefix)
		if last, ended := r.model.ends[u]; ends(u) && (!ended || last == day.Never) {
			return u
		}
	}
}

func (r *reorganiser) unmerge() deed {
	if len(r.posted) == 0 {
		return r.merge()
	}
	a := pick(&r.dice, slices.Sorted(maps.Keys(r.posted)))
	act := r.posted[a].act
	return deed{"unmerge", func(ctx context.Context, tx *db.Tx) error {
		if err := r.l.Disown(ctx, tx, a); err != nil {
			return err
		}
		if err := r.l.Replace(ctx, tx, act); err != nil {
			return err
		}
		return r.l.Reopen(ctx, tx, a)
	}, func() {
		delete(r.posted, a)
		delete(r.model.heirs, a)
		delete(r.model.acts, act.ID)
		r.model.ends[a] = day.Never
	}}
}

// abolish moves all below a middle unit elsewhere, ends it, and every other time
// names an heir.
func (r *reorganiser) abolish() deed {
	x, to, from := r.mortal("mid"), r.superior(), r.day()
	var moves []ledger.Placing
	for _, u := range r.childrenOn(x, from) {
		moves = append(moves, ledger.Placing{Unit: u, Parent: to})
	}
	heir := r.dice.oneIn(2)
	var moved []ledger.Moved
	return deed{"abolish", func(ctx context.Context, tx *db.Tx) (err error) {
		if moved, err = r.l.Rearrange(ctx, tx, from, moves...); err != nil {
			return err
		}
		if err := r.l.End(ctx, tx, x, from.Add(-1)); err != nil || !heir {
			return err
		}
		return r.l.Succeed(ctx, tx, x, to, from)
	}, func() {
		r.moved(moved, moves)
		if len(moved) == 0 {
			r.done = r.done[:len(r.done)-1]
		}
		if r.model.ends[x] = from.Add(-1); heir {
			r.model.heirs[x] = stay{from, to}
		}
	}}
}

// end closes a leaf that has no heir, or opens it again.
func (r *reorganiser) end() deed {
	a, last := "", r.day()
	for !ends(a) {
		a = r.any("leaf")
	}
	if was, ended := r.model.ends[a]; ended && was != day.Never {
		return deed{"reopen", func(ctx context.Context, tx *db.Tx) error { return r.l.Reopen(ctx, tx, a) }, func() { r.model.ends[a] = day.Never }}
	}
	return deed{"end", func(ctx context.Context, tx *db.Tx) error { return r.l.End(ctx, tx, a, last) }, func() { r.model.ends[a] = last }}
}

// parentOf is parentOn of a unit that may not be known.
func (m *model) parentOf(id string, on day.Date) string {
	if m.units[id] == nil {
		return ""
	}
	return m.parentOn(id, on)
}

// childrenOn are the shared units that live under one on a day.
func (r *reorganiser) childrenOn(parent string, on day.Date) (out []string) {
	for _, u := range r.shared {
		last, ended := r.model.ends[u]
		if r.model.units[u].from <= on && (!ended || on <= last) && parent != "" && r.model.parentOn(u, on) == parent {
			out = append(out, u)
		}
	}
	return out
}

func factsOfAct(ctx context.Context, tx *db.Tx, id string) (out []ledger.Fact, err error) {
	byID := map[int64]string{}
	for _, s := range allSeries {
		byID[seriesID(s)] = s
	}
	err = tx.Each(ctx, `SELECT series, unit, day, quantity FROM ledger_fact WHERE source_id = $1 AND id NOT LIKE '%/L'`, []any{id}, func(scan func(...any) error) error {
		var s, n int64
		var unit string
		var on day.Date
		err := scan(&s, &unit, &on, &n)
		out = append(out, fact(byID[s], unit, on, n))
		return err
	})
	return out, err
}

// readTrees checks figures of one snapshot after another against the places and
// facts in it.
func (p *prover) readTrees(seed uint64, done *atomic.Bool) {
	dice, snapshots, compared := dice{seed: seed}, 0, 0
	for !done.Load() && !p.Failed() {
		began := time.Now()
		err := p.d.Read(p.Context(), func(tx *db.Tx) error {
			m, err := snapshot(p.Context(), tx)
			if err != nil {
				return err
			}
			for range 10 {
				n, err := p.inSnapshot(tx, m, &dice)
				if err != nil {
					return err
				}
				compared += n
			}
			return p.cellsAreFacts(tx)
		})
		if err != nil {
			p.Error(err)
		}
		snapshots++
		time.Sleep(50*time.Millisecond + 2*time.Since(began))
	}
	p.Logf("%d snapshots read, %d figures compared", snapshots, compared)
}

func (p *prover) inSnapshot(tx *db.Tx, m *model, dice *dice) (compared int, err error) {
	q := ledger.Query{Period: p.period(dice), Tree: pick(dice, []ledger.Tree{ledger.Then, ledger.Today})}
	for range 3 {
		q.Units = append(q.Units, p.order[dice.n(1+dice.n(len(p.order)))])
	}
	slices.Sort(q.Units)
	q.Units = slices.Compact(q.Units)
	for _, code := range []string{"JOINED", pick(dice, []string{"MONEY", "TALKS", "NET", "MEMBERS", "TALKS.PCT", "ACTIVE", "ACTIVE.PCT"})} {
		q.Indicators = append(q.Indicators, p.indicator(code))
	}
	all, err := p.l.Figures(p.Context(), tx, q)
	for _, f := range all {
		ind := meanings[f.Indicator.Code]
		p.same(q, f, m.figure(q, f.Unit, ind, ind.of, tx.Today()), tx.Today())
	}
	return len(all), err
}

// snapshot is a model of what is stored: places, heirs and all facts as they
// are, with reversals and whatever keeps levels true.
func snapshot(ctx context.Context, tx *db.Tx) (*model, error) {
	m := newModel()
	err := tx.Each(ctx, `SELECT unit, COALESCE(parent, ''), valid_from, valid_to FROM ledger_place ORDER BY unit, valid_from`, nil, func(scan func(...any) error) error {
		var unit, parent string
		var from, to day.Date
		err := scan(&unit, &parent, &from, &to)
		if m.units[unit] == nil {
			m.place(unit, parent, from)
		} else {
			m.moves[unit] = append(m.moves[unit], stay{from, parent})
		}
		m.ends[unit] = to
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := tx.Each(ctx, `SELECT unit, heir, valid_from FROM ledger_heir`, nil, func(scan func(...any) error) error {
		var unit string
		var h stay
		err := scan(&unit, &h.parent, &h.from)
		m.heirs[unit] = h
		return err
	}); err != nil {
		return nil, err
	}
	m.index()
	number := map[int64]int{}
	for s, name := range allSeries {
		number[seriesID(name)] = s
	}
	return m, tx.Each(ctx, `SELECT unit, series, day, quantity FROM ledger_fact`, nil, func(scan func(...any) error) error {
		var unit string
		var s int64
		var f dated
		err := scan(&unit, &s, &f.on, &f.n)
		of := &m.units[unit].facts[number[s]]
		*of = append(*of, f)
		return err
	})
}

// children is invariant 7: a flow of a unit is its own and that of each unit
// that stood under it, over the days it did; and at the root all trees say the
// same.
func (p *prover) children() {
	compared := 0
	p.d.Clock.Set(calendar[len(calendar)-1])
	testkit.Read(p, p.d, func(tx *db.Tx) error {
		for range 60 {
			code, period := p.indicator(pick(&p.dice, []string{"JOINED", "EVENTS", "NET"})), p.period(&p.dice)
			if period.To > tx.Today() {
				continue
			}
			root := p.flow(tx, "root", code, period, ledger.Then, false)
			if today := p.flow(tx, "root", code, period, ledger.Today, false); today.n != root.n {
				p.Errorf("%s of the root in %s: %d then, %d today", code.Code, period.Text, root.n, today.n)
			}
			unit := pick(&p.dice, p.order[:min(len(p.order), 100)])
			whole := p.flow(tx, unit, code, period, ledger.Then, false)
			if whole.reason != "" {
				continue
			}
			if sum, known := p.overStays(tx, unit, code, period); known {
				compared++
				if sum != whole.n {
					p.Errorf("%s of %s in %s: %d, its own and its children's over their days %d", code.Code, unit, period.Text, whole.n, sum)
				}
			}
		}
		return nil
	})
	p.Logf("%d sums of children compared", compared)
	if compared == 0 {
		p.Error("no sum of children compared")
	}
}

// overStays is not known when a child did not live on all days it stood there:
// then it has facts but no figure.
func (p *prover) overStays(tx *db.Tx, unit string, code *ledger.Indicator, period ledger.Period) (sum int64, known bool) {
	sum = p.flow(tx, unit, code, period, ledger.Then, true).n
	for _, child := range p.model.units[unit].below {
		for _, in := range p.model.under(child, unit) {
			from, to := day.Max(in.from, period.From), day.Min(in.to, period.To)
			if from > to {
				continue
			}
			part := p.flow(tx, child, code, ledger.Days(from, to), ledger.Then, false)
			if part.reason != "" {
				return 0, false
			}
			sum += part.n
		}
	}
	return sum, true
}

// under is the days on which a unit stands directly under another.
func (m *model) under(unit, parent string) (out spells) {
	for i, at := range m.parents {
		to := day.Never
		if i+1 < len(m.turns) {
			to = m.turns[i+1].Add(-1)
		}
		switch n := len(out); {
		case at[unit] != parent:
		case n > 0 && out[n-1].to.Add(1) == m.turns[i]:
			out[n-1].to = to
		default:
			out = append(out, daysOf{m.turns[i], to})
		}
	}
	return out
}

func (p *prover) flow(tx *db.Tx, unit string, code *ledger.Indicator, period ledger.Period, tree ledger.Tree, own bool) answer {
	f, err := p.l.Figures(p.Context(), tx, ledger.Query{Units: []string{unit}, Indicators: []*ledger.Indicator{code}, Period: period, Tree: tree, Own: own})
	if err != nil {
		p.Fatal(err)
	}
	return answer{n: f[0].Numerator, reason: f[0].Reason}
}
