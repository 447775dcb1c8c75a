package ledger

import (
	"donghanh/internal/platform/i18n"
)

// Text prints a figure: counts with dots, percentages with at most two
// decimals, half up; "–" where there is no value (design.md §7).
func Text(f Figure) string {
	switch {
	case f.Value == nil:
		return "–"
	case f.Indicator.Percent():
		return i18n.Percent(f.Value, 2)
	}
	return i18n.Number(f.Numerator)
}
