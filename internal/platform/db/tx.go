package db

import (
	"context"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"donghanh/internal/platform/day"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
)

// Tx is one transaction with one clock reading. No error of a Tx may be
// ignored: SQLite would commit the rest, PostgreSQL would not (style.md §3).
type Tx struct {
	tx      *sqlx.Tx
	now     time.Time
	dialect Dialect
	after   []func()
	ears    *ears
}

// Dialect of the database, for the few statements one text cannot serve.
func (t *Tx) Dialect() Dialect { return t.dialect }

// Now is the transaction's moment in microseconds UTC.
func (t *Tx) Now() int64 { return t.now.UnixMicro() }

// Today is the transaction's day in Vietnam.
func (t *Tx) Today() day.Date { return day.Of(t.now) }

// Tomorrow is the first moment after the transaction's day, in microseconds UTC.
// What was recorded then or later is not known yet: there is such where the
// demo's day was moved back (design.md §3).
func (t *Tx) Tomorrow() int64 { return t.Today().Add(1).Begins() }

// After keeps f to be run once the transaction is committed; never when it
// is rolled back.
func (t *Tx) After(f func()) { t.after = append(t.after, f) }

// Exec runs a statement and returns how many rows it changed.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, translate(err)
	}
	return r.RowsAffected()
}

// Get reads one row into dest (a struct with db tags, or a plain value).
// No row is errs.NotFound.
func (t *Tx) Get(ctx context.Context, dest any, query string, args ...any) error {
	return translate(t.tx.GetContext(ctx, dest, query, args...))
}

// Select reads all rows into the slice dest points to.
func (t *Tx) Select(ctx context.Context, dest any, query string, args ...any) error {
	return translate(t.tx.SelectContext(ctx, dest, query, args...))
}

// Each calls fn for every row without holding them all; scan fills values in
// the order of the columns.
func (t *Tx) Each(ctx context.Context, query string, args []any, fn func(scan func(...any) error) error) (err error) {
	rows, err := t.tx.QueryxContext(ctx, query, args...)
	if err != nil {
		return translate(err)
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = translate(e)
		}
	}()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// Try runs fn so that its error undoes what it wrote, and nothing else: an
// import refuses a row and goes on with the next.
func (t *Tx) Try(ctx context.Context, fn func() error) (refused error, err error) {
	if _, err := t.Exec(ctx, `SAVEPOINT try`); err != nil {
		return nil, err
	}
	if refused = fn(); refused != nil {
		if _, err := t.Exec(ctx, `ROLLBACK TO SAVEPOINT try`); err != nil {
			return nil, err
		}
	}
	_, err = t.Exec(ctx, `RELEASE SAVEPOINT try`)
	return refused, err
}

// LockShared lets many transactions pass that share a name, and none while
// one holds it exclusively. On SQLite every writer is alone already.
func (t *Tx) LockShared(ctx context.Context, name string) error {
	return t.lock(ctx, `/* db.LockShared */ SELECT pg_advisory_xact_lock_shared($1)`, name)
}

// LockExclusive waits until nobody else holds the name.
func (t *Tx) LockExclusive(ctx context.Context, name string) error {
	return t.lock(ctx, `/* db.LockExclusive */ SELECT pg_advisory_xact_lock($1)`, name)
}

func (t *Tx) lock(ctx context.Context, query, name string) error {
	if t.dialect == SQLite {
		return nil
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	_, err := t.Exec(ctx, query, int64(h.Sum64()>>1))
	return err
}

// In makes the placeholders "$3,$4,$5" for n values from number first on, and
// is never empty ("NULL" matches nothing).
func In(first, n int) string {
	if n == 0 {
		return "NULL"
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

// Values makes rows of placeholders "($1,$2),($3,$4)" for multi-row inserts.
func Values(rows, columns int) string {
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(" + In(i*columns+1, columns) + ")")
	}
	return b.String()
}

// Anys turns a slice into arguments.
func Anys[T any](s []T) []any {
	out := make([]any, len(s))
	for i, v := range s {
		out[i] = v
	}
	return out
}

// NewID makes an id: UUIDv7 text, which sorts by the time it was made.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// ValidID reports whether s could be an id made by NewID; ids that come back
// from a form are checked before use.
func ValidID(s string) bool {
	u, err := uuid.Parse(s)
	return err == nil && len(s) == 36 && u.Version() == 7
}

// Dump calls fn with the columns of a query once and with each row's values,
// for backups: text as string, numbers as int64, yes and no as bool, bytes
// (columns of type BYTEA) as []byte, nothing as nil.
func (t *Tx) Dump(ctx context.Context, query string, columns func([]string) error, row func([]any) error) (err error) {
	rows, err := t.tx.QueryxContext(ctx, query)
	if err != nil {
		return translate(err)
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = translate(e)
		}
	}()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	names := make([]string, len(types))
	for i, c := range types {
		names[i] = c.Name()
	}
	if err := columns(names); err != nil {
		return err
	}
	for rows.Next() {
		values, err := rows.SliceScan()
		if err != nil {
			return translate(err)
		}
		for i, v := range values {
			values[i] = plain(v, types[i].DatabaseTypeName())
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// plain makes a value the same whichever engine it came from: SQLite keeps yes
// and no as 1 and 0.
func plain(v any, column string) any {
	switch x := v.(type) {
	case []byte:
		if column == "BYTEA" {
			return x
		}
		return string(x)
	case int64:
		if column == "BOOLEAN" {
			return x != 0
		}
	}
	return v
}
