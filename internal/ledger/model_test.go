package ledger_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
)

// model is the rules of design.md §3 read plainly: units with parents, a list
// of facts, and sums by walking through all of it. It has no atoms, no cells,
// no reversals and no adjustments, so it cannot be wrong where the ledger is.
type model struct {
	units  map[string]*place
	ends   map[string]day.Date      // last days of units
	moves  map[string][]stay        // of units, in whatever order
	heirs  map[string]stay          // of closed units
	acts   map[string][]ledger.Fact // what each act says now
	levels map[typed]int64

	turns   []day.Date                   // days on which anything moved, in order
	parents []map[string]string          // between them
	reaches map[string]map[string]spells // of units asked already: when others stood below them
}

// stay is where a unit stands from a day on.
type stay struct {
	from   day.Date
	parent string
}

// daysOf is days one after the other, spells some such.
type (
	daysOf struct{ from, to day.Date }
	spells []daysOf
)

type place struct {
	parent   string
	from, to day.Date
	below    []string // that ever were its children
	facts    [][]dated
	levels   [][]dated // in order of their days
}

type typed struct {
	unit, series string
	on           day.Date
}

type dated struct {
	on day.Date
	n  int64
}

func newModel() *model {
	return &model{
		units: map[string]*place{}, ends: map[string]day.Date{}, moves: map[string][]stay{}, heirs: map[string]stay{},
		acts: map[string][]ledger.Fact{}, levels: map[typed]int64{},
	}
}

func (m *model) place(unit, parent string, from day.Date) {
	m.units[unit] = &place{parent: parent, from: from, to: day.Never}
}

// merge adds what another has.
func (m *model) merge(o *model) {
	maps.Copy(m.units, o.units)
	maps.Copy(m.ends, o.ends)
	maps.Copy(m.moves, o.moves)
	maps.Copy(m.heirs, o.heirs)
	maps.Copy(m.acts, o.acts)
	maps.Copy(m.levels, o.levels)
}

// index sorts facts and levels by unit and series.
func (m *model) index() {
	for id, u := range m.units {
		u.facts, u.levels = make([][]dated, len(allSeries)), make([][]dated, len(allSeries))
		if last, ended := m.ends[id]; ended {
			u.to = last
		}
	}
	m.plant()
	for _, facts := range m.acts {
		for _, f := range facts {
			of := &m.units[f.Unit].facts[seriesIndex[keyOf(f)]]
			*of = append(*of, dated{f.Day, f.Quantity})
		}
	}
	for k, n := range m.levels {
		of := &m.units[k.unit].levels[seriesIndex[k.series]]
		*of = append(*of, dated{k.on, n})
	}
	for _, u := range m.units {
		for _, l := range u.levels {
			slices.SortFunc(l, func(a, b dated) int { return cmp.Compare(a.on, b.on) })
		}
	}
}

// plant makes a tree of each time between two turns.
func (m *model) plant() {
	turns := map[day.Date]bool{day.Opening: true}
	for _, all := range m.moves {
		for _, s := range all {
			turns[s.from] = true
		}
	}
	for _, h := range m.heirs {
		turns[h.from] = true
	}
	m.turns, m.parents, m.reaches = slices.Sorted(maps.Keys(turns)), nil, map[string]map[string]spells{}
	for _, d := range m.turns {
		at := map[string]string{}
		for id := range m.units {
			at[id] = m.parentOn(id, d)
			if p := m.units[at[id]]; p != nil && !slices.Contains(p.below, id) {
				p.below = append(p.below, id)
			}
		}
		m.parents = append(m.parents, at)
	}
}

// parentOn is where a unit's facts of a day stand: before its first day under its
// first superior, after its last under its last, or its heir.
func (m *model) parentOn(id string, on day.Date) string {
	if h, has := m.heirs[id]; has && on >= h.from {
		return h.parent
	}
	at := stay{"", m.units[id].parent}
	for _, s := range m.moves[id] {
		if s.from <= on && s.from > at.from {
			at = s
		}
	}
	return at.parent
}

