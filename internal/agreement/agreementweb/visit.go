package agreementweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// visitRoutes are the addresses of visits.
func (p *Pages) visitRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /exchanges", Need: agreement.Read, Do: p.visits},
		{Pattern: "GET /exchanges/new", Need: agreement.Write, Do: p.visitNew},
		{Pattern: "POST /exchanges/new", Need: agreement.Write, Do: p.visitPlan},
		{Pattern: "GET /exchanges/{id}", Need: agreement.Read, Do: p.visit},
		{Pattern: "GET /exchanges/{id}/plan", Need: agreement.Read, Do: p.visitPaper},
		{Pattern: "GET /exchanges/{id}/plan/{format}", Need: agreement.Read, Do: p.visitDownload},
		{Pattern: "GET /exchanges/{id}/files/{file}", Need: agreement.Read, Do: p.visitFile},
		{Pattern: "GET /exchanges/{id}/files/{file}/preview", Need: agreement.Read, Do: p.visitFilePreview},
		{Pattern: "GET /exchanges/{id}/change", Need: agreement.Write, Do: p.visitChangeForm},
		{Pattern: "POST /exchanges/{id}/change", Need: agreement.Write, Do: p.visitChange},
		{Pattern: "POST /exchanges/{id}/topics/{topic}/drop", Need: agreement.Write, Do: p.topicDrop},
		{Pattern: "GET /agreements/{id}/skip", Need: agreement.Write, Do: p.skipForm},
		{Pattern: "POST /agreements/{id}/skip", Need: agreement.Write, Do: p.skip},
	}
	for _, a := range visitActs() {
		at := "/exchanges/{id}/" + a.path
		out = append(out,
			web.Route{Pattern: "GET " + at, Need: agreement.Write, Do: p.visitActForm(a)},
			web.Route{Pattern: "POST " + at, Need: agreement.Write, Do: p.visitAct(a)})
	}
	return out
}

// visitSay is a text of the pages of visits.
func visitSay(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "agreement.visit."+key, args...)
}

// visitRender answers with a page under the place of visits in the navigation.
func (p *Pages) visitRender(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "exchanges"}, body)
}

func visitCrumbs(ctx context.Context, last string, more ...ui.Link) []ui.Link {
	out := append([]ui.Link{{Text: visitSay(ctx, "page.title"), Href: "/exchanges"}}, more...)
	return append(out, ui.Link{Text: last})
}

// visitsView is the list of visits.
type visitsView struct {
	Roles    []ui.Chip
	Form     *web.Form
	Query    ui.FieldView
	Role     string
	Filtered bool
	MayWrite bool
	Lines    []visitLine
	Next     string
	Empty    [2]string
	Action   ui.Link
}

type visitLine struct {
	Href, Title, Sides, When, Topics string
	State                            visitTag
}

// visitTag is where a visit or a turn stands.
type visitTag struct {
	State ui.State
	Text  string
}

// visits lists those of the acting unit and below it.
func (p *Pages) visits(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	f, err := p.Site.NewForm(w, r, map[string]string{"q": q.Get("q"), "role": q.Get("role")})
	if err != nil {
		return err
	}
	v := visitsView{Form: f, Role: q.Get("role"), MayWrite: p.Org.Guard.May(ctx, agreement.Write), Filtered: q.Get("q")+q.Get("role") != ""}
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := p.Org.Acting(ctx, tx)
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		lines, next, err := p.Agreement.VisitsIn(ctx, tx, agreement.VisitFilter{Unit: u.ID, Role: roleIn(v.Role), Query: q.Get("q"), Cursor: q.Get("cursor")})
		for _, l := range lines {
			v.Lines = append(v.Lines, visitLineOf(ctx, l))
		}
		if next != "" {
			q.Set("cursor", next)
			v.Next = "/exchanges?" + q.Encode()
		}
		return err
	})
	if err != nil {
		return err
	}
	v.words(ctx)
	return p.visitRender(w, r, http.StatusOK, visitSay(ctx, "page.title"), visitsPage(v))
}

// roleIn is the role an address names; what is none is no narrowing.
func roleIn(s string) agreement.VisitRole {
	if r := agreement.VisitRole(s); r == agreement.HostRole || r == agreement.GuestRole {
		return r
	}
	return ""
}

func (v *visitsView) words(ctx context.Context) {
	chip := func(role, key string) ui.Chip {
		q := url.Values{}
		if role != "" {
			q.Set("role", role)
		}
		if t := v.Form.Text("q"); t != "" {
			q.Set("q", t)
		}
		return ui.Chip{Text: i18n.T(ctx, "agreement.visit.role."+key), Href: strings.TrimSuffix("/exchanges?"+q.Encode(), "?"), Current: v.Role == role}
	}
	v.Roles = []ui.Chip{chip("", "any"), chip("host", "host"), chip("guest", "guest")}
	v.Query = v.Form.Field(ui.FieldView{Name: "q", Label: visitSay(ctx, "filter.query"), Type: "search"})
	if v.Filtered {
		v.Empty = [2]string{visitSay(ctx, "empty.none"), visitSay(ctx, "empty.filter")}
		v.Action = ui.Link{Text: visitSay(ctx, "filter.clear"), Href: "/exchanges"}
		return
	}
	v.Empty = [2]string{visitSay(ctx, "empty.title"), visitSay(ctx, "empty.text")}
	if v.MayWrite {
		v.Action = ui.Link{Text: visitSay(ctx, "new.do"), Href: "/exchanges/new"}
	}
}

