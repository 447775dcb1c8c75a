package demo

// townFields are the four fields of 2020 to 2025 in the words of the article
// (seeds/004); the commitments below them are made up.
func townFields() []area {
	return []area{
		{"Phối hợp tổ chức hiệu quả các phong trào thi đua trong CNVCLĐ, góp phần hoàn thành thắng lợi nhiệm vụ phát triển kinh tế - xã hội hàng năm và 5 năm (2020 - 2025)", townMovements()},
		{"Phối hợp chăm lo, bảo vệ quyền và lợi ích hợp pháp, chính đáng của người lao động, nâng cao phúc lợi xã hội góp phần đảm bảo công tác an sinh xã hội trên địa bàn", townCare()},
		{"Phối hợp tuyên truyền pháp luật và các chủ trương của Đảng, chính sách của Nhà nước, nâng cao ý thức công dân cho CNVCLĐ", townLaw()},
		{"Phối hợp trong công tác thanh tra, kiểm tra việc thực hiện pháp luật lao động, BHXH, BHYT và các chế độ chính sách có liên quan đến quyền và lợi ích hợp pháp chính đáng của cán bộ, đoàn viên và CNVCLĐ", townInspection()},
	}
}

func townMovements() []promise {
	return []promise{
		both("Hằng năm phát động, sơ kết phong trào thi đua trong CNVCLĐ thị xã", "2021-11-30", 12,
			done("2021-11-25", "Sơ kết trực tuyến, khen 74 cá nhân."), done("2022-11-24", "Sơ kết, khen 81 cá nhân, 22 tập thể."),
			done("2023-11-23", "Sơ kết, khen 85 cá nhân, 24 tập thể."), done("2024-11-21", "Sơ kết, khen 83 cá nhân, 25 tập thể.")),
		ours("Từ năm 2022, mỗi năm kết nạp ít nhất 300 đoàn viên", "2022-12-31", 12,
			done("2022-12-28", "Tập trung ở doanh nghiệp ngoài nhà nước."), done("2023-12-28", "Đạt mức đề ra trước cuối năm."), done("2024-12-27", "Đạt mức đề ra.")).
			led("Ban Tổ chức LĐLĐ thị xã").counted(sonTayCode, "ORG.DV.NEW", "", "", "300"),
	}
}

func townCare() []promise {
	return []promise{
		both("Trước Tết Nguyên đán rà soát, tặng quà đoàn viên, người lao động khó khăn", "2021-01-31", 12,
			done("2021-01-28", "Thăm, tặng quà tại 18 đơn vị."), done("2022-01-25", "Thăm, tặng quà tại 22 đơn vị."), done("2023-01-13", "Thăm, tặng quà tại 24 đơn vị."),
			done("2024-01-30", "Thăm, tặng quà tại 26 đơn vị."), done("2025-01-20", "Thăm, tặng quà tại 25 đơn vị.")),
		theirs("Lãnh đạo thị xã gặp mặt, đối thoại với CNVCLĐ trong Tháng Công nhân", "2021-05-31", 12,
			unmet("2021-06-10", "Không tổ chức được do phòng, chống dịch Covid-19."), done("2022-05-20", "Đối thoại, giải đáp 27 ý kiến."), done("2023-05-19", "Đối thoại, giải đáp 33 ý kiến."),
			done("2024-05-22", "Đối thoại, giải đáp 30 ý kiến."), done("2025-05-21", "Đối thoại, giải đáp 26 ý kiến.")).led("Văn phòng HĐND và UBND"),
	}
}

func townLaw() []promise {
	return []promise{
		ours("Mỗi nửa năm một đợt tuyên truyền pháp luật lao động tại doanh nghiệp", "2021-06-30", 6,
			done("2021-06-24", "Tuyên truyền tại 6 doanh nghiệp."), done("2021-12-16", "Tuyên truyền trực tuyến."), done("2022-06-23", "Tuyên truyền tại 8 doanh nghiệp."),
			done("2022-12-15", "Tuyên truyền tại 7 doanh nghiệp."), done("2023-06-22", "Tuyên truyền tại 9 doanh nghiệp."), coming{}, done("2024-06-20", "Tuyên truyền tại 9 doanh nghiệp."),
			done("2024-12-19", "Tuyên truyền tại 8 doanh nghiệp."), done("2025-06-19", "Tuyên truyền tại 6 doanh nghiệp.")).led("Ban Chính sách pháp luật LĐLĐ thị xã").
			told("2023-12-12", "", "Đã thống nhất lịch tại hai doanh nghiệp vào tuần cuối tháng 12."),
		theirs("Mở chuyên mục pháp luật lao động trên hệ thống truyền thanh, cổng thông tin thị xã", "2021-06-30", 0, done("2021-06-15", "Chuyên mục phát mỗi tuần một lần.")).led("Trung tâm Văn hóa - Thông tin và Thể thao"),
	}
}

func townInspection() []promise {
	return []promise{
		theirs("Mỗi năm một đoàn kiểm tra liên ngành có LĐLĐ thị xã tham gia", "2021-10-31", 12,
			unmet("2021-11-15", "Hoãn do phòng, chống dịch Covid-19."), done("2022-10-26", "Kiểm tra 8 doanh nghiệp."), done("2024-01-16", "Kiểm tra 7 doanh nghiệp, chậm do điều chỉnh kế hoạch thanh tra."),
			done("2024-10-24", "Kiểm tra 9 doanh nghiệp.")).led("Phòng Lao động - Thương binh và Xã hội").
			told("2023-11-06", "", "Đã có công văn đề nghị Phòng Lao động - Thương binh và Xã hội chốt lịch đoàn kiểm tra năm 2023.").
			told("2023-12-14", "", "Phòng trả lời: đoàn làm việc trong nửa đầu tháng 01/2024."),
		both("Mỗi nửa năm trao đổi danh sách doanh nghiệp chậm đóng BHXH, BHYT", "2021-06-30", 6,
			done("2021-06-28", "Danh sách 21 doanh nghiệp."), done("2021-12-27", "Danh sách 24 doanh nghiệp."), done("2022-06-27", "Danh sách 19 doanh nghiệp."), done("2022-12-26", "Danh sách 17 doanh nghiệp."),
			done("2023-06-26", "Danh sách 18 doanh nghiệp."), done("2023-12-26", "Danh sách 16 doanh nghiệp."), done("2024-06-26", "Danh sách 15 doanh nghiệp."), done("2024-12-26", "Danh sách 14 doanh nghiệp."), done("2025-06-25", "Danh sách 15 doanh nghiệp.")).
			led("LĐLĐ thị xã, Bảo hiểm xã hội thị xã"),
	}
}
