package orgweb

import (
	"net/http"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// deedView asks once more before something is signed, undone or dropped.
type deedView struct {
	frame
	Says   string // what will happen, in a sentence
	Points []string
	Faults []faultView // why not
	Head   []ui.Pair
}

// --- the head ---

func (p *Pages) headForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	v := c.Reorg
	f, err := p.Site.NewForm(w, r, map[string]string{
		"version": versionOf(c), "decision_no": v.DecisionNo, "decided_on": string(v.DecidedOn), "effective_on": string(v.EffectiveOn), "signer": v.Signer, "reason": v.Reason,
	})
	if err != nil {
		return err
	}
	err = p.Org.CheckPlan(r.Context(), c.Plan())
	if err != nil && !errs.Is(err, errs.Invalid) {
		return err
	}
	for _, e := range errs.All(err) {
		if _, ofRow := e.Args["row"]; err != nil && !ofRow && headLabel(r.Context(), e.Field) != "" {
			f.Take(e)
		}
	}
	return p.showHead(w, r, c, f, http.StatusOK)
}

func (p *Pages) showHead(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form, status int) error {
	ctx := r.Context()
	title, base := i18n.T(ctx, "org.reorg.head"), org.ReorgHref(c.Reorg.ID)
	v := frame{
		Title: title, Lead: reorgName(ctx, c.Reorg), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + "/head", Back: base, Save: i18n.T(ctx, "org.reorg.head_save"),
	}
	g := headGroup(ctx, c.Unit)
	g.Title = ""
	g.Fields = append(g.Fields, ui.FieldView{Name: "version", Type: "hidden"})
	for i, field := range g.Fields {
		g.Fields[i] = f.Field(field)
	}
	v.Groups = []group{g}
	return p.render(w, r, status, title, formPage(v))
}

func (p *Pages) head(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	typed := planHead(f)
	if err = f.Err(); err == nil {
		err = p.amend(r, f, func(_ org.ReorgCard, plan org.Plan) (org.Plan, error) {
			plan.DecisionNo, plan.DecidedOn, plan.EffectiveOn, plan.Signer, plan.Reason = typed.DecisionNo, typed.DecidedOn, typed.EffectiveOn, typed.Signer, typed.Reason
			return plan, nil
		})
	}
	if f.Err() != nil || f.Take(err) {
		return p.showHead(w, r, c, f, f.Status())
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, org.ReorgHref(c.Reorg.ID), i18n.T(r.Context(), "org.reorg.done.head"))
}

// --- signing ---

func (p *Pages) signForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": versionOf(c)})
	if err != nil {
		return err
	}
	faults, err := faultsOrNone(r, c, p.Org.CheckPlan(r.Context(), c.Plan()))
	if err != nil {
		return err
	}
	return p.showSign(w, r, c, f, faults, http.StatusOK)
}

func faultsOrNone(r *http.Request, c org.ReorgCard, err error) ([]faultView, error) {
	if err == nil {
		return nil, nil
	}
	return faultsOf(r.Context(), c, err)
}

func (p *Pages) showSign(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form, faults []faultView, status int) error {
	ctx := r.Context()
	rv := reorgView{ReorgCard: c, Rules: p.Org.Rules, Today: p.today()}
	if err := p.past(ctx, &rv); err != nil {
		return err
	}
	title, base := i18n.T(ctx, "org.reorg.sign.title"), org.ReorgHref(c.Reorg.ID)
	args := i18n.Args{"does": rv.does(ctx), "day": c.Reorg.EffectiveOn, "last": c.Reorg.Last()}
	v := deedView{frame: frame{
		Title: title, Lead: reorgName(ctx, c.Reorg), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + "/sign", Back: base, Save: i18n.T(ctx, "org.reorg.sign.title"),
	}, Faults: faults, Says: i18n.T(ctx, "org.reorg.sign.says", args), Head: rv.head(ctx)}
	when := "org.reorg.sign.back"
	if c.Reorg.EffectiveOn > rv.Today {
		when = "org.reorg.sign.ahead"
	}
	v.Points = []string{i18n.T(ctx, when, args), i18n.T(ctx, "org.reorg.sign.figures", args), i18n.T(ctx, "org.reorg.sign.undo", args)}
	v.Groups = []group{{Fields: []ui.FieldView{
		f.Field(ui.FieldView{Name: "version", Type: "hidden"}),
		f.Field(ui.FieldView{Name: "sure", Type: "checkbox", Label: i18n.T(ctx, "org.reorg.sign.sure", i18n.Args{"signer": c.Reorg.Signer})}),
	}}}
	return p.render(w, r, status, title, deedPage(v))
}

