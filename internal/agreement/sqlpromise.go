package agreement

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

func fieldsOf(ctx context.Context, tx *db.Tx, agreement string) (out []Field, err error) {
	err = tx.Select(ctx, &out, `/* agreement.fieldsOf */
		SELECT id, agreement, position, heading FROM agreement_field WHERE agreement = $1 ORDER BY position, id`, agreement)
	return out, err
}

func insertField(ctx context.Context, tx *db.Tx, f Field) error {
	_, err := tx.Exec(ctx, `/* agreement.insertField */
		INSERT INTO agreement_field (id, agreement, position, heading) VALUES ($1, $2, $3, $4)`, f.ID, f.Agreement, f.Position, f.Heading)
	return err
}

func renameField(ctx context.Context, tx *db.Tx, f Field) error {
	_, err := tx.Exec(ctx, `/* agreement.renameField */ UPDATE agreement_field SET heading = $2 WHERE id = $1`, f.ID, f.Heading)
	return err
}

func deleteField(ctx context.Context, tx *db.Tx, agreement, id string) (int64, error) {
	return tx.Exec(ctx, `/* agreement.deleteField */ DELETE FROM agreement_field WHERE agreement = $1 AND id = $2`, agreement, id)
}

const commitmentColumns = `c.id, c.agreement, c.field, c.position, c.text, c.side, c.party, c.lead, c.due, c.every, c.indicator, c.dim, c.part,
	c.counts, c.target, c.dropped_on, c.drop_reason`

func commitmentsOf(ctx context.Context, tx *db.Tx, agreement string) (out []Commitment, err error) {
	err = tx.Select(ctx, &out, `/* agreement.commitmentsOf */
		SELECT `+commitmentColumns+` FROM agreement_commitment c JOIN agreement_field f ON f.id = c.field
		WHERE c.agreement = $1 ORDER BY f.position, f.id, c.position, c.id`, agreement)
	return out, err
}

func insertCommitment(ctx context.Context, tx *db.Tx, c Commitment) error {
	_, err := tx.Exec(ctx, `/* agreement.insertCommitment */
		INSERT INTO agreement_commitment (id, agreement, field, position, text, side, party, lead, due, every, indicator, dim, part, counts, target)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		c.ID, c.Agreement, c.Field, c.Position, c.Text, c.Side, c.Party, c.Lead, c.Due, c.Every, c.Indicator, c.Dim, c.Part, c.Counts, c.Target)
	return err
}

func updateCommitment(ctx context.Context, tx *db.Tx, c Commitment) error {
	_, err := tx.Exec(ctx, `/* agreement.updateCommitment */
		UPDATE agreement_commitment SET field = $2, position = $3, text = $4, side = $5, party = $6, lead = $7, due = $8, every = $9,
			indicator = $10, dim = $11, part = $12, counts = $13, target = $14, dropped_on = $15, drop_reason = $16
		WHERE id = $1`,
		c.ID, c.Field, c.Position, c.Text, c.Side, c.Party, c.Lead, c.Due, c.Every, c.Indicator, c.Dim, c.Part, c.Counts, c.Target,
		c.DroppedOn, c.DropReason)
	return err
}

func deleteCommitment(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `/* agreement.deleteCommitment */ DELETE FROM agreement_commitment WHERE id = $1`, id)
	return err
}

// promises tells whether a party alone has promised something.
func promises(ctx context.Context, tx *db.Tx, party string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.promises */ SELECT EXISTS (SELECT 1 FROM agreement_commitment WHERE party = $1)`, party)
	return yes, err
}

const dutyColumns = `d.id, d.agreement, d.commitment, d.no, d.from_day, d.due, d.outcome, d.done_on, d.result, d.by, d.at, d.version`

func dutiesOf(ctx context.Context, tx *db.Tx, agreement string) (out []Duty, err error) {
	err = tx.Select(ctx, &out, `/* agreement.dutiesOf */
		SELECT `+dutyColumns+` FROM agreement_duty d WHERE d.agreement = $1 ORDER BY d.commitment, d.no`, agreement)
	return out, err
}

func dutyByID(ctx context.Context, tx *db.Tx, id string) (d Duty, err error) {
	err = tx.Get(ctx, &d, `/* agreement.dutyByID */ SELECT `+dutyColumns+` FROM agreement_duty d WHERE d.id = $1`, id)
	return d, err
}

func insertDuty(ctx context.Context, tx *db.Tx, d Duty) error {
	_, err := tx.Exec(ctx, `/* agreement.insertDuty */
		INSERT INTO agreement_duty (id, agreement, commitment, no, from_day, due, version) VALUES ($1, $2, $3, $4, $5, $6, 1)`,
		d.ID, d.Agreement, d.Commitment, d.No, d.From, d.Due)
	return err
}

// updateDuty writes what has changed of a duty. Conflict when somebody was
// faster.
func updateDuty(ctx context.Context, tx *db.Tx, d Duty) error {
	n, err := tx.Exec(ctx, `/* agreement.updateDuty */
		UPDATE agreement_duty SET from_day = $3, due = $4, outcome = $5, done_on = $6, result = $7, by = $8, at = $9, version = version + 1
		WHERE id = $1 AND version = $2`,
		d.ID, d.Version, d.From, d.Due, d.Outcome, d.DoneOn, d.Result, d.By, d.At)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

// workUnder counts the records of work under each commitment that stand and are
// of a day up to a last one.
func workUnder(ctx context.Context, tx *db.Tx, agreement string, until day.Date) (out map[string]int, err error) {
	out = map[string]int{}
	err = tx.Each(ctx, `/* agreement.workUnder */
		SELECT w.commitment, COUNT(*) FROM agreement_work w JOIN activity_record r ON r.id = w.record
		WHERE w.agreement = $1 AND r.withdrawn_at IS NULL AND r.day <= $2 GROUP BY w.commitment`, []any{agreement, until},
		func(scan func(...any) error) error {
			var id string
			var n int
			err := scan(&id, &n)
			out[id] = n
			return err
		})
	return out, err
}

// hasWork tells whether a record of work stands under a commitment, of a day
// from one to another.
func hasWork(ctx context.Context, tx *db.Tx, commitment string, from, to day.Date) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.hasWork */ SELECT EXISTS (
		SELECT 1 FROM agreement_work w JOIN activity_record r ON r.id = w.record
		WHERE w.commitment = $1 AND r.withdrawn_at IS NULL AND r.day >= $2 AND r.day <= $3)`, commitment, from, to)
	return yes, err
}
