package report

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const reportColumns = `r.id, r.unit, r.template, r.period, r.from_day, r.to_day, r.supplements, r.subject, r.about, r.sent, r.title, r.state, r.version, r.created_by,
	r.created_at, r.submitted_at, r.number, r.signed_at, r.signed_by, r.fingerprint, r.snapshot`

// leanColumns leave out the snapshot, which lists do not need.
const leanColumns = `r.id, r.unit, r.template, r.period, r.from_day, r.to_day, r.supplements, r.subject, r.about, r.sent, r.title, r.state, r.version, r.created_by,
	r.created_at, r.submitted_at, r.number, r.signed_at, r.signed_by, r.fingerprint, '' AS snapshot`

func insertReport(ctx context.Context, tx *db.Tx, r Report) error {
	_, err := tx.Exec(ctx, `/* report.insertReport */
		INSERT INTO report_report (id, unit, template, period, from_day, to_day, supplements, subject, about, sent, title, state, version,
			created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		r.ID, r.Unit, r.Template, r.Period, r.From, r.To, r.Supplements, r.Subject, r.About, r.Sent, r.Title, r.State, r.Version, r.CreatedBy, r.CreatedAt)
	return err
}

func reportByID(ctx context.Context, tx *db.Tx, id string) (r Report, err error) {
	err = tx.Get(ctx, &r, `/* report.reportByID */ SELECT `+reportColumns+` FROM report_report r WHERE r.id = $1`, id)
	return r, err
}

func reportsByID(ctx context.Context, tx *db.Tx, ids []string) (out []Report, err error) {
	err = tx.Select(ctx, &out, `/* report.reportsByID */ SELECT `+leanColumns+` FROM report_report r WHERE r.id IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	return out, err
}

// oneReport finds the report there is of a unit, template, period and subject.
func oneReport(ctx context.Context, tx *db.Tx, r Report) (old Report, err error) {
	err = tx.Get(ctx, &old, `/* report.oneReport */ SELECT `+reportColumns+` FROM report_report r
		WHERE r.unit = $1 AND r.template = $2 AND r.period = $3 AND r.supplements = $4 AND r.subject = $5 AND r.state <> 'dropped'`,
		r.Unit, r.Template, r.Period, r.Supplements, r.Subject)
	return old, err
}

func insertSections(ctx context.Context, tx *db.Tx, sections []Section) error {
	for _, s := range sections {
		if _, err := tx.Exec(ctx, `/* report.insertSections */
			INSERT INTO report_section (report, position, level, heading, hint, body) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.Report, s.Position, s.Level, s.Heading, s.Hint, s.Body); err != nil {
			return err
		}
	}
	return nil
}

func sectionsOf(ctx context.Context, tx *db.Tx, report string) (out []Section, err error) {
	err = tx.Select(ctx, &out, `/* report.sectionsOf */
		SELECT report, position, level, heading, hint, body FROM report_section WHERE report = $1 ORDER BY position`, report)
	return out, err
}

// keepWords writes new words and keeps the old ones aside.
func keepWords(ctx context.Context, tx *db.Tx, r Report, changed []Section) error {
	if err := advance(ctx, tx, r); err != nil {
		return err
	}
	for _, s := range changed {
		if _, err := tx.Exec(ctx, `/* report.keepWords old */
			INSERT INTO report_edit (report, version, position, body, by, at)
			SELECT report, $2, position, body, $4, $5 FROM report_section WHERE report = $1 AND position = $3`,
			r.ID, r.Version, s.Position, actor(ctx), tx.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `/* report.keepWords new */
			UPDATE report_section SET body = $3 WHERE report = $1 AND position = $2`, r.ID, s.Position, s.Body); err != nil {
			return err
		}
	}
	return nil
}

// wordsAt are the words of the sections that were changed since a version, as
// they stood then.
func wordsAt(ctx context.Context, tx *db.Tx, report string, version int) (map[int]string, error) {
	out := map[int]string{}
	err := tx.Each(ctx, `/* report.wordsAt */
		SELECT e.position, e.body FROM report_edit e WHERE e.report = $1 AND e.version = (
			SELECT MIN(f.version) FROM report_edit f WHERE f.report = $1 AND f.position = e.position AND f.version >= $2)`,
		[]any{report, version}, func(scan func(...any) error) error {
			var position int
			var body string
			err := scan(&position, &body)
			out[position] = body
			return err
		})
	return out, err
}

// lastEdit is the last change of a report's words; nil if there was none.
func lastEdit(ctx context.Context, tx *db.Tx, report string) (*Edit, error) {
	var e Edit
	err := tx.Get(ctx, &e, `/* report.lastEdit */ SELECT by, at FROM report_edit WHERE report = $1 ORDER BY version DESC LIMIT 1`, report)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	return &e, err
}

// advance takes a report to its next version unless somebody was faster.
func advance(ctx context.Context, tx *db.Tx, r Report) error {
	n, err := tx.Exec(ctx, `/* report.advance */ UPDATE report_report SET version = version + 1 WHERE id = $1 AND version = $2`, r.ID, r.Version)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

// setState moves a report on unless somebody was faster.
func setState(ctx context.Context, tx *db.Tx, r Report, to State) error {
	submitted := r.SubmittedAt
	if to == Submitted || (to == Accepted && submitted == nil) {
		now := tx.Now()
		submitted = &now
	}
	n, err := tx.Exec(ctx, `/* report.setState */
		UPDATE report_report SET state = $3, submitted_at = $4, version = version + 1 WHERE id = $1 AND version = $2`, r.ID, r.Version, to, submitted)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

func freeze(ctx context.Context, tx *db.Tx, r Report) error {
	n, err := tx.Exec(ctx, `/* report.freeze */
		UPDATE report_report SET state = 'signed', number = $3, signed_at = $4, signed_by = $5, fingerprint = $6, snapshot = $7, version = version + 1
		WHERE id = $1 AND version = $2 AND state = 'accepted'`,
		r.ID, r.Version, r.Number, r.SignedAt, r.SignedBy, r.Fingerprint, r.Snapshot)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

func insertStep(ctx context.Context, tx *db.Tx, s Step) error {
	_, err := tx.Exec(ctx, `/* report.insertStep */
		INSERT INTO report_step (id, report, act, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)`, s.ID, s.Report, s.Act, s.Reason, s.By, s.At)
	return err
}

func stepsOf(ctx context.Context, tx *db.Tx, report string) (out []Step, err error) {
	err = tx.Select(ctx, &out, `/* report.stepsOf */
		SELECT id, report, act, reason, by, at FROM report_step WHERE report = $1 ORDER BY at, id`, report)
	return out, err
}

// --- the register of outgoing documents ---

func nextSeq(ctx context.Context, tx *db.Tx, unit string, year int, kind string) (n int, err error) {
	err = tx.Get(ctx, &n, `/* report.nextSeq */
		SELECT COALESCE(MAX(seq), 0) + 1 FROM report_outgoing WHERE unit = $1 AND year = $2 AND type = $3`, unit, year, kind)
	return n, err
}

func insertOutgoing(ctx context.Context, tx *db.Tx, o Outgoing) error {
	_, err := tx.Exec(ctx, `/* report.insertOutgoing */
		INSERT INTO report_outgoing (unit, year, type, seq, number, day, abstract, signer, recipients, kind, source, by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		o.Unit, o.Year, o.Type, o.Seq, o.Number, o.Day, o.Abstract, o.Signer, o.Recipients, o.Kind, o.Source, o.By, o.At)
	return err
}

const outgoingColumns = `o.unit, o.year, o.type, o.seq, o.number, o.day, o.abstract, o.signer, o.recipients, o.kind, o.source, o.by, o.at`

func outgoingOf(ctx context.Context, tx *db.Tx, unit string, year int) (out []Outgoing, err error) {
	err = tx.Select(ctx, &out, `/* report.outgoingOf */
		SELECT `+outgoingColumns+` FROM report_outgoing o WHERE o.unit = $1 AND o.year = $2 ORDER BY o.type, o.seq`, unit, year)
	return out, err
}

func selectRows(ctx context.Context, tx *db.Tx, cond string, args []any, limit int) (out []Row, err error) {
	err = tx.Select(ctx, &out, `/* report.selectRows */
		SELECT `+leanColumns+`, u.code AS unit_code, u.name AS unit_name, u.dissolved_on AS unit_ended FROM report_report r JOIN org_unit u ON u.id = r.unit
		WHERE `+cond+` AND r.created_at < `+db.In(len(args)+1, 1)+` ORDER BY r.created_at DESC, r.id DESC LIMIT `+db.In(len(args)+2, 1), append(args, tx.Tomorrow(), limit)...)
	return out, err
}

func selectKept(ctx context.Context, tx *db.Tx, cond string, args []any, limit int) (out []Kept, err error) {
	err = tx.Select(ctx, &out, `/* report.selectKept */
		SELECT r.template, r.period FROM report_report r
		WHERE `+cond+` AND r.created_at < `+db.In(len(args)+1, 1)+` GROUP BY r.template, r.period ORDER BY MAX(r.to_day) DESC, r.template, r.period LIMIT `+db.In(len(args)+2, 1),
		append(args, tx.Tomorrow(), limit)...)
	return out, err
}

// --- signed periods, verification ---

// signedOver lists reports on a day of the unit or of one it stood under at any
// time that were signed before a moment. What is about something else than the
// unit itself, a review of an agreement, closes no period of the unit.
func signedOver(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) (out []Report, err error) {
	err = tx.Select(ctx, &out, `/* report.signedOver */
		SELECT `+leanColumns+` FROM report_report r WHERE r.state = 'signed' AND r.subject = '' AND r.signed_at < $4 AND r.from_day <= $3 AND r.to_day >= $2 AND r.unit IN (
			SELECT CAST($1 AS TEXT) UNION SELECT ro.ancestor FROM ledger_leaf l JOIN ledger_roll ro ON ro.atom = l.atom WHERE l.unit = $1
		) ORDER BY r.signed_at, r.id`, unit, from, to, tx.Tomorrow())
	return out, err
}

func signedAfter(ctx context.Context, tx *db.Tx, after string, limit int) (out []Report, err error) {
	err = tx.Select(ctx, &out, `/* report.signedAfter */
		SELECT `+reportColumns+` FROM report_report r WHERE r.state = 'signed' AND r.id > $1 ORDER BY r.id LIMIT `+strconv.Itoa(limit), after)
	return out, err
}

// reportByFingerprint finds the one report whose fingerprint begins with these
// digits.
func reportByFingerprint(ctx context.Context, tx *db.Tx, digits string) (r Report, err error) {
	var found []Report
	err = tx.Select(ctx, &found, `/* report.reportByFingerprint */
		SELECT `+reportColumns+` FROM report_report r WHERE r.fingerprint >= $1 AND r.fingerprint <= $2 AND r.fingerprint <> '' LIMIT 2`,
		digits, digits+strings.Repeat("f", 64-len(digits)))
	if err == nil && len(found) != 1 {
		return r, errs.New(errs.NotFound, "error.notfound")
	}
	if err == nil {
		r = found[0]
	}
	return r, err
}

// usesUnit tells whether a unit has a report.
func usesUnit(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* report.usesUnit */ SELECT EXISTS (SELECT 1 FROM report_report WHERE unit = $1)
		OR EXISTS (SELECT 1 FROM report_call WHERE unit = $1)`, unit)
	return yes, err
}

// --- calls ---

const callColumns = `c.id, c.unit, c.template, c.period, c.due, c.note, c.by, c.at`

func callByID(ctx context.Context, tx *db.Tx, id string) (c Call, err error) {
	err = tx.Get(ctx, &c, `/* report.callByID */ SELECT `+callColumns+` FROM report_call c WHERE c.id = $1`, id)
	return c, err
}

func oneCall(ctx context.Context, tx *db.Tx, c Call) (old Call, err error) {
	err = tx.Get(ctx, &old, `/* report.oneCall */ SELECT `+callColumns+` FROM report_call c WHERE c.unit = $1 AND c.template = $2 AND c.period = $3`,
		c.Unit, c.Template, c.Period)
	return old, err
}

func putCall(ctx context.Context, tx *db.Tx, c Call) error {
	_, err := tx.Exec(ctx, `/* report.putCall */
		INSERT INTO report_call (id, unit, template, period, due, note, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET due = excluded.due, note = excluded.note, by = excluded.by, at = excluded.at`,
		c.ID, c.Unit, c.Template, c.Period, c.Due, c.Note, c.By, c.At)
	return err
}

func callsOf(ctx context.Context, tx *db.Tx, unit string, limit int) (out []Call, err error) {
	err = tx.Select(ctx, &out, `/* report.callsOf */ SELECT `+callColumns+` FROM report_call c WHERE c.unit = $1 ORDER BY c.due DESC, c.id DESC LIMIT $2`, unit, limit)
	return out, err
}

func nudgesOf(ctx context.Context, tx *db.Tx, call string) (map[string]day.Date, error) {
	out := map[string]day.Date{}
	err := tx.Each(ctx, `/* report.nudgesOf */ SELECT unit, MAX(day) FROM report_nudge WHERE call = $1 GROUP BY unit`, []any{call},
		func(scan func(...any) error) error {
			var unit string
			var on day.Date
			err := scan(&unit, &on)
			out[unit] = on
			return err
		})
	return out, err
}

func insertNudge(ctx context.Context, tx *db.Tx, call, unit string) error {
	_, err := tx.Exec(ctx, `/* report.insertNudge */ INSERT INTO report_nudge (call, unit, day, by, at) VALUES ($1, $2, $3, $4, $5)`,
		call, unit, tx.Today(), actor(ctx), tx.Now())
	return err
}

// toldFingerprints are those the audit log tells of a report's signing.
func toldFingerprints(ctx context.Context, tx *db.Tx, report string) (out []string, err error) {
	entries, err := audit.List(ctx, tx, audit.Filter{Target: report, Limit: 1000})
	for _, e := range entries {
		if e.Entry.Action == "report.signed" {
			out = append(out, e.Entry.Detail["fingerprint"])
		}
	}
	return out, err
}
