package target

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/i18n"
)

// PeriodWords says a period by the messages that begin with a key:
// "target.period." is "năm 2023", "quý IV năm 2023".
func PeriodWords(ctx context.Context, key string, p ledger.Period) string {
	text := PeriodText(p)
	year, part, _ := strings.Cut(text, "-")
	args := i18n.Args{"year": year, "from": i18n.Date(p.From), "to": i18n.Date(p.To), "month": strings.TrimPrefix(part, "0")}
	switch {
	case strings.Contains(text, "/"):
		return i18n.T(ctx, key+"days", args)
	case part == "":
		return i18n.T(ctx, key+"year", args)
	case strings.Contains(part, "-"):
		return i18n.T(ctx, key+"day", args)
	case part[0] == '0' || part[0] == '1':
		return i18n.T(ctx, key+"month", args)
	}
	return i18n.T(ctx, key+strings.ToLower(part), args)
}
