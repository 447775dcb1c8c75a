package agreement

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const watchColumns = `w.id, w.agreement, w.kind, w.subject, w.unit, w.text, w.due, w.round, w.stage, w.level, w.stands, w.next_on, w.closed_on, w.at`

func watchesOf(ctx context.Context, tx *db.Tx, agreement string) (out []Watch, err error) {
	err = tx.Select(ctx, &out, `/* agreement.watchesOf */
		SELECT `+watchColumns+` FROM agreement_watch w WHERE w.agreement = $1 ORDER BY w.due, w.id`, agreement)
	return out, err
}

func watchByID(ctx context.Context, tx *db.Tx, id string) (w Watch, err error) {
	err = tx.Get(ctx, &w, `/* agreement.watchByID */ SELECT `+watchColumns+` FROM agreement_watch w WHERE w.id = $1`, id)
	return w, err
}

func insertWatch(ctx context.Context, tx *db.Tx, w Watch) error {
	_, err := tx.Exec(ctx, `/* agreement.insertWatch */
		INSERT INTO agreement_watch (id, agreement, kind, subject, unit, text, due, round, stage, level, stands, next_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (agreement, kind, subject, unit) DO NOTHING`,
		w.ID, w.Agreement, w.Kind, w.Subject, w.Unit, w.Text, w.Due, w.Round, w.Stage, w.Level, w.Stands, w.Next, tx.Now())
	return err
}

func updateWatch(ctx context.Context, tx *db.Tx, w Watch) error {
	_, err := tx.Exec(ctx, `/* agreement.updateWatch */
		UPDATE agreement_watch SET text = $2, due = $3, round = $4, stage = $5, level = $6, stands = $7, next_on = $8, closed_on = $9, at = $10
		WHERE id = $1`, w.ID, w.Text, w.Due, w.Round, w.Stage, w.Level, w.Stands, w.Next, w.ClosedOn, tx.Now())
	return err
}

// advance moves a watch on from the step it was seen before. It tells false when
// somebody was faster: another node, or whoever took it. The row stays locked
// until the transaction is over.
func advance(ctx context.Context, tx *db.Tx, was, w Watch) (first bool, err error) {
	n, err := tx.Exec(ctx, `/* agreement.advance */
		UPDATE agreement_watch SET round = $5, stage = $6, level = $7, stands = $8, next_on = $9, at = $10
		WHERE id = $1 AND round = $2 AND stage = $3 AND next_on = $4 AND closed_on = ''`,
		was.ID, was.Round, was.Stage, was.Next, w.Round, w.Stage, w.Level, w.Stands, w.Next, tx.Now())
	return n == 1, err
}

// wakingQuery finds the watches whose next step has come, the oldest first.
const wakingQuery = `/* agreement.waking */
	SELECT id, agreement FROM agreement_watch WHERE next_on <> '' AND next_on <= $1 ORDER BY next_on, id LIMIT $2`

// waking is a watch whose next step has come.
type waking struct {
	ID        string `db:"id"`
	Agreement string `db:"agreement"`
}

func wakingOn(ctx context.Context, tx *db.Tx, today day.Date, limit int) (out []waking, err error) {
	err = tx.Select(ctx, &out, wakingQuery, today, limit)
	return out, err
}

const stepColumns = `t.id, t.watch, t.round, t.act, t.level, t.unit, t.on_day, t.told, t.account, t.note, t.until, t.at`

// insertStep keeps a step; false when the round has it already.
func insertStep(ctx context.Context, tx *db.Tx, t Step) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `/* agreement.insertStep */
		INSERT INTO agreement_watch_step (id, watch, round, act, level, unit, on_day, told, account, note, until, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (watch, round, act, unit) DO NOTHING`,
		t.ID, t.Watch, t.Round, t.Act, t.Level, t.Unit, t.On, t.Told, t.Account, t.Note, t.Until, tx.Now())
	return n == 1, err
}

func stepByID(ctx context.Context, tx *db.Tx, id string) (t Step, err error) {
	err = tx.Get(ctx, &t, `/* agreement.stepByID */ SELECT `+stepColumns+` FROM agreement_watch_step t WHERE t.id = $1`, id)
	return t, err
}

// stepsOf are the steps of some watches up to a day, as they came.
func stepsOf(ctx context.Context, tx *db.Tx, watches []string, until day.Date) (out []Step, err error) {
	if len(watches) == 0 {
		return nil, nil
	}
	err = tx.Select(ctx, &out, `/* agreement.stepsOf */
		SELECT `+stepColumns+` FROM agreement_watch_step t WHERE t.on_day <= $1 AND t.watch IN (`+db.In(2, len(watches))+`) ORDER BY t.at, t.id`,
		append([]any{until}, db.Anys(watches)...)...)
	return out, err
}

// takenBy is who took a watch in a round; empty when nobody did.
func takenBy(ctx context.Context, tx *db.Tx, watch string, round int) (account string, err error) {
	err = tx.Get(ctx, &account, `/* agreement.takenBy */
		SELECT account FROM agreement_watch_step WHERE watch = $1 AND round = $2 AND act = 'take'`, watch, round)
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return account, err
}

func insertDecision(ctx context.Context, tx *db.Tx, d Decision) error {
	_, err := tx.Exec(ctx, `/* agreement.insertDecision */
		INSERT INTO agreement_decision (id, agreement, to_day, choice, note, account, on_day, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		d.ID, d.Agreement, d.To, d.Choice, d.Note, d.Account, d.On, tx.Now())
	return err
}

// decisionOn is the newest of an agreement about the end of a stage, made by a
// day; the zero Decision when there is none.
func decisionOn(ctx context.Context, tx *db.Tx, agreement string, to, on day.Date) (d Decision, err error) {
	err = tx.Get(ctx, &d, `/* agreement.decisionOn */
		SELECT id, agreement, to_day, choice, note, account, on_day FROM agreement_decision
		WHERE agreement = $1 AND to_day = $2 AND on_day <= $3 ORDER BY at DESC, id DESC LIMIT 1`, agreement, to, on)
	if errs.Is(err, errs.NotFound) {
		return Decision{}, nil
	}
	return d, err
}
