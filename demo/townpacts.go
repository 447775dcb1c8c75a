package demo

import "donghanh/internal/agreement"

// The day on which one stage was reviewed and the next one signed (seeds/004).
const townSigned = "2020-10-29"

// townDue is when what was promised for the whole stage was due.
const townDue = "2020-10-26"

// townArticle is where it is told.
const townArticle = "“Ký kết chương trình phối hợp giữa UBND và LĐLĐ thị xã giai đoạn 2020 - 2025”, bài đăng ngày 29/10/2020"

// townPacts are the programmes of Sơn Tây with its people's committee. The
// article does not say who signed, so no name stands for the committee.
func townPacts(chair string) []pact {
	union := signer(chair, "Chủ tịch", "TM. BAN THƯỜNG VỤ")
	town := signer("", "Chủ tịch", "TM. ỦY BAN NHÂN DÂN")
	committee := partner(agreement.People, "UBND thị xã Sơn Tây")
	old := pact{
		key: "town2016", by: "sontay", begun: "2016-02-22", signing: signed("2016-03-02", "Sơn Tây", "02/CTr-UBND-LĐLĐ"),
		Head:   head(sonTayCode, agreement.Programme, "Chương trình phối hợp công tác giữa UBND thị xã và LĐLĐ thị xã giai đoạn 2016 - 2020", "2016-01-01", "2020-12-31", committee),
		who:    []agreement.Details{union, town},
		fields: townOldFields(),
		reviews: []review{{
			kind: agreement.FinalReview, begun: "2020-10-27", held: townSigned, chair: "sontay-chair", next: "town2020", words: townWords,
		}},
	}
	fresh := pact{
		key: "town2020", by: "sontay", begun: "2020-10-12", signing: signed(townSigned, "Sơn Tây", "05/CTr-UBND-LĐLĐ"), follows: "town2016",
		Head:   head(sonTayCode, agreement.Programme, "Chương trình phối hợp công tác giữa UBND thị xã và LĐLĐ thị xã giai đoạn 2020 - 2025", townSigned, "2025-12-31", committee),
		who:    []agreement.Details{union, town},
		fields: townFields(), closing: true,
		said: []saying{{"2025-10-14", "hn", "Công đoàn phường Sơn Tây tiếp tục chương trình đến hết năm 2025, thống nhất với UBND phường việc tổng kết trong tháng 12."}},
		reviews: []review{
			interim(2021, "2021-12-20", "2021-12-29", "sontay-chair"), interim(2022, "2022-12-19", "2022-12-28", "sontay-chair"),
			interim(2023, "2023-12-27", "2024-01-04", "sontay-chair"), interim(2024, "2024-12-19", "2024-12-27", "sontay-chair"),
		},
	}
	old.Review, fresh.Review = 0, 12
	for _, p := range []*pact{&old, &fresh} {
		p.Source = townArticle
		p.texts = []text{{"vi", chapters([]string{"Căn cứ Luật Công đoàn ngày 20 tháng 6 năm 2012", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"},
			"Phát huy vai trò của tổ chức Công đoàn trong phát triển kinh tế - xã hội thị xã. Hai bên phối hợp trên cơ sở chức năng, nhiệm vụ của mình, bình đẳng, thường xuyên.",
			p.fields, "UBND thị xã giao Văn phòng HĐND và UBND, LĐLĐ thị xã giao Văn phòng LĐLĐ làm đầu mối; sơ kết hằng năm, tổng kết khi hết giai đoạn.")}}
	}
	return []pact{old, fresh}
}

// townWords are what the officers of Sơn Tây add to the final review: what the
// article tells beside the figures.
var townWords = map[string]string{
	"Đặc điểm tình hình, việc ký kết và phổ biến": `Chương trình được triển khai tới các phòng, ban, ngành, UBND các xã, phường và tất cả CĐCS; UBND thị xã và LĐLĐ thị xã cụ thể hóa thành các chương trình phối hợp theo từng lĩnh vực.`,
	"Ưu điểm":                          `Các phong trào thi đua “Lao động giỏi”, “Công nhân giỏi”, “Sáng kiến, sáng tạo” được phát động rộng rãi, có trọng tâm. CĐCS cùng người đứng đầu cơ quan, đơn vị, doanh nghiệp tổ chức đối thoại; kiến nghị của đoàn viên, người lao động và khó khăn của doanh nghiệp được nắm bắt, tháo gỡ kịp thời. Quan hệ lao động trên địa bàn hài hòa, ổn định, an ninh trật tự được giữ vững.`,
	"Tồn tại, hạn chế":                 `Việc trao đổi thông tin giữa một số phòng, ban với công đoàn chưa thường xuyên; hoạt động của một số CĐCS nhỏ còn hình thức.`,
	"Nguyên nhân, bài học kinh nghiệm": `Nơi nào người đứng đầu quan tâm, phân công đầu mối rõ và sơ kết đều thì chương trình có kết quả. Giai đoạn sau cần giao chỉ tiêu cụ thể cho từng năm.`,
}

// Promises of the first stage that have records of work.
const (
	townRule    = "100% CĐCS khối xã, phường đăng ký quy chế phối hợp"
	goodWorkers = "Khen thưởng ít nhất 350 người trong phong trào “Lao động giỏi - lao động sáng tạo” cấp thị xã"
)

// townOldFields are those of 2016 to 2020; what was to be reached is made up
// below what the article tells was reached.
func townOldFields() []area {
	honoured := func(words, part, goal, told string) promise {
		return both(words, townDue, 0, done("2020-10-26", told)).counted(sonTayCode, "AWARD.N", "title", part, goal)
	}
	return []area{
		{"Tổ chức các phong trào thi đua trong CNVCLĐ", []promise{
			ours("Có ít nhất 2.500 sáng kiến, cải tiến được công nhận ở cấp cơ sở", townDue, 0, done("2020-10-26", "Vượt mức đề ra; sáng kiến nhiều nhất ở khối trường học.")).
				led("Ban Tuyên giáo LĐLĐ thị xã").counted(sonTayCode, "INIT.N", "", "", "2500"),
			honoured("Có ít nhất 10 người được biểu dương “Công nhân giỏi Thủ đô”", "capital_worker", "10", "Mỗi năm đều có người được biểu dương."),
			honoured("Có ít nhất 12 người được tôn vinh “Lao động sáng tạo Thủ đô”", "capital_creative", "12", "Vượt mức đề ra."),
			honoured(goodWorkers, "good_creative_worker", "350", "Mỗi năm hai đợt, dịp 28/7 và cuối năm."),
		}},
		{"Dân chủ ở cơ sở, đối thoại, quan hệ lao động", []promise{
			both(townRule, townDue, 0, done("2020-10-26", "Đăng ký từ năm 2016, 2017; xã, phường nào cũng có.")).counted(sonTayCode, "ORG.REG.COORD.PCT", "bloc", "commune", "100"),
			theirs("Lãnh đạo thị xã đối thoại trực tiếp với CNVCLĐ mỗi năm một lần", "2016-06-30", 12,
				done("2016-06-24", "Đối thoại với 150 đoàn viên, người lao động."), done("2017-06-22", "Đối thoại với 160 đoàn viên, người lao động."), done("2018-06-21", "Đối thoại, giải đáp 24 ý kiến."),
				done("2019-06-20", "Đối thoại, giải đáp 31 ý kiến."), done("2020-08-12", "Tổ chức muộn do phòng, chống dịch Covid-19; giải đáp 28 ý kiến.")).led("Văn phòng HĐND và UBND"),
			ours("Hằng năm hướng dẫn CĐCS cùng người đứng đầu cơ quan, đơn vị, doanh nghiệp tổ chức đối thoại", "2016-09-30", 12,
				done("2016-09-21", "Hướng dẫn gửi tới tất cả CĐCS."), done("2017-09-20", "Hướng dẫn, kiểm tra 12 đơn vị."), done("2018-09-19", "Hướng dẫn, kiểm tra 15 đơn vị."),
				done("2019-09-24", "Hướng dẫn, kiểm tra 16 đơn vị."), done("2020-09-23", "Hướng dẫn, kiểm tra 14 đơn vị.")),
		}},
		{"Tuyên truyền, vận động CNVCLĐ", []promise{
			both("Mỗi năm ít nhất một đợt vận động “Người Việt Nam ưu tiên dùng hàng Việt Nam”", "2016-09-30", 12,
				done("2016-09-09", "Phiên chợ hàng Việt cho công nhân."), done("2017-09-08", "Phiên chợ hàng Việt tại hai xã."), done("2018-09-14", "Tuyên truyền, bán hàng giảm giá cho đoàn viên."),
				done("2019-09-13", "Tuyên truyền, bán hàng giảm giá cho đoàn viên."), done("2020-09-11", "Tuyên truyền qua các nhóm của CĐCS, bán hàng giảm giá cho đoàn viên.")),
		}},
	}
}
