package demo

import (
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// legalTeam are the offices whose leaders sit in the district's legal team.
const legalTeam = "Phòng Lao động - Thương binh và Xã hội, Viện kiểm sát nhân dân, Bảo hiểm xã hội quận Ba Đình"

// planLaw is the legal team's year: 298 + 5 enterprises, 11 + 9 CĐCS, 8
// persons; two joint inspections of 20 units.
func planLaw() (out []record) {
	out = append(out, work(baDinh, "task_force", "2023-02-08", activity.Fields{
		"task": "Tổ tư vấn pháp luật Công đoàn quận", "document": "27/QĐ-LĐLĐ", "members_list": "Thường trực LĐLĐ quận; lãnh đạo các cơ quan phối hợp",
		"assigned": "Doanh nghiệp, CĐCS trên địa bàn 13 phường",
	}).with(legalTeam))
	for _, x := range counsels {
		f := activity.Fields{"topic": x.topic, "advice_given": x.advice}
		for field, n := range map[string]int64{"ent": x.ent, "cdcs": x.cdcs, "ind": x.ind} {
			if n > 0 {
				f[field] = num(n)
			}
		}
		out = append(out, work(baDinh, "legal_counselling", x.on, f).with(legalTeam))
	}
	return append(out, inspections2023()...)
}

const (
	reliefAdvice = "Đối tượng, điều kiện, mức và hồ sơ hỗ trợ đoàn viên, người lao động bị giảm thời gian làm việc, chấm dứt hợp đồng do doanh nghiệp bị cắt, giảm đơn hàng"
	ownerAdvice  = "Quyền lợi và nghĩa vụ của người lao động khi doanh nghiệp thay đổi chủ sở hữu, chấm dứt và ký kết hợp đồng lao động mới"
)

var counsels = []struct {
	on             day.Date
	topic          string
	ent, cdcs, ind int64
	advice         string
}{
	{"2023-02-15", "qd6696", 46, 2, 0, reliefAdvice},
	{"2023-03-02", "qd6696", 63, 3, 0, reliefAdvice},
	{"2023-03-16", "qd6696", 58, 1, 0, reliefAdvice},
	{"2023-04-06", "qd6696", 71, 2, 0, reliefAdvice},
	{"2023-04-20", "qd6696", 37, 2, 0, reliefAdvice},
	{"2023-05-18", "qd6696", 23, 1, 0, reliefAdvice},
	{"2023-06-13", "discipline_osh", 3, 0, 0, "Trình tự xử lý kỷ luật lao động; hồ sơ an toàn, vệ sinh lao động"},
	{"2023-09-21", "discipline_osh", 2, 0, 0, "Huấn luyện an toàn, vệ sinh lao động; xử lý vi phạm nội quy lao động"},
	{"2023-07-11", "ownership", 0, 4, 3, ownerAdvice},
	{"2023-08-24", "ownership", 0, 3, 0, ownerAdvice},
	{"2023-10-12", "ownership", 0, 2, 5, ownerAdvice},
}

func inspections2023() (out []record) {
	for _, x := range []struct {
		on                         day.Date
		units, document, teamMates string
		findings                   string
	}{
		{"2023-06-28", "11", "412/QĐ-UBND", "Phòng Lao động - Thương binh và Xã hội quận Ba Đình", "3 đơn vị chậm đóng bảo hiểm xã hội; 2 đơn vị chưa đăng ký nội quy lao động; đã kiến nghị khắc phục"},
		{"2023-10-26", "9", "655/QĐ-UBND", "Phòng Lao động - Thương binh và Xã hội, Bảo hiểm xã hội quận Ba Đình", "2 đơn vị chưa tổ chức đối thoại định kỳ; 1 đơn vị chưa huấn luyện an toàn, vệ sinh lao động; đã hẹn ngày kiểm tra lại"},
	} {
		out = append(out, work(baDinh, "joint_inspection", x.on, activity.Fields{
			"inspected": x.units, "subject": "Pháp luật lao động, bảo hiểm xã hội tại doanh nghiệp", "document": x.document, "findings": x.findings,
		}).with(x.teamMates))
	}
	for _, x := range []struct {
		on             day.Date
		units, subject string
	}{{"2023-04-13", "6", "Việc thực hiện quy chế dân chủ ở cơ sở"}, {"2023-09-14", "8", "Việc thu, chi, quản lý tài chính công đoàn"}} {
		out = append(out, work(baDinh, "supervision", x.on, activity.Fields{"supervised": x.units, "subject": x.subject}))
	}
	return out
}

// planInitiatives are those some CĐCS recognised, most in offices and schools.
func planInitiatives(units []unit, rng *rand.Rand) (out []record) {
	days := span("2023-05-15", "2023-12-08")
	for _, u := range units {
		if u.FoundedOn == "" && u.Members >= 40 && rng.IntN(100) < 16 {
			f := activity.Fields{"initiatives": num(int64(1 + rng.IntN(6))), "document": num(int64(11+rng.IntN(80))) + "/QĐ"}
			if u.enterprise() {
				f["benefit"] = num(int64(2+rng.IntN(40)) * 5_000_000)
			}
			out = append(out, work(u.Code, "initiative", pick(rng, days), f))
		}
	}
	return out
}