// reach is the days on which other units, or it itself, stand below one.
func (m *model) reach(top string) map[string]spells {
	if m.reaches[top] != nil {
		return m.reaches[top]
	}
	out := map[string]spells{top: {{day.Opening, day.Never}}}
	for i, parents := range m.parents {
		in := daysOf{m.turns[i], day.Never}
		if i+1 < len(m.turns) {
			in.to = m.turns[i+1].Add(-1)
		}
		for id := range m.units {
			for up, deep := parents[id], 0; up != "" && id != top; up, deep = parents[up], deep+1 {
				if deep > 100 {
					panic("a circle above " + id)
				}
				if up == top {
					out[id] = append(out[id], in)
					break
				}
			}
		}
	}
	m.reaches[top] = out
	return out
}

// onDay keeps the units that stand below on a day.
func onDay(reach map[string]spells, d day.Date) (out []string) {
	for id, all := range reach {
		if slices.ContainsFunc(all, func(in daysOf) bool { return in.from <= d && d <= in.to }) {
			out = append(out, id)
		}
	}
	return out
}

// stock is what stood at the end of a day: the last level, and what was booked
// after it.
func (u *place) stock(series int, on day.Date) (n int64) {
	from := day.Date("")
	for _, l := range u.levels[series] {
		if l.on <= on {
			from, n = l.on, l.n
		}
	}
	for _, f := range u.facts[series] {
		if f.on > from && f.on <= on {
			n += f.n
		}
	}
	return n
}

func (u *place) sum(t factors, from, to day.Date) (n int64) {
	for s, f := range t {
		switch {
		case f == 0 || to < from:
		case len(u.levels[s]) > 0:
			n += f * (u.stock(s, to) - u.stock(s, from.Add(-1)))
		default:
			for _, q := range u.facts[s] {
				if q.on >= from && q.on <= to {
					n += f * q.n
				}
			}
		}
	}
	return n
}

// answer is a figure: the two numbers of a percentage, or one.
type answer struct {
	n, d   int64
	reason ledger.Reason
}

func (m *model) figure(q ledger.Query, unit string, ind meaning, of []factors, today day.Date) answer {
	u := m.units[unit]
	if r := u.reason(q, m.since(q, unit, today), today); r != "" {
		return answer{reason: r}
	}
	flows, stocks := daysOf{q.Period.From, day.Min(q.Period.To, today)}, daysOf{day.Opening, day.Min(day.Min(q.Period.To, today), u.to)}
	span := flows
	if ind.stock {
		span = stocks
	}
	reach, tree := m.reach(unit), stocks.to
	if q.Own {
		reach = map[string]spells{unit: {{day.Opening, day.Never}}}
	}
	if q.Tree == ledger.Today {
		tree = today
	}
	units := onDay(reach, tree)
	var a answer
	switch {
	case ind.distinct:
		a = m.count(m.living(units, ind, flows, stocks), of, span, nil, stocks)
	case ind.units:
		a = m.count(m.living(units, meaning{stock: true}, flows, stocks), of, span, ind.per, stocks)
	case ind.pick != "":
		return m.pick(m.living(units, ind, flows, stocks), of[0], span, ind.pick)
	case ind.stock || q.Tree == ledger.Today:
		a = m.sum(units, nil, of[0], ind.per, span)
	default:
		a = m.sum(slices.Collect(maps.Keys(reach)), reach, of[0], ind.per, span)
	}
	if ind.per != nil && a.d == 0 {
		a.reason = ledger.NoDenominator
	}
	return a
}

// living are the units that lived in the period or, of what there is, that
// lived on its last day.
func (m *model) living(units []string, ind meaning, flows, stocks daysOf) (out []string) {
	in := flows
	if ind.stock {
		in.from, in.to = stocks.to, stocks.to
	}
	for _, id := range units {
		if u := m.units[id]; u.from <= in.to && u.to >= in.from {
			out = append(out, id)
		}
	}
	return out
}

// count counts each unit once.
func (m *model) count(units []string, all []factors, span daysOf, per factors, stocks daysOf) (a answer) {
	for _, id := range units {
		u := m.units[id]
		if per != nil {
			if u.sum(per, stocks.from, stocks.to) <= 0 {
				continue
			}
			a.d++
		}
		fulfils := true
		for _, f := range all {
			fulfils = fulfils && u.sum(f, span.from, span.to) > 0
		}
		if fulfils {
			a.n++
		}
	}
	return a
}

