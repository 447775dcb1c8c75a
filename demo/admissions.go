package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/target"
)

// admission is one decision by which a unit admits members.
type admission struct {
	unit         int // index
	day          day.Date
	count, women int64
	decision     string
	slip         *slip // how it was first typed; nil when right at once
}

// slip is what somebody got wrong when recording, and when that was put right.
// A slip that keeps nothing is withdrawn.
type slip struct {
	day          day.Date
	count, women int64
	corrected    day.Date
	reason       string
	withdrawn    bool
}

// Records of admission besides the first unit's, and the months in which the
// first unit admits.
const records = 200

var firstAdmits = [12]bool{0: true, 2: true, 3: true, 4: true, 5: true, 7: true, 8: true, 9: true, 11: true}

// planAdmissions shares what the months admit, less the founders, out over
// records of the units that admit.
func planAdmissions(units []unit, rng *rand.Rand) (out []admission) {
	deck := dealUnits(units, rng)
	left := admittedIn
	for _, u := range units[unitsOld:] {
		left[u.FoundedOn.Month()-1] -= u.Admitted
	}
	for m, n := range target.Propose(records, left[:]) {
		cards := deck[:n]
		if deck = deck[n:]; firstAdmits[m] {
			cards = append([]int{0}, cards...)
		}
		out = append(out, planMonth(m+1, left[m], cards, units, rng)...)
	}
	slices.SortStableFunc(out, func(a, b admission) int { return cmp.Compare(a.day, b.day) })
	numberDecisions(out, units, rng)
	return out
}

// dealUnits is who admits, record by record: each of about 120 units once, some
// of them again.
func dealUnits(units []unit, rng *rand.Rand) []int {
	left := map[string]int{
		"private_enterprise": 58, "fdi_enterprise": 30, "state_enterprise": 10, "informal": 10, "public_service_unit": 9, "state_agency": 2,
	}
	deck := []int{1}
	for _, i := range rng.Perm(unitsOld - 2) {
		if u := units[i+2]; left[u.Sector] > 0 && u.size >= 12 {
			left[u.Sector]--
			deck = append(deck, i+2)
		}
	}
	for once := len(deck); len(deck) < records; {
		deck = append(deck, deck[rng.IntN(once)])
	}
	rng.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
	return deck
}

// planMonth shares a month's people out over its records; larger units admit more.
func planMonth(month int, people int64, cards []int, units []unit, rng *rand.Rand) []admission {
	weights := make([]int64, len(cards))
	for i, u := range cards {
		weights[i] = int64(1+rng.IntN(5)) * (1 + units[u].size/50)
	}
	days, out := workdays(month), make([]admission, len(cards))
	for i, n := range target.Propose(people-int64(len(cards)), weights) {
		out[i] = admission{unit: cards[i], day: days[rng.IntN(len(days))], count: n + 1}
		out[i].women = womenAmong(n+1, units[cards[i]].female, rng)
	}
	return out
}

// numberDecisions gives each unit's decisions rising numbers over the year.
func numberDecisions(list []admission, units []unit, rng *rand.Rand) {
	last := map[int]int{}
	for i := range list {
		a := &list[i]
		last[a.unit] += 1 + rng.IntN(6)
		body := "CĐCS"
		if units[a.unit].Kind == "occupational" {
			body = "NĐCS"
		}
		a.decision = fmt.Sprintf("%02d/QĐ-%s", last[a.unit], body)
	}
}

// planSlips lets three records go wrong at first and a fourth be one too many,
// all put right some days later.
func planSlips(list []admission) []admission {
	swapped := &list[find(list, 20, func(a admission) bool { return a.unit == 0 && a.count > 3 })]
	swapped.slip = &slip{swapped.day, swapped.count * 10, swapped.women, nextWorkday(swapped.day, 2), "Gõ thừa một số 0 ở số đoàn viên", false}

	late := &list[find(list, 40, func(a admission) bool { return a.day == "2023-03-31" || a.day == "2023-05-31" || a.day == "2023-06-30" })]
	late.slip = &slip{nextWorkday(late.day, 1), late.count, late.women, nextWorkday(late.day, 3), "Ghi nhầm ngày nhận văn bản, lấy lại ngày ký quyết định", false}

	women := &list[find(list, 130, func(a admission) bool { return a.unit != 0 && a.women > 2 })]
	women.slip = &slip{women.day, women.count, 0, nextWorkday(women.day, 4), "Bổ sung số nữ trong danh sách kết nạp", false}

	twice := list[find(list, 160, func(a admission) bool { return a.unit != 0 && a.count > 4 })]
	again := nextWorkday(twice.day, 1)
	twice.slip = &slip{again, twice.count, twice.women, nextWorkday(again, 2), "Ghi trùng quyết định " + twice.decision + " đã ghi hôm trước", true}
	return append(list, twice)
}

// find is the first record from a place on that fits.
func find(list []admission, from int, fits func(admission) bool) int {
	return from + slices.IndexFunc(list[from:], fits)
}
