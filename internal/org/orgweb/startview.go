package orgweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// startView is the form of a start, and its preview.
type startView struct {
	Title, Lead, Here string
	Crumbs            []ui.Link
	Form              *web.Form
	Wards             ui.FieldView
	Day, Late         []ui.FieldView
	List              *wardsView // nil unless communes are chosen
	Plan              planView
}

// wardsView is the communes to choose from: those the filter leaves, and the
// ticks of those it hides.
type wardsView struct {
	Here   string
	Query  string
	Shown  []ui.Choice
	Hidden []string
	Ticked int
	All    int
}

// planView is what a start would do.
type planView struct {
	Said   string
	New    int
	Faulty bool // something is in the way: nothing can be founded
	Rows   []planRow
	Hidden []ui.Choice // what was chosen, for the form that carries it out: Text is the name
	Back   string
}

func (v planView) state() ui.State {
	switch {
	case v.Faulty:
		return ui.Low
	case v.New == 0:
		return ui.OK
	}
	return ui.None
}

// planRow is a unit, or the ward unions of a federation in one.
type planRow struct {
	Name, Text string
	Deep       bool
	State      ui.State
	Icon, Tag  string
}

func (p *Pages) startView(ctx context.Context, f *web.Form, place places.Place) startView {
	title := i18n.T(ctx, "org.start.title")
	v := startView{Title: i18n.T(ctx, "org.start.nation"), Here: startHref(nation), Form: f}
	if place.Code != "" {
		v.Title, v.Here = place.FullName, startHref(place.Code)
	}
	v.Crumbs = []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}, {Text: title, Href: "/start"}, {Text: v.Title}}
	return v
}

func (p *Pages) askStart(w http.ResponseWriter, r *http.Request, f *web.Form, place places.Place) error {
	ctx := r.Context()
	v := p.startView(ctx, f, place)
	v.Lead = i18n.T(ctx, "org.start.lead")
	v.Wards = f.Field(ui.FieldView{Name: "wards", Type: radios, Label: i18n.T(ctx, "org.start.wards"), Choices: p.wardChoices(ctx, place)})
	v.Day = fields(ctx,
		ui.FieldView{Name: "before", Type: "checkbox"}, ui.FieldView{Name: "founded_on", Type: "date", Help: i18n.T(ctx, "org.start.day")},
		ui.FieldView{Name: "decision_no", Optional: true, Max: 60, Autocomplete: "off"},
	)
	for i := range v.Day {
		v.Day[i] = f.Field(v.Day[i])
	}
	for _, g := range lateGroup(ctx, f) {
		for _, field := range g.Fields {
			v.Late = append(v.Late, f.Field(field))
		}
	}
	if f.Text("wards") == org.ChosenWards && place.Code != "" {
		list := p.wardList(f, place)
		v.List = &list
	}
	return p.render(w, r, f.Status(), v.Title, startPage(v))
}

func (p *Pages) wardChoices(ctx context.Context, place places.Place) []ui.Choice {
	provinces, count := p.Org.Places.Provinces(p.startDay()), 0
	for _, province := range provinces {
		if place.Code == "" || province.Code == place.Code {
			count += len(p.Org.Places.Communes(province.Code, p.startDay()))
		}
	}
	all := ui.Choice{Value: org.AllWards, Text: i18n.T(ctx, "org.start.wards_all", i18n.Args{"count": count})}
	if place.Code == "" {
		return []ui.Choice{{Value: org.NoWards, Text: i18n.T(ctx, "org.start.wards_none_nation", i18n.Args{"count": len(provinces)})}, all}
	}
	return []ui.Choice{
		{Value: org.NoWards, Text: i18n.T(ctx, "org.start.wards_none")},
		all,
		{Value: org.ChosenWards, Text: i18n.T(ctx, "org.start.wards_chosen")},
	}
}

// tick carries out the buttons that tick or clear all communes in sight.
func (p *Pages) tick(f *web.Form, place places.Place) {
	list := p.wardList(f, place)
	switch f.Text("tick") {
	case "all":
		f.Values["ward"] = list.Hidden
		for _, c := range list.Shown {
			f.Values.Add("ward", c.Value)
		}
	case "none":
		f.Values["ward"] = list.Hidden
	}
}

