package demo

import (
	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
)

// schoolPacts are programmes with the district's office of education: those the
// press names (seeds/000), and Ba Đình's of the same years, made up.
func schoolPacts(w *world, p *people) []pact {
	out := []pact{
		schools(baDinh, "badinh", w.accountOf("badinh-chair").display, "quận Ba Đình", p.next(), "2023-03-24"),
		schools("HN-PHUXUYEN", "phuxuyen", w.federationOf("HN-PHUXUYEN").chair, "huyện Phú Xuyên", p.next(), "2023-02-15"),
	}
	out[1].Source = "Báo Lao động Thủ đô, “Chú trọng công tác nữ công khối Giáo dục huyện Phú Xuyên”"
	year := pact{
		key: "schoolsCG", by: "caugiay", signing: signed("2023-09-12", "Hà Nội", "06/CTr-LĐLĐ-PGDĐT"),
		Head: head("HN-CAUGIAY", agreement.Programme, "Chương trình phối hợp giữa LĐLĐ quận và Phòng Giáo dục và Đào tạo năm học 2023 - 2024", "2023-09-05", "2024-06-30", partner(agreement.Department, "Phòng Giáo dục và Đào tạo quận Cầu Giấy")),
		who:  []agreement.Details{signer(w.federationOf("HN-CAUGIAY").chair, "Chủ tịch", "TM. BAN THƯỜNG VỤ"), signer(p.next(), "Trưởng phòng", "")},
		fields: []area{
			{"Nâng cao chất lượng dạy và học", []promise{
				both("Phát động thi đua “Dạy tốt - Học tốt”, sơ kết học kỳ I", "2024-01-19", 0, done("2024-01-17", "Sơ kết, khen 46 nhà giáo.")),
				both("Tổng kết thi đua cuối năm học", "2024-06-14", 0, done("2024-06-12", "Tổng kết, khen 88 nhà giáo, người lao động.")),
			}},
			{"Chăm lo đội ngũ nhà giáo, người lao động", []promise{
				ours("Thăm hỏi nhà giáo khó khăn dịp 20/11 và Tết Nguyên đán", "2023-11-20", 0, done("2023-11-17", "Thăm 22 nhà giáo, nhân viên.")),
				theirs("Báo cáo việc giải quyết chế độ dạy thêm giờ của giáo viên", "2023-12-15", 0, done("2024-01-05", "Đã báo cáo, chậm ba tuần.")),
			}},
		},
	}
	out[0].reviews = []review{interim(2023, "2024-01-03", "2024-01-10", "badinh-chair"), interim(2024, "2024-12-23", "2024-12-31", "badinh-chair")}
	out[0].reviews[0].from, out[0].Review, out[1].Review, year.Review = "2023-03-24", 12, 0, 0
	year.Source = "Báo Lao động Thủ đô, “Góp phần nâng cao chất lượng đào tạo”"
	return append(out, year)
}

// schools is a programme of 2023 to 2025 with an office of education.
func schools(unit, by, chair, place, principal string, on day.Date) pact {
	return pact{
		key: "schools" + by, by: by, signing: signed(on, "Hà Nội", "02/CTr-LĐLĐ-PGDĐT"),
		Head: head(unit, agreement.Programme, "Chương trình phối hợp giữa LĐLĐ "+place+" và Phòng Giáo dục và Đào tạo giai đoạn 2023 - 2025", on, "2025-12-31", partner(agreement.Department, "Phòng Giáo dục và Đào tạo "+place)),
		who:  []agreement.Details{signer(chair, "Chủ tịch", "TM. BAN THƯỜNG VỤ"), signer(principal, "Trưởng phòng", "")},
		fields: []area{
			{"Thi đua dạy tốt, học tốt", []promise{
				both("Sơ kết thi đua học kỳ I, thống nhất danh sách khen thưởng", "2023-12-29", 12, done("2023-12-28", "Đã thống nhất danh sách."), done("2024-12-27", "Đã thống nhất danh sách.")),
				ours("Mỗi năm một hội thi cho nhà giáo, người lao động", "2023-10-31", 12, done("2023-10-18", "Hội thi có 34 trường tham gia."), done("2024-10-16", "Hội thi có 36 trường tham gia.")),
			}},
			{"Dân chủ trường học, chăm lo nhà giáo", []promise{
				both("Các trường tổ chức Hội nghị viên chức trước ngày 31/10", "2023-10-31", 12, done("2023-10-27", "Tất cả các trường đã tổ chức."), done("2024-10-30", "Tất cả các trường đã tổ chức.")),
				theirs("Rà soát chế độ dạy thêm giờ, thai sản; báo kết quả cho LĐLĐ", "2023-11-30", 12, done("2024-01-12", "Đã rà soát, chi trả phần còn thiếu."), done("2024-11-28", "Đã rà soát.")).
					led("Bộ phận tổ chức cán bộ").told("2023-12-13", "", "Còn bốn trường chưa gửi bảng rà soát."),
			}},
			{"Công tác nữ công", []promise{
				both("Mỗi năm một chuyên đề nữ công, khám sàng lọc sức khỏe cho nữ nhà giáo", "2023-10-20", 12, done("2023-10-19", "Khám cho 310 nữ nhà giáo, nhân viên."), done("2024-10-18", "Khám cho 342 nữ nhà giáo, nhân viên.")),
			}},
		},
	}
}
