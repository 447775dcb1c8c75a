package orgweb

import (
	"context"
	"net/http"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// atTop as a parent founds a unit without a superior.
const atTop = "-"

// foundForm shows the founding act below ?parent=CODE; without one it lets
// choose the superior first.
func (p *Pages) foundForm(w http.ResponseWriter, r *http.Request) error {
	parent := r.URL.Query().Get("parent")
	if parent == "" {
		return p.chooseParent(w, r)
	}
	c, err := p.superior(r, parent)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"kind": p.usualKind(c.Unit.Kind)})
	if err != nil {
		return err
	}
	return p.showFound(w, r, c, f)
}

// superior is the card of the unit to found below; empty at the top.
func (p *Pages) superior(r *http.Request, parent string) (c org.Card, err error) {
	if parent == atTop {
		if !p.Org.Guard.Scope(r.Context(), org.Manage).All {
			err = errs.New(errs.Denied, "error.denied")
		}
		return c, err
	}
	return p.managed(r.Context(), parent)
}

// kinds that may stand below a kind; the roots' where there is none above.
func (p *Pages) kinds(above string) (out []org.NamedCode) {
	for _, k := range p.Org.Rules.Kinds {
		if above == "" && k.Root {
			out = append(out, k.NamedCode)
		}
	}
	for _, k := range p.Org.Rules.Below(above) {
		out = append(out, k.NamedCode)
	}
	return out
}

// usualKind is what is founded most below a kind.
func (p *Pages) usualKind(above string) string {
	if kinds := p.kinds(above); len(kinds) > 0 && len(kinds) < 3 {
		return kinds[0].Code
	}
	return ""
}

func (p *Pages) showFound(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	title := i18n.T(ctx, "org.found.title")
	v := frame{
		Title: title, Form: f, Save: i18n.T(ctx, "org.found.save"), Back: "/tree", Lead: i18n.T(ctx, "org.found.lead_top"),
		Action: with("/units/new", "parent", atTop),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}, {Text: title}},
	}
	next := ""
	if c.Unit.Code != "" {
		v = unitFrame(ctx, c.Unit, f, "found", "")
		v.Action = with("/units/new", "parent", c.Unit.Code)
		code, err := p.Org.NextCode(ctx, c.Unit.Code)
		if err != nil {
			return err
		}
		next = i18n.T(ctx, "org.help.code_next", i18n.Args{"code": code})
	}
	v.Groups = append(p.foundingGroups(ctx, c, next), lateGroup(ctx, f)...)
	return p.form(w, r, v)
}

// lateGroup asks for a reason once it was asked for: the day lies in a period
// for which a report is signed.
func lateGroup(ctx context.Context, f *web.Form) []group {
	asked := f.Field(ui.FieldView{Name: "reason"})
	if asked.Error == "" && asked.Value == "" {
		return nil
	}
	return []group{{Fields: fields(ctx, ui.FieldView{Name: "reason", Type: "textarea", Rows: 2, Required: true, Max: 500})}}
}

func (p *Pages) foundingGroups(ctx context.Context, c org.Card, codeHelp string) []group {
	kind := ui.FieldView{Name: "kind", Type: "select", Required: true, Choices: choices(p.kinds(c.Unit.Kind))}
	if len(kind.Choices) < 5 {
		kind.Type = radios
	}
	return []group{
		{Title: i18n.T(ctx, "org.group.unit"), Fields: fields(ctx,
			ui.FieldView{Name: "name", Required: true, Max: 200, Autocomplete: "off"},
			kind,
			ui.FieldView{Name: "code", Optional: codeHelp != "", Required: codeHelp == "", Help: codeHelp, Max: 40, Autocomplete: "off"},
			ui.FieldView{Name: "sector", Type: "select", Optional: true, Choices: choices(p.Org.Rules.Sectors)},
			ui.FieldView{Name: "bloc", Type: "select", Optional: true, Choices: choices(p.Org.Rules.Blocs)},
			p.wardField(c),
		)},
		{Title: i18n.T(ctx, "org.group.act"), Fields: fields(ctx,
			ui.FieldView{Name: "founded_on", Type: "date"},
			ui.FieldView{Name: "before", Type: "checkbox"},
			ui.FieldView{Name: "decision_no", Optional: true, Max: 60, Autocomplete: "off"},
			ui.FieldView{Name: "decided_on", Type: "date", Optional: true},
			ui.FieldView{Name: "signer", Optional: true, Max: 100, Autocomplete: "off"},
		)},
		{Title: i18n.T(ctx, "org.group.members"), Help: i18n.T(ctx, "org.group.members_help"), Fields: fields(ctx,
			people(ctx, "members"), people(ctx, "women"), people(ctx, "admitted"), people(ctx, "admitted_women"),
		)},
		{Title: i18n.T(ctx, "org.group.work"), Fields: fields(ctx,
			ui.FieldView{Name: "employer", Optional: true, Max: 200, Autocomplete: "off"},
			people(ctx, "workers"), people(ctx, "worker_women"),
		)},
	}
}

func (p *Pages) found(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.superior(r, r.URL.Query().Get("parent"))
	if err != nil {
		return err
	}
	founding := readFounding(f, c.Unit.Code)
	founding.Ward = p.readWard(f, p.provinceOf(c))
	var u org.Unit
	if err = f.Err(); err == nil {
		u, err = p.Org.Found(r.Context(), founding)
		// What is wrong with the superior is said where it can be changed: at the kind.
		err = rename(err, "parent", "kind")
	}
	if f.Err() != nil || f.Take(err) {
		return p.showFound(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return p.said(w, r, u, "found")
}

// readFounding reads the form. A unit without a founding day must be said to
// have stood before the register: forgetting the day would keep it out of NEW.
func readFounding(f *web.Form, parent string) org.Founding {
	out := org.Founding{
		ID: f.Once(), Code: f.Text("code"), Name: f.Text("name"), Kind: f.Text("kind"), Parent: parent, Sector: f.Text("sector"),
		Bloc: f.Text("bloc"), Employer: f.Text("employer"), Workers: f.Number("workers"), WorkerWomen: f.Number("worker_women"),
		FoundedOn: f.Day("founded_on"), DecisionNo: f.Text("decision_no"), DecidedOn: f.Day("decided_on"), Signer: f.Text("signer"),
		Reason: f.Text("reason"), Members: f.Number("members"), Women: f.Number("women"), Admitted: f.Number("admitted"), AdmittedWomen: f.Number("admitted_women"),
	}
	if out.Name == "" {
		f.Take(errs.At("name", "error.required"))
	}
	checkBefore(f)
	return out
}

// checkBefore wants a founding day or the word that there is none, not both.
func checkBefore(f *web.Form) {
	switch {
	case f.Text("before") != "" && f.Text("founded_on") != "":
		f.Take(errs.At("before", "org.before.day"))
	case f.Text("before") == "" && f.Text("founded_on") == "":
		f.Take(errs.At("founded_on", "org.founded.required"))
	}
}

// chooseParent lets choose below which unit to found: where the actor's tree
// begins, or what is searched.
func (p *Pages) chooseParent(w http.ResponseWriter, r *http.Request) error {
	v, err := p.choice(r, "/units/new", "parent")
	if err != nil {
		return err
	}
	if len(v.Units) == 1 && v.Query == "" && !v.AtTop {
		http.Redirect(w, r, with("/units/new", "parent", v.Units[0].Code), http.StatusSeeOther)
		return nil
	}
	title := i18n.T(r.Context(), "org.found.title")
	return p.render(w, r, http.StatusOK, title, parentPage(title, v))
}
