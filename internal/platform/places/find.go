package places

import (
	"cmp"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/search"
)

// Known is the unit of a code on a day or, where there is none, as it was or will
// be on the other side of the reform; then only there. (A code that both sides
// know means on each day what it meant then: the old commune is always a part of
// the new one.)
func (g *Gazetteer) Known(code string, on day.Date) (p Place, there, known bool) {
	if p, there = g.Find(code, on); there {
		return p, true, true
	}
	other := Reform
	if on >= Reform {
		other = Reform.Add(-1)
	}
	p, known = g.Find(code, other)
	return p, false, known
}

// Title is the full name, for an old commune with that of its district: many
// districts had a Phường 1.
func (g *Gazetteer) Title(p Place) string {
	if d, ok := g.old.byCode[p.Parent]; ok && d.Parent != "" {
		return p.FullName + ", " + d.FullName
	}
	return p.FullName
}

// Named lists the communes of a province that are called so on a day: by code,
// by name with or without kind and district, with or without marks. Those with
// the typed marks stand alone where there are some.
func (g *Gazetteer) Named(province, text string, on day.Date) (out []Place) {
	folded := search.Fold(text)
	if folded == "" {
		return nil
	}
	for _, p := range g.Communes(province, on) {
		full := search.Fold(p.FullName)
		if folded == p.Code || folded == search.Fold(p.Name) || folded == full || folded == search.Fold(g.Title(p)) {
			out = append(out, p)
		}
	}
	exact := slices.DeleteFunc(slices.Clone(out), func(p Place) bool { return !search.Exact(g.Title(p), text) })
	if len(exact) > 0 {
		return exact
	}
	return out
}

// ByName sorts places as people look for them, and returns them.
func ByName(list []Place) []Place {
	keys := make(map[string]string, len(list))
	for _, p := range list {
		keys[p.Code] = search.SortKey(p.Name)
	}
	slices.SortStableFunc(list, func(a, b Place) int { return cmp.Compare(keys[a.Code], keys[b.Code]) })
	return list
}

// Suggest lists communes of a province on a day by how words of their code, name
// or district begin, those with the words in the order typed first. Nothing
// typed suggests the first ones.
func (g *Gazetteer) Suggest(province, query string, on day.Date, limit int) []Place {
	words := strings.Fields(search.Fold(query))
	var first, rest []Place
	for _, p := range g.Communes(province, on) {
		text := " " + p.Code + " " + search.Fold(g.Title(p))
		switch {
		case slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, " "+w) }):
		case strings.Contains(text, " "+strings.Join(words, " ")):
			first = append(first, p)
		default:
			rest = append(rest, p)
		}
	}
	all := append(first, rest...)
	return all[:min(limit, len(all))]
}
