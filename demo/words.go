package demo

// officersWords are what the officers of Ba Đình write themselves in the report
// of the year, by the heading it stands under. Figures are never typed here.
var officersWords = map[string]string{
	"Đặc điểm tình hình": `Năm 2023, kinh tế - xã hội quận tiếp tục ổn định; phần lớn đơn vị, doanh nghiệp duy trì được việc làm và thu nhập cho người lao động. Một số doanh nghiệp bị cắt, giảm đơn hàng phải giảm giờ làm, ảnh hưởng đến đời sống đoàn viên và việc thu kinh phí công đoàn.
Được sự quan tâm chỉ đạo của LĐLĐ Thành phố, Quận ủy và sự phối hợp của chính quyền, các cấp công đoàn trong quận đã bám sát cơ sở, hoàn thành các nhiệm vụ đề ra.`,
	"Kết quả hoạt động":               `Các cấp công đoàn quận tập trung vào ba việc: tổ chức thành công đại hội công đoàn các cấp, phát triển đoàn viên ở khu vực ngoài nhà nước và chăm lo, bảo vệ quyền lợi của đoàn viên, người lao động.`,
	"Công tác tuyên truyền, giáo dục": `Chuyên đề chính sách, pháp luật và quan hệ lao động được triển khai tới từng CĐCS bằng nhiều hình thức: hội nghị, tài liệu, bản tin và các nhóm mạng xã hội của CĐCS.`,
	"Đại diện, bảo vệ quyền, lợi ích của đoàn viên, người lao động": `LĐLĐ quận phối hợp với Phòng Lao động - Thương binh và Xã hội, Viện kiểm sát nhân dân, Bảo hiểm xã hội quận cử lãnh đạo tham gia Tổ tư vấn pháp luật Công đoàn quận; rà soát, đôn đốc các đơn vị đã hết thời hạn ký kết lại thỏa ước lao động tập thể; tổng hợp ý kiến của CĐCS và người lao động để tham gia đối thoại trực tiếp với lãnh đạo quận.`,
	"Chăm lo đời sống đoàn viên, người lao động":                    `Việc thăm hỏi, trợ cấp được thực hiện kịp thời, đúng đối tượng, công khai ở cơ sở.`,
	"Phong trào thi đua": `Phong trào thi đua được phát động sát với từng loại hình đơn vị; việc bình xét, khen thưởng bảo đảm dân chủ, chú trọng tập thể nhỏ và người lao động trực tiếp.`,
	"Phát triển đoàn viên, thành lập công đoàn cơ sở, đào tạo cán bộ": `Chỉ đạo và tổ chức thành công đại hội CĐCS, Đại hội Công đoàn quận Ba Đình lần thứ XI, nhiệm kỳ 2023 - 2028. Các lớp tập huấn do LĐLĐ quận phối hợp với Trung tâm Chính trị quận tổ chức cho Chủ tịch, Phó Chủ tịch, Ủy viên Ban Chấp hành CĐCS.`,
	"Công tác tài chính, nữ công, phối hợp":                           `Thu, chi tài chính công đoàn đúng quy định, ưu tiên cho hoạt động chăm lo và đào tạo cán bộ. Hoạt động nữ công gắn với phong trào "Giỏi việc nước, đảm việc nhà". Duy trì phối hợp thường xuyên với Mặt trận Tổ quốc, các đoàn thể và các phòng, ban của quận.`,
	"Hạn chế, nguyên nhân": `Bên cạnh kết quả đạt được, hoạt động công đoàn quận còn một số hạn chế:
- Tỷ lệ doanh nghiệp ngoài nhà nước tổ chức Hội nghị người lao động, ban hành quy chế và tổ chức đối thoại còn thấp; ở một số nơi còn hình thức.
- Một số thỏa ước lao động tập thể hết hạn chậm được ký lại; số bản có nhiều điều khoản có lợi hơn luật chưa nhiều.
- Hoạt động của một số CĐCS quy mô nhỏ thiếu thường xuyên; việc ghi nhận, báo cáo còn chậm.
Nguyên nhân: nhiều doanh nghiệp nhỏ gặp khó khăn về sản xuất, kinh doanh; cán bộ CĐCS hầu hết kiêm nhiệm, thay đổi sau đại hội, còn thiếu kinh nghiệm thương lượng; việc đôn đốc, kiểm tra của LĐLĐ quận ở một số lĩnh vực chưa quyết liệt.`,
	"Phương hướng, nhiệm vụ": `Các nhiệm vụ trọng tâm:
- Cụ thể hóa Nghị quyết Đại hội công đoàn các cấp bằng chương trình, kế hoạch; xác định rõ khâu đột phá của từng đơn vị.
- Tập trung nâng chất lượng, tỷ lệ tổ chức Hội nghị người lao động, đối thoại tại nơi làm việc và ký kết thỏa ước lao động tập thể.
- Chăm lo Tết cho đoàn viên, người lao động, trước hết là người mất việc, giảm giờ làm, người có hoàn cảnh khó khăn.
- Kiểm tra, giám sát việc thực hiện chính sách, pháp luật về lao động, bảo hiểm xã hội; duy trì Tổ tư vấn pháp luật.
- Phát triển đoàn viên, thành lập CĐCS ở khu vực ngoài nhà nước; bồi dưỡng cán bộ CĐCS mới được bầu.`,
}
