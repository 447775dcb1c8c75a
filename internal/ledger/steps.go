package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Step is by how much a stock of a unit itself changes on a day.
type Step struct {
	Day      day.Date
	Quantity int64
}

// Steps lists by how much a measure of a unit itself changes, all its parts
// together, in the order of the days; days on which it stays are left out.
func (l *Ledger) Steps(ctx context.Context, tx *db.Tx, unit, measure string) (out []Step, err error) {
	defer errs.Wrap(&err, "ledger.Steps(%s of %s)", measure, unit)
	m, err := l.Catalogue.measure(measure)
	if err != nil {
		return nil, err
	}
	var series []int64
	for _, key := range m.keys(nil) {
		series = append(series, seriesID(key))
	}
	return out, tx.Each(ctx, `/* ledger.Steps */
		SELECT day, CAST(SUM(quantity) AS BIGINT) FROM ledger_fact WHERE unit = $1 AND series IN (`+db.In(2, len(series))+`)
		GROUP BY day HAVING SUM(quantity) <> 0 ORDER BY day`, append([]any{unit}, db.Anys(series)...),
		func(scan func(...any) error) error {
			var s Step
			err := scan(&s.Day, &s.Quantity)
			out = append(out, s)
			return err
		})
}
