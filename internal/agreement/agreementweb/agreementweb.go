// Package agreementweb has the pages of agreements: the list, one agreement with
// all that hangs on it, and the forms that change it.
package agreementweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// Pages are the pages of agreements.
type Pages struct {
	Site      *web.Site
	Org       *org.Service
	Agreement *agreement.Service
	// Base is the address of this site, for links that leave it; package app fills it.
	Base func(*http.Request) string
}

// Routes are the lines of the route table.
func (p *Pages) Routes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /agreements", Need: agreement.Read, Do: p.list},
		{Pattern: "GET /agreements/new", Need: agreement.Write, Do: p.newForm},
		{Pattern: "POST /agreements/new", Need: agreement.Write, Do: p.begin},
		{Pattern: "GET /agreements/{id}", Need: agreement.Read, Do: p.orPaper(p.show)},
		{Pattern: "GET /agreements/{id}/journal", Need: agreement.Read, Do: p.journal},
		{Pattern: "GET /agreements/{id}/files/{file}", Need: agreement.Read, Do: p.file},
		{Pattern: "GET /agreements/{id}/files/{file}/preview", Need: agreement.Read, Do: p.filePreview},
	}
	return slices.Concat(
		out, p.actRoutes(), p.paperRoutes(), p.turnRoutes(), p.workRoutes(), p.reviewRoutes(), p.visitRoutes(), p.remindRoutes(), p.roomRoutes(),
	)
}

// render answers with a page under the place of agreements in the navigation.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "agreements"}, body)
}

// section is a part of the page of an agreement that is read and drawn by its
// own file. It gives nil where there is nothing to show.
type section func(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error)

// main are the sections below the stage, in the order they stand.
func (p *Pages) main() []section {
	return []section{
		p.fieldsSection,
		p.workSection,
		p.reviewSection,
		p.visitSection,
	}
}

// aside are those beside them.
func (p *Pages) aside() []section {
	return []section{
		p.anewSection,
		p.remindSection,
		p.roomSection,
		p.journalSection,
		p.infoSection,
		p.paperSection,
	}
}

// read reads some sections on one snapshot.
func read(ctx context.Context, tx *db.Tx, c agreement.Card, some []section) (out []templ.Component, err error) {
	for _, s := range some {
		part, err := s(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out = append(out, part)
		}
	}
	return out, nil
}

// say is a text of the pages.
func say(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "agreement."+key, args...)
}

// crumbs lead to a page below the list.
func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Text: say(ctx, "page.title"), Href: "/agreements"}}, more...)
}

// address is a path with those of the pairs that have a value.
func address(path string, pairs ...string) string {
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
