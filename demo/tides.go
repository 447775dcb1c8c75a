package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/target"
)

// tide is how many CĐCS federations found and how many members they admit, the
// founders among them, between two days.
type tide struct {
	from, to day.Date
	units    int64
	members  int64
}

// capitalTides are those of the federations of Hà Nội: the first is what seeds/003
// tells of the first half of 2022, the others are made up. Ba Đình's 2023 is its
// article's and no part of them; it joins in 2024.
var capitalTides = []tide{
	{"2022-01-05", "2022-06-30", 306, 24_396},
	{"2022-07-01", "2022-12-30", 118, 9_742},
	{"2023-01-03", "2023-12-22", 214, 19_385},
	{"2024-01-02", "2024-12-30", 226, 20_914},
	{"2025-01-02", "2025-06-25", 97, 9_268},
	{"2025-07-01", "2025-09-25", 12, 1_905}, // directly under the city
	{"2025-10-01", "2025-10-31", 14, 2_200}, // under the unions of wards
}

// southTides are those of Quận 1 and, from 2024 on, Bình Tân.
var southTides = []tide{
	{"2023-02-06", "2023-12-22", 9, 842},
	{"2024-01-02", "2024-12-30", 19, 2_460},
	{"2025-01-02", "2025-06-25", 8, 1_140},
	{"2025-07-01", "2025-09-25", 2, 260},
	{"2025-10-01", "2025-10-31", 2, 260},
}

// joins is the year from which the federations of the articles take part.
const joins = 2024

// flood lets one tide into the federations that take part in it: how much each
// has of it goes by its weight.
func (t tide) flood(list []*federation, n *employers, rng *rand.Rand) (out []record) {
	var into []*federation
	var weights []int64
	for _, f := range list {
		if !f.fixed || t.from.Year() >= joins {
			into, weights = append(into, f), append(weights, f.weight*int64(75+rng.IntN(50)))
		}
	}
	units, members := target.Propose(t.units, weights), target.Propose(t.members, weights)
	for i, f := range into {
		founders := f.foundAll(t, int(units[i]), n, rng)
		out = append(out, f.admit(t, members[i]-founders, rng)...)
		was := f.flows[t.from.Year()]
		f.flows[t.from.Year()] = flow{was.units + units[i], was.members + members[i]}
	}
	return out
}

// foundAll founds CĐCS on working days of a tide and tells how many founders
// they admit.
func (f *federation) foundAll(t tide, count int, n *employers, rng *rand.Rand) (founders int64) {
	days := workdaysFrom(t.from, t.to)
	on := make([]day.Date, count)
	for i := range on {
		on[i] = pick(rng, days)
	}
	slices.Sort(on)
	from := len(f.units)
	for i, d := range on {
		u := f.newcomer(n, rng, freshMix)
		u.found(d, i)
		u.Signer, u.since = f.chair, d
		u.Members = 8 + int64(rng.IntN(26))
		u.Women = womenAmong(u.Members, u.female, rng)
		u.Admitted, u.AdmittedWomen = u.Members, u.Women
		u.staff(u.Members, u.Women, densityOf(u.Sector, rng))
		founders += u.Members
		f.units = append(f.units, u)
	}
	f.number(from)
	return founders
}

// admit shares people out over CĐCS that have room for them.
func (f *federation) admit(t tide, people int64, rng *rand.Rand) (out []record) {
	cards, room := f.deal(2*people, rng)
	days := workdaysFrom(t.from, t.to)
	for i, count := range target.Propose(people-int64(len(cards)), room) {
		u := &f.units[cards[i]]
		count++
		women := womenAmong(count, u.female, rng)
		f.joined[cards[i]] += count
		f.women[cards[i]] += women
		out = append(out, work(u.Code, "admission", pick(rng, days), fields(count, women, "")))
	}
	slices.SortStableFunc(out, func(a, b record) int { return cmp.Compare(a.Day, b.Day) })
	for i, r := range out {
		r.Fields["decision"] = fmt.Sprintf("%02d/QĐ-CĐCS", 3+i*2+rng.IntN(2))
	}
	return out
}

// deal draws standing CĐCS until they have room for as many people, and at
// least three, so that no single one stands for a half year.
func (f *federation) deal(people int64, rng *rand.Rand) (cards []int, room []int64) {
	left := people
	for _, i := range rng.Perm(f.standing) {
		u := f.units[i]
		n := u.size * 2 / 3
		if f.fixed {
			n = u.Workers - u.Members - f.joined[i]
		}
		if n < 8 || (u.Bloc == "commune" && left < people) {
			continue
		}
		cards, room = append(cards, i), append(room, n)
		if left -= n; left <= 0 && len(cards) >= 3 {
			break
		}
	}
	return cards, room
}
