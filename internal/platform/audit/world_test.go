package audit_test

import (
	"context"
	"path/filepath"
	"testing"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/pgtest"
	"donghanh/migrations"
)

// nodes are two handles to one database. The sealer lives a day later, so that
// everything the writer has committed is settled for it.
type nodes struct{ writer, sealer *db.DB }

func each(t *testing.T, fn func(t *testing.T, n nodes)) {
	t.Helper()
	for name, place := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") + "?synchronous=OFF" },
		"postgres": func(t *testing.T) string { return pgtest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			source := place(t)
			n := nodes{open(t, source, testkit.Today), open(t, source, testkit.Today.Add(1))}
			if err := n.writer.Migrate(t.Context(), migrations.FS); err != nil {
				t.Fatal(err)
			}
			fn(t, n)
		})
	}
}

func open(t *testing.T, source string, today day.Date) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), source, day.Fixed(today))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error {
		n, err := tx.Exec(t.Context(), query, args...)
		if err == nil && n == 0 {
			t.Errorf("%s: changed nothing", query)
		}
		return err
	})
}

// add adds one entry about each target, each in its own transaction.
func add(ctx context.Context, t *testing.T, d *db.DB, targets ...string) {
	t.Helper()
	for _, target := range targets {
		testkit.Write(t, d, func(tx *db.Tx) error {
			return audit.Add(ctx, tx, audit.Entry{
				Account: "an", Action: "member.read", Target: target, TargetKind: "member",
				Unit: "base-1", Detail: map[string]string{"why": "card", "form": "7"}, Sensitive: true,
			})
		})
	}
}

func seal(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) (err error) {
		n, err = audit.Seal(t.Context(), tx)
		return err
	})
	return n
}

func verify(t *testing.T, d *db.DB) (r audit.Report) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) (err error) {
		r, err = audit.Verify(t.Context(), tx)
		return err
	})
	return r
}

func list(t *testing.T, d *db.DB, f audit.Filter) (records []audit.Record) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) (err error) {
		records, err = audit.List(t.Context(), tx, f)
		return err
	})
	return records
}

// idOf is the id of the only entry about a target.
func idOf(t *testing.T, d *db.DB, target string) string {
	t.Helper()
	records := list(t, d, audit.Filter{Target: target})
	if len(records) != 1 {
		t.Fatalf("%d entries about %s", len(records), target)
	}
	return records[0].ID
}
