package demo

import (
	"math/rand/v2"

	"donghanh/internal/target"
)

// membersBefore is how many members the old units had before the year: the
// article's 26,412 less its 1,516 newly admitted.
const membersBefore = 24_896

// fewest is the least members a unit has.
const fewest = 5

// planFounders gives each new unit its founders, all newly admitted.
func planFounders(units []unit, rng *rand.Rand) {
	for i := range units[unitsOld:] {
		u := &units[unitsOld+i]
		u.Members = 8 + int64(rng.IntN(8))
		if i%8 == 4 {
			u.Members = 22 + int64(rng.IntN(19))
		}
		u.Women = womenAmong(u.Members, u.female, rng)
		u.Admitted, u.AdmittedWomen = u.Members, u.Women
		u.staff(u.Members, u.Women, 100-int64(20+rng.IntN(35)))
	}
}

// planMembers gives the old units the members and workers they had before the
// year, with room for those the year admits.
func planMembers(units []unit, admissions []admission, rng *rand.Rand) {
	joined, women := make([]int64, len(units)), make([]int64, len(units))
	for _, a := range admissions {
		joined[a.unit] += a.count
		women[a.unit] += a.women
	}
	density, weights := make([]int64, unitsOld), make([]int64, unitsOld)
	for i := range unitsOld {
		density[i] = densityOf(units[i].Sector, rng)
		weights[i] = units[i].size * density[i]
	}
	for i, n := range target.Propose(membersBefore-unitsOld*fewest, weights) {
		u := &units[i]
		u.Members = n + fewest
		u.Women = womenAmong(u.Members, u.female, rng)
		u.staff(u.Members+joined[i], u.Women+women[i], density[i])
	}
}

// densityOf is how many of a hundred workers are members.
func densityOf(sector string, rng *rand.Rand) int64 {
	switch sector {
	case "state_agency", "public_service_unit":
		return 95 + int64(rng.IntN(6))
	case "state_enterprise":
		return 88 + int64(rng.IntN(10))
	}
	return 55 + int64(rng.IntN(36))
}

// staff makes the workers: members, and as many others as the density says.
func (u *unit) staff(members, women, density int64) {
	others := members*100/density - members
	u.Workers = members + others
	u.WorkerWomen = women + others*u.female/100
}

// womenAmong draws how many of n people are women.
func womenAmong(n, female int64, rng *rand.Rand) (women int64) {
	for range n {
		if rng.Int64N(100) < female {
			women++
		}
	}
	return women
}
