package app

import (
	"context"
	"fmt"
	"io"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
)

// Verify checks the ledger's sums and the seals of the audit log. It writes one
// line for each thing that does not agree, else one line that says what was
// compared, and returns how many faults there are.
func (a *App) Verify(ctx context.Context, out io.Writer) (faults int, err error) {
	var lines []string
	var report audit.Report
	err = a.DB.Read(ctx, func(tx *db.Tx) error {
		if lines, err = a.Ledger.Verify(ctx, tx); err != nil {
			return err
		}
		report, err = audit.Verify(ctx, tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	lines = append(lines, report.Faults...)
	for _, l := range lines {
		if _, err := fmt.Fprintln(out, l); err != nil {
			return 0, err
		}
	}
	if len(lines) == 0 {
		_, err = fmt.Fprintf(out, "Khớp: mọi tổng bằng các bản ghi của nó; nhật ký có %d dấu niêm, %d dòng đã niêm, %d dòng chờ niêm; dấu cuối %s\n",
			report.Seals, report.Entries, report.Tail, report.Head)
	}
	return len(lines), err
}
