package db

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings the database to the newest state of the migrations. Several
// nodes may start at once: on PostgreSQL one works while the others wait.
func (d *DB) Migrate(ctx context.Context, migrations fs.FS) error {
	p, err := d.provider(migrations)
	if err != nil {
		return fmt.Errorf("db: read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return nil
}

// Migrated reports whether no migration is left to run.
func (d *DB) Migrated(ctx context.Context, migrations fs.FS) (bool, error) {
	p, err := d.provider(migrations)
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	return !pending, err
}

func (d *DB) provider(migrations fs.FS) (*goose.Provider, error) {
	own := dialectFS{migrations, "." + string(d.other()) + ".sql"}
	if d.Dialect == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, d.write.DB, own)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, d.write.DB, own, goose.WithSessionLocker(locker))
}

func (d *DB) other() Dialect {
	if d.Dialect == SQLite {
		return Postgres
	}
	return SQLite
}

// dialectFS hides the files that are for the other database.
type dialectFS struct {
	fs.FS
	hide string
}

func (d dialectFS) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(d.FS, name)
	if err != nil {
		return nil, err
	}
	var own []fs.DirEntry
	for _, e := range all {
		if !strings.HasSuffix(e.Name(), d.hide) {
			own = append(own, e)
		}
	}
	return own, nil
}

// MigrateTo brings a fresh database to one version, for reading a backup of
// an older program.
func (d *DB) MigrateTo(ctx context.Context, migrations fs.FS, version int64) error {
	p, err := d.provider(migrations)
	if err != nil {
		return fmt.Errorf("db: read migrations: %w", err)
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		return fmt.Errorf("db: migrate to %d: %w", version, err)
	}
	return nil
}

// Version is the newest migration the database has.
func (d *DB) Version(ctx context.Context, migrations fs.FS) (int64, error) {
	p, err := d.provider(migrations)
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}
