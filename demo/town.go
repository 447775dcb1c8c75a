package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/target"
)

// What the article tells of the years 2016 to 2020 in Sơn Tây (seeds/004), year
// by year; how the sums fall on the years is made up.
var (
	townInitiatives = [5]int64{412, 468, 507, 566, 575} // 2,528
	townWorkers     = [5]int64{2, 2, 3, 2, 3}           // 12 Công nhân giỏi Thủ đô
	townCreative    = [5]int64{2, 3, 3, 3, 3}           // 14 Lao động sáng tạo Thủ đô
	townGood        = [5]int64{70, 74, 78, 80, 80}      // 382 Lao động giỏi, lao động sáng tạo
)

// Years of the programme, and the last days on which they were counted: a week
// before it was reviewed.
const (
	townFrom    = 2016
	townCounted = day.Date("2020-10-22")
)

// planTownYears are the rules, initiatives and honours of those years at the CĐCS of
// Sơn Tây that stood then.
func planTownYears(units []unit, rng, rules *rand.Rand) (out []record) {
	standing := units[:sonTayUnits]
	out = townRules(standing, rules)
	for i := range townInitiatives {
		year := townFrom + i
		out = append(out, townRecognised(standing, year, townInitiatives[i], rng)...)
		out = append(out, townPersons(standing, year, "capital_worker", townWorkers[i], unit.enterprise, rng)...)
		out = append(out, townPersons(standing, year, "capital_creative", townCreative[i], anyUnit, rng)...)
		out = append(out, townHonoured(year, townGood[i])...)
	}
	return out
}

// townRules are the rules that the CĐCS of communes registered with their
// committees, for each of the two stages: all of them, as the article says.
func townRules(units []unit, rng *rand.Rand) (out []record) {
	for _, x := range []struct{ first, last, from, to day.Date }{
		{"2016-03-21", "2017-06-15", "2016-01-01", "2020-12-31"}, {"2020-11-16", "2021-03-31", "2021-01-01", "2025-12-31"},
	} {
		for _, u := range units {
			if u.Bloc != "commune" {
				continue
			}
			on := pick(rng, workdaysFrom(x.first, x.last))
			r := work(u.Code, "coordination_rule", on, activity.Fields{
				"document": fmt.Sprintf("%02d/QCPH", 1+rng.IntN(9)), "signed_with": u.Employer, "stage_from": string(x.from), "stage_to": string(x.to),
			})
			if x.from == "2016-01-01" {
				r = r.under("town2016", townRule)
			}
			out = append(out, r)
		}
	}
	return out
}

func anyUnit(unit) bool { return true }

// townDays are the working days of a year from one to another of its days.
func townDays(year int, from, to string) []day.Date {
	return workdaysFrom(day.Date(fmt.Sprintf("%d-%s", year, from)), day.Min(day.Date(fmt.Sprintf("%d-%s", year, to)), townCounted))
}

// townRecognised shares a year's initiatives out: about every second CĐCS has
// some, the larger ones more; schools recognise theirs at the end of their year.
func townRecognised(units []unit, year int, n int64, rng *rand.Rand) (out []record) {
	weights := make([]int64, len(units))
	for i, u := range units {
		if rng.IntN(100) < 55 {
			weights[i] = max(4, u.Members) * int64(50+rng.IntN(100))
		}
	}
	for i, has := range target.Propose(n, weights) {
		if has == 0 {
			continue
		}
		days := townDays(year, "09-06", "12-16")
		if units[i].Bloc == "education" {
			days = townDays(year, "05-16", "06-24")
		}
		f := activity.Fields{"initiatives": num(has), "document": fmt.Sprintf("%02d/QĐ", 11+rng.IntN(80))}
		out = append(out, work(units[i].Code, "initiative", pick(rng, days), f))
	}
	return out
}

// townPersons are people the city honoured in a year, each at their CĐCS.
func townPersons(units []unit, year int, honour string, n int64, from func(unit) bool, rng *rand.Rand) (out []record) {
	of := slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return !from(u) })
	slices.SortStableFunc(of, func(a, b unit) int { return cmp.Compare(b.Members, a.Members) })
	on := map[string]day.Date{"capital_worker": townDays(year, "05-16", "05-27")[0], "capital_creative": townDays(year, "06-06", "06-24")[3]}[honour]
	for _, i := range rng.Perm(min(len(of), 60))[:n] {
		out = append(out, work(of[i].Code, "award", on, activity.Fields{
			"honour": honour, "persons": "1", "giver": "LĐLĐ TP Hà Nội", "document": fmt.Sprintf("%d/QĐ-LĐLĐ", 210+year%100),
		}))
	}
	return out
}

// townHonoured is whom the town's federation honoured, before the day of the
// unions and at the end of the year.
func townHonoured(year int, n int64) (out []record) {
	first := n * 45 / 100
	for i, x := range []struct {
		on day.Date
		n  int64
	}{{townDays(year, "07-18", "07-27")[2], first}, {townDays(year, "10-10", "10-21")[5], n - first}} {
		r := work(sonTayCode, "award", x.on, activity.Fields{
			"honour": "good_creative_worker", "persons": num(x.n), "giver": "LĐLĐ thị xã Sơn Tây", "document": fmt.Sprintf("%d/QĐ-LĐLĐ", 64+31*i),
		})
		r.Note = "Phong trào thi đua “Lao động giỏi - lao động sáng tạo” cấp thị xã"
		out = append(out, r.under("town2016", goodWorkers))
	}
	return out
}
