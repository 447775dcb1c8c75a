package agreement

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

const roomColumns = `r.id, r.agreement, r.party, r.name, r.email, r.lang, r.made_by, r.made_at, r.expires_on, r.revoked_at, r.used_at, r.mailed_at,
	COALESCE(o.name, u.name) AS party_name, COALESCE(c.display, '') AS maker`

const roomTables = `agreement_room r JOIN agreement_party p ON p.id = r.party LEFT JOIN agreement_partner o ON o.id = p.partner
	LEFT JOIN org_unit u ON u.id = p.unit LEFT JOIN auth_account c ON c.id = r.made_by`

func roomByID(ctx context.Context, tx *db.Tx, id string) (r Room, err error) {
	err = tx.Get(ctx, &r, `/* agreement.roomByID */ SELECT `+roomColumns+` FROM `+roomTables+` WHERE r.id = $1`, id)
	return r, err
}

func roomByHash(ctx context.Context, tx *db.Tx, hash string) (r Room, err error) {
	err = tx.Get(ctx, &r, `/* agreement.roomByHash */ SELECT `+roomColumns+` FROM `+roomTables+` WHERE r.hash = $1`, hash)
	return r, err
}

func roomsOf(ctx context.Context, tx *db.Tx, agreement string, before int64) (out []Room, err error) {
	err = tx.Select(ctx, &out, `/* agreement.roomsOf */
		SELECT `+roomColumns+` FROM `+roomTables+` WHERE r.agreement = $1 AND r.made_at < $2 ORDER BY r.made_at DESC, r.id DESC`, agreement, before)
	return out, err
}

func insertRoom(ctx context.Context, tx *db.Tx, r Room, hash string) error {
	_, err := tx.Exec(ctx, `/* agreement.insertRoom */
		INSERT INTO agreement_room (id, agreement, party, name, email, lang, hash, made_by, made_at, expires_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.ID, r.Agreement, r.Party, r.Name, r.Email, r.Lang, hash, r.MadeBy, r.MadeAt, r.ExpiresOn)
	return err
}

// revokeRoom ends a link with all that waits for it.
func revokeRoom(ctx context.Context, tx *db.Tx, id, by string) error {
	if _, err := tx.Exec(ctx, `/* agreement.revokeRoom */
		UPDATE agreement_room SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL`, id, tx.Now(), by); err != nil {
		return err
	}
	if err := endCodes(ctx, tx, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* agreement.revokeRoom letters */ DELETE FROM agreement_room_letter WHERE room = $1`, id)
	return err
}

func useRoom(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `/* agreement.useRoom */ UPDATE agreement_room SET used_at = $2 WHERE id = $1`, id, tx.Now())
	return err
}

// roomCode is a code that waits.
type roomCode struct {
	ID   string `db:"id"`
	Hash string `db:"hash"`
}

// liveCode is the code of a link that waits at a moment, whatever was tried.
func liveCode(ctx context.Context, tx *db.Tx, room string, now int64) (c roomCode, err error) {
	err = tx.Get(ctx, &c, `/* agreement.liveCode */
		SELECT id, hash FROM agreement_room_code WHERE room = $1 AND hash <> '' AND until > $2 ORDER BY made_at DESC, id DESC LIMIT 1`, room, now)
	return c, err
}

// countTry counts a try at a code and tells whether there was one left.
func countTry(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	n, err := tx.Exec(ctx, `/* agreement.countTry */
		UPDATE agreement_room_code SET tries = tries + 1 WHERE id = $1 AND hash <> '' AND tries < $2`, id, mostTries)
	return n > 0, err
}

func codesSince(ctx context.Context, tx *db.Tx, room string, since int64) (n int, first int64, err error) {
	var row struct {
		N     int   `db:"n"`
		First int64 `db:"first"`
	}
	err = tx.Get(ctx, &row, `/* agreement.codesSince */
		SELECT COUNT(*) AS n, COALESCE(MIN(made_at), 0) AS first FROM agreement_room_code WHERE room = $1 AND made_at > $2`, room, since)
	return row.N, row.First, err
}

func insertCode(ctx context.Context, tx *db.Tx, id, room, hash string, now, until int64) error {
	_, err := tx.Exec(ctx, `/* agreement.insertCode */
		INSERT INTO agreement_room_code (id, room, hash, made_at, until) VALUES ($1, $2, $3, $4, $5)`, id, room, hash, now, until)
	return err
}

// endCodes ends all codes of a link, and forgets them.
func endCodes(ctx context.Context, tx *db.Tx, room string) error {
	if _, err := tx.Exec(ctx, `/* agreement.endCodes */ UPDATE agreement_room_code SET hash = '' WHERE room = $1 AND hash <> ''`, room); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* agreement.endCodes letters */ DELETE FROM agreement_room_letter WHERE room = $1 AND code <> ''`, room)
	return err
}

// waitingCode is a code in the clear that opens yet.
func waitingCode(ctx context.Context, tx *db.Tx, room string) (code string, err error) {
	err = tx.Get(ctx, &code, `/* agreement.waitingCode */
		SELECT l.secret FROM agreement_room_letter l JOIN agreement_room_code c ON c.id = l.code
		WHERE l.room = $1 AND l.until > $2 AND c.hash <> '' AND c.tries < $3`, room, day.Machine(), mostTries)
	return code, err
}

func insertRoomSession(ctx context.Context, tx *db.Tx, id, room, hash string, now, until int64) error {
	_, err := tx.Exec(ctx, `/* agreement.insertRoomSession */
		INSERT INTO agreement_room_session (id, room, hash, made_at, until) VALUES ($1, $2, $3, $4, $5)`, id, room, hash, now, until)
	return err
}

func openSession(ctx context.Context, tx *db.Tx, room, hash string, now int64) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.openSession */ SELECT EXISTS (
		SELECT 1 FROM agreement_room_session WHERE hash = $1 AND room = $2 AND until > $3 AND left_at IS NULL)`, hash, room, now)
	return yes, err
}

func endSession(ctx context.Context, tx *db.Tx, hash string) error {
	_, err := tx.Exec(ctx, `/* agreement.endSession */ UPDATE agreement_room_session SET left_at = $2 WHERE hash = $1`, hash, day.Machine())
	return err
}
