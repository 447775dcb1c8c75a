package target

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// holds is the condition that a giving was not taken back.
const holds = `NOT EXISTS (SELECT 1 FROM target_withdrawn w WHERE w.target = t.id)`

// openTargets lists the givings that hold for units, of any period that is not
// closed, by unit, period and indicator.
func openTargets(ctx context.Context, tx *db.Tx, units []string) (out []Target, err error) {
	for part := range slices.Chunk(units, chunk) {
		var rows []Target
		if err := tx.Select(ctx, &rows, `/* target.openTargets */
			SELECT `+targetColumns+` FROM target_target t
			WHERE t.issued_on <= $1 AND t.unit IN (`+db.In(2, len(part))+`) AND `+holds+` AND NOT EXISTS (
				SELECT 1 FROM target_closing c WHERE c.unit = t.unit AND c.period = t.period AND c.indicator = t.indicator)
			ORDER BY t.unit, t.period, t.indicator, t.issued_on, t.recorded_at, t.id`, append([]any{tx.Today()}, db.Anys(part)...)...); err != nil {
			return nil, err
		}
		for i, t := range rows {
			if i+1 == len(rows) || rows[i+1].Unit != t.Unit || rows[i+1].Period != t.Period || rows[i+1].Indicator != t.Indicator {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

func insertEndings(ctx context.Context, tx *db.Tx, all []ending) error {
	for part := range slices.Chunk(all, 100) {
		var args []any
		for _, e := range part {
			args = append(args, e.Reorg, e.Unit, e.Last, e.Heir, e.Document, e.IssuedOn)
		}
		if _, err := tx.Exec(ctx, `/* target.insertEndings */
			INSERT INTO target_ending (reorg, unit, last_day, heir, document, issued_on) VALUES `+db.Values(len(part), 6), args...); err != nil {
			return err
		}
	}
	return nil
}

func waitingEndings(ctx context.Context, tx *db.Tx) (out []ending, err error) {
	err = tx.Select(ctx, &out, `/* target.waitingEndings */
		SELECT reorg, unit, last_day, heir, document, issued_on FROM target_ending
		WHERE closed_at IS NULL AND last_day < $1 ORDER BY last_day, reorg, unit`, tx.Today())
	return out, err
}

func setEndingsClosed(ctx context.Context, tx *db.Tx, all []ending) error {
	_, err := tx.Exec(ctx, `/* target.setEndingsClosed */ UPDATE target_ending SET closed_at = $2 WHERE reorg = $1`, all[0].Reorg, tx.Now())
	return err
}

func insertClosing(ctx context.Context, tx *db.Tx, c Closing) error {
	_, err := tx.Exec(ctx, `/* target.insertClosing */
		INSERT INTO target_closing (id, reorg, target, indicator, unit, period, value, last_day, achieved, rest, superior, keeper, within, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		c.ID, c.Reorg, c.Target, c.Indicator, c.Unit, c.Period, c.Amount, c.Last, c.Achieved, c.Rest, c.Superior, c.Keeper, c.Within, c.ClosedAt)
	return err
}

const closingColumns = `c.id, c.reorg, c.target, c.indicator, c.unit, c.period, c.value, c.last_day, c.achieved, c.rest, c.superior, c.keeper,
	c.within, c.closed_at, CAST(COALESCE((SELECT SUM(h.amount) FROM target_handing h WHERE h.closing = c.id), 0) AS BIGINT) AS handed, COALESCE(
		(SELECT MIN(u.name) FROM target_handing h JOIN org_unit u ON u.id = h.unit WHERE h.closing = c.id AND h.batch = ''),
		(SELECT u.name FROM org_unit u WHERE u.id = c.keeper), (SELECT u.name FROM org_unit u WHERE u.id = c.superior), '') AS goes_to`

// oneClosing is the closing of a target; nil when it is not closed.
func oneClosing(ctx context.Context, tx *db.Tx, k closedKey) (*Closing, error) {
	var c Closing
	err := tx.Get(ctx, &c, `/* target.oneClosing */ SELECT `+closingColumns+` FROM target_closing c
		WHERE c.unit = $1 AND c.period = $2 AND c.indicator = $3`, k.unit, k.period, k.indicator)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	return &c, err
}

// closingsOf lists the closings of some units in a period.
func closingsOf(ctx context.Context, tx *db.Tx, units []string, period string) (out []Closing, err error) {
	for part := range slices.Chunk(units, chunk) {
		var rows []Closing
		if err := tx.Select(ctx, &rows, `/* target.closingsOf */ SELECT `+closingColumns+` FROM target_closing c
			WHERE c.unit IN (`+db.In(3, len(part))+`) AND c.period = $1 AND c.last_day < $2`, append([]any{period, tx.Today()}, db.Anys(part)...)...); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// closingsAt lists the closings whose rest a unit keeps in a period, those of
// one indicator together.
func closingsAt(ctx context.Context, tx *db.Tx, keeper, period string) (out []Closing, err error) {
	err = tx.Select(ctx, &out, `/* target.closingsAt */ SELECT `+closingColumns+` FROM target_closing c
		WHERE c.keeper = $1 AND c.period = $2 AND c.last_day < $3 ORDER BY c.indicator, c.last_day, c.unit`, keeper, period, tx.Today())
	return out, err
}

// closingsKept lists all closings whose rests some units keep.
func closingsKept(ctx context.Context, tx *db.Tx, units []string) (out []Closing, err error) {
	for part := range slices.Chunk(units, chunk) {
		var rows []Closing
		if err := tx.Select(ctx, &rows, `/* target.closingsKept */ SELECT `+closingColumns+` FROM target_closing c
			WHERE c.keeper IN (`+db.In(1, len(part))+`) ORDER BY c.id`, db.Anys(part)...); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// moveKeeper gives a rest to another keeper, or into the keeper's own, and
// remembers who kept it.
func moveKeeper(ctx context.Context, tx *db.Tx, c Closing, was, reorg string) error {
	if _, err := tx.Exec(ctx, `/* target.moveKeeper was */
		INSERT INTO target_keeping (closing, reorg, keeper) VALUES ($1, $2, $3)`, c.ID, reorg, was); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* target.moveKeeper */ UPDATE target_closing SET keeper = $2, within = $3 WHERE id = $1`, c.ID, c.Keeper, c.Within)
	return err
}

// keepersBack gives rests back to those who kept them before an act.
func keepersBack(ctx context.Context, tx *db.Tx, reorg string) error {
	if _, err := tx.Exec(ctx, `/* target.keepersBack */
		UPDATE target_closing SET within = '', keeper = (SELECT k.keeper FROM target_keeping k WHERE k.closing = target_closing.id AND k.reorg = $1)
		WHERE id IN (SELECT closing FROM target_keeping WHERE reorg = $1)`, reorg); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `/* target.keepersBack was */ DELETE FROM target_keeping WHERE reorg = $1`, reorg); err != nil {
		return err
	}
	// A rest of an older end, signed later, lies in the act's own: its keeper lives again.
	_, err := tx.Exec(ctx, `/* target.keepersBack within */
		UPDATE target_closing SET keeper = superior, within = '' WHERE reorg <> $1 AND within IN (SELECT c.id FROM target_closing c WHERE c.reorg = $1)`, reorg)
	return err
}

// handing is a part of a rest that a unit was handed.
type handing struct {
	Closing string `db:"closing"`
	Unit    string `db:"unit"`
	Target  string `db:"target"`
	Giver   string `db:"giver"`
	Amount  int64  `db:"amount"`
	Batch   string `db:"batch"`
}

// handed is a handing with whose rest it was.
type handed struct {
	handing
	From      string `db:"from_unit"`
	Indicator string `db:"indicator"`
	Period    string `db:"period"`
}

func insertHanding(ctx context.Context, tx *db.Tx, h handing) error {
	_, err := tx.Exec(ctx, `/* target.insertHanding */
		INSERT INTO target_handing (closing, unit, target, giver, amount, batch) VALUES ($1, $2, $3, $4, $5, $6)`,
		h.Closing, h.Unit, h.Target, h.Giver, h.Amount, h.Batch)
	return err
}

// handedSince lists what was handed of the rests of an act, and to the units it
// founded; what people handed comes first.
func handedSince(ctx context.Context, tx *db.Tx, reorg string, founded []string) (out []handed, err error) {
	err = tx.Select(ctx, &out, `/* target.handedSince */
		SELECT h.closing, h.unit, h.target, h.giver, h.amount, h.batch, c.unit AS from_unit, c.indicator, c.period
		FROM target_handing h JOIN target_closing c ON c.id = h.closing
		WHERE c.reorg = $1 OR (c.reorg <> $1 AND h.unit IN (`+db.In(2, len(founded)+1)+`))
		ORDER BY CASE WHEN h.batch = '' THEN 1 ELSE 0 END, h.closing, h.unit`, append([]any{reorg, ""}, db.Anys(founded)...)...)
	return out, err
}

// batchHanded is how much a form that was taken before has handed down; 0 for a
// new one.
func batchHanded(ctx context.Context, tx *db.Tx, batch, keeper string) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* target.batchHanded */
		SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM target_handing WHERE giver = $2 AND batch = $1 AND batch <> ''`, batch, keeper)
	return n, err
}

// dropClosings takes back the closings of an act and what it handed itself.
func dropClosings(ctx context.Context, tx *db.Tx, reorg string) error {
	if _, err := tx.Exec(ctx, `/* target.dropClosings givings */
		INSERT INTO target_withdrawn (target, reorg, at)
		SELECT DISTINCT h.target, c.reorg, CAST($2 AS BIGINT) FROM target_handing h JOIN target_closing c ON c.id = h.closing WHERE c.reorg = $1`,
		reorg, tx.Now()); err != nil {
		return err
	}
	for _, q := range []string{
		`/* target.dropClosings handings */ DELETE FROM target_handing WHERE closing IN (SELECT id FROM target_closing WHERE reorg = $1)`,
		`/* target.dropClosings */ DELETE FROM target_closing WHERE reorg = $1`,
		`/* target.dropClosings endings */ DELETE FROM target_ending WHERE reorg = $1`,
	} {
		if _, err := tx.Exec(ctx, q, reorg); err != nil {
			return err
		}
	}
	return nil
}

// closedBelow is by how much what units below have may differ from what a unit
// has: the values of closed targets, less what was handed down of them.
func closedBelow(ctx context.Context, tx *db.Tx, unit, indicator, period string) (values []string, handed int64, err error) {
	if err = tx.Select(ctx, &values, `/* target.closedBelow */ SELECT value FROM target_closing
		WHERE superior = $1 AND period = $2 AND indicator = $3 AND rest IS NOT NULL AND last_day < $4`, unit, period, indicator, tx.Today()); err != nil {
		return nil, 0, err
	}
	err = tx.Get(ctx, &handed, `/* target.closedBelow handed */
		SELECT CAST(COALESCE(SUM(h.amount), 0) AS BIGINT) FROM target_handing h JOIN target_closing c ON c.id = h.closing
		WHERE h.giver = $1 AND c.period = $2 AND c.indicator = $3 AND c.within = ''`, unit, period, indicator)
	return values, handed, err
}

// openClosings lists what is left of the rests of some units, by unit, period
// and indicator.
func openClosings(ctx context.Context, tx *db.Tx, units []string) (out []Closing, err error) {
	for part := range slices.Chunk(units, chunk) {
		var rows []Closing
		if err := tx.Select(ctx, &rows, `/* target.openClosings */ SELECT `+closingColumns+` FROM target_closing c
			WHERE c.unit IN (`+db.In(1, len(part))+`) AND c.within = '' AND c.rest > 0 ORDER BY c.unit, c.period, c.indicator`,
			db.Anys(part)...); err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(rows, func(c Closing) bool { return c.Open() == 0 })...)
	}
	return out, nil
}
