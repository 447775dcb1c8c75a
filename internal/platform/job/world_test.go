package job_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/job"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/pgtest"
	"donghanh/migrations"
)

// nodes are two handles to one database, as two nodes have them, on one clock.
type nodes struct {
	a, b  *db.DB
	clock *day.Clock
}

// each runs a test on both engines; a table effect is there for workers to write in.
func each(t *testing.T, fn func(t *testing.T, n nodes)) {
	t.Helper()
	for name, place := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") + "?synchronous=OFF" },
		"postgres": func(t *testing.T) string { return pgtest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			source, clock := place(t), day.Fixed(testkit.Today)
			n := nodes{open(t, source, clock), open(t, source, clock), clock}
			if err := n.a.Migrate(t.Context(), migrations.FS); err != nil {
				t.Fatal(err)
			}
			exec(t, n.a, "CREATE TABLE effect (name TEXT NOT NULL)")
			fn(t, n)
		})
	}
}

func open(t *testing.T, source string, clock *day.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), source, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// tomorrow moves the clock far past every wait and lease.
func (n nodes) tomorrow() { n.clock.Set(n.clock.Today().Add(1)) }

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	})
}

// number reads one number; text reads one text.
func number(t *testing.T, d *db.DB, query string) int64 { return read[int64](t, d, query) }

func text(t *testing.T, d *db.DB, query string) string { return read[string](t, d, query) }

func read[T any](t *testing.T, d *db.DB, query string) (v T) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error { return tx.Get(t.Context(), &v, query) })
	return v
}

func stats(t *testing.T, d *db.DB) (c job.Counts) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) (err error) {
		c, err = job.Stats(t.Context(), tx)
		return err
	})
	return c
}

// write is the job of these tests: it writes its name in the table effect.
type write struct{ Name string }

func (write) Kind() string { return "test.write" }

func effect(ctx context.Context, tx *db.Tx, w write) error {
	_, err := tx.Exec(ctx, "INSERT INTO effect (name) VALUES ($1)", w.Name)
	return err
}

func effects(t *testing.T, d *db.DB) int64 {
	t.Helper()
	return number(t, d, "SELECT COUNT(*) FROM effect")
}

func add(t *testing.T, d *db.DB, args job.Args, opts ...job.Option) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error { return job.Add(t.Context(), tx, args, opts...) })
}

// workers knows one worker, by default effect.
func workers(fn func(context.Context, *db.Tx, write) error) *job.Workers {
	w := job.NewWorkers()
	if fn == nil {
		fn = effect
	}
	job.Register(w, fn)
	return w
}

func runner(d *db.DB, w *job.Workers) *job.Runner {
	return &job.Runner{DB: d, Workers: w, Log: slog.New(slog.DiscardHandler)}
}

// drain works until nothing is due.
func drain(t *testing.T, r *job.Runner) {
	t.Helper()
	for {
		worked, err := r.Turn(t.Context())
		if err != nil {
			t.Error(err)
		}
		if !worked {
			return
		}
	}
}
