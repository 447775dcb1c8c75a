package activityweb

import (
	"context"
	"net/http"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// listView is the page of the list.
type listView struct {
	Lead      string
	Query     ui.FieldView
	Filters   []ui.FieldView
	Filtered  bool
	Narrowed  bool // by one of the filters
	Export    string
	Lines     []lineView
	First     string // address of the first page, on the others
	Next      string
	Empty     [2]string // title and text
	Action    ui.Link
	MayRecord bool
}

// lineView is one record in the list.
type lineView struct {
	Day, Weekday, Title, Kind, Unit, Code, By, Href string
	Ended                                           string // that the unit has ended, and when
	Withdrawn                                       bool
	Due                                             dueView
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, unit, filter, err := p.filter(w, r)
	if err != nil {
		return err
	}
	view := p.listView(ctx, f, unit, filter)
	if f.Status() == http.StatusOK {
		lines, next, err := p.Activity.List(ctx, filter)
		if err != nil {
			return err
		}
		p.fill(ctx, &view, lines, next, f)
	}
	return p.Site.Render(w, r, f.Status(), page(i18n.T(ctx, "activity.list.title")), listPage(view))
}

// filter reads what the list is narrowed to.
func (p *Pages) filter(w http.ResponseWriter, r *http.Request) (f *web.Form, unit org.Unit, filter activity.Filter, err error) {
	q := r.URL.Query()
	first := map[string]string{}
	for _, name := range []string{"unit", "kind", "from", "to", "q"} {
		first[name] = q.Get(name)
	}
	if f, err = p.Site.NewForm(w, r, first); err != nil {
		return f, unit, filter, err
	}
	filter = activity.Filter{Kind: f.Text("kind"), From: f.Day("from"), To: f.Day("to"), Query: f.Text("q"), Cursor: q.Get("cursor")}
	if unit, err = p.listedUnit(r.Context(), f); err != nil && f.Take(err) {
		err = nil
	}
	filter.Unit = unit.ID
	return f, unit, filter, err
}

// listedUnit is the unit asked for by code or name, else the one acted for,
// else none: all that may be read.
func (p *Pages) listedUnit(ctx context.Context, f *web.Form) (org.Unit, error) {
	typed := f.Text("unit")
	if typed == "" {
		d, err := p.Activity.Desk(ctx)
		return d.Acting, err
	}
	u, err := p.Activity.UnitNamed(ctx, typed)
	if !errs.Is(err, errs.NotFound) {
		return u, err
	}
	found, err := p.Org.Search(ctx, typed, 2)
	if err != nil {
		return u, err
	}
	switch len(found) {
	case 0:
		return u, errs.At("unit", "error.unit.unknown", errs.Args{"code": typed})
	case 1:
		return found[0], nil
	}
	return u, errs.At("unit", "activity.unit.several", errs.Args{"typed": typed})
}

func (p *Pages) listView(ctx context.Context, f *web.Form, unit org.Unit, filter activity.Filter) listView {
	v := listView{Lead: i18n.T(ctx, "activity.list.lead_all"), MayRecord: p.Org.Guard.May(ctx, activity.Write)}
	if unit.ID != "" {
		v.Lead = i18n.T(ctx, "activity.list.lead", i18n.Args{"unit": unit.Name})
	}
	v.Query = f.Field(ui.FieldView{Name: "q", Label: i18n.T(ctx, "activity.filter.q"), Type: "search", Placeholder: i18n.T(ctx, "activity.filter.q_help"), Autocomplete: "off"})
	v.Filters = []ui.FieldView{
		p.unitFilter(ctx, f), p.kindFilter(ctx, f, p.Activity.Kinds.List),
		f.Field(ui.FieldView{Name: "from", Label: i18n.T(ctx, "activity.filter.from"), Type: "date"}),
		f.Field(ui.FieldView{Name: "to", Label: i18n.T(ctx, "activity.filter.to"), Type: "date"}),
	}
	v.Narrowed = f.Text("unit")+f.Text("kind")+f.Text("from")+f.Text("to") != ""
	v.Filtered = v.Narrowed || f.Text("q") != ""
	v.Export = listAddress("/activities.xlsx", f, "")
	v.empty(ctx)
	if filter.Cursor != "" {
		v.First = listAddress("/activities", f, "")
	}
	return v
}

func (p *Pages) unitFilter(ctx context.Context, f *web.Form) ui.FieldView {
	return f.Field(ui.FieldView{Name: "unit", Label: i18n.T(ctx, "activity.filter.unit"), Help: i18n.T(ctx, "activity.filter.unit_help"), Type: "search"})
}

func (p *Pages) kindFilter(ctx context.Context, f *web.Form, kinds []*activity.Kind) ui.FieldView {
	return f.Field(ui.FieldView{
		Name: "kind", Label: i18n.T(ctx, "activity.filter.kind"), Type: "select", Choices: p.kindChoices(kinds), Placeholder: i18n.T(ctx, "activity.filter.kinds"),
	})
}

// empty says what to do first.
func (v *listView) empty(ctx context.Context) {
	v.Empty = [2]string{i18n.T(ctx, "activity.empty.title"), i18n.T(ctx, "activity.empty.reader")}
	switch {
	case v.Filtered:
		v.Empty = [2]string{i18n.T(ctx, "activity.empty.none"), i18n.T(ctx, "activity.empty.filter")}
		v.Action = ui.Link{Text: i18n.T(ctx, "activity.filter.clear"), Href: "/activities"}
	case v.MayRecord:
		v.Empty[1] = i18n.T(ctx, "activity.empty.text")
		v.Action = ui.Link{Text: i18n.T(ctx, "activity.new.do"), Href: "/activities/new"}
	}
}

func (p *Pages) fill(ctx context.Context, v *listView, lines []activity.Line, next string, f *web.Form) {
	today := p.Activity.Today()
	for _, l := range lines {
		line := lineView{
			Day: i18n.Date(l.Day), Weekday: i18n.LongDate(l.Day), Title: l.Title, Unit: l.UnitName, Code: l.UnitCode,
			Ended: org.EndedText(ctx, l.UnitEnded, today), By: l.By, Href: "/activities/" + l.ID, Withdrawn: l.WithdrawnAt != nil,
		}
		if k := p.Activity.Kinds.ByCode(l.Kind); k != nil {
			line.Kind = k.Name
		}
		if l.IsOpen() {
			line.Due = dueOf(ctx, l.Record, today)
		}
		v.Lines = append(v.Lines, line)
	}
	if next != "" {
		v.Next = listAddress("/activities", f, next)
	}
}

func listAddress(path string, f *web.Form, cursor string) string {
	return address(path, "q", f.Text("q"), "unit", f.Text("unit"), "kind", f.Text("kind"), "from", f.Text("from"), "to", f.Text("to"), "cursor", cursor)
}
