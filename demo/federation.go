package demo

import (
	"math/rand/v2"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/search"
	"donghanh/internal/target"
)

// federation is a unit between a city and its CĐCS. Those of the articles bring
// their CĐCS along and are fixed; of the others only the sums are given.
type federation struct {
	org.Founding
	official string // code of the district; empty for a union of a trade
	clerk    string // account that records for it
	chair    string
	board    []org.Officer  // its small committees, the chair first
	communes []places.Place // where its CĐCS are
	standing int            // CĐCS that stood before the register
	members  int64          // of those; 0 is as many as their works make likely
	weight   int64          // its share of what the city founds and admits
	fixed    bool
	more     int     // CĐCS of its article that were founded: their codes are taken
	trade    trade   // whose CĐCS it leads
	mix      []int   // of what stood there
	units    []unit  // the standing ones, then those founded, by their days
	joined   []int64 // admitted by each of the standing ones, and of them women
	women    []int64
	flows    map[int]flow // by year
}

// entered is where those of its CĐCS begin that are entered because of it: all,
// or those founded after its article.
func (f *federation) entered() int {
	if f.fixed {
		return f.standing
	}
	return 0
}

// flow is what was founded and admitted.
type flow struct{ units, members int64 }

// trade tells which employers' CĐCS a federation leads; the zero one all.
type trade struct {
	sections string   // letters of VSIC; empty is any
	heads    []string // one of which stands in the name; none is any
}

func (t trade) takes(e enterprise) bool {
	if t.sections != "" && !strings.Contains(t.sections, e.section) {
		return false
	}
	for _, h := range t.heads {
		if strings.Contains(e.name, h) {
			return true
		}
	}
	return len(t.heads) == 0
}

// district is the federation of a district.
func district(city string, d places.Place, communes []places.Place, standing int) *federation {
	word := strings.ToUpper(strings.ReplaceAll(search.Fold(d.Name), " ", ""))
	if d.Name == "1" {
		word = "Q1"
	}
	return &federation{
		Founding: org.Founding{Code: city + "-" + word, Name: "LĐLĐ " + d.In(), Kind: "district", Parent: city},
		mix:      standingMix, official: d.Code, clerk: strings.ToLower(word), communes: communes, standing: standing, weight: int64(min(standing, 60)),
	}
}

// congressDays are the days on which the standing CĐCS elected their chairs.
func congressDays() []day.Date { return workdaysFrom("2023-02-06", "2023-04-21") }

// settle makes the CĐCS that stood before the register: those of the people's
// committees of its communes, then others.
func (f *federation) settle(n *employers, rng *rand.Rand) {
	if f.Kind == "district" {
		for _, c := range f.communes {
			f.units = append(f.units, f.committee(c, n, rng))
		}
	}
	for len(f.units) < f.standing {
		f.units = append(f.units, f.newcomer(n, rng, f.mix))
	}
	for i := range f.units {
		f.units[i].since = pick(rng, congressDays())
	}
	f.number(0)
	f.begin()
}

func (f *federation) begin() {
	f.joined, f.women, f.flows = make([]int64, f.standing), make([]int64, f.standing), map[int]flow{}
}

// committee is the CĐCS of a commune's people's committee.
func (f *federation) committee(c places.Place, n *employers, rng *rand.Rand) unit {
	name := "Ủy ban nhân dân " + c.In() + ", " + n.districts[c.Parent].In()
	u := newUnit(enterprise{name, "state_agency", "O", int64(24 + rng.IntN(20)), 54}, ward{c.Code, c.Name})
	u.Name, u.Bloc, u.chair = "CĐCS "+c.In(), "commune", n.people[f.Parent].next()
	return u
}

// newcomer is a CĐCS of an employer nobody had before, somewhere in its communes.
func (f *federation) newcomer(n *employers, rng *rand.Rand, mix []int) unit {
	c := pick(rng, f.communes)
	u := newUnit(n.next(f.trade, mix, c, rng), ward{c.Code, c.Name})
	if strings.HasSuffix(u.Sector, "_enterprise") {
		u.size *= 5 // those of Ba Đình are the small ones of an inner district
	}
	u.chair = n.people[f.Parent].next()
	return u
}

// number gives codes from a place on; who stands under whom is known then.
func (f *federation) number(from int) {
	for i := from; i < len(f.units); i++ {
		f.units[i].Code, f.units[i].Parent = codeOf(f.Code, i+f.more), f.Code
	}
}

// people gives the standing CĐCS the members and workers they had before the
// register, with room for those who are admitted later.
func (f *federation) people(rng *rand.Rand) {
	if f.fixed {
		return
	}
	density, weights, total := make([]int64, f.standing), make([]int64, f.standing), int64(0)
	for i := range f.standing {
		density[i] = densityOf(f.units[i].Sector, rng)
		weights[i] = f.units[i].size * density[i]
		total += weights[i] / 100
	}
	if f.members > 0 {
		total = f.members - int64(f.standing)*fewest
	}
	for i, n := range target.Propose(total, weights) {
		u := &f.units[i]
		u.Members = n + fewest
		u.Women = u.Members * u.female / 100
		u.staff(u.Members+f.joined[i], u.Women+f.women[i], density[i])
	}
}
