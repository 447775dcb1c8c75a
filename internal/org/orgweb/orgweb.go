// Package orgweb has the pages of the units: the tree, a unit, the forms of its
// acts and people, and the choice of the unit one acts for.
package orgweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// Pages are the pages of the units.
type Pages struct {
	Site *web.Site
	Org  *org.Service
}

// Routes are the lines of the route table.
func (p *Pages) Routes() []web.Route {
	return append(append(p.startRoutes(), p.reorgRoutes()...), []web.Route{
		{Pattern: "GET /tree", Need: org.Read, Do: p.tree},
		{Pattern: "GET /tree/compare", Need: org.Read, Do: p.compare},
		{Pattern: "GET /tree/compare/flow", Need: org.Read, Do: p.flow},
		{Pattern: "GET /tree/{code}/children", Need: org.Read, Do: p.children},
		{Pattern: "GET /units/{code}", Need: org.Read, Do: p.unit},
		{Pattern: "GET /units/new", Need: org.Manage, Do: p.foundForm},
		{Pattern: "POST /units/new", Need: org.Manage, Do: p.found},
		{Pattern: "GET /units/{code}/dissolve", Need: org.Manage, Do: p.dissolveForm},
		{Pattern: "POST /units/{code}/dissolve", Need: org.Manage, Do: p.dissolve},
		{Pattern: "GET /units/{code}/acts/{id}/withdraw", Need: org.Manage, Do: p.withdrawForm},
		{Pattern: "POST /units/{code}/acts/{id}/withdraw", Need: org.Manage, Do: p.withdraw},
		{Pattern: "GET /units/{code}/details", Need: org.Manage, Do: p.detailsForm},
		{Pattern: "POST /units/{code}/details", Need: org.Manage, Do: p.details},
		{Pattern: "GET /units/{code}/count", Need: org.Manage, Do: p.countForm},
		{Pattern: "POST /units/{code}/count", Need: org.Manage, Do: p.count},
		{Pattern: "GET /units/{code}/terms/new", Need: org.Manage, Do: p.termForm},
		{Pattern: "POST /units/{code}/terms/new", Need: org.Manage, Do: p.term},
		{Pattern: "GET /units/{code}/officers/new", Need: org.Manage, Do: p.officerForm},
		{Pattern: "POST /units/{code}/officers/new", Need: org.Manage, Do: p.officer},
		{Pattern: "GET /units/{code}/officers/{id}/end", Need: org.Manage, Do: p.endOfficerForm},
		{Pattern: "POST /units/{code}/officers/{id}/end", Need: org.Manage, Do: p.endOfficer},
		{Pattern: "GET /places/communes", Need: org.Manage, Do: p.communes},
		{Pattern: "GET /switch", Need: web.SignedIn, Do: p.chooser},
		{Pattern: "POST /switch", Need: web.SignedIn, Do: p.choose},
	}...)
}

// render answers with a page under the tree's place in the navigation.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "tree"}, body)
}

// managed is the card of a unit the actor may change.
func (p *Pages) managed(ctx context.Context, code string) (org.Card, error) {
	c, err := p.Org.Card(ctx, code)
	switch {
	case err != nil:
		return c, err
	case c.Unit.Withdrawn():
		return c, errs.New(errs.Conflict, "org.withdrawn")
	case !c.MayManage:
		return c, c.Unit.Refusal(c.Today)
	}
	return c, nil
}

func (p *Pages) today() day.Date { return p.Org.DB.Clock.Today() }

// frame is a page that is one form.
type frame struct {
	Title, Lead string
	Crumbs      []ui.Link
	Notice      string // what to know before, where something is amiss
	Form        *web.Form
	Action      string // its own address
	Back        string // where giving up leads
	Save        string // what saving is called
	Groups      []group
}

// group is fields under a common heading.
type group struct {
	Title, Help string
	Fields      []ui.FieldView
}

// draft names what is held of the form while it is typed.
func (f frame) draft() string { return f.Action }

func (p *Pages) form(w http.ResponseWriter, r *http.Request, f frame) error {
	for i, g := range f.Groups {
		for j, v := range g.Fields {
			f.Groups[i].Fields[j] = f.Form.Field(v)
		}
	}
	return p.render(w, r, f.Form.Status(), f.Title, formPage(f))
}

// unitFrame is a form about a unit; key is that of its texts.
func unitFrame(ctx context.Context, u org.Unit, f *web.Form, key, path string) frame {
	title := i18n.T(ctx, "org."+key+".title")
	return frame{
		Title: title, Lead: i18n.T(ctx, "org."+key+".lead", i18n.Args{"name": u.Name}), Form: f,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}, {Text: u.Name, Href: unitHref(u.Code)}, {Text: title}},
		Action: unitHref(u.Code) + path, Back: unitHref(u.Code), Save: i18n.T(ctx, "org."+key+".save"),
	}
}

// said redirects to a unit's page and says what was done.
func (p *Pages) said(w http.ResponseWriter, r *http.Request, u org.Unit, key string) error {
	return p.Site.Done(w, r, unitHref(u.Code), i18n.T(r.Context(), "org.said."+key, i18n.Args{"name": u.Name, "code": u.Code}))
}

func unitHref(code string) string { return "/units/" + url.PathEscape(code) }

// with is an address with a query of pairs; empty values are left out.
func with(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func choices(list []org.NamedCode) []ui.Choice {
	out := make([]ui.Choice, len(list))
	for i, c := range list {
		out[i] = ui.Choice{Value: c.Code, Text: c.Name}
	}
	return out
}

// field is a field whose label and help are messages: org.field.NAME and, where
// there is one, org.help.NAME.
func field(ctx context.Context, v ui.FieldView) ui.FieldView {
	printer := i18n.From(ctx)
	v.Label = printer.T("org.field." + v.Name)
	if key := "org.help." + v.Name; v.Help == "" && printer.Has(key) {
		v.Help = printer.T(key)
	}
	return v
}

func fields(ctx context.Context, views ...ui.FieldView) []ui.FieldView {
	for i, v := range views {
		views[i] = field(ctx, v)
	}
	return views
}

func people(ctx context.Context, name string) ui.FieldView {
	return ui.FieldView{Name: name, Type: "number", Suffix: i18n.T(ctx, "org.people"), Optional: true}
}

func afterOf(r *http.Request) int {
	n, _ := strconv.Atoi(r.URL.Query().Get("after")) // junk begins at the first page
	return min(max(n, 0), 1_000_000)
}
