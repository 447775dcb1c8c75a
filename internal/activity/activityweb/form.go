package activityweb

import (
	"context"
	"net/http"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// formView is the form of a record, new or to be corrected.
type formView struct {
	Title, Lead string
	Crumbs      []ui.Link
	Form        *web.Form
	Kind        *activity.Kind
	Action      string
	Save        string
	Draft       string // name under which the browser holds what was typed
	Unit        unitView
	Fields      []ui.FieldView
	Common      []ui.FieldView // partner, note, and the reason of a correction
	Day         ui.FieldView
	Already     string // address of the record that this very form has made
	Current     *currentView
	After       afterView
	Record      string // id and version of what is corrected
	Version     string
}

// unitView is for whom a record is made: told, or to be looked for.
type unitView struct {
	Fixed bool
	Code  string
	Text  string
	Field ui.FieldView
	Picks picksView
}

// begin shows the kinds to choose from, or the form of the one there is.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	desk, err := p.Activity.Desk(ctx)
	if err != nil {
		return err
	}
	first := map[string]string{"kind": q.Get("kind"), "unit": q.Get("unit"), "day": string(p.Activity.Today())}
	if first["unit"] == "" && desk.Itself {
		first["unit"] = desk.Acting.Code
	}
	if first["kind"] == "" && len(desk.Kinds) == 1 {
		first["kind"] = desk.Kinds[0].Code
	}
	f, err := p.Site.NewForm(w, r, first)
	if err != nil {
		return err
	}
	k := p.Activity.Kinds.Find(f.Text("kind"))
	if k == nil {
		return p.Site.Render(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "activity.new.title"), Nav: "record"}, kindsPage(desk.Kinds, q.Get("unit")))
	}
	return p.renderNew(w, r, f, k, "")
}

// record takes the form of a new record.
func (p *Pages) record(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	k := p.Activity.Kinds.Find(f.Text("kind"))
	if k == nil {
		return errs.At("kind", "activity.kind.unknown", errs.Args{"kind": f.Text("kind")})
	}
	rec, err := p.Activity.Record(ctx, draftOf(f, k))
	if err == nil {
		v, err := p.Activity.Show(ctx, rec.ID)
		if err != nil {
			return err
		}
		said := i18n.T(ctx, "activity.said.recorded", i18n.Args{"title": rec.Title, "unit": v.UnitRow.Name, "day": rec.Day})
		return p.Site.Done(w, r, "/activities/"+rec.ID, said)
	}
	already := ""
	if errs.Of(err).Key == "activity.done" {
		already = "/activities/" + rec.ID
	}
	if err, ok := p.onForm(ctx, f, k, err); !ok {
		return err
	}
	return p.renderNew(w, r, f, k, already)
}

// onForm puts a refusal on the form and tells whether it belongs there. What
// was typed must not be lost because a unit is none of one's own, and a name
// that was typed for a code has its unit among those found.
func (p *Pages) onForm(ctx context.Context, f *web.Form, k *activity.Kind, err error) (error, bool) {
	if errs.Is(err, errs.Denied) {
		err = errs.At("unit", "activity.unit.denied")
	}
	if errs.Is(err, errs.Invalid) {
		for _, e := range errs.All(err) {
			if e.Field != "unit" || e.Key != "error.unit.unknown" {
				continue
			}
			found, failed := p.Activity.Candidates(ctx, k, f.Text("unit"), 1)
			if failed != nil {
				return failed, false
			}
			if len(found) > 0 {
				e.Key = "activity.unit.pick"
			}
		}
	}
	return err, f.Take(err)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, f *web.Form, k *activity.Kind, already string) error {
	ctx := r.Context()
	v := formView{
		Title: k.Name, Lead: k.Lead, Form: f, Kind: k, Action: "/activities/new", Save: i18n.T(ctx, "activity.new.save"),
		Draft: "activity-" + k.Code, Already: already,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "activity.new.title"), Href: "/activities/new"}, {Text: k.Name}},
	}
	desk, err := p.Activity.Desk(ctx)
	if err != nil {
		return err
	}
	if v.Unit, err = p.unitView(ctx, f, k, desk); err != nil {
		return err
	}
	if v.After, err = p.after(ctx, desk, activity.Trial{Draft: draftOf(f, k)}); err != nil {
		return err
	}
	v.fields(ctx, f, k)
	return p.Site.Render(w, r, f.Status(), web.Page{Title: k.Name, Nav: "record"}, formPage(v))
}

