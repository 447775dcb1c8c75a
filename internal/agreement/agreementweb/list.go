package agreementweb

import (
	"net/http"

	"donghanh/internal/agreement"
)

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	lines, _, err := p.Agreement.List(r.Context(), agreement.Filter{Cursor: r.URL.Query().Get("cursor")})
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, say(r.Context(), "page.title"), listPage(lines))
}
