package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// span is the days facts are summed over; a stock begins at day.Opening.
type span struct {
	from, to day.Date
	// The tree that is asked is that of each fact's own day (byDay), or the one
	// that stood from treeFrom to treeTo, mostly one day.
	byDay            bool
	treeFrom, treeTo day.Date
}

// standing is the condition that a place r is in the tree that is asked for a
// fact f, by the placeholders of treeFrom and treeTo.
func (s span) standing(from, to string) string {
	if s.byDay {
		return "r.valid_from <= " + to + " AND r.valid_to >= " + from + " AND f.day BETWEEN r.valid_from AND r.valid_to"
	}
	return covers(from, to)
}

// covers is the condition that a place r holds from one day to another.
func covers(from, to string) string {
	return "r.valid_from <= " + from + " AND r.valid_to >= " + to
}

// values is the sum of each series in each unit, its whole subtree included.
type values map[string]map[int64]int64

func (v values) add(unit string, series, n int64) (err error) {
	if v[unit] == nil {
		v[unit] = map[int64]int64{}
	}
	v[unit][series], err = plus(v[unit][series], n)
	return err
}

// sums adds up series for units and all below them: units with children from
// cells, the others from their own facts.
func sums(ctx context.Context, tx *db.Tx, units []string, series []int64, s span) (values, error) {
	out := values{}
	if len(series) == 0 || s.to < s.from {
		return out, nil
	}
	s, err := s.rounded(ctx, tx, series)
	if err != nil {
		return nil, err
	}
	for _, part := range chunks(units) {
		nodes, leaves, err := partition(ctx, tx, part)
		if err != nil {
			return nil, err
		}
		if err := sumNodes(ctx, tx, out, nodes, series, s); err != nil {
			return nil, err
		}
		if err := sumOwn(ctx, tx, out, leaves, series, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rounded moves the end of the span to the end of its month when nothing is
// booked between, which is so whenever the month still runs: then cells serve
// and no day has to be read from the facts.
func (s span) rounded(ctx context.Context, tx *db.Tx, series []int64) (span, error) {
	end := s.to.LastOfMonth()
	if s.to == end {
		return s, nil
	}
	later, err := factsAfter(ctx, tx, series, s.to, end)
	if err == nil && !later {
		s.to = end
	}
	return s, err
}

// partition tells units that have children from those that have none.
func partition(ctx context.Context, tx *db.Tx, units []string) (nodes, leaves []string, err error) {
	isNode := map[string]bool{}
	for _, some := range chunks(units) {
		var found []string
		if err := tx.Select(ctx, &found, `/* ledger.partition */
			SELECT DISTINCT ancestor FROM ledger_roll WHERE ancestor IN (`+db.In(1, len(some))+`)`, db.Anys(some)...); err != nil {
			return nil, nil, err
		}
		for _, n := range found {
			isNode[n] = true
		}
	}
	for _, u := range units {
		if isNode[u] {
			nodes = append(nodes, u)
		} else {
			leaves = append(leaves, u)
		}
	}
	return nodes, leaves, nil
}

// sumNodes adds up what stands below units: whole months from cells, the days at
// both edges from facts, and by itself what came or went in whole months.
func sumNodes(ctx context.Context, tx *db.Tx, out values, nodes []string, series []int64, s span) error {
	if len(nodes) == 0 {
		return nil
	}
	whole, edges := s.split()
	for _, e := range edges {
		if err := each(ctx, tx, out, edgeQuery(nodes, series, e, s)); err != nil {
			return err
		}
	}
	if whole == nil {
		return nil
	}
	if s.byDay {
		s.treeFrom, s.treeTo = whole.from, whole.to
	}
	if err := each(ctx, tx, out, cellsQuery(nodes, series, *whole, s)); err != nil || !s.byDay {
		return err
	}
	return sumMoved(ctx, tx, out, nodes, series, *whole)
}

// split cuts a span into its whole months and the days before and after them.
func (s span) split() (whole *span, edges []span) {
	first, last := s.from, s.to
	if first != first.FirstOfMonth() {
		edges = append(edges, span{from: first, to: day.Min(last, first.LastOfMonth())})
		first = first.LastOfMonth().Add(1)
	}
	if first > last {
		return nil, edges
	}
	if last != last.LastOfMonth() {
		edges = append(edges, span{from: day.Max(first, last.FirstOfMonth()), to: last})
		last = last.FirstOfMonth().Add(-1)
	}
	if first > last {
		return nil, edges
	}
	return &span{from: first, to: last}, edges
}

type query struct {
	text string
	args []any
}

func each(ctx context.Context, tx *db.Tx, out values, q query) error {
	return tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var unit string
		var series, n int64
		if err := scan(&unit, &series, &n); err != nil {
			return err
		}
		return out.add(unit, series, n)
	})
}

// cellsQuery sums whole months. CROSS JOIN … WHERE keeps SQLite to the order
// roll, then cell by its key; PostgreSQL reads it as a plain join (rollup.md §4.1).
func cellsQuery(nodes []string, series []int64, months, s span) query {
	n := len(nodes)
	return query{
		`/* ledger.cells */
		SELECT r.ancestor, c.series, CAST(SUM(` + monthSum(months.from, months.to) + `) AS BIGINT)
		FROM ledger_roll r CROSS JOIN ledger_cell c
		WHERE r.ancestor IN (` + db.In(5, n) + `) AND ` + covers("$1", "$2") + `
		  AND c.atom = r.atom AND c.series IN (` + db.In(5+n, len(series)) + `) AND c.year BETWEEN $3 AND $4
		GROUP BY r.ancestor, c.series`,
		args(s.treeFrom, s.treeTo, months.from.Year(), months.to.Year(), nodes, series),
	}
}

// monthSum is the sum of the month columns that lie in the span, by year.
func monthSum(from, to day.Date) string {
	y1, y2 := from.Year(), to.Year()
	if y1 == y2 {
		return columns(from.Month(), to.Month())
	}
	return fmt.Sprintf("CASE c.year WHEN %d THEN %s WHEN %d THEN %s ELSE %s END",
		y1, columns(from.Month(), 12), y2, columns(1, to.Month()), columns(1, 12))
}

func columns(first, last int) string {
	var names []string
	for m := first; m <= last; m++ {
		names = append(names, fmt.Sprintf("c.m%d", m))
	}
	return strings.Join(names, " + ")
}

// edgeQuery begins at the facts: a month has fewer of a series than a city has
// units. CROSS JOIN keeps SQLite to that order.
func edgeQuery(nodes []string, series []int64, e, s span) query {
	n := len(nodes)
	return query{
		`/* ledger.edge */
		SELECT r.ancestor, f.series, CAST(SUM(f.quantity) AS BIGINT)
		FROM ledger_fact f CROSS JOIN ledger_leaf l CROSS JOIN ledger_roll r
		WHERE l.unit = f.unit AND r.atom = l.atom AND r.ancestor IN (` + db.In(5, n) + `) AND ` + s.standing("$1", "$2") + `
		  AND f.series IN (` + db.In(5+n, len(series)) + `) AND f.day BETWEEN $3 AND $4
		GROUP BY r.ancestor, f.series`,
		args(s.treeFrom, s.treeTo, e.from, e.to, nodes, series),
	}
}

// sumOwn adds up the facts booked on the units themselves.
func sumOwn(ctx context.Context, tx *db.Tx, out values, units []string, series []int64, s span) error {
	if len(units) == 0 {
		return nil
	}
	return each(ctx, tx, out, ownQuery(units, series, s))
}

func ownQuery(units []string, series []int64, s span) query {
	n := len(units)
	return query{
		`/* ledger.own */
		SELECT unit, series, CAST(SUM(quantity) AS BIGINT) FROM ledger_fact
		WHERE unit IN (` + db.In(3, n) + `) AND series IN (` + db.In(3+n, len(series)) + `) AND day BETWEEN $1 AND $2
		GROUP BY unit, series`,
		append(append([]any{s.from, s.to}, db.Anys(units)...), db.Anys(series)...),
	}
}

func args(a, b, c, d any, nodes []string, series []int64) []any {
	return append(append([]any{a, b, c, d}, db.Anys(nodes)...), db.Anys(series)...)
}

// keysOf lists the series of some sums, each once.
func keysOf(some ...terms) []int64 {
	all := map[int64]bool{}
	for _, t := range some {
		for s := range t {
			all[s] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
