package demo

import (
	"fmt"
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planAgreements gives a part of the enterprises a collective agreement: signed
// before the register and entered when it was opened, or in 2023; of those that
// ran out in 2023 most were signed again.
func planAgreements(district string, units []unit, rng *rand.Rand) (out []record) {
	inForce := int64(0)
	for _, u := range units {
		if !u.enterprise() || u.FoundedOn > "2023-06-01" {
			continue
		}
		luck := rng.IntN(100)
		switch {
		case luck < 38 && u.FoundedOn == "": // still runs
			out = append(out, signedBefore(u, pick(rng, []int{2021, 2022, 2022}), rng))
		case luck < 48 && u.FoundedOn == "": // ran out
			out = append(out, ranOut(u, luck < 45, rng)...)
		case luck < 66:
			out = append(out, contract(u, pick(rng, span(day.Max("2023-02-06", u.FoundedOn.Add(30)), "2023-10-31")), rng))
		default:
			continue
		}
		if luck < 45 || luck >= 48 {
			inForce++
		}
	}
	return append(out, gradeAgreements(district, inForce))
}

// contract is one that is signed for three years on a day.
func contract(u unit, on day.Date, rng *rand.Rand) record {
	workers := max(u.Workers, u.Members, 5)
	return work(u.Code, "cba_signed", on, activity.Fields{
		"document": fmt.Sprintf("%02d/TƯLĐTT-%d", 1+rng.IntN(9), on.Year()), "effective_from": string(on), "effective_to": string(day.New(on.Year()+3, on.Month(), on.Time().Day()).Add(-1)),
		"workers_total": num(workers), "in_favour": num(workers * int64(62+rng.IntN(37)) / 100),
		"better": pick(rng, []string{"Bữa ăn ca từ 25.000 đồng; thưởng Tết ít nhất một tháng lương", "Nghỉ thêm 01 ngày có lương khi kết hôn", "Hỗ trợ tiền xăng xe, nhà ở", "Khám sức khỏe định kỳ hai lần một năm"}),
	})
}

// signedBefore was signed in an earlier year and entered early in 2023.
func signedBefore(u unit, year int, rng *rand.Rand) record {
	r := contract(u, day.New(year, 1+rng.IntN(12), 1+rng.IntN(28)), rng)
	r.on = pick(rng, span("2023-01-09", "2023-02-28"))
	return r
}

// ranOut ended in 2023; the unit signed again, or has not yet.
func ranOut(u unit, again bool, rng *rand.Rand) []record {
	old := signedBefore(u, 2020, rng)
	end := day.Date(old.Fields["effective_to"])
	if !again {
		ended := work(u.Code, "cba_ended", end.Add(1), activity.Fields{"form": "expired"})
		ended.on = nextWorkday(day.Min(day.Max(end, old.on), "2023-12-20"), 1)
		ended.Day = day.Min(ended.Day, ended.on)
		return []record{old, ended}
	}
	fresh := contract(u, pick(rng, span("2023-03-01", "2023-11-30")), rng)
	fresh.Fields["replaced"] = "1"
	return []record{old, fresh}
}

// gradeAgreements is the district's grading: fewer than four of ten reach B.
func gradeAgreements(district string, inForce int64) record {
	graded := inForce * 92 / 100
	a, b, d := graded*6/100, graded*30/100, graded*11/100
	return work(district, "cba_grading", "2023-11-28", activity.Fields{
		"grade_a": num(a), "grade_b": num(b), "grade_c": num(graded - a - b - d), "grade_d": num(d), "document": "214/QĐ-LĐLĐ",
	})
}
