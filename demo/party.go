package demo

import (
	"fmt"
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// Members introduced to the Party in 2023, and admitted, as the article says.
const (
	introducedIn = 503
	partyIn      = 201
)

// introduction is who a unit introduces on one day.
type introduction struct {
	unit            int
	day             day.Date
	count, admitted int64
}

// planParty lets CĐCS introduce members to the Party and the Party admit some
// of them two to five months later.
func planParty(units []unit, rng *rand.Rand) (out []record) {
	list := planIntroductions(units, rng)
	chooseAdmitted(list, rng)
	for _, x := range list {
		u := units[x.unit]
		out = append(out, work(u.Code, "party_introduction", x.day, partyFields("introduced", x.count, u, rng)))
		if x.admitted > 0 {
			on := pick(rng, span(x.day.Add(60), x.day.Add(150)))
			out = append(out, work(u.Code, "party_admission", on, partyFields("party_admitted", x.admitted, u, rng)))
		}
	}
	return out
}

func partyFields(field string, n int64, u unit, rng *rand.Rand) activity.Fields {
	document := fmt.Sprintf("%02d/GT-CĐCS", 1+rng.IntN(20))
	if field == "party_admitted" {
		document = fmt.Sprintf("%d-QĐ/QU", 300+rng.IntN(900))
	}
	return activity.Fields{field: num(n), "women": num(womenAmong(n, u.female, rng)), "document": document}
}

// planIntroductions shares the introduced out: many units introduce one or two,
// a good third nobody; three or more come on two days.
func planIntroductions(units []unit, rng *rand.Rand) (out []introduction) {
	for i, n := range introducedBy(units, rng) {
		first := min(n, 2)
		for _, count := range []int64{first, n - first} {
			if count > 0 {
				days := span(day.Max("2023-02-01", units[i].FoundedOn.Add(30)), "2023-11-24")
				out = append(out, introduction{unit: i, day: pick(rng, days), count: count})
			}
		}
	}
	return out
}

func introducedBy(units []unit, rng *rand.Rand) []int64 {
	out, sum := make([]int64, len(units)), int64(0)
	for i, u := range units {
		if u.FoundedOn > "2023-09-01" {
			continue
		}
		luck := rng.IntN(100)
		if u.Sector == "state_agency" || u.Sector == "public_service_unit" {
			luck += 14
		}
		for _, limit := range []int{44, 76, 94, 108} {
			if luck >= limit {
				out[i]++
				sum++
			}
		}
	}
	for sum != introducedIn { // the last few are moved one by one
		i := rng.IntN(len(units))
		switch {
		case sum < introducedIn && out[i] > 0 && out[i] < 3:
			out[i], sum = out[i]+1, sum+1
		case sum > introducedIn && out[i] > 1:
			out[i], sum = out[i]-1, sum-1
		}
	}
	return out
}

// chooseAdmitted draws who of those introduced early enough is admitted.
func chooseAdmitted(list []introduction, rng *rand.Rand) {
	for left := partyIn; left > 0; {
		x := &list[rng.IntN(len(list))]
		if x.day < "2023-09-22" && x.admitted < x.count {
			x.admitted++
			left--
		}
	}
}
