package job_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/job"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestAJobOfARolledBackTransactionNeverRuns(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		no := errors.New("no")
		err := n.a.Write(t.Context(), func(tx *db.Tx) error {
			return errors.Join(job.Add(t.Context(), tx, write{"never"}), no)
		})
		if !errors.Is(err, no) {
			t.Fatal(err)
		}
		drain(t, runner(n.a, workers(nil)))
		if got := effects(t, n.a); got != 0 {
			t.Errorf("it ran %d times", got)
		}
	})
}

func TestEveryJobRunsOnceWithFourRunnersOnTwoNodes(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		const jobs = 60
		for i := range jobs {
			add(t, n.a, write{strconv.Itoa(i)})
		}
		var finished atomic.Int64
		all := make(chan struct{})
		w := workers(func(ctx context.Context, tx *db.Tx, args write) error {
			tx.After(func() {
				if finished.Add(1) == jobs {
					close(all)
				}
			})
			return effect(ctx, tx, args)
		})
		runUntil(t, all, runner(n.a, w), runner(n.a, w), runner(n.b, w), runner(n.b, w))
		once := number(t, n.a, "SELECT COUNT(DISTINCT name) FROM effect")
		if got := effects(t, n.a); got != jobs || once != jobs {
			t.Errorf("%d effects of %d jobs, want %d", got, once, jobs)
		}
	})
}

// runUntil runs runners until something has happened.
func runUntil(t *testing.T, happened <-chan struct{}, runners ...*job.Runner) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, r := range runners {
		wg.Go(func() { r.Run(ctx) })
	}
	select {
	case <-happened:
	case <-time.After(time.Minute):
		t.Error("it has not happened")
	}
	cancel()
	wg.Wait()
}

func TestACommitWakesARestingRunner(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		happened := make(chan struct{})
		r := runner(n.a, workers(func(_ context.Context, tx *db.Tx, _ write) error {
			tx.After(func() { close(happened) })
			return nil
		}))
		r.Every = time.Hour
		time.AfterFunc(200*time.Millisecond, func() {
			err := n.a.Write(t.Context(), func(tx *db.Tx) error { return job.Add(t.Context(), tx, write{"now"}) })
			if err != nil {
				t.Error(err)
			}
		})
		runUntil(t, happened, r)
	})
}

func TestAFailedJobLeavesNothingAndComesBackLater(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		fails := 2
		r := runner(n.a, workers(func(ctx context.Context, tx *db.Tx, args write) error {
			if err := effect(ctx, tx, args); err != nil || fails == 0 {
				return err
			}
			fails--
			return errors.New("not today")
		}))
		add(t, n.a, write{"stubborn"})
		drain(t, r)
		for try, want := range []time.Duration{10 * time.Second, 30 * time.Second} {
			// The clock has run on since it failed: a minute is for a crowded machine.
			if wait := waiting(t, n.a); wait < want*3/4-time.Minute || wait > want*5/4 {
				t.Errorf("after try %d it waits %s, want %s give or take a quarter", try+1, wait, want)
			}
			if got := effects(t, n.a); got != 0 {
				t.Errorf("failed tries left %d effects", got)
			}
			drain(t, r) // too early: changes nothing
			n.tomorrow()
			drain(t, r)
		}
		want := "3 tries, done, not today"
		got := text(t, n.a, "SELECT tries || ' tries, ' || state || ', ' || last_error FROM job_job WHERE kind = 'test.write'")
		if got != want || effects(t, n.a) != 1 {
			t.Errorf("got %q and %d effects, want %q and 1", got, effects(t, n.a), want)
		}
	})
}

// waiting is how long it is until the job is due.
func waiting(t *testing.T, d *db.DB) (wait time.Duration) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		var due int64
		err := tx.Get(t.Context(), &due, "SELECT due FROM job_job WHERE state = 'waiting'")
		wait = time.Duration(due-tx.Now()) * time.Microsecond
		return err
	})
	return wait
}

func TestTheJobOfAKilledNodeIsTakenAgain(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		w := workers(nil)
		add(t, n.a, write{"orphan"})
		resume, err := runner(n.a, w).Stall(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		other := runner(n.b, w)
		drain(t, other)
		if got := effects(t, n.a); got != 0 {
			t.Fatalf("it was taken %d times under the lease", got)
		}
		n.tomorrow()
		drain(t, other)
		if got := effects(t, n.a); got != 1 {
			t.Fatalf("after the lease it ran %d times, want once", got)
		}
		if err := resume(); !errors.Is(err, job.ErrLost) {
			t.Errorf("the first node came to and heard %v", err)
		}
		if got := effects(t, n.a); got != 1 {
			t.Errorf("the first node came to and left %d effects, want 1", got)
		}
	})
}

