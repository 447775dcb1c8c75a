package demo

import "donghanh/internal/agreement"

// districtPacts are Ba Đình's, made up: with its people's committee, and a
// welfare agreement that runs out soon after the demo's first day.
func districtPacts(w *world, p *people) []pact {
	union := signer(w.accountOf("badinh-chair").display, "Chủ tịch", "TM. BAN THƯỜNG VỤ")
	office := pact{
		key: "badinh", by: "badinh", signing: signed("2023-02-22", "Hà Nội", "01/CTr-UBND-LĐLĐ"),
		Head:   head(baDinh, agreement.Programme, "Chương trình phối hợp công tác giữa UBND quận và LĐLĐ quận giai đoạn 2023 - 2025", "2023-01-01", "2025-12-31", partner(agreement.People, "UBND quận Ba Đình")),
		who:    []agreement.Details{union, signer(p.next(), "Phó Chủ tịch", "KT. CHỦ TỊCH")},
		fields: districtFields(),
		said:   []saying{{"2023-12-19", "", "Đề nghị Văn phòng UBND quận xếp lịch họp liên tịch cuối năm trong tuần này."}},
	}
	office.texts = []text{{"vi", chapters([]string{"Căn cứ Luật Công đoàn ngày 20 tháng 6 năm 2012"}, "Phối hợp chăm lo, bảo vệ quyền, lợi ích của đoàn viên, người lao động; xây dựng quan hệ lao động hài hòa, ổn định trên địa bàn quận.",
		office.fields, "Văn phòng UBND quận, Văn phòng LĐLĐ quận là đầu mối; họp liên tịch sáu tháng một lần.")}}
	office.Review = 12
	office.reviews = []review{interim(2023, "2023-12-27", "2024-01-08", "badinh-chair"), interim(2024, "2024-12-20", "2024-12-31", "badinh-chair")}
	shop := w.shop()
	welfare := pact{
		key: "badinhwelfare", by: "badinh", signing: signed("2023-01-18", "Hà Nội", "01/TTPL-LĐLĐ"),
		Head: head(baDinh, agreement.Welfare, "Thỏa thuận phúc lợi đoàn viên với "+shop.Employer, "2023-02-01", "2024-01-31", partner(agreement.Enterprise, shop.Employer)),
		who:  []agreement.Details{union, signer(p.next(), "Giám đốc", "")},
		fields: []area{{"Ưu đãi cho đoàn viên", []promise{
			theirs("Giảm 10% giá bán cho đoàn viên có thẻ; báo kết quả mỗi nửa năm", "2023-07-31", 6, done("2023-07-25", "1.240 lượt đoàn viên mua hàng."), done("2024-01-30", "1.515 lượt đoàn viên mua hàng.")),
			ours("Thông tin ưu đãi tới tất cả CĐCS", "2023-03-31", 0, done("2023-03-14", "Đã gửi tới tất cả CĐCS.")),
		}}},
	}
	welfare.Review = 0
	welfare.reviews = []review{{kind: agreement.FinalReview, begun: "2024-02-01", held: "2024-02-06", chair: "badinh-chair"}}
	return []pact{office, welfare}
}

func districtFields() []area {
	return []area{
		{"Đối thoại, giải quyết kiến nghị của CNVCLĐ", []promise{
			theirs("Lãnh đạo quận đối thoại với CNVCLĐ trong Tháng Công nhân", "2023-05-31", 12, done("2023-05-16", "Giải đáp 21 ý kiến của CĐCS, người lao động."), done("2024-05-15", "Giải đáp 24 ý kiến."), done("2025-05-14", "Giải đáp 19 ý kiến.")).
				led("Văn phòng UBND quận"),
			both("Họp liên tịch sáu tháng một lần", "2023-06-30", 6, done("2023-06-28", "Thống nhất tám nội dung."), done("2023-12-28", "Thống nhất chương trình năm 2024."), done("2024-07-05", "Họp sau hạn một tuần."), done("2024-12-26", "Thống nhất chương trình năm 2025."), done("2025-06-24", "Bàn giao hồ sơ trước khi sắp xếp.")).
				led("Văn phòng LĐLĐ quận"),
		}},
		{"Phát triển đoàn viên, thành lập CĐCS", []promise{
			ours("Năm 2023 thành lập ít nhất 20 CĐCS", "2023-12-15", 0, done("2023-12-15", "Vượt chỉ tiêu Thành phố giao.")).led("Ban Tổ chức").counted(baDinh, "ORG.CDCS.NEW", "", "", "20"),
			theirs("Cung cấp danh sách doanh nghiệp trên 25 lao động chưa có công đoàn", "2023-11-30", 12, done("2024-01-11", "Danh sách 37 doanh nghiệp."), done("2024-11-27", "Danh sách 31 doanh nghiệp.")).
				led("Phòng Lao động - Thương binh và Xã hội").told("2023-12-07", "", "Đã đôn đốc bằng văn bản, Phòng xin lùi sang đầu tháng 01/2024."),
		}},
		{"Kiểm tra việc thực hiện pháp luật lao động", []promise{
			both("Năm 2023 cùng kiểm tra ít nhất 20 đơn vị", "2023-10-31", 0, done("2023-10-30", "Hai đoàn kiểm tra.")).
				counted(baDinh, "INSP.UNIT", "", "", "20"),
		}},
	}
}

// shop is a trading enterprise of Ba Đình.
func (w *world) shop() unit {
	for _, u := range w.units {
		if u.section == "G" && u.Sector == "private_enterprise" && u.FoundedOn == "" {
			return u
		}
	}
	return unit{}
}
