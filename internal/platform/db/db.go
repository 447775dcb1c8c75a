// Package db opens the database, runs transactions and turns vendor errors
// into kinds of package errs. It is the only importer of a driver. The SQL of
// the program is one text for SQLite and PostgreSQL (design.md §4).
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"donghanh/internal/platform/day"

	"github.com/jmoiron/sqlx"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"
)

// Dialect is the engine behind a DB.
type Dialect string

const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// DB is an open database. SQLite has one connection that writes and a pool
// that reads; PostgreSQL has one pool for both.
type DB struct {
	Dialect     Dialect
	Clock       *day.Clock
	write, read *sqlx.DB
	ears        ears
}

// Open opens "postgres://…" or the path of an SQLite file, which is made when
// it is not there. A path may carry pragmas: "x.db?synchronous=OFF".
func Open(ctx context.Context, source string, clock *day.Clock) (*DB, error) {
	if strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://") {
		return openPostgres(ctx, source, clock)
	}
	return openSQLite(ctx, source, clock)
}

func openPostgres(ctx context.Context, dsn string, clock *day.Clock) (*DB, error) {
	pool, err := sqlx.ConnectContext(ctx, "pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("db: open PostgreSQL: %w", err)
	}
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{Dialect: Postgres, Clock: clock, write: pool, read: pool}, nil
}

// readers is the size of SQLite's read pool; each has its own page cache.
const readers = 8

func openSQLite(ctx context.Context, source string, clock *day.Clock) (*DB, error) {
	write, err := sqlx.ConnectContext(ctx, "sqlite", sqliteDSN(source, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("db: open %s: %w", source, err)
	}
	write.SetMaxOpenConns(1)
	read, err := sqlx.ConnectContext(ctx, "sqlite", sqliteDSN(source, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("db: open %s for reading: %w", source, err), write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{Dialect: SQLite, Clock: clock, write: write, read: read}, nil
}

// sqliteDSN adds the pragmas every connection needs. busy_timeout is for other
// processes (an import beside a server); inside one, the writer queues in Go.
func sqliteDSN(source, mode string) string {
	path, query, _ := strings.Cut(source, "?")
	pragmas := map[string]string{
		"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "1",
		"busy_timeout": "15000", "cache_size": "-65536", "temp_store": "MEMORY",
	}
	given, _ := url.ParseQuery(query)
	for k := range given {
		pragmas[k] = given.Get(k)
	}
	// journal_mode must come after busy_timeout: switching waits for a lock.
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + mode + "&_pragma=busy_timeout(" + pragmas["busy_timeout"] + ")"
	delete(pragmas, "busy_timeout")
	for k, v := range pragmas {
		dsn += "&_pragma=" + k + "(" + v + ")"
	}
	return dsn
}

// Close waits for running statements and closes.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// Write runs fn in one transaction and commits it when fn returns nil; then
// the functions given to Tx.After run. On PostgreSQL a transaction that lost
// against another (serialisation, deadlock) is run again, so fn must not
// change anything but the database.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	const tries = 6
	for try := 1; ; try++ {
		after, err := d.once(ctx, d.write, nil, fn)
		if err == nil {
			for _, f := range after {
				f()
			}
			return nil
		}
		if try == tries || !lostRace(err) {
			return err
		}
		time.Sleep(time.Duration(try*try) * 5 * time.Millisecond)
	}
}

// Read runs fn on one snapshot of the database, so that all figures of a page
// agree. Writing in it fails.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	var opts *sql.TxOptions
	if d.Dialect == Postgres {
		opts = &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	}
	_, err := d.once(ctx, d.read, opts, fn)
	return err
}

func (d *DB) once(ctx context.Context, pool *sqlx.DB, opts *sql.TxOptions, fn func(*Tx) error) (after []func(), err error) {
	t, err := pool.BeginTxx(ctx, opts)
	if err != nil {
		return nil, translate(err)
	}
	tx := &Tx{tx: t, now: d.Clock.Now(), dialect: d.Dialect, ears: &d.ears}
	defer func() {
		if p := recover(); p != nil {
			_ = t.Rollback() // the panic says more than the rollback could
			panic(p)
		}
	}()
	if err := fn(tx); err != nil {
		return nil, errors.Join(err, ignoreDone(t.Rollback()))
	}
	return tx.after, translate(t.Commit())
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
