package demo

import (
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
)

// southArticle tells of the day in TP Hồ Chí Minh (seeds/000).
const southArticle = "Báo Lao động Thủ đô, “LĐLĐ quận Bình Tân và LĐLĐ quận Long Biên ký kết quy chế phối hợp hoạt động”, tháng 4/2024"

// southPacts are what Bình Tân has signed: with Long Biên, and welfare
// agreements with made-up enterprises.
func southPacts(w *world, p *people) []pact {
	sister := pact{
		key: "longbien", by: "binhtan", begun: "2024-03-29", signing: signed("2024-04-05", "Thành phố Hồ Chí Minh", "01/QCPH-LĐLĐ"),
		Head:   head(binhTan, agreement.Regulation, "Quy chế phối hợp hoạt động giữa LĐLĐ quận Bình Tân và LĐLĐ quận Long Biên giai đoạn 2024 - 2028", "2024-04-05", "2028-12-31", agreement.Opposite{Unit: longBien}),
		who:    []agreement.Details{signer("Nguyễn Văn Hải", "Chủ tịch", "TM. BAN THƯỜNG VỤ"), signer("Nguyễn Trường Giang", "Chủ tịch", "TM. BAN THƯỜNG VỤ")},
		fields: sisterFields(),
		said: []saying{
			{"2024-04-12", "longbien", "Cảm ơn các anh chị Bình Tân đã đón đoàn. Long Biên đã giao các Ban thực hiện phần việc của mình."},
			{"2024-11-14", "", "Đã gửi 7 bản thỏa ước loại A, còn 3 bản chờ công ty đồng ý."},
			{"2024-11-15", "longbien", "Cảm ơn chị. Long Biên mở lớp thương lượng ngày 28/11, mời hai giảng viên của quận bạn."},
		},
	}
	sister.Source, sister.Review = southArticle, 12
	sister.reviews = []review{{kind: agreement.InterimReview, from: "2024-04-05", to: "2024-12-31", begun: "2024-12-20", held: "2024-12-30", chair: "binhtan-chair"}}
	sister.texts = []text{{"vi", chapters([]string{"Căn cứ Điều lệ Công đoàn Việt Nam", "Căn cứ kết quả Hội nghị trao đổi kinh nghiệm ngày 05 tháng 4 năm 2024"},
		"Duy trì trao đổi kinh nghiệm giữa hai đơn vị, nâng cao chất lượng hoạt động công đoàn. Hai bên phối hợp bình đẳng, thiết thực, tiết kiệm.",
		sister.fields, "Văn phòng LĐLĐ hai quận là đầu mối; sơ kết tháng 12 hằng năm, tổng kết tháng 12 năm 2028.")}}
	return append([]pact{sister}, southWelfare(w, p)...)
}

// Promises of Long Biên that have records of work.
const (
	oneOne     = "Thí điểm mô hình 1+1 tại Long Biên, ít nhất 5 CĐCS nhận chăm lo"
	bargainers = "Mở lớp kỹ năng thương lượng cho Chủ tịch CĐCS"
)

// sisterFields are made up from what the sides asked each other on that day.
func sisterFields() []area {
	return []area{
		{"Phát triển đoàn viên, thành lập CĐCS", []promise{
			ours("Mỗi năm một buổi trao đổi cách lập CĐCS ngoài nhà nước", "2024-12-31", 12, done("2024-09-20", "Trao đổi trực tuyến, 46 cán bộ hai quận dự.")).led("Ban Tổ chức"),
			ours("Biên soạn bộ hướng dẫn lập nghiệp đoàn theo nghề", "2025-03-31", 0).told("2024-11-12", "", "Đang soạn 3/4 chương.").told("2025-04-08", "", "Xong bản thảo, đang lấy ý kiến Long Biên."),
		}},
		{"Tuyên truyền, ứng dụng công nghệ thông tin", []promise{
			both("Dùng chung bộ câu hỏi “Âm nhạc và công nhân”", "2024-09-30", 0, done("2024-09-18", "240 câu, một chương trình tại Long Biên.").through("longbien")),
			theirs("Mở trang tin của LĐLĐ quận Long Biên", "2024-09-30", 0, done("2024-12-10", "Trang tin chạy thử, chậm do chờ duyệt giao diện.").through("longbien")).led("Ban Tuyên giáo").
				told("2024-10-21", "longbien", "Đã xong nội dung, chờ duyệt giao diện."),
		}},
		{"Chăm lo, phúc lợi đoàn viên", []promise{
			ours("Chia sẻ cách lập điểm phúc lợi đoàn viên, giảm giá từ 5% đến 30%", "2024-06-30", 0, done("2024-06-12", "Giới thiệu cách làm của 18 điểm phúc lợi.")),
			theirs(oneOne, "2024-12-31", 0, done("2024-12-24", "Năm CĐCS đã nhận chăm lo.").through("longbien")).
				counted("", "WEL.11.SPONSOR", "", "", "5").told("2024-11-08", "longbien", "Đã có 4/5 CĐCS nhận."),
		}},
		{"Thỏa ước lao động tập thể, đối thoại", []promise{
			both("Trao đổi 10 bản thỏa ước loại A làm mẫu", "2024-12-31", 0).told("2024-11-14", "", "Đã có 7/10 bản."),
			theirs(bargainers, "2024-10-30", 0, done("2024-11-29", "Lớp ngày 28/11, 62 Chủ tịch CĐCS dự.").through("longbien")),
		}},
	}
}

