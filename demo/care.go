package demo

import (
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planCare is what the district and some CĐCS give: at Tết, in Workers' Month,
// to members in hardship; one shelter is repaired.
func planCare(units []unit, rng *rand.Rand) []record {
	out := append(districtGifts(), work(baDinh, "housing_aid", "2023-11-16", activity.Fields{
		"work": "repair", "houses": "1", "amount": "25000000", "handed_over": "2023-12-14",
	}).with("LĐLĐ TP Hà Nội"))
	tet, sick := span("2023-01-06", "2023-01-19"), span("2023-02-01", "2023-12-20")
	for _, u := range units {
		if u.FoundedOn == "" && rng.IntN(100) < 15 {
			out = append(out, gift(u.Code, pick(rng, tet), "tet", pick(rng, []string{"cdcs", "employer"}), max(3, u.Members/4), 300_000))
		}
		if u.FoundedOn == "" && rng.IntN(100) < 9 {
			out = append(out, hardship(u.Code, pick(rng, sick), 1+rng.Int64N(3), rng))
		}
	}
	for _, on := range []day.Date{"2023-03-22", "2023-06-20", "2023-08-09", "2023-09-19", "2023-11-02", "2023-12-13"} {
		out = append(out, hardship(baDinh, on, 3+rng.Int64N(6), rng))
	}
	return out
}

func districtGifts() (out []record) {
	for _, x := range []struct {
		on               day.Date
		occasion, source string
		gifts, each      int64
	}{
		{"2023-01-10", "tet", "union", 620, 500_000},
		{"2023-01-12", "tet", "mobilised", 180, 300_000},
		{"2023-05-12", "workers_month", "union", 200, 500_000},
		{"2023-05-30", "children", "mobilised", 120, 250_000},
		{"2023-07-27", "union_day", "union", 50, 1_000_000},
	} {
		out = append(out, gift(baDinh, x.on, x.occasion, x.source, x.gifts, x.each))
	}
	return out
}

// gift is a round of gifts of one worth.
func gift(unit string, on day.Date, occasion, source string, gifts, each int64) record {
	return work(unit, "gift_round", on, activity.Fields{
		"occasion": occasion, "source": source, "gifts": num(gifts), "amount": num(gifts * each), "recipients": "Đoàn viên, người lao động có hoàn cảnh khó khăn",
	})
}

func hardship(unit string, on day.Date, people int64, rng *rand.Rand) record {
	f := activity.Fields{
		"cause": pick(rng, []string{"hardship", "sick", "critical", "accident", "job"}), "helped": num(people),
		"amount": num(people * pick(rng, []int64{500_000, 1_000_000, 1_500_000})), "source": "cdcs",
	}
	if unit == baDinh {
		f["source"] = "union"
	}
	return work(unit, "aid", on, f)
}
