package activityweb

import (
	"context"
	"net/http"
	"strings"

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
	Fields      []askView
	Common      []ui.FieldView // partner, note, and the reason of a correction
	Day         ui.FieldView
	Already     string // address of the record that this very form has made
	Current     *currentView
	After       afterView
	Record      string // id and version of what is corrected
	Version     string
	Whole       *ui.Link // what it is part of
	Under       string
	Upload      bool          // it takes files
	Late        string        // which signed reports a correction will differ from
	Purpose     *ui.FieldView // what it is done for; nil: there is nothing to choose from
}

// unitView is for whom a record is made: told, or to be looked for.
type unitView struct {
	Fixed bool
	Code  string
	Text  string
	Field ui.FieldView
	Picks picksView
}

// begin shows the form of a kind, or the kinds to choose from.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	first := map[string]string{"kind": q.Get("kind"), "unit": q.Get("unit"), "under": q.Get("under"), "day": string(p.Activity.Today()), "purpose": q.Get("commitment")}
	f, err := p.Site.NewForm(w, r, first)
	if err != nil {
		return err
	}
	k := p.Activity.Kinds.Find(f.Text("kind"))
	if k == nil {
		return p.choose(w, r)
	}
	desk, err := p.Activity.Desk(ctx)
	if err != nil {
		return err
	}
	if f.Text("unit") == "" && desk.Itself {
		f.Values.Set("unit", desk.Acting.Code)
	}
	return p.renderNew(w, r, f, k, "")
}

// record takes the form of a new record.
func (p *Pages) record(w http.ResponseWriter, r *http.Request) error {
	ctx, asked := r.Context(), r.URL.Query().Get("kind")
	k := p.Activity.Kinds.Find(asked)
	if k == nil {
		return errs.At("kind", "activity.kind.unknown", errs.Args{"kind": asked})
	}
	f, err := p.readForm(w, r, k)
	if err != nil {
		return err
	}
	rec, err := p.recordForm(ctx, f, k)
	if err == nil {
		return p.recorded(w, r, f, rec)
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

// recordForm records what can be read; a file that was refused keeps the form
// open.
func (p *Pages) recordForm(ctx context.Context, f *web.Form, k *activity.Kind) (activity.Record, error) {
	if err := f.Err(); err != nil {
		return activity.Record{}, err
	}
	return p.Activity.Record(ctx, draftOf(f, k))
}

// recorded leads to the record, or to the next part of the same whole.
func (p *Pages) recorded(w http.ResponseWriter, r *http.Request, f *web.Form, rec activity.Record) error {
	ctx := r.Context()
	v, err := p.Activity.Show(ctx, rec.ID)
	if err != nil {
		return err
	}
	said := i18n.T(ctx, "activity.said.recorded", i18n.Args{"title": rec.Title, "unit": v.UnitRow.Name, "day": rec.Day})
	if f.Text("next") != "" {
		return p.Site.Done(w, r, address("/activities/new", "kind", rec.Kind, "under", rec.Under, "commitment", f.Text("purpose")), said)
	}
	return p.Site.Done(w, r, "/activities/"+rec.ID, said)
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
		Title: k.Name, Lead: k.Lead, Form: f, Kind: k, Action: address("/activities/new", "kind", k.Code), Save: i18n.T(ctx, "activity.new.save"),
		Draft: "activity-" + k.Code, Already: already,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "activity.new.title"), Href: "/activities/new"}, {Text: k.Name}},
	}
	desk, err := p.Activity.Desk(ctx)
	if err != nil {
		return err
	}
	if len(k.Under) > 0 {
		err = p.underWhole(ctx, f, k, &v)
	} else {
		v.Unit, err = p.unitView(ctx, f, k, desk)
	}
	if err != nil {
		return err
	}
	if v.After, err = p.after(ctx, desk, activity.Trial{Draft: draftOf(f, k)}); err != nil {
		return err
	}
	if v.Purpose, err = p.purpose(ctx, f, activity.Purpose{}); err != nil {
		return err
	}
	if err := p.fields(ctx, &v, f, k); err != nil {
		return err
	}
	if reason := reasonField(ctx, f, "activity.late.help"); reason.Value != "" || reason.Error != "" {
		v.Common = append(v.Common, reason)
	}
	return p.Site.Render(w, r, f.Status(), web.Page{Title: k.Name, Nav: "record"}, formPage(v))
}

// underWhole puts a part under the record it was opened from, in its unit.
func (p *Pages) underWhole(ctx context.Context, f *web.Form, k *activity.Kind, v *formView) error {
	if f.Text("under") == "" {
		return errs.At("under", "activity.under.missing", errs.Args{"kind": k.Name, "wholes": p.Activity.KindNames(k.Under)})
	}
	whole, err := p.Activity.Show(ctx, f.Text("under"))
	if err != nil {
		return err
	}
	link := ui.Link{Text: whole.Title, Href: "/activities/" + whole.ID}
	v.Whole, v.Under, v.Draft = &link, whole.ID, "activity-"+k.Code+"-"+whole.ID
	v.Unit = unitView{Fixed: true, Code: whole.UnitRow.Code, Text: unitText(whole.UnitRow)}
	f.Values.Set("unit", whole.UnitRow.Code)
	v.Crumbs = crumbs(ctx, k.Name, link)
	return nil
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
	d.Under, d.Reason = f.Text("under"), f.Text("reason")
	if f.Values.Has("purpose") {
		purpose := f.Text("purpose")
		d.Purpose = &purpose
	}
	for _, field := range k.Fields {
		d.Fields[field.Name] = f.Text(field.Name)
		if field.Attached() {
			d.Fields[field.Name] = strings.Join(split(f.Values[field.Name]), ",")
		}
	}
	return d
}

// fields makes the form's fields from the kind's.
func (p *Pages) fields(ctx context.Context, v *formView, f *web.Form, k *activity.Kind) error {
	v.Day = f.Field(ui.FieldView{Name: "day", Label: i18n.T(ctx, "activity.label.day"), Type: "date", Required: true})
	for _, field := range k.Fields {
		a, err := p.ask(ctx, f, k, field)
		if err != nil {
			return err
		}
		v.Fields, v.Upload = append(v.Fields, a), v.Upload || field.Attached()
	}
	v.Common = append(v.Common,
		f.Field(ui.FieldView{Name: "partner", Label: i18n.T(ctx, "activity.label.partner"), Help: i18n.T(ctx, "activity.label.partner_help"), Optional: true, Max: 200}),
		f.Field(ui.FieldView{Name: "note", Label: i18n.T(ctx, "activity.label.note"), Type: "textarea", Optional: true, Max: 2000}))
	return nil
}
