package target

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

const targetColumns = `t.id, t.indicator, t.unit, t.period, t.comparison, t.value, t.document, t.issued_on, t.giver, t.reason, t.recorder, t.recorded_at`

func insertTarget(ctx context.Context, tx *db.Tx, t Target) error {
	_, err := tx.Exec(ctx, `/* target.insertTarget */
		INSERT INTO target_target (id, indicator, unit, period, comparison, value, document, issued_on, giver, reason, recorder, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.ID, t.Indicator, t.Unit, t.Period, t.Comparison, t.Amount, t.Document, t.IssuedOn, t.Giver, t.Reason, t.Recorder, t.RecordedAt)
	return err
}

// newest is the giving that holds today.
func newest(ctx context.Context, tx *db.Tx, indicator, unit, period string) (t Target, err error) {
	err = tx.Get(ctx, &t, `/* target.newest */
		SELECT `+targetColumns+` FROM target_target t WHERE t.unit = $1 AND t.period = $2 AND t.indicator = $3 AND t.issued_on <= $4 AND `+holds+`
		ORDER BY t.issued_on DESC, t.recorded_at DESC, t.id DESC LIMIT 1`, unit, period, indicator, tx.Today())
	return t, err
}

// history lists the givings of a period to some units, issued up to a day: by
// unit and indicator, the newest first.
func history(ctx context.Context, tx *db.Tx, units []string, period string, on day.Date) (out []Target, err error) {
	for part := range slices.Chunk(units, chunk) {
		var rows []Target
		err := tx.Select(ctx, &rows, `/* target.history */
			SELECT `+targetColumns+` FROM target_target t
			WHERE t.period = $1 AND t.issued_on <= $2 AND t.unit IN (`+db.In(3, len(part))+`) AND `+holds+`
			ORDER BY t.unit, t.indicator, t.issued_on DESC, t.recorded_at DESC, t.id DESC`, append([]any{period, on}, db.Anys(part)...)...)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func hasTargets(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* target.hasTargets */
		SELECT EXISTS (SELECT 1 FROM target_target t WHERE t.unit = $1 AND `+holds+`) OR EXISTS (SELECT 1 FROM target_target t WHERE t.giver = $1 AND `+holds+`)`, unit)
	return yes, err
}

// chunk is how many units one statement asks for.
const chunk = 500

// targetsOf reads, for units × indicators, the giving that holds on a day:
// of the rows in order of issue, the last of each pair.
func targetsOf(ctx context.Context, tx *db.Tx, units, indicators []string, period string, on day.Date) (out []Target, err error) {
	for part := range slices.Chunk(units, chunk) {
		var rows []Target
		if err := tx.Select(ctx, &rows, `/* target.targetsOf */
			SELECT `+targetColumns+` FROM target_target t
			WHERE t.period = $1 AND t.issued_on <= $2 AND t.unit IN (`+db.In(3, len(part))+`) AND t.indicator IN (`+db.In(3+len(part), len(indicators))+`) AND `+holds+`
			ORDER BY t.unit, t.indicator, t.issued_on, t.recorded_at, t.id`,
			append(append([]any{period, on}, db.Anys(part)...), db.Anys(indicators)...)...); err != nil {
			return nil, err
		}
		out = append(out, lastOfEach(rows)...)
	}
	return out, nil
}

func lastOfEach(rows []Target) (out []Target) {
	for i, t := range rows {
		if i+1 == len(rows) || rows[i+1].Unit != t.Unit || rows[i+1].Indicator != t.Indicator {
			out = append(out, t)
		}
	}
	return out
}

// indicatorsBelow lists what a unit has targets for, or one that stood directly
// below it on a day from one to another, by documents issued up to today.
func indicatorsBelow(ctx context.Context, tx *db.Tx, unit, period string, from, to day.Date) (codes []string, err error) {
	err = tx.Select(ctx, &codes, `/* target.indicatorsBelow */
		SELECT DISTINCT t.indicator FROM target_target t
		WHERE t.period = $2 AND t.issued_on <= $3 AND (t.unit = $1 OR t.unit IN (
			SELECT p.unit FROM ledger_place p WHERE p.parent = $1 AND p.valid_from <= $5 AND p.valid_to >= $4
		)) AND `+holds+` ORDER BY t.indicator`, unit, period, tx.Today(), from, to)
	return codes, err
}
