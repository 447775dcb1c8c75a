package practiceweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
)

// act is something done to a practice by a form of few fields.
type act struct {
	path   string
	begin  func(p *Pages, r *http.Request, c practice.Card) (map[string]string, error) // what the form begins with; refuses whoever may not
	fields func(ctx context.Context, f *web.Form) []askView
	do     func(p *Pages, r *http.Request, c practice.Card, f *web.Form) error
	words  string // key of title, lead, save and said
	danger bool
	counts bool // it asks for figures
}

// askView is a field, or a choice with all its answers in sight.
type askView struct {
	ui.FieldView
	Radio bool
}

// actView is the page of an act.
type actView struct {
	Crumbs            []ui.Link
	Title, Lead, Save string
	Form              *web.Form
	Fields            []askView
	Figures           []figureRow
	Indicators        []string
	Version, Back     string
	Danger            bool
}

func (p *Pages) acts() []act {
	return []act{
		{path: "share", begin: ownBegin, fields: shareFields, do: doShare, words: "share"},
		{path: "adopt", begin: adoptBegin, fields: adoptFields, do: doAdopt, words: "adopt"},
		{path: "withdraw", begin: ownBegin, fields: reasonFields, do: doWithdraw, words: "withdraw", danger: true},
		{path: "adoptions/{adoption}", begin: reportBegin, fields: reportFields, do: doReport, words: "report", counts: true},
		{path: "adoptions/{adoption}/withdraw", begin: reportBegin, fields: reasonFields, do: doDrop, words: "drop", danger: true},
	}
}

func (p *Pages) actForm(a act) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, begin, err := p.actBegin(r, a)
		if err != nil {
			return err
		}
		f, err := p.Site.NewForm(w, r, begin)
		if err != nil {
			return err
		}
		if a.counts && f.Note == "" {
			for i, g := range adoptionOf(r, c).Adoption.Figures {
				setRow(f, i+1, p.Practice.Typed(g))
			}
		}
		return p.renderAct(w, r, a, c, f)
	}
}

func (p *Pages) actBegin(r *http.Request, a act) (c practice.Card, begin map[string]string, err error) {
	if c, err = p.Practice.Open(r.Context(), r.PathValue("id")); err == nil {
		begin, err = a.begin(p, r, c)
	}
	return c, begin, err
}

func (p *Pages) act(a act) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, _, err := p.actBegin(r, a)
		if err != nil {
			return err
		}
		f, err := web.ReadForm(w, r)
		if err != nil {
			return err
		}
		err = a.do(p, r, c, f)
		if f.Take(err) {
			return p.renderAct(w, r, a, c, f)
		}
		if err != nil {
			return err
		}
		return p.Site.Done(w, r, practice.Href(c.ID), i18n.T(r.Context(), "practice."+a.words+".said", i18n.Args{"title": c.Title}))
	}
}

func (p *Pages) renderAct(w http.ResponseWriter, r *http.Request, a act, c practice.Card, f *web.Form) error {
	ctx := r.Context()
	v := actView{
		Title: i18n.T(ctx, "practice."+a.words+".title"), Lead: i18n.T(ctx, "practice."+a.words+".lead", i18n.Args{"title": c.Title, "owner": c.Owner.Name}),
		Save: i18n.T(ctx, "practice."+a.words+".save"), Form: f, Fields: a.fields(ctx, f), Version: f.Text("version"), Back: practice.Href(c.ID), Danger: a.danger,
	}
	v.Crumbs = crumbs(ctx, v.Title, ui.Link{Text: c.Title, Href: practice.Href(c.ID)})
	if a.counts {
		v.Figures = rows(ctx, f)
		for _, ind := range p.Practice.Indicators() {
			v.Indicators = append(v.Indicators, practice.IndicatorText(&ind))
		}
	}
	return p.render(w, r, f.Status(), v.Title, actPage(v))
}

// ownBegin is for whoever keeps the practice.
func ownBegin(_ *Pages, _ *http.Request, c practice.Card) (map[string]string, error) {
	switch {
	case c.WithdrawnAt != nil:
		return nil, errs.New(errs.Conflict, "practice.withdrawn")
	case !c.MayWrite:
		return nil, errs.New(errs.Denied, "error.denied")
	}
	sharing := c.Sharing
	if sharing == practice.Nobody {
		sharing = practice.Everyone
	}
	return map[string]string{"version": strconv.Itoa(c.Version), "sharing": string(sharing), "on": string(c.SharedOn)}, nil
}

func shareFields(ctx context.Context, f *web.Form) []askView {
	return []askView{
		{f.Field(ui.FieldView{Name: "sharing", Label: say(ctx, "label.sharing"), Choices: []ui.Choice{
			{Value: string(practice.Everyone), Text: say(ctx, "sharing.all")}, {Value: string(practice.Federation), Text: say(ctx, "sharing.federation")},
		}}), true},
		{f.Field(ui.FieldView{Name: "on", Label: say(ctx, "label.on"), Help: say(ctx, "help.on"), Type: "date", Optional: true}), false},
	}
}

