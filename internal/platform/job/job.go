// Package job does work later: news for higher domains, letters, files.
//
// A job is added in the caller's transaction: it is not worked until the
// transaction has committed, and if the transaction rolls back, so too is the
// job. A worker's effects and the job's completion commit together as well, so
// the effects of a job happen exactly once, whichever node dies when. (Workers
// of the outside world happen at least once: RegisterOutside.)
package job

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Args is what a job is about, kept as JSON: ids, never personal data. Kind
// names the worker, e.g. "report.remind"; it must not depend on the value, and
// a released kind is never renamed.
type Args interface{ Kind() string }

// Option of Add.
type Option func(*row)

// RunAt keeps the job until a moment (microseconds UTC).
func RunAt(moment int64) Option { return func(r *row) { r.Due = moment } }

// Unique makes the job one of a kind: while a job with the key is waiting,
// adding another changes nothing, except that the earlier moment holds. One
// that is running already does not count: it may have read before the change.
//
// On PostgreSQL, transactions that add the same key wait for each other.
func Unique(key string) Option { return func(r *row) { r.UniqueKey = &key } }

// MaxTries is how often the job is tried before it is dead; 8 unless said.
func MaxTries(n int) Option { return func(r *row) { r.MaxTries = n } }

const defaultTries = 8

// Add adds a job in the caller's transaction.
func Add(ctx context.Context, tx *db.Tx, args Args, opts ...Option) (err error) {
	defer errs.Wrap(&err, "job.Add(%s)", args.Kind())
	text, err := json.Marshal(args)
	if err != nil {
		return err
	}
	r := row{ID: db.NewID(), Kind: args.Kind(), Args: string(text), Due: tx.Now(), MaxTries: defaultTries}
	for _, o := range opts {
		o(&r)
	}
	if r.Due <= tx.Now() {
		tx.After(nudge)
	}
	return insert(ctx, tx, r)
}

// Counts says how many jobs are in which state.
type Counts struct {
	Waiting int64 `db:"waiting"` // their turn has come, or comes later
	Running int64 `db:"running"`
	Dead    int64 `db:"dead"` // given up after the last try; kept for an administrator
}

// Stats counts the jobs that are not done.
func Stats(ctx context.Context, tx *db.Tx) (c Counts, err error) {
	defer errs.Wrap(&err, "job.Stats")
	return count(ctx, tx)
}

// bell wakes one resting Runner of this process after a commit. It is a shared
// channel, because the one who adds a job has only a transaction in hand. It
// holds nothing: a ring nobody hears, or that a Runner of another database
// hears, costs a wait of Runner.Every.
var bell = make(chan struct{}, 1)

func nudge() {
	select {
	case bell <- struct{}{}:
	default: // rung already
	}
}