func TestASlowJobIsNotTakenAgainUnderWork(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		var began atomic.Int64
		turned := make(chan struct{})
		other := runner(n.b, workers(func(context.Context, *db.Tx, write) error { began.Add(1); return nil }))
		r := runner(n.a, workers(func(ctx context.Context, tx *db.Tx, args write) error {
			began.Add(1)
			n.tomorrow() // the lease is over
			go func() { defer close(turned); drain(t, other) }()
			select {
			case <-turned: // PostgreSQL: passes over it
			case <-time.After(300 * time.Millisecond): // SQLite: waits for us
			}
			return effect(ctx, tx, args)
		}))
		add(t, n.a, write{"slow"})
		drain(t, r)
		<-turned
		if effects(t, n.a) != 1 || began.Load() != 1 {
			t.Errorf("it began %d times and left %d effects", began.Load(), effects(t, n.a))
		}
	})
}

func TestAfterTheLastTryAJobIsDeadAndSaysWhy(t *testing.T) {
	long := strings.Repeat("ệ", 400) + "\x00"
	for name, worker := range map[string]func(context.Context, *db.Tx, write) error{
		"error": func(context.Context, *db.Tx, write) error { return errors.New(long) },
		"panic": func(context.Context, *db.Tx, write) error { panic(long) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, n nodes) {
				r := runner(n.a, workers(worker))
				add(t, n.a, write{"hopeless"}, job.MaxTries(2))
				for range 4 {
					drain(t, r)
					n.tomorrow()
				}
				if diff := cmp.Diff(job.Counts{Dead: 1}, stats(t, n.a)); diff != "" {
					t.Error(diff)
				}
				reason := text(t, n.a, "SELECT last_error FROM job_job WHERE state = 'dead'")
				if !strings.Contains(reason, "ệệ") || len(reason) > 500 {
					t.Errorf("it died of %q", reason)
				}
			})
		})
	}
}

func TestAJobThatKillsItsNodeDiesToo(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		w := workers(nil)
		add(t, n.a, write{"poison"}, job.MaxTries(2))
		for range 2 {
			if _, err := runner(n.a, w).Stall(t.Context()); err != nil {
				t.Fatal(err)
			}
			n.tomorrow()
			exec(t, n.a, "DELETE FROM job_job WHERE kind = 'job.purge'") // it would be taken first
		}
		drain(t, runner(n.b, w))
		if got := stats(t, n.a); got.Dead != 1 || effects(t, n.a) != 0 {
			t.Errorf("%+v with %d effects", got, effects(t, n.a))
		}
	})
}

type call struct{ Number int }

func (call) Kind() string { return "test.call" }

func TestAnOutsideWorkerIsDoneWhenItSucceeds(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		var calls []int
		w := job.NewWorkers()
		job.RegisterOutside(w, func(_ context.Context, c call) error {
			if calls = append(calls, c.Number); len(calls) == 1 {
				return errors.New("engaged")
			}
			return nil
		})
		add(t, n.a, call{115})
		for range 3 {
			drain(t, runner(n.a, w))
			n.tomorrow()
		}
		if diff := cmp.Diff([]int{115, 115}, calls); diff != "" {
			t.Error(diff)
		}
		if got := stats(t, n.a); got != (job.Counts{}) {
			t.Errorf("left over: %+v", got)
		}
	})
}

func TestANodeLeavesJobsItDoesNotKnow(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		add(t, n.a, call{115})
		drain(t, runner(n.a, workers(nil)))
		if diff := cmp.Diff(job.Counts{Waiting: 1}, stats(t, n.a)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTakingUsesTheIndexOfWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		explain, at := "EXPLAIN QUERY PLAN ", []any{new(int), new(int), new(int)}
		if n.a.Dialect == db.Postgres {
			explain, at = "EXPLAIN ", nil
			exec(t, n.a, "INSERT INTO job_job SELECT 'x' || i, 'k', '', 'done', NULL, 1, 1, 1, '', 1, 1 FROM generate_series(1, 5000) i")
			exec(t, n.a, "ANALYZE job_job")
		}
		plan := ""
		testkit.Write(t, n.a, func(tx *db.Tx) error {
			return tx.Each(t.Context(), explain+job.TakeSQL(n.a.Dialect), []any{int64(1), int64(2), "k"}, func(scan func(...any) error) error {
				var line string
				err := scan(append(at, &line)...)
				plan += line + "\n"
				return err
			})
		})
		if !strings.Contains(plan, "job_job_due") || strings.Contains(plan, "TEMP B-TREE") {
			t.Error(plan)
		}
	})
}
