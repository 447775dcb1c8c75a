package agreement

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const reviewColumns = `r.id, r.agreement, r.kind, r.from_day, r.to_day, r.due, r.planned, r.report, r.unmet, r.held_on, r.dropped_on, r.version`

// reviewsOf are the reviews of an agreement, the earliest first and the final one
// last, those that were dropped among them.
func reviewsOf(ctx context.Context, tx *db.Tx, agreement string) (out []Review, err error) {
	err = tx.Select(ctx, &out, `/* agreement.reviewsOf */ SELECT `+reviewColumns+` FROM agreement_review r
		WHERE r.agreement = $1 ORDER BY r.to_day, CASE WHEN r.kind = 'final' THEN 1 ELSE 0 END, r.id`, agreement)
	return out, err
}

// reviewByReport is the review that was drafted as a report.
func reviewByReport(ctx context.Context, tx *db.Tx, report string) (r Review, err error) {
	err = tx.Get(ctx, &r, `/* agreement.reviewByReport */ SELECT `+reviewColumns+` FROM agreement_review r WHERE r.report = $1`, report)
	return r, err
}

func insertReview(ctx context.Context, tx *db.Tx, r Review) error {
	_, err := tx.Exec(ctx, `/* agreement.insertReview */
		INSERT INTO agreement_review (id, agreement, kind, from_day, to_day, due, planned, report, unmet, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.ID, r.Agreement, r.Kind, r.From, r.To, r.Due, r.Planned, r.Report, r.Unmet, r.Version)
	return err
}

// updateReview writes what has changed of a review. Conflict when somebody was
// faster.
func updateReview(ctx context.Context, tx *db.Tx, r Review) error {
	n, err := tx.Exec(ctx, `/* agreement.updateReview */
		UPDATE agreement_review SET from_day = $3, to_day = $4, due = $5, report = $6, unmet = $7, held_on = $8, dropped_on = $9, version = version + 1
		WHERE id = $1 AND version = $2`,
		r.ID, r.Version, r.From, r.To, r.Due, r.Report, r.Unmet, r.HeldOn, r.DroppedOn)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

// saidOf are the words that were said when duties of an agreement came out,
// the last ones by duty, before a moment.
func saidOf(ctx context.Context, tx *db.Tx, agreement string, before int64) (map[string]string, error) {
	out := map[string]string{}
	err := tx.Each(ctx, `/* agreement.saidOf */
		SELECT e.duty, e.text FROM agreement_entry e
		WHERE e.agreement = $1 AND e.kind = 'outcome' AND e.duty IS NOT NULL AND e.at < $2 ORDER BY e.at, e.id`, []any{agreement, before},
		func(scan func(...any) error) error {
			var duty, text string
			err := scan(&duty, &text)
			out[duty] = text
			return err
		})
	return out, err
}
