package demo

import (
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planMeetings are the district's classes, congress, meetings and festivals,
// and the congresses of the CĐCS.
func planMeetings(units []unit, rng *rand.Rand) []record {
	out := append(trainings(), congresses(units, rng)...)
	out = append(out, sessions()...)
	out = append(out, briefings()...)
	return append(out, festivals(units, rng)...)
}

// trainings are three classes with 496 officers in all.
func trainings() (out []record) {
	for _, x := range []struct {
		on                             day.Date
		subject, chairs, vice, members string
	}{
		{"2023-06-15", "Nghiệp vụ công tác công đoàn", "96", "31", "45"},
		{"2023-08-22", "Thực hiện quy chế dân chủ tại nơi làm việc", "88", "29", "48"},
		{"2023-10-18", "Công tác an toàn, vệ sinh lao động", "71", "34", "54"},
	} {
		out = append(out, work(baDinh, "training", x.on, activity.Fields{
			"subject": x.subject, "audience": "officers", "chairs": x.chairs, "vice_chairs": x.vice, "committee_members": x.members, "sessions": "2",
			"venue": "Hội trường Trung tâm Chính trị quận",
		}).with("Trung tâm Chính trị quận Ba Đình"))
	}
	out[0].picture = "class"
	return out
}

// congresses are held by each CĐCS that stood before the year, on the day its
// chair was elected.
func congresses(units []unit, rng *rand.Rand) (out []record) {
	for _, u := range units {
		if u.FoundedOn != "" {
			continue
		}
		f := activity.Fields{"term": "nhiệm kỳ 2023 - 2028", "delegates": num(max(5, u.Members*9/10)), "elected": num(3 + 2*rng.Int64N(3))}
		if u.Members >= 150 {
			f["delegates"] = num(80 + rng.Int64N(40))
		}
		out = append(out, work(u.Code, "congress", u.since, f))
	}
	return out
}

func districtCongress() []record {
	r := work(baDinh, "congress", congress, activity.Fields{
		"congress_no": "XI", "term": "nhiệm kỳ 2023 - 2028", "delegates": "198", "elected": num(executives),
		"result": "Bầu Ban Chấp hành, Ban Thường vụ, Ủy ban Kiểm tra LĐLĐ quận khóa XI; thông qua Nghị quyết Đại hội",
	})
	r.picture = "hall"
	return []record{r}
}

func sessions() (out []record) {
	const old, fresh = "khóa X, nhiệm kỳ 2018 - 2023", "khóa XI, nhiệm kỳ 2023 - 2028"
	for _, x := range []struct {
		on                       day.Date
		committee, no, term, say string
		attended                 string
	}{
		{"2023-01-31", "executive", "16", old, "Chương trình công tác năm 2023; giao chỉ tiêu", "20"},
		{"2023-04-18", "executive", "17", old, "Chuẩn bị Đại hội lần thứ XI", "19"},
		{congress, "executive", "1", fresh, "Bầu Ban Thường vụ, Chủ tịch, Phó Chủ tịch, Ủy ban Kiểm tra", "21"},
		{"2023-05-26", "inspection", "1", fresh, "Phân công nhiệm vụ", "5"},
		{"2023-07-13", "executive", "2", fresh, "Sơ kết sáu tháng đầu năm; điều chỉnh chỉ tiêu", "20"},
		{"2023-10-10", "executive", "3", fresh, "Kết quả chín tháng; nhiệm vụ ba tháng cuối năm", "21"},
		{"2023-12-05", "standing", "6", fresh, "Xét khen thưởng, xếp loại CĐCS năm 2023", "7"},
		{"2023-12-19", "executive", "4", fresh, "Thông qua báo cáo năm 2023, phương hướng năm 2024", "21"},
	} {
		out = append(out, work(baDinh, "committee_meeting", x.on, activity.Fields{
			"committee": x.committee, "session_no": x.no, "term": x.term, "content": x.say, "attended": x.attended,
		}))
	}
	return out
}

func briefings() (out []record) {
	for _, x := range []struct {
		on        day.Date
		of, heard string
	}{{"2023-03-30", "quý I năm 2023", "164"}, {"2023-06-29", "quý II năm 2023", "171"}, {"2023-09-28", "quý III năm 2023", "158"}} {
		out = append(out, work(baDinh, "briefing", x.on, activity.Fields{"briefing_for": x.of, "attended": x.heard, "content": "Kết quả trong quý, nhiệm vụ quý tới; giải đáp kiến nghị của CĐCS"}))
	}
	out = append(out, work(baDinh, "review", "2023-07-06", activity.Fields{"form": "interim", "period_told": "6 tháng đầu năm 2023", "attended": "180"}))
	return append(out, work(baDinh, "review", reported, activity.Fields{
		"form": "final", "period_told": "năm 2023", "attended": "320",
		"guests": "Phó Chủ tịch LĐLĐ TP Hà Nội; Phó Bí thư Thường trực Quận ủy, Chủ tịch HĐND quận", "content": "Tổng kết phong trào CNVCLĐ và hoạt động công đoàn năm 2023, phát động thi đua năm 2024",
	}))
}

func festivals(units []unit, rng *rand.Rand) (out []record) {
	for _, x := range []struct {
		on                      day.Date
		form, event, heard, vnd string
	}{
		{"2023-03-07", "contest", "Hội thi nấu ăn, cắm hoa chào mừng ngày 8/3", "420", "35000000"},
		{"2023-04-22", "sport", "Giải bóng đá nam CNVCLĐ quận Ba Đình", "640", "80000000"},
		{"2023-05-19", "art", "Hội diễn văn nghệ Tháng Công nhân", "850", "60000000"},
		{"2023-09-16", "sport", "Giải cầu lông, bóng bàn CNVCLĐ quận", "510", "55000000"},
		{"2023-10-20", "exchange", "Tọa đàm, giao lưu nữ CNVCLĐ ngày 20/10", "300", "25000000"},
		{"2023-11-25", "art", "Chương trình “Rạng rỡ Ba Đình”", "1200", "150000000"},
	} {
		out = append(out, work(baDinh, "culture_sport", x.on, activity.Fields{"form": x.form, "event": x.event, "attended": x.heard, "amount": x.vnd}))
	}
	days := span("2023-03-01", "2023-12-08")
	for _, u := range units {
		if u.FoundedOn == "" && u.Members >= 50 && rng.IntN(100) < 14 {
			out = append(out, work(u.Code, "culture_sport", pick(rng, days), activity.Fields{
				"form": pick(rng, []string{"sport", "art", "contest"}), "event": pick(rng, []string{"Hội thao đoàn viên", "Liên hoan văn nghệ", "Hội thi tìm hiểu pháp luật"}),
				"attended": num(u.Members * int64(40+rng.IntN(45)) / 100),
			}))
		}
	}
	return out
}
