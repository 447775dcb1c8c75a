package importweb

import (
	"context"

	"donghanh/internal/platform/db"
)

// state is how far a file has come.
type state string

const (
	checking state = "checking"
	checked  state = "checked"
	writing  state = "writing"
	written  state = "written"
	failed   state = "failed"
)

// file is one that was sent.
type file struct {
	ID          string `db:"id"`
	Account     string `db:"account"`
	Kind        string `db:"kind"`
	Name        string `db:"name"`
	SHA256      string `db:"sha256"`
	Content     string `db:"content"` // base64
	Ignored     string `db:"ignored"` // JSON
	State       state  `db:"state"`
	AcceptValid int    `db:"accept_valid"`
	Total       int    `db:"total"`
	Refused     int    `db:"refused"`
	Messages    string `db:"messages"` // JSON
	Refusals    string `db:"refusals"` // base64
	Fault       string `db:"fault"`
	CreatedAt   int64  `db:"created_at"`
}

// underWay tells that a job works on the file.
func (f file) underWay() bool { return f.State == checking || f.State == writing }

func insertFile(ctx context.Context, tx *db.Tx, f file) error {
	_, err := tx.Exec(ctx, `/* importweb.insertFile */
		INSERT INTO import_file (id, account, kind, name, sha256, content, ignored, state, total, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		f.ID, f.Account, f.Kind, f.Name, f.SHA256, f.Content, f.Ignored, f.State, f.Total, f.CreatedAt)
	return err
}

// fileByID reads a file without what was in it.
func fileByID(ctx context.Context, tx *db.Tx, id string) (f file, err error) {
	err = tx.Get(ctx, &f, `/* importweb.fileByID */
		SELECT id, account, kind, name, sha256, ignored, state, accept_valid, total, refused, messages, fault, created_at
		FROM import_file WHERE id = $1`, id)
	return f, err
}

func contentOf(ctx context.Context, tx *db.Tx, id string) (base64 string, err error) {
	err = tx.Get(ctx, &base64, `/* importweb.contentOf */ SELECT content FROM import_file WHERE id = $1`, id)
	return base64, err
}

func refusalsOf(ctx context.Context, tx *db.Tx, id string) (base64 string, err error) {
	err = tx.Get(ctx, &base64, `/* importweb.refusalsOf */ SELECT refusals FROM import_file WHERE id = $1`, id)
	return base64, err
}

// dropOld deletes an account's earlier files of a kind, but for those a job
// works on.
func dropOld(ctx context.Context, tx *db.Tx, account, kind string) error {
	_, err := tx.Exec(ctx, `/* importweb.dropOld */
		DELETE FROM import_file WHERE account = $1 AND kind = $2 AND state NOT IN ('checking', 'writing')`, account, kind)
	return err
}

func dropBefore(ctx context.Context, tx *db.Tx, moment int64) error {
	_, err := tx.Exec(ctx, `/* importweb.dropBefore */ DELETE FROM import_file WHERE created_at < $1`, moment)
	return err
}

// order to write a checked file; false when it is not (or no longer) waiting.
func orderWriting(ctx context.Context, tx *db.Tx, id string, acceptValid int) (bool, error) {
	n, err := tx.Exec(ctx, `/* importweb.orderWriting */
		UPDATE import_file SET state = 'writing', accept_valid = $2 WHERE id = $1 AND state = 'checked'`, id, acceptValid)
	return n == 1, err
}

// saveResult keeps what came out. What was written is not kept any longer.
func saveResult(ctx context.Context, tx *db.Tx, f file) error {
	_, err := tx.Exec(ctx, `/* importweb.saveResult */
		UPDATE import_file SET state = $2, refused = $3, messages = $4, refusals = $5, fault = $6,
			content = CASE WHEN $2 = 'written' THEN '' ELSE content END
		WHERE id = $1`, f.ID, f.State, f.Refused, f.Messages, f.Refusals, f.Fault)
	return err
}
