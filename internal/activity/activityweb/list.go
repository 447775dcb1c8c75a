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
	Filters   []ui.FieldView
	Filtered  bool
	Lines     []lineView
	First     string // address of the first page, on the others
	Next      string
	Empty     [2]string // title and text
	Action    ui.Link
	MayRecord bool
}

// lineView is one record in the list.
type lineView struct {
	Day, Weekday, Title, Unit, Code, By, Href string
	Withdrawn                                 bool
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	q, ctx := r.URL.Query(), r.Context()
	f, err := p.Site.NewForm(w, r, map[string]string{"unit": q.Get("unit"), "kind": q.Get("kind"), "from": q.Get("from"), "to": q.Get("to")})
	if err != nil {
		return err
	}
	filter := activity.Filter{Kind: f.Text("kind"), From: f.Day("from"), To: f.Day("to"), Cursor: q.Get("cursor")}
	unit, err := p.listedUnit(ctx, f)
	if err != nil && !f.Take(err) {
		return err
	}
	filter.Unit = unit.ID
	view := p.listView(ctx, f, unit, filter)
	if f.Status() == http.StatusOK {
		lines, next, err := p.Activity.List(ctx, filter)
		if err != nil {
			return err
		}
		view.fill(lines, next, f)
	}
	return p.Site.Render(w, r, f.Status(), page(i18n.T(ctx, "activity.list.title")), listPage(view))
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
	var kinds []ui.Choice
	for _, k := range p.Activity.Kinds.List {
		kinds = append(kinds, ui.Choice{Value: k.Code, Text: k.Name})
	}
	v.Filters = []ui.FieldView{
		f.Field(ui.FieldView{Name: "unit", Label: i18n.T(ctx, "activity.filter.unit"), Help: i18n.T(ctx, "activity.filter.unit_help"), Type: "search"}),
		f.Field(ui.FieldView{Name: "kind", Label: i18n.T(ctx, "activity.filter.kind"), Type: "select", Choices: kinds, Placeholder: i18n.T(ctx, "activity.filter.kinds")}),
		f.Field(ui.FieldView{Name: "from", Label: i18n.T(ctx, "activity.filter.from"), Type: "date"}),
		f.Field(ui.FieldView{Name: "to", Label: i18n.T(ctx, "activity.filter.to"), Type: "date"}),
	}
	v.Filtered = f.Text("unit")+f.Text("kind")+f.Text("from")+f.Text("to") != ""
	v.empty(ctx)
	if filter.Cursor != "" {
		v.First = listAddress(f, "")
	}
	return v
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

func (v *listView) fill(lines []activity.Line, next string, f *web.Form) {
	for _, l := range lines {
		v.Lines = append(v.Lines, lineView{
			Day: i18n.Date(l.Day), Weekday: i18n.LongDate(l.Day), Title: l.Title, Unit: l.UnitName, Code: l.UnitCode,
			By: l.By, Href: "/activities/" + l.ID, Withdrawn: l.WithdrawnAt != nil,
		})
	}
	if next != "" {
		v.Next = listAddress(f, next)
	}
}

func listAddress(f *web.Form, cursor string) string {
	return address("/activities", "unit", f.Text("unit"), "kind", f.Text("kind"), "from", f.Text("from"), "to", f.Text("to"), "cursor", cursor)
}
