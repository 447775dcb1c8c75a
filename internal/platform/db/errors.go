package db

import (
	"database/sql"
	"errors"
	"strings"

	"donghanh/internal/platform/errs"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// translate turns vendor errors into kinds, so that nobody above sees a driver.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return errs.New(errs.NotFound, "error.notfound").Because(err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return fromPostgres(pg)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return fromSQLite(lite)
	}
	return err
}

func fromPostgres(err *pgconn.PgError) error {
	switch err.Code {
	case "23505": // unique_violation
		return errs.New(errs.Conflict, "error.exists").Because(err)
	case "23503": // foreign_key_violation
		return errs.New(errs.Conflict, "error.inuse").Because(err)
	case "23514", "22003": // check_violation, numeric_value_out_of_range
		return errs.New(errs.Invalid, "error.range").Because(err)
	}
	return err
}

func fromSQLite(err *sqlite.Error) error {
	switch err.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errs.New(errs.Conflict, "error.exists").Because(err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errs.New(errs.Conflict, "error.inuse").Because(err)
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return errs.New(errs.Invalid, "error.range").Because(err)
	}
	if strings.Contains(err.Error(), "integer overflow") { // raised by SUM
		return errs.New(errs.Invalid, "error.range").Because(err)
	}
	return err
}

// lostRace reports whether running the transaction again can help.
func lostRace(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
