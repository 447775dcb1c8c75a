// Package pgtest gives tests a PostgreSQL of their own.
//
// One cluster serves every test package on the machine: `go test ./...` runs
// packages in parallel processes, and a cluster each would cost more than the
// tests. It listens on a Unix socket in a directory only its owner can enter,
// and trades safety for speed (a crash loses everything, which is fine here).
// It outlives the test processes; scripts/pg-stop ends it.
//
// A missing PostgreSQL fails the test: a suite that silently checks one
// database of two is worse than a red one.
package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx" of database/sql
)

// startTimeout bounds everything that brings the cluster up, on a busy machine.
const startTimeout = 2 * time.Minute

// admin is the one connection pool of this process for CREATE and DROP.
type admin struct {
	dsn string
	db  *sql.DB
}

var connect = sync.OnceValues(func() (admin, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	dsn, err := serverDSN(ctx)
	if err != nil {
		return admin{}, err
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return admin{}, fmt.Errorf("open %s: %w", dsn, err)
	}
	db.SetMaxOpenConns(4) // 200 connections are for all packages together
	db.SetConnMaxIdleTime(10 * time.Second)
	return admin{dsn, db}, nil
})

func serverDSN(ctx context.Context) (string, error) {
	if given := os.Getenv("DONGHANH_PG"); given != "" {
		return given, checkURL(given)
	}
	c, err := newCluster(os.TempDir())
	if err != nil {
		return "", err
	}
	return c.dsn(), c.ensure(ctx)
}

func checkURL(dsn string) error {
	u, err := url.Parse(dsn)
	if err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		return nil
	}
	return errors.New("DONGHANH_PG must be a URL (postgres://user:password@host/postgres)")
}

func server(tb testing.TB) admin {
	tb.Helper()
	a, err := connect()
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	return a
}

// Server returns the URL of the administrative database of the cluster: the
// one $DONGHANH_PG names, or the machine's test cluster, started when needed.
// Its user may create and drop databases.
func Server(tb testing.TB) (adminDSN string) {
	tb.Helper()
	return server(tb).dsn
}

// Database creates an empty database and returns its URL. The database is
// dropped when the test ends, whoever is still connected.
func Database(tb testing.TB) (dsn string) {
	tb.Helper()
	return server(tb).clone(tb, "template0")
}

// Template returns the URL of a fresh copy of a database that prepare has
// filled, dropped when the test ends. prepare runs once per key on the whole
// cluster, whichever process comes first, so the key must say everything that
// decides the outcome: a digest of the migrations, not "migrations". prepare
// must close its connections.
func Template(tb testing.TB, key string, prepare func(dsn string) error) (dsn string) {
	tb.Helper()
	a := server(tb)
	sum := sha256.Sum256([]byte(key))
	name := "template_" + hex.EncodeToString(sum[:8])
	if err := a.ensureTemplate(tb.Context(), name, prepare); err != nil {
		tb.Fatalf("pgtest: template for key %q: %v", key, err)
	}
	return a.clone(tb, name)
}

func (a admin) clone(tb testing.TB, template string) string {
	tb.Helper()
	name := "test_" + strings.ToLower(rand.Text()[:16])
	if _, err := a.db.ExecContext(tb.Context(), create(name, template)); err != nil {
		tb.Fatalf("pgtest: create a database: %v", err)
	}
	tb.Cleanup(func() {
		ctx := context.WithoutCancel(tb.Context()) // cancelled by now, and this must still happen
		if _, err := a.db.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			tb.Errorf("pgtest: drop %s: %v", name, err)
		}
	})
	return a.urlOf(name)
}

// create spells the locale out: a server named by $DONGHANH_PG may have another.
func create(name, template string) string {
	s := "CREATE DATABASE " + name + " TEMPLATE " + template
	if template == "template0" {
		s += " ENCODING 'UTF8' LOCALE 'C.UTF-8'"
	}
	return s
}

func (a admin) urlOf(database string) string {
	u, err := url.Parse(a.dsn)
	if err != nil {
		panic(err) // serverDSN has checked it
	}
	u.Path = "/" + database
	return u.String()
}
