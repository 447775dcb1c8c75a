package job

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// row is what a runner knows of a job.
type row struct {
	ID        string  `db:"id"`
	Kind      string  `db:"kind"`
	Args      string  `db:"args"`
	UniqueKey *string `db:"unique_key"`
	Due       int64   `db:"due"`
	Tries     int     `db:"tries"` // the number of this try, too: who holds an older one has lost the job
	MaxTries  int     `db:"max_tries"`
}

// insert adds a waiting job. For a key that is waiting already it updates that
// row, even if in vain: the row stays locked until the caller commits, so the
// job cannot run before and miss the caller's change.
func insert(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.Exec(ctx, `/* job.insert */
		INSERT INTO job_job (id, kind, args, state, unique_key, due, tries, max_tries, last_error, added_at)
		VALUES ($1, $2, $3, 'waiting', $4, $5, 0, $6, '', $7)
		ON CONFLICT (unique_key) WHERE state = 'waiting' DO UPDATE
		SET due = CASE WHEN excluded.due < job_job.due THEN excluded.due ELSE job_job.due END`,
		r.ID, r.Kind, r.Args, r.UniqueKey, r.Due, r.MaxTries, tx.Now())
	return err
}

// take finds the job that is due longest and leases it; nil is none.
func take(ctx context.Context, tx *db.Tx, kinds []string) (*row, error) {
	args := append([]any{tx.Now(), tx.Now() + lease.Microseconds()}, db.Anys(kinds)...)
	var r row
	err := tx.Get(ctx, &r, takeSQL(tx.Dialect(), len(kinds)), args...)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	return &r, err
}

// takeSQL is the one statement that differs: on PostgreSQL runners pass over
// rows that others hold; on SQLite a writer is alone.
func takeSQL(dialect db.Dialect, kinds int) string {
	passOver := ""
	if dialect == db.Postgres {
		passOver = " FOR UPDATE SKIP LOCKED"
	}
	return `/* job.take */
		UPDATE job_job SET state = 'running', tries = tries + 1, due = $2
		WHERE id = (
			SELECT id FROM job_job
			WHERE state IN ('waiting', 'running') AND due <= $1 AND kind IN (` + db.In(3, kinds) + `)
			ORDER BY due, id LIMIT 1` + passOver + `)
		RETURNING id, kind, args, unique_key, due, tries, max_tries`
}

// mine is the condition under which a job is still the taker's.
const mine = " WHERE id = $1 AND tries = $2 AND state = 'running'"

func done(ctx context.Context, tx *db.Tx, r row) error {
	n, err := tx.Exec(ctx, `/* job.done */
		UPDATE job_job SET state = 'done', finished_at = $3`+mine, r.ID, r.Tries, tx.Now())
	if err == nil && n == 0 {
		err = errLost
	}
	return err
}

func bury(ctx context.Context, tx *db.Tx, r row, reason string) error {
	_, err := tx.Exec(ctx, `/* job.bury */
		UPDATE job_job SET state = 'dead', finished_at = $3, last_error = $4`+mine, r.ID, r.Tries, tx.Now(), reason)
	return err
}

// giveBack makes a job wait again. One whose key somebody else waits with by
// now is done instead: that one does the same later, and a key waits once.
func giveBack(ctx context.Context, tx *db.Tx, r row, due int64, reason string) error {
	n, err := tx.Exec(ctx, `/* job.giveBack superseded */
		UPDATE job_job SET state = 'done', finished_at = $3, last_error = $4`+mine+`
		  AND EXISTS (SELECT 1 FROM job_job o WHERE o.unique_key = job_job.unique_key AND o.state = 'waiting')`,
		r.ID, r.Tries, tx.Now(), reason)
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `/* job.giveBack */
		UPDATE job_job SET state = 'waiting', due = $3, last_error = $4`+mine, r.ID, r.Tries, due, reason)
	return err
}

func count(ctx context.Context, tx *db.Tx) (c Counts, err error) {
	err = tx.Get(ctx, &c, `/* job.count */
		SELECT COUNT(*) FILTER (WHERE state = 'waiting') AS waiting,
		       COUNT(*) FILTER (WHERE state = 'running') AS running,
		       COUNT(*) FILTER (WHERE state = 'dead') AS dead
		FROM job_job WHERE state <> 'done'`)
	return c, err
}

func insertTick(ctx context.Context, tx *db.Tx, name string, tick int64) (first bool, err error) {
	n, err := tx.Exec(ctx, `/* job.insertTick */
		INSERT INTO job_tick (name, tick) VALUES ($1, $2) ON CONFLICT (name, tick) DO NOTHING`, name, tick)
	return n == 1, err
}

func deleteDone(ctx context.Context, tx *db.Tx, before int64) error {
	_, err := tx.Exec(ctx, `/* job.deleteDone */
		DELETE FROM job_job WHERE state = 'done' AND finished_at < $1`, before)
	return err
}

// deleteTicks keeps the last tick of each schedule, however old: it would
// tick once more.
func deleteTicks(ctx context.Context, tx *db.Tx, before int64) error {
	_, err := tx.Exec(ctx, `/* job.deleteTicks */
		DELETE FROM job_tick WHERE tick < $1
		  AND EXISTS (SELECT 1 FROM job_tick later WHERE later.name = job_tick.name AND later.tick > job_tick.tick)`, before)
	return err
}
