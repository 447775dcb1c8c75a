package targetweb

import (
	"context"
	"slices"
	"strconv"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// figureRow is a figure as a line of a table.
type figureRow struct {
	Name, Under string // under the name in small letters
	Href        string // of the name
	Value, Open string // the value and its records
	Unit        string // of the value; a phone leaves it out
	Target      string
	Goal        *ui.GoalView
	State       ui.State
	Done        string // "115%"
	Strong      bool   // a sum
	Links       []ui.Link
}

func rowOf(ctx context.Context, f target.Figure) figureRow {
	row := figureRow{Value: ledger.Text(f.Figure), Goal: Goal(ctx, f, true), State: State(f)}
	switch {
	case f.Reason != "":
		row.Under = i18n.T(ctx, "ledger.reason."+string(f.Reason))
	case f.Achievement != nil:
		row.Done = f.Achievement.Text
	case f.Target != nil:
		row.Done = State(f).Word(ctx)
	}
	if f.Target != nil {
		row.Target = TargetText(ctx, f.Target, f.Indicator)
	}
	return row
}

// belowView is the table of the units below.
type belowView struct {
	Lead                 string
	HasBelow, HasTargets bool // whether some row has the column
	Rows                 []figureRow
	Counts               []string // units below each
	Sum                  []figureRow
	All                  ui.Link // to all rows, where only the first are listed
	Pager                *ui.PagerView
}

func (d *figureData) viewBelow(ctx context.Context) *belowView {
	if len(d.below) == 0 {
		return nil
	}
	v := &belowView{}
	for _, b := range d.below {
		v.HasBelow, v.HasTargets = v.HasBelow || b.Below > 0, v.HasTargets || b.Figures[0].Target != nil
	}
	key := "largest"
	switch {
	case v.HasTargets:
		key = "worst"
	case d.ind.Type == ledger.Ratio && d.ind.Better == "more":
		key = "lowest"
	}
	v.Lead = i18n.T(ctx, "figure.below."+key, i18n.Args{"count": len(d.below)})
	first, last := d.belowSpan()
	page := d.below[first:last]
	for _, b := range page {
		v.Rows = append(v.Rows, d.belowRow(ctx, b))
		v.Counts = append(v.Counts, i18n.Number(b.Below))
	}
	switch {
	case d.rows == 0 && last < len(d.below):
		v.All = ui.Link{Text: i18n.T(ctx, "figure.below.all", i18n.Args{"count": len(d.below)}), Href: d.href("rows", "1") + "#ben-duoi"}
	case len(page) < len(d.below):
		v.Pager = d.belowPager(ctx, first, len(page))
	}
	v.Sum = d.sumRows(ctx)
	return v
}

// belowSpan is which of the units below the page lists.
func (d *figureData) belowSpan() (first, last int) {
	if d.rows == 0 {
		return 0, min(firstRows, len(d.below))
	}
	first = min((d.rows-1)*pageRows, (len(d.below)-1)/pageRows*pageRows)
	return first, min(first+pageRows, len(d.below))
}

func (d *figureData) belowRow(ctx context.Context, b target.Row) figureRow {
	row := rowOf(ctx, b.Figures[0])
	row.Name, row.Href = b.Unit.Name, d.href("unit", b.Unit.Code, "period", b.Period.Text)
	if b.Figures[0].Value != nil {
		row.Open = row.Href + "#ban-ghi"
	}
	if text := StandsHere(ctx, b, d.today); text != "" && row.Under == "" {
		row.Under = text
	}
	return row
}

func (d *figureData) belowPager(ctx context.Context, first, n int) *ui.PagerView {
	p := &ui.PagerView{Text: i18n.T(ctx, "figure.below.page", i18n.Args{"first": first + 1, "last": first + n, "count": len(d.below)})}
	at := first/pageRows + 1
	if at > 1 {
		p.Prev = d.href("rows", strconv.Itoa(at-1)) + "#ben-duoi"
	}
	if first+n < len(d.below) {
		p.Next = d.href("rows", strconv.Itoa(at+1)) + "#ben-duoi"
	}
	return p
}

// sumRows close the table: what the unit booked itself, and the whole. A
// percentage has no sum of its parts, only the whole.
func (d *figureData) sumRows(ctx context.Context) (out []figureRow) {
	if d.ind.Adds() && d.own != nil && d.own.Numerator != 0 {
		out = append(out, figureRow{Name: i18n.T(ctx, "figure.below.own", i18n.Args{"unit": d.unit.Name}), Value: ledger.Text(*d.own)})
	}
	if d.left != nil {
		return append(out, figureRow{Name: i18n.T(ctx, "figure.below.sum"), Value: ledger.Text(*d.left), Strong: true})
	}
	total := rowOf(ctx, d.main)
	total.Name, total.Strong = i18n.T(ctx, "figure.below.sum"), true
	if !d.ind.Adds() {
		total.Name = i18n.T(ctx, "figure.below.whole")
	}
	return append(out, total)
}

// sourcesView is the records the figure is the sum of.
type sourcesView struct {
	Lead, Quantity string
	Whole          ui.Link // back from an opened part
	HasParts       bool
	Rows           []sourceRow
	Count          string
	First, Next    string
}

type sourceRow struct {
	Day, Title, Href   string
	Corrects           bool
	Reason             string
	Unit, Code, Opens  string
	Part, Quantity, By string
}

func (d *figureData) viewSources(ctx context.Context) sourcesView {
	v := sourcesView{HasParts: d.ind.Type == ledger.Ratio, Quantity: i18n.Upper(d.ind.Unit)}
	if v.HasParts {
		v.Quantity = i18n.T(ctx, "figure.source.quantity")
	}
	for _, s := range d.sources.Sources {
		v.Rows = append(v.Rows, d.records.row(ctx, s))
	}
	v.Count = i18n.T(ctx, "figure.source.count", i18n.Args{"shown": len(v.Rows), "count": d.sources.Total})
	if v.Lead = d.sourcesLead(ctx); d.opened {
		v.Whole = ui.Link{Text: i18n.T(ctx, "figure.source.whole"), Href: d.href("value", "") + "#ban-ghi"}
	}
	if d.cursor != "" {
		v.First = d.href() + "#ban-ghi"
	}
	if d.sources.Next != "" {
		v.Next = d.href("page", d.sources.Next) + "#ban-ghi"
	}
	return v
}

// sourcesLead says how the records make the figure or its opened part.
func (d *figureData) sourcesLead(ctx context.Context) string {
	f, name := d.main.Figure, ""
	if d.left != nil {
		f = *d.left
	}
	if d.opened {
		name = i18n.T(ctx, "figure.source.of_part", i18n.Args{"dim": d.dimLabel(d.by), "part": d.partName(ctx, d.by, d.part)}) + " "
		f = d.parts[slices.IndexFunc(d.parts, func(p ledger.Figure) bool { return p.Part == d.part })]
	}
	key := "sum"
	switch {
	case d.sources.Total == 0:
		return name
	case d.ind.Pick != "":
		key = "picked"
	case d.ind.CountsUnits():
		key = "counted"
	case d.ind.Type == ledger.Ratio:
		return name
	}
	return name + i18n.T(ctx, "figure.source."+key, i18n.Args{"value": Value(f)})
}

func (w sourceWords) row(ctx context.Context, s ledger.Source) sourceRow {
	name, u := w.titles[s.ID], w.units[s.Unit]
	row := sourceRow{
		Day: dayText(s.Day), Title: name.Title, Href: name.URL, Corrects: s.Reverses != nil || s.Reason != "", Reason: s.Reason,
		Unit: u.Name, Code: u.Code, Opens: "/units/" + u.Code, Quantity: withSign(s.Quantity), By: w.people[s.Recorder],
		Part: i18n.T(ctx, "figure.source."+s.Part),
	}
	if row.Title == "" {
		row.Title = i18n.T(ctx, "figure.source.unnamed")
	}
	if row.Day == "" {
		row.Day = i18n.T(ctx, "figure.source.opening")
	}
	return row
}

// withSign writes what adds with a plus.
func withSign(n int64) string {
	if n > 0 {
		return "+" + i18n.Number(n)
	}
	return i18n.Number(n)
}

// allView is the page of all figures.
type allView struct {
	Lead    string
	Periods []ui.Chip
	Custom  customSpan
	Told    Told
	Groups  []figureGroup
}

type figureGroup struct {
	Name string
	Rows []figureRow
}

// allData is what the page of all figures is drawn from.
type allData struct {
	figureAsk
	figures  []target.Figure
	changes  []org.TreeChange
	dimLabel func(dim string) string
}

func (a allData) groups(ctx context.Context) (out []figureGroup) {
	for _, f := range a.figures {
		ind := f.Indicator
		if len(out) == 0 || out[len(out)-1].Name != ind.Group {
			out = append(out, figureGroup{Name: ind.Group})
		}
		row := rowOf(ctx, f)
		row.Name, row.Href = ind.Name, FigureHref(ind.Code, a.unit.Code, a.period, a.tree)
		row.Open = row.Href
		for _, dim := range ind.Dimensions() {
			row.Links = append(row.Links, ui.Link{
				Text: i18n.T(ctx, "figure.by.link", i18n.Args{"dim": i18n.Lower(a.dimLabel(dim))}),
				Href: FigureHref(ind.Code, a.unit.Code, a.period, a.tree, "by", dim) + "#chia",
			})
		}
		if ind.Unit != "%" {
			row.Unit = ind.Unit
		}
		if f.Value == nil {
			row.Value, row.Open = "–", ""
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, row)
	}
	return out
}
