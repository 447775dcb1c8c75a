package activityweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// currentView is the version of a record that is stored.
type currentView struct {
	Title string
	Pairs []ui.Pair
}

func current(ctx context.Context, v activity.View) currentView {
	versions := versionsOf(v)
	return currentView{i18n.T(ctx, "activity.history.current", i18n.Args{"version": v.Version}), pairsOf(ctx, v, versions[len(versions)-1])}
}

// changeable reads a record for somebody who may change it.
func (p *Pages) changeable(r *http.Request) (activity.View, error) {
	return mayChange(p.Activity.Show(r.Context(), r.PathValue("id")))
}

func mayChange(v activity.View, err error) (activity.View, error) {
	switch {
	case err != nil:
		return v, err
	case v.WithdrawnAt != nil:
		return v, errs.New(errs.Conflict, "activity.withdrawn")
	case !v.MayWrite || v.KindRule == nil:
		return v, errs.New(errs.Denied, "error.denied")
	}
	return v, nil
}

func (p *Pages) beginChange(w http.ResponseWriter, r *http.Request) error {
	v, err := p.changeable(r)
	if err == nil && v.Hidden { // what is private is read to be corrected: that is kept in the log
		v, err = mayChange(p.Activity.Reveal(r.Context(), v.ID))
	}
	if err != nil {
		return err
	}
	first := map[string]string{
		"unit": v.UnitRow.Code, "day": string(v.Day), "partner": v.Partner, "note": v.Note, "version": strconv.Itoa(v.Version), "record": v.ID, "purpose": v.Purpose.ID,
	}
	for _, f := range v.KindRule.Fields {
		first[f.Name] = v.Fields[f.Name]
		if u, named := v.Named[first[f.Name]]; named && f.Type == activity.UnitField {
			first[f.Name] = unitText(u)
		}
	}
	f, err := p.Site.NewForm(w, r, first)
	if err != nil {
		return err
	}
	return p.renderChange(w, r, f, v, nil)
}

// change takes the corrected form. Who was slower than somebody else gets it
// back with what they typed, what is stored now, and a version to go on from.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.changeable(r)
	if err != nil {
		return err
	}
	f, err := p.readForm(w, r, v.KindRule)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Text("version")) // none is no record's
	rec := v.Record
	if err = f.Err(); err == nil {
		rec, err = p.Activity.Change(ctx, v.ID, version, draftOf(f, v.KindRule), f.Text("reason"))
	}
	if err == nil {
		said := i18n.T(ctx, "activity.said.changed", i18n.Args{"title": rec.Title})
		if rec.Version == version {
			said = i18n.T(ctx, "activity.said.same")
		}
		return p.Site.Done(w, r, "/activities/"+v.ID, said)
	}
	if errs.Of(err).Key == "error.conflict" {
		return p.slower(w, r, f)
	}
	if err, ok := p.onForm(ctx, f, v.KindRule, err); !ok {
		return err
	}
	return p.renderChange(w, r, f, v, nil)
}

func (p *Pages) slower(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	v, err := p.changeable(r)
	if err != nil {
		return err
	}
	faster(r.Context(), f, v)
	now := current(r.Context(), v)
	return p.renderChange(w, r, f, v, &now)
}

// faster says who was, and gives the form the version to go on from.
func faster(ctx context.Context, f *web.Form, v activity.View) {
	e := errs.New(errs.Conflict, "error.conflict")
	if n := len(v.Changes); n > 0 {
		last := v.Changes[n-1]
		e = errs.New(errs.Conflict, "activity.faster", errs.Args{"name": nameOf(ctx, v, last.By), "at": i18n.Moment(last.At), "reason": last.Reason})
	}
	f.Take(e)
	f.Values.Set("version", strconv.Itoa(v.Version))
}

