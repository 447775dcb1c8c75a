package report_test

import (
	"testing"

	"donghanh/internal/report"
)

// TestAReportLooksAheadToThePeriodThatFollows: after the third quarter comes
// the fourth, not the third of the year after.
func TestAReportLooksAheadToThePeriodThatFollows(t *testing.T) {
	for period, want := range map[string]string{
		"2023": "2024", "2023-Q1": "2023-Q2", "2023-Q3": "2023-Q4", "2023-Q4": "2024-Q1", "2023-H1": "2023-H2", "2023-H2": "2024-H1",
		"2023-9M": "2023-Q4", "2021/2023": "2024/2026",
	} {
		if got := report.Following(period); got != want {
			t.Errorf("after %s comes %s, want %s", period, got, want)
		}
	}
}
