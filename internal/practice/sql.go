package practice

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const practiceColumns = `p.id, p.unit, p.title, p.aim, p.steps, p.cost, p.results, p.lessons, p.contact, p.record, p.sharing, p.shared_on,
	p.source, p.source_url, p.version, p.recorder, p.recorded_at, p.withdrawn_at`

func insertPractice(ctx context.Context, tx *db.Tx, p Practice) error {
	if _, err := tx.Exec(ctx, `/* practice.insertPractice */
		INSERT INTO practice_practice (id, unit, title, aim, steps, cost, results, lessons, contact, record, source, source_url, folded, version, recorder, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		p.ID, p.Unit, p.Title, p.Aim, p.Steps, p.Cost, p.Results, p.Lessons, p.Contact, p.Record, p.Source, p.SourceURL, p.folded(),
		p.Version, p.Recorder, p.RecordedAt); err != nil {
		return err
	}
	return insertParts(ctx, tx, p)
}

// insertParts writes fields, figures and files.
func insertParts(ctx context.Context, tx *db.Tx, p Practice) error {
	for _, f := range p.Fields {
		if _, err := tx.Exec(ctx, `/* practice.insertParts field */ INSERT INTO practice_field (practice, field) VALUES ($1, $2)`, p.ID, f); err != nil {
			return err
		}
	}
	for i, a := range p.Figures {
		if _, err := tx.Exec(ctx, `/* practice.insertParts figure */
			INSERT INTO practice_figure (practice, position, indicator, period, dim, part) VALUES ($1, $2, $3, $4, $5, $6)`,
			p.ID, i+1, a.Indicator, a.Period, a.Dim, a.Part); err != nil {
			return err
		}
	}
	for i, f := range p.Files {
		if _, err := tx.Exec(ctx, `/* practice.insertParts file */
			INSERT INTO practice_file (practice, blob, position) VALUES ($1, $2, $3) ON CONFLICT (practice, blob) DO NOTHING`, p.ID, f, i+1); err != nil {
			return err
		}
	}
	return nil
}

// complete reads the fields, figures and files of a practice.
func complete(ctx context.Context, tx *db.Tx, p *Practice) error {
	if err := tx.Select(ctx, &p.Fields, `/* practice.complete fields */ SELECT field FROM practice_field WHERE practice = $1 ORDER BY field`, p.ID); err != nil {
		return err
	}
	if err := tx.Select(ctx, &p.Figures, `/* practice.complete figures */
		SELECT indicator, period, dim, part FROM practice_figure WHERE practice = $1 ORDER BY position`, p.ID); err != nil {
		return err
	}
	return tx.Select(ctx, &p.Files, `/* practice.complete files */ SELECT blob FROM practice_file WHERE practice = $1 ORDER BY position, blob`, p.ID)
}

// replacePractice keeps the old version aside and writes the new one, which is
// one version further. Conflict when somebody was faster.
func replacePractice(ctx context.Context, tx *db.Tx, old, fresh Practice, reason string) error {
	n, err := tx.Exec(ctx, `/* practice.replacePractice */
		UPDATE practice_practice SET title = $3, aim = $4, steps = $5, cost = $6, results = $7, lessons = $8, contact = $9, record = $10,
			sharing = $11, shared_on = $12, source = $13, source_url = $14, folded = $15, withdrawn_at = $16, version = version + 1
		WHERE id = $1 AND version = $2`,
		old.ID, old.Version, fresh.Title, fresh.Aim, fresh.Steps, fresh.Cost, fresh.Results, fresh.Lessons, fresh.Contact, fresh.Record,
		fresh.Sharing, fresh.SharedOn, fresh.Source, fresh.SourceURL, fresh.folded(), fresh.WithdrawnAt)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	for _, q := range []string{
		`/* practice.replacePractice fields */ DELETE FROM practice_field WHERE practice = $1`,
		`/* practice.replacePractice figures */ DELETE FROM practice_figure WHERE practice = $1`,
		`/* practice.replacePractice files */ DELETE FROM practice_file WHERE practice = $1`,
	} {
		if _, err := tx.Exec(ctx, q, old.ID); err != nil {
			return err
		}
	}
	if err := insertParts(ctx, tx, fresh); err != nil {
		return err
	}
	was, err := json.Marshal(old)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `/* practice.replacePractice change */
		INSERT INTO practice_change (practice, version, was, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		old.ID, old.Version, string(was), reason, actor(ctx), tx.Now())
	return err
}

const adoptionColumns = `a.id, a.practice, a.unit, a.since, a.changed, a.state, a.outcome, a.told_on, a.version, a.recorder, a.recorded_at, a.withdrawn_at,
	u.name AS unit_name, u.code AS unit_code, p.title`

const adoptionTables = `practice_adoption a JOIN org_unit u ON u.id = a.unit JOIN practice_practice p ON p.id = a.practice`

func adoptionByID(ctx context.Context, tx *db.Tx, id string) (a Adoption, err error) {
	if err := tx.Get(ctx, &a, `/* practice.adoptionByID */ SELECT `+adoptionColumns+` FROM `+adoptionTables+` WHERE a.id = $1`, id); err != nil {
		return a, err
	}
	return a, figuresOfAdoption(ctx, tx, &a)
}

func adoptionBy(ctx context.Context, tx *db.Tx, practice, unit string) (a Adoption, err error) {
	if err := tx.Get(ctx, &a, `/* practice.adoptionBy */
		SELECT `+adoptionColumns+` FROM `+adoptionTables+` WHERE a.practice = $1 AND a.unit = $2`, practice, unit); err != nil {
		return a, err
	}
	return a, figuresOfAdoption(ctx, tx, &a)
}

func figuresOfAdoption(ctx context.Context, tx *db.Tx, a *Adoption) error {
	return tx.Select(ctx, &a.Figures, `/* practice.figuresOfAdoption */
		SELECT indicator, period, dim, part FROM practice_adoption_figure WHERE adoption = $1 ORDER BY position`, a.ID)
}

// adoptionsOf are the adoptions of a practice that were recorded before a moment.
func adoptionsOf(ctx context.Context, tx *db.Tx, practice string, before int64) (out []Adoption, err error) {
	if err := tx.Select(ctx, &out, `/* practice.adoptionsOf */
		SELECT `+adoptionColumns+` FROM `+adoptionTables+` WHERE a.practice = $1 AND a.withdrawn_at IS NULL AND a.recorded_at < $2 ORDER BY a.since, a.id`,
		practice, before); err != nil {
		return nil, err
	}
	for i := range out {
		if err := figuresOfAdoption(ctx, tx, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insertAdoption(ctx context.Context, tx *db.Tx, a Adoption) error {
	_, err := tx.Exec(ctx, `/* practice.insertAdoption */
		INSERT INTO practice_adoption (id, practice, unit, since, changed, state, version, recorder, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, a.Practice, a.Unit, a.Since, a.Changed, a.State, a.Version, a.Recorder, a.RecordedAt)
	return err
}

// rewriteAdoption keeps the old version aside and writes the new one.
func rewriteAdoption(ctx context.Context, tx *db.Tx, old, fresh Adoption, reason string) error {
	n, err := tx.Exec(ctx, `/* practice.rewriteAdoption */
		UPDATE practice_adoption SET since = $3, changed = $4, state = $5, outcome = $6, told_on = $7, withdrawn_at = $8, version = version + 1
		WHERE id = $1 AND version = $2`,
		old.ID, old.Version, fresh.Since, fresh.Changed, fresh.State, fresh.Outcome, fresh.ToldOn, fresh.WithdrawnAt)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `/* practice.rewriteAdoption figures */ DELETE FROM practice_adoption_figure WHERE adoption = $1`, old.ID); err != nil {
		return err
	}
	for i, f := range fresh.Figures {
		if _, err := tx.Exec(ctx, `/* practice.rewriteAdoption figure */
			INSERT INTO practice_adoption_figure (adoption, position, indicator, period, dim, part) VALUES ($1, $2, $3, $4, $5, $6)`,
			old.ID, i+1, f.Indicator, f.Period, f.Dim, f.Part); err != nil {
			return err
		}
	}
	was, err := json.Marshal(old)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `/* practice.rewriteAdoption change */
		INSERT INTO practice_adoption_change (adoption, version, was, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		old.ID, old.Version, string(was), reason, actor(ctx), tx.Now())
	return err
}

// firstAdopted is the first day a practice was taken over; empty when it was not.
func firstAdopted(ctx context.Context, tx *db.Tx, practice string) (on day.Date, err error) {
	err = tx.Get(ctx, &on, `/* practice.firstAdopted */
		SELECT COALESCE(MIN(since), '') FROM practice_adoption WHERE practice = $1 AND withdrawn_at IS NULL`, practice)
	return on, err
}

// recordOf is the kind and unit of a record that stands.
func recordOf(ctx context.Context, tx *db.Tx, id string) (kind, unit string, err error) {
	var r struct{ Kind, Unit string }
	err = tx.Get(ctx, &r, `/* practice.recordOf */ SELECT kind, unit FROM activity_record WHERE id = $1 AND withdrawn_at IS NULL`, id)
	return r.Kind, r.Unit, err
}

// changeRow is a version that was left.
type changeRow struct {
	Version int    `db:"version"`
	Was     string `db:"was"`
	Reason  string `db:"reason"`
	By      string `db:"by"`
	At      int64  `db:"at"`
}

func changesOf(ctx context.Context, tx *db.Tx, practice string, before int64) (out []changeRow, err error) {
	err = tx.Select(ctx, &out, `/* practice.changesOf */
		SELECT version, was, reason, by, at FROM practice_change WHERE practice = $1 AND at < $2 ORDER BY version DESC`, practice, before)
	return out, err
}
