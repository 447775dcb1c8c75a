package demo

import "donghanh/internal/practice"

func figuresOf(period string, indicators ...string) (out []practice.Asked) {
	for _, code := range indicators {
		out = append(out, practice.Asked{Indicator: code, Period: period})
	}
	return out
}

func vnd(n int64) *int64 { return &n }

// southModels are those the articles tell of (seeds/000, 002): their results are
// counted, not written.
func southModels() []model {
	out := []model{
		{key: "points", by: "binhtan", on: "2024-03-12", Writing: practice.Writing{
			Unit: binhTan, Title: "Điểm phúc lợi đoàn viên tại CĐCS", Fields: []string{"care", "members"},
			Aim:     "Đoàn viên, người lao động mua hàng thiết yếu rẻ hơn giá thị trường ngay tại nơi làm việc.",
			Steps:   "Ký chương trình phúc lợi đoàn viên với doanh nghiệp bán hàng.\nChọn CĐCS có chỗ, có người trông coi.\nCùng đơn vị ký kết ra mắt điểm phúc lợi, công khai mức giảm giá.\nMỗi quý đối chiếu mức giảm, số lượt mua.",
			Lessons: "Hàng phải là thứ công nhân mua hằng ngày; mức giảm niêm yết rõ.", Figures: figuresOf("2023", "WEL.POINT.N", "WEL.DISC.MIN", "WEL.DISC.MAX"),
		}},
		{key: "oneone", by: "binhtan", on: "2024-03-12", Writing: practice.Writing{
			Unit: binhTan, Title: "Mô hình 1+1: mỗi CĐCS nhận chăm lo ít nhất một người mắc bệnh hiểm nghèo", Fields: []string{"care"}, Cost: vnd(488_000_000),
			Aim:     "Đoàn viên, người lao động mắc bệnh hiểm nghèo có nguồn giúp đỡ đều hằng tháng.",
			Steps:   "Rà soát người mắc bệnh hiểm nghèo tại các CĐCS.\nVận động doanh nghiệp và CĐCS nhận chăm lo, ghi rõ mức hằng tháng và thời gian.\nChuyển tiền hằng tháng, thăm hỏi.\nHết một năm xem lại, nhận tiếp hoặc nhận người khác.",
			Results: "Một doanh nghiệp (Công ty TNHH Tươi Mart) và 12 CĐCS tham gia từ tháng 5/2023 đến hết tháng 4/2024.",
			Lessons: "Nhận vừa sức để giữ được đều cả năm.", Figures: figuresOf("2023", "WEL.11.SPONSOR", "WEL.11.DV", "WEL.11.VND"),
		}},
		{key: "show", by: "binhtan", on: "2024-03-13", Writing: practice.Writing{
			Unit: binhTan, Title: "Trò chơi “Âm nhạc và công nhân”", Fields: []string{"outreach", "digital", "culture"},
			Aim:     "Công nhân vui chơi mà nhớ được pháp luật, chủ trương, chính sách.",
			Steps:   "Soạn bộ câu hỏi pháp luật và đoạn nhạc.\nTổ chức theo cụm CĐCS, chia đội.\nXen vòng nghe nhạc đoán tên bài với vòng hỏi đáp pháp luật.\nGhi lại câu nhiều người sai để tuyên truyền tiếp.",
			Lessons: "Câu hỏi ngắn, gần việc làm hằng ngày.", Figures: []practice.Asked{{Indicator: "PROP.N", Period: "2023", Dim: "channel", Part: "gameshow"}},
		}},
		{key: "groups", by: "binhtan", on: "2024-03-13", Writing: practice.Writing{
			Unit: binhTan, Title: "Nhóm mạng xã hội với các CĐCS", Fields: []string{"outreach", "digital"},
			Aim:     "Tin của công đoàn tới người lao động trong ngày.",
			Steps:   "Mỗi CĐCS lập một nhóm, cử người phụ trách.\nLĐLĐ quận gửi tin ngắn, có hình, vào giờ nghỉ.\nThu câu hỏi, trả lời trong nhóm.",
			Lessons: "Tin ngắn, đúng lúc; có người trả lời.", Figures: figuresOf("2023", "PROP.CHANNEL.N"),
		}},
		{key: "trades", by: "q1", on: "2024-03-14", Writing: practice.Writing{
			Unit: "HCM-Q1", Title: "Sắp xếp nghiệp đoàn theo nghề, có đồng phục in huy hiệu Công đoàn", Fields: []string{"informal", "members"},
			Aim:   "Lao động khu vực phi chính thức thấy mình thuộc về tổ chức, gắn bó lâu dài.",
			Steps: "Cùng Quận ủy, địa phương mở lớp tuyên truyền.\nPhân công cán bộ phụ trách từng nghiệp đoàn.\nSắp xếp nghiệp đoàn theo nghề.\nTrang bị áo, tặng quà lễ Tết, sổ bảo hiểm xã hội tự nguyện.",
		}},
	}
	for i := range out {
		out[i].Source = learnArticle
	}
	out[0].Source, out[1].Source = southArticle, southArticle
	return out
}

// ownModels are made up from what seeds/001 tells of Ba Đình.
func ownModels() []model {
	return []model{{key: "counsel", by: "badinh", on: "2023-12-18", Writing: practice.Writing{
		Unit: baDinh, Title: "Tổ tư vấn pháp luật đến tận doanh nghiệp bị cắt, giảm đơn hàng", Fields: []string{"rights"},
		Aim:     "Doanh nghiệp và người lao động gặp khó khăn được hướng dẫn chính sách hỗ trợ kịp thời.",
		Steps:   "Cùng Phòng Lao động - Thương binh và Xã hội, Bảo hiểm xã hội, Viện kiểm sát lập Tổ tư vấn.\nLập danh sách doanh nghiệp bị cắt, giảm đơn hàng.\nHướng dẫn hồ sơ tại chỗ, hẹn ngày trả kết quả.",
		Lessons: "Đến tận nơi nhanh hơn chờ hồ sơ gửi lên.", Figures: figuresOf("2023", "LEGAL.ENT", "LEGAL.CDCS", "LEGAL.IND"),
	}}}
}
