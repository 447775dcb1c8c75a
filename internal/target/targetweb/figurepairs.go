package targetweb

import (
	"context"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// pairs say how the figure is worked out, to the last decimal.
func (d *figureData) pairs(ctx context.Context) (out []ui.Pair) {
	add := func(key, text string) { out = append(out, ui.Pair{Term: i18n.T(ctx, "figure."+key), Text: text}) }
	records := i18n.Args{"value": Value(d.main.Figure), "count": d.total, "from": d.period.From, "to": d.last(d.today)}
	opens := func(key, text string) {
		out = append(out, ui.Pair{Term: figureWord(ctx, key), Body: ui.Num(i18n.T(ctx, "figure."+text, records), "#ban-ghi")})
	}
	f := d.main
	switch {
	case d.ind.Type == ledger.Ratio:
		add("numerator", i18n.Number(f.Numerator)+" "+d.above(ctx))
		add("denominator", i18n.Number(*f.Denominator)+" "+i18n.Lower(d.formula(ctx, d.ind.Per)))
		add("ratio", division(ctx, i18n.Number(f.Numerator), i18n.Number(*f.Denominator), f.Value, ledger.Text(f.Figure)))
		if f.Achievement != nil {
			add("against", division(ctx, i18n.Percent(f.Value, 4), Quantity(f.Target.Value(), d.ind), f.Achievement.Value, f.Achievement.Text))
		}
	case f.Achievement != nil:
		key := "how.numerator"
		if d.ind.CountsUnits() {
			key = "how.distinct"
		}
		opens("numerator", key)
		add("denominator", i18n.T(ctx, "figure.how.target", i18n.Args{"value": TargetText(ctx, f.Target, d.ind)}))
		add("ratio", division(ctx, i18n.Number(f.Numerator), i18n.Decimal(f.Target.Value(), 6), f.Achievement.Value, f.Achievement.Text))
	case d.ind.Pick != "":
		opens("way", "how.picked")
	case d.ind.CountsUnits():
		opens("way", "how.distinct")
	case d.ind.Stocky():
		opens("way", "how.stock")
	default:
		opens("way", "how.flow")
	}
	out = append(out, d.targetPairs(ctx)...)
	if d.before != nil {
		year := strconv.Itoa(d.before.Period.To.Year())
		out = append(out, ui.Pair{Term: i18n.T(ctx, "figure.before", i18n.Args{"year": year}), Text: compared(ctx, d.main.Figure, *d.before)})
	}
	return out
}

// targetPairs name the document of the target, or say that there is none.
func (d *figureData) targetPairs(ctx context.Context) (out []ui.Pair) {
	switch {
	case d.main.Target != nil:
		var older []string
		for _, t := range d.history[min(1, len(d.history)):] {
			older = append(older, d.givingText(ctx, t))
		}
		now := d.givingText(ctx, *d.main.Target)
		out = append(out, ui.Pair{Term: i18n.T(ctx, "figure.document"), Body: givings(now, older)})
	case d.year != nil && d.year.Target != nil:
		text := i18n.T(ctx, "figure.year_plan", i18n.Args{"value": ledger.Text(d.year.Figure), "target": TargetText(ctx, d.year.Target, d.ind)})
		out = append(out, ui.Pair{
			Term: i18n.T(ctx, "figure.year", i18n.Args{"year": d.year.Period.Text}), Body: ui.Num(text, d.href("period", d.year.Period.Text)),
		})
	default:
		out = append(out, ui.Pair{Term: i18n.T(ctx, "figure.target.term"), Text: i18n.T(ctx, "figure.target.none", i18n.Args{"period": periodName(ctx, d.period)})})
	}
	return out
}

// givingText is one giving of a target: "1.500 người: Kế hoạch 08 ngày …".
func (d *figureData) givingText(ctx context.Context, t target.Target) string {
	text := i18n.T(ctx, "figure.giving", i18n.Args{"value": TargetText(ctx, &t, d.ind), "document": t.Document, "day": t.IssuedOn})
	if t.Reason != "" {
		text += " (" + t.Reason + ")"
	}
	return text
}

// division writes out a quotient in per cent and how it is printed, where that
// is shorter: "1.516 ÷ 1.500 = 101,0667%, in ra 101%".
func division(ctx context.Context, above, below string, percent *big.Rat, printed string) string {
	exact := i18n.Percent(percent, 4)
	text := above + " ÷ " + below + " = " + exact
	if exact == printed {
		return text
	}
	return i18n.T(ctx, "figure.printed", i18n.Args{"division": text, "printed": printed})
}

// compared says an older value and what has changed since.
func compared(ctx context.Context, now, old ledger.Figure) string {
	diff := new(big.Rat).Sub(now.Value, old.Value)
	args := i18n.Args{"old": Value(old)}
	if diff.Sign() == 0 {
		return i18n.T(ctx, "figure.compared.same", args)
	}
	key := map[bool]string{true: "more", false: "less"}[diff.Sign() > 0]
	size := new(big.Rat).Abs(diff)
	if now.Indicator.Type == ledger.Ratio {
		args["difference"] = distance(ctx, size, now.Indicator)
		return i18n.T(ctx, "figure.compared."+key, args)
	}
	percent := new(big.Rat).Quo(size, new(big.Rat).Abs(old.Value))
	args["difference"] = i18n.Decimal(size, 0) + " (" + i18n.Percent(percent.Mul(percent, big.NewRat(100, 1)), 2) + ")"
	return i18n.T(ctx, "figure.compared."+key, args)
}

var termForm = regexp.MustCompile(`([+-]?)\s*([a-z0-9_.]+)(?:\{([^}]*)\})?`)

// above says what counts in a numerator.
func (d *figureData) above(ctx context.Context) string {
	var all []string
	for sum := range strings.SplitSeq(d.ind.Of, " & ") {
		all = append(all, i18n.Lower(d.formula(ctx, sum)))
	}
	if !d.ind.CountsUnits() {
		return all[0]
	}
	return i18n.T(ctx, "figure.how.units", i18n.Args{"of": strings.Join(all, figureWord(ctx, "how.and"))})
}

// formula says an expression of the catalogue in the names of its measures.
func (d *figureData) formula(ctx context.Context, expr string) string {
	var out string
	for i, m := range termForm.FindAllStringSubmatch(expr, -1) {
		name := d.measures[m[2]]
		if m[3] != "" {
			var only []string
			for pair := range strings.SplitSeq(m[3], ",") {
				dim, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
				only = append(only, d.partName(ctx, dim, value))
			}
			name += " (" + strings.Join(only, ", ") + ")"
		}
		switch {
		case i == 0:
			out = name
		case m[1] == "-":
			out += " − " + i18n.Lower(name)
		default:
			out += " + " + i18n.Lower(name)
		}
	}
	return out
}
