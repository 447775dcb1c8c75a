package auth

import (
	"context"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// PurgeArgs is the daily job that forgets what has ended.
type PurgeArgs struct{}

// Kind names the job.
func (PurgeArgs) Kind() string { return "auth.purge" }

// remembered is how long an ended session or token is still kept, for whoever
// asks what happened.
const remembered = 30 * 24 * time.Hour

// Purge forgets sessions and tokens that ended long ago, and failed log-ins
// that no longer slow anybody.
func Purge(ctx context.Context, tx *db.Tx, _ PurgeArgs) error {
	now := day.Machine()
	if _, err := tx.Exec(ctx, `/* auth.Purge sessions */
		DELETE FROM auth_session WHERE created_at < $1 OR seen_at < $2 OR revoked_at < $3`,
		now-(Whole+remembered).Microseconds(), now-(Idle+remembered).Microseconds(), now-remembered.Microseconds()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `/* auth.Purge tokens */
		DELETE FROM auth_token WHERE expires_at < $1 OR revoked_at < $1`, now-remembered.Microseconds()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* auth.Purge throttle */ DELETE FROM auth_throttle WHERE last_at < $1`, now-forgotten.Microseconds())
	return err
}
