package agreementweb

import (
	"context"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// phaseState is how a phase is marked.
func phaseState(p agreement.Phase) ui.State {
	switch p {
	case agreement.Running:
		return ui.OK
	case agreement.Ahead:
		return ui.Go_
	case agreement.Ending:
		return ui.Slow
	case agreement.Overdue:
		return ui.Low
	}
	return ui.None
}

func phaseName(ctx context.Context, p agreement.Phase) string {
	return say(ctx, "page.phase."+string(p))
}

func kindName(ctx context.Context, k agreement.Kind) string {
	return say(ctx, "page.kind."+string(k))
}

func partnerName(ctx context.Context, k agreement.PartnerKind) string {
	return say(ctx, "page.partner."+string(k))
}

func langName(ctx context.Context, lang string) string { return say(ctx, "page.lang."+lang) }

// countries are those a form offers; a partner of another one keeps its code.
func countries() []string {
	return []string{"KR", "CN", "JP", "LA", "KH", "TH", "SG", "MY", "ID", "PH", "MM", "IN", "RU", "BY", "CU", "DE", "FR", "BE", "SE", "DK", "AU", "US"}
}

func countryName(ctx context.Context, code string) string {
	for _, known := range countries() {
		if known == code {
			return say(ctx, "page.country."+code)
		}
	}
	return code
}

// stageText is a stage as people say it: years where it has whole ones, else days.
func stageText(a agreement.Agreement) string {
	if strings.HasSuffix(string(a.From), "-01-01") && strings.HasSuffix(string(a.To), "-12-31") {
		if a.From.Year() == a.To.Year() {
			return string(a.From[:4])
		}
		return string(a.From[:4]) + " – " + string(a.To[:4])
	}
	return i18n.Date(a.From) + " – " + i18n.Date(a.To)
}

// crumbText names an agreement where its title would be too long.
func crumbText(ctx context.Context, a agreement.Agreement) string {
	return kindName(ctx, a.Kind) + " " + stageText(a)
}

// others names some parties and how many more there are.
func others(ctx context.Context, names []string, all int) string {
	text := strings.Join(names, ", ")
	if all > len(names) {
		return say(ctx, "page.others", i18n.Args{"names": text, "count": all - len(names)})
	}
	return text
}

// apart is how many days lie between two, whichever comes first.
func apart(a, b day.Date) int { return day.Min(a, b).Days(day.Max(a, b)) - 1 }
