package gameshowweb

import (
	"context"
	"net/http"

	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

func (p *Pages) shows(w http.ResponseWriter, r *http.Request) error {
	list, err := p.Show.Shows(r.Context())
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, say(r.Context(), "build.title"), showsPage(list))
}

// render answers with a page under the place of shows in the navigation.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "shows"}, body)
}

// say is a text of the pages.
func say(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "gameshow."+key, args...)
}
