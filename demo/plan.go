package demo

import (
	"math/rand/v2"

	"donghanh/internal/org"
)

// world is all that happens, before any of it is recorded.
type world struct {
	units      []unit // in the order of their codes; the new ones last
	admissions []admission
	shares     []share
	bodies     []org.Officer
	accounts   []account
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
	w.accounts = planAccounts(w.units, w.bodies, p)
	return w, nil
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
