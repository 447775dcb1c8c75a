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

// sumMoved adds up what stood below units for a part of whole months only: the
// months of each place that are whole from cells, the days before and after them
// from the facts of what moved. However often the tree changed, the statements
// are as many.
func sumMoved(ctx context.Context, tx *db.Tx, out values, nodes []string, series []int64, months span) error {
	firsts, lasts, err := turns(ctx, tx, nodes, months)
	if err != nil || len(firsts)+len(lasts) == 0 {
		return err
	}
	all := []query{movedCells(nodes, series, months)}
	if firsts = slices.DeleteFunc(firsts, func(d day.Date) bool { return d == d.FirstOfMonth() }); len(firsts) > 0 {
		all = append(all, movedFirsts(nodes, series, firsts))
	}
	if lasts = slices.DeleteFunc(lasts, func(d day.Date) bool { return d == d.LastOfMonth() }); len(lasts) > 0 {
		all = append(all, movedLasts(nodes, series, lasts))
	}
	for _, q := range all {
		if err := each(ctx, tx, out, q); err != nil {
			return err
		}
	}
	return nil
}

// turns lists the days inside a span on which anything came to stand below
// units, and those on which it stood there last.
func turns(ctx context.Context, tx *db.Tx, nodes []string, s span) (firsts, lasts []day.Date, err error) {
	came, went := map[day.Date]bool{}, map[day.Date]bool{}
	q := turnsQuery(nodes, s)
	err = tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var from, to day.Date
		if err := scan(&from, &to); err != nil {
			return err
		}
		if from > s.from {
			came[from] = true
		}
		if to < s.to {
			went[to] = true
		}
		return nil
	})
	return slices.Sorted(maps.Keys(came)), slices.Sorted(maps.Keys(went)), err
}

// partly is the condition that a place r holds for a part of the days from $1 to
// $2 only.
const partly = `r.valid_from <= $2 AND r.valid_to >= $1 AND NOT (r.valid_from <= $1 AND r.valid_to >= $2)`

func turnsQuery(nodes []string, s span) query {
	return query{
		`/* ledger.turns */ SELECT DISTINCT r.valid_from, r.valid_to FROM ledger_roll r WHERE r.ancestor IN (` + db.In(3, len(nodes)) + `) AND ` + partly,
		append([]any{s.from, s.to}, db.Anys(nodes)...),
	}
}

func movedCells(nodes []string, series []int64, months span) query {
	n := len(nodes)
	return query{
		`/* ledger.movedCells */
		SELECT r.ancestor, c.series, CAST(SUM(` + monthsInside(months) + `) AS BIGINT)
		FROM ledger_roll r CROSS JOIN ledger_cell c
		WHERE r.ancestor IN (` + db.In(5, n) + `) AND ` + partly + `
		  AND c.atom = r.atom AND c.series IN (` + db.In(5+n, len(series)) + `) AND c.year BETWEEN $3 AND $4
		GROUP BY r.ancestor, c.series`,
		args(months.from, months.to, months.from.Year(), months.to.Year(), nodes, series),
	}
}

// monthsInside is the sum of the months of a cell c that lie in the span and
// wholly in the days of a place r. The days are the ledger's own, no input.
func monthsInside(s span) string {
	var b strings.Builder
	b.WriteString("CASE c.year")
	for y := s.from.Year(); y <= s.to.Year(); y++ {
		fmt.Fprintf(&b, " WHEN %d THEN 0", y)
		for m := 1; m <= 12; m++ {
			if first := day.New(y, m, 1); s.from <= first && first <= s.to {
				fmt.Fprintf(&b, " + CASE WHEN r.valid_from <= '%s' AND r.valid_to >= '%s' THEN c.m%d ELSE 0 END", first, first.LastOfMonth(), m)
			}
		}
	}
	return b.String() + " END"
}

// movedFirsts sums the days from the first of a place to the end of its month.
func movedFirsts(nodes []string, series []int64, firsts []day.Date) query {
	return movedDays("movedFirsts", nodes, series, firsts, `r.valid_from IN `,
		`f.day BETWEEN r.valid_from AND substr(r.valid_from, 1, 8) || '31' AND f.day <= r.valid_to`)
}

// movedLasts sums the days of the last month of a place, unless it began in
// that month: then all its days are among the first.
func movedLasts(nodes []string, series []int64, lasts []day.Date) query {
	return movedDays("movedLasts", nodes, series, lasts,
		`NOT (substr(r.valid_from, 1, 7) = substr(r.valid_to, 1, 7) AND substr(r.valid_from, 9, 2) <> '01') AND r.valid_to IN `,
		`f.day BETWEEN substr(r.valid_to, 1, 8) || '01' AND r.valid_to`)
}

func movedDays(name string, nodes []string, series []int64, turns []day.Date, places, days string) query {
	n, t := len(nodes), len(turns)
	return query{
		`/* ledger.` + name + ` */
		SELECT r.ancestor, f.series, CAST(SUM(f.quantity) AS BIGINT)
		FROM ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ledger_fact f
		WHERE r.ancestor IN (` + db.In(1, n) + `) AND ` + places + `(` + db.In(1+n, t) + `) AND l.atom = r.atom
		  AND f.unit = l.unit AND f.series IN (` + db.In(1+n+t, len(series)) + `) AND ` + days + `
		GROUP BY r.ancestor, f.series`,
		slices.Concat(db.Anys(nodes), db.Anys(turns), db.Anys(series)),
	}
}
