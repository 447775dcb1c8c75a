package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// largest are the n enterprises with most members.
func largest(units []unit, n int) []unit {
	list := slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return !u.enterprise() })
	slices.SortStableFunc(list, func(a, b unit) int { return cmp.Compare(b.Members, a.Members) })
	return list[:n]
}

// planSouthAdmissions are admissions by the enterprises' CĐCS, among those who
// work there and are no members yet.
func planSouthAdmissions(units []unit, rng *rand.Rand) (out []record) {
	days := span("2023-02-06", "2023-12-15")
	for _, u := range units[:southBases] {
		room := (u.Workers - u.Members) / 2
		for room >= 6 && u.enterprise() && rng.IntN(100) < 40 {
			n := min(room, 3+rng.Int64N(room/2))
			room -= n
			out = append(out, work(u.Code, "admission", pick(rng, days), fields(n, womenAmong(n, u.female, rng), "")))
		}
	}
	slices.SortStableFunc(out, func(a, b record) int { return cmp.Compare(a.Day, b.Day) })
	last := map[string]int{}
	for _, r := range out {
		last[r.Unit] += 1 + rng.IntN(5)
		r.Fields["decision"] = fmt.Sprintf("%02d/QĐ-CĐCS", last[r.Unit])
	}
	return out
}

// sponsorships are the one-plus-one taken on in May 2023 for a year: an
// enterprise and 12 CĐCS, 34 persons, 488 triệu đồng.
func sponsorships(units []unit, rng *rand.Rand) (out []record) {
	days := span("2023-05-04", "2023-05-26")
	mart := sponsorship(binhTan, days[0], 7, 1_500_000)
	mart.Fields["sponsor"], mart.Fields["employer"] = "employer", "Công ty TNHH Tươi Mart"
	mart.Fields["stage_total"] = num(7*1_500_000*12 + 2_000_000)
	mart.Note = "Tên doanh nghiệp lấy từ bài báo (seeds/000); mọi tên đơn vị khác là hư cấu. Thêm 2 triệu đồng quà Tết cho bảy người."
	out = append(out, mart)
	for i, u := range largest(units, 12) {
		people, each := int64(3), int64(1_000_000)
		if i >= 4 {
			people, each = 2, 1_200_000
		}
		if i == 11 {
			people = 1
		}
		out = append(out, sponsorship(u.Code, pick(rng, days), people, each))
	}
	return out
}

func sponsorship(unit string, on day.Date, people, each int64) record {
	return work(unit, "sponsorship", on, activity.Fields{
		"sponsor": "cdcs", "sponsors": "1", "sponsored": num(people), "monthly": num(people * each),
		"from_day": "2023-05-01", "to_day": "2024-04-30", "stage_total": num(people * each * 12),
	})
}

// planSouthWork is what else the articles tell of Bình Tân: task forces, groups
// in social media, the show, a wedding, a letter to 11 recipients.
func planSouthWork(s sources, units []unit, rng *rand.Rand) (out []record) {
	for i, task := range []string{"Xây dựng công đoàn ngoài nhà nước", "Hướng dẫn ký TƯLĐTT, địa bàn 1", "Hướng dẫn ký TƯLĐTT, địa bàn 2", "Hướng dẫn ký TƯLĐTT, địa bàn 3"} {
		out = append(out, work(binhTan, "task_force", day.New(2023, 2, 14+i%2), activity.Fields{"task": task, "members_list": "Thường trực, cán bộ LĐLĐ quận; đại diện phường"}))
	}
	wedding := work(binhTan, "wedding", "2023-10-14", activity.Fields{"couples": "10"}).with("Hội Liên hiệp Phụ nữ quận Bình Tân")
	wedding.picture = "couples"
	out = append(out, wedding)
	for _, on := range []day.Date{"2023-03-25", "2023-06-17", "2023-09-23"} {
		out = append(out, work(binhTan, "outreach", on, activity.Fields{
			"subject": "Trò chơi “Âm nhạc và công nhân”", "channel": "gameshow", "sessions": "1", "reach_invited": "600", "reached": "600",
		}))
	}
	for _, u := range units[:southBases] {
		if rng.IntN(100) < 45 {
			out = append(out, work(u.Code, "media_channel", pick(rng, span("2023-02-06", "2023-06-30")), activity.Fields{
				"platform": "zalo", "channel_name": "Công đoàn " + u.Code, "followers": num(u.Members * int64(30+rng.IntN(50)) / 100),
			}))
		}
	}
	return append(out, southAdvice(s.southWards)...)
}

// southAdvice asks the district's office and its ten wards for joint
// inspections; four have not answered.
func southAdvice(wards []ward) []record {
	const letter = "97/LĐLĐ"
	whole := work(binhTan, "advice", "2023-09-20", activity.Fields{"document": letter, "subject": "Kiểm tra liên ngành thực hiện Bộ luật Lao động tại doanh nghiệp"})
	whole.Ref = letter
	to := []string{"Phòng Lao động - Thương binh và Xã hội quận Bình Tân"}
	for _, w := range wards {
		to = append(to, "UBND phường "+w.name)
	}
	out := []record{whole}
	for i, name := range to {
		r := work(binhTan, "advice_recipient", whole.Day, activity.Fields{"recipient": name, "reply_due": "2023-11-15"})
		if r.Under = letter; i%3 != 1 {
			r = r.finished(nextWorkday("2023-09-27", i*3), "answered_on", "answer", "Nhất trí, sẽ phối hợp tổ chức đoàn kiểm tra")
			r.later[0].reason = "Đã có trả lời"
		}
		out = append(out, r)
	}
	return out
}
