package targetweb

import (
	"context"
	"net/http"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// targetRows is how many targets of units below a page lists.
const targetRows = 50

// targetsView is the list of the targets of a unit and of those below it.
type targetsView struct {
	Title, Lead string
	Unit        org.Unit
	Period      ledger.Period
	Periods     []ui.Chip
	Custom      customSpan
	Own         []entryView
	Late        []ui.Chip // all, or those at risk only
	Below       []entryView
	Rests       []restLine
	Any         bool // something was given to units below
	Pager       ui.PagerView
	GiveHref    string // "" for whoever may not give
	Children    int
	Superior    string
}

// entryView is one target.
type entryView struct {
	Unit, Name    string
	Again         bool // of the same unit as the one above it
	UnitHref      string
	Figure        ui.FigureTile
	State         ui.State
	Risk, Verdict string
	Given         string   // the document that holds
	Older         []string // those before it
	Actions       []ui.Link
}

func (p *Pages) targets(w http.ResponseWriter, r *http.Request) error {
	q := target.BoardQuery{Tree: ledger.Then}
	var err error
	if q.Unit, err = p.unitCode(r); err != nil {
		return err
	}
	if q.Period, err = askedPeriod(r, p.Target.Today()); err != nil {
		return err
	}
	l, err := p.Target.List(r.Context(), q)
	if err != nil {
		return err
	}
	v := newTargetsView(r.Context(), l, q.Period, r.URL.Query().Get("late") != "", max(pageNumber(r.URL.Query().Get("page")), 1))
	return p.Site.Render(w, r, http.StatusOK, web.Page{Title: v.Title, Nav: "targets"}, targetsPage(v))
}

func targetsHref(unit, period string, more ...string) string {
	return "/targets?" + query(append([]string{"unit", unit, "period", period}, more...)...)
}

func newTargetsView(ctx context.Context, l target.List, period ledger.Period, lateOnly bool, page int) targetsView {
	v := targetsView{Title: i18n.T(ctx, "target.title"), Unit: l.Unit, Period: period, Any: len(l.Below) > 0, Children: l.Children, Superior: l.Superior.Name}
	v.Periods = chipsAround(ctx, period, l.Today, func(p string) string { return targetsHref(l.Unit.Code, p) })
	v.Custom = customSpan{
		Hidden: [][2]string{{"unit", l.Unit.Code}},
		From:   ui.FieldView{Name: "from", Label: i18n.T(ctx, "figure.from"), Type: "date", Value: string(period.From)},
		To:     ui.FieldView{Name: "to", Label: i18n.T(ctx, "figure.to"), Type: "date", Value: string(period.To)},
	}
	if l.MayGive && l.Children > 0 {
		v.GiveHref = "/targets/new?" + query("from", l.Unit.Code, "period", target.PeriodText(period))
	}
	below, late := l.Below, lateOf(l.Below)
	v.Late = []ui.Chip{
		{Text: i18n.T(ctx, "target.all", i18n.Args{"count": len(below)}), Href: targetsHref(l.Unit.Code, period.Text), Current: !lateOnly},
		{Text: i18n.T(ctx, "target.late.some", i18n.Args{"count": len(late)}), Href: targetsHref(l.Unit.Code, period.Text, "late", "1"), Current: lateOnly},
	}
	v.Lead = targetsLead(ctx, l, period, len(lateOf(l.Own))+len(late))
	if lateOnly {
		below = late
	}
	for _, e := range l.Own {
		v.Own = append(v.Own, newEntry(ctx, l, period, e))
	}
	v.Rests = restLines(ctx, l.Unit.Code, target.PeriodText(period), l.MayGive, l.Rests)
	v.turn(ctx, l, below, page)
	return v
}

func lateOf(list []target.Entry) (out []target.Entry) {
	for _, e := range list {
		if e.Figure.Late() {
			out = append(out, e)
		}
	}
	return out
}

func targetsLead(ctx context.Context, l target.List, period ledger.Period, late int) string {
	args := i18n.Args{"name": l.Unit.Name, "period": periodName(ctx, period), "own": len(l.Own), "below": len(l.Below), "late": late}
	key := "some"
	if len(l.Own)+len(l.Below) == 0 {
		key = "none"
	}
	s := i18n.T(ctx, "target.lead."+key, args)
	if late > 0 {
		s += " " + i18n.T(ctx, "target.lead.late", args)
	}
	return s
}

// turn shows a page of the targets of units below.
func (v *targetsView) turn(ctx context.Context, l target.List, all []target.Entry, page int) {
	pages := max((len(all)+targetRows-1)/targetRows, 1)
	page = min(page, pages)
	from, to := (page-1)*targetRows, min(page*targetRows, len(all))
	for i, e := range all[from:to] {
		v.Below = append(v.Below, newEntry(ctx, l, v.Period, e))
		v.Below[i].Again = i > 0 && all[from+i-1].Unit.ID == e.Unit.ID
	}
	if pages == 1 {
		return
	}
	late := ""
	if v.Late[1].Current {
		late = "1"
	}
	v.Pager.Text = i18n.T(ctx, "target.page", i18n.Args{"from": from + 1, "to": to, "count": len(all)})
	if page > 1 {
		v.Pager.Prev = targetsHref(v.Unit.Code, v.Period.Text, "late", late, "page", pageText(page-1))
	}
	if page < pages {
		v.Pager.Next = targetsHref(v.Unit.Code, v.Period.Text, "late", late, "page", pageText(page+1))
	}
}

func newEntry(ctx context.Context, l target.List, period ledger.Period, e target.Entry) entryView {
	f := e.Figure
	v := entryView{
		Unit: e.Unit.Name, Name: f.Indicator.Name, State: State(f), Verdict: Verdict(ctx, f), Risk: riskText(ctx, f, l),
		Figure: Tile(ctx, f, FigureHref(f.Indicator.Code, e.Unit.Code, period, ledger.Then)), UnitHref: targetsHref(e.Unit.Code, period.Text),
	}
	if f.Value == nil && f.Closing == nil {
		v.Verdict = i18n.T(ctx, reasonKey(f))
	}
	for i, t := range e.History {
		text := givenText(ctx, t, f.Indicator, l.Units)
		if i == 0 {
			v.Given = text
		} else {
			v.Older = append(v.Older, text)
		}
	}
	v.Actions = entryActions(ctx, l, e, target.PeriodText(period))
	return v
}

// entryActions are what the reader may do with a target: hand down the own one,
// revise those of units below. A root gives to itself.
func entryActions(ctx context.Context, l target.List, e target.Entry, period string) (out []ui.Link) {
	at := []string{"unit", e.Unit.Code, "indicator", e.Figure.Indicator.Code, "period", period}
	own := e.Unit.ID == l.Unit.ID
	if !l.MayGive || e.Figure.Closing != nil {
		return nil
	}
	if own && l.Children > 0 {
		out = append(out, ui.Link{Text: i18n.T(ctx, "target.distribute.do"), Href: "/targets/distribute?" + query(at...)})
	}
	if !own || l.Superior.ID == "" {
		out = append(out, ui.Link{Text: i18n.T(ctx, "target.revise.do"), Href: "/targets/new?" + query(at...)})
	}
	return out
}

// riskText says how late a target is: "đã qua 98% thời gian, mới đạt 60%".
func riskText(ctx context.Context, f target.Figure, l target.List) string {
	switch gone := f.Period.Gone(l.Today); {
	case !f.Late():
		return ""
	case f.Achievement == nil:
		return i18n.T(ctx, "target.risk.over", i18n.Args{"value": Value(f.Figure)})
	case f.Indicator.Type == ledger.Flow && gone < 1:
		return i18n.T(ctx, "target.risk.pace", i18n.Args{"gone": gonePercent(gone), "percent": f.Achievement.Text})
	}
	return i18n.T(ctx, "target.risk.plain", i18n.Args{"percent": f.Achievement.Text})
}

// givenText says one giving: what, by which document, by whom, why.
func givenText(ctx context.Context, t target.Target, ind *ledger.Indicator, units map[string]org.Unit) string {
	args := i18n.Args{
		"value": i18n.Upper(TargetText(ctx, &t, ind)), "document": t.Document, "date": t.IssuedOn, "giver": units[t.Giver].Name, "reason": t.Reason,
	}
	if t.Reason != "" {
		return i18n.T(ctx, "target.given.reason", args)
	}
	return i18n.T(ctx, "target.given.by", args)
}

// noOwn says why the unit has no targets and what to do.
func (v targetsView) noOwn(ctx context.Context) string {
	if v.Superior == "" {
		return i18n.T(ctx, "target.own.root")
	}
	return i18n.T(ctx, "target.own.none", i18n.Args{"superior": v.Superior})
}

func (v targetsView) noBelow(ctx context.Context) string {
	if v.Any {
		return i18n.T(ctx, "target.late.none")
	}
	return i18n.T(ctx, "target.below.none")
}
