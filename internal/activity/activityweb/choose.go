package activityweb

import (
	"net/http"
	"slices"

	"donghanh/internal/activity"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// chooseView is the kinds of work one may record, under their headings.
type chooseView struct {
	Query  string
	Groups []groupView
	Empty  [2]string // title and text; where there is no kind
	Unit   string    // for which unit one came to record
	For    string    // id of the commitment one came from
}

// groupView is kinds under one heading; those that are used most come once
// more, above all others.
type groupView struct {
	Name  string
	Usual bool
	Kinds []kindView
}

type kindView struct{ Name, Lead, Href, Find string }

// choose shows the kinds to choose from, those of a search only.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	desk, err := p.Activity.Choosing(ctx)
	if err != nil {
		return err
	}
	v := chooseView{Query: q.Get("q"), Unit: q.Get("unit"), For: q.Get("commitment")}
	found := activity.Matching(desk.Kinds, v.Query)
	if len(desk.Usual) > 0 && v.Query == "" && len(desk.Kinds) > len(desk.Usual) {
		v.Groups = append(v.Groups, groupView{i18n.T(ctx, "activity.choose.usual"), true, kindViews(desk.Usual, v.Unit, v.For)})
	}
	for _, g := range p.groups(found) {
		v.Groups = append(v.Groups, groupView{Name: g.name, Kinds: kindViews(g.kinds, v.Unit, v.For)})
	}
	switch {
	case len(desk.Kinds) == 0:
		v.Empty = [2]string{i18n.T(ctx, "activity.new.none"), i18n.T(ctx, "activity.new.none_text")}
	case len(found) == 0:
		v.Empty = [2]string{i18n.T(ctx, "activity.choose.nothing", i18n.Args{"typed": v.Query}), i18n.T(ctx, "activity.choose.nothing_text")}
	}
	return p.Site.Render(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "activity.new.title"), Nav: "record"}, choosePage(v))
}

func kindViews(kinds []*activity.Kind, unit, purpose string) (out []kindView) {
	for _, k := range kinds {
		out = append(out, kindView{k.Name, k.Lead, address("/activities/new", "kind", k.Code, "unit", unit, "commitment", purpose), k.Haystack()})
	}
	return out
}

type kindGroup struct {
	name  string
	kinds []*activity.Kind
}

// groups puts kinds under the headings of the catalogue, in its order; what has
// none comes last.
func (p *Pages) groups(kinds []*activity.Kind) (out []kindGroup) {
	for _, name := range append(slices.Clone(p.Activity.Kinds.Groups), "") {
		g := kindGroup{name: name}
		for _, k := range kinds {
			if k.Group == name || (name == "" && !slices.Contains(p.Activity.Kinds.Groups, k.Group)) {
				g.kinds = append(g.kinds, k)
			}
		}
		if len(g.kinds) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// kindChoices are kinds for a select, under their headings.
func (p *Pages) kindChoices(kinds []*activity.Kind) (out []ui.Choice) {
	for _, g := range p.groups(kinds) {
		for _, k := range g.kinds {
			out = append(out, ui.Choice{Value: k.Code, Text: k.Name, Group: g.name})
		}
	}
	return out
}
