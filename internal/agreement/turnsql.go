package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// boundFrom are the rows of units in signed agreements that are bound on a day.
func boundFrom(ctx context.Context, tx *db.Tx, units []string, on day.Date) ([]Binds, error) {
	return partiesWhere(ctx, tx, units, `(p.to_day = '' OR p.to_day >= $1)`, on)
}

// awaited are the rows of units that ended, from which somebody is still to go on.
func awaited(ctx context.Context, tx *db.Tx, units []string) ([]Binds, error) {
	return partiesWhere(ctx, tx, units, `p.to_day <> $1 AND NOT EXISTS (SELECT 1 FROM agreement_party f WHERE f.follows = p.id)
		AND EXISTS (SELECT 1 FROM agreement_turn t WHERE t.party = p.id AND t.fate = 'succeed' AND t.heirs = '')`, "")
}

func partiesWhere(ctx context.Context, tx *db.Tx, units []string, cond string, arg any) (out []Binds, err error) {
	for part := range slices.Chunk(units, 500) {
		var rows []Binds
		if err := tx.Select(ctx, &rows, `/* agreement.partiesWhere */
			SELECT `+partyColumns+` FROM `+partyTables+` JOIN agreement_agreement a ON a.id = p.agreement
			WHERE a.withdrawn_at IS NULL AND a.signed_on <> '' AND `+cond+` AND p.unit IN (`+db.In(2, len(part))+`)
			ORDER BY u.code, a.to_day, a.id, p.side, p.position, p.id`, append([]any{arg}, db.Anys(part)...)...); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func closeParty(ctx context.Context, tx *db.Tx, id string, last day.Date) error {
	_, err := tx.Exec(ctx, `/* agreement.closeParty */ UPDATE agreement_party SET to_day = $2 WHERE id = $1`, id, last)
	return err
}

// --- choices ---

func choicesOf(ctx context.Context, tx *db.Tx, reorg string) (map[[2]string]Choice, error) {
	var rows []Choice
	err := tx.Select(ctx, &rows, `/* agreement.choicesOf */ SELECT agreement, unit, fate, heirs FROM agreement_choice WHERE reorg = $1`, reorg)
	out := map[[2]string]Choice{}
	for _, c := range rows {
		out[[2]string{c.Agreement, c.Unit}] = c
	}
	return out, err
}

func replaceChoices(ctx context.Context, tx *db.Tx, reorg string, choices []Choice) error {
	if _, err := tx.Exec(ctx, `/* agreement.replaceChoices */ DELETE FROM agreement_choice WHERE reorg = $1`, reorg); err != nil {
		return err
	}
	for _, c := range choices {
		if _, err := tx.Exec(ctx, `/* agreement.replaceChoices */
			INSERT INTO agreement_choice (reorg, agreement, unit, fate, heirs, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			reorg, c.Agreement, c.Unit, c.Fate, c.Heirs, actor(ctx), tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// --- what became of them ---

// turnRow is what an act did to one party of an agreement.
type turnRow struct {
	Reorg     string   `db:"reorg"`
	Agreement string   `db:"agreement"`
	Party     string   `db:"party"`
	Unit      string   `db:"unit"`
	Fate      Fate     `db:"fate"`
	Why       string   `db:"why"`
	Heirs     string   `db:"heirs"`
	Closed    bool     `db:"closed"`
	Keeper    string   `db:"keeper"`
	EndedOn   day.Date `db:"ended_on"`
	EndReason string   `db:"end_reason"`
	SetEnd    day.Date `db:"set_end"`
	At        int64    `db:"at"`
}

func insertTurn(ctx context.Context, tx *db.Tx, reorg string, x Turned, row Binds, fresh Agreement) error {
	a, set, heirs := x.Agreement, day.Date(""), []string(nil)
	if fresh.EndReason != a.EndReason {
		set = fresh.EndedOn
	}
	for _, h := range x.Heirs {
		heirs = append(heirs, h.ID)
	}
	_, err := tx.Exec(ctx, `/* agreement.insertTurn */
		INSERT INTO agreement_turn (reorg, agreement, party, unit, fate, why, heirs, closed, keeper, ended_on, end_reason, set_end, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		reorg, a.ID, row.ID, x.Unit.ID, x.Fate, x.Why, strings.Join(heirs, ","), x.Fate == Succeed && !x.gap, a.Unit, a.EndedOn, a.EndReason, set, tx.Now())
	return err
}

func turnsOf(ctx context.Context, tx *db.Tx, reorg string) (out []turnRow, err error) {
	err = tx.Select(ctx, &out, `/* agreement.turnsOf */
		SELECT t.reorg, t.agreement, t.party, t.unit, t.fate, t.why, t.heirs, t.closed, t.keeper, t.ended_on, t.end_reason, t.set_end, t.at
		FROM agreement_turn t JOIN org_unit u ON u.id = t.unit WHERE t.reorg = $1 ORDER BY u.code, t.agreement, t.party`, reorg)
	return out, err
}

// --- what is to be signed anew ---

// renewal is an agreement that a unit has to sign anew.
type renewal struct {
	Reorg     string   `db:"reorg"`
	Agreement string   `db:"agreement"`
	Unit      string   `db:"unit"` // that ended
	Heir      string   `db:"heir"`
	Standin   bool     `db:"standin"`
	From      day.Date `db:"from_day"`
}

const renewalColumns = `n.reorg, n.agreement, n.unit, n.heir, n.standin, n.from_day`

// unsigned tells that nobody of an heir has signed what follows yet, by a day.
const unsigned = `NOT EXISTS (SELECT 1 FROM agreement_agreement a JOIN agreement_party p ON p.agreement = a.id
	WHERE a.predecessor = n.agreement AND a.withdrawn_at IS NULL AND a.signed_on <> '' AND a.signed_on <= $1 AND p.unit = n.heir)`

func insertRenewal(ctx context.Context, tx *db.Tx, r renewal) error {
	_, err := tx.Exec(ctx, `/* agreement.insertRenewal */
		INSERT INTO agreement_renew (reorg, agreement, unit, heir, standin, from_day) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (reorg, agreement, unit, heir) DO NOTHING`,
		r.Reorg, r.Agreement, r.Unit, r.Heir, r.Standin, r.From)
	return err
}

// openRenewals are what a unit that ends has to sign anew, without what this act
// itself leaves; with a gap, what others mind for it.
func openRenewals(ctx context.Context, tx *db.Tx, unit string, gap bool, r org.Reorg) (out []renewal, err error) {
	cond := `n.heir = $2`
	if gap {
		cond = `n.unit = $2 AND n.standin`
	}
	err = tx.Select(ctx, &out, `/* agreement.openRenewals */
		SELECT `+renewalColumns+` FROM agreement_renew n WHERE `+unsigned+` AND `+cond+` AND n.to_day = '' AND n.reorg <> $3
		ORDER BY n.agreement, n.unit`, tx.Today(), unit, r.ID)
	return out, err
}

func closeRenewal(ctx context.Context, tx *db.Tx, n renewal, r org.Reorg) error {
	_, err := tx.Exec(ctx, `/* agreement.closeRenewal */
		UPDATE agreement_renew SET to_day = $5, closed_by = $6 WHERE reorg = $1 AND agreement = $2 AND unit = $3 AND heir = $4`,
		n.Reorg, n.Agreement, n.Unit, n.Heir, r.Last(), r.ID)
	return err
}

// dropTurns takes out what an act has done.
func dropTurns(ctx context.Context, tx *db.Tx, reorg string) error {
	for _, q := range []string{
		`/* agreement.dropTurns renewals */ DELETE FROM agreement_renew WHERE reorg = $1`,
		`/* agreement.dropTurns closed */ UPDATE agreement_renew SET to_day = '', closed_by = '' WHERE closed_by = $1`,
		`/* agreement.dropTurns turns */ DELETE FROM agreement_turn WHERE reorg = $1`,
		`/* agreement.dropTurns parties */ DELETE FROM agreement_party WHERE reorg = $1`,
	} {
		if _, err := tx.Exec(ctx, q, reorg); err != nil {
			return err
		}
	}
	return nil
}

// renewersOf are the units that have, or had, to sign an agreement anew.
func renewersOf(ctx context.Context, tx *db.Tx, agreement string) (out []string, err error) {
	err = tx.Select(ctx, &out, `/* agreement.renewersOf */ SELECT DISTINCT heir FROM agreement_renew WHERE agreement = $1 ORDER BY heir`, agreement)
	return out, err
}

// rivalsOf are the agreements in whose presence a unit may not follow one: all
// that follow it, or its own where it has to sign anew, for others may have to
// as well.
func rivalsOf(ctx context.Context, tx *db.Tx, id, unit string) ([]Agreement, error) {
	anew, err := signsAnew(ctx, tx, id, unit)
	if err != nil {
		return nil, err
	}
	next, err := successorsOf(ctx, tx, id)
	return slices.DeleteFunc(next, func(n Agreement) bool { return anew && n.Unit != unit }), err
}

// signsAnew tells whether a unit has to sign an agreement anew.
func signsAnew(ctx context.Context, tx *db.Tx, agreement, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.signsAnew */
		SELECT EXISTS (SELECT 1 FROM agreement_renew WHERE agreement = $1 AND heir = $2)`, agreement, unit)
	return yes, err
}
