package app

import (
	"context"
	"fmt"
	"io"
	"slices"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
)

// Verify checks the ledger's sums, the seals of the audit log and the
// fingerprints of signed reports. It writes one
// line for each thing that does not agree, else one line that says what was
// compared, and returns how many faults there are.
func (a *App) Verify(ctx context.Context, out io.Writer) (faults int, err error) {
	var lines []string
	var log audit.Report
	var forged []string
	var signed int
	err = a.DB.Read(ctx, func(tx *db.Tx) error {
		if lines, err = a.Ledger.Verify(ctx, tx); err != nil {
			return err
		}
		if log, err = audit.Verify(ctx, tx); err != nil {
			return err
		}
		forged, signed, err = a.Report.Verify(ctx, tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	lines = slices.Concat(lines, log.Faults, forged)
	for _, l := range lines {
		if _, err := fmt.Fprintln(out, l); err != nil {
			return 0, err
		}
	}
	if len(lines) == 0 {
		_, err = fmt.Fprintf(out, "Khớp: mọi tổng bằng các bản ghi của nó; nhật ký có %d dấu niêm, %d dòng đã niêm, %d dòng chờ niêm; dấu cuối %s; %d báo cáo đã ký đúng dấu vân\n",
			log.Seals, log.Entries, log.Tail, log.Head, signed)
	}
	return len(lines), err
}