func (p *Pages) wardList(f *web.Form, place places.Place) wardsView {
	all := p.Org.Places.Communes(place.Code, p.startDay())
	v := wardsView{Here: startHref(place.Code), Query: f.Text("q"), All: len(all)}
	shown := map[string]bool{}
	for _, c := range places.ByName(p.Org.Places.Suggest(place.Code, v.Query, p.startDay(), len(all))) {
		shown[c.Code] = true
		v.Shown = append(v.Shown, ui.Choice{Value: c.Code, Text: c.FullName, Current: slices.Contains(f.Values["ward"], c.Code)})
	}
	for _, code := range f.Values["ward"] {
		if v.Ticked++; !shown[code] {
			v.Hidden = append(v.Hidden, code)
		}
	}
	return v
}

func (p *Pages) showPlan(w http.ResponseWriter, r *http.Request, f *web.Form, place places.Place, rows []org.Planned) error {
	ctx := r.Context()
	v := p.startView(ctx, f, place)
	v.Lead = i18n.T(ctx, "org.start.preview")
	v.Plan = planOf(ctx, rows, place.Code == "")
	back := url.Values{"listed": {"1"}}
	for _, name := range []string{"wards", "ward", "before", "founded_on", "decision_no", "reason"} {
		back[name] = f.Values[name]
		for _, value := range f.Values[name] {
			v.Plan.Hidden = append(v.Plan.Hidden, ui.Choice{Text: name, Value: value})
		}
	}
	v.Plan.Back = v.Here + "?" + back.Encode()
	return p.render(w, r, f.Status(), v.Title, startPlanPage(v))
}

// planOf tells a plan: each unit of a province; of the nation each federation
// and how many ward unions it gets, for 3,321 rows nobody reads.
func planOf(ctx context.Context, rows []org.Planned, summed bool) (v planView) {
	n := planCount{}
	of := planCount{} // ward unions of one federation
	flush := func() {
		if of.all() > 0 && summed {
			v.Rows = append(v.Rows, planRow{Name: i18n.T(ctx, "org.start.unions", i18n.Args{"count": of.all()}), Text: of.text(ctx), Deep: true, State: of.state()})
		}
		of = planCount{}
	}
	for _, r := range rows {
		n.add(r)
		if r.Kind == "ward" {
			of.add(r)
		} else {
			flush()
		}
		if r.Kind != "ward" || r.Fault != nil || !summed {
			v.Rows = append(v.Rows, rowOf(ctx, r))
		}
	}
	flush()
	v.Said, v.New, v.Faulty = n.text(ctx), n.fresh, n.faulty > 0
	if v.Faulty {
		v.New = 0
	}
	return v
}

func rowOf(ctx context.Context, r org.Planned) planRow {
	v := planRow{Name: r.Name, Text: r.Code, Deep: r.Kind == "ward", State: ui.OK, Icon: "plus", Tag: i18n.T(ctx, "org.start.new")}
	switch {
	case r.Fault != nil:
		v.State, v.Icon, v.Tag, v.Text = ui.Low, "x", i18n.T(ctx, "org.start.fault"), web.Message(ctx, r.Fault)
	case r.Have != nil:
		v.Name, v.Text, v.State, v.Icon, v.Tag = r.Have.Name, r.Have.Code, ui.None, "check", i18n.T(ctx, "org.start.have")
	}
	return v
}

// planCount counts rows of a plan.
type planCount struct{ fresh, have, faulty int }

func (n *planCount) add(r org.Planned) {
	switch {
	case r.Fault != nil:
		n.faulty++
	case r.Have != nil:
		n.have++
	default:
		n.fresh++
	}
}

func (n planCount) all() int { return n.fresh + n.have + n.faulty }

func (n planCount) text(ctx context.Context) string {
	args := i18n.Args{"new": n.fresh, "have": n.have, "faulty": n.faulty}
	switch {
	case n.faulty > 0:
		return i18n.T(ctx, "org.start.count_faulty", args)
	case n.have > 0:
		return i18n.T(ctx, "org.start.count_have", args)
	}
	return i18n.T(ctx, "org.start.count", args)
}

func (n planCount) state() ui.State {
	if n.faulty > 0 {
		return ui.Low
	}
	return ui.None
}
