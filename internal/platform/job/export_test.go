package job

import (
	"context"
	"errors"

	"donghanh/internal/platform/db"
)

// Turn lets a test go step by step.
func (r *Runner) Turn(ctx context.Context) (worked bool, err error) { return r.turn(ctx) }

// Stall takes a job and leaves it, as a killed node does. A node that was only
// asleep calls resume in the end.
func (r *Runner) Stall(ctx context.Context) (resume func() error, err error) {
	taken, err := r.take(ctx)
	if err != nil || taken == nil {
		return nil, errors.Join(err, errors.New("nothing to take"))
	}
	return func() error { return r.work(ctx, *taken) }, nil
}

// Crash takes a job; fail is what happens when its worker has failed.
func (r *Runner) Crash(ctx context.Context) (fail func() error, err error) {
	taken, err := r.take(ctx)
	if err != nil || taken == nil {
		return nil, errors.Join(err, errors.New("nothing to take"))
	}
	return func() error { return r.fail(ctx, *taken, errors.New("crashed")) }, nil
}

// ErrLost is what a stalled node hears.
var ErrLost = errLost

// TakeSQL is the hot statement, for its plan.
func TakeSQL(d db.Dialect) string { return takeSQL(d, 1) }

// Tick is the last tick of a schedule of w.
func Tick(w *Workers, name string, now int64) int64 {
	for _, s := range w.schedules {
		if s.name == name {
			return s.tick(now)
		}
	}
	return -1
}
