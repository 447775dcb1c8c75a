package notify

import (
	"context"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

type row struct {
	ID       string `db:"id"`
	Account  string `db:"account"`
	At       int64  `db:"at"`
	Key      string `db:"kind"`
	Args     string `db:"args"`
	Href     string `db:"href"`
	Once     string `db:"once"`
	ReadAt   *int64 `db:"read_at"`
	MailedAt *int64 `db:"mailed_at"`
}

const columns = `id, account, at, kind, args, href, once, read_at, mailed_at`

// insert tells whether the account had not been told yet.
func insert(ctx context.Context, tx *db.Tx, r row) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `/* notify.insert */
		INSERT INTO notify_notice (id, account, at, kind, args, href, once) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (account, once) DO NOTHING`, r.ID, r.Account, r.At, r.Key, r.Args, r.Href, r.Once)
	return n > 0, err
}

func list(ctx context.Context, tx *db.Tx, account string, f Filter) (out []row, err error) {
	err = tx.Select(ctx, &out, `/* notify.list */
		SELECT `+columns+` FROM notify_notice
		WHERE account = $1 AND (read_at IS NOT NULL) = $2 AND at < $5
		  AND ($3 = '' OR (at, id) < (SELECT at, id FROM notify_notice WHERE account = $1 AND id = $3))
		ORDER BY at DESC, id DESC LIMIT $4`, account, f.Read, f.Before, f.Limit, tx.Tomorrow())
	return out, err
}

func count(ctx context.Context, tx *db.Tx, account string) (n int, err error) {
	err = tx.Get(ctx, &n, `/* notify.count */ SELECT COUNT(*) FROM notify_notice WHERE account = $1 AND read_at IS NULL AND at < $2`, account, tx.Tomorrow())
	return n, err
}

func get(ctx context.Context, tx *db.Tx, id string) (r row, err error) {
	err = tx.Get(ctx, &r, `/* notify.get */ SELECT `+columns+` FROM notify_notice WHERE id = $1`, id)
	return r, err
}

func markOne(ctx context.Context, tx *db.Tx, account, id string) error {
	_, err := tx.Exec(ctx, `/* notify.markOne */
		UPDATE notify_notice SET read_at = $3 WHERE account = $1 AND id = $2 AND read_at IS NULL`, account, id, tx.Now())
	return err
}

func markAll(ctx context.Context, tx *db.Tx, account string, until int64) error {
	_, err := tx.Exec(ctx, `/* notify.markAll */
		UPDATE notify_notice SET read_at = $3 WHERE account = $1 AND at <= $2 AND read_at IS NULL`, account, until, tx.Now())
	return err
}

// letterOf is a notice with where to send it; the box is empty for an account
// that is disabled by now.
func letterOf(ctx context.Context, tx *db.Tx, id string) (r row, box auth.Mailbox, err error) {
	if r, err = get(ctx, tx, id); err != nil {
		return r, box, err
	}
	boxes, err := auth.Mailboxes(ctx, tx, []string{r.Account})
	return r, boxes[r.Account], err
}

func mailed(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `/* notify.mailed */ UPDATE notify_notice SET mailed_at = $2 WHERE id = $1`, id, day.Machine())
	return err
}

func purge(ctx context.Context, tx *db.Tx, before int64) error {
	_, err := tx.Exec(ctx, `/* notify.purge */ DELETE FROM notify_notice WHERE at < $1`, before)
	return err
}
