package org

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const unitColumns = `u.id, u.code, u.name, u.kind, u.sector, u.bloc, u.ward, u.employer, u.founded_on, u.dissolved_on, u.version, u.created_at`

func unitByID(ctx context.Context, tx *db.Tx, id string) (u Unit, err error) {
	err = tx.Get(ctx, &u, `/* org.unitByID */ SELECT `+unitColumns+` FROM org_unit u WHERE u.id = $1`, id)
	return u, err
}

func unitByCode(ctx context.Context, tx *db.Tx, code string) (u Unit, err error) {
	err = tx.Get(ctx, &u, `/* org.unitByCode */ SELECT `+unitColumns+` FROM org_unit u WHERE u.code = $1`, code)
	return u, err
}

func insertUnit(ctx context.Context, tx *db.Tx, u Unit, folded, sortKey string) error {
	_, err := tx.Exec(ctx, `/* org.insertUnit */
		INSERT INTO org_unit (id, code, name, kind, sector, bloc, ward, employer, founded_on, folded, sort_key, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		u.ID, u.Code, u.Name, u.Kind, u.Sector, u.Bloc, u.Ward, u.Employer, u.FoundedOn, folded, sortKey, u.CreatedAt)
	if errs.Is(err, errs.Conflict) {
		return errs.At("code", "error.code.taken", errs.Args{"code": u.Code}).Because(err)
	}
	return err
}

func updateUnit(ctx context.Context, tx *db.Tx, u Unit, version int) error {
	n, err := tx.Exec(ctx, `/* org.updateUnit */
		UPDATE org_unit SET bloc = $3, ward = $4, employer = $5, version = version + 1 WHERE id = $1 AND version = $2`,
		u.ID, version, u.Bloc, u.Ward, u.Employer)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

func setDissolved(ctx context.Context, tx *db.Tx, id string, last day.Date) error {
	_, err := tx.Exec(ctx, `/* org.setDissolved */ UPDATE org_unit SET dissolved_on = $2, version = version + 1 WHERE id = $1`, id, last)
	return err
}

func codeTaken(ctx context.Context, tx *db.Tx, code string) (taken bool, err error) {
	err = tx.Get(ctx, &taken, `/* org.codeTaken */ SELECT EXISTS (SELECT 1 FROM org_unit WHERE code = $1)`, code)
	return taken, err
}

// lastCode is the highest code of four digits after the parent's; "" if none.
func lastCode(ctx context.Context, tx *db.Tx, parent string) (code string, err error) {
	err = tx.Get(ctx, &code, `/* org.lastCode */
		SELECT COALESCE(MAX(code), '') FROM org_unit
		WHERE length(code) = $2 AND substr(code, 1, $3) = $1 AND substr(code, $4) BETWEEN '0000' AND '9999'`,
		parent+"-", len(parent)+5, len(parent)+1, len(parent)+2)
	return code, err
}

// livingBelow counts the units that stand directly below another on a day.
func livingBelow(ctx context.Context, tx *db.Tx, unit string, on day.Date) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* org.livingBelow */
		SELECT COUNT(*) FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND (u.dissolved_on = '' OR u.dissolved_on >= $2)`, unit, on)
	return n, err
}

// livingBelowFrom counts the units that stand directly below another on a day or
// later.
func livingBelowFrom(ctx context.Context, tx *db.Tx, unit string, from day.Date) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* org.livingBelowFrom */
		SELECT COUNT(DISTINCT p.unit) FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_to >= $2 AND (u.dissolved_on = '' OR u.dissolved_on >= $2)`, unit, from)
	return n, err
}

// recorded tells whether a table of records of units has a record.
func recorded(ctx context.Context, tx *db.Tx, table, id, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* org.recorded */ SELECT EXISTS (SELECT 1 FROM `+table+` WHERE id = $1 AND unit = $2)`, id, unit)
	return yes, err
}

