package targetweb

import (
	"context"
	"math/big"
	"slices"
	"strconv"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// figureView is a figure's page, all texts written.
type figureView struct {
	Crumbs       []ui.Link
	Title, Lead  string
	Export       string // "" where there is nothing to export
	Periods      []ui.Chip
	Custom       customSpan
	Told         Told
	Span         string
	Value, Of    string
	Goal         *ui.GoalView
	State        ui.State
	Verdict, Gap string
	None         string  // why there is no value
	Left         string  // what of it counts above all the same
	Instead      ui.Link // where there is one
	Heirs        []ui.Link
	Origins      []ui.Link
	Stock        *stockView
	Pairs        []ui.Pair
	MonthsTitle  string
	Months       *ui.BarsView
	Best         string
	By           []ui.Chip
	Parts        []partRow
	Below        *belowView
	Sources      sourcesView
}

// customSpan is the form of a period by its two days.
type customSpan struct {
	Hidden   [][2]string
	From, To ui.FieldView
}

func (d *figureData) view(ctx context.Context) figureView {
	v := figureView{
		Title: d.ind.Name, Lead: d.unit.Name + ", " + periodName(ctx, d.period), Crumbs: d.crumbs(ctx), State: State(d.main),
		Periods: chipsAround(ctx, d.period, d.today, func(p string) string { return d.href("period", p) }),
		Custom:  d.custom(ctx), Span: d.span(ctx), Value: ledger.Text(d.main.Figure), Of: Against(ctx, d.main), Goal: Goal(ctx, d.main, false),
		Verdict: d.verdict(ctx), Gap: Gap(ctx, d.main),
	}
	v.Told = d.tell(ctx)
	d.viewMonths(ctx, &v)
	v.By, v.Parts = d.viewParts(ctx)
	if d.main.Value == nil {
		d.viewNone(ctx, &v)
	} else {
		v.Pairs = d.pairs(ctx)
	}
	if v.None != "" && d.left == nil {
		return v
	}
	v.Stock = d.viewStock(ctx)
	v.Below = d.viewBelow(ctx)
	v.Sources = d.viewSources(ctx)
	if d.sources.Total > 0 && d.left == nil {
		v.Export = "/figures/" + d.ind.Code + "/sources.xlsx?" + query("unit", d.unit.Code, "period", d.period.Text, "tree", treeText(d.tree), "by", d.by, "value", d.value())
	}
	return v
}

// crumbs lead from all figures over the superiors the reader may open.
func (d *figureData) crumbs(ctx context.Context) []ui.Link {
	all := d.figureAsk
	all.ind, all.by = nil, ""
	links := []ui.Link{{Text: i18n.T(ctx, "figure.all"), Href: all.href()}}
	for _, u := range d.path {
		links = append(links, ui.Link{Text: u.Name, Href: d.href("unit", u.Code)})
	}
	return append(links, ui.Link{Text: d.unit.Name})
}

func (a figureAsk) custom(ctx context.Context) customSpan {
	c := customSpan{
		From: ui.FieldView{Name: "from", Label: i18n.T(ctx, "figure.from"), Type: "date", Value: string(a.period.From)},
		To:   ui.FieldView{Name: "to", Label: i18n.T(ctx, "figure.to"), Type: "date", Value: string(a.period.To)},
	}
	for _, pair := range [][2]string{{"unit", a.unit.Code}, {"tree", treeText(a.tree)}, {"by", a.by}, {"value", a.value()}} {
		if pair[1] != "" {
			c.Hidden = append(c.Hidden, pair)
		}
	}
	return c
}

// span says which days the value counts.
func (d *figureData) span(ctx context.Context) string {
	last := d.last(d.today)
	switch {
	case d.main.Reason != "" && d.main.Reason != ledger.NoDenominator:
		return i18n.Upper(periodName(ctx, d.period))
	case d.ind.Stocky():
		return i18n.T(ctx, "figure.span.stock", i18n.Args{"day": last})
	}
	return i18n.T(ctx, "figure.span.flow", i18n.Args{"from": d.period.From, "to": last})
}

// verdict names the giver of the target, where that is another unit.
func (d *figureData) verdict(ctx context.Context) string {
	text := Verdict(ctx, d.main)
	if text == "" || d.main.Closing != nil || d.main.Target.Giver == d.unit.ID || d.givers[d.main.Target.Giver].Name == "" {
		return text
	}
	return i18n.T(ctx, "figure.verdict.by", i18n.Args{"verdict": text, "giver": d.givers[d.main.Target.Giver].Name})
}

// viewNone says why there is no value, and where one may be found.
func (d *figureData) viewNone(ctx context.Context, v *figureView) {
	v.None = i18n.T(ctx, "ledger.reason."+string(d.main.Reason)) + "."
	v.Left, v.Heirs, v.Origins = d.leftText(ctx), d.heirs, d.origins
	switch {
	case d.main.Reason == ledger.NotInTree:
		v.Instead = ui.Link{Text: i18n.T(ctx, "figure.none.then"), Href: d.href("tree", string(ledger.Then))}
	case d.main.Reason != ledger.NotAlive:
	case d.unit.DissolvedOn != "" && d.unit.DissolvedOn < d.period.From:
		v.None += " " + i18n.T(ctx, "figure.none.ended", i18n.Args{"unit": d.unit.Name, "day": d.unit.DissolvedOn})
		year := strconv.Itoa(d.unit.DissolvedOn.Year())
		v.Instead = ui.Link{Text: i18n.T(ctx, "figure.none.last", i18n.Args{"year": year}), Href: d.href("period", year)}
	case d.unit.FoundedOn != "":
		v.None += " " + i18n.T(ctx, "figure.none.founded", i18n.Args{"unit": d.unit.Name, "day": d.unit.FoundedOn})
	}
}

func (d *figureData) viewMonths(ctx context.Context, v *figureView) {
	year := strconv.Itoa(d.chartYear())
	b := MonthBars(ctx, d.ind, d.months, func(period string) string { return d.href("period", period) + "#ban-ghi" })
	if b == nil {
		return
	}
	b.Label, b.Wide = i18n.T(ctx, "figure.months.label", i18n.Args{"name": d.ind.Name, "year": year}), true
	whole := &d.main
	if d.year != nil {
		whole = d.year
	}
	b.Line, b.LineText = Need(ctx, *whole)
	v.Months, v.MonthsTitle = b, i18n.T(ctx, "figure.months.title", i18n.Args{"year": year})
	v.Best = Best(ctx, d.ind, d.months)
}

// MonthBars draws the months of a year, each a link; nil when none has a value.
func MonthBars(ctx context.Context, ind *ledger.Indicator, months [12]*ledger.Figure, href func(period string) string) *ui.BarsView {
	b, any := &ui.BarsView{Unit: ind.Unit}, false
	for i, f := range months {
		n := strconv.Itoa(i + 1)
		bar := ui.Bar{Label: i18n.T(ctx, "figure.chip.month", i18n.Args{"month": n}), Short: n, Text: "–"}
		if f != nil && f.Value != nil {
			any = true
			bar.Value, bar.Text, bar.Href = whole(f.Value), ledger.Text(*f), href(f.Period.Text)
		}
		b.Bars = append(b.Bars, bar)
	}
	if ind.Type == ledger.Ratio {
		b.Unit = ""
	}
	if !any {
		return nil
	}
	return b
}

// whole rounds to the nearest whole number, for drawing.
func whole(r *big.Rat) int64 {
	n, _ := strconv.ParseInt(r.FloatString(0), 10, 64)
	return n
}

// Need is what each month needs for a year's target of a flow to be reached.
func Need(ctx context.Context, f target.Figure) (line *int64, text string) {
	if f.Target == nil || f.Indicator.Type != ledger.Flow || f.Indicator.Pick != "" || f.Period.Text != ledger.Year(f.Period.From.Year()).Text || f.Target.Value().Sign() == 0 {
		return nil, ""
	}
	if c := f.Target.Comparison; c == target.AtMost || c == target.LessThan {
		return nil, ""
	}
	need := new(big.Rat).Quo(f.Target.Value(), big.NewRat(12, 1))
	n := whole(need)
	return &n, i18n.T(ctx, "figure.months.need", i18n.Args{"need": i18n.Decimal(need, 1), "unit": f.Indicator.Unit})
}

// Best names the highest month of a flow; "" when nothing happened.
func Best(ctx context.Context, ind *ledger.Indicator, months [12]*ledger.Figure) string {
	best := -1
	for i, f := range months {
		if f != nil && f.Value != nil && f.Value.Sign() > 0 && (best < 0 || f.Value.Cmp(months[best].Value) > 0) {
			best = i
		}
	}
	if best < 0 || ind.Type != ledger.Flow {
		return ""
	}
	return i18n.T(ctx, "figure.months.best", i18n.Args{"month": strconv.Itoa(best + 1), "value": Value(*months[best])})
}

// partRow is one value of a dimension; shares are of the parts' own sum.
type partRow struct {
	Name, Value, Share string
	Open               string // its records
	Goal               ui.GoalView
}

func (d *figureData) viewParts(ctx context.Context) (chips []ui.Chip, rows []partRow) {
	dims := d.ind.Dimensions()
	if len(dims) == 0 {
		return nil, nil
	}
	chips = []ui.Chip{{Text: i18n.T(ctx, "figure.by.none"), Href: d.href("by", ""), Current: d.by == ""}}
	for _, dim := range dims {
		chips = append(chips, ui.Chip{Text: d.dimLabel(dim), Href: d.href("by", dim), Current: dim == d.by})
	}
	total := new(big.Rat)
	for _, f := range d.parts {
		if f.Value != nil {
			total.Add(total, f.Value)
		}
	}
	slices.SortStableFunc(d.parts, func(a, b ledger.Figure) int { return worse(target.Figure{Figure: a}, target.Figure{Figure: b}) })
	for _, f := range d.parts {
		if f.Part != "" || f.Numerator != 0 { // nobody whose part is not recorded: nothing to say
			rows = append(rows, d.partRow(ctx, f, total))
		}
	}
	return chips, rows
}

func (d *figureData) partRow(ctx context.Context, f ledger.Figure, total *big.Rat) partRow {
	row := partRow{Name: d.partName(ctx, f.Dim, f.Part), Value: ledger.Text(f)}
	if f.Value != nil {
		part := d.figureAsk
		part.part, part.opened = f.Part, true
		row.Open = part.href() + "#ban-ghi"
	}
	// A unit may count in several parts: they have no shares.
	if f.Value == nil || !f.Indicator.Adds() || f.Indicator.CountsUnits() || total.Sign() <= 0 {
		return row
	}
	share := new(big.Rat).Quo(f.Value, total)
	share.Mul(share, big.NewRat(100, 1))
	row.Share = i18n.Percent(share, 1)
	row.Goal.Percent, _ = share.Float64()
	row.Goal.Label, row.Goal.Share, row.Goal.Thin = row.Share, true, true
	return row
}

// dayText is a day, "" for that of opening balances.
func dayText(d day.Date) string {
	if d == day.Opening {
		return ""
	}
	return i18n.Date(d)
}
