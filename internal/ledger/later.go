package ledger

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Later lists the facts behind a figure that were recorded after a moment
// (microseconds UTC), the newest days first and at most limit: what has changed
// it since. Where units are counted the quantities are those of the facts.
func (l *Ledger) Later(ctx context.Context, tx *db.Tx, q Query, moment int64, limit int) (out []Source, err error) {
	defer errs.Wrap(&err, "ledger.Later(%s)", q.Period.Text)
	unit, ind := q.Units[0], q.Indicators[0]
	p, err := ind.one(q.By, q.Part)
	if err != nil {
		return nil, err
	}
	lives, err := q.lives(ctx, tx)
	if err != nil || q.reason(lives[unit], q.today(tx)) != "" {
		return nil, err
	}
	s := q.spanOf(ind.spanType(), q.last(lives[unit], q.today(tx)), q.today(tx))
	nodes, _, err := partition(ctx, tx, []string{unit})
	if err != nil {
		return nil, err
	}
	query := laterFacts(unit, keysOf(slices.Concat(p.all, []terms{ind.below(p)})...), s, q.Own || len(nodes) == 0, moment, limit)
	err = tx.Select(ctx, &out, query.text, query.args...)
	for i := range out {
		out[i].count(ind, p)
	}
	return out, err
}

func laterFacts(unit string, series []int64, s span, own bool, moment int64, limit int) query {
	args := []any{unit, s.from, s.to}
	if !own {
		args = append(args, s.treeFrom, s.treeTo)
	}
	n := len(args)
	return query{
		`/* ledger.laterFacts */
		SELECT f.id, f.unit, f.day, f.quantity, f.source_kind, f.source_id, f.reverses, f.reason, f.recorded_at, f.recorder, f.series
		FROM ` + s.below(own) + ` AND f.recorded_at > ` + db.In(n+1, 1) + ` AND f.series IN (` + db.In(n+3, len(series)) + `)
		ORDER BY f.day DESC, f.id LIMIT ` + db.In(n+2, 1),
		slices.Concat(args, []any{moment, limit}, db.Anys(series)),
	}
}
