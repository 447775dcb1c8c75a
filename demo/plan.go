package demo

import (
	"math/rand/v2"
	"slices"

	"donghanh/internal/org"
)

// world is all that happens, before any of it is recorded.
type world struct {
	units      []unit // of Ba Đình in the order of their codes; the new ones last
	south      []unit // of Bình Tân
	admissions []admission
	shares     []share
	bodies     []org.Officer
	records    []record // besides the admissions
	accounts   []account
	capital    []*federation // of Hà Nội; the last is Ba Đình's from 2024 on
	others     []*federation // of TP Hồ Chí Minh; the last is Bình Tân's from 2024 on
	goals      []goals       // what the cities give the federations
	acts       []reform      // of 2025
	pacts      []pact        // agreements, a predecessor before the one that follows it
	hall       []guest       // of Ba Đình's evening on the day of law
}

// plan draws the world; it is the same every time.
func plan() (w world, err error) {
	s, err := readSources()
	if err != nil {
		return w, err
	}
	p := newPeople(s, stream(1))
	w.units = planUnits(s, stream(2))
	planFounders(w.units, stream(3))
	w.admissions = planSlips(planAdmissions(w.units, stream(4)))
	planMembers(w.units, w.kept(), stream(5))
	w.shares = planShares(w.admissions, stream(6))
	w.bodies = planBodies(p)
	planChairs(w.units, p, stream(7))
	for i := range w.units {
		if w.units[i].FoundedOn != "" {
			w.units[i].Signer = w.bodies[0].Name
		}
	}
	south := p.south(stream(8))
	w.south = planSouth(s, stream(9))
	planSouthChairs(w.south, south, stream(10))
	w.accounts = planAccounts(w.units, w.south, w.bodies, p, south)
	for i := range w.south[southBases+southTrades:] {
		w.south[southBases+southTrades+i].Signer = w.accountOf("binhtan-chair").display
	}
	w.planRecords(s)
	w.planCities(s, p, south)
	w.records = append(w.records, planTownYears(w.federationOf(sonTayCode).units, stream(61), stream(62))...)
	w.records = append(w.records, sisterWork(w.federationOf(longBien).units)...)
	w.pacts = w.planPacts(s, p, south)
	w.hall = planHall(&people{stream(81), 0, p.parts, p.taken}, w.units, stream(83))
	return w, nil
}

// planRecords draws the work of both districts, each part from a stream of its
// own.
func (w *world) planRecords(s sources) {
	for _, part := range [][]record{
		planMeetings(w.units, stream(21)), planParty(w.units, stream(22)), planOutreach(w.units, 82, stream(23)), planDemocracy(w.units, stream(24)),
		planAgreements(baDinh, w.units, stream(25)), planLaw(), planInitiatives(w.units, stream(26)), planCare(w.units, stream(27)),
		planHonours(w.units), planSteering(s.wards), districtOutreach(), districtCongress(),
		planOutreach(w.south, 100, stream(28)), planDemocracy(w.south, stream(29)), planAgreements(binhTan, w.south, stream(30)),
		congresses(w.south, stream(33)), planSouthAdmissions(w.south, stream(34)),
		planSouthCare(s, w.south, stream(31)), planSouthWork(s, w.south, stream(32)),
	} {
		w.records = append(w.records, part...)
	}
}

// accountOf is the account of a log-in name.
func (w *world) accountOf(name string) account {
	return w.accounts[slices.IndexFunc(w.accounts, func(a account) bool { return a.name == name })]
}

// federationOf is the one of a code.
func (w *world) federationOf(code string) *federation {
	all := slices.Concat(w.capital, w.others)
	return all[slices.IndexFunc(all, func(f *federation) bool { return f.Code == code })]
}

// stream is a source of chance of its own for each thing that is drawn, so
// that one thing can change and the others stay.
func stream(n uint64) *rand.Rand { return rand.New(rand.NewPCG(20231225, n)) }

// kept are the admissions that stand in the end.
func (w *world) kept() (out []admission) {
	for _, a := range w.admissions {
		if a.slip == nil || !a.slip.withdrawn {
			out = append(out, a)
		}
	}
	return out
}
