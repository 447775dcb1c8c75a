package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// lives reads first and last day of the units that are asked; unknown ones are
// left out. In today's tree a unit is as old as what stands below it: a ward
// union of October has figures of the years before, those of its base unions.
func (q Query) lives(ctx context.Context, tx *db.Tx) (map[string]span, error) {
	out, err := lives(ctx, tx, q.Units)
	if err != nil || q.Tree != Today || q.Own {
		return out, err
	}
	today := q.today(tx)
	var young []string
	for unit, life := range out {
		if life.from > q.Period.From && life.from <= today && life.to >= today {
			young = append(young, unit)
		}
	}
	for _, part := range chunks(young) {
		q := agesQuery(part, today)
		if err := tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
			var unit string
			var from day.Date
			err := scan(&unit, &from)
			life := out[unit]
			life.from = day.Min(life.from, from)
			out[unit] = life
			return err
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// agesQuery reads the first day of whatever stands below units on a day.
func agesQuery(units []string, on day.Date) query {
	return query{
		`/* ledger.ages */
		SELECT r.ancestor, MIN(p.valid_from)
		FROM ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ledger_place p
		WHERE r.ancestor IN (` + db.In(2, len(units)) + `) AND r.valid_from <= $1 AND r.valid_to >= $1
		  AND l.atom = r.atom AND p.unit = l.unit
		GROUP BY r.ancestor`,
		append([]any{on}, db.Anys(units)...),
	}
}

// lives reads first and last day of many units; unknown ones are left out.
func lives(ctx context.Context, tx *db.Tx, units []string) (map[string]span, error) {
	out := map[string]span{}
	for _, part := range chunks(units) {
		q := livesQuery(part)
		err := tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
			var unit string
			var s span
			err := scan(&unit, &s.from, &s.to)
			out[unit] = s
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func livesQuery(units []string) query {
	return query{
		`/* ledger.lives */
		SELECT unit, MIN(valid_from), MAX(valid_to) FROM ledger_place WHERE unit IN (` + db.In(1, len(units)) + `) GROUP BY unit`,
		db.Anys(units),
	}
}
