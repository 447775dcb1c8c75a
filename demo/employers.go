package demo

import (
	"math/rand/v2"
	"strings"

	"donghanh/internal/platform/places"
)

// employers puts employers together for whole cities, and the people who chair
// their CĐCS: none twice.
type employers struct {
	names
	bySector  map[string][]enterprise
	districts map[string]places.Place // by official code
	people    map[string]*people      // by the code of the city
}

// sectorsDrawn are those a mix weighs, in its order.
var sectorsDrawn = []string{"private_enterprise", "public_service_unit", "fdi_enterprise", "state_agency", "state_enterprise", "informal"}

// standingMix is what stood before the register, freshMix what is founded: of a
// hundred of each of sectorsDrawn.
var (
	standingMix = []int{46, 37, 6, 4, 5, 2}
	southMix    = []int{36, 24, 6, 4, 2, 28} // Quận 1 is to have nghiệp đoàn
	freshMix    = []int{76, 3, 13, 0, 2, 6}
)

// newEmployers leaves out what has a place of its own: people's committees and
// their offices.
func newEmployers(s sources, taken []unit, people map[string]*people) *employers {
	e := &employers{newNames(s.enterprises), map[string][]enterprise{}, map[string]places.Place{}, people}
	for _, x := range s.enterprises {
		if !strings.HasPrefix(x.name, "Ủy ban nhân dân ") && !strings.Contains(x.name, " phường ") {
			e.bySector[x.sector] = append(e.bySector[x.sector], x)
		}
	}
	for _, u := range taken {
		e.taken[strings.TrimPrefix(u.Name, "CĐCS ")] = true
	}
	for _, province := range []string{hanoi, saigon} {
		for _, d := range s.places.Districts(province) {
			e.districts[d.Code] = d
		}
	}
	return e
}

// next is an employer of a trade in a commune, with a name of its own.
func (e *employers) next(t trade, mix []int, c places.Place, rng *rand.Rand) enterprise {
	for {
		x := pick(rng, e.bySector[e.sector(t, mix, rng)])
		if !t.takes(x) || !e.named(&x, c, rng) {
			continue
		}
		x.workers = max(12, x.workers*int64(60+rng.IntN(80))/100)
		return x
	}
}

// sector draws one of a mix; whoever leads a trade takes what there is of it.
func (e *employers) sector(t trade, mix []int, rng *rand.Rand) string {
	if t.sections != "" {
		return pick(rng, sectorsDrawn[:5])
	}
	n := rng.IntN(100)
	for i, part := range mix {
		if n -= part; n < 0 {
			return sectorsDrawn[i]
		}
	}
	return sectorsDrawn[0]
}

// named gives it a name of its own; false when there is none left.
func (e *employers) named(x *enterprise, c places.Place, rng *rand.Rand) bool {
	switch x.sector {
	case "fdi_enterprise":
		x.name = strings.TrimSuffix(x.name, "Việt Nam") + e.districts[c.Parent].Name
		return e.free(x.name)
	case "informal":
		of := pick(rng, trades)
		x.name, x.female, x.section = "Nghiệp đoàn "+of.name+" "+c.In(), of.female, "H"
		return e.free(x.name)
	}
	x.name = e.names.next(*x, rng)
	return true
}
