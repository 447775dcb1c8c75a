package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"syscall"
	"time"
)

// alive reports whether a server answers at dsn. One that is there and has no
// time (starting, out of connections, a crowded machine) gets half a minute.
func alive(ctx context.Context, dsn string) bool {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return false
	}
	defer db.Close()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		err := ping(ctx, db)
		if err == nil {
			return true
		}
		if errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ECONNREFUSED) {
			return false
		}
	}
	return false
}

func ping(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return db.PingContext(ctx)
}
