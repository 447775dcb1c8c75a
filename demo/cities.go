package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/places"
)

// southDistrict is the one of TP Hồ Chí Minh besides Bình Tân: Quận 1.
const (
	southDistrict = "760"
	southStanding = 46
)

// planCities makes what stands in the two cities besides Ba Đình and Bình Tân,
// and what happens in all their federations in the years around the articles.
func (w *world) planCities(s sources, p, south *people) {
	g := s.places
	n := newEmployers(s, slices.Concat(w.units, w.south), map[string]*people{"HN": p, "HCM": south})
	w.capital = planCapital(g, n, stream(41))
	w.others = planSouthDistrict(g, n, stream(42))
	for _, f := range w.federations() {
		f.elect(n.people[f.Parent])
	}
	w.capital = append(w.capital, w.ofTheArticle(baDinh, "001", w.units[:unitsOld], len(w.units), g))
	w.others = append(w.others, w.ofTheArticle(binhTan, "777", w.south[:southBases], len(w.south), g))
	w.flood(n, stream(43))
	w.goals = w.planGoals(stream(44))
	w.accounts = append(w.accounts, cityAccounts(w.federations(), p, south)...)
	w.resettle(g)
	w.acts = w.reforms(g, n.people)
}

// federations are all that the two cities have but those of the articles.
func (w *world) federations() (out []*federation) {
	for _, f := range slices.Concat(w.capital, w.others) {
		if !f.fixed {
			out = append(out, f)
		}
	}
	return out
}

// flood lets the years come over both cities.
func (w *world) flood(n *employers, rng *rand.Rand) {
	for _, t := range capitalTides {
		w.records = append(w.records, t.flood(w.capital, n, rng)...)
	}
	for _, t := range southTides {
		w.records = append(w.records, t.flood(w.others, n, rng)...)
	}
	for i, f := range slices.Concat(w.capital, w.others) {
		f.people(stream(100 + uint64(i)))
	}
}

// planSouthDistrict makes Quận 1, a few nghiệp đoàn among its CĐCS.
func planSouthDistrict(g *places.Gazetteer, n *employers, rng *rand.Rand) []*federation {
	for _, d := range g.Districts(saigon) {
		if d.Code == southDistrict {
			f := district("HCM", d, communesOf(g, d.Code), southStanding)
			f.mix = southMix
			f.settle(n, rng)
			return []*federation{f}
		}
	}
	return nil
}

// ofTheArticle is a federation whose year an article tells: its CĐCS stay as
// they are, what comes later is numbered on.
func (w *world) ofTheArticle(code, official string, standing []unit, all int, g *places.Gazetteer) *federation {
	city, name, _ := strings.Cut(code, "-")
	clerk := strings.ToLower(name)
	f := &federation{
		Founding: org.Founding{Code: code, Kind: "district", Parent: city}, official: official, clerk: clerk, chair: w.accountOf(clerk + "-chair").display,
		communes: communesOf(g, official), standing: len(standing), more: all - len(standing), weight: 60, fixed: true, units: slices.Clone(standing),
	}
	f.begin()
	admitted := w.admitted()
	for i, u := range f.units {
		f.joined[i] = admitted[u.Code]
	}
	return f
}

// admitted is how many each CĐCS of the articles' districts admitted, by code.
func (w *world) admitted() map[string]int64 {
	out := map[string]int64{}
	for _, a := range w.kept() {
		out[w.units[a.unit].Code] += a.count
	}
	for _, r := range w.records {
		if n, err := strconv.ParseInt(r.Fields["count"], 10, 64); err == nil && r.Kind == "admission" {
			out[r.Unit] += n
		}
	}
	return out
}

// cityAccounts are the people who sign in for the federations: an officer of
// each, and the leaders of some.
func cityAccounts(list []*federation, north, south *people) (out []account) {
	for _, f := range list {
		p := north
		if f.Parent == "HCM" {
			p = south
		}
		out = append(out, account{f.clerk, p.next(), "officer", f.Code})
		if slices.Contains([]string{"sontay", "longbien", "q1"}, f.clerk) {
			out = append(out, account{f.clerk + "-chair", f.chair, "leader", f.Code})
		}
	}
	return append(out, account{"hcm-chair", south.next(), "leader", "HCM"})
}

// above are the units above the CĐCS.
func (w *world) above() []org.Founding {
	out := []org.Founding{
		{Code: "TLD", Name: "Tổng Liên đoàn Lao động Việt Nam", Kind: "confederation"},
		{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial", Parent: "TLD"},
		{Code: baDinh, Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial", Parent: "TLD"},
		{Code: binhTan, Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
	}
	for _, f := range w.federations() {
		out = append(out, f.Founding)
	}
	return out
}

// later are the CĐCS that are founded in the years around the articles.
func (w *world) later() (out []unit) {
	for _, f := range slices.Concat(w.capital, w.others) {
		out = append(out, f.units[f.standing:]...)
	}
	return out
}