func doShare(p *Pages, r *http.Request, c practice.Card, f *web.Form) error {
	on := f.Day("on")
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Practice.Share(r.Context(), c.ID, version(f), practice.Sharing(f.Text("sharing")), on)
	return err
}

// adoptBegin is for whoever writes for some unit.
func adoptBegin(p *Pages, r *http.Request, c practice.Card) (map[string]string, error) {
	if !c.MayAdopt {
		return nil, errs.New(errs.Conflict, "practice.unshared")
	}
	begin := map[string]string{}
	return begin, p.Org.DB.Read(r.Context(), func(tx *db.Tx) error {
		begin["since"] = string(tx.Today())
		u, err := p.Org.Acting(r.Context(), tx)
		if err == nil && u.ID != c.Unit {
			begin["unit"] = u.Code
		}
		if errs.Is(err, errs.NotFound) {
			err = nil
		}
		return err
	})
}

func adoptFields(ctx context.Context, f *web.Form) []askView {
	return []askView{
		{f.Field(ui.FieldView{Name: "unit", Label: say(ctx, "label.taker"), Help: say(ctx, "label.unit_help"), Required: true}), false},
		{f.Field(ui.FieldView{Name: "since", Label: say(ctx, "label.since"), Type: "date", Required: true}), false},
		{f.Field(ui.FieldView{Name: "changed", Label: say(ctx, "label.changed"), Help: say(ctx, "help.changed"), Type: "textarea", Rows: 4, Optional: true, Max: 5000}), false},
	}
}

func doAdopt(p *Pages, r *http.Request, c practice.Card, f *web.Form) error {
	since := f.Day("since")
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Practice.Adopt(r.Context(), practice.Taking{Practice: c.ID, Unit: f.Text("unit"), Since: since, Changed: f.Values.Get("changed")})
	return err
}

func reasonFields(ctx context.Context, f *web.Form) []askView {
	return []askView{{f.Field(ui.FieldView{Name: "reason", Label: say(ctx, "label.reason"), Type: "textarea", Rows: 2, Required: true, Max: 500}), false}}
}

func doWithdraw(p *Pages, r *http.Request, c practice.Card, f *web.Form) error {
	_, err := p.Practice.Withdraw(r.Context(), c.ID, version(f), f.Text("reason"))
	return err
}

// adoptionOf is the adoption that an address names; the zero one when the
// practice has none such.
func adoptionOf(r *http.Request, c practice.Card) practice.Taken {
	i := slices.IndexFunc(c.Adoptions, func(t practice.Taken) bool { return t.ID == r.PathValue("adoption") })
	if i < 0 {
		return practice.Taken{}
	}
	return c.Adoptions[i]
}

// reportBegin is for whoever writes for the unit that took it over.
func reportBegin(_ *Pages, r *http.Request, c practice.Card) (map[string]string, error) {
	t := adoptionOf(r, c)
	switch {
	case t.ID == "":
		return nil, errs.New(errs.NotFound, "error.notfound")
	case !t.MayWrite:
		return nil, errs.New(errs.Denied, "error.denied")
	}
	return map[string]string{
		"version": strconv.Itoa(t.Version), "state": string(t.State), "since": string(t.Since), "changed": t.Changed, "outcome": t.Outcome,
	}, nil
}

func reportFields(ctx context.Context, f *web.Form) []askView {
	state := ui.FieldView{Name: "state", Label: say(ctx, "label.state")}
	for _, s := range practice.States() {
		state.Choices = append(state.Choices, ui.Choice{Value: string(s), Text: i18n.T(ctx, "practice.state."+string(s))})
	}
	return []askView{
		{f.Field(state), true},
		{f.Field(ui.FieldView{Name: "since", Label: say(ctx, "label.since"), Type: "date", Required: true}), false},
		{f.Field(ui.FieldView{Name: "outcome", Label: say(ctx, "label.outcome"), Help: say(ctx, "help.outcome"), Type: "textarea", Rows: 5, Required: true, Max: 5000}), false},
		{f.Field(ui.FieldView{Name: "changed", Label: say(ctx, "label.changed"), Help: say(ctx, "help.changed"), Type: "textarea", Rows: 3, Optional: true, Max: 5000}), false},
	}
}

func doReport(p *Pages, r *http.Request, c practice.Card, f *web.Form) error {
	t := practice.Telling{
		State: practice.State(f.Text("state")), Since: f.Day("since"), Changed: f.Values.Get("changed"), Outcome: f.Values.Get("outcome"), Figures: p.figures(f),
	}
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Practice.Report(r.Context(), r.PathValue("adoption"), version(f), t)
	return err
}

func doDrop(p *Pages, r *http.Request, c practice.Card, f *web.Form) error {
	return p.Practice.DropAdoption(r.Context(), r.PathValue("adoption"), version(f), f.Text("reason"))
}

// version is the version a form was made from; none is nothing's.
func version(f *web.Form) int {
	n, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		return 0
	}
	return n
}
