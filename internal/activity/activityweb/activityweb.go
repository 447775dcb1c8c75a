// Package activityweb has the pages of records of work: the list, the form
// that is made from a kind's fields, a record with its history, its correction
// and its withdrawal.
package activityweb

import (
	"context"
	"net/url"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// Pages has the handlers of this package.
type Pages struct {
	Site     *web.Site
	Activity *activity.Service
	Org      *org.Service
}

// Routes are the pages' addresses.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /activities", Need: activity.Read, Do: p.list},
		{Pattern: "GET /activities.xlsx", Need: activity.Read, Do: p.export},
		{Pattern: "GET /activities/new", Need: activity.Write, Do: p.begin},
		{Pattern: "POST /activities/new", Need: activity.Write, Do: p.record},
		{Pattern: "GET /activities/units", Need: activity.Write, Do: p.units},
		{Pattern: "GET /activities/preview", Need: activity.Write, Do: p.preview},
		{Pattern: "GET /activities/suggest", Need: activity.Write, Do: p.suggest},
		{Pattern: "GET /activities/open", Need: activity.Read, Do: p.open},
		{Pattern: "GET /activities/{id}", Need: activity.Read, Do: p.show},
		{Pattern: "POST /activities/{id}/reveal", Need: activity.Read, Do: p.reveal},
		{Pattern: "GET /activities/{id}/files/{file}", Need: activity.Read, Do: p.file},
		{Pattern: "GET /activities/{id}/files/{file}/preview", Need: activity.Read, Do: p.filePreview},
		{Pattern: "GET /activities/{id}/done", Need: activity.Write, Do: p.beginDone},
		{Pattern: "POST /activities/{id}/done", Need: activity.Write, Do: p.done},
		{Pattern: "GET /activities/{id}/change", Need: activity.Write, Do: p.beginChange},
		{Pattern: "POST /activities/{id}/change", Need: activity.Write, Do: p.change},
		{Pattern: "GET /activities/{id}/withdraw", Need: activity.Write, Do: p.beginWithdraw},
		{Pattern: "POST /activities/{id}/withdraw", Need: activity.Write, Do: p.withdraw},
	}
}

// page is the frame of all but the form, which is a place of its own.
func page(title string) web.Page { return web.Page{Title: title, Nav: "activities"} }

func crumbs(ctx context.Context, last string, more ...ui.Link) []ui.Link {
	out := append([]ui.Link{{Text: i18n.T(ctx, "activity.list.title"), Href: "/activities"}}, more...)
	return append(out, ui.Link{Text: last})
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

// unitText names a unit so that two of one name are told apart.
func unitText(u org.Unit) string { return u.Name + " (" + u.Code + ")" }
