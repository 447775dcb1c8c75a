package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Months gives a figure for each month of a year; months that have not begun
// are nil. One statement serves when no fact is dated after today; else, and
// for whatever is no sum, each month is asked by itself: units counted in a
// month are those of that month, and a year's are not the sum of its months.
func (l *Ledger) Months(ctx context.Context, tx *db.Tx, unit string, ind *Indicator, year int, tree Tree) (out [12]*Figure, err error) {
	defer errs.Wrap(&err, "ledger.Months(%s)", ind.Code)
	if ind.CountsUnits() || !ind.Adds() {
		return l.monthByMonth(ctx, tx, unit, ind, year, tree)
	}
	of := ind.whole.sum()
	later, err := factsAfter(ctx, tx, keysOf(of), tx.Today(), Year(year).To)
	if err != nil {
		return out, err
	}
	lives, err := Query{Units: []string{unit}, Period: Year(year), Tree: tree}.lives(ctx, tx)
	if err != nil {
		return out, err
	}
	in := Query{Period: Year(year), Tree: tree}.spanOf(Flow, Year(year).To, tx.Today())
	moved, err := in.moved(ctx, tx, unit, Year(year))
	if err != nil {
		return out, err
	}
	endsInside := ind.Type == Stock && lives[unit].to < Year(year).To // its last month is read on its last day
	if later || endsInside || moved {
		return l.monthByMonth(ctx, tx, unit, ind, year, tree)
	}
	sums, err := monthSums(ctx, tx, unit, of, year, in)
	if err != nil {
		return out, err
	}
	var before int64
	if ind.Type == Stock {
		if before, err = stockBefore(ctx, tx, unit, of, year, in); err != nil {
			return out, err
		}
	}
	for m := range 12 {
		p := Month(year, m+1)
		if p.From > tx.Today() {
			break
		}
		n := sums[m]
		if ind.Type == Stock {
			if n, err = plus(before, n); err != nil {
				return out, err
			}
			before = n
		}
		out[m] = Query{Period: p, Tree: tree}.number(ind, unit, n, lives[unit], tx.Today())
	}
	return out, nil
}

// moved tells whether anything came to stand below a unit, or ceased to, in the
// course of a year, if that matters.
func (s span) moved(ctx context.Context, tx *db.Tx, unit string, year Period) (bool, error) {
	if !s.byDay {
		return false, nil
	}
	firsts, lasts, err := turns(ctx, tx, []string{unit}, span{from: year.From, to: year.To})
	return len(firsts)+len(lasts) > 0, err
}

func (l *Ledger) monthByMonth(ctx context.Context, tx *db.Tx, unit string, ind *Indicator, year int, tree Tree) (out [12]*Figure, err error) {
	for m := range 12 {
		p := Month(year, m+1)
		if p.From > tx.Today() {
			break
		}
		f, err := l.Figures(ctx, tx, Query{Units: []string{unit}, Indicators: []*Indicator{ind}, Period: p, Tree: tree})
		if err != nil {
			return out, err
		}
		out[m] = &f[0]
	}
	return out, nil
}

// stockBefore is what stood before a year, of the units that stand below in it:
// those that came or went with its first day are read as they are from then on.
func stockBefore(ctx context.Context, tx *db.Tx, unit string, t terms, year int, in span) (int64, error) {
	before := span{from: day.Opening, to: day.New(year-1, 12, 31), treeFrom: in.treeFrom, treeTo: in.treeFrom}
	v, err := sums(ctx, tx, []string{unit}, keysOf(t), before)
	if err != nil {
		return 0, err
	}
	return t.sum(v[unit])
}

// monthSums adds up what was booked in each month of a year.
func monthSums(ctx context.Context, tx *db.Tx, unit string, t terms, year int, in span) (out [12]int64, err error) {
	nodes, _, err := partition(ctx, tx, []string{unit})
	if err != nil {
		return out, err
	}
	if len(nodes) == 0 {
		return ownMonths(ctx, tx, unit, t, year)
	}
	q := monthsQuery(unit, keysOf(t), year, in)
	err = tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var s int64
		var m [12]int64
		if err := scan(&s, &m[0], &m[1], &m[2], &m[3], &m[4], &m[5], &m[6], &m[7], &m[8], &m[9], &m[10], &m[11]); err != nil {
			return err
		}
		for i := range m {
			if out[i], err = plusTimes(out[i], t[s], m[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func monthsQuery(unit string, series []int64, year int, in span) query {
	return query{
		`/* ledger.months */
		SELECT c.series, ` + monthColumns() + `
		FROM ledger_roll r CROSS JOIN ledger_cell c
		WHERE r.ancestor = $1 AND ` + covers("$2", "$3") + ` AND c.atom = r.atom AND c.year = $4
		  AND c.series IN (` + db.In(5, len(series)) + `) GROUP BY c.series`,
		append([]any{unit, in.treeFrom, in.treeTo, year}, db.Anys(series)...),
	}
}

func monthColumns() string {
	s := ""
	for m := 1; m <= 12; m++ {
		if m > 1 {
			s += ", "
		}
		s += "CAST(SUM(" + columns(m, m) + ") AS BIGINT)"
	}
	return s
}

func ownMonths(ctx context.Context, tx *db.Tx, unit string, t terms, year int) (out [12]int64, err error) {
	q := ownMonthsQuery(unit, keysOf(t), year)
	err = tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var s, m, n int64
		if err := scan(&s, &m, &n); err != nil {
			return err
		}
		out[m-1], err = plusTimes(out[m-1], t[s], n)
		return err
	})
	return out, err
}

func ownMonthsQuery(unit string, series []int64, year int) query {
	p := Year(year)
	return query{
		`/* ledger.ownMonths */
		SELECT series, CAST(substr(day, 6, 2) AS INTEGER), CAST(SUM(quantity) AS BIGINT) FROM ledger_fact
		WHERE unit = $1 AND day BETWEEN $2 AND $3 AND series IN (` + db.In(4, len(series)) + `) GROUP BY 1, 2`,
		append([]any{unit, p.From, p.To}, db.Anys(series)...),
	}
}
