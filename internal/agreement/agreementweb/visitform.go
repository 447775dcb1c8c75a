package agreementweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// visitForm is the form of a visit, new or to be corrected.
type visitForm struct {
	Crumbs      []ui.Link
	Title, Lead string
	Form        *web.Form
	Draft       string
	Under       *ui.Link // the agreement
	Agreement   string
	Groups      []visitGroup
	Files       visitFilesField
	Last        []ui.FieldView
	Version     string
	Save, Back  string
}

// visitGroup is some fields under a heading.
type visitGroup struct {
	Title, Help string
	Fields      []ui.FieldView
	Pairs       bool // its fields are short: two stand side by side
}

type visitFilesField struct {
	Field ui.FieldView
	Kept  []visitFileView
}

// visitUpload reads a form that may bring papers and photos. They are kept at
// once, as their sender's and nobody else's, and the form carries their ids on.
func (p *Pages) visitUpload(w http.ResponseWriter, r *http.Request) (*web.Form, error) {
	ctx := r.Context()
	var sent []*blob.Content
	f, err := web.ReadUpload(w, r, func(field, name string, file io.ReadSeeker) error {
		if field != "files" {
			return nil
		}
		c, err := blob.ReadPaper(ctx, name, file)
		if c != nil {
			sent = append(sent, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	dropped := f.Values["drop"]
	f.Values["files"] = slices.DeleteFunc(f.Values["files"], func(id string) bool { return !db.ValidID(id) || slices.Contains(dropped, id) })
	f.Values.Del("drop")
	ids, err := p.Agreement.Activity.Keep(ctx, sent)
	f.Values["files"] = append(f.Values["files"], ids...)
	return f, err
}

func (p *Pages) visitFilesField(ctx context.Context, f *web.Form, visit string) (v visitFilesField, err error) {
	v.Field = f.Field(ui.FieldView{
		Name: "files", Label: visitSay(ctx, "label.files"), Help: visitSay(ctx, "help.files"), Type: "file", Optional: true,
		Attrs: map[string]any{"multiple": true, "accept": ".pdf,.docx,.xlsx,.odt,.txt,image/*"},
	})
	infos, err := p.Agreement.KeptFiles(ctx, visit, f.Values["files"])
	v.Kept = visitFiles(visit, infos)
	return v, err
}

// visitNew begins with who one acts for, or with the sides of an agreement in the
// turn of a year.
func (p *Pages) visitNew(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	begin := map[string]string{"agreement": q.Get("agreement")}
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		if begin["agreement"] != "" {
			return p.visitBegin(ctx, tx, q.Get("year"), begin)
		}
		u, err := p.Org.Acting(ctx, tx)
		if err == nil {
			begin["guests"] = u.Name + " (" + u.Code + ")"
		}
		if errs.Is(err, errs.NotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.renderVisitNew(w, r, f)
}

// visitBegin names the sides of an agreement as hosts and guests.
func (p *Pages) visitBegin(ctx context.Context, tx *db.Tx, year string, begin map[string]string) error {
	c, err := p.Agreement.OpenIn(ctx, tx, begin["agreement"])
	if err != nil {
		return err
	}
	host := c.FirstHost
	for _, t := range agreement.TurnsOf(c.Agreement, nil, c.On) {
		if strconv.Itoa(t.Year) == year || (year == "" && t.Year == c.On.Year()) {
			host = t.Host
		}
	}
	sides := map[bool][]string{}
	for _, b := range c.Parties {
		if b.On(min(c.On, c.Last())) {
			name := b.Name
			if b.Unit != nil {
				name += " (" + b.Code + ")"
			}
			sides[b.Side == host] = append(sides[b.Side == host], name)
		}
	}
	begin["hosts"], begin["guests"] = strings.Join(sides[true], "\n"), strings.Join(sides[false], "\n")
	return nil
}

func (p *Pages) visitPlan(w http.ResponseWriter, r *http.Request) error {
	f, err := p.visitUpload(w, r)
	if err != nil {
		return err
	}
	var v agreement.Visit
	plan, err := visitPlanOf(f)
	if err == nil {
		v, err = p.Agreement.PlanVisit(r.Context(), plan)
	}
	if f.Take(err) {
		return p.renderVisitNew(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.VisitHref(v.ID), visitSay(r.Context(), "said.planned", i18n.Args{"title": v.Title}))
}

func (p *Pages) renderVisitNew(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	v := visitForm{Title: visitSay(ctx, "new.title"), Lead: visitSay(ctx, "new.lead"), Draft: "visit-new", Save: visitSay(ctx, "new.save"), Back: "/exchanges"}
	v.Crumbs = visitCrumbs(ctx, v.Title)
	return p.renderVisitForm(w, r, f, v, "")
}

func (p *Pages) renderVisitForm(w http.ResponseWriter, r *http.Request, f *web.Form, v visitForm, visit string) (err error) {
	ctx := r.Context()
	v.Form, v.Groups = f, visitGroups(ctx, f)
	if v.Agreement = f.Text("agreement"); v.Agreement != "" {
		c, err := p.Agreement.Open(ctx, v.Agreement)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err == nil {
			v.Under = &ui.Link{Text: c.Title, Href: agreement.Href(c.ID)}
		}
	}
	if v.Files, err = p.visitFilesField(ctx, f, visit); err != nil {
		return err
	}
	return p.visitRender(w, r, f.Status(), v.Title, visitFormPage(v))
}

func visitGroups(ctx context.Context, f *web.Form) []visitGroup {
	ask := func(name, kind string, rows int, required bool) ui.FieldView {
		return f.Field(ui.FieldView{
			Name: name, Label: i18n.T(ctx, "agreement.visit.label."+name), Help: i18n.T(ctx, "agreement.visit.help."+name), Type: kind, Rows: rows, Required: required, Optional: !required,
		})
	}
	plain := func(name, kind string, required bool) ui.FieldView {
		return f.Field(ui.FieldView{Name: name, Label: i18n.T(ctx, "agreement.visit.label."+name), Type: kind, Required: required, Optional: !required})
	}
	people := plain("people", "number", false)
	people.Suffix = visitSay(ctx, "people.unit")
	kind := plain("partner_kind", "select", false)
	kind.Placeholder = visitSay(ctx, "kind.none")
	for _, k := range agreement.PartnerKinds() {
		kind.Choices = append(kind.Choices, ui.Choice{Value: string(k), Text: i18n.T(ctx, "agreement.visit.kind."+string(k)), Current: string(k) == kind.Value})
	}
	return []visitGroup{
		{Fields: []ui.FieldView{plain("title", "text", true), ask("hosts", "textarea", 3, true), ask("guests", "textarea", 3, true)}},
		{Title: visitSay(ctx, "form.partner"), Help: visitSay(ctx, "form.partner_help"), Fields: []ui.FieldView{kind, plain("country", "text", false)}, Pairs: true},
		{Title: visitSay(ctx, "form.plan"), Fields: []ui.FieldView{plain("planned_from", "date", true), plain("planned_to", "date", false), plain("place", "text", false)}, Pairs: true},
		{Title: visitSay(ctx, "form.held"), Help: visitSay(ctx, "form.held_help"), Fields: []ui.FieldView{plain("held_from", "date", false), plain("held_to", "date", false)}, Pairs: true},
		{Title: visitSay(ctx, "delegation"), Fields: []ui.FieldView{plain("head", "text", false), plain("head_post", "text", false), people}, Pairs: true},
		{Fields: []ui.FieldView{ask("members", "textarea", 5, false)}},
		{Title: visitSay(ctx, "form.more"), Fields: []ui.FieldView{ask("programme", "textarea", 6, false), ask("source", "text", 0, false), plain("source_url", "text", false)}},
	}
}

func (p *Pages) visitChangeForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.writableVisit(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, visitValues(c))
	if err != nil {
		return err
	}
	if f.Note == "" { // else what was typed before has come back
		f.Values["files"] = c.Visit.Files
	}
	return p.renderVisitChange(w, r, f, c)
}

// visitValues is a visit as its form has it.
func visitValues(c agreement.VisitCard) map[string]string {
	v := map[string]string{
		"title": c.Title, "planned_from": string(c.PlannedFrom), "planned_to": string(c.PlannedTo), "held_from": string(c.HeldFrom), "held_to": string(c.HeldTo),
		"place": c.Place, "head": c.Head, "head_post": c.HeadPost, "source": c.Source, "source_url": c.SourceURL, "lessons": c.Lessons,
		"version": strconv.Itoa(c.Version), "hosts": sideLines(c.Of(agreement.HostRole)), "guests": sideLines(c.Of(agreement.GuestRole)),
	}
	if c.People > 0 {
		v["people"] = strconv.Itoa(c.People)
	}
	if c.Agreement != nil {
		v["agreement"] = *c.Agreement
	}
	var members, items []string
	for _, m := range c.Members {
		members = append(members, strings.TrimSuffix(m.Name+" – "+m.Post, " – "))
	}
	for _, i := range c.Items {
		items = append(items, i18n.Date(i.Day)+": "+i.Text)
	}
	v["members"], v["programme"] = strings.Join(members, "\n"), strings.Join(items, "\n")
	return v
}

func sideLines(sides []agreement.VisitSide) string {
	var out []string
	for _, s := range sides {
		if s.Unit != nil {
			s.Name += " (" + s.Code + ")"
		}
		out = append(out, s.Name)
	}
	return strings.Join(out, "\n")
}

// writableVisit reads a visit for somebody who may change it.
func (p *Pages) writableVisit(r *http.Request) (c agreement.VisitCard, err error) {
	c, err = p.Agreement.OpenVisit(r.Context(), r.PathValue("id"))
	switch {
	case err != nil:
	case c.WithdrawnAt != nil:
		err = errs.New(errs.Conflict, "agreement.visit.withdrawn")
	case !c.MayWrite:
		err = errs.New(errs.Denied, "agreement.visit.kept")
	}
	return c, err
}

func (p *Pages) visitChange(w http.ResponseWriter, r *http.Request) error {
	c, err := p.writableVisit(r)
	if err != nil {
		return err
	}
	f, err := p.visitUpload(w, r)
	if err != nil {
		return err
	}
	plan, err := visitPlanOf(f)
	plan.Lessons = c.Lessons // has a form of its own
	if err == nil {
		_, err = p.Agreement.ChangeVisit(r.Context(), c.ID, visitVersion(f), plan, f.Text("reason"))
	}
	if f.Take(err) {
		return p.renderVisitChange(w, r, f, c)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.VisitHref(c.ID), visitSay(r.Context(), "said.changed", i18n.Args{"title": plan.Title}))
}

func (p *Pages) renderVisitChange(w http.ResponseWriter, r *http.Request, f *web.Form, c agreement.VisitCard) error {
	ctx := r.Context()
	v := visitForm{Title: visitSay(ctx, "change.title"), Lead: c.Title, Draft: "visit-" + c.ID, Save: visitSay(ctx, "change.save"), Version: f.Text("version"), Back: agreement.VisitHref(c.ID)}
	v.Crumbs = visitCrumbs(ctx, v.Title, ui.Link{Text: c.Title, Href: agreement.VisitHref(c.ID)})
	if c.HeldFrom != "" {
		v.Last = []ui.FieldView{visitReason(ctx, f)}
	}
	return p.renderVisitForm(w, r, f, v, c.ID)
}

func visitReason(ctx context.Context, f *web.Form) ui.FieldView {
	return f.Field(ui.FieldView{Name: "reason", Label: visitSay(ctx, "label.reason"), Type: "textarea", Rows: 2, Required: true, Max: 500})
}

// visitVersion is the version a form was made from; none is nothing's.
func visitVersion(f *web.Form) int {
	n, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		return 0
	}
	return n
}
