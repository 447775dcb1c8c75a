package notify

import (
	"context"
	"time"

	"donghanh/internal/platform/db"
)

// PurgeArgs is the daily job that forgets old notices.
type PurgeArgs struct{}

// Kind names the job.
func (PurgeArgs) Kind() string { return "notify.purge" }

// remembered is how long a notice is kept: a year of reports and the next.
const remembered = 2 * 365 * 24 * time.Hour

// Purge forgets notices of long ago, read or not. Their events can be told
// again then; what is that old is not told any more.
func Purge(ctx context.Context, tx *db.Tx, _ PurgeArgs) error {
	return purge(ctx, tx, tx.Now()-remembered.Microseconds())
}
