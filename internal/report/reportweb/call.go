package reportweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// callView is the form by which a superior calls for reports.
type callView struct {
	Form      *web.Form
	Lead      string
	Crumbs    []ui.Link
	Unit      org.Unit
	Templates []ui.Chip
	Template  string
	Periods   ui.FieldView
	Due       ui.FieldView
	Note      ui.FieldView
}

func (p *Pages) callForm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f, err := p.Site.NewForm(w, r, map[string]string{"unit": q.Get("unit"), "template": q.Get("template"), "period": q.Get("period")})
	if err != nil {
		return err
	}
	return p.renderCall(w, r, f)
}

func (p *Pages) call(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	g := report.Calling{Unit: f.Text("unit"), Template: f.Text("template"), Period: f.Text("period"), Due: f.Day("due"), Note: f.Values.Get("note")}
	if err = f.Err(); err == nil {
		var c report.Call
		if c, err = p.Report.CallFor(ctx, g); err == nil {
			said := i18n.T(ctx, "report.said.called", i18n.Args{"name": p.called(c.Template, c.Period), "day": c.Due})
			return p.Site.Done(w, r, "/reports/calls/"+c.ID, said)
		}
	}
	if f.Take(err) {
		return p.renderCall(w, r, f)
	}
	return err
}

func (p *Pages) renderCall(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx, title := r.Context(), i18n.T(r.Context(), "report.call.title")
	v := callView{Form: f, Crumbs: crumbs(ctx, title)}
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if v.Unit, err = p.asked(ctx, tx, f.Text("unit")); err != nil {
			return err
		}
		return p.Org.Guard.Need(ctx, tx, report.Review, report.Read, v.Unit.ID)
	})
	if err != nil {
		return err
	}
	v.Lead = i18n.T(ctx, "report.call.lead", i18n.Args{"unit": v.Unit.Name})
	p.callFields(ctx, &v)
	return p.Site.Render(w, r, f.Status(), page(title), callPage(v))
}

func (p *Pages) callFields(ctx context.Context, v *callView) {
	f, list := v.Form, p.callable(v.Unit)
	chosen := chosenOf(list, f.Text("template"))
	for _, t := range list {
		v.Templates = append(v.Templates, ui.Chip{Text: t.Name, Href: address("/reports/calls/new", "unit", v.Unit.Code, "template", t.Code), Current: t == chosen})
	}
	if chosen == nil {
		return
	}
	v.Template = chosen.Code
	v.Periods = periodField(ctx, f, chosen.Periods(p.DB.Clock.Today()))
	if !f.Values.Has("due") {
		f.Values.Set("due", string(usualDue(chosen, f.Text("period"))))
	}
	v.Due = f.Field(ui.FieldView{Name: "due", Label: i18n.T(ctx, "report.call.due"), Help: i18n.T(ctx, "report.call.due_help"), Type: "date", Required: true})
	v.Note = f.Field(ui.FieldView{Name: "note", Label: i18n.T(ctx, "report.call.note"), Type: "textarea", Rows: 3, Optional: true, Max: 500})
}

// usualDue is the day a template is usually due for a period.
func usualDue(t *report.Template, period string) day.Date {
	p, err := ledger.ParsePeriod(period)
	if err != nil {
		return ""
	}
	return p.To.Add(t.DueDays)
}

// roundView is who has answered a call and who has not.
type roundView struct {
	Title, Lead, Note string
	Crumbs            []ui.Link
	Text, Late        string
	Bar               ui.GoalView
	Lines             []standingView
	MayNudge          bool
	Waiting           int // units that can be nudged
	Move              string
	File, Action      string
}

// standingView is a unit's answer.
type standingView struct {
	Name, Code, Href string
	Tag              tagView
	Handed           string // the day it was handed in
	Late             string // by how much
	InTime           bool
	Nudged           string
	Can, Chosen      bool // can be nudged today; is ticked to begin with
}

func (p *Pages) round(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, file := strings.CutSuffix(r.PathValue("id"), ".xlsx")
	c, err := p.Report.Round(ctx, id)
	if err != nil {
		return err
	}
	if c.Tpl == nil {
		return errs.New(errs.NotFound, "report.template.gone", errs.Args{"template": c.Template})
	}
	v := p.roundView(ctx, c)
	if file {
		return roundXLSX(ctx, w, c, v)
	}
	return p.Site.Render(w, r, http.StatusOK, wide(v.Title), roundPage(v))
}

func (p *Pages) roundView(ctx context.Context, c report.Round) roundView {
	line := p.roundLine(ctx, c)
	v := roundView{
		Title: i18n.T(ctx, "report.round.name", i18n.Args{"name": line.Name}), Lead: i18n.T(ctx, "report.round.lead", i18n.Args{"unit": c.UnitRow.Name, "day": i18n.LongDate(c.Due)}), Note: c.Note,
		Crumbs: crumbs(ctx, line.Name), Text: line.Text, Late: line.Late, Bar: line.Bar, MayNudge: c.MayNudge, Action: line.Href, File: line.Href + ".xlsx",
	}
	if c.MayNudge {
		v.Move = address("/reports/calls/new", "unit", c.UnitRow.Code, "template", c.Template, "period", c.Period)
	}
	today := p.DB.Clock.Today()
	for _, s := range c.Standings {
		st := standing(ctx, s, c.Due, today)
		if st.Can {
			v.Waiting++
		}
		v.Lines = append(v.Lines, st)
	}
	return v
}

func standing(ctx context.Context, s report.Standing, due, today day.Date) standingView {
	v := standingView{Name: s.Unit.Name, Code: s.Unit.Code, InTime: s.InTime, Tag: tagView{ui.None, "", i18n.T(ctx, "report.state.none")}}
	handed := false
	last := today
	if s.Report != nil {
		v.Href, v.Tag = reportHref(s.Report.ID), stateTag(ctx, s.Report.State)
		if handed = s.Report.State.Handed(); handed && s.Report.SubmittedAt != nil {
			last = dayOf(*s.Report.SubmittedAt)
			v.Handed = i18n.Date(last)
		}
	}
	if s.Late {
		v.Late = i18n.T(ctx, "report.round.days", i18n.Args{"days": due.Days(last) - 1})
	}
	if s.Nudged != "" {
		v.Nudged = i18n.Date(s.Nudged)
	}
	v.Can = !handed && s.Nudged != today
	v.Chosen = v.Can && s.Late
	return v
}

func (p *Pages) nudge(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	n, err := p.Report.Nudge(ctx, r.PathValue("id"), f.Values["unit"])
	if err != nil {
		return err
	}
	said := i18n.T(ctx, "report.said.nudged", i18n.Args{"count": n})
	if n == 0 {
		said = i18n.T(ctx, "report.said.nudged_none")
	}
	return p.Site.Done(w, r, "/reports/calls/"+r.PathValue("id"), said)
}
