package demo

import (
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/target"
)

// planSouthCare is what seeds/000 tells of 2023 in Bình Tân: gifts at Tết, care
// with employers, benefit points, one-plus-one.
func planSouthCare(s sources, units []unit, rng *rand.Rand) []record {
	out := append(tetGifts(s, units, rng), careWithEmployers(units, rng)...)
	return append(append(out, benefitPoints(units, rng)...), sponsorships(units, rng)...)
}

// tetRounds are the gifts of Tết Quý Mão by who paid: 53.218 of 18,2 tỷ đồng.
var tetRounds = []struct {
	source      string
	gifts, each int64
	rounds      int64 // of the district, by wards; 0: by CĐCS
}{
	{"union", 20_000, 400_000, 12}, {"mobilised", 16_218, 300_000, 10}, {"employer", 11_000, 350_000, 0}, {"cdcs", 6_000, 250_000, 0},
}

func tetGifts(s sources, units []unit, rng *rand.Rand) (out []record) {
	days := span("2023-01-05", "2023-01-19")
	for _, x := range tetRounds {
		givers := make([]string, x.rounds)
		for i := range givers {
			givers[i] = binhTan
		}
		weights := make([]int64, 0, 30)
		for _, i := range rng.Perm(southBases)[:30] {
			if u := units[i]; x.rounds == 0 && u.enterprise() {
				givers, weights = append(givers, u.Code), append(weights, u.Members)
			}
		}
		for range x.rounds {
			weights = append(weights, int64(3+rng.IntN(4)))
		}
		for i, n := range target.Propose(x.gifts-int64(len(givers)), weights) {
			r := gift(givers[i], pick(rng, days), "tet", x.source, n+1, x.each)
			r.Fields["recipients"], r.Fields["programme"] = "Công nhân, người lao động khó khăn, không có điều kiện về quê đón Tết", "Tết Quý Mão 2023"
			if x.rounds > 0 {
				r.Note = "Trao tại phường " + s.southWards[i%len(s.southWards)].name
			}
			out = append(out, r)
		}
	}
	return out
}

// Care by CĐCS with their employers: a little below the article's round figures.
const (
	turnsIn       = 96_840
	turnsMillions = 33_894
)

func careWithEmployers(units []unit, rng *rand.Rand) (out []record) {
	var turns, worth []int64
	for _, x := range []struct {
		programme string
		days      []day.Date
		share     int // of a hundred enterprises
	}{
		{"Chăm lo Tết Quý Mão", span("2023-01-09", "2023-01-18"), 90},
		{"Tháng Công nhân", span("2023-05-04", "2023-05-31"), 75},
		{"Quốc khánh 2/9, Trung thu", span("2023-08-28", "2023-09-28"), 45},
	} {
		for _, u := range units[:southBases] {
			if u.enterprise() && rng.IntN(100) < x.share {
				n := u.Members * int64(25+rng.IntN(50)) / 100
				turns, worth = append(turns, n), append(worth, n*int64(25+rng.IntN(20)))
				out = append(out, work(u.Code, "aid_turns", pick(rng, x.days), activity.Fields{"source": "employer", "programme": x.programme}))
			}
		}
	}
	amounts := target.Propose(turnsMillions-int64(len(out)), worth)
	for i, n := range target.Propose(turnsIn-int64(len(out)), turns) {
		out[i].Fields["turns"], out[i].Fields["amount"] = num(n+1), num((amounts[i]+1)*1_000_000)
	}
	return out
}

// benefitPoints are 18, at the largest CĐCS, with 5 to 30 % off.
func benefitPoints(units []unit, rng *rand.Rand) (out []record) {
	days := span("2023-04-03", "2023-11-24")
	goods := []string{"Gạo, dầu ăn, nước mắm", "Thực phẩm thiết yếu", "Đồ dùng học tập, sữa", "Hàng may mặc, giày dép", "Khám, chữa răng; thuốc", "Điện máy, xe đạp điện"}
	for i, u := range largest(units, 18) {
		low, high := 5+5*int64(rng.IntN(3)), 15+5*int64(rng.IntN(3))
		switch i {
		case 4:
			low = 5
		case 11:
			high = 30
		}
		out = append(out, work(u.Code, "benefit_point", pick(rng, days), activity.Fields{
			"shop": "Điểm phúc lợi đoàn viên số " + num(int64(i+1)), "goods": goods[i%len(goods)],
			"discount_min": num(low), "discount_max": num(max(high, low)), "venue": "Tại CĐCS",
		}))
	}
	return out
}
