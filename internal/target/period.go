package target

import (
	"fmt"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
)

// PeriodText is the one name a span of days has: a target given for 2023 is
// also that of 2023-01/2023-12 and of 2023-01-01/2023-12-31.
func PeriodText(p ledger.Period) string {
	y := p.From.Year()
	for _, form := range []string{"%04d", "%04d-H1", "%04d-H2", "%04d-9M", "%04d-Q1", "%04d-Q2", "%04d-Q3", "%04d-Q4"} {
		text := fmt.Sprintf(form, y)
		if named, err := ledger.ParsePeriod(text); err == nil && named.From == p.From && named.To == p.To {
			return text
		}
	}
	switch {
	case p.From == p.To:
		return string(p.From)
	case p.From != p.From.FirstOfMonth() || p.To != p.To.LastOfMonth():
		return ledger.Days(p.From, p.To).Text
	case p.From.Month() == 1 && p.To.Month() == 12:
		return fmt.Sprintf("%04d/%04d", y, p.To.Year())
	case p.From.FirstOfMonth() == p.To.FirstOfMonth():
		return ledger.Month(y, p.From.Month()).Text
	}
	return ledger.Month(y, p.From.Month()).Text + "/" + ledger.Month(p.To.Year(), p.To.Month()).Text
}

// Today is the clock's day, for pages that begin with its periods.
func (s *Service) Today() day.Date { return s.DB.Clock.Today() }
