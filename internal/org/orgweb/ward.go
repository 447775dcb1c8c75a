package orgweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

const (
	wardsSuggested = 12  // communes offered while one types
	wardsNamed     = 5   // of several of one name
	wardLongest    = 100 // characters of a name with its district
)

// wardDay is the day on which a unit's commune is meant: today, of one that has
// ended its last day.
func (p *Pages) wardDay(u org.Unit) day.Date {
	if u.Ended() {
		return u.DissolvedOn
	}
	return p.Org.DB.Clock.Today()
}

// wardText is a commune as people read it: its name, and its code; a code that
// is not in the list is said to be.
func (p *Pages) wardText(ctx context.Context, code string, on day.Date) string {
	if code == "" {
		return ""
	}
	place, there, known := p.Org.Places.Known(code, on)
	args := i18n.Args{"code": code, "name": p.Org.Places.Title(place)}
	switch {
	case !known:
		return i18n.T(ctx, "org.ward.unknown", args)
	case !there && on >= places.Reform:
		return i18n.T(ctx, "org.ward.old", args)
	}
	return i18n.T(ctx, "org.ward.text", args)
}

// wardTyped is a commune as it stands in a form: what one would type to mean it.
func (p *Pages) wardTyped(code string, on day.Date) string {
	if place, there := p.Org.Places.Find(code, on); there {
		return p.Org.Places.Title(place)
	}
	return code
}

// provinceOf is the province of a card's unit or, of a unit to be founded below
// it, the same.
func (p *Pages) provinceOf(c org.Card) string {
	path := make([]org.Unit, 0, len(c.Path)+1)
	for _, u := range c.Path {
		path = append(path, u.Unit)
	}
	return org.ProvinceOf(append(path, c.Unit), p.Org.Places, p.Org.DB.Clock.Today())
}

// wardField asks for a commune by name or code and suggests those of the unit's
// province; a province has up to 547, so the page itself carries none.
func (p *Pages) wardField(c org.Card) ui.FieldView {
	v := ui.FieldView{Name: "ward", Optional: true, Max: wardLongest, Autocomplete: "off"}
	if province := p.provinceOf(c); province != "" {
		v.Attrs = map[string]any{
			"list": "wards", "hx-get": with("/places/communes", "province", province), "hx-trigger": "input changed delay:250ms, focus once",
			"hx-target": "#wards", "hx-sync": "this:replace", "hx-params": "ward",
		}
	}
	return v
}

// communes answers the field with what may be meant.
func (p *Pages) communes(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	var titles []string
	for _, place := range p.Org.Places.Suggest(q.Get("province"), q.Get("ward"), p.Org.DB.Clock.Today(), wardsSuggested) {
		titles = append(titles, p.Org.Places.Title(place))
	}
	return p.Site.Fragment(w, r, wardOptions(titles))
}

// readWard turns what was typed into a commune's code. A name that is nobody's
// or several's is refused at the field; a code stays as it is typed: there may
// be newer ones than the list has.
func (p *Pages) readWard(f *web.Form, province string) string {
	typed := f.Text("ward")
	if typed == "" || digits(typed) {
		return typed
	}
	on := p.Org.DB.Clock.Today()
	found := p.Org.Places.Named(province, typed, on)
	if len(found) == 0 && on >= places.Reform {
		found = p.heirsOf(province, typed, on)
	}
	switch len(found) {
	case 1:
		return found[0].Code
	case 0:
		f.Take(errs.At("ward", "org.ward.none", errs.Args{"typed": typed}))
	default:
		f.Take(errs.At("ward", "org.ward.several", errs.Args{"typed": typed, "names": p.names(found)}))
	}
	return typed
}

// changedWard is readWard of a unit that has a commune; as it was shown it stays.
func (p *Pages) changedWard(c org.Card, f *web.Form) string {
	if had := c.Unit.Ward; had != "" && f.Text("ward") == p.wardTyped(had, p.wardDay(c.Unit)) {
		return had
	}
	return p.readWard(f, p.provinceOf(c))
}

// heirsOf are the communes of today that an old name means.
func (p *Pages) heirsOf(province, typed string, on day.Date) (out []places.Place) {
	seen := map[string]bool{}
	for _, from := range p.Org.Places.From(province) {
		for _, old := range p.Org.Places.Named(from.Code, typed, places.Reform.Add(-1)) {
			for _, piece := range p.Org.Places.Into(old.Code) {
				if place, ok := p.Org.Places.Find(piece.Code, on); ok && !seen[place.Code] {
					seen[place.Code], out = true, append(out, place)
				}
			}
		}
	}
	return out
}

func (p *Pages) names(found []places.Place) string {
	var names []string
	for _, place := range found[:min(wardsNamed, len(found))] {
		names = append(names, p.Org.Places.Title(place)+" ("+place.Code+")")
	}
	return strings.Join(names, "; ")
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