// unitView tells the unit when one acts for it, and asks for it otherwise.
func (p *Pages) unitView(ctx context.Context, f *web.Form, k *activity.Kind, desk activity.Desk) (v unitView, err error) {
	if desk.Itself && f.Text("unit") == desk.Acting.Code && len(p.kindsOf(desk.Acting, k)) > 0 {
		return unitView{Fixed: true, Code: desk.Acting.Code, Text: unitText(desk.Acting)}, nil
	}
	v.Field = f.Field(ui.FieldView{
		Name: "unit", Label: i18n.T(ctx, "activity.label.unit"), Help: i18n.T(ctx, "activity.label.unit_help"), Type: "search", Required: true, Autocomplete: "off",
		Attrs: map[string]any{
			"hx-get": address("/activities/units", "kind", k.Code), "hx-trigger": "input changed delay:300ms, search",
			"hx-target": "#unit-picks", "hx-sync": "this:replace",
		},
	})
	v.Picks, err = p.picks(ctx, k, f.Text("unit"), unitOf(f))
	return v, err
}

func (p *Pages) kindsOf(u org.Unit, k *activity.Kind) (out []*activity.Kind) {
	for _, of := range p.Activity.Kinds.For(u.Kind) {
		if of == k {
			out = append(out, of)
		}
	}
	return out
}

// unitOf is the code of the unit chosen or typed. A choice counts for the text
// it was offered for.
func unitOf(f *web.Form) string {
	if pick := f.Text("unit_pick"); pick != "" && f.Text("unit_for") == f.Text("unit") {
		return pick
	}
	return f.Text("unit")
}

// draftOf is the form as a draft; the service reads it.
func draftOf(f *web.Form, k *activity.Kind) activity.Draft {
	d := activity.Draft{
		ID: f.Once(), Kind: k.Code, Unit: unitOf(f), DayText: f.Text("day"), Partner: f.Text("partner"), Note: f.Text("note"), Fields: activity.Fields{},
	}
	for _, field := range k.Fields {
		d.Fields[field.Name] = f.Text(field.Name)
	}
	return d
}

// fields makes the form's fields from the kind's.
func (v *formView) fields(ctx context.Context, f *web.Form, k *activity.Kind) {
	v.Day = f.Field(ui.FieldView{Name: "day", Label: i18n.T(ctx, "activity.label.day"), Type: "date", Required: true})
	for _, field := range k.Fields {
		v.Fields = append(v.Fields, f.Field(fieldView(field)))
	}
	v.Common = append(v.Common,
		f.Field(ui.FieldView{Name: "partner", Label: i18n.T(ctx, "activity.label.partner"), Help: i18n.T(ctx, "activity.label.partner_help"), Optional: true, Max: 200}),
		f.Field(ui.FieldView{Name: "note", Label: i18n.T(ctx, "activity.label.note"), Type: "textarea", Optional: true, Max: 2000}))
}

// fewChoices are shown all at once, more as a list.
const fewChoices = 6

func fieldView(f activity.Field) ui.FieldView {
	v := ui.FieldView{Name: f.Name, Label: f.Label, Help: f.Help, Suffix: f.Suffix, Required: f.Required, Optional: !f.Required, Autocomplete: "off"}
	switch f.Type {
	case activity.Number:
		v.Type = "number"
	case activity.DateField:
		v.Type = "date"
	case activity.ChoiceType:
		v.Type = "select"
		if len(f.Choices) <= fewChoices {
			v.Type = "radios"
		}
		for _, c := range f.Choices {
			v.Choices = append(v.Choices, ui.Choice{Value: c.Value, Text: c.Text})
		}
	default:
		v.Max = int(f.Max)
		if f.Max > 200 {
			v.Type = "textarea"
		}
	}
	return v
}
