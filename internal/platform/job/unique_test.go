package job_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/job"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestAUniqueJobWaitsOnce(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		r := runner(n.a, workers(nil))
		drain(t, r) // the schedules' own
		add(t, n.a, write{"one"}, job.Unique("key"))
		add(t, n.a, write{"one"}, job.Unique("key"))
		add(t, n.a, write{"other"}, job.Unique("another key"), job.RunAt(1<<60))
		expect := func(when string, want job.Counts) {
			t.Helper()
			if diff := cmp.Diff(want, stats(t, n.a)); diff != "" {
				t.Errorf("%s: %s", when, diff)
			}
		}
		expect("added twice", job.Counts{Waiting: 2})
		if _, err := r.Stall(t.Context()); err != nil {
			t.Fatal(err)
		}
		add(t, n.a, write{"one"}, job.Unique("key"))
		expect("added while it runs", job.Counts{Waiting: 2, Running: 1})
		drain(t, r)
		expect("the second ran", job.Counts{Waiting: 1, Running: 1})
	})
}

func TestAFailedUniqueJobYieldsToTheOneThatWaits(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		r := runner(n.a, workers(nil))
		drain(t, r)
		add(t, n.a, write{"one"}, job.Unique("key"))
		fail, err := r.Crash(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		add(t, n.a, write{"one"}, job.Unique("key"))
		if err := fail(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(job.Counts{Waiting: 1}, stats(t, n.a)); diff != "" {
			t.Error(diff)
		}
	})
}

// A job that waits already must not run before the second who wants it has
// committed, or it would miss what that one wrote.
func TestAUniqueJobRunsAfterTheLastWhoAskedForIt(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		var saw []int64
		r := runner(n.b, workers(func(ctx context.Context, tx *db.Tx, _ write) error {
			var rows int64
			err := tx.Get(ctx, &rows, "SELECT COUNT(*) FROM effect")
			saw = append(saw, rows)
			return err
		}))
		drain(t, r)
		add(t, n.a, write{}, job.Unique("count"))
		turned := make(chan struct{})
		testkit.Write(t, n.a, func(tx *db.Tx) error {
			err := errors.Join(effect(t.Context(), tx, write{"late"}), job.Add(t.Context(), tx, write{}, job.Unique("count")))
			go func() { defer close(turned); drain(t, r) }()
			select {
			case <-turned: // PostgreSQL: passes over it
			case <-time.After(300 * time.Millisecond): // SQLite: waits for us
			}
			return err
		})
		<-turned
		drain(t, r)
		if diff := cmp.Diff([]int64{1}, saw); diff != "" {
			t.Errorf("rows seen by each run: %s", diff)
		}
	})
}