// sisterWork is what Long Biên records of it: five CĐCS take people on, and the
// class is held.
func sisterWork(units []unit) (out []record) {
	for i, u := range largest(units, 5) {
		on := []day.Date{"2024-07-09", "2024-07-16", "2024-08-13", "2024-10-22", "2024-12-17"}[i]
		from := day.New(on.Year(), on.Month()+1, 1)
		r := work(u.Code, "sponsorship", on, activity.Fields{
			"sponsor": "cdcs", "sponsors": "1", "sponsored": "1", "monthly": "1000000", "from_day": string(from), "to_day": string(day.New(from.Year()+1, from.Month(), 1).Add(-1)), "stage_total": "12000000",
		})
		out = append(out, r.under("longbien", oneOne))
	}
	return append(out, work(longBien, "training", "2024-11-28", activity.Fields{
		"subject": "Kỹ năng thương lượng, ký kết thỏa ước lao động tập thể", "audience": "officers", "chairs": "62", "sessions": "2", "venue": "Hội trường LĐLĐ quận Long Biên",
	}).with("LĐLĐ quận Bình Tân").under("longbien", bargainers))
}

// southWelfare are welfare agreements of 2023: the first runs out soon after the
// demo's first day.
func southWelfare(w *world, p *people) (out []pact) {
	sellers := w.sellers(2)
	goods := []string{"hàng thiết yếu", "bảo hộ lao động, đồ gia dụng"}
	for i, u := range sellers {
		from, to := []day.Date{"2023-03-01", "2023-06-01"}[i], []day.Date{"2024-02-29", "2026-05-31"}[i]
		title := "Thỏa thuận phúc lợi đoàn viên với " + u.Employer
		x := pact{
			key: "welfare" + num(int64(i)), by: "binhtan", signing: signed(nextWorkday(from.Add(-8), 2), "Thành phố Hồ Chí Minh", num(int64(3+i))+"/TTPL-LĐLĐ"),
			Head: head(binhTan, agreement.Welfare, title, from, to, partner(agreement.Enterprise, u.Employer)),
			who:  []agreement.Details{signer(w.accountOf("binhtan-chair").display, "Chủ tịch", "TM. BAN THƯỜNG VỤ"), signer(p.next(), "Giám đốc", "")},
			fields: []area{{"Ưu đãi cho đoàn viên, người lao động", []promise{
				theirs("Bán "+goods[i]+" cho đoàn viên giảm từ 5% đến 30% so với giá thị trường; báo doanh số mỗi nửa năm", []day.Date{"2023-08-31", "2023-11-30"}[i], 6, []coming{
					done([]day.Date{"2023-08-28", "2023-11-27"}[i], "Đã gửi doanh số."), done([]day.Date{"2024-02-27", "2024-05-28"}[i], "Đã gửi doanh số."),
					done("2024-11-27", "Đã gửi doanh số."), done("2025-05-28", "Đã gửi doanh số."),
				}[:2+2*i]...),
			}}, {"Tuyên truyền, tổ chức điểm phúc lợi", []promise{
				ours("Thông tin ưu đãi tới tất cả CĐCS", from.Add(30), 0, done([]day.Date{"2023-03-28", "2023-06-28"}[i], "Đã gửi qua các nhóm của CĐCS.")),
			}}},
		}
		x.Review = 0
		if i == 0 {
			x.reviews = []review{{kind: agreement.FinalReview, begun: "2024-03-04", held: "2024-03-08", chair: "binhtan-chair"}}
			x.fields[1].promises = append(x.fields[1].promises, ours("Ra mắt 18 điểm phúc lợi đoàn viên tại CĐCS", "2023-12-15", 0, done("2023-12-14", "18 điểm đã hoạt động.")).counted(binhTan, "WEL.POINT.N", "", "", "18"))
		}
		out = append(out, x)
	}
	return out
}

// sellers are trading enterprises of Bình Tân, in the order of their codes.
func (w *world) sellers(n int) (out []unit) {
	for _, u := range w.south {
		if len(out) < n && u.section == "G" && u.Sector == "private_enterprise" && u.FoundedOn == "" {
			out = append(out, u)
		}
	}
	return out
}
