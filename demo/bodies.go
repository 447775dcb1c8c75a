package demo

import (
	"math/rand/v2"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
)

// account is somebody who may sign in.
type account struct {
	name, display, role, unit string
}

// Sizes of the district's committees.
const (
	executives  = 21
	standing    = 7
	inspections = 5
)

// planBodies makes the committees the district's congress elects. The standing
// committee are the first of the executive one; its last member heads the
// inspection.
func planBodies(p *people) (out []org.Officer) {
	var elected []string
	for i := range executives {
		elected = append(elected, p.next())
		out = append(out, officer("executive", postOf(i), elected[i]))
	}
	for i := range standing {
		out = append(out, officer("standing", postOf(i), elected[i]))
	}
	out = append(out, officer("inspection", "head", elected[standing-1]), officer("inspection", "deputy_head", elected[standing]))
	for range inspections - 2 {
		out = append(out, officer("inspection", "member", p.next()))
	}
	return out
}

func officer(committee, post, name string) org.Officer {
	return org.Officer{Committee: committee, Post: post, Name: name, From: congress}
}

func postOf(i int) string {
	switch i {
	case 0:
		return "chair"
	case 1:
		return "standing_vice_chair"
	case 2:
		return "vice_chair"
	}
	return "member"
}

// planChairs gives each unit a chair: an old one at its congress before the
// district's, on one of some twenty days, a new one with its founding.
func planChairs(units []unit, p *people, rng *rand.Rand) {
	var days []day.Date
	for _, m := range []int{2, 3, 4} {
		month := workdays(m)
		for _, i := range rng.Perm(len(month))[:7] {
			days = append(days, month[i])
		}
	}
	for i := range units {
		u := &units[i]
		u.chair, u.since = p.next(), u.FoundedOn
		if u.since == "" {
			u.since = days[rng.IntN(len(days))]
		}
	}
}

// planAccounts are the people who sign in; the leader is the district's chair,
// those of units are their chairs.
func planAccounts(units, southern []unit, bodies []org.Officer, north, south *people) []account {
	return []account{
		{"admin", north.next(), "admin", ""},
		{"hn", north.next(), "officer", "HN"},
		{"badinh", north.next(), "officer", baDinh},
		{"badinh-chair", bodies[0].Name, "leader", baDinh},
		{"badinh-0001", units[0].chair, "officer", units[0].Code},
		{"badinh-0002", units[1].chair, "officer", units[1].Code},
		{"hn-chair", north.next(), "leader", "HN"},
		{"hcm", south.next(), "officer", "HCM"},
		{"binhtan", south.next(), "officer", binhTan},
		{"binhtan-chair", south.next(), "leader", binhTan},
		{"binhtan-0001", southern[0].chair, "officer", southern[0].Code},
	}
}
