// Package practiceweb has the pages of the library of good models: the list, one
// practice with its figures and who has taken it over, and the forms.
package practiceweb

import (
	"context"
	"net/http"

	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"

	"github.com/a-h/templ"
)

// Pages are the pages of practices.
type Pages struct {
	Site     *web.Site
	Org      *org.Service
	Practice *practice.Service
}

// Routes are the lines of the route table.
func (p *Pages) Routes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /practices", Need: practice.Read, Do: p.list},
		{Pattern: "GET /practices/new", Need: practice.Write, Do: p.newForm},
		{Pattern: "POST /practices/new", Need: practice.Write, Do: p.begin},
		{Pattern: "GET /practices/{id}", Need: practice.Read, Do: p.show},
		{Pattern: "GET /practices/{id}/files/{file}", Need: practice.Read, Do: p.file},
		{Pattern: "GET /practices/{id}/files/{file}/preview", Need: practice.Read, Do: p.preview},
		{Pattern: "GET /practices/{id}/change", Need: practice.Write, Do: p.changeForm},
		{Pattern: "POST /practices/{id}/change", Need: practice.Write, Do: p.change},
	}
	for _, a := range p.acts() {
		at := "/practices/{id}/" + a.path
		out = append(out,
			web.Route{Pattern: "GET " + at, Need: practice.Write, Do: p.actForm(a)},
			web.Route{Pattern: "POST " + at, Need: practice.Write, Do: p.act(a)})
	}
	return out
}

// render answers with a page under the place of practices in the navigation.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "practices"}, body)
}

// say is a text of these pages.
func say(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "practice."+key, args...)
}

// crumbs are the way to a page below the list.
func crumbs(ctx context.Context, last string, more ...ui.Link) []ui.Link {
	out := append([]ui.Link{{Text: say(ctx, "page.title"), Href: "/practices"}}, more...)
	return append(out, ui.Link{Text: last})
}
