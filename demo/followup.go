package demo

import (
	"fmt"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planSteering is what the district follows up: the year's focus, what leaders
// asked for, a letter whose recipients have not all answered.
func planSteering(wards []ward) []record {
	return append(append(focus(), directives()...), advice(wards)...)
}

// focus is the year's list; two items are still open, one of them late.
func focus() (out []record) {
	for _, x := range []struct {
		kind, what, owner string
		due, done         day.Date
		result            string
	}{
		{"task", "Thành lập 20 CĐCS, kết nạp 1.500 đoàn viên", "Ban Tổ chức", "2023-12-15", "2023-12-15", "Vượt chỉ tiêu Thành phố giao"},
		{"breakthrough", "Nâng chất lượng thương lượng, ký kết TƯLĐTT", "Ban Chính sách pháp luật", "2023-11-30", "2023-11-28", "Đã rà soát, xếp loại các bản đang hiệu lực"},
		{"task", "Đại hội CĐCS và Đại hội Công đoàn quận lần thứ XI", "Thường trực LĐLĐ quận", "2023-05-31", "2023-05-26", "Hoàn thành đúng tiến độ"},
		{"activity", "Gặp mặt đầu xuân, đi cơ sở ngoài nhà nước", "Thường trực LĐLĐ quận", "2023-02-28", "2023-02-24", "Đã làm việc tại 12 doanh nghiệp"},
		{"activity", "Tháng Công nhân năm 2023", "Ban Tuyên giáo", "2023-05-31", "2023-05-31", "Hội diễn, thăm tặng quà công nhân khó khăn"},
		{"activity", "Ba lớp tập huấn cán bộ CĐCS", "Ban Tổ chức", "2023-10-31", "2023-10-19", "Ba lớp cùng Trung tâm Chính trị quận"},
		{"task", "Triển khai chuyên đề chính sách pháp luật tới 100% CĐCS", "Ban Chính sách pháp luật", "2023-12-20", "2023-12-22", "100% CĐCS"},
		{"task", "Tư vấn, hướng dẫn hỗ trợ theo Quyết định 6696/QĐ-TLĐ", "Tổ tư vấn pháp luật", "2023-06-30", "2023-06-14", "Hướng dẫn hết các doanh nghiệp bị cắt, giảm đơn hàng"},
		{"breakthrough", "Nâng tỷ lệ doanh nghiệp tổ chức Hội nghị người lao động", "Ban Chính sách pháp luật", "2023-12-15", "", ""},
		{"activity", "Chuẩn bị Tết Sum vầy năm 2024: rà soát danh sách", "Ban Nữ công", "2023-12-29", "", ""},
	} {
		r := work(baDinh, "focus_item", "2023-02-13", activity.Fields{"focus_kind": x.kind, "focus": x.what, "owner": x.owner, "due_on": string(x.due)})
		out = append(out, r.finished(x.done, "done_on", "result", x.result))
	}
	return out
}

// finished says later on which day work was done and how.
func (r record) finished(on day.Date, done, how, words string) record {
	if on != "" {
		r.later = []amendment{{on, activity.Fields{done: string(on), how: words}, "Đã xong"}}
	}
	return r
}

func directives() (out []record) {
	for _, x := range []struct {
		on           day.Date
		leader, what string
		due, done    day.Date
		result       string
	}{
		{"2023-07-06", "Lãnh đạo Quận ủy", "Rà soát doanh nghiệp trên 25 lao động chưa có công đoàn", "2023-09-15", "2023-09-13", "Đã lập danh sách, phân công cán bộ"},
		{"2023-10-10", "Thường trực LĐLĐ TP Hà Nội", "Đôn đốc doanh nghiệp chưa ký lại TƯLĐTT đã hết hạn", "2023-12-20", "", ""},
		{reported, "Phó Bí thư Thường trực Quận ủy", "Khắc phục hạn chế năm 2023; kế hoạch đạt, vượt chỉ tiêu năm 2024", "2024-01-31", "", ""},
	} {
		r := work(baDinh, "directive", x.on, activity.Fields{"leader": x.leader, "directive": x.what, "owner": "Thường trực LĐLĐ quận", "due_on": string(x.due)})
		out = append(out, r.finished(x.done, "done_on", "result", x.result))
	}
	return out
}

// advice is a letter to the district's offices and wards, answered by most.
func advice(wards []ward) []record {
	const letter = "142/LĐLĐ"
	whole := work(baDinh, "advice", "2023-10-16", activity.Fields{
		"document": letter, "subject": "Đề nghị doanh nghiệp tổ chức Hội nghị người lao động, đối thoại định kỳ",
		"content": "Đề nghị có văn bản nhắc các doanh nghiệp trên địa bàn tổ chức Hội nghị người lao động, đối thoại tại nơi làm việc, qua đó thương lượng, ký kết TƯLĐTT",
	})
	whole.Ref = letter
	to := []string{"UBND quận Ba Đình", "Phòng Lao động - Thương binh và Xã hội quận Ba Đình"}
	for _, w := range wards {
		to = append(to, "UBND phường "+w.name)
	}
	out := []record{whole}
	for i, name := range to {
		r := work(baDinh, "advice_recipient", whole.Day, activity.Fields{"recipient": name, "reply_due": "2023-12-08"})
		if r.Under = letter; i%3 != 2 { // two of three have answered
			r = r.finished(nextWorkday("2023-10-24", i*2), "answered_on", "answer", fmt.Sprintf("Đã có văn bản gửi doanh nghiệp trên địa bàn (%02d/UBND)", 31+i*3))
			r.later[0].reason = "Đã có trả lời"
		}
		out = append(out, r)
	}
	return out
}
