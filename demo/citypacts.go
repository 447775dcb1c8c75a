package demo

import (
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/places"
)

// seoulArticle tells of the memorandum and, beside it, of what the city's
// federation has signed at home (seeds/003).
const seoulArticle = "Báo Lao động Thủ đô, “Tăng cường quan hệ hợp tác hữu nghị giữa Công đoàn thành phố Hà Nội và Liên hiệp Công đoàn thành phố Seoul”, ngày 05/8/2022"

// cityPacts are what the city's federation has with the Party's committees and
// the city's offices. The article names neither days nor fields: these are made
// up, and so is which offices there are.
func cityPacts(g *places.Gazetteer, chair string) []pact {
	union := signer(chair, "Chủ tịch", "TM. BAN THƯỜNG VỤ")
	regulation := pact{
		key: "party", by: "hn", begun: "2022-02-21", signing: signed("2022-03-15", "Hà Nội", "01/QCPH-ĐĐLĐLĐ"),
		Head:   head("HN", agreement.Regulation, "Quy chế phối hợp công tác giữa Đảng đoàn, Thường trực LĐLĐ Thành phố với các cấp ủy giai đoạn 2022 - 2025", "2022-01-01", "2025-12-31", committees(g)...),
		who:    []agreement.Details{signer(chair, "Bí thư Đảng đoàn, Chủ tịch", "TM. ĐẢNG ĐOÀN, THƯỜNG TRỰC")},
		fields: partyFieldsOfCity(),
		ended:  saying{on: lastOld, text: "Cấp huyện kết thúc hoạt động, các ban thường vụ quận ủy, huyện ủy, thị ủy không còn."},
	}
	office := pact{
		key: "city", by: "hn", signing: signed("2022-02-24", "Hà Nội", "02/CTr-UBND-LĐLĐ"),
		Head:   head("HN", agreement.Programme, "Chương trình phối hợp công tác giữa UBND Thành phố và LĐLĐ Thành phố giai đoạn 2022 - 2025", "2022-01-01", "2025-12-31", partner(agreement.People, "UBND thành phố Hà Nội")),
		who:    []agreement.Details{union, signer("", "Chủ tịch", "TM. ỦY BAN NHÂN DÂN")},
		fields: cityFields(),
	}
	departments := pact{
		key: "departments", by: "hn", signing: signed("2022-04-12", "Hà Nội", "03/CTr-LĐLĐ-SN"),
		Head: head("HN", agreement.Programme, "Chương trình phối hợp về pháp luật lao động, bảo hiểm xã hội giữa LĐLĐ Thành phố với các sở, ngành giai đoạn 2022 - 2025", "2022-04-12", "2025-12-31",
			partner(agreement.Department, "Sở Lao động - Thương binh và Xã hội Hà Nội"), partner(agreement.Department, "Bảo hiểm xã hội thành phố Hà Nội")),
		who:    []agreement.Details{union, signer("", "Giám đốc", ""), signer("", "Giám đốc", "")},
		fields: departmentFields(),
	}
	for year := 2022; year <= 2024; year++ {
		begun, held := day.New(year, 12, 27), map[int]day.Date{2022: "2022-12-30", 2023: "2024-01-05", 2024: "2024-12-31"}[year]
		regulation.reviews, office.reviews = append(regulation.reviews, interim(year, begun, held, "hn-chair")), append(office.reviews, interim(year, begun, held, "hn-chair"))
	}
	regulation.Review, office.Review, departments.Review = 12, 12, 0
	regulation.Source, office.Source, departments.Source = seoulArticle, seoulArticle, seoulArticle
	return []pact{regulation, office, departments}
}

// committees are the standing committee of the Party in each district, and the
// two committees directly under the city's. The article names none of the two:
// these are the ones known by name.
func committees(g *places.Gazetteer) (out []agreement.Opposite) {
	word := map[string]string{"quận": "Quận ủy", "huyện": "Huyện ủy", "thị xã": "Thị ủy"}
	for _, d := range g.Districts(hanoi) {
		out = append(out, partner(agreement.Party, "Ban Thường vụ "+word[strings.ToLower(d.Kind)]+" "+d.Name))
	}
	return append(out, partner(agreement.Party, "Đảng ủy Khối các cơ quan Thành phố"), partner(agreement.Party, "Đảng ủy Khối Doanh nghiệp Thành phố"))
}