// sign signs a draft as the signer saw it. A second click finds it signed.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	c, err := p.Org.OpenReorg(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if f.Text("sure") == "" {
		err = errs.At("sure", "org.reorg.sign.unsure")
	} else {
		_, err = p.Org.SignDraft(ctx, c.Reorg.ID, int(f.Number("version")))
	}
	if err == nil {
		return p.Site.Done(w, r, org.ReorgHref(c.Reorg.ID), i18n.T(ctx, "org.reorg.done.signed", i18n.Args{"name": reorgName(ctx, c.Reorg)}))
	}
	if c.Reorg.State != org.ReorgDraft || !c.MayEdit {
		return err
	}
	var faults []faultView
	switch e := errs.Of(err); {
	case e.Field == "sure":
		f.Take(err)
	case e.Key == "error.conflict": // what was seen is not what would be signed
		f.Values.Set("version", versionOf(c))
		f.Take(errs.New(errs.Conflict, "org.reorg.sign.changed"))
	default:
		if faults, err = faultsOf(ctx, c, err); err != nil {
			return err
		}
	}
	status := f.Status()
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return p.showSign(w, r, c, f, faults, status)
}

// --- undoing ---

func (p *Pages) undoForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.signed(r)
	if err != nil {
		return err
	}
	if c.Reorg.State == org.ReorgUndone {
		return errs.New(errs.Conflict, "org.reorg.undone")
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.showUndo(w, r, c, f, nil, http.StatusOK)
}

// signed is a reorganisation that was signed and that the actor may undo.
func (p *Pages) signed(r *http.Request) (org.ReorgCard, error) {
	c, err := p.Org.OpenReorg(r.Context(), r.PathValue("id"))
	switch {
	case err != nil:
		return c, err
	case !c.MayEdit:
		return c, errs.New(errs.Denied, "error.denied")
	case c.Reorg.State == org.ReorgDraft:
		return c, errs.New(errs.Conflict, "org.reorg.draft")
	}
	return c, nil
}

func (p *Pages) showUndo(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form, faults []faultView, status int) error {
	ctx := r.Context()
	rv := reorgView{ReorgCard: c, Rules: p.Org.Rules, Today: p.today()}
	if err := p.past(ctx, &rv); err != nil {
		return err
	}
	title, base := i18n.T(ctx, "org.reorg.undo.title"), org.ReorgHref(c.Reorg.ID)
	v := deedView{frame: frame{
		Title: title, Lead: reorgName(ctx, c.Reorg), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + "/undo", Back: base, Save: title,
	}, Faults: faults, Says: i18n.T(ctx, "org.reorg.undo.says", i18n.Args{"does": rv.does(ctx)}), Points: []string{i18n.T(ctx, "org.reorg.undo.figures"), i18n.T(ctx, "org.reorg.undo.kept")}}
	v.Groups = []group{{Fields: []ui.FieldView{f.Field(field(ctx, ui.FieldView{
		Name: "reason", Type: "textarea", Rows: 2, Required: true, Max: 500, Help: i18n.T(ctx, "org.reorg.undo.reason"),
	}))}}}
	return p.render(w, r, status, title, deedPage(v))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	c, err := p.signed(r)
	if err != nil {
		return err
	}
	_, err = p.Org.UndoReorg(ctx, c.Reorg.ID, f.Text("reason"))
	switch {
	case err == nil:
		return p.Site.Done(w, r, org.ReorgHref(c.Reorg.ID), i18n.T(ctx, "org.reorg.done.undone", i18n.Args{"name": reorgName(ctx, c.Reorg)}))
	case errs.All(err)[0].Field == "reason":
		f.Take(err)
		return p.showUndo(w, r, c, f, nil, f.Status())
	}
	faults, err := faultsOf(ctx, c, err)
	if err != nil {
		return err
	}
	for i := range faults {
		faults[i].Href = p.dependsHref(c, faults[i].Row)
	}
	return p.showUndo(w, r, c, f, faults, http.StatusConflict)
}

// dependsHref leads to the unit on which something depends.
func (p *Pages) dependsHref(c org.ReorgCard, row int) string {
	for _, l := range c.Lines {
		if l.Position == row {
			return unitHref(l.Unit)
		}
	}
	return org.ReorgHref(c.Reorg.ID)
}

// --- dropping a draft ---

func (p *Pages) dropForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": versionOf(c)})
	if err != nil {
		return err
	}
	return p.showDrop(w, r, c, f)
}

func (p *Pages) showDrop(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form) error {
	ctx := r.Context()
	title, base := i18n.T(ctx, "org.reorg.drop.title"), org.ReorgHref(c.Reorg.ID)
	v := deedView{frame: frame{
		Title: title, Lead: reorgName(ctx, c.Reorg), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + "/drop", Back: base, Save: title,
	}, Says: i18n.T(ctx, "org.reorg.drop.says", i18n.Args{"count": len(c.Lines)})}
	v.Groups = []group{{Fields: []ui.FieldView{f.Field(ui.FieldView{Name: "version", Type: "hidden"})}}}
	return p.render(w, r, f.Status(), title, deedPage(v))
}

// drop takes a draft away. A second click finds none.
func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.draft(r)
	if err == nil {
		err = p.Org.DropDraft(r.Context(), c.Reorg.ID, int(f.Number("version")))
	}
	switch {
	case err == nil, errs.Is(err, errs.NotFound):
		return p.Site.Done(w, r, reorgsHref, i18n.T(r.Context(), "org.reorg.done.drop"))
	case errs.Of(err).Key == "error.conflict":
		f.Values.Set("version", versionOf(c))
		f.Take(errs.New(errs.Conflict, "org.reorg.conflict"))
		return p.showDrop(w, r, c, f)
	}
	return err
}
