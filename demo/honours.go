package demo

import (
	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planHonours is what was decided to be awarded at the conference of the year's
// end, how CĐCS were graded for two years, and the movement the district calls for 2024.
func planHonours(units []unit) []record {
	out := append(gradings(units), awards()...)
	return append(out,
		work(baDinh, "movement", "2023-02-14", activity.Fields{
			"form": "movement", "movement_name": "Thi đua trong CNVCLĐ quận Ba Đình năm 2023", "document": "15/KH-LĐLĐ",
		}),
		work(baDinh, "movement", "2023-05-04", activity.Fields{"form": "month", "movement_name": "Tháng Công nhân năm 2023", "document": "58/KH-LĐLĐ"}),
		work(baDinh, "movement", reported, activity.Fields{
			"form": "movement", "movement_name": "Thi đua trong CNVCLĐ quận Ba Đình năm 2024", "document": "171/KH-LĐLĐ",
			"criteria": "Cơ quan, đơn vị: hoàn thành vượt mức nhiệm vụ, cải cách hành chính. Doanh nghiệp: năng suất, chất lượng, an toàn. Trường học: dạy tốt, học tốt.",
		}),
	)
}

func awards() (out []record) {
	for _, x := range []struct {
		honour, persons, groups, giver, document, note string
	}{
		{"flag_city", "", "1", "LĐLĐ TP Hà Nội", "2148/QĐ-LĐLĐ", "Cờ thi đua xuất sắc tặng LĐLĐ quận Ba Đình"},
		{"merit_city", "", "14", "LĐLĐ TP Hà Nội", "2149/QĐ-LĐLĐ", "Tập thể có thành tích xuất sắc năm 2023"},
		{"merit_city", "19", "", "LĐLĐ TP Hà Nội", "2150/QĐ-LĐLĐ", "Cá nhân có thành tích xuất sắc năm 2023"},
		{"letter_district", "", "62", "LĐLĐ quận Ba Đình", "226/QĐ-LĐLĐ", "Tập thể có thành tích xuất sắc năm 2023"},
		{"letter_district", "", "48", "LĐLĐ quận Ba Đình", "227/QĐ-LĐLĐ", "Tập thể có thành tích tốt năm 2023"},
		{"letter_district", "135", "", "LĐLĐ quận Ba Đình", "228/QĐ-LĐLĐ", "Cá nhân có thành tích năm 2023"},
	} {
		f := activity.Fields{"honour": x.honour, "giver": x.giver, "document": x.document}
		for field, n := range map[string]string{"persons": x.persons, "groups": x.groups} {
			if n != "" {
				f[field] = n
			}
		}
		r := work(baDinh, "award", "2023-12-13", f)
		r.Note = x.note
		out = append(out, r)
	}
	return out
}

// gradings grade the CĐCS that have worked for twelve months, for 2022 early in
// 2023 and for 2023 at its end.
func gradings(units []unit) (out []record) {
	graded := map[string]int64{}
	for _, u := range units {
		switch {
		case u.FoundedOn != "":
		case u.official(), u.Sector == "state_enterprise":
			graded["state"]++
		default:
			graded["nonstate"]++
		}
	}
	for _, x := range []struct {
		day            day.Date
		area           string
		excellent, all int64 // of a hundred: excellent, at least good
		document       string
	}{
		{"2022-12-20", "state", 24, 86, "201/QĐ-LĐLĐ"},
		{"2022-12-20", "nonstate", 8, 49, "202/QĐ-LĐLĐ"},
		{"2023-12-18", "state", 27, 89, "221/QĐ-LĐLĐ"},
		{"2023-12-18", "nonstate", 9, 53, "222/QĐ-LĐLĐ"},
	} {
		out = append(out, grading(x.day, x.area, x.document, graded[x.area], x.excellent, x.all))
	}
	return out
}

func grading(on day.Date, area, document string, n, excellent, good int64) record {
	e := n * excellent / 100
	g := n*good/100 - e
	not := n / 60
	r := work(baDinh, "grading", on, activity.Fields{
		"area": area, "excellent": num(e), "good": num(g), "done_n": num(n - e - g - not), "not_done": num(not), "document": document,
	})
	if on < registered {
		r.on = nextWorkday(registered, 2)
	}
	return r
}
