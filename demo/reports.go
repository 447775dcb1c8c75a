package demo

import (
	"context"
	"fmt"

	"donghanh/internal/report"
)

// reportSteps are the calls of the cities and what the districts have made of
// them by the article's day: one report waits for its signature, one is late.
func (b *builder) reportSteps() []step {
	if b.Report == nil {
		return nil
	}
	return append([]step{
		{"2023-11-20", "Yêu cầu báo cáo năm", b.callForReports},
		{"2023-12-14", "Dự thảo báo cáo năm", b.writeReport},
		{"2023-12-18", "Dự thảo báo cáo năm", b.beginLate},
		{"2023-12-19", "Gửi báo cáo năm", b.submitReport},
		{"2023-12-22", "Chấp nhận báo cáo năm", b.acceptReport},
	}, b.cityReportSteps()...)
}

func (b *builder) callForReports(ctx context.Context) error {
	for city, by := range map[string]string{"HN": "hn", "HCM": "hcm"} {
		c := report.Calling{Unit: city, Template: "year", Period: period, Due: "2023-12-20", Note: "Báo cáo gửi trên phần mềm, kèm phụ lục số liệu."}
		if _, err := b.Report.CallFor(b.as(ctx, by), c); err != nil {
			return err
		}
	}
	return nil
}

// writeReport begins the report with what the figures say and adds what only
// people can say.
func (b *builder) writeReport(ctx context.Context) error {
	ctx = b.as(ctx, "badinh")
	rep, err := b.Report.Begin(ctx, report.Beginning{Unit: baDinh, Template: "year", Period: period})
	if err != nil {
		return err
	}
	v, err := b.Report.Show(ctx, rep.ID)
	if err != nil {
		return err
	}
	words, err := addWords(v.Sections, officersWords)
	if err != nil {
		return err
	}
	b.report, err = b.Report.Save(ctx, rep.ID, rep.Version, words)
	return err
}

// addWords puts the officers' words, by heading, below the sentences of the
// template.
func addWords(sections []report.Section, words map[string]string) (out []report.Words, err error) {
	for _, s := range sections {
		if more := words[s.Heading]; more != "" {
			out = append(out, report.Words{Position: s.Position, Body: s.Body + "\n" + more})
		}
	}
	if len(out) != len(words) {
		return nil, fmt.Errorf("words for %d sections, the report has %d of them", len(words), len(out))
	}
	return out, nil
}

func (b *builder) beginLate(ctx context.Context) error {
	_, err := b.Report.Begin(b.as(ctx, "binhtan"), report.Beginning{Unit: binhTan, Template: "year", Period: period})
	return err
}

func (b *builder) submitReport(ctx context.Context) (err error) {
	b.report, err = b.Report.Submit(b.as(ctx, "badinh"), b.report.ID, b.report.Version)
	return err
}

func (b *builder) acceptReport(ctx context.Context) (err error) {
	b.report, err = b.Report.Accept(b.as(ctx, "hn"), b.report.ID, b.report.Version)
	return err
}
