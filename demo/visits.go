package demo

import "donghanh/internal/agreement"

// What tells of the visits beside the articles named elsewhere: the delegation of
// 2024 stands in the list of news of seeds/003, the exchange of March is seeds/002.
const (
	visitArticle = "Báo Lao động Thủ đô, “Đoàn đại biểu cấp cao Liên hiệp Công đoàn Seoul thăm và làm việc với LĐLĐ thành phố Hà Nội”, tháng 5/2024"
	learnArticle = "Báo Lao động Thủ đô, “Trao đổi kinh nghiệm, giải pháp thu hút lao động khu vực phi chính thức vào tổ chức Công đoàn”, tháng 3/2024"
)

// exchanges are the visits of the articles.
func exchanges() []exchange {
	return append(seoulVisits(), cityExchange(), districtExchange())
}

// seoulVisits are the two delegations that came to Hà Nội. Of the years between
// no article tells, so nothing is kept of them.
func seoulVisits() []exchange {
	seoul := []agreement.Opposite{{Name: "Liên hiệp Công đoàn thành phố Seoul", Kind: agreement.Foreign, Country: "KR"}}
	first := exchange{by: "hn", under: "seoul", planned: "2022-07-27", told: "2022-08-09", VisitPlan: agreement.VisitPlan{
		Unit: "HN", Title: "Đoàn đại biểu cấp cao Liên hiệp Công đoàn thành phố Seoul thăm Hà Nội năm 2022", Guests: seoul,
		PlannedFrom: "2022-08-04", PlannedTo: "2022-08-09", HeldFrom: "2022-08-04", HeldTo: "2022-08-09",
		Head: "Kim Ki Chul", HeadPost: "Chủ tịch Liên hiệp Công đoàn thành phố Seoul", Source: seoulArticle,
		Items:   []agreement.VisitItem{{Day: "2022-08-05", Text: "Hội đàm tại trụ sở LĐLĐ thành phố Hà Nội; ký Bản ghi nhớ quan hệ hợp tác hữu nghị giai đoạn 2022 - 2027."}},
		Lessons: "Hai bên thông tin về hoạt động công đoàn của hai Thủ đô, chia sẻ mô hình chăm lo, bảo vệ người lao động và phát triển tổ chức; thống nhất mỗi năm một bên cử đoàn sang thăm, làm việc.",
	}}
	second := exchange{by: "hn", under: "seoul", planned: "2024-04-22", told: "2024-05-13", VisitPlan: agreement.VisitPlan{
		Unit: "HN", Title: "Đoàn đại biểu cấp cao Liên hiệp Công đoàn thành phố Seoul thăm Hà Nội năm 2024", Guests: seoul,
		PlannedFrom: "2024-05-07", PlannedTo: "2024-05-11", HeldFrom: "2024-05-07", HeldTo: "2024-05-11",
		Head: "Kim Hea Gwang", HeadPost: "Phó Chủ tịch Thường trực Liên hiệp Công đoàn thành phố Seoul", Source: visitArticle,
	}}
	for _, e := range []*exchange{&first, &second} {
		e.Hosts, e.Place = []agreement.Opposite{{Unit: "HN"}}, "Hà Nội"
	}
	return []exchange{first, second}
}

