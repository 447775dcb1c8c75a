package orgweb

import (
	"net/http"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// choiceView lets choose a unit: where the actor's tree begins, or what was
// searched. Action is the page itself.
type choiceView struct {
	Action, Query string
	Field         string // the name a code is sent under
	Units         []org.Found
	Current       string    // id of the unit chosen now
	Next          string    // where to go after choosing
	Keep          []ui.Link // what the address says besides: name and value
	AtTop         bool      // a unit may be founded without a superior
	Today         day.Date
	Heirs         map[string][]org.Related // of units that have ended, by their ids
}

func (p *Pages) choice(r *http.Request, action, name string) (v choiceView, err error) {
	ctx := r.Context()
	v = choiceView{Action: action, Field: name, Query: strings.TrimSpace(r.URL.Query().Get("q")), Current: web.Me(r).Unit, Today: p.today()}
	v.AtTop = p.Org.Guard.Scope(ctx, org.Manage).All
	var units []org.Found
	if v.Query != "" {
		if units, err = p.Org.Look(ctx, v.Query, foundMost); err != nil {
			return v, err
		}
	} else {
		tops, err := p.Org.Tops(ctx)
		if err != nil {
			return v, err
		}
		for _, n := range tops {
			units = append(units, org.Found{Unit: n.Unit})
		}
	}
	var ended []org.Unit
	for _, u := range units {
		if u.EndedBy(v.Today) {
			ended = append(ended, u.Unit)
		}
		if !u.Withdrawn() {
			v.Units = append(v.Units, u)
		}
	}
	v.Heirs, err = p.Org.HeirsOf(ctx, ended)
	return v, err
}

// chooser shows the units one may act for.
func (p *Pages) chooser(w http.ResponseWriter, r *http.Request) error {
	v, err := p.choice(r, "/switch", "unit")
	if err != nil {
		return err
	}
	if v.Next = r.URL.Query().Get("next"); v.Next == "" {
		v.Next = cameFrom(r)
	}
	return p.render(w, r, http.StatusOK, i18n.T(r.Context(), "org.switch.title"), switchPage(v))
}

// choose makes a unit the one acted for and goes back.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	u, err := p.Org.Open(r.Context(), f.Text("unit"))
	if err != nil {
		return err
	}
	if err := p.Site.Auth.ActFor(r.Context(), org.Read, u.ID); err != nil {
		return err
	}
	next := web.Local(f.Text("next"))
	if f.Text("next") == "" {
		next = cameFrom(r)
	}
	return p.Site.Done(w, r, next, i18n.T(r.Context(), "org.said.switch", i18n.Args{"name": u.Name}))
}

// cameFrom is the page of this site a request came from, or the first page.
func cameFrom(r *http.Request) string {
	if to := web.Back(r); !strings.HasPrefix(to, "/switch") {
		return to
	}
	return "/"
}
