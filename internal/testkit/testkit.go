// Package testkit helps tests: real databases, actors, requests, small worlds.
// It is imported by tests only.
package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit/pgtest"
	"donghanh/migrations"
)

// Today is the day tests live on, unless they say otherwise: that of seeds/001.
const Today day.Date = "2023-12-25"

// EachDB runs a test on a fresh, migrated SQLite file and on a fresh, migrated
// PostgreSQL database.
func EachDB(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{{"sqlite", SQLite}, {"postgres", Postgres}} {
		t.Run(engine.name, func(t *testing.T) {
			t.Helper()
			fn(t, engine.open(t))
		})
	}
}

// SQLite opens a fresh, migrated file. It does not wait for the disk: a test
// has nothing to lose.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, sqliteSource(tb))
}

func sqliteSource(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "test.db")
	if err := os.WriteFile(path, migratedSQLite(tb), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path + "?synchronous=OFF"
}

// Postgres opens a fresh, migrated database of the test cluster.
func Postgres(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, postgresSource(tb))
}

func postgresSource(tb testing.TB) string {
	tb.Helper()
	return pgtest.Template(tb, "migrated-"+migrationsDigest(tb), func(dsn string) error { return migrate(dsn) })
}

// EachSource runs fn once on the source of a fresh, migrated database of each
// engine, for tests that open it from several processes.
func EachSource(t *testing.T, fn func(t *testing.T, source string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, sqliteSource(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, postgresSource(t)) })
}

// Open opens the database of a source on the tests' day.
func Open(tb testing.TB, source string) *db.DB {
	tb.Helper()
	return open(tb, source)
}

// migrationsDigest names the template by what made it.
func migrationsDigest(tb testing.TB) string {
	tb.Helper()
	h := sha256.New()
	files, err := fs.Glob(migrations.FS, "*.sql")
	for _, name := range files {
		var text []byte
		if text, err = migrations.FS.ReadFile(name); err != nil {
			break
		}
		_, _ = fmt.Fprintf(h, "%s %d\n%s", name, len(text), text) // a hash never fails
	}
	if err != nil {
		tb.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func open(tb testing.TB, source string) *db.DB {
	tb.Helper()
	d, err := db.Open(tb.Context(), source, day.Fixed(Today))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Error(err)
		}
	})
	return d
}

func migrate(source string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, source, day.Fixed(Today))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }() // the error that matters is the migration's
	return d.Migrate(ctx, migrations.FS)
}

var sqliteTemplate struct {
	once  sync.Once
	bytes []byte
	err   error
}

func migratedSQLite(tb testing.TB) []byte {
	tb.Helper()
	t := &sqliteTemplate
	t.once.Do(func() {
		dir, err := os.MkdirTemp("", "donghanh-template")
		if err != nil {
			t.err = err
			return
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path := filepath.Join(dir, "template.db")
		if t.err = migrate(path + "?journal_mode=DELETE&synchronous=OFF"); t.err == nil {
			t.bytes, t.err = os.ReadFile(path)
		}
	})
	if t.err != nil {
		tb.Fatal(t.err)
	}
	return t.bytes
}

// Write runs fn in a transaction and fails the test on an error.
func Write(tb testing.TB, d *db.DB, fn func(tx *db.Tx) error) {
	tb.Helper()
	if err := d.Write(tb.Context(), fn); err != nil {
		tb.Fatal(err)
	}
}

// Read runs fn on a snapshot and fails the test on an error.
func Read(tb testing.TB, d *db.DB, fn func(tx *db.Tx) error) {
	tb.Helper()
	if err := d.Read(tb.Context(), fn); err != nil {
		tb.Fatal(err)
	}
}
