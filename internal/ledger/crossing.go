package ledger

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Change is how a stock got from the day before a period to the last day that
// counts: Opening + Gained − Lost + Σ Came − Σ Went = Closing, exactly.
type Change struct {
	Opening, Closing int64
	Gained, Lost     int64      // booked by what is no reorganisation
	Came, Went       []Crossing // by reorganisations, in the order of days
}

// Crossing is how much of a stock came to stand below a unit on a day, or ceased
// to, with one of its units.
type Crossing struct {
	Unit     string
	Day      day.Date // the first of the new order
	Quantity int64
}

// Sum adds up crossings.
func Sum(all []Crossing) (n int64) {
	for _, c := range all {
		n += c.Quantity
	}
	return n
}

// Change tells what became of the one stock of the one unit that is asked.
// rearranged is the kind of the acts that book what units bring along or leave
// behind when they are rearranged: of those that stay among units below the
// unit, and cancel out, nothing is told. By Today nothing crosses.
func (l *Ledger) Change(ctx context.Context, tx *db.Tx, q Query, rearranged string) (c Change, err error) {
	defer errs.Wrap(&err, "ledger.Change(%s)", q.Period.Text)
	unit, ind := q.Units[0], q.Indicators[0]
	lives, err := q.lives(ctx, tx)
	if err != nil || ind.Type != Stock || ind.Pick != "" || q.reason(lives[unit], q.today(tx)) != "" {
		return c, err
	}
	in := q.spanOf(Flow, "", q.today(tx))
	in.to = q.last(lives[unit], q.today(tx))
	if in.byDay {
		in.treeTo = in.to
	}
	of := ind.whole.sum()
	if c.Opening, err = stockOn(ctx, tx, unit, of, in.from.Add(-1), in); err != nil {
		return c, err
	}
	if c.Closing, err = stockOn(ctx, tx, unit, of, in.to, in); err != nil {
		return c, err
	}
	r := rearranging{map[Crossing]int64{}, map[Crossing]int64{}, map[Crossing]Crossing{}}
	if err := r.read(ctx, tx, unit, of, in, rearranged, &c); err != nil {
		return c, err
	}
	r.sort(&c)
	return c, nil
}

// stockOn is a stock at the end of a day, in the tree of that day or in the one
// the span names.
func stockOn(ctx context.Context, tx *db.Tx, unit string, of terms, on day.Date, in span) (int64, error) {
	s := span{from: day.Opening, to: on, treeFrom: on, treeTo: on}
	if !in.byDay {
		s.treeFrom, s.treeTo = in.treeFrom, in.treeTo
	}
	v, err := sums(ctx, tx, []string{unit}, keysOf(of), s)
	if err != nil {
		return 0, err
	}
	return of.sum(v[unit])
}

// rearranging is what crossed with each unit on each day and what acts booked
// there, and which of them belong together: those of one act, and all of a unit.
type rearranging struct {
	stood, booked map[Crossing]int64 // by unit and day
	with          map[Crossing]Crossing
}

// join puts two under one head.
func (r rearranging) join(a, b Crossing) {
	if a, b = r.head(a), r.head(b); a != b {
		r.with[a] = b
	}
}

func (r rearranging) head(c Crossing) Crossing {
	for up, has := r.with[c]; has; up, has = r.with[c] {
		c = up
	}
	return c
}

func (r rearranging) read(ctx context.Context, tx *db.Tx, unit string, of terms, in span, kind string, c *Change) error {
	nodes, _, err := partition(ctx, tx, []string{unit})
	if err != nil {
		return err
	}
	q := bookedQuery(unit, of, in, len(nodes) == 0, kind)
	err = tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var unit, act string
		var on day.Date
		var up, down int64
		if err := scan(&unit, &on, &act, &up, &down); err != nil {
			return err
		}
		if unit == "" {
			c.Gained, c.Lost = up, -down
			return nil
		}
		k := Crossing{Unit: unit, Day: on}
		r.booked[k] += up + down
		r.join(k, Crossing{Unit: "/" + act, Day: on})
		return nil
	})
	if err != nil || len(nodes) == 0 || !in.byDay {
		return err
	}
	if err := r.readStood(ctx, tx, cameQuery(unit, of, in), 0, 1); err != nil {
		return err
	}
	return r.readStood(ctx, tx, wentQuery(unit, of, in), 1, -1)
}

