package homeweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// searchView is what was found.
type searchView struct {
	Field      ui.FieldView
	Query      string
	Units      []hit
	More       bool // units are left out
	Indicators []hit
}

// hit is one thing found.
type hit struct{ Name, Under, Href string }

// foundUnits is how many units a search shows.
const foundUnits = 30

// search finds units by code or name and indicators by name, typed with or
// without marks.
func (p *Pages) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := searchView{Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	v.Field = ui.FieldView{Name: "q", Label: word(ctx, "search.label"), Type: "search", Value: v.Query, Help: word(ctx, "search.help"), Max: 100}
	units, err := p.Org.Search(ctx, v.Query, foundUnits+1)
	if err != nil {
		return err
	}
	if len(units) > foundUnits {
		units, v.More = units[:foundUnits], true
	}
	for _, u := range units {
		v.Units = append(v.Units, hit{u.Name, p.under(ctx, u), "/units/" + u.Code})
	}
	if p.Org.Guard.May(ctx, target.Read) {
		v.Indicators = p.indicators(v.Query)
	}
	return p.Site.Render(w, r, http.StatusOK, web.Page{Title: word(ctx, "search.title"), Nav: "search"}, searchPage(v))
}

// under tells a unit's kind and code, and where it is so that it has ended.
func (p *Pages) under(ctx context.Context, u org.Unit) string {
	text := p.Org.Rules.Kind(u.Kind).Name + " · " + u.Code
	if standing := org.Standing(ctx, u, p.Org.DB.Clock.Today()); standing != "" {
		text += " · " + standing
	}
	return text
}

// indicators finds those that hold every word; exact marks come first.
func (p *Pages) indicators(query string) (out []hit) {
	words := strings.Fields(search.Fold(query))
	if len(words) == 0 {
		return nil
	}
	var rest []hit
	for _, ind := range p.Org.Ledger.Catalogue.Indicators {
		if !holds(ind, words) {
			continue
		}
		h := hit{ind.Name, ind.Group, "/figures/" + ind.Code}
		if search.Exact(ind.Name, query) {
			out = append(out, h)
		} else {
			rest = append(rest, h)
		}
	}
	return append(out, rest...)
}

func holds(ind ledger.Indicator, words []string) bool {
	text := search.Fold(ind.Name + " " + ind.Short + " " + ind.Code)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
