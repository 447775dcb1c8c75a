// Package agreementweb has the pages of agreements: the list, one agreement with
// all that hangs on it, and the forms that change it.
package agreementweb

import (
	"context"
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
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
	return append([]web.Route{
		{Pattern: "GET /agreements", Need: agreement.Read, Do: p.list},
		{Pattern: "GET /agreements/{id}", Need: agreement.Read, Do: p.show},
	}, p.turnRoutes()...)
}

// render answers with a page under the place of agreements in the navigation.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "agreements"}, body)
}

// section is a part of the page of an agreement that is read and drawn by its
// own file. It gives nil where there is nothing to show.
type section func(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error)

// main are the sections below the commitments, in the order they stand.
func (p *Pages) main() []section {
	return []section{}
}

// aside are those beside them.
func (p *Pages) aside() []section {
	return []section{p.anewSection}
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
