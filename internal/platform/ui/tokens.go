package ui

// The sample texts of the page of parts; the numbers are those of Ba Đình 2023, the months made up.

func sampleGoal(percent float64, s State, label string) *GoalView {
	return &GoalView{Percent: percent, State: s, Label: label}
}

func sampleFigures() []FigureTile {
	return []FigureTile{
		{Label: "CĐCS thành lập mới", Value: "23", Of: "/ 20 đơn vị", Href: "#", Goal: sampleGoal(115, OK, "115% kế hoạch")},
		{Label: "Hội nghị NLĐ và đối thoại", Value: "62,8%", Of: "/ 65%", Href: "#", Goal: sampleGoal(96.6, Go_, "97% kế hoạch")},
		{Label: "Doanh nghiệp có TƯLĐTT", Value: "68,4%", Of: "/ 75%", Href: "#", Goal: sampleGoal(91.2, Slow, "91% kế hoạch"), Note: "Chậm: thiếu 17 đơn vị"},
		{Label: "Số tiền thăm hỏi", Value: "1.250.000.000", Of: "/ 2 tỷ đồng", Href: "#", Goal: sampleGoal(62.5, Low, "62% kế hoạch")},
		{Label: "Đoàn viên ưu tú vào Đảng", Value: "201", Of: "/ 503 giới thiệu", Href: "#", Goal: &GoalView{Percent: 39.96, Label: "39,96%", Share: true}, Note: "39,96% số giới thiệu"},
		{Label: "Lớp tập huấn", Value: "–", Note: "Chưa có lớp nào trong kỳ"},
	}
}

func sampleBars(wide bool, values ...int64) BarsView {
	line := int64(125)
	b := BarsView{Label: "Đoàn viên kết nạp mới theo tháng", Unit: "đoàn viên", Line: &line, LineText: "Mức cần để về đích: 125 người/tháng", Wide: wide}
	months := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}
	for i, v := range values {
		b.Bars = append(b.Bars, Bar{Label: "Tháng " + months[i], Short: months[i], Value: v, Href: "#thang-" + months[i]})
	}
	return b
}

func sampleFields() []FieldView {
	source := []Choice{{Value: "a", Text: "Quỹ Xã hội LĐLĐ Thành phố", Current: true}, {Value: "b", Text: "Ngân sách công đoàn quận"}}
	return []FieldView{
		{Name: "date", Label: "Ngày trao", Type: "date", Value: "2023-12-19"},
		{Name: "bad-date", Label: "Ngày quyết định", Type: "date", Value: "31/02/2023", Error: "Tháng 2 năm 2023 có 28 ngày. Sửa lại ngày."},
		{Name: "who", Label: "Người được hỗ trợ", Type: "search", Help: "Gõ tên, mã số đoàn viên hoặc tên CĐCS; không dấu cũng được", Value: "Hoàng Thị Lụa"},
		{Name: "amount", Label: "Số tiền", Type: "number", Value: "25000000", Suffix: "đ", Help: "Mức sửa chữa năm 2023: tối đa 20.000.000 đ mỗi nhà", Error: "25.000.000 đ vượt mức 5.000.000 đ. Nhập số không quá 20.000.000, hoặc tách phần vượt sang nguồn xã hội hoá."},
		{Name: "source", Label: "Nguồn kinh phí", Type: "select", Choices: source},
		{Name: "note", Label: "Ghi chú", Type: "textarea", Optional: true, Value: "Mái tôn dột, sửa trước Tết."},
		{Name: "public", Label: "Công khai trên trang tin", Type: "checkbox", Value: "1"},
	}
}

func samplePairs() []Pair {
	return []Pair{
		{Term: "Tử số", Text: "1.516 lượt kết nạp trong 214 quyết định"},
		{Term: "Căn cứ giao", Body: Num("Kế hoạch 08/KH-LĐLĐ ngày 30/01/2023", "#")},
	}
}

func samplePeriods() []Chip {
	return []Chip{{Text: "Năm 2023", Href: "#", Current: true}, {Text: "6 tháng", Href: "#"}, {Text: "Quý IV", Href: "#"}, {Text: "Tháng 12", Href: "#"}, {Text: "Tuỳ chọn…", Href: "#"}}
}

func sampleTrees() []Chip {
	return []Chip{{Text: "Cây lúc đó", Href: "#", Current: true}, {Text: "Cây hiện nay", Href: "#"}}
}

// SampleChrome is a full frame with made-up content, for looking at and for tests.
func SampleChrome() Chrome {
	return Chrome{
		Title: "Mẫu giao diện", SearchHref: "#", LogoutHref: "#", Flash: "Đã lưu. Kết nạp mới: 1.492 thành 1.516.",
		Unit:    UnitBadge{Name: "LĐLĐ quận Ba Đình", Parent: "LĐLĐ TP Hà Nội", Code: "HN-BADINH"},
		Units:   []Choice{{Value: "HN-BADINH", Text: "LĐLĐ quận Ba Đình", Current: true}, {Value: "HN-P00004", Text: "CĐ phường Ba Đình"}},
		Account: Account{Name: "Nguyễn Thu Hằng", Role: "Cán bộ tổng hợp", Initial: "H", Href: "#"},
		Strip: &DemoStrip{Day: "25/12/2023", Action: "/demo/day", Days: []Choice{
			{Value: "2023-12-25", Text: "25/12/2023", Current: true}, {Value: "2025-06-30", Text: "30/06/2025"}, {Value: "2025-10-01", Text: "01/10/2025"}, {Value: "today", Text: "hôm nay"},
		}},
		Nav: []NavGroup{
			{Items: []NavItem{{Text: "Tổng quan", Href: "#", Icon: "home", Current: true}, {Text: "Việc cần làm", Href: "#", Icon: "task", Count: 6}, {Text: "Ghi nhận", Href: "#", Icon: "edit"}}},
			{Title: "Số liệu", Items: []NavItem{{Text: "Bảng chỉ tiêu", Href: "#", Icon: "grid"}, {Text: "Số liệu", Href: "#", Icon: "chart"}}},
			{Title: "Tổ chức", Items: []NavItem{{Text: "Cây tổ chức", Href: "#", Icon: "tree"}}},
		},
		Dock: []NavItem{
			{Text: "Tổng quan", Href: "#", Icon: "home", Current: true},
			{Text: "Việc", Href: "#", Icon: "task"},
			{Text: "Ghi", Href: "#", Icon: "plus"},
			{Text: "Chỉ tiêu", Href: "#", Icon: "grid"},
			{Text: "Thêm", Href: MenuHref, Icon: "dots"},
		},
	}
}
