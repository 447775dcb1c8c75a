package reportweb

import (
	"context"
	"net/http"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// deed is done to a report by one press, or with a reason.
type deed struct {
	path   string // the end of its address
	key    string // of its words
	need   auth.Action
	reason bool
	to     report.State // where it leads
	from   []report.State
	may    func(v report.View) bool
	do     func(ctx context.Context, id string, version int, reason string) (report.Report, error)
}

// plain is a deed that takes no reason.
func plain(do func(context.Context, string, int) (report.Report, error)) func(context.Context, string, int, string) (report.Report, error) {
	return func(ctx context.Context, id string, version int, _ string) (report.Report, error) {
		return do(ctx, id, version)
	}
}

func (p *Pages) deeds() []deed {
	writes := func(v report.View) bool { return v.MayWrite }
	reviews := func(v report.View) bool { return v.MayReview }
	open, handed := []report.State{report.Draft, report.Returned}, []report.State{report.Submitted}
	return []deed{
		{"submit", "submit", report.Write, false, report.Submitted, open, writes, plain(p.Report.Submit)},
		{"take-back", "take_back", report.Write, false, report.Draft, handed, writes, plain(p.Report.TakeBack)},
		{"drop", "drop", report.Write, false, report.Dropped, open, writes, plain(p.Report.Drop)},
		{"accept", "accept", report.Review, false, report.Accepted, handed, reviews, plain(p.Report.Accept)},
		{"return", "return", report.Review, true, report.Returned, append(handed, report.Accepted), reviews, p.Report.Return},
	}
}

// deedView is the page of a deed.
type deedView struct {
	Form                *web.Form
	Crumbs              []ui.Link
	Title, Lead         string
	Action, Back, Do    string
	Version             string
	Reason              *ui.FieldView
	Grave               bool // the button is that of what cannot be undone
	Unit, Period, State string
}

func (p *Pages) deedForm(d deed) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.Report.Show(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		if err := refuse(v, d.may(v), d.from...); err != nil {
			return err
		}
		f, err := p.Site.NewForm(w, r, map[string]string{"version": text(v.Version)})
		if err != nil {
			return err
		}
		return p.renderDeed(w, r, f, d, v)
	}
}

// deed does it. Of a double click the second finds it done.
func (p *Pages) deed(d deed) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.ReadForm(w, r)
		if err != nil {
			return err
		}
		ctx, id := r.Context(), r.PathValue("id")
		rep, err := d.do(ctx, id, version(f), f.Text("reason"))
		if err == nil {
			return p.done(w, r, d, rep)
		}
		if !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Invalid) {
			return err
		}
		v, failed := p.Report.Show(ctx, id)
		if failed != nil {
			return failed
		}
		if errs.Is(err, errs.Conflict) && v.State == d.to && v.Version == version(f)+1 {
			return p.done(w, r, d, v.Report)
		}
		f.Take(err)
		f.Values.Set("version", text(v.Version))
		if d.key == "submit" && errs.Is(err, errs.Invalid) {
			return p.mend(w, r, f, v)
		}
		return p.renderDeed(w, r, f, d, v)
	}
}

func (p *Pages) done(w http.ResponseWriter, r *http.Request, d deed, rep report.Report) error {
	key := "report.said." + d.key
	if tpl := p.Report.Templates.Find(rep.Template); tpl != nil && tpl.Own && d.key == "submit" {
		key = "agreement.review.said.ready"
	}
	said := i18n.T(r.Context(), key, i18n.Args{"name": p.called(rep.Template, rep.Period)})
	to := reportHref(rep.ID)
	if d.to == report.Dropped {
		to = "/reports"
	}
	return p.Site.Done(w, r, to, said)
}

func (p *Pages) renderDeed(w http.ResponseWriter, r *http.Request, f *web.Form, d deed, v report.View) error {
	ctx := r.Context()
	name := p.called(v.Template, v.Period)
	title := i18n.T(ctx, "report."+d.key+".title")
	view := deedView{
		Form: f, Title: title, Lead: i18n.T(ctx, "report."+d.key+".lead", i18n.Args{"unit": v.UnitRow.Name, "superior": v.Superior.Name, "name": name}),
		Crumbs: crumbs(ctx, title, ui.Link{Text: name, Href: reportHref(v.ID)}), Action: r.URL.Path, Back: reportHref(v.ID),
		Do: i18n.T(ctx, "report."+d.key+".do"), Version: f.Text("version"), Grave: d.to == report.Dropped,
	}
	if d.key == "submit" && (v.Superior.ID == "" || v.Tpl.Own) {
		view.Lead = submitNote(ctx, v)
	}
	if d.reason {
		field := f.Field(ui.FieldView{
			Name: "reason", Label: i18n.T(ctx, "report.label.reason"), Help: i18n.T(ctx, "report.return.help"), Type: "textarea", Rows: 4, Required: true, Max: 500,
		})
		view.Reason = &field
	}
	return p.Site.Render(w, r, f.Status(), page(title), deedPage(view))
}
