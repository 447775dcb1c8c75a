package agreement

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const agreementColumns = `a.id, a.unit, a.kind, a.number, a.title, a.place, a.signed_on, a.from_day, a.to_day, a.notice, a.review, a.visits,
	a.first_host, a.lang, a.source, a.source_url, a.predecessor, a.closed_on, a.ended_on, a.end_reason, a.version, a.recorder, a.recorded_at, a.withdrawn_at`

func insertAgreement(ctx context.Context, tx *db.Tx, a Agreement) error {
	_, err := tx.Exec(ctx, `/* agreement.insertAgreement */
		INSERT INTO agreement_agreement (id, unit, kind, number, title, place, signed_on, from_day, to_day, notice, review, visits, first_host,
			lang, source, source_url, predecessor, folded, version, recorder, recorded_at, notice_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		a.ID, a.Unit, a.Kind, a.Number, a.Title, a.Place, a.SignedOn, a.From, a.To, a.Notice, a.Review, a.Visits, a.FirstHost,
		a.Lang, a.Source, a.SourceURL, a.Predecessor, a.folded(), a.Version, a.Recorder, a.RecordedAt, a.NoticeOn())
	return err
}

func agreementByID(ctx context.Context, tx *db.Tx, id string) (a Agreement, err error) {
	err = tx.Get(ctx, &a, `/* agreement.byID */ SELECT `+agreementColumns+` FROM agreement_agreement a WHERE a.id = $1`, id)
	return a, err
}

// replaceAgreement keeps the old version aside and writes the new one, which is
// one version further. Conflict when somebody was faster.
func replaceAgreement(ctx context.Context, tx *db.Tx, old, fresh Agreement, reason string) error {
	n, err := tx.Exec(ctx, `/* agreement.replaceAgreement */
		UPDATE agreement_agreement SET unit = $3, kind = $4, number = $5, title = $6, place = $7, signed_on = $8, from_day = $9, to_day = $10,
			notice = $11, review = $12, visits = $13, first_host = $14, lang = $15, source = $16, source_url = $17, predecessor = $18,
			closed_on = $19, ended_on = $20, end_reason = $21, folded = $22, withdrawn_at = $23, notice_on = $24, version = version + 1
		WHERE id = $1 AND version = $2`,
		old.ID, old.Version, fresh.Unit, fresh.Kind, fresh.Number, fresh.Title, fresh.Place, fresh.SignedOn, fresh.From, fresh.To,
		fresh.Notice, fresh.Review, fresh.Visits, fresh.FirstHost, fresh.Lang, fresh.Source, fresh.SourceURL, fresh.Predecessor,
		fresh.ClosedOn, fresh.EndedOn, fresh.EndReason, fresh.folded(), fresh.WithdrawnAt, fresh.NoticeOn())
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.Conflict, "error.conflict")
	}
	was, err := json.Marshal(old)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `/* agreement.replaceAgreement change */
		INSERT INTO agreement_change (agreement, version, was, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		old.ID, old.Version, string(was), reason, actor(ctx), tx.Now())
	return err
}

const partyColumns = `p.id, p.agreement, p.side, p.position, p.unit, p.partner, p.signer, p.post, p.authority, p.number, p.signed_on, p.contact,
	p.email, p.follows, p.reorg, p.from_day, p.to_day, COALESCE(u.name, o.name) AS name, COALESCE(u.code, '') AS code,
	COALESCE(o.kind, 'union') AS kind, COALESCE(o.country, '') AS country`

const partyTables = `agreement_party p LEFT JOIN org_unit u ON u.id = p.unit LEFT JOIN agreement_partner o ON o.id = p.partner`

func partiesOf(ctx context.Context, tx *db.Tx, agreement string) (out []Binds, err error) {
	err = tx.Select(ctx, &out, `/* agreement.partiesOf */
		SELECT `+partyColumns+` FROM `+partyTables+` WHERE p.agreement = $1 ORDER BY p.side, p.position, p.id`, agreement)
	return out, err
}

func partyByID(ctx context.Context, tx *db.Tx, id string) (b Binds, err error) {
	err = tx.Get(ctx, &b, `/* agreement.partyByID */ SELECT `+partyColumns+` FROM `+partyTables+` WHERE p.id = $1`, id)
	return b, err
}

func insertParty(ctx context.Context, tx *db.Tx, b Binds) error {
	_, err := tx.Exec(ctx, `/* agreement.insertParty */
		INSERT INTO agreement_party (id, agreement, side, position, unit, partner, signer, post, authority, number, signed_on, contact, email,
			follows, reorg, from_day, to_day)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		b.ID, b.Agreement, b.Side, b.Position, b.Unit, b.Partner, b.Signer, b.Post, b.Authority, b.Number, b.SignedOn, b.Contact, b.Email,
		b.Follows, b.Reorg, b.From, b.To)
	return err
}

func updateParty(ctx context.Context, tx *db.Tx, b Binds) error {
	_, err := tx.Exec(ctx, `/* agreement.updateParty */
		UPDATE agreement_party SET signer = $2, post = $3, authority = $4, number = $5, signed_on = $6, contact = $7, email = $8, to_day = $9
		WHERE id = $1`, b.ID, b.Signer, b.Post, b.Authority, b.Number, b.SignedOn, b.Contact, b.Email, b.To)
	return err
}

func deleteParty(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `/* agreement.deleteParty */ DELETE FROM agreement_party WHERE id = $1`, id)
	return err
}

func partnerCalled(ctx context.Context, tx *db.Tx, folded string, kind PartnerKind) (p Partner, err error) {
	err = tx.Get(ctx, &p, `/* agreement.partnerCalled */
		SELECT id, name, kind, country FROM agreement_partner WHERE folded = $1 AND kind = $2`, folded, kind)
	return p, err
}

func insertPartner(ctx context.Context, tx *db.Tx, p Partner, folded string) error {
	_, err := tx.Exec(ctx, `/* agreement.insertPartner */
		INSERT INTO agreement_partner (id, name, kind, country, folded, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		p.ID, p.Name, p.Kind, p.Country, folded, tx.Now())
	return err
}

func partnersLike(ctx context.Context, tx *db.Tx, folded string, limit int) (out []Partner, err error) {
	err = tx.Select(ctx, &out, `/* agreement.partnersLike */
		SELECT id, name, kind, country FROM agreement_partner WHERE ' ' || folded LIKE $1 ORDER BY name, id LIMIT $2`, "% "+folded+"%", limit)
	return out, err
}
