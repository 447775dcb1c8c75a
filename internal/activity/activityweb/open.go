package activityweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// openView is the page of work that is to be done.
type openView struct {
	Lead        string
	Filters     []ui.FieldView
	Filtered    bool
	Rows        []openRow
	First, Next string // addresses
}

// openRow is one piece of work with when it is due.
type openRow struct {
	Title, Href, Kind, Unit, Code string
	Due                           dueView
	Finish                        string // address; empty when one may not
}

// dueView is a day in words with how it stands.
type dueView struct {
	State ui.State
	Text  string
	Day   string
}

// dueOf says until when work is to be done, or since when it is.
func dueOf(ctx context.Context, r activity.Record, today day.Date) dueView {
	late := r.LateDays(today)
	switch {
	case r.WithdrawnAt != nil || r.Due == "":
		return dueView{}
	case r.Done != "":
		return dueView{ui.OK, i18n.T(ctx, "activity.due.done", i18n.Args{"day": r.Done}), i18n.Date(r.Due)}
	case late > 0:
		return dueView{ui.Low, i18n.T(ctx, "activity.due.late", i18n.Args{"days": late}), i18n.Date(r.Due)}
	case r.Due == today:
		return dueView{ui.Slow, i18n.T(ctx, "activity.due.today"), i18n.Date(r.Due)}
	}
	left := int(r.Due.Time().Sub(today.Time()).Hours() / 24)
	state := ui.Go_
	if left <= soon {
		state = ui.Slow
	}
	return dueView{state, i18n.T(ctx, "activity.due.left", i18n.Args{"days": left}), i18n.Date(r.Due)}
}

// soon is how many days before its due day work is marked.
const soon = 3

func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	q, ctx := r.URL.Query(), r.Context()
	f, err := p.Site.NewForm(w, r, map[string]string{"unit": q.Get("unit"), "kind": q.Get("kind")})
	if err != nil {
		return err
	}
	unit, err := p.listedUnit(ctx, f)
	if err != nil && !f.Take(err) {
		return err
	}
	v := openView{Lead: i18n.T(ctx, "activity.open.lead_all"), Filtered: f.Text("unit")+f.Text("kind") != ""}
	if unit.ID != "" {
		v.Lead = i18n.T(ctx, "activity.open.lead", i18n.Args{"unit": unit.Name})
	}
	v.Filters = []ui.FieldView{p.unitFilter(ctx, f), p.kindFilter(ctx, f, p.Activity.Kinds.Due())}
	if f.Status() == http.StatusOK {
		lines, next, err := p.Activity.Open(ctx, activity.Filter{Unit: unit.ID, Kind: f.Text("kind"), Cursor: q.Get("cursor")})
		if err != nil {
			return err
		}
		p.fillOpen(ctx, &v, lines)
		if next != "" {
			v.Next = address("/activities/open", "unit", f.Text("unit"), "kind", f.Text("kind"), "cursor", next)
		}
	}
	if q.Get("cursor") != "" {
		v.First = address("/activities/open", "unit", f.Text("unit"), "kind", f.Text("kind"))
	}
	return p.Site.Render(w, r, f.Status(), page(i18n.T(ctx, "activity.open.title")), openPage(v))
}

func (p *Pages) fillOpen(ctx context.Context, v *openView, lines []activity.Line) {
	may, today := p.Org.Guard.May(ctx, activity.Write), p.Activity.Today()
	for _, l := range lines {
		row := openRow{Title: l.Title, Href: "/activities/" + l.ID, Unit: l.UnitName, Code: l.UnitCode, Due: dueOf(ctx, l.Record, today)}
		if k := p.Activity.Kinds.ByCode(l.Kind); k != nil {
			row.Kind = k.Name
			if may && k.Done != "" {
				row.Finish = row.Href + "/done"
			}
		}
		v.Rows = append(v.Rows, row)
	}
}

// doneView asks for the day on which work was done.
type doneView struct {
	Crumbs  []ui.Link
	Title   string
	Lead    string
	Form    *web.Form
	Action  string
	Back    string
	Version string
	Day     ui.FieldView
}

func (p *Pages) beginDone(w http.ResponseWriter, r *http.Request) error {
	v, err := p.finishable(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"done": string(p.Activity.Today()), "version": strconv.Itoa(v.Version)})
	if err != nil {
		return err
	}
	return p.renderDone(w, r, f, v)
}

// finishable reads a record that is open work.
func (p *Pages) finishable(r *http.Request) (activity.View, error) {
	v, err := p.changeable(r)
	if err == nil && (v.KindRule.Done == "" || !v.IsOpen()) {
		err = errs.New(errs.Conflict, "activity.done_none")
	}
	return v, err
}

func (p *Pages) done(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	version, _ := strconv.Atoi(f.Text("version")) // none is no record's
	rec, err := p.Activity.Finish(ctx, id, version, f.Text("done"), i18n.T(ctx, "activity.done_reason"))
	if err == nil {
		return p.Site.Done(w, r, "/activities/open", i18n.T(ctx, "activity.said.finished", i18n.Args{"title": rec.Title, "day": rec.Done}))
	}
	v, e := p.finishable(r)
	if e != nil {
		return e
	}
	if errs.Of(err).Key == "error.conflict" {
		faster(ctx, f, v)
	} else if !f.Take(errs.Renamed(err, v.KindRule.Done, "done")) {
		return err
	}
	return p.renderDone(w, r, f, v)
}

func (p *Pages) renderDone(w http.ResponseWriter, r *http.Request, f *web.Form, v activity.View) error {
	ctx := r.Context()
	title := i18n.T(ctx, "activity.finish.title")
	at := "/activities/" + v.ID
	view := doneView{
		Crumbs: crumbs(ctx, title, ui.Link{Text: v.Title, Href: at}), Title: title, Lead: v.Title + " · " + v.UnitRow.Name, Form: f, Action: at + "/done",
		Back: at, Version: f.Text("version"),
		Day: f.Field(ui.FieldView{Name: "done", Label: v.KindRule.Field(v.KindRule.Done).Label, Type: "date", Required: true}),
	}
	return p.Site.Render(w, r, f.Status(), page(title), donePage(view))
}