// hasPeople tells whether officers or terms were recorded in a unit.
func hasPeople(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* org.hasPeople */
		SELECT EXISTS (SELECT 1 FROM org_officer WHERE unit = $1) OR EXISTS (SELECT 1 FROM org_term WHERE unit = $1)`, unit)
	return yes, err
}

// hasBelow tells whether any unit stands or stood below a unit.
func hasBelow(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* org.hasBelow */ SELECT EXISTS (SELECT 1 FROM ledger_place WHERE parent = $1)`, unit)
	return yes, err
}

// --- acts ---

const actColumns = `id, kind, unit, decision_no, decided_on, effective_on, signer, reason, members, women, admitted, admitted_women, recorder, recorded_at, withdrawn_at, withdrawn_for`

func insertAct(ctx context.Context, tx *db.Tx, a Act) error {
	_, err := tx.Exec(ctx, `/* org.insertAct */
		INSERT INTO org_act (`+actColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, '')`,
		a.ID, a.Kind, a.Unit, a.DecisionNo, a.DecidedOn, a.EffectiveOn, a.Signer, a.Reason,
		a.Members, a.Women, a.Admitted, a.AdmittedWomen, a.Recorder, a.RecordedAt)
	return err
}

func actByID(ctx context.Context, tx *db.Tx, id string) (a Act, err error) {
	err = tx.Get(ctx, &a, `/* org.actByID */ SELECT `+actColumns+` FROM org_act WHERE id = $1`, id)
	return a, err
}

func actsOf(ctx context.Context, tx *db.Tx, unit string) (out []Act, err error) {
	err = tx.Select(ctx, &out, `/* org.actsOf */
		SELECT `+actColumns+` FROM org_act WHERE unit = $1 ORDER BY effective_on DESC, recorded_at DESC`, unit)
	return out, err
}

func withdrawAct(ctx context.Context, tx *db.Tx, id, reason string) error {
	_, err := tx.Exec(ctx, `/* org.withdrawAct */
		UPDATE org_act SET withdrawn_at = $2, withdrawn_for = $3 WHERE id = $1`, id, tx.Now(), reason)
	return err
}

// --- employers and head counts ---

func employerByFold(ctx context.Context, tx *db.Tx, folded, name string) (id string, err error) {
	err = tx.Get(ctx, &id, `/* org.employerByFold */
		SELECT id FROM org_employer WHERE folded = $1 ORDER BY CASE WHEN name = $2 THEN 0 ELSE 1 END, id LIMIT 1`, folded, name)
	return id, err
}

func insertEmployer(ctx context.Context, tx *db.Tx, e Employer, folded string) error {
	_, err := tx.Exec(ctx, `/* org.insertEmployer */
		INSERT INTO org_employer (id, name, folded) VALUES ($1, $2, $3)`, e.ID, e.Name, folded)
	return err
}

func describeEmployer(ctx context.Context, tx *db.Tx, id, taxCode, industry string) error {
	_, err := tx.Exec(ctx, `/* org.describeEmployer */
		UPDATE org_employer SET tax_code = $2, industry = $3 WHERE id = $1`, id, taxCode, industry)
	return err
}

func employerByID(ctx context.Context, tx *db.Tx, id string) (e Employer, err error) {
	err = tx.Get(ctx, &e, `/* org.employerByID */ SELECT id, name, tax_code, industry FROM org_employer WHERE id = $1`, id)
	return e, err
}

func insertHeadcount(ctx context.Context, tx *db.Tx, h Headcount) error {
	_, err := tx.Exec(ctx, `/* org.insertHeadcount */
		INSERT INTO org_headcount (id, unit, day, workers, women, recorder, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		h.ID, h.Unit, h.Day, h.Workers, h.Women, recorder(ctx), tx.Now())
	return err
}

// countedOn lists the days of a unit's head counts.
func countedOn(ctx context.Context, tx *db.Tx, unit string) (days []day.Date, err error) {
	err = tx.Select(ctx, &days, `/* org.countedOn */ SELECT DISTINCT day FROM org_headcount WHERE unit = $1 ORDER BY day`, unit)
	return days, err
}