func visitLineOf(ctx context.Context, l agreement.VisitLine) visitLine {
	v := visitLine{Href: agreement.VisitHref(l.ID), Title: l.Title, Sides: visitSidesText(ctx, l.Visit), When: daysText(l.First(), l.End()), State: visitTagOf(ctx, l.State)}
	if l.Topics > 0 {
		v.Topics = visitSay(ctx, "line.topics", i18n.Args{"count": l.Topics, "open": l.Unanswered})
	}
	return v
}

// visitSidesText says who goes to whom.
func visitSidesText(ctx context.Context, v agreement.Visit) string {
	return visitSay(ctx, "line.sides", i18n.Args{"guests": visitNames(v.Of(agreement.GuestRole)), "hosts": visitNames(v.Of(agreement.HostRole))})
}

func visitNames(sides []agreement.VisitSide) string {
	var names []string
	for _, s := range sides {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

// daysText is some days as people write them: 28/03/2024, 04 – 09/08/2022.
func daysText[D ~string](from, to D) string {
	a, b := i18n.Date(from), i18n.Date(to)
	switch {
	case a == b || b == "":
		return a
	case len(a) == 10 && len(b) == 10 && a[2:] == b[2:]:
		return a[:2] + " – " + b
	}
	return a + " – " + b
}

func visitTagOf(ctx context.Context, s agreement.VisitState) visitTag {
	sign := map[agreement.VisitState]ui.State{
		agreement.VisitHeld: ui.OK, agreement.VisitUnderWay: ui.Go_, agreement.VisitPlanned: ui.Go_, agreement.VisitUntold: ui.Slow, agreement.VisitCancelled: ui.None,
	}[s]
	return visitTag{sign, i18n.T(ctx, "agreement.visit.state."+string(s))}
}

// visitSection is the part of an agreement's page on its visits.
func (p *Pages) visitSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	all, err := p.Agreement.Visiting(ctx, tx, c.Agreement)
	if err != nil || (!c.Visits && len(all.Others) == 0 && !c.MaySay) {
		return nil, err
	}
	v := turnsView{Turning: c.Visits}
	for _, t := range all.Turns {
		v.Turns = append(v.Turns, turnOf(ctx, c, t))
	}
	for _, o := range all.Others {
		v.Others = append(v.Others, visitLineOf(ctx, agreement.VisitLine{Visit: o, State: o.StateOn(c.On)}))
	}
	if c.Visits {
		v.Lead = visitSay(ctx, "turn.lead", i18n.Args{"held": all.Held, "all": len(all.Turns)})
		if all.Next != nil && c.Phase.Holds() {
			v.Next = visitSay(ctx, "turn.next", i18n.Args{"year": strconv.Itoa(all.Next.Year), "host": partyNames(c, all.Next.Host), "due": all.Next.Due})
		}
	}
	if c.MaySay {
		v.New = "/exchanges/new?agreement=" + c.ID
	}
	return turnsPart(v), nil
}

// turnsView is the visits of an agreement: year · host · planned · held.
type turnsView struct {
	Turning    bool
	Lead, Next string
	Turns      []visitTurnView
	Others     []visitLine
	New        string
}

type visitTurnView struct {
	Year, Host, Planned, Held string
	State                     visitTag
	Visits                    []ui.Link
	Plan, Skip                string // addresses; empty when there is nothing to be done, or one may not
}

func turnOf(ctx context.Context, c agreement.Card, t agreement.Turn) visitTurnView {
	v := visitTurnView{Year: strconv.Itoa(t.Year), Host: partyNames(c, t.Host)}
	sign := map[agreement.TurnState]ui.State{
		agreement.TurnHeld: ui.OK, agreement.TurnPlanned: ui.Go_, agreement.TurnOpen: ui.Slow, agreement.TurnMissed: ui.Low, agreement.TurnAhead: ui.None, agreement.TurnSkipped: ui.None,
	}[t.State]
	v.State = visitTag{sign, i18n.T(ctx, "agreement.visit.turn."+string(t.State))}
	for _, x := range t.Visits {
		v.Visits = append(v.Visits, ui.Link{Text: x.Title, Href: agreement.VisitHref(x.ID)})
		if x.StateOn(c.On) == agreement.VisitCancelled {
			continue
		}
		v.Planned = daysText(x.PlannedFrom, x.PlannedTo)
		if x.HeldFrom != "" && x.HeldFrom <= c.On {
			v.Held = daysText(x.HeldFrom, x.HeldTo)
		}
	}
	if len(t.Visits) == 0 && c.Phase.Holds() {
		if c.MaySay && (t.State == agreement.TurnOpen || t.State == agreement.TurnAhead) {
			v.Plan = "/exchanges/new?agreement=" + c.ID + "&year=" + v.Year
		}
		if c.MayWrite && (t.State == agreement.TurnOpen || t.State == agreement.TurnMissed) {
			v.Skip = agreement.Href(c.ID) + "/skip?year=" + v.Year
		}
	}
	return v
}

// partyNames names the parties of a side: the first, and how many more.
func partyNames(c agreement.Card, side agreement.Side) string {
	var names []string
	for _, b := range c.Parties {
		if b.Side == side && b.On(min(c.On, c.Last())) {
			names = append(names, b.Name)
		}
	}
	if len(names) > 2 {
		return names[0] + " +" + strconv.Itoa(len(names)-1)
	}
	return strings.Join(names, ", ")
}

// visitDash stands where there is nothing to say.
func visitDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
