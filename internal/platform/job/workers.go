package job

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"donghanh/internal/platform/db"
)

// Workers says who does which kind of job, and which jobs come by the clock.
// It is filled at start, before a Runner has it, and only read afterwards.
type Workers struct {
	work      map[string]work
	schedules []schedule
}

// work does one taken job, its completion included.
type work func(ctx context.Context, d *db.DB, taken row) error

// NewWorkers knows one job only: clearing away this package's own old rows.
func NewWorkers() *Workers {
	w := &Workers{work: map[string]work{}}
	Register(w, purge)
	w.Daily("job.purge", 3*time.Hour+10*time.Minute, purgeArgs{})
	return w
}

// Register names the worker of a kind. It runs in the transaction that marks
// the job as done: what it writes is committed with that or not at all. It
// should be short (SQLite has one writer), and must not change anything but
// the database, since a transaction may be run again.
func Register[T Args](w *Workers, fn func(ctx context.Context, tx *db.Tx, args T) error) {
	add[T](w, func(ctx context.Context, d *db.DB, r row, args T) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			// Done comes first: it holds the row until the end, so that nobody
			// takes the job again even when the lease runs out meanwhile.
			if err := done(ctx, tx, r); err != nil {
				return err
			}
			return fn(ctx, tx, args)
		})
	})
}

// RegisterOutside names the worker of a kind that deals with the world outside
// (mail, an HTTP call) and holds no transaction meanwhile. A node that dies
// between the deed and its commit makes it happen again.
func RegisterOutside[T Args](w *Workers, fn func(ctx context.Context, args T) error) {
	add[T](w, func(ctx context.Context, d *db.DB, r row, args T) error {
		if err := fn(ctx, args); err != nil {
			return err
		}
		return d.Write(ctx, func(tx *db.Tx) error { return done(ctx, tx, r) })
	})
}

func add[T Args](w *Workers, fn func(ctx context.Context, d *db.DB, r row, args T) error) {
	var zero T
	kind := zero.Kind()
	if _, taken := w.work[kind]; taken {
		panic("job: two workers for " + kind)
	}
	w.work[kind] = func(ctx context.Context, d *db.DB, r row) error {
		var args T
		if err := json.Unmarshal([]byte(r.Args), &args); err != nil {
			return fmt.Errorf("args: %w", err)
		}
		return fn(ctx, d, r, args)
	}
}

// Knows tells whether the kind of some args has its worker already.
func (w *Workers) Knows(args Args) bool {
	_, known := w.work[args.Kind()]
	return known
}

// kinds are those a node may take: during an upgrade the others wait for a
// node that knows them.
func (w *Workers) kinds() []string {
	var out []string
	for k := range w.work {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