// readStood reads what stood in units that crossed: on which day, after how many
// more, and with which sign.
func (r rearranging) readStood(ctx context.Context, tx *db.Tx, q query, after int, sign int64) error {
	return tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var unit string
		var on day.Date
		var n int64
		err := scan(&unit, &on, &n)
		if err == nil {
			r.stood[Crossing{Unit: unit, Day: on.Add(after)}] += sign * n
		}
		return err
	})
}

// bookedQuery sums what was booked in a span: by acts of rearranging by unit, day
// and act, by all others together. A fact and its reversal are one.
func bookedQuery(unit string, of terms, in span, own bool, kind string) query {
	args := []any{unit, in.from, in.to}
	if !own {
		args = append(args, in.treeFrom, in.treeTo)
	}
	only := func(column string) string {
		return `CASE WHEN f.source_kind = ` + db.In(len(args)+1, 1) + ` THEN ` + column + ` ELSE '' END`
	}
	return query{
		`/* ledger.booked */
		SELECT b.unit, b.day, b.act, CAST(SUM(CASE WHEN b.n > 0 THEN b.n ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN b.n < 0 THEN b.n ELSE 0 END) AS BIGINT)
		FROM (
			SELECT ` + only("f.unit") + ` AS unit, ` + only("f.day") + ` AS day, ` + only("f.source_id") + ` AS act, SUM(` + factors(of) + ` * f.quantity) AS n
			FROM ` + in.below(own) + ` AND f.series IN (` + numbers(of) + `)
			GROUP BY 1, 2, 3, COALESCE(f.reverses, f.id)
		) b GROUP BY b.unit, b.day, b.act`,
		append(args, kind),
	}
}

// cameQuery sums what units had that came to stand below another, the day before.
func cameQuery(unit string, of terms, in span) query {
	return query{
		`/* ledger.came */
		SELECT l.unit, r.valid_from, CAST(SUM(` + factors(of) + ` * f.quantity) AS BIGINT)
		FROM ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ledger_fact f
		WHERE r.ancestor = $1 AND r.valid_from BETWEEN $2 AND $3 AND l.atom = r.atom AND f.unit = l.unit
		  AND f.series IN (` + numbers(of) + `) AND f.day < r.valid_from GROUP BY l.unit, r.valid_from`,
		[]any{unit, in.from, in.to},
	}
}

// wentQuery sums what units had on their last day below another.
func wentQuery(unit string, of terms, in span) query {
	return query{
		`/* ledger.went */
		SELECT l.unit, r.valid_to, CAST(SUM(` + factors(of) + ` * f.quantity) AS BIGINT)
		FROM ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ledger_fact f
		WHERE r.ancestor = $1 AND r.valid_to >= $2 AND r.valid_to < $3 AND l.atom = r.atom AND f.unit = l.unit
		  AND f.series IN (` + numbers(of) + `) AND f.day <= r.valid_to GROUP BY l.unit, r.valid_to`,
		[]any{unit, in.from.Add(-1), in.to},
	}
}

// sort tells what came from what went: each group by its net.
func (r rearranging) sort(c *Change) {
	groups, net := map[Crossing][]Crossing{}, map[Crossing]int64{}
	sums := maps.Clone(r.booked)
	for k, n := range r.stood {
		sums[k] += n
	}
	for k, n := range sums {
		if head := r.head(k); n != 0 {
			groups[head], net[head] = append(groups[head], Crossing{k.Unit, k.Day, n}), net[head]+n
		}
	}
	for head, all := range groups {
		for _, x := range all {
			switch n := net[head]; {
			case n > 0:
				c.Came = append(c.Came, x)
			case n < 0:
				x.Quantity = -x.Quantity
				c.Went = append(c.Went, x)
			}
		}
	}
	slices.SortFunc(c.Came, compareCrossings)
	slices.SortFunc(c.Went, compareCrossings)
}

func compareCrossings(a, b Crossing) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(b.Quantity, a.Quantity), cmp.Compare(a.Unit, b.Unit))
}