// pick walks through all facts that stand.
func (m *model) pick(units []string, of factors, span daysOf, which ledger.Pick) answer {
	a := answer{reason: ledger.NoRecords}
	for _, id := range units {
		for s, f := range of {
			for _, q := range m.units[id].facts[s] {
				better := q.n < a.n == (which == ledger.Least) && q.n != a.n
				if f != 0 && q.on >= span.from && q.on <= span.to && (a.reason != "" || better) {
					a = answer{n: q.n}
				}
			}
		}
	}
	return a
}

// sum adds up units, each on all days or on those it stood below; those without
// a denominator do not count above either.
func (m *model) sum(units []string, reach map[string]spells, of, per factors, span daysOf) (a answer) {
	for _, id := range units {
		n, d, in := int64(0), int64(0), spells{span}
		if reach != nil {
			in = reach[id]
		}
		for _, i := range in {
			from, to := day.Max(i.from, span.from), day.Min(i.to, span.to)
			n += m.units[id].sum(of, from, to)
			d += m.units[id].sum(per, from, to)
		}
		if per != nil && d == 0 {
			continue
		}
		a.n, a.d = a.n+n, a.d+d
	}
	return a
}

// since is the first day of a unit or, in today's tree, of what stands below it.
func (m *model) since(q ledger.Query, unit string, today day.Date) day.Date {
	u := m.units[unit]
	first := u.from
	if q.Tree == ledger.Today && !q.Own && u.from <= today && u.to >= today {
		for _, id := range onDay(m.reach(unit), today) {
			first = day.Min(first, m.units[id].from)
		}
	}
	return first
}

func (u *place) reason(q ledger.Query, since, today day.Date) ledger.Reason {
	switch {
	case q.Period.From > today:
		return ledger.NotBegun
	case since > day.Min(q.Period.To, today) || u.to < q.Period.From:
		return ledger.NotAlive
	case q.Tree == ledger.Today && u.to < today:
		return ledger.NotInTree
	}
	return ""
}

// --- what the catalogue of rules_test.go means, said a second time ---

type factors []int64 // by number of series

type meaning struct {
	stock           bool // the days of what is above
	distinct, units bool
	pick            ledger.Pick
	of              []factors // all must be more than 0 where units are counted
	per             factors
	by              map[string]map[string][]factors
}

var allSeries = []string{
	"joined", "joined.women", "money", "worker", "member{kind=base}", "member{kind=other}",
	"event{kind=talk,sector=}", "event{kind=talk,sector=state}", "event{kind=talk,sector=private}",
	"event{kind=visit,sector=}", "event{kind=visit,sector=state}", "event{kind=visit,sector=private}",
	"event{kind=class,sector=}", "event{kind=class,sector=state}", "event{kind=class,sector=private}",
}

var seriesIndex = func() map[string]int {
	out := map[string]int{}
	for i, s := range allSeries {
		out[s] = i
	}
	return out
}()

// times is n times every series that begins with one of the words and has all
// of the rest in it.
func times(n int64, begins string, has ...string) factors {
	f := make(factors, len(allSeries))
	for i, s := range allSeries {
		is := s == begins || strings.HasPrefix(s, begins+"{")
		for _, h := range has {
			is = is && strings.Contains(s, h)
		}
		if is {
			f[i] = n
		}
	}
	return f
}

func and(a, b factors) factors {
	out := slices.Clone(a)
	for i := range out {
		out[i] += b[i]
	}
	return out
}

func all(f ...factors) []factors { return f }

var kindsOfMember = map[string]map[string][]factors{"kind": {"base": all(times(1, "member", "base")), "other": all(times(1, "member", "other"))}}

