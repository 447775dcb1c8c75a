package demo

import "donghanh/internal/agreement"

// seoul is the memorandum with the federation of Seoul (seeds/003). Those who
// chaired the talks stand for the sides; its fields and how the sides visit each
// other are the article's, in our words.
func seoul() pact {
	p := pact{
		key: "seoul", by: "hn", begun: "2022-07-25", signing: signed("2022-08-05", "Hà Nội", "04/BGN-LĐLĐ"),
		Head: head("HN", agreement.Memorandum, "Bản ghi nhớ quan hệ hợp tác hữu nghị giữa LĐLĐ thành phố Hà Nội và Liên hiệp Công đoàn thành phố Seoul giai đoạn 2022 - 2027", "2022-08-05", "2027-08-04",
			agreement.Opposite{Name: "Liên hiệp Công đoàn thành phố Seoul", Kind: agreement.Foreign, Country: "KR"}),
		who: []agreement.Details{signer("Đặng Thị Phương Hoa", "Phó Chủ tịch Thường trực", "TM. BAN THƯỜNG VỤ"), signer("Kim Ki Chul", "Chủ tịch", "")},
		fields: []area{
			{"Trao đổi thông tin về hoạt động Công đoàn Thủ đô hai nước", []promise{
				ours("Hằng năm gửi bản tin về phong trào CNVCLĐ và hoạt động công đoàn Thủ đô", "2023-08-04", 12, done("2023-07-27", "Đã gửi bản tin bằng tiếng Việt và tiếng Anh."), done("2024-07-30", "Đã gửi bản tin bằng tiếng Việt và tiếng Anh."), done("2025-07-30", "Đã gửi bản tin bằng tiếng Việt và tiếng Anh.")).
					led("Văn phòng LĐLĐ Thành phố"),
			}},
			{"Hoạt động của các tổ chức công đoàn thành viên", []promise{
				both("Giới thiệu cho nhau mô hình hay của công đoàn thành viên", "2025-12-31", 0),
			}},
			{"Kinh nghiệm bảo vệ lợi ích kinh tế - xã hội của người lao động", []promise{
				both("Trao đổi chuyên đề về chăm lo, bảo vệ người lao động trong mỗi chuyến thăm", "2027-08-04", 0),
			}},
			{"Hợp tác toàn diện giữa hai Thủ đô Hà Nội và Seoul", []promise{
				both("Xem xét mở rộng những nội dung hai bên cùng quan tâm khi tổng kết giai đoạn", "2027-06-30", 0),
			}},
		},
		texts: []text{{"vi", seoulText()}, {"en", seoulEnglish()}},
	}
	p.Visits, p.FirstHost, p.Review, p.Source = true, agreement.A, 0, seoulArticle
	return p
}

func seoulText() []agreement.Part {
	return []agreement.Part{
		{Level: agreement.Chapter, Heading: "Cơ chế hợp tác"},
		{Level: agreement.Article, Heading: "Luân phiên cử đoàn", Body: "Mỗi năm một bên cử đoàn đại biểu sang thăm, làm việc và trao đổi kinh nghiệm; năm sau đến lượt bên kia."},
		{Level: agreement.Chapter, Heading: "Lĩnh vực hợp tác"},
		{Level: agreement.Article, Heading: "Trao đổi thông tin", Body: "Hai bên thông tin cho nhau về phong trào công nhân, viên chức, lao động, hoạt động công đoàn của hai Thủ đô và phong trào công nhân quốc tế."},
		{Level: agreement.Article, Heading: "Công đoàn thành viên", Body: "Hai bên giới thiệu hoạt động của các tổ chức công đoàn trực thuộc."},
		{Level: agreement.Article, Heading: "Bảo vệ người lao động", Body: "Hai bên trao đổi kinh nghiệm bảo vệ lợi ích kinh tế - xã hội của người lao động và những vấn đề thuộc hợp tác toàn diện giữa hai Thủ đô."},
		{Level: agreement.Chapter, Heading: "Tổ chức thực hiện"},
		{Level: agreement.Article, Heading: "Mở rộng hợp tác", Body: "Những vấn đề hai bên cùng quan tâm được bổ sung theo thỏa thuận."},
		{Level: agreement.Article, Heading: "Cam kết", Body: "Hai bên cam kết thực hiện những nội dung của Bản ghi nhớ này trong giai đoạn 2022 - 2027."},
	}
}

func seoulEnglish() []agreement.Part {
	return []agreement.Part{
		{Level: agreement.Chapter, Heading: "How the sides work together"},
		{Level: agreement.Article, Heading: "Visits in turn", Body: "Each year one side sends a delegation to visit, work and share experience; the year after it is the other side's turn."},
		{Level: agreement.Chapter, Heading: "Fields of cooperation"},
		{Level: agreement.Article, Heading: "Information", Body: "The sides inform each other of the workers' movement and of union work in both capitals, and of the labour movement abroad."},
		{Level: agreement.Article, Heading: "Member unions", Body: "The sides present the work of the unions that belong to them."},
		{Level: agreement.Article, Heading: "Protecting workers", Body: "The sides share experience in protecting the economic and social interests of workers, and in what concerns the cooperation of Hanoi and Seoul as a whole."},
		{Level: agreement.Chapter, Heading: "Carrying it out"},
		{Level: agreement.Article, Heading: "Further matters", Body: "Matters of interest to both are added by agreement."},
		{Level: agreement.Article, Heading: "Commitment", Body: "Both sides undertake to carry out this memorandum from 2022 to 2027."},
	}
}
