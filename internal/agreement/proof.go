package agreement

import (
	"context"

	"donghanh/internal/platform/db"
)

// proofsOf are the entries that said how duties came out, by duty; of one that
// was reopened the last.
func proofsOf(ctx context.Context, tx *db.Tx, agreement string, before int64) (map[string]Entry, error) {
	var said []Entry
	if err := tx.Select(ctx, &said, `/* agreement.proofsOf */
		SELECT `+entryColumns+` FROM agreement_entry e
		WHERE e.agreement = $1 AND e.kind = $2 AND e.at < $3 ORDER BY e.at DESC, e.id DESC`, agreement, Came, before); err != nil {
		return nil, err
	}
	out := map[string]Entry{}
	if err := withFiles(ctx, tx, said); err != nil {
		return nil, err
	}
	for _, e := range said {
		if _, later := out[*e.Duty]; !later {
			out[*e.Duty] = e
		}
	}
	return out, nil
}
