package agreementweb

import (
	"net/http"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// minutesView is the form of how a signing went.
type minutesView struct {
	Form    *web.Form
	Crumbs  []ui.Link
	Title   string
	Lead    string
	Action  string
	Back    string
	Version string
	Times   []ui.FieldView
	Fields  []ui.FieldView
	Stored  *agreement.Minutes // what somebody else has saved meanwhile
	Files   []ui.Link
}

func (p *Pages) minutesForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	k, err := p.kept(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, err := p.Agreement.Minutes(ctx, k.ID)
	if err != nil {
		return err
	}
	begin := map[string]string{"version": strconv.Itoa(m.Version), "began": m.Began, "ended": m.Ended, "present": m.Present, "course": m.Course}
	if m.Copies > 0 {
		begin["copies"] = strconv.Itoa(m.Copies)
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.renderMinutes(w, r, f, k, nil)
}

func (p *Pages) saveMinutes(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	k, err := p.kept(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Text("version")) // none is nobody's
	m := agreement.Minutes{
		Agreement: k.ID, Began: f.Text("began"), Ended: f.Text("ended"), Present: f.Values.Get("present"), Course: f.Values.Get("course"),
		Copies: int(min(f.Number("copies"), 1<<20)), Version: version,
	}
	if err = f.Err(); err == nil {
		err = p.Agreement.SetMinutes(ctx, m)
	}
	if err == nil {
		return p.Site.Done(w, r, agreement.Href(k.ID), say(ctx, "paper.said.minutes"))
	}
	if errs.Is(err, errs.Conflict) {
		stored, e := p.Agreement.Minutes(ctx, k.ID)
		if e != nil {
			return e
		}
		f.Take(errs.New(errs.Conflict, "agreement.paper.faster"))
		f.Values.Set("version", strconv.Itoa(stored.Version))
		return p.renderMinutes(w, r, f, k, &stored)
	}
	if !f.Take(err) {
		return err
	}
	return p.renderMinutes(w, r, f, k, nil)
}

func (p *Pages) renderMinutes(w http.ResponseWriter, r *http.Request, f *web.Form, k keeping, faster *agreement.Minutes) error {
	ctx := r.Context()
	title, at := say(ctx, "paper.minutes"), agreement.Href(k.ID)
	lead := say(ctx, "paper.minutes_lead")
	if k.SignedOn != "" {
		lead = say(ctx, "paper.minutes_signed", i18n.Args{"date": k.SignedOn, "place": k.Place})
	}
	v := minutesView{
		Form: f, Title: title, Lead: lead, Crumbs: paperCrumbs(ctx, k.Agreement, title), Action: at + "/minutes", Back: at, Version: f.Text("version"), Stored: faster,
	}
	for _, name := range []string{"began", "ended"} {
		v.Times = append(v.Times, f.Field(ui.FieldView{Name: name, Label: say(ctx, "paper.minutes_"+name), Placeholder: "15:30", Optional: true}))
	}
	v.Fields = []ui.FieldView{
		f.Field(ui.FieldView{Name: "present", Label: say(ctx, "paper.minutes_present"), Help: say(ctx, "paper.minutes_present_help"), Type: "textarea", Rows: 5, Optional: true}),
		f.Field(ui.FieldView{Name: "course", Label: say(ctx, "paper.minutes_course"), Help: say(ctx, "paper.minutes_course_help"), Type: "textarea", Rows: 8, Optional: true}),
		f.Field(ui.FieldView{Name: "copies", Label: say(ctx, "paper.minutes_copies"), Type: "number", Optional: true}),
	}
	for _, form := range formats() {
		v.Files = append(v.Files, ui.Link{Text: form.name, Href: at + "/minutes." + form.ending})
	}
	return p.render(w, r, f.Status(), title, minutesPage(v))
}

// minutesFile answers with the minutes as a file.
func (p *Pages) minutesFile(f format) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, id := r.Context(), r.PathValue("id")
		doc, err := p.Agreement.MinutesPaper(ctx, id)
		if err != nil {
			return err
		}
		c, err := p.Agreement.Open(ctx, id)
		if err != nil {
			return err
		}
		return send(w, f, doc, say(ctx, "paper.minutes")+" "+c.Title)
	}
}
