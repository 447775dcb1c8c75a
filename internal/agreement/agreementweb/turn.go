package agreementweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// turnRoutes are the choice of what becomes of the agreements an act touches.
func (p *Pages) turnRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /reorgs/{id}/agreements", Need: org.Manage, Do: p.turnForm},
		{Pattern: "POST /reorgs/{id}/agreements", Need: org.Manage, Do: p.turn},
	}
}

// turnView is that page.
type turnView struct {
	agreement.Turns
	Form   *web.Form
	Crumbs []ui.Link
	Back   string
}

func (p *Pages) turnForm(w http.ResponseWriter, r *http.Request) error {
	t, err := p.Agreement.Foresee(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	if len(f.Values) == 0 { // else typed before a session ended
		for _, x := range t.All {
			f.Values.Set("fate_"+x.Key(), string(x.Fate))
			for _, h := range x.Heirs {
				f.Values.Add("heirs_"+x.Key(), h.Code)
			}
		}
	}
	return p.showTurn(w, r, t, f)
}

func (p *Pages) showTurn(w http.ResponseWriter, r *http.Request, t agreement.Turns, f *web.Form) error {
	ctx := r.Context()
	title, reorg := say(ctx, "turn.title"), t.Card.Reorg
	v := turnView{Turns: t, Form: f, Back: org.ReorgHref(reorg.ID)}
	name := i18n.T(ctx, "org.reorg.kind."+string(reorg.Kind))
	if reorg.DecisionNo != "" {
		name += org.Apart + reorg.DecisionNo
	}
	v.Crumbs = []ui.Link{{Text: i18n.T(ctx, "org.reorg.title"), Href: "/reorgs"}, {Text: name, Href: v.Back}, {Text: title}}
	return p.Site.Render(w, r, f.Status(), web.Page{Title: title, Nav: "tree"}, turnPage(v))
}

func (p *Pages) turn(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	t, err := p.Agreement.Foresee(ctx, id)
	if err != nil {
		return err
	}
	choices, err := chosen(f, t)
	if err == nil {
		err = p.Agreement.Choose(ctx, id, choices)
	}
	if f.Take(err) {
		return p.showTurn(w, r, t, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, org.ReorgHref(id), say(ctx, "turn.saved", i18n.Args{"count": len(choices)}))
}

// chosen reads the choices of the agreements the form showed; one for all takes
// the place of each.
func chosen(f *web.Form, t agreement.Turns) (out []agreement.Choice, err error) {
	shown := 0
	for name := range f.Values {
		if strings.HasPrefix(name, "fate_") {
			shown++
		}
	}
	for _, x := range t.All {
		if !f.Values.Has("fate_" + x.Key()) {
			return nil, errs.New(errs.Conflict, "agreement.turn.changed")
		}
		c := agreement.Choice{Agreement: x.Agreement.ID, Unit: x.Unit.ID, Fate: agreement.Fate(f.Text("fate_" + x.Key()))}
		c.Heirs = strings.Join(f.Values["heirs_"+x.Key()], ",")
		if all := f.Text("all"); all != "" {
			c.Fate = agreement.Fate(all)
		}
		if c.Heirs == "" && len(x.Offer) == 1 {
			c.Heirs = x.Offer[0].Code
		}
		out = append(out, c)
	}
	if shown != len(t.All) {
		return nil, errs.New(errs.Conflict, "agreement.turn.changed")
	}
	return out, nil
}

// fates are the choices of a select.
func fates(ctx context.Context) (out []ui.Choice) {
	for _, f := range agreement.Fates() {
		out = append(out, ui.Choice{Value: string(f), Text: say(ctx, "turn.fate."+string(f))})
	}
	return out
}

// fate is the select of one agreement, all the select above them.
func (v turnView) fate(ctx context.Context, x agreement.Turned) ui.FieldView {
	return v.Form.Field(ui.FieldView{Name: "fate_" + x.Key(), Label: say(ctx, "turn.fate.label"), Type: "select", Choices: fates(ctx)})
}

func (v turnView) all(ctx context.Context) ui.FieldView {
	return v.Form.Field(ui.FieldView{
		Name: "all", Label: say(ctx, "turn.all"), Help: say(ctx, "turn.all_help"), Type: "select", Placeholder: say(ctx, "turn.all_none"), Choices: fates(ctx),
	})
}

func (v turnView) picked(x agreement.Turned, h agreement.Heir) bool {
	return slices.Contains(v.Form.Values["heirs_"+x.Key()], h.Code)
}

// wrong is what is wrong with the heirs of an agreement.
func (v turnView) wrong(x agreement.Turned) string {
	return v.Form.Field(ui.FieldView{Name: "heirs_" + x.Key()}).Error
}

// anewSection tells who has to sign an agreement anew.
func (p *Pages) anewSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	all, err := p.Agreement.RenewalsOf(ctx, tx, c.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	may := map[string]bool{}
	for _, n := range all {
		if may[n.Heir], err = p.Org.Guard.Can(ctx, tx, agreement.Write, n.Heir); err != nil {
			return nil, err
		}
	}
	return anewPart(all, may), nil
}
