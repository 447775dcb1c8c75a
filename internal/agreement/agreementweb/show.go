package agreementweb

import (
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"

	"github.com/a-h/templ"
)

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var c agreement.Card
	var main, aside []templ.Component
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if c, err = p.Agreement.OpenIn(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if main, err = read(ctx, tx, c, p.main()); err != nil {
			return err
		}
		aside, err = read(ctx, tx, c, p.aside())
		return err
	})
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, c.Title, showPage(c, main, aside))
}
