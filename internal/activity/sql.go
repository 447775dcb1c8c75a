package activity

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const recordColumns = `r.id, r.kind, r.unit, r.ref, r.day, r.title, r.partner, r.note, r.fields,
	COALESCE(r.under, '') AS under, r.due, r.done, r.version, r.recorder, r.recorded_at, r.withdrawn_at`

func insertRecord(ctx context.Context, tx *db.Tx, r Record) error {
	_, err := tx.Exec(ctx, `/* activity.insertRecord */
		INSERT INTO activity_record (id, kind, unit, ref, day, title, partner, note, fields, version, recorder, recorded_at, under, due, done, search)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULLIF($13, ''), $14, $15, $16)`,
		r.ID, r.Kind, r.Unit, r.Ref, r.Day, r.Title, r.Partner, r.Note, r.Fields, r.Version, r.Recorder, r.RecordedAt, r.Under, r.Due, r.Done, r.folded())
	return err
}

func recordByID(ctx context.Context, tx *db.Tx, id string) (r Record, err error) {
	err = tx.Get(ctx, &r, `/* activity.recordByID */ SELECT `+recordColumns+` FROM activity_record r WHERE r.id = $1`, id)
	return r, err
}

func recordByRef(ctx context.Context, tx *db.Tx, unit, ref string) (r Record, err error) {
	err = tx.Get(ctx, &r, `/* activity.recordByRef */
		SELECT `+recordColumns+` FROM activity_record r WHERE r.unit = $1 AND r.ref = $2 AND r.ref <> ''`, unit, ref)
	return r, err
}

// replaceRecord keeps the old version aside and writes the new one.
func replaceRecord(ctx context.Context, tx *db.Tx, old, fresh Record, reason string) error {
	n, err := tx.Exec(ctx, `/* activity.replaceRecord */
		UPDATE activity_record SET unit = $3, day = $4, title = $5, partner = $6, note = $7, fields = $8, version = $9, withdrawn_at = $10,
		       due = $11, done = $12, search = $13
		WHERE id = $1 AND version = $2`,
		old.ID, old.Version, fresh.Unit, fresh.Day, fresh.Title, fresh.Partner, fresh.Note, fresh.Fields, fresh.Version, fresh.WithdrawnAt,
		fresh.Due, fresh.Done, fresh.folded())
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Conflict, "error.conflict")
	}
	_, err = tx.Exec(ctx, `/* activity.replaceRecord change */
		INSERT INTO activity_change (record, version, unit, day, title, partner, note, fields, reason, by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		old.ID, old.Version, old.Unit, old.Day, old.Title, old.Partner, old.Note, old.Fields, reason, changer(ctx), tx.Now())
	return err
}

func changesOf(ctx context.Context, tx *db.Tx, id string) (out []Change, err error) {
	err = tx.Select(ctx, &out, `/* activity.changesOf */
		SELECT record, version, unit, day, title, partner, note, fields, reason, by, at FROM activity_change WHERE record = $1 ORDER BY version`, id)
	return out, err
}

// selectLines reads the records a query of ids picks, newest day first.
func selectLines(ctx context.Context, tx *db.Tx, ids string, args []any) (out []Line, err error) {
	err = tx.Select(ctx, &out, linesText(ids), args...)
	return out, err
}

func linesText(ids string) string {
	return `/* activity.selectLines */ SELECT ` + lineColumns + ` FROM (` + ids + `) p JOIN activity_record r ON r.id = p.id` + lineJoins +
		` ORDER BY r.day DESC, r.id DESC`
}

const (
	lineColumns = recordColumns + `, u.code AS unit_code, u.name AS unit_name, u.dissolved_on AS unit_ended, COALESCE(a.display, r.recorder) AS by_name`
	lineJoins   = ` JOIN org_unit u ON u.id = r.unit LEFT JOIN auth_account a ON a.id = r.recorder`
)

// openLines reads open work, the longest overdue first.
func openLines(ctx context.Context, tx *db.Tx, q *query, limit int) (out []Line, err error) {
	text, args := openText(q, limit)
	err = tx.Select(ctx, &out, text, args...)
	return out, err
}

func openText(q *query, limit int) (string, []any) {
	cond, args := q.everywhere()
	args = append(args, limit)
	return `/* activity.openLines */ SELECT ` + lineColumns + ` FROM (
			SELECT r.id FROM activity_record r WHERE ` + cond + ` ORDER BY r.due, r.id LIMIT ` + db.In(len(args), 1) + `
		) p JOIN activity_record r ON r.id = p.id` + lineJoins + ` ORDER BY r.due, r.id`, args
}

// usualKinds lists the kinds an account has recorded since a day, or that stand
// in a unit, the most frequent first.
func usualKinds(ctx context.Context, tx *db.Tx, account, unit string, since day.Date, limit int) (codes []string, err error) {
	err = tx.Select(ctx, &codes, `/* activity.usualKinds */
		SELECT kind FROM (
			SELECT kind FROM activity_record WHERE recorder = $1 AND day >= $3
			UNION ALL SELECT kind FROM activity_record WHERE unit = $2 AND day >= $3
		) k GROUP BY kind ORDER BY COUNT(*) DESC, kind LIMIT $4`, account, unit, since, limit)
	return codes, err
}

// usesUnit tells whether a record that counts stands in a unit.
func usesUnit(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* activity.usesUnit */
		SELECT EXISTS (SELECT 1 FROM activity_record WHERE unit = $1 AND withdrawn_at IS NULL)`, unit)
	return yes, err
}

