package audit

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/job"
)

const (
	// settle lets entries grow this old (microseconds) before they are sealed.
	// Ids and moments are given before the commit, so a slow transaction's entry
	// appears among older ones. Nothing would be lost by sealing at once: what
	// is left is found by its row in audit_tail, not by a high-water mark, and
	// one that appears even later is simply in the next seal. Waiting makes
	// batches follow time, so that a seal also says what was not there before it.
	settle = 5_000_000

	// Batch is the most entries one seal holds; it bounds the transaction.
	Batch = 4096

	sealLock = "audit.seal"
)

// SealArgs is the job that seals; schedule it every few minutes.
type SealArgs struct{}

// Kind of the job.
func (SealArgs) Kind() string { return "audit.seal" }

// Work is the worker of SealArgs. After a full batch it asks for its own
// return, so that a busy day is sealed in many small transactions.
func Work(ctx context.Context, tx *db.Tx, _ SealArgs) error {
	n, err := Seal(ctx, tx)
	if err != nil || n < Batch {
		return err
	}
	return job.Add(ctx, tx, SealArgs{}, job.Unique("audit.seal"))
}

// Seal chains the settled entries that no seal holds yet, at most Batch, and
// returns how many they were; without any it makes no seal.
func Seal(ctx context.Context, tx *db.Tx) (n int, err error) {
	defer errs.Wrap(&err, "audit.Seal")
	if err := tx.LockExclusive(ctx, sealLock); err != nil {
		return 0, err
	}
	rows, err := settled(ctx, tx, tx.Now())
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	last, err := lastSeal(ctx, tx)
	if err != nil {
		return 0, err
	}
	return len(rows), chain(ctx, tx, last, rows)
}

func chain(ctx context.Context, tx *db.Tx, last seal, rows []row) error {
	s := seal{No: last.No + 1, Previous: last.Hash, Count: int64(len(rows)), At: tx.Now()}
	places := make([]place, len(rows))
	leaves := make([]digest, len(rows))
	for i, r := range rows {
		leaves[i] = leafOf(r)
		places[i] = place{Entry: r.ID, Seal: s.No, Position: i, Leaf: leaves[i].String()}
	}
	s.Root = rootOf(leaves).String()
	s.Hash = s.digest().String()
	if err := insertSeal(ctx, tx, s); err != nil {
		return err
	}
	return insertPlaces(ctx, tx, places)
}
