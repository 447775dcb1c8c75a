package ledger

import (
	"context"
	"strconv"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// circle is the units whose facts a figure looks at one by one.
type circle struct {
	units  []string // asked
	alone  bool     // each by itself; else with all that stand below it
	narrow bool     // few stand below: begin with them and not with the facts
	// A unit counts that lived on some day of these: for what happened, those of
	// the period; for what there is, the last.
	from, to         day.Date
	treeFrom, treeTo day.Date
	flows, stocks    span // days of what happened, and of what there is
}

// circle is that of an indicator when the last day that counts is end. Units
// are counted and facts picked in the tree of that day, like a stock (design.md
// §3).
func (q Query) circle(ind *Indicator, end, today day.Date) circle {
	flows, stocks := q.spanOf(Flow, end, today), q.spanOf(Stock, end, today)
	c := circle{alone: q.Own, from: stocks.to, to: stocks.to, treeFrom: stocks.treeFrom, treeTo: stocks.treeTo, flows: flows, stocks: stocks}
	if ind.Type == Flow || (ind.Type == Distinct && ind.Basis == Flow) {
		c.from, c.to = flows.from, flows.to
	}
	return c
}

// span is the days of the facts that count above.
func (c circle) span(ind *Indicator) span {
	if ind.Stocky() {
		return c.stocks
	}
	return c.flows
}

// binds are the arguments of a statement that is put together.
type binds []any

// add gives arguments their placeholders.
func (b *binds) add(some ...any) string {
	first := len(*b) + 1
	*b = append(*b, some...)
	return db.In(first, len(some))
}

// facts is FROM and WHERE of the facts of some series in the circle; in a wide
// one also of other units, which circle.by leaves out.
func (c circle) facts(b *binds, series string, s span) string {
	where := ` f.series IN (` + series + `) AND f.day BETWEEN ` + b.add(s.from) + ` AND ` + b.add(s.to)
	switch {
	case c.alone:
		return `ledger_fact f WHERE f.unit IN (` + b.add(db.Anys(c.units)...) + `) AND` + where
	case c.narrow:
		return `(SELECT DISTINCT l.unit FROM ledger_roll r CROSS JOIN ledger_leaf l WHERE ` + c.stands(b) + `) u CROSS JOIN ledger_fact f
			WHERE f.unit = u.unit AND` + where
	}
	return `ledger_fact f WHERE` + where
}

// stands is the condition that unit l has the place r below one that is asked.
func (c circle) stands(b *binds) string {
	return `r.ancestor IN (` + b.add(db.Anys(c.units)...) + `) AND r.valid_from <= ` + b.add(c.treeFrom) +
		` AND r.valid_to >= ` + b.add(c.treeTo) + ` AND l.atom = r.atom`
}

// lived is the condition that the unit of a row lived on a day that counts.
func (c circle) lived(b *binds, of string) string {
	return `EXISTS (SELECT 1 FROM ledger_place p WHERE p.unit = ` + of + `.unit AND p.valid_from <= ` + b.add(c.to) + ` AND p.valid_to >= ` + b.add(c.from) + `)`
}

// by is the rest of a SELECT that sums up a list of units for each unit that is
// asked. CROSS JOIN keeps SQLite to the order; it finds the units of the list by
// an index of its own.
func (c circle) by(b *binds, list, columns string) string {
	if c.alone {
		return ` u.unit, ` + columns + ` FROM ` + list + ` u WHERE ` + c.lived(b, "u") + ` GROUP BY u.unit`
	}
	return ` r.ancestor, ` + columns + `
		FROM ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ` + list + ` u
		WHERE ` + c.stands(b) + ` AND u.unit = l.unit AND ` + c.lived(b, "u") + ` GROUP BY r.ancestor`
}

// counted lists units with 1 if they fulfil all of a part, else 0: without a
// denominator those that do, else those in which it is more than 0.
func (c circle) counted(b *binds, ind *Indicator, p part) string {
	rows := `(SELECT f.unit, f.series, f.quantity FROM ` + c.facts(b, numbers(p.all...), c.span(ind))
	all := ""
	for _, t := range p.all {
		all += ` AND SUM(` + factors(t) + ` * f.quantity) > 0`
	}
	all = all[len(` AND `):]
	if ind.Type == Distinct {
		return `(SELECT f.unit, 1 AS above FROM ` + rows + `) f GROUP BY f.unit HAVING ` + all + `)`
	}
	rows += ` UNION ALL SELECT f.unit, f.series, f.quantity FROM ` + c.facts(b, numbers(ind.below(p)), c.stocks)
	return `(SELECT f.unit, CASE WHEN ` + all + ` THEN 1 ELSE 0 END AS above FROM ` + rows + `) f
		GROUP BY f.unit HAVING SUM(` + factors(ind.below(p)) + ` * f.quantity) > 0)`
}

// countQuery gives how many units fulfil the part, and of how many.
func (c circle) countQuery(ind *Indicator, p part) query {
	var b binds
	list := c.counted(&b, ind, p)
	return query{`/* ledger.counted */ SELECT` + c.by(&b, list, `CAST(SUM(u.above) AS BIGINT), COUNT(*)`), b}
}

// pickQuery gives the picked quantity, and 0 or more: whether there is one. A
// fact and its reversal, which has its day, are two rows of one and leave out
// each other.
func (c circle) pickQuery(ind *Indicator, p part) query {
	var b binds
	pick := map[Pick]string{Least: "MIN", Greatest: "MAX"}[ind.Pick]
	list := `(SELECT f.unit, MIN(f.quantity) AS n FROM ` + c.facts(&b, numbers(p.sum()), c.span(ind)) +
		` GROUP BY f.unit, COALESCE(f.reverses, f.id) HAVING COUNT(*) = 1)`
	return query{`/* ledger.picked */ SELECT` + c.by(&b, list, pick+`(u.n), COUNT(*)`), b}
}

// query asks for all units of the circle at once.
func (c circle) query(ind *Indicator, p part) query {
	if ind.CountsUnits() {
		return c.countQuery(ind, p)
	}
	return c.pickQuery(ind, p)
}

// ask reads counted units or picked facts for all units asked.
func (all pairs) ask(ctx context.Context, tx *db.Tx, ind *Indicator, p part, c circle, units []string) error {
	for _, u := range units {
		all[pairKey{ind, p.name, u}] = pair{}
	}
	for _, some := range chunks(units) {
		circles, err := c.around(ctx, tx, some)
		if err != nil {
			return err
		}
		for _, c := range circles {
			q := c.query(ind, p)
			err := tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
				var unit string
				var v pair
				err := scan(&unit, &v.n, &v.d)
				all[pairKey{ind, p.name, unit}] = v
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// fewUnits is up to how many units below it is cheaper to begin with them than
// with all facts of the series.
const fewUnits = 1000

// around makes the circle of units: those with others below them, and those
// that are asked by themselves.
func (c circle) around(ctx context.Context, tx *db.Tx, units []string) (out []circle, err error) {
	if !c.alone {
		var nodes []string
		if nodes, units, err = partition(ctx, tx, units); err != nil {
			return nil, err
		}
		if wide := c; len(nodes) > 0 {
			wide.units = nodes
			if wide.narrow, err = wide.few(ctx, tx); err != nil {
				return nil, err
			}
			out = append(out, wide)
		}
	}
	if len(units) > 0 {
		c.units, c.alone = units, true
		out = append(out, c)
	}
	return out, nil
}

func (c circle) few(ctx context.Context, tx *db.Tx) (yes bool, err error) {
	var b binds
	var n int
	err = tx.Get(ctx, &n, c.fewQuery(&b), b...)
	return n <= fewUnits, err
}

func (c circle) fewQuery(b *binds) string {
	return `/* ledger.few */ SELECT COUNT(*) FROM (
		SELECT 1 FROM ledger_roll r CROSS JOIN ledger_leaf l WHERE ` + c.stands(b) + ` LIMIT ` + strconv.Itoa(fewUnits+1) + `) AS below`
}