func sourceNames(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	out := map[string]ledger.SourceName{}
	err := tx.Each(ctx, `/* activity.sourceNames */ SELECT id, title FROM activity_record WHERE id IN (`+db.In(1, len(ids))+`)`,
		db.Anys(ids), func(scan func(...any) error) error {
			var id, title string
			err := scan(&id, &title)
			out[id] = ledger.SourceName{Title: title, URL: "/activities/" + id}
			return err
		})
	return out, err
}

// partsOf lists the parts of a record by day; only those that count, or all.
func partsOf(ctx context.Context, tx *db.Tx, id string, counting bool) (out []Record, err error) {
	err = tx.Select(ctx, &out, `/* activity.partsOf */
		SELECT `+recordColumns+` FROM activity_record r
		WHERE r.under = $1 AND ($2 = FALSE OR r.withdrawn_at IS NULL) ORDER BY r.day, r.id`, id, counting)
	return out, err
}

// attach lets files hang on a record for good.
func attach(ctx context.Context, tx *db.Tx, record string, files []string) error {
	for _, id := range files {
		if _, err := tx.Exec(ctx, `/* activity.attach */
			INSERT INTO activity_file (record, blob) VALUES ($1, $2) ON CONFLICT DO NOTHING`, record, id); err != nil {
			return err
		}
	}
	return nil
}

func attached(ctx context.Context, tx *db.Tx, record string) (ids []string, err error) {
	err = tx.Select(ctx, &ids, `/* activity.attached */ SELECT blob FROM activity_file WHERE record = $1`, record)
	return ids, err
}

// exportText reads what a row of activities.csv says.
func exportText(q *query, some string) (string, []any) {
	cond, args := q.everywhere()
	return `/* activity.exportText */
		SELECT r.id, r.kind, u.code, r.ref, r.day, r.title, r.partner, r.note, r.fields, COALESCE(NULLIF(w.ref, ''), r.under, '')
		FROM activity_record r JOIN org_unit u ON u.id = r.unit LEFT JOIN activity_record w ON w.id = r.under
		WHERE ` + cond + some + ` ORDER BY r.day, r.id`, args
}

// kindsOf lists the kinds some records are of.
func kindsOf(ctx context.Context, tx *db.Tx, q *query) (codes []string, err error) {
	cond, args := q.everywhere()
	err = tx.Select(ctx, &codes, `/* activity.kindsOf */ SELECT DISTINCT r.kind FROM activity_record r WHERE `+cond, args...)
	return codes, err
}

// unfolded lists records by id that cannot be found yet.
func unfolded(ctx context.Context, tx *db.Tx, after string, limit int) (out []Record, err error) {
	err = tx.Select(ctx, &out, `/* activity.unfolded */
		SELECT `+recordColumns+` FROM activity_record r WHERE r.id > $1 AND r.search = '' ORDER BY r.id LIMIT $2`, after, limit)
	return out, err
}

func setFolded(ctx context.Context, tx *db.Tx, r Record) error {
	_, err := tx.Exec(ctx, `/* activity.setFolded */ UPDATE activity_record SET search = $2 WHERE id = $1`, r.ID, r.folded())
	return err
}
