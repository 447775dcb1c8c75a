package targetweb

import (
	"context"
	"math/big"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// FigureHref is the address of a figure's page; more are further pairs of name
// and value, empty ones left out.
func FigureHref(indicator, unit string, period ledger.Period, tree ledger.Tree, more ...string) string {
	href := figureHref(indicator, unit, period, tree)
	if q := query(more...); q != "" {
		href += "&" + q
	}
	return href
}

// PeriodName is a period in words, for the middle of a sentence: "năm 2023",
// "quý IV năm 2023".
func PeriodName(ctx context.Context, p ledger.Period) string { return periodName(ctx, p) }

// chipsAround offers the usual periods, and the asked one where it is another.
func chipsAround(ctx context.Context, p ledger.Period, today day.Date, href func(period string) string) []ui.Chip {
	chips := periodChips(ctx, today, p, href)
	for _, c := range chips {
		if c.Current {
			return chips
		}
	}
	return append(chips, ui.Chip{Text: i18n.Upper(periodName(ctx, p)), Href: href(p.Text), Current: true})
}

// Quantity is an amount of an indicator with its unit: "1.500 người", "75%".
func Quantity(r *big.Rat, ind *ledger.Indicator) string {
	if ind.Percent() {
		return i18n.Percent(r, 6)
	}
	return i18n.Decimal(r, 6) + " " + ind.Unit
}

// Value is a figure with its unit; "–" where there is none.
func Value(f ledger.Figure) string {
	if f.Value == nil || f.Indicator.Percent() {
		return ledger.Text(f)
	}
	return ledger.Text(f) + " " + f.Indicator.Unit
}

// Against is what a large figure stands against: "/ 1.500 người"; without a
// target its unit alone, without a value nothing.
func Against(ctx context.Context, f target.Figure) string {
	switch {
	case f.Value == nil || (f.Target == nil && f.Indicator.Percent()):
		return ""
	case f.Target == nil:
		return f.Indicator.Unit
	}
	return "/ " + TargetText(ctx, f.Target, f.Indicator)
}

// TargetText is a target's amount with its comparison, where it is not "at
// least": "20 đơn vị", "không quá 5 đơn vị".
func TargetText(ctx context.Context, t *target.Target, ind *ledger.Indicator) string {
	text := Quantity(t.Value(), ind)
	key, named := map[target.Comparison]string{
		target.MoreThan: "more", target.Exactly: "exactly", target.AtMost: "atmost", target.LessThan: "less",
	}[t.Comparison]
	if !named {
		return text
	}
	return i18n.T(ctx, "figure.target."+key, i18n.Args{"value": text})
}

// State is the sign of a figure.
func State(f target.Figure) ui.State { return ui.State(f.State) }

// Goal is the bar of a figure with an achievement, else nil.
func Goal(ctx context.Context, f target.Figure, thin bool) *ui.GoalView {
	if f.Achievement == nil {
		return nil
	}
	p, _ := f.Achievement.Value.Float64()
	return &ui.GoalView{Percent: p, State: State(f), Thin: thin, Label: i18n.T(ctx, "figure.goal", i18n.Args{"percent": f.Achievement.Text})}
}

// Verdict says how a figure stands to its target: "Đạt 115% kế hoạch", "Chậm:
// mới đạt 60% kế hoạch"; "" without a target or a value.
func Verdict(ctx context.Context, f target.Figure) string {
	switch {
	case f.Closing != nil:
		return ClosingText(ctx, f)
	case f.Target == nil || f.Value == nil:
		return ""
	case f.Achievement == nil && f.State == target.OK:
		return i18n.T(ctx, "figure.verdict.met")
	case f.Achievement == nil:
		return i18n.T(ctx, "figure.verdict.unmet")
	case f.State == target.OK:
		return i18n.T(ctx, "figure.verdict.reached", i18n.Args{"percent": f.Achievement.Text})
	}
	return i18n.T(ctx, "figure.verdict.under", i18n.Args{"state": State(f).Word(ctx), "percent": f.Achievement.Text})
}

// Gap is how far a figure is from its target in words: "vượt 16 người", "còn
// thiếu 3 đơn vị"; "" without a target or a value.
func Gap(ctx context.Context, f target.Figure) string {
	gap := target.Gap(f.Figure, f.Target)
	if gap == nil || f.Closing != nil { // what was left is with others
		return ""
	}
	key := "even"
	switch {
	case gap.Sign() == 0 && f.State != target.OK:
		key = "touch" // "more than" is not met by just as much
	case gap.Sign() != 0:
		key = map[bool]string{true: "short", false: "over"}[gap.Sign() > 0]
		if f.Target.Comparison == target.AtMost || f.Target.Comparison == target.LessThan {
			key += "_limit"
		}
	}
	if key == "even" || key == "touch" {
		return i18n.T(ctx, "figure.gap."+key)
	}
	return i18n.T(ctx, "figure.gap."+key, i18n.Args{"amount": distance(ctx, gap.Abs(gap), f.Indicator)})
}

// distance is a difference; that of two percentages is in points.
func distance(ctx context.Context, r *big.Rat, ind *ledger.Indicator) string {
	if ind.Type == ledger.Ratio {
		return i18n.T(ctx, "figure.points", i18n.Args{"n": i18n.Decimal(r, 2)})
	}
	return Quantity(r, ind)
}

// Tile is a figure as a tile that opens.
func Tile(ctx context.Context, f target.Figure, href string) ui.FigureTile {
	t := ui.FigureTile{Label: f.Indicator.Name, Value: ledger.Text(f.Figure), Of: Against(ctx, f), Href: href, Goal: Goal(ctx, f, false)}
	switch {
	case f.Closing != nil:
		t.Note = ClosingText(ctx, f)
	case f.Reason != "":
		t.Note = i18n.T(ctx, "ledger.reason."+string(f.Reason))
	case f.State == target.Behind || f.State == target.Far:
		t.Note = State(f).Word(ctx) + ": " + Gap(ctx, f)
	case t.Goal == nil:
		t.Note = Verdict(ctx, f)
	}
	return t
}