var meanings = map[string]meaning{
	"JOINED": {of: all(times(1, "joined")), by: map[string]map[string][]factors{
		"sex": {"female": all(times(1, "joined.women")), "male": all(and(times(1, "joined"), times(-1, "joined.women")))},
	}},
	"EVENTS": {of: all(times(1, "event")), by: map[string]map[string][]factors{
		"kind":   {"talk": all(times(1, "event", "kind=talk")), "visit": all(times(1, "event", "kind=visit")), "class": all(times(1, "event", "kind=class"))},
		"sector": {"": all(times(1, "event", "sector=}")), "state": all(times(1, "event", "sector=state")), "private": all(times(1, "event", "sector=private"))},
	}},
	"TALKS":     {of: all(times(1, "event", "kind=talk"))},
	"MONEY":     {of: all(times(1, "money"))},
	"NET":       {of: all(times(1, "member"))},
	"MIXED":     {of: all(and(times(2, "joined"), times(-1, "event", "kind=visit")))},
	"MEMBERS":   {stock: true, of: all(times(1, "member")), by: kindsOfMember},
	"OUTSIDE":   {stock: true, of: all(and(times(1, "worker"), times(-1, "member", "kind=base")))},
	"FUND":      {stock: true, of: all(times(1, "money"))},
	"WOMEN.PCT": {of: all(times(1, "joined.women")), per: times(1, "joined")},
	"TALKS.PCT": {of: all(times(1, "event", "kind=talk")), per: times(1, "joined")},
	"GATHER": {of: all(and(times(1, "event"), times(1, "member"))), by: map[string]map[string][]factors{"kind": {
		"base": all(times(1, "member", "base")), "other": all(times(1, "member", "other")),
		"talk": all(times(1, "event", "kind=talk")), "visit": all(times(1, "event", "kind=visit")), "class": all(times(1, "event", "kind=class")),
	}}},
	"ACTIVE": {distinct: true, of: all(times(1, "event")), by: map[string]map[string][]factors{
		"kind": {"talk": all(times(1, "event", "kind=talk")), "visit": all(times(1, "event", "kind=visit")), "class": all(times(1, "event", "kind=class"))},
		"sector": {
			"":        all(times(1, "event", "kind=talk", "sector=}"), times(1, "event", "kind=visit", "sector=}")),
			"state":   all(times(1, "event", "kind=talk", "sector=state"), times(1, "event", "kind=visit", "sector=state")),
			"private": all(times(1, "event", "kind=talk", "sector=private"), times(1, "event", "kind=visit", "sector=private")),
		},
	}},
	"BUSY":        {distinct: true, of: all(times(1, "event", "kind=talk"), and(times(1, "joined"), times(-1, "event", "kind=visit")))},
	"STAFFED":     {distinct: true, stock: true, of: all(times(1, "worker"), times(1, "member")), by: kindsOfMember},
	"ACTIVE.PCT":  {units: true, of: all(times(1, "event"), times(1, "joined")), per: times(1, "worker")},
	"STAFFED.PCT": {units: true, stock: true, of: all(and(times(1, "member", "base"), times(-1, "member", "other")), times(1, "money")), per: times(1, "worker"), by: kindsOfMember},
	"LEAST": {pick: ledger.Least, of: all(times(1, "event", "kind=class")), by: map[string]map[string][]factors{"sector": {
		"": all(times(1, "event", "kind=class", "sector=}")), "state": all(times(1, "event", "kind=class", "sector=state")), "private": all(times(1, "event", "kind=class", "sector=private")),
	}}},
	"MOST":        {pick: ledger.Greatest, of: all(times(1, "joined"))},
	"DEAREST":     {stock: true, pick: ledger.Greatest, of: all(times(1, "money"))},
	"CHEAPEST":    {stock: true, pick: ledger.Least, of: all(times(1, "money"))},
	"MEMBERS.PCT": {stock: true, of: all(times(1, "member")), per: times(1, "worker"), by: kindsOfMember},
}

// keyOf is the series of a fact: "event{kind=talk,sector=}".
func keyOf(f ledger.Fact) string {
	switch f.Measure {
	case "event":
		return "event{kind=" + f.Dims["kind"] + ",sector=" + f.Dims["sector"] + "}"
	case "member":
		return "member{kind=" + f.Dims["kind"] + "}"
	}
	return f.Measure
}
