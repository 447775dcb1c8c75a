package orgweb

import (
	"context"
	"net/http"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// choiceRow is one way to go on: its name, what it means, its address.
type choiceRow struct{ Name, Text, Href string }

// chooseKind lets choose what kind of reorganisation it is to be.
func (p *Pages) chooseKind(w http.ResponseWriter, r *http.Request, a wishing) error {
	ctx := r.Context()
	var rows []choiceRow
	for _, k := range p.kindsFor(ctx, a.Of) {
		next := a
		next.Kind = k
		rows = append(rows, choiceRow{reorgKind(ctx, k), i18n.T(ctx, "org.reorg.what."+string(k)), next.href()})
	}
	title := i18n.T(ctx, "org.reorg.make")
	lead := i18n.T(ctx, "org.reorg.choose")
	if a.Of.Code != "" {
		lead = i18n.T(ctx, "org.reorg.choose_of", i18n.Args{"name": a.Of.Name})
	}
	return p.render(w, r, http.StatusOK, title, choicesPage(p.newCrumbs(ctx, a, title), title, lead, rows))
}

// kindsFor are the kinds that make sense for a unit; all where none was chosen.
func (p *Pages) kindsFor(ctx context.Context, of org.Unit) []org.ReorgKind {
	kinds := org.ReorgKinds()
	if of.Code == "" {
		return kinds
	}
	kind := p.Org.Rules.Kind(of.Kind)
	return slices.DeleteFunc(kinds, func(k org.ReorgKind) bool {
		switch k {
		case org.Reforming:
			return kind.Counted || len(p.Org.Rules.Below(of.Kind)) == 0
		case org.Recasting:
			return len(p.kindField(ctx, wishing{Of: of}).Choices) == 0
		case org.Renaming:
			return false
		}
		return len(kind.Under) == 0 || kind.Root && k != org.Renaming
	})
}

// chooseOf lets choose the unit it is about.
func (p *Pages) chooseOf(w http.ResponseWriter, r *http.Request, a wishing) error {
	ctx := r.Context()
	v, err := p.choice(r, "/reorgs/new", "of")
	if err != nil {
		return err
	}
	v.Keep = []ui.Link{{Text: "kind", Href: string(a.Kind)}}
	title := reorgKind(ctx, a.Kind)
	var rows []choiceRow
	for _, u := range v.Units {
		next := a
		next.Of = u.Unit
		rows = append(rows, choiceRow{u.Name, under(u), next.href()})
	}
	return p.render(w, r, http.StatusOK, title, chooseOfPage(p.newCrumbs(ctx, a, title), title, v, rows))
}
