package ledger

import (
	"context"
	"math/big"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// pair is the two numbers of a percentage.
type pair struct{ n, d int64 }

// pairs are what is read by a statement of its own, by indicator, part and
// unit: percentages of units with children, counted units, picked facts.
type pairs map[pairKey]pair

type pairKey struct {
	ind  *Indicator
	part string
	unit string
}

// known reads all that is no sum of cells: one statement for each indicator
// and part, however many units are asked.
func (q Query) known(ctx context.Context, tx *db.Tx, lives map[string]span) (pairs, error) {
	out := pairs{}
	for _, ind := range q.Indicators {
		parts, err := ind.asked(q.By)
		if err != nil {
			return nil, err
		}
		for end, units := range q.byEnd(lives, q.today(tx)) {
			for _, p := range parts {
				if err := q.know(ctx, tx, out, ind, p, units, end); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

func (q Query) know(ctx context.Context, tx *db.Tx, out pairs, ind *Indicator, p part, units []string, end day.Date) error {
	switch {
	case ind.CountsUnits() || ind.Pick != "":
		return out.ask(ctx, tx, ind, p, q.circle(ind, end, q.today(tx)), units)
	case ind.Type == Ratio && !ind.Part && !q.Own:
		return out.read(ctx, tx, ind, p, units, q.spanOf(ind.Basis, end, q.today(tx)))
	}
	return nil
}

// read sums percentages over just those units whose denominator is not 0: a
// percentage counts only units that are in its denominator (design.md §3). One
// statement serves all units with children; the others are their own sums.
func (all pairs) read(ctx context.Context, tx *db.Tx, ind *Indicator, p part, units []string, s span) error {
	for _, some := range chunks(units) {
		nodes, _, err := partition(ctx, tx, some)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			all[pairKey{ind, p.name, n}] = pair{}
		}
		q := pairedQuery(nodes, p.sum(), ind.denominator, s)
		err = tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
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
	return nil
}

func pairedQuery(nodes []string, num, den terms, s span) query {
	return query{
		`/* ledger.paired */
		SELECT u.ancestor, CAST(SUM(u.n) AS BIGINT), CAST(SUM(u.d) AS BIGINT) FROM (
			SELECT r.ancestor, f.unit, SUM(` + factors(num) + ` * f.quantity) AS n, SUM(` + factors(den) + ` * f.quantity) AS d
			FROM ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ledger_fact f
			WHERE r.ancestor IN (` + db.In(5, len(nodes)) + `) AND ` + s.standing("$1", "$2") + ` AND l.atom = r.atom AND f.unit = l.unit
			  AND f.day BETWEEN $3 AND $4 AND f.series IN (` + numbers(num, den) + `)
			GROUP BY r.ancestor, f.unit
		) AS u WHERE u.d <> 0 GROUP BY u.ancestor`,
		append([]any{s.treeFrom, s.treeTo, s.from, s.to}, db.Anys(nodes)...),
	}
}

// fillRatio divides, last of all.
func (q Query) fillRatio(f *Figure, p part, sums map[int64]int64, known pairs) (err error) {
	v, above := known[pairKey{f.Indicator, p.name, f.Unit}]
	if !above {
		if v, err = pairOf(p.sum(), f.Indicator.denominator, sums); err != nil {
			return err
		}
	}
	f.Numerator, f.Denominator = v.n, &v.d
	if v.d == 0 {
		f.Reason = NoDenominator
		return nil
	}
	f.Value = new(big.Rat).Mul(big.NewRat(v.n, v.d), big.NewRat(100, 1))
	return nil
}

// pairOf is the percentage of one unit; nothing without a denominator.
func pairOf(num, den terms, sums map[int64]int64) (v pair, err error) {
	if v.d, err = den.sum(sums); err != nil || v.d == 0 {
		return v, err
	}
	v.n, err = num.sum(sums)
	return v, err
}

// byEnd sorts units by the last day that counts for them.
func (q Query) byEnd(lives map[string]span, today day.Date) map[day.Date][]string {
	out := map[day.Date][]string{}
	for _, u := range q.Units {
		if life, ok := lives[u]; ok {
			end := q.last(life, today)
			out[end] = append(out[end], u)
		}
	}
	return out
}
