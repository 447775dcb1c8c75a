package gameshow

import (
	"context"

	"donghanh/internal/platform/db"
)

const mediaColumns = `m.id, m.show, m.kind, m.title, m.singer, m.rights, m.blob, m.millis, m.recorder, m.recorded_at, m.withdrawn_at`

// mediaByID is one clip or picture of a show, withdrawn or not.
func mediaByID(ctx context.Context, tx *db.Tx, show, id string) (m Media, err error) {
	err = tx.Get(ctx, &m, `/* gameshow.mediaByID */ SELECT `+mediaColumns+` FROM gameshow_media m WHERE m.show = $1 AND m.id = $2`, show, id)
	return m, err
}

func standingMedia(ctx context.Context, tx *db.Tx, show string) (out []Media, err error) {
	err = tx.Select(ctx, &out, `/* gameshow.standingMedia */ SELECT `+mediaColumns+` FROM gameshow_media m
		WHERE m.show = $1 AND m.withdrawn_at IS NULL ORDER BY m.recorded_at, m.id`, show)
	return out, err
}

func countMedia(ctx context.Context, tx *db.Tx, show string) (n int, err error) {
	err = tx.Get(ctx, &n, `/* gameshow.countMedia */ SELECT COUNT(*) FROM gameshow_media WHERE show = $1 AND withdrawn_at IS NULL`, show)
	return n, err
}

func insertMedia(ctx context.Context, tx *db.Tx, m Media) error {
	_, err := tx.Exec(ctx, `/* gameshow.insertMedia */
		INSERT INTO gameshow_media (id, show, kind, title, singer, rights, blob, millis, recorder, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.ID, m.Show, m.Kind, m.Title, m.Singer, m.Rights, m.Blob, m.Millis, m.Recorder, m.RecordedAt)
	return err
}

func withdrawMedia(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `/* gameshow.withdrawMedia */ UPDATE gameshow_media SET withdrawn_at = $2 WHERE id = $1`, id, tx.Now())
	return err
}

func deleteMedia(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `/* gameshow.deleteMedia */ DELETE FROM gameshow_media WHERE id = $1`, id)
	return err
}

// isPlayed tells whether a game has begun with it in its questions.
func isPlayed(ctx context.Context, tx *db.Tx, m Media) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* gameshow.isPlayed */
		SELECT EXISTS (SELECT 1 FROM gameshow_game WHERE show = $1 AND data LIKE $2)`, m.Show, `%"`+m.ID+`"%`)
	return yes, err
}