func partyFieldsOfCity() []area {
	return []area{
		{"Lãnh đạo, chỉ đạo hoạt động công đoàn", []promise{
			theirs("Mỗi năm cấp ủy làm việc với LĐLĐ cấp mình ít nhất một lần", "2022-12-15", 12,
				done("2022-12-08", "32/32 cấp ủy đã làm việc."), done("2023-12-12", "32/32 cấp ủy đã làm việc."), done("2024-12-20", "32/32 cấp ủy đã làm việc; hai nơi làm việc sau hạn.")),
			both("Mỗi nửa năm giao ban giữa Đảng đoàn, Thường trực LĐLĐ Thành phố với các cấp ủy", "2022-06-30", 6,
				done("2022-06-28", "Giao ban tại LĐLĐ Thành phố."), done("2022-12-27", "Giao ban cuối năm."), done("2023-06-27", "Giao ban tại LĐLĐ Thành phố."),
				done("2023-12-28", "Giao ban cuối năm."), done("2024-06-25", "Giao ban tại LĐLĐ Thành phố."), done("2024-12-24", "Giao ban cuối năm."), done("2025-06-24", "Giao ban trước khi sắp xếp tổ chức.")),
		}},
		{"Phát triển đoàn viên, xây dựng tổ chức công đoàn và xây dựng Đảng", []promise{
			ours("Mỗi năm kết nạp ít nhất 20.000 đoàn viên", "2022-12-31", 12,
				done("2022-12-29", "Vượt mức đề ra."), done("2023-12-28", "Vượt mức đề ra."), done("2024-12-31", "Đạt mức đề ra.")).
				led("Ban Tổ chức LĐLĐ Thành phố").counted("HN", "ORG.DV.NEW", "", "", "20000"),
			theirs("Cho ý kiến về nhân sự chủ tịch, phó chủ tịch LĐLĐ cấp huyện nhiệm kỳ 2023 - 2028", "2023-06-30", 0, done("2023-06-15", "Đại hội công đoàn cấp trên trực tiếp cơ sở đã hoàn thành.")),
		}},
		{"Công tác cán bộ, thông tin", []promise{
			both("Mỗi năm trao đổi thông tin về tình hình tư tưởng công nhân, quan hệ lao động trước Hội nghị cán bộ, công chức", "2023-01-31", 12,
				done("2023-01-17", "Báo cáo tổng hợp từ 30 quận, huyện, thị xã."), done("2024-01-25", "Báo cáo tổng hợp từ 30 quận, huyện, thị xã."), done("2025-02-12", "Báo cáo gửi chậm do chuẩn bị sắp xếp tổ chức.")),
		}},
	}
}

func cityFields() []area {
	return []area{
		{"Thi đua, phát triển kinh tế - xã hội Thủ đô", []promise{
			both("Hằng năm cùng biểu dương “Công nhân giỏi Thủ đô” trong Tháng Công nhân", "2022-05-31", 12,
				done("2022-05-20", "Đã tổ chức lễ biểu dương."), done("2023-05-18", "Đã tổ chức lễ biểu dương."), done("2024-05-17", "Đã tổ chức lễ biểu dương."), done("2025-05-16", "Đã tổ chức lễ biểu dương.")),
		}},
		{"Đối thoại, chăm lo đời sống đoàn viên, người lao động", []promise{
			theirs("Lãnh đạo Thành phố đối thoại với CNVCLĐ mỗi năm một lần", "2022-06-30", 12,
				done("2022-06-17", "Giải đáp 18 nhóm kiến nghị."), done("2023-06-16", "Giải đáp 15 nhóm kiến nghị."), done("2024-07-12", "Tổ chức sau hạn; giải đáp 14 nhóm kiến nghị."), done("2025-06-20", "Giải đáp 12 nhóm kiến nghị.")),
			both("Thăm, tặng quà người lao động khó khăn dịp Tết Nguyên đán", "2023-01-31", 12,
				done("2023-01-16", "Chương trình “Tết Sum vầy” tại các quận, huyện."), done("2024-01-31", "Chương trình “Tết Sum vầy” tại các quận, huyện."), done("2025-01-17", "Chương trình “Tết Sum vầy” tại các quận, huyện.")),
			theirs("Bố trí quỹ đất, cơ chế xây dựng thiết chế công đoàn; báo tiến độ hằng năm", "2022-12-31", 12, done("2022-12-22", "Đã có báo cáo tiến độ."), coming{}, unmet("2025-03-20", "Chưa bố trí được địa điểm trong năm 2024.")).
				told("2023-12-18", "", "Đã gửi văn bản đề nghị báo tiến độ năm 2023 trước 31/12."),
		}},
	}
}

func departmentFields() []area {
	return []area{
		{"Thanh tra, kiểm tra pháp luật lao động, bảo hiểm xã hội", []promise{
			theirs("Mời LĐLĐ Thành phố tham gia các đoàn thanh tra, kiểm tra; thông báo kết quả hằng năm", "2022-12-31", 12,
				done("2022-12-20", "Đã có thông báo kết quả."), done("2023-12-21", "Đã có thông báo kết quả."), done("2024-12-19", "Đã có thông báo kết quả.")).led("Thanh tra Sở"),
			theirs("Mỗi nửa năm cung cấp danh sách doanh nghiệp chậm đóng bảo hiểm xã hội", "2022-06-30", 6,
				done("2022-06-24", "Đã cung cấp danh sách."), done("2022-12-23", "Đã cung cấp danh sách."), done("2023-07-14", "Cung cấp chậm hai tuần."), done("2023-12-22", "Đã cung cấp danh sách."),
				done("2024-06-21", "Đã cung cấp danh sách."), done("2024-12-20", "Đã cung cấp danh sách."), done("2025-06-19", "Đã cung cấp danh sách.")).led("Phòng Quản lý thu"),
		}},
		{"Tuyên truyền, tư vấn chính sách", []promise{
			ours("Mỗi năm ba hội nghị tuyên truyền chính sách tại khu công nghiệp", "2022-11-30", 12, done("2022-11-23", "Ba hội nghị, 640 người dự."), done("2023-11-22", "Ba hội nghị, 710 người dự."), done("2024-11-27", "Ba hội nghị, 690 người dự.")),
		}},
	}
}
