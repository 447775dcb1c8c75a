package demo

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
)

// Codes of the districts.
const (
	baDinh  = "HN-BADINH"
	binhTan = "HCM-BINHTAN"

	longBien   = "HN-LONGBIEN"
	sonTayCode = "HN-SONTAY"
)

// The register of Ba Đình at the end of 2023, as its article says.
const (
	unitsInAll = 503
	unitsNew   = 23
	unitsOld   = unitsInAll - unitsNew
)

// Units that have an account of their own: a garment maker that admits many,
// and a nursery school.
const (
	firstName  = "Công ty TNHH May Bích Giao Á"
	secondName = "Trường Mầm non Khuê Trạch"
)

// unit is a CĐCS or nghiệp đoàn as it will be founded, and what its figures
// are drawn from.
type unit struct {
	org.Founding
	section string // letter of VSIC
	size    int64  // about how many work there
	female  int64  // women of a hundred
	site    int    // which site of its employer: 0 the main one
	chair   string
	since   day.Date // of the chair
}

// planUnits makes all units: those that stood before the register in the order
// of their codes, then the new ones by the day they are founded.
func planUnits(s sources, rng *rand.Rand) []unit {
	mains := mainUnits(s, rng)
	rng.Shuffle(len(mains), func(i, j int) { mains[i], mains[j] = mains[j], mains[i] })
	old, fresh := splitNew(mains)
	old = append(old, sites(old, s.wards, unitsOld-len(old), rng)...)
	rng.Shuffle(len(old), func(i, j int) { old[i], old[j] = old[j], old[i] })
	slices.SortStableFunc(old, func(a, b unit) int { return cmp.Compare(rank(a), rank(b)) })
	days := foundingDays(rng)
	for i := range fresh {
		fresh[i].found(days[i], i)
	}
	all := append(old, fresh...)
	for i := range all {
		all[i].Code = fmt.Sprintf("%s-%04d", baDinh, i+1)
	}
	return all
}

func rank(u unit) int {
	switch u.Employer {
	case firstName:
		return 0
	case secondName:
		return 1
	}
	return 2
}

// mainUnits is one unit for each made-up employer. The people's committees of
// the made-up communes give way to those of the district's own 13 wards.
func mainUnits(s sources, rng *rand.Rand) (out []unit) {
	var committees []enterprise
	for i, e := range s.enterprises {
		w := s.wards[rng.IntN(len(s.wards))]
		if strings.HasPrefix(e.name, "Ủy ban nhân dân ") {
			committees = append(committees, e)
			continue
		}
		if before, _, found := strings.Cut(e.name, " phường "); found {
			w = s.wards[i%len(s.wards)]
			e.name = before + " phường " + w.name
		}
		out = append(out, newUnit(e, w))
	}
	for i, w := range s.wards {
		e := committees[i%len(committees)]
		e.name = "Ủy ban nhân dân phường " + w.name
		u := newUnit(e, w)
		u.Name, u.Bloc = "CĐCS phường "+w.name, "commune"
		out = append(out, u)
	}
	return out
}

func newUnit(e enterprise, w ward) unit {
	u := unit{section: e.section, size: damp(e.workers), female: e.female}
	u.Founding = org.Founding{
		Name: "CĐCS " + e.name, Kind: "base", Parent: baDinh, Sector: e.sector, Bloc: bloc(e), Ward: w.code, Employer: e.name,
	}
	if e.sector == "informal" {
		u.Name, u.Kind, u.Employer = e.name, "occupational", ""
	}
	return u
}

func bloc(e enterprise) string {
	switch {
	case e.sector == "informal":
		return "occupational"
	case e.section == "P":
		return "education"
	case e.sector == "state_agency" || e.sector == "public_service_unit":
		return "administration"
	}
	return "enterprise"
}

// damp makes the works of thousands what stands of them in an inner district.
func damp(workers int64) int64 {
	if workers <= 80 {
		return workers
	}
	return 80 + 2*int64(math.Sqrt(float64(workers-80)))
}

// splitNew takes the units founded in 2023 out of the shuffled ones.
func splitNew(all []unit) (old, fresh []unit) {
	left := map[string]int{"private_enterprise": 15, "fdi_enterprise": 6, "informal": 2}
	for _, u := range all {
		if left[u.Sector] > 0 && u.Employer != firstName {
			left[u.Sector]--
			fresh = append(fresh, u)
			continue
		}
		old = append(old, u)
	}
	// Kinds come mixed over the year.
	slices.SortStableFunc(fresh, func(a, b unit) int { return cmp.Compare(len(a.Name)%7, len(b.Name)%7) })
	return old, fresh
}