func (p *Pages) renderChange(w http.ResponseWriter, r *http.Request, f *web.Form, v activity.View, now *currentView) error {
	ctx, k := r.Context(), v.KindRule
	title := i18n.T(ctx, "activity.change.title")
	view := formView{
		Title: title, Lead: v.Title, Form: f, Kind: k, Action: "/activities/" + v.ID + "/change", Save: i18n.T(ctx, "activity.change.save"),
		Draft: "activity-" + v.ID, Current: now, Record: v.ID, Version: f.Text("version"),
		Crumbs: crumbs(ctx, title, ui.Link{Text: v.Title, Href: "/activities/" + v.ID}),
	}
	desk, err := p.Activity.Desk(ctx)
	if err != nil {
		return err
	}
	if v.Whole != nil {
		view.Whole = &ui.Link{Text: v.Whole.Title, Href: "/activities/" + v.Whole.ID}
		view.Unit = unitView{Fixed: true, Code: v.UnitRow.Code, Text: unitText(v.UnitRow)}
	} else if view.Unit, err = p.unitView(ctx, f, k, desk); err != nil {
		return err
	}
	f.Values.Set("record", v.ID)
	if view.After, err = p.after(ctx, desk, trialOf(f, k)); err != nil {
		return err
	}
	if view.Purpose, err = p.purpose(ctx, f, v.Purpose); err != nil {
		return err
	}
	if err := p.fields(ctx, &view, f, k); err != nil {
		return err
	}
	view.Common, view.Late = append(view.Common, reasonField(ctx, f, "activity.change.reason_help")), late(ctx, v)
	return p.Site.Render(w, r, f.Status(), page(title), formPage(view))
}

// late says which signed reports a correction will differ from.
func late(ctx context.Context, v activity.View) string {
	if len(v.Late) == 0 {
		return ""
	}
	return i18n.T(ctx, "activity.late.notice", i18n.Args{"reports": strings.Join(v.Late, "; ")})
}

func reasonField(ctx context.Context, f *web.Form, help string) ui.FieldView {
	return f.Field(ui.FieldView{Name: "reason", Label: i18n.T(ctx, "activity.label.reason"), Help: i18n.T(ctx, help), Type: "textarea", Rows: 2, Required: true, Max: 500})
}

// withdrawView asks why a record is taken back.
type withdrawView struct {
	Crumbs  []ui.Link
	Form    *web.Form
	Action  string
	Back    string
	Version string
	Reason  ui.FieldView
	Current currentView
	Late    string
}

func (p *Pages) beginWithdraw(w http.ResponseWriter, r *http.Request) error {
	v, err := p.changeable(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(v.Version)})
	if err != nil {
		return err
	}
	return p.renderWithdraw(w, r, f, v)
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	version, _ := strconv.Atoi(f.Text("version")) // none is no record's
	rec, err := p.Activity.Withdraw(ctx, id, version, f.Text("reason"))
	if err == nil {
		return p.Site.Done(w, r, "/activities/"+id, i18n.T(ctx, "activity.said.withdrawn", i18n.Args{"title": rec.Title}))
	}
	v, e := p.changeable(r)
	if e != nil {
		return e
	}
	if errs.Of(err).Key == "error.conflict" {
		faster(ctx, f, v)
	} else if !f.Take(err) {
		return err
	}
	return p.renderWithdraw(w, r, f, v)
}

func (p *Pages) renderWithdraw(w http.ResponseWriter, r *http.Request, f *web.Form, v activity.View) error {
	ctx := r.Context()
	title := i18n.T(ctx, "activity.withdraw.title")
	view := withdrawView{
		Crumbs: crumbs(ctx, title, ui.Link{Text: v.Title, Href: "/activities/" + v.ID}), Form: f, Action: "/activities/" + v.ID + "/withdraw",
		Back: "/activities/" + v.ID, Version: f.Text("version"), Reason: reasonField(ctx, f, "activity.withdraw.reason_help"), Current: current(ctx, v), Late: late(ctx, v),
	}
	view.Current.Title = v.Title
	return p.Site.Render(w, r, f.Status(), page(title), withdrawPage(view))
}