// lastHeadcount is the newest typed count; zero when nobody typed one.
func lastHeadcount(ctx context.Context, tx *db.Tx, unit string) (h Headcount, err error) {
	err = tx.Get(ctx, &h, `/* org.lastHeadcount */
		SELECT id, unit, day, workers, women FROM org_headcount WHERE unit = $1 ORDER BY day DESC, recorded_at DESC LIMIT 1`, unit)
	if errs.Is(err, errs.NotFound) {
		return Headcount{}, nil
	}
	return h, err
}

// --- terms and officers ---

func insertTerm(ctx context.Context, tx *db.Tx, t Term) error {
	_, err := tx.Exec(ctx, `/* org.insertTerm */
		INSERT INTO org_term (id, unit, number, from_day, to_day, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.ID, t.Unit, t.Number, t.From, t.To, tx.Now())
	return err
}

func termBetween(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* org.termBetween */
		SELECT EXISTS (SELECT 1 FROM org_term WHERE unit = $1 AND from_day <= $3 AND to_day >= $2)`, unit, from, to)
	return yes, err
}

func termsOf(ctx context.Context, tx *db.Tx, unit string) (out []Term, err error) {
	err = tx.Select(ctx, &out, `/* org.termsOf */
		SELECT id, unit, number, from_day, to_day FROM org_term WHERE unit = $1 ORDER BY from_day DESC`, unit)
	return out, err
}

const officerColumns = `id, unit, committee, post, name, from_day, to_day, decision_no`

func insertOfficer(ctx context.Context, tx *db.Tx, o Officer, recorder string) error {
	_, err := tx.Exec(ctx, `/* org.insertOfficer */
		INSERT INTO org_officer (`+officerColumns+`, recorder, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		o.ID, o.Unit, o.Committee, o.Post, o.Name, o.From, o.To, o.DecisionNo, recorder, tx.Now())
	return err
}

func officerByID(ctx context.Context, tx *db.Tx, id string) (o Officer, err error) {
	err = tx.Get(ctx, &o, `/* org.officerByID */ SELECT `+officerColumns+` FROM org_officer WHERE id = $1`, id)
	return o, err
}

// officersOf lists who holds or held a post; one that a reorganisation ends
// later is held.
func officersOf(ctx context.Context, tx *db.Tx, unit string) (out []Officer, err error) {
	err = tx.Select(ctx, &out, `/* org.officersOf */
		SELECT id, unit, committee, post, name, from_day, CASE WHEN ended_by <> '' AND to_day > $2 THEN '' ELSE to_day END AS to_day, decision_no
		FROM org_officer WHERE unit = $1 ORDER BY committee, from_day DESC, id`, unit, tx.Today())
	return out, err
}

func employersLike(ctx context.Context, tx *db.Tx, words []string, limit int) (names []string, err error) {
	cond, args := "TRUE", []any{}
	for _, w := range words {
		args = append(args, "% "+w+"%") // folded words hold letters and digits only
		cond += ` AND ' ' || folded LIKE ` + db.In(len(args), 1)
	}
	err = tx.Select(ctx, &names, `/* org.employersLike */
		SELECT DISTINCT name FROM org_employer WHERE `+cond+` ORDER BY name LIMIT `+db.In(len(args)+1, 1), append(args, limit)...)
	return names, err
}

// unitsCalled lists units whose code and name, without marks, end as asked.
func unitsCalled(ctx context.Context, tx *db.Tx, folded string, scope auth.Scope) (out []Unit, err error) {
	cond, args := ledger.Under("u.id", 2, scope)
	err = tx.Select(ctx, &out, `/* org.unitsCalled */
		SELECT `+unitColumns+` FROM org_unit u WHERE u.folded LIKE '% ' || $1 AND `+cond+` LIMIT 50`, append([]any{folded}, args...)...)
	return out, err
}
