package auth

import (
	"context"

	"donghanh/internal/platform/db"
)

// ActorOf is an account as it may act now, without a session: what something of
// its own, such as a calendar, may read. NotFound of one that is not there,
// Unauthorised of one that is disabled.
func ActorOf(ctx context.Context, tx *db.Tx, account string) (*Actor, error) {
	return actor(ctx, tx, account)
}
