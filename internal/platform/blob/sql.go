package blob

import (
	"context"

	"donghanh/internal/platform/db"
)

// partSize is how much of a file one row holds, in bytes.
const partSize = 256 << 10

const columns = `id, sha256, media, name, size, width, height, account, created_at`

func insert(ctx context.Context, tx *db.Tx, i Info) error {
	_, err := tx.Exec(ctx, `/* blob.insert */ INSERT INTO blob_file (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		i.ID, i.SHA256, i.Media, i.Name, i.Size, i.Width, i.Height, i.Account, i.CreatedAt)
	return err
}

func insertPart(ctx context.Context, tx *db.Tx, id string, no int, data []byte) error {
	_, err := tx.Exec(ctx, `/* blob.insertPart */ INSERT INTO blob_part (blob, no, data) VALUES ($1, $2, $3)`, id, no, data)
	return err
}

func insertPreview(ctx context.Context, tx *db.Tx, id string, data []byte) error {
	_, err := tx.Exec(ctx, `/* blob.insertPreview */ INSERT INTO blob_preview (blob, data) VALUES ($1, $2)`, id, data)
	return err
}

func get(ctx context.Context, tx *db.Tx, id string) (i Info, err error) {
	err = tx.Get(ctx, &i, `/* blob.get */ SELECT `+columns+` FROM blob_file WHERE id = $1`, id)
	return i, err
}

func list(ctx context.Context, tx *db.Tx, ids []string) (out []Info, err error) {
	err = tx.Select(ctx, &out, `/* blob.list */ SELECT `+columns+` FROM blob_file WHERE id IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	return out, err
}

func part(ctx context.Context, tx *db.Tx, id string, no int) (data []byte, err error) {
	err = tx.Get(ctx, &data, `/* blob.part */ SELECT data FROM blob_part WHERE blob = $1 AND no = $2`, id, no)
	return data, err
}

func preview(ctx context.Context, tx *db.Tx, id string) (data []byte, err error) {
	err = tx.Get(ctx, &data, `/* blob.preview */ SELECT data FROM blob_preview WHERE blob = $1`, id)
	return data, err
}

// before lists files by id, which go by time, made before a moment.
func before(ctx context.Context, tx *db.Tx, moment int64, after string, limit int) (ids []string, err error) {
	err = tx.Select(ctx, &ids, `/* blob.before */
		SELECT id FROM blob_file WHERE id > $1 AND created_at < $2 ORDER BY id LIMIT $3`, after, moment, limit)
	return ids, err
}

func remove(ctx context.Context, tx *db.Tx, ids []string) error {
	in := db.In(1, len(ids))
	for _, statement := range []string{
		`/* blob.remove parts */ DELETE FROM blob_part WHERE blob IN (` + in + `)`,
		`/* blob.remove previews */ DELETE FROM blob_preview WHERE blob IN (` + in + `)`,
		`/* blob.remove */ DELETE FROM blob_file WHERE id IN (` + in + `)`,
	} {
		if _, err := tx.Exec(ctx, statement, db.Anys(ids)...); err != nil {
			return err
		}
	}
	return nil
}
