package pgtest

import (
	"context"
	"database/sql"
	"fmt"
)

// templateLock is the advisory lock under which templates are made; any number
// would do, as long as nobody else on the administrative database uses it.
const templateLock = 7_150_233

// ensureTemplate makes the template database when the cluster has none of that
// name. A template appears under its name only when it is complete, so finding
// it needs no lock.
func (a admin) ensureTemplate(ctx context.Context, name string, prepare func(string) error) error {
	if found, err := exists(ctx, a.db, name); err != nil || found {
		return err
	}
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", templateLock)
	if found, err := exists(ctx, conn, name); err != nil || found {
		return err
	}
	return a.build(ctx, conn, name, prepare)
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func exists(ctx context.Context, q querier, name string) (bool, error) {
	var found bool
	err := q.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&found)
	if err != nil {
		return false, fmt.Errorf("look for %s: %w", name, err)
	}
	return found, nil
}

// build prepares the database under another name, shuts its door (a single
// connection would stop every copy) and only then gives it its name. What a
// killed process left half done is thrown away first.
func (a admin) build(ctx context.Context, conn *sql.Conn, name string, prepare func(string) error) error {
	draft := name + "_draft"
	if err := run(ctx, conn,
		"DROP DATABASE IF EXISTS "+draft+" WITH (FORCE)",
		create(draft, "template0")); err != nil {
		return err
	}
	if err := prepare(a.urlOf(draft)); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	return run(ctx, conn,
		"ALTER DATABASE "+draft+" ALLOW_CONNECTIONS false",
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"+draft+"'",
		"ALTER DATABASE "+draft+" RENAME TO "+name)
}

func run(ctx context.Context, conn *sql.Conn, statements ...string) error {
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
