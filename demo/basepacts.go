package demo

import (
	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
)

// basePacts are rules of CĐCS with their employers, made up, as the law on trade
// unions asks for them (domain.md §5).
func basePacts(w *world, north, south *people) []pact {
	return []pact{
		atWork(w.units[0], "badinh-0001", north.next(), "Giám đốc", "2023-03-10"),
		atWork(w.units[1], "badinh-0002", north.next(), "Hiệu trưởng", "2023-04-07"),
		atWork(w.south[0], "binhtan-0001", south.next(), "Tổng Giám đốc", "2023-04-14"),
	}
}

// atWork is the rule of one CĐCS.
func atWork(u unit, by, name, post string, on day.Date) pact {
	who := "người sử dụng lao động"
	if u.official() {
		who = "nhà trường"
	}
	kind := agreement.Enterprise
	if u.official() {
		kind = agreement.Other
	}
	p := pact{
		key: "base" + u.Code, by: by, signing: signed(on, "Hà Nội", "01/QCPH-CĐCS"),
		Head: head(u.Code, agreement.Regulation, "Quy chế phối hợp giữa CĐCS và "+who+" giai đoạn 2023 - 2028", on, "2028-03-31", partner(kind, u.Employer)),
		who:  []agreement.Details{signer(u.chair, "Chủ tịch", "TM. BAN CHẤP HÀNH"), signer(name, post, "")},
		fields: []area{
			{"Dân chủ, đối thoại tại nơi làm việc", []promise{
				both("Họp giao ban sáu tháng một lần", "2023-06-30", 6, done("2023-06-27", "Đã họp, thống nhất năm việc."), done("2023-12-28", "Đã họp, thống nhất mức thưởng Tết."),
					done("2024-06-26", "Đã họp, thống nhất sáu việc."), done("2024-12-26", "Đã họp, thống nhất mức thưởng Tết."), done("2025-06-25", "Đã họp, thống nhất bốn việc.")),
				theirs("Lấy ý kiến CĐCS khi sửa nội quy, quy chế trả lương, thưởng", "2023-12-31", 12, done("2023-12-27", "Đã lấy ý kiến về quy chế thưởng."), done("2024-12-25", "Đã lấy ý kiến về quy chế trả lương.")),
			}},
			{"Bảo đảm điều kiện hoạt động công đoàn", []promise{
				theirs("Bố trí phòng làm việc, thời gian cho cán bộ công đoàn", "2023-06-30", 0, done("2023-06-15", "Đã bố trí.")),
			}},
		},
	}
	p.Review = 0
	return p
}
