package audit

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Seals tells which seal holds each of the entries; those in none are the tail.
func Seals(ctx context.Context, tx *db.Tx, entries []string) (_ map[string]int64, err error) {
	defer errs.Wrap(&err, "audit.Seals")
	var rows []place
	err = tx.Select(ctx, &rows, `/* audit.Seals */
		SELECT entry, seal, position, leaf FROM audit_sealed WHERE entry IN (`+db.In(1, len(entries))+`)`, db.Anys(entries)...)
	out := make(map[string]int64, len(rows))
	for _, p := range rows {
		out[p.Entry] = p.Seal
	}
	return out, err
}
