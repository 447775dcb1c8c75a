package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"donghanh/internal/target"
)

// The register of Bình Tân: seeds/002 tells its nghiệp đoàn and their members,
// the rest is made up.
const (
	southBases   = 148 // CĐCS that stood before the register
	southNew     = 12  // founded in 2023
	southPrivate = 102
	southSchools = 8
	southTrades  = 15
	tradeMembers = 2938
)

// planSouth makes the units of Bình Tân: the largest employer first, the
// nghiệp đoàn, then the CĐCS founded in 2023, by their days.
func planSouth(s sources, rng *rand.Rand) []unit {
	bases := southEnterprises(s, rng)
	for _, w := range s.southWards {
		e := enterprise{"Ủy ban nhân dân phường " + w.name, "state_agency", "O", int64(28 + rng.IntN(20)), 55}
		u := newUnit(e, w)
		u.Name, u.Bloc = "CĐCS phường "+w.name, "commune"
		bases = append(bases, u)
	}
	rng.Shuffle(len(bases), func(i, j int) { bases[i], bases[j] = bases[j], bases[i] })
	largest := slices.IndexFunc(bases, func(u unit) bool { return u.size == slices.MaxFunc(bases, bySize).size })
	bases[0], bases[largest] = bases[largest], bases[0]
	for i := range bases {
		bases[i].peopled(rng)
	}
	old, fresh := southFresh(bases, rng)
	all := slices.Concat(old, southOccupational(s, rng), fresh)
	for i := range all {
		all[i].Code, all[i].Parent = fmt.Sprintf("%s-%04d", binhTan, i+1), binhTan
	}
	return all
}

// southFresh takes the units founded in 2023 out of the small private ones.
func southFresh(all []unit, rng *rand.Rand) (old, fresh []unit) {
	days := span("2023-02-13", "2023-12-08")
	for _, u := range all {
		if len(fresh) == southNew || u.Sector != "private_enterprise" || u.size > 250 {
			old = append(old, u)
			continue
		}
		u.found(days[(len(fresh)*2+1)*len(days)/(2*southNew)], len(fresh))
		u.Members = 10 + int64(rng.IntN(35))
		u.Women = womenAmong(u.Members, u.female, rng)
		u.Admitted, u.AdmittedWomen = u.Members, u.Women
		u.staff(u.Members, u.Women, densityOf(u.Sector, rng))
		fresh = append(fresh, u)
	}
	return old, fresh
}

func bySize(a, b unit) int { return cmp.Compare(a.size, b.size) }

// peopled gives a unit its workers and members.
func (u *unit) peopled(rng *rand.Rand) {
	density := densityOf(u.Sector, rng)
	u.Members = max(fewest, u.size*density/100)
	u.Women = u.Members * u.female / 100
	u.staff(u.Members, u.Women, density)
}

// southEnterprises are foreign ones, sisters of those of Ba Đình, private ones
// and schools with names put together anew.
func southEnterprises(s sources, rng *rand.Rand) (out []unit) {
	left := map[string]int{"private_enterprise": southPrivate, "public_service_unit": southSchools}
	names := newNames(s.enterprises)
	for _, e := range append(slices.Clone(s.enterprises), s.enterprises...) {
		switch {
		case e.sector == "fdi_enterprise" && names.free(sister(e.name)):
			e.name = sister(e.name)
		case left[e.sector] > 0 && (e.sector == "private_enterprise" || strings.HasPrefix(e.name, "Trường ")):
			left[e.sector]--
			e.name, e.workers = names.next(e, rng), max(12, e.workers*int64(60+rng.IntN(80))/100)
		default:
			continue
		}
		u := newUnit(e, pick(rng, s.southWards))
		u.size = e.workers * 4 / 5
		out = append(out, u)
	}
	return out
}

func sister(name string) string { return strings.TrimSuffix(name, "Việt Nam") + "Bình Tân" }

// trades are those of the nghiệp đoàn, with the women of a hundred.
var trades = []struct {
	name   string
	female int64
}{
	{"Xe ôm công nghệ", 8},
	{"Bán hàng rong", 74},
	{"Bốc xếp chợ", 10},
	{"Giao hàng", 7},
	{"Giáo viên mầm non độc lập", 94},
	{"Thợ xây dựng", 8},
	{"May gia công tại nhà", 86},
	{"Giúp việc gia đình", 96},
}

// southOccupational are the nghiệp đoàn, by trade and ward.
func southOccupational(s sources, rng *rand.Rand) (out []unit) {
	weights := make([]int64, southTrades)
	for i := range weights {
		weights[i] = int64(40 + rng.IntN(100))
	}
	for i, n := range target.Propose(tradeMembers, weights) {
		w, trade := s.southWards[i*3%len(s.southWards)], trades[i%len(trades)]
		u := newUnit(enterprise{name: "Nghiệp đoàn " + trade.name + " phường " + w.name, sector: "informal", section: "H", female: trade.female}, w)
		u.Members, u.Women = n, womenAmong(n, trade.female, rng)
		u.Workers, u.WorkerWomen = n, u.Women
		out = append(out, u)
	}
	return out
}

// planSouthChairs gives each unit a chair since its congress or its founding.
func planSouthChairs(units []unit, p *people, rng *rand.Rand) {
	days := span("2023-02-06", "2023-04-14")
	for i := range units {
		units[i].chair, units[i].since = p.next(), pick(rng, days)
		if units[i].FoundedOn != "" {
			units[i].since = units[i].FoundedOn
		}
	}
}
