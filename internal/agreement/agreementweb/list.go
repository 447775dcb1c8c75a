package agreementweb

import (
	"context"
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// listView is the page of the list.
type listView struct {
	Lead        string
	Reach       []ui.Chip // with all below, or only its own
	Query       ui.FieldView
	Filters     []ui.FieldView
	Own         string // kept along by the form
	Narrowed    bool   // by one of the filters
	Filtered    bool
	Lines       []lineView
	First, Next string // addresses of pages
	Empty       [2]string
	MayWrite    bool
}

// lineView is one agreement in the list.
type lineView struct {
	Title, Href, With, About string
	Phase                    agreement.Phase
	Late, Open               string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	first := map[string]string{}
	for _, name := range []string{"q", "phase", "kind", "partner", "own"} {
		first[name] = q.Get(name)
	}
	f, err := p.Site.NewForm(w, r, first)
	if err != nil {
		return err
	}
	filter := agreement.Filter{
		Own: f.Text("own") != "", Kind: agreement.Kind(f.Text("kind")), Partner: agreement.PartnerKind(f.Text("partner")),
		Phase: agreement.Phase(f.Text("phase")), Query: f.Text("q"), Cursor: q.Get("cursor"),
	}
	var unit org.Unit
	var lines []agreement.Line
	var next string
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		if unit, err = p.acting(ctx, tx); err != nil {
			return err
		}
		filter.Unit = unit.ID
		lines, next, err = p.Agreement.ListIn(ctx, tx, filter)
		return err
	})
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, say(ctx, "page.title"), listPage(p.listView(ctx, f, unit, filter, lines, next)))
}

// acting is the unit one works for; none for who works everywhere and for none.
func (p *Pages) acting(ctx context.Context, tx *db.Tx) (org.Unit, error) {
	u, err := p.Org.Acting(ctx, tx)
	if errs.Is(err, errs.NotFound) {
		return org.Unit{}, nil
	}
	return u, err
}

func (p *Pages) listView(ctx context.Context, f *web.Form, unit org.Unit, filter agreement.Filter, lines []agreement.Line, next string) listView {
	v := listView{
		Lead: unit.Name, Own: f.Text("own"), MayWrite: p.Org.Guard.May(ctx, agreement.Write),
		Query:    f.Field(ui.FieldView{Name: "q", Label: say(ctx, "page.filter.q"), Type: "search", Placeholder: say(ctx, "page.filter.q_help"), Autocomplete: "off"}),
		Filters:  filters(ctx, f),
		Narrowed: f.Text("phase")+f.Text("kind")+f.Text("partner") != "",
	}
	v.Filtered = v.Narrowed || f.Text("q") != ""
	if unit.ID != "" {
		v.Reach = []ui.Chip{
			{Text: say(ctx, "page.reach.all"), Href: listAddress(f, "", ""), Current: !filter.Own},
			{Text: say(ctx, "page.reach.own"), Href: listAddress(f, "1", ""), Current: filter.Own},
		}
	}
	if filter.Cursor != "" {
		v.First = listAddress(f, v.Own, "")
	}
	if next != "" {
		v.Next = listAddress(f, v.Own, next)
	}
	for _, l := range lines {
		v.Lines = append(v.Lines, lineOf(ctx, l, unit))
	}
	v.empty(ctx)
	return v
}

func filters(ctx context.Context, f *web.Form) []ui.FieldView {
	phase := ui.FieldView{Name: "phase", Label: say(ctx, "page.filter.phase"), Type: "select", Placeholder: say(ctx, "page.filter.any")}
	for _, p := range []agreement.Phase{
		agreement.Running, agreement.Ending, agreement.Overdue, agreement.Ahead, agreement.Draft, agreement.Closed, agreement.Ended,
	} {
		phase.Choices = append(phase.Choices, ui.Choice{Value: string(p), Text: phaseName(ctx, p)})
	}
	kind := ui.FieldView{Name: "kind", Label: say(ctx, "page.filter.kind"), Type: "select", Placeholder: say(ctx, "page.filter.any"), Choices: kindChoices(ctx)}
	partner := ui.FieldView{Name: "partner", Label: say(ctx, "page.filter.partner"), Type: "select", Placeholder: say(ctx, "page.filter.any")}
	partner.Choices = append([]ui.Choice{{Value: string(agreement.Union), Text: partnerName(ctx, agreement.Union)}}, partnerChoices(ctx)...)
	return []ui.FieldView{f.Field(phase), f.Field(kind), f.Field(partner)}
}

func kindChoices(ctx context.Context) (out []ui.Choice) {
	for _, k := range agreement.Kinds() {
		out = append(out, ui.Choice{Value: string(k), Text: kindName(ctx, k)})
	}
	return out
}

func partnerChoices(ctx context.Context) (out []ui.Choice) {
	for _, k := range agreement.PartnerKinds() {
		out = append(out, ui.Choice{Value: string(k), Text: partnerName(ctx, k)})
	}
	return out
}

// lineOf says an agreement in two lines; the keeper is named where it is not the
// unit one works for.
func lineOf(ctx context.Context, l agreement.Line, acting org.Unit) lineView {
	v := lineView{Title: l.Title, Href: agreement.Href(l.ID), Phase: l.Phase, With: others(ctx, l.Opposite, l.Others)}
	if l.Whose != acting.ID && v.With != "" {
		v.With = say(ctx, "page.with", i18n.Args{"unit": l.UnitName, "others": v.With})
	} else if l.Whose != acting.ID {
		v.With = l.UnitName
	}
	v.About = kindName(ctx, l.Kind) + " · " + stageText(l.Agreement)
	if l.Phase.Holds() && l.Late > 0 {
		v.Late = say(ctx, "page.late", i18n.Args{"count": l.Late})
	}
	if l.Phase.Holds() && l.Open > l.Late {
		v.Open = say(ctx, "page.open", i18n.Args{"count": l.Open - l.Late})
	}
	return v
}

// empty says what to do first.
func (v *listView) empty(ctx context.Context) {
	switch {
	case v.Filtered || v.Own != "":
		v.Empty = [2]string{say(ctx, "page.empty.none"), say(ctx, "page.empty.filter")}
	case v.MayWrite:
		v.Empty = [2]string{say(ctx, "page.empty.title"), say(ctx, "page.empty.text")}
	default:
		v.Empty = [2]string{say(ctx, "page.empty.title"), say(ctx, "page.empty.reader")}
	}
}

// emptyLink is what to do where the list is empty.
func (v listView) emptyLink(ctx context.Context) ui.Link {
	switch {
	case v.Filtered || v.Own != "":
		return ui.Link{Text: say(ctx, "page.filter.clear"), Href: "/agreements"}
	case v.MayWrite:
		return ui.Link{Text: say(ctx, "page.new"), Href: "/agreements/new"}
	}
	return ui.Link{}
}

func listAddress(f *web.Form, own, cursor string) string {
	return address("/agreements", "q", f.Text("q"), "phase", f.Text("phase"), "kind", f.Text("kind"), "partner", f.Text("partner"), "own", own, "cursor", cursor)
}