// cityExchange is the day Hà Nội learned at Bình Tân and Quận 1 (seeds/002).
func cityExchange() exchange {
	const asks, tells, first = "Nguyễn Thị Thu Thủy, Phó Chủ tịch LĐLĐ Thành phố", "Đại diện LĐLĐ quận Bình Tân", "Đại diện LĐLĐ Quận 1"
	ask := func(text string, answers ...reply) question { return question{"hn", "HN", asks, text, answers} }
	binhTanSays := func(text string, models ...string) reply { return reply{"binhtan", binhTan, tells, text, models} }
	quan1Says := func(text string, models ...string) reply { return reply{"q1", "HCM-Q1", first, text, models} }
	return exchange{by: "hn", planned: "2024-03-18", told: "2024-03-28", VisitPlan: agreement.VisitPlan{
		Unit: "HN", Title: "LĐLĐ thành phố Hà Nội trao đổi kinh nghiệm tại Bình Tân và Quận 1", Place: "Thành phố Hồ Chí Minh", Source: learnArticle,
		Hosts: []agreement.Opposite{{Unit: binhTan}, {Unit: "HCM-Q1"}}, Guests: []agreement.Opposite{{Unit: "HN"}},
		PlannedFrom: "2024-03-28", PlannedTo: "2024-03-28", HeldFrom: "2024-03-28", HeldTo: "2024-03-28",
		Head: "Nguyễn Thị Thu Thủy", HeadPost: "Phó Chủ tịch LĐLĐ thành phố Hà Nội",
		Items: []agreement.VisitItem{
			{Day: "2024-03-28", Text: "Trao đổi tại LĐLĐ quận Bình Tân."},
			{Day: "2024-03-28", Text: "Trao đổi tại LĐLĐ Quận 1, tham quan không gian văn hóa Hồ Chí Minh."},
		},
	}, asked: []question{
		ask("Truyền thông công đoàn",
			binhTanSays("Phần lớn công nhân từ tỉnh khác đến, ở trọ, nên quận đổi cách tuyên truyền cho hợp với từng nơi, dùng công nghệ và trò chơi; Nhà Văn hóa Lao động lồng tuyên truyền vào văn nghệ, thể thao.", "show", "groups"),
			quan1Says("Ngoài công nghệ, quận chọn cán bộ, người có uy tín trong công nhân làm gương để lan tỏa.")),
		ask("Thu hút lao động khu vực phi chính thức",
			binhTanSays("Tổ công tác cùng Quận ủy, địa phương đến nhà trọ gặp người lao động; nghiệp đoàn mới được hỗ trợ 2 triệu đồng và nơi sinh hoạt, đoàn viên mới có phần quà 300.000 đồng. Đã có 15 nghiệp đoàn với 2.938 đoàn viên."),
			quan1Says("Mở lớp tuyên truyền, phân công cán bộ theo dõi, sắp xếp nghiệp đoàn theo nghề, trang bị áo có huy hiệu công đoàn, tặng sổ bảo hiểm xã hội tự nguyện. Đã có 6 nghiệp đoàn với 592 đoàn viên.", "trades")),
		ask("Quản lý đoàn viên, CĐCS", binhTanSays("Phong trào mỗi đoàn viên giới thiệu một người lao động để công đoàn xem xét kết nạp; ba tổ công tác theo dõi, hướng dẫn CĐCS thương lượng thỏa ước.")),
		ask("Chăm lo, bảo vệ đoàn viên, người lao động",
			binhTanSays("Lễ cưới tập thể mỗi năm mười cặp từ năm 2020; vận động doanh nghiệp bán hàng giảm giá cho đoàn viên.", "points"),
			quan1Says("“Tấm vé nghĩa tình”, sổ tiết kiệm cho công nhân khó khăn, các ngày hội trong chương trình phúc lợi, “Nuôi heo đất” lấy học bổng cho con đoàn viên.")),
	}, learned: lesson{"2024-04-02", "hn", "Thành phố gửi ba mô hình cho LĐLĐ các quận tham khảo; giao Ban Tổ chức nghiên cứu cách lập nghiệp đoàn theo nghề.", nil}}
}

// districtExchange is the day Long Biên learned at Bình Tân and both signed
// (seeds/000).
func districtExchange() exchange {
	const asks, tells = "Nguyễn Trường Giang, Chủ tịch LĐLĐ quận Long Biên", "Phạm Thị Ngọc Thuận, Phó Chủ tịch LĐLĐ quận Bình Tân"
	ask := func(text, answer string, models ...string) question {
		return question{"longbien", longBien, asks, text, []reply{{"binhtan", binhTan, tells, answer, models}}}
	}
	return exchange{by: "binhtan", under: "longbien", planned: "2024-03-29", told: "2024-04-05", VisitPlan: agreement.VisitPlan{
		Unit: binhTan, Title: "Hội nghị trao đổi kinh nghiệm hoạt động với LĐLĐ quận Long Biên", Place: "Thành phố Hồ Chí Minh", Source: southArticle,
		Hosts: []agreement.Opposite{{Unit: binhTan}}, Guests: []agreement.Opposite{{Unit: longBien}},
		PlannedFrom: "2024-04-05", PlannedTo: "2024-04-05", HeldFrom: "2024-04-05", HeldTo: "2024-04-05",
		Head: "Nguyễn Trường Giang", HeadPost: "Chủ tịch LĐLĐ quận Long Biên",
		Items: []agreement.VisitItem{{Day: "2024-04-05", Text: "Hội nghị trao đổi kinh nghiệm; ký Quy chế phối hợp hoạt động giai đoạn 2024 - 2028."}},
	}, asked: []question{
		ask("Cách đẩy mạnh thành lập CĐCS, phát triển đoàn viên", "Phối hợp Phòng Lao động - Thương binh và Xã hội, UBND 10 phường kiểm tra liên ngành, qua đó nhắc doanh nghiệp; hướng dẫn CĐCS ngay từ khi thành lập."),
		ask("Chăm lo cho người lao động", "Năm 2023 tặng quà công nhân khó khăn không về quê đón Tết, cùng chủ doanh nghiệp chăm lo tại CĐCS; ký chương trình phúc lợi với doanh nghiệp, mở điểm phúc lợi và mô hình 1+1.", "points", "oneone"),
		ask("Quản lý CĐCS, đối thoại, thỏa ước lao động tập thể", "Tham mưu UBND quận có văn bản đề nghị doanh nghiệp tổ chức hội nghị người lao động, đối thoại định kỳ, qua đó ký mới hoặc sửa đổi, bổ sung thỏa ước."),
		ask("Ứng dụng công nghệ thông tin, trang web của LĐLĐ quận", "Lập nhóm trên mạng xã hội với các CĐCS để tin tới người lao động nhanh; phần mềm trò chơi “Âm nhạc và công nhân” lồng câu hỏi pháp luật.", "show", "groups"),
	}, learned: lesson{"2024-12-26", "longbien", "Long Biên đã áp dụng mô hình 1+1 và trò chơi “Âm nhạc và công nhân”; trang tin của LĐLĐ quận chạy thử từ tháng 12.", []string{"lboneone", "lbshow"}}}
}
