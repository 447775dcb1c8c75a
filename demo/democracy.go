package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planDemocracy lets offices and schools hold their conferences of officials,
// and a part of the enterprises hold conferences of workers, keep a rule of
// dialogue and hold dialogues: below what 2024 asks.
func planDemocracy(units []unit, rng *rand.Rand) (out []record) {
	for _, u := range units {
		switch {
		case u.official():
			if rng.IntN(100) < 95 {
				out = append(out, officials(u, rng))
			}
		case u.enterprise() && u.FoundedOn < "2023-07-01":
			out = append(out, workersOf(u, rng)...)
		}
	}
	return out
}

func (u unit) official() bool { return u.Sector == "state_agency" || u.Sector == "public_service_unit" }

func (u unit) enterprise() bool { return strings.HasSuffix(u.Sector, "_enterprise") }

// officials is a conference of officials: after the year of work, in schools
// after the school year.
func officials(u unit, rng *rand.Rand) record {
	days := span("2023-01-05", "2023-03-31")
	if u.Bloc == "education" {
		days = span("2023-09-11", "2023-10-20")
	}
	return work(u.Code, "officials_conference", pick(rng, days), conference(u, rng))
}

func conference(u unit, rng *rand.Rand) activity.Fields {
	f := activity.Fields{"form": "full", "attended": num(max(3, u.Members*int64(85+rng.IntN(14))/100)), "opinions": num(int64(2 + rng.IntN(12)))}
	if u.Workers > 100 {
		f["form"], f["attended"] = "delegates", num(40+u.Workers/10)
	}
	if rng.IntN(2) == 0 {
		f["amended"] = pick(rng, []string{"Nội quy lao động", "Quy chế chi tiêu nội bộ", "Quy chế đối thoại", "Thỏa ước lao động tập thể", "Nội quy, quy chế cơ quan"})
	}
	return f
}

// workersOf is what one enterprise does of the three.
func workersOf(u unit, rng *rand.Rand) (out []record) {
	luck := rng.IntN(100)
	held := luck < 62
	ruled := luck < 46 || (luck >= 58 && luck < 68)
	talked := luck < 52 || (luck >= 60 && luck < 68)
	after := day.Max("2023-02-01", u.FoundedOn.Add(14))
	if held {
		out = append(out, work(u.Code, "workers_conference", pick(rng, span(day.Max(after, "2023-02-06"), day.Max(after.Add(30), "2023-04-28"))), conference(u, rng)))
	}
	if ruled {
		out = append(out, work(u.Code, "dialogue_rule", pick(rng, span(after, "2023-07-28")), activity.Fields{
			"form": pick(rng, []string{"new", "amended", "kept", "kept"}), "document": fmt.Sprintf("%02d/QC-%d", 1+rng.IntN(30), 2023),
		}))
	}
	if talked {
		out = append(out, work(u.Code, "dialogue", pick(rng, span(day.Max(after, "2023-05-08"), "2023-11-30")), dialogue(u, rng)))
	}
	return out
}

// dialogue has as many on the workers' side as Nghị định 145/2020/NĐ-CP wants.
func dialogue(u unit, rng *rand.Rand) activity.Fields {
	side := int64(3)
	for _, x := range []struct{ from, people int64 }{{50, 4}, {150, 9}, {300, 14}, {500, 19}, {1000, 24}} {
		if u.Workers >= x.from {
			side = x.people
		}
	}
	return activity.Fields{
		"form": pick(rng, []string{"periodic", "periodic", "periodic", "on_request"}), "employer_side": "3", "worker_side": num(side),
		"subject": pick(rng, []string{"Tiền lương, tiền thưởng", "Bữa ăn ca, điều kiện làm việc", "Thời giờ làm việc, nghỉ ngơi", "Việc làm khi giảm đơn hàng", "An toàn, vệ sinh lao động"}),
		"agreed":  pick(rng, []string{"Nâng mức ăn ca từ tháng sau", "Công khai kế hoạch sản xuất, làm thêm giờ hằng tháng", "Bố trí lịch nghỉ phép luân phiên", "Rà soát, thay thế thiết bị bảo hộ"}),
	}
}
