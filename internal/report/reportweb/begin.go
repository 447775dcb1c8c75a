package reportweb

import (
	"context"
	"net/http"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// beginView is the form of a new report: what for and on which period.
type beginView struct {
	Form      *web.Form
	Lead      string
	Crumbs    []ui.Link
	Unit      org.Unit
	Templates []ui.Chip
	Template  string
	Periods   ui.FieldView
}

func (p *Pages) beginForm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f, err := p.Site.NewForm(w, r, map[string]string{"unit": q.Get("unit"), "template": q.Get("template"), "period": q.Get("period")})
	if err != nil {
		return err
	}
	return p.renderBegin(w, r, f)
}

// begin takes the form; a supplement comes from the page of what it completes.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, once := r.Context(), f.Once()
	b := report.Beginning{ID: once, Unit: f.Text("unit"), Template: f.Text("template"), Period: f.Text("period"), Supplements: f.Text("supplements")}
	rep, err := p.Report.Begin(ctx, b)
	if errs.Is(err, errs.Conflict) { // the form has begun one report already, of another period
		b.ID = ""
		rep, err = p.Report.Begin(ctx, b)
	}
	if f.Take(err) {
		return p.renderBegin(w, r, f)
	}
	if err != nil {
		return err
	}
	name := p.called(rep.Template, rep.Period)
	said := i18n.T(ctx, "report.said.begun", i18n.Args{"name": name})
	if rep.ID != once && b.ID != "" {
		said = i18n.T(ctx, "report.said.already", i18n.Args{"name": name})
	}
	return p.Site.Done(w, r, reportHref(rep.ID), said)
}

func (p *Pages) renderBegin(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	v := beginView{Form: f, Crumbs: crumbs(ctx, i18n.T(ctx, "report.new.title"))}
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if v.Unit, err = p.asked(ctx, tx, f.Text("unit")); err != nil {
			return err
		}
		return p.Org.Guard.Need(ctx, tx, report.Write, report.Read, v.Unit.ID)
	})
	if err != nil {
		return err
	}
	v.Lead = i18n.T(ctx, "report.new.lead", i18n.Args{"unit": v.Unit.Name})
	f.Values.Set("unit", v.Unit.Code)
	p.choices(ctx, &v)
	return p.Site.Render(w, r, f.Status(), page(i18n.T(ctx, "report.new.title")), beginPage(v))
}

// choices are the templates of the unit and the periods of the chosen one.
func (p *Pages) choices(ctx context.Context, v *beginView) {
	list := p.Report.Templates.For(v.Unit.Kind)
	chosen := chosenOf(list, v.Form.Text("template"))
	for _, t := range list {
		v.Templates = append(v.Templates, ui.Chip{Text: t.Name, Href: address("/reports/new", "unit", v.Unit.Code, "template", t.Code), Current: t == chosen})
	}
	if chosen == nil {
		return
	}
	v.Template = chosen.Code
	v.Form.Values.Set("template", chosen.Code)
	v.Periods = periodField(ctx, v.Form, chosen.Periods(p.DB.Clock.Today()))
}

// chosenOf is the template of a code; without one, the first.
func chosenOf(list []*report.Template, code string) *report.Template {
	for _, t := range list {
		if t.Code == code {
			return t
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// shownPeriods is how many periods are offered; an older one can come with the
// address.
const shownPeriods = 6

// periodField offers periods, the newest first, and the one that was asked for.
func periodField(ctx context.Context, f *web.Form, periods []string) ui.FieldView {
	field := ui.FieldView{Name: "period", Label: i18n.T(ctx, "report.label.period")}
	asked := f.Text("period")
	known := asked == ""
	for _, text := range periods[:min(len(periods), shownPeriods)] {
		field.Choices = append(field.Choices, ui.Choice{Value: text, Text: i18n.Upper(report.PeriodWords(text))})
		known = known || text == asked
	}
	if !known {
		field.Choices = append(field.Choices, ui.Choice{Value: asked, Text: i18n.Upper(report.PeriodWords(asked))})
	}
	if asked == "" && len(periods) > 0 {
		f.Values.Set("period", periods[0])
	}
	return f.Field(field)
}
