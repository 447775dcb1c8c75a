package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"time"

	"donghanh/internal/platform/db"
)

const (
	// lease is how long a taken job is left alone; after it the node that took
	// it is held to be dead. limit stops a worker before that.
	lease = 10 * time.Minute
	limit = 9 * time.Minute

	firstWait   = 10 * time.Second // after the first failure; each next is three times as long
	longestWait = 6 * time.Hour
	maxError    = 500 // bytes of an error that are kept
)

// errLost is that of a worker whose job was taken again meanwhile.
var errLost = errors.New("job: the lease was lost")

// Runner takes jobs, one at a time. Any number may run, here and on other
// nodes; a few here let short jobs pass slow outside ones.
type Runner struct {
	DB      *db.DB
	Workers *Workers
	Log     *slog.Logger
	Every   time.Duration // how long an idle runner rests; a job added by this process wakes it at once. 0 is a second.

	seen map[string]int64 // last tick of each schedule this runner knows of
}

// Run works until ctx is cancelled; then it finishes the job in hand and
// returns. If the process is ended before that, another node takes the job
// when its lease is over.
func (r *Runner) Run(ctx context.Context) {
	for ctx.Err() == nil {
		worked, err := r.turn(context.WithoutCancel(ctx))
		if err != nil {
			r.Log.ErrorContext(ctx, "job: the queue does not answer", "error", err)
		}
		if !worked || err != nil {
			r.rest(ctx)
		}
	}
}

func (r *Runner) rest(ctx context.Context) {
	every := r.Every
	if every <= 0 {
		every = time.Second
	}
	timer := time.NewTimer(every)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-bell:
	case <-timer.C:
	}
}

// turn lets schedules tick and works one job, if there is one. Its error is
// that of the queue; a worker's is kept with its job.
func (r *Runner) turn(ctx context.Context) (worked bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	taken, err := r.take(ctx)
	if err != nil || taken == nil {
		return false, err
	}
	nudge() // where one job was, there may be more: wake the next runner
	failure := r.work(ctx, *taken)
	if failure == nil || errors.Is(failure, errLost) {
		return true, nil
	}
	r.Log.WarnContext(ctx, "job failed", "kind", taken.Kind, "id", taken.ID, "try", taken.Tries, "error", failure)
	return true, r.fail(context.WithoutCancel(ctx), *taken, failure)
}

func (r *Runner) take(ctx context.Context) (taken *row, err error) {
	if r.seen == nil {
		r.seen = map[string]int64{}
	}
	err = r.DB.Write(ctx, func(tx *db.Tx) error {
		taken = nil
		if err := tickAll(ctx, tx, r.Workers.schedules, r.seen); err != nil {
			return err
		}
		taken, err = take(ctx, tx, r.Workers.kinds())
		if err != nil || taken == nil || taken.Tries <= taken.MaxTries {
			return err
		}
		err = bury(ctx, tx, *taken, "the node died at the last try") // each try took one with it
		taken = nil
		return err
	})
	return taken, err
}

// work runs the worker; a panic is an error of its job and not the end of the node.
func (r *Runner) work(ctx context.Context, taken row) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			r.Log.ErrorContext(ctx, "job panicked", "kind", taken.Kind, "id", taken.ID, "stack", string(debug.Stack()))
		}
	}()
	return r.Workers.work[taken.Kind](ctx, r.DB, taken)
}

// fail gives a job back for a later try, or gives it up. If this fails too,
// the end of the lease brings the job back.
func (r *Runner) fail(ctx context.Context, taken row, failure error) error {
	text := cut(failure.Error())
	return r.DB.Write(ctx, func(tx *db.Tx) error {
		if taken.Tries >= taken.MaxTries {
			return bury(ctx, tx, taken, text)
		}
		return giveBack(ctx, tx, taken, tx.Now()+wait(taken.Tries).Microseconds(), text)
	})
}

// wait grows threefold with each try. A quarter more or less keeps jobs that
// failed together from coming back together.
func wait(tries int) time.Duration {
	d := firstWait
	for i := 1; i < tries && d < longestWait; i++ {
		d *= 3
	}
	d = min(d, longestWait)
	return d*3/4 + rand.N(d/2)
}

// cut makes an error fit to be stored: PostgreSQL takes neither half a letter nor NUL.
func cut(s string) string {
	s = s[:min(len(s), maxError)]
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}
