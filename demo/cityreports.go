package demo

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/notify"
	"donghanh/internal/report"
)

// cityReportSteps are the reports of the federations on 2023: begun, handed in
// and accepted within the last days before they are due.
func (b *builder) cityReportSteps() (out []step) {
	days := workdaysFrom("2023-12-06", "2023-12-19")
	for i, f := range b.federations() {
		on := days[i%len(days)]
		out = append(out, step{on, "Báo cáo năm của " + f.Name, func(ctx context.Context) error { return b.reportOf(ctx, f) }})
	}
	return append(out, step{"2023-12-18", "Đọc thông báo", b.readNotices})
}

// readNotices lets the city's officer have read what came before Ba Đình's report.
func (b *builder) readNotices(ctx context.Context) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		return notify.MarkAllRead(ctx, tx, b.actors["hn"].Account, tx.Now())
	})
}

// reportOf hands one in as the template writes it.
func (b *builder) reportOf(ctx context.Context, f *federation) error {
	own, above := b.as(ctx, f.clerk), b.as(ctx, map[string]string{"HN": "hn", "HCM": "hcm"}[f.Parent])
	r, err := b.Report.Begin(own, report.Beginning{Unit: f.Code, Template: "year", Period: period})
	if err != nil {
		return err
	}
	if r, err = b.Report.Submit(own, r.ID, r.Version); err != nil {
		return err
	}
	_, err = b.Report.Accept(above, r.ID, r.Version)
	return err
}
