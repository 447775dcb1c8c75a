package paper

import (
	"fmt"
	"strings"
)

// letters are all letters Vietnamese is written with.
const letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz" +
	"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴFJWZ" +
	"0123456789–—…“”‘’%₫−≥≤"

// yearReport is a report with everything in it, on about four pages.
func yearReport() Paper {
	return Paper{
		Bodies: []Body{{"Liên đoàn Lao động thành phố Hà Nội", "Liên đoàn Lao động quận Ba Đình"}},
		Number: 5, Symbol: "BC-LĐLĐ", Place: "Ba Đình", Day: "2024-02-05",
		Type:     "Báo cáo",
		Abstract: "Kết quả phong trào công nhân, viên chức, lao động và hoạt động công đoàn năm 2023; phương hướng, nhiệm vụ năm 2024",
		Grounds:  []string{"Căn cứ Luật Công đoàn ngày 20 tháng 6 năm 2012", "Căn cứ Điều lệ Công đoàn Việt Nam;"},
		Blocks:   reportBlocks(),
		Signatures: []Signature{
			{Lines: []string{"TM. Ban Thường vụ", "Chủ tịch"}, Mark: "Đã ký số 05/02/2024 16:05", Name: "Đặng Minh Châu"},
		},
		Recipients: []string{"LĐLĐ thành phố Hà Nội", "Thường trực Quận ủy", "Các CĐCS trực thuộc", "Lưu: VT, ToC"},
		Annexes: []Annex{
			{"I", "Kết quả thực hiện các chỉ tiêu năm 2023 của các công đoàn cơ sở trực thuộc", []Block{Paragraph{[]Run{Text("Số liệu đến hết ngày 31/12/2023.")}}, longTable(40)}},
			{"II", "Danh sách khen thưởng", []Block{List{[][]Run{{Text("CĐCS Bệnh viện Quân y 354")}, {Text("CĐCS Khách sạn Daewoo")}}}}},
		},
		Seal: &Seal{"https://donghanh.example/kiem-tra/a7f291c40be85d13", []string{"Quét để kiểm tra văn bản", "a7f2 91c4 0be8 5d13"}},
	}
}

func reportBlocks() []Block {
	figure := func(said string, s State) Run {
		return Run{Text: said, Figure: &Figure{Href: "/so-lieu?o=" + said, State: s, Hint: map[State]string{Changed: "khi ký 1.516, nay 1.519"}[s]}}
	}
	return []Block{
		Heading{Part, "Phần I", "Kết quả hoạt động năm 2023"},
		Heading{Section, "I.", "ĐẶC ĐIỂM TÌNH HÌNH"},
		Say(Text("Liên đoàn Lao động quận Ba Đình đang quản lý trực tiếp "), figure("503", Same), Text(" công đoàn cơ sở (CĐCS) với tổng số "), figure("26.412", Same), Text(" đoàn viên. Đây là đặc điểm có ý nghĩa "), Bold("rất quan trọng"), Text(", "), Italic("vừa thuận lợi vừa khó khăn"), Text(".")),
		Heading{Section, "II.", "KẾT QUẢ HOẠT ĐỘNG"},
		Heading{Item, "1.", "Phát triển đoàn viên, thành lập công đoàn cơ sở"},
		Say(Text("Năm 2023, LĐLĐ quận đã thành lập được "), figure("23/20", Live), Text(" CĐCS (đạt "), figure("115%", Live), Text(" kế hoạch Thành phố giao), kết nạp "), figure("1.516/1.500", Changed), Text(" đoàn viên; tổ chức lễ ra mắt, trao quyết định thành lập CĐCS; chỉ đạo và tổ chức thành công Đại hội CĐCS, Đại hội Công đoàn quận Ba Đình lần thứ XI, nhiệm kỳ 2023 - 2028.")),
		Heading{Point, "a)", "Tuyên truyền, vận động"},
		List{[][]Run{{Text("Phát 2.000 tờ gấp tại các doanh nghiệp chưa có tổ chức công đoàn")}, {Text("Gặp 45 chủ doanh nghiệp")}}},
		Table{
			Title: "Bảng 1. Phát triển đoàn viên theo quý",
			Columns: []Column{
				{"STT", 0.6, Centre},
				{"Chỉ tiêu", 4, Left},
				{"Giao", 1, Right},
				{"Đạt", 1, Right},
				{"Tỷ lệ", 1, Right},
			},
			Rows:  [][]Cell{Row("1", "Thành lập công đoàn cơ sở", "20", "23", "115%"), Row("2", "Kết nạp đoàn viên mới", "1.500", "1.516", "101%")},
			Total: Row("", "Cộng", "1.520", "1.539", "101,3%"),
		},
		Note{[]Run{Text("Số liệu tính theo cây tổ chức lúc ký báo cáo.")}},
		Heading{Part, "Phần II", "Phương hướng năm 2024"},
		Say(Text(strings.Repeat("Tiếp tục đổi mới nội dung, phương thức hoạt động, hướng về cơ sở, chăm lo đời sống, bảo vệ quyền, lợi ích hợp pháp, chính đáng của đoàn viên, người lao động; ", 9))),
		Say(Text(strings.Repeat("Phối hợp với chính quyền cùng cấp tổ chức đối thoại định kỳ, nâng cao chất lượng thỏa ước lao động tập thể. ", 9))),
		Say(Text("Trên đây là báo cáo kết quả hoạt động công đoàn năm 2023 và phương hướng, nhiệm vụ năm 2024 của Liên đoàn Lao động quận Ba Đình.")),
	}
}

func longTable(rows int) Table {
	t := Table{Columns: []Column{{"STT", 0.5, Centre}, {"Đơn vị", 4, Left}, {"Đoàn viên", 1, Right}, {"Ghi chú", 2, Left}}}
	for i := range rows {
		t.Rows = append(t.Rows, Row(fmt.Sprint(i+1), fmt.Sprintf("Công đoàn cơ sở Công ty TNHH Thương mại và Dịch vụ số %d", i+1), fmt.Sprint(100+i), ""))
	}
	t.Total = Row("", "Cộng", "12.345", "")
	return t
}

// letter is a công văn.
func letter() Paper {
	return Paper{
		Bodies: []Body{{"Liên đoàn Lao động quận Ba Đình", "Công đoàn cơ sở Trường THCS Giảng Võ"}},
		Symbol: "CĐCS", Place: "Ba Đình", Letter: true, Draft: true,
		Abstract:   "đề nghị hỗ trợ đoàn viên có hoàn cảnh khó khăn dịp Tết Nguyên đán",
		Addressees: []string{"Ban Thường vụ LĐLĐ quận Ba Đình", "Ban Giám hiệu nhà trường"},
		Blocks:     []Block{Say(Text("Ban Chấp hành CĐCS kính đề nghị xem xét, hỗ trợ 5 đoàn viên."))},
		Signatures: []Signature{{Lines: []string{"TM. Ban Chấp hành", "Chủ tịch"}, Name: "Nguyễn Thị Hằng"}},
		Recipients: []string{"Như trên", "Lưu: VT"},
	}
}

// joint is a paper of two bodies.
func joint() Paper {
	return Paper{
		Bodies: []Body{{Name: "Liên đoàn Lao động\nquận Ba Đình"}, {Name: "Ủy ban nhân dân\nquận Ba Đình"}},
		Number: 12, Symbol: "QCPH-LĐLĐ-UBND", Place: "Ba Đình", Day: "2023-12-25",
		Type: "Quy chế phối hợp", Abstract: "Giữa Liên đoàn Lao động quận và Ủy ban nhân dân quận Ba Đình giai đoạn 2023 - 2028",
		Authority: "Liên đoàn Lao động quận và Ủy ban nhân dân quận Ba Đình",
		Blocks: []Block{
			Heading{Part, "Chương I", "Quy định chung"},
			Say(Bold("Điều 1. Phạm vi"), Text(" Quy chế này quy định nguyên tắc, nội dung và trách nhiệm phối hợp.")),
			Say(Bold("Điều 2. Hiệu lực"), Text(" Quy chế có hiệu lực từ ngày ký")),
		},
		Signatures: []Signature{
			{Lines: []string{"TM. Ủy ban nhân dân", "Chủ tịch"}, Name: "Phạm Đức Thiện"},
			{Lines: []string{"TM. Ban Thường vụ", "Chủ tịch"}, Name: "Đặng Minh Châu"},
		},
		Recipients: []string{"Thường trực Quận ủy", "Lưu: VT"},
	}
}

// memorandum is a paper in Vietnamese that its English text follows, both with
// many who sign in an annex.
func memorandum() Paper {
	var signs []Signature
	for i := range 3 {
		signs = append(signs, Signature{Lines: []string{fmt.Sprintf("Liên hiệp Công đoàn thành phố bạn số %d", i+1), "Chủ tịch"}, Name: "Kim Ki Chul"})
	}
	vi := joint()
	vi.Registered, vi.Recipients = "12A/BGN-LĐLĐ", nil
	vi.Annexes = []Annex{{"I", "Chữ ký của các bên", []Block{Signs{signs}}}}
	en := Paper{
		Lang: "en", Draft: true, Type: "Memorandum of Understanding", Abstract: "on friendly relations", Registered: "12A/BGN-LĐLĐ",
		Blocks:     []Block{Heading{Section, "Article 1.", "Purpose"}, Say(Text("The Parties cooperate."))},
		Signatures: []Signature{{Lines: []string{"For party A"}}, {Lines: []string{"For party B", "Seoul Regional Council of Trade Unions of Korea"}, Name: "Kim Ki Chul"}},
		Annexes:    []Annex{{"I", "Signatures", []Block{Signs{signs[:1]}}}},
	}
	vi.Next = []Paper{en}
	return vi
}

// hostile is a paper nobody means well with.
func hostile() Paper {
	const bad = "\x00\x01\x1b\ufffe\uffff</w:t>&<>\"' 😀🇻🇳 a\u0323\u0302 \u202e \xff ]]> "
	long := strings.Repeat("Ộ", 3000)
	p := Paper{
		Bodies: []Body{{bad, long}, {bad + "\n\n" + bad, ""}}, Symbol: bad, Place: long, Day: "2023-02-31", Type: bad, Abstract: long + " " + bad,
		Authority: bad, Addressees: []string{bad, "", long}, Grounds: []string{"", bad, long}, Recipients: []string{bad, long, ""}, Number: -3, Draft: true,
		Signatures: []Signature{{}, {Lines: []string{bad, long}, Mark: long, Name: bad}, {Name: long}},
		Annexes:    []Annex{{}, {bad, long, []Block{Heading{99, bad, long}}}},
		Seal:       &Seal{URL: "javascript:alert(1)//" + bad, Caption: []string{bad, long}},
	}
	p.Registered, p.Lang = "", bad
	p.Next = []Paper{{Lang: "en", Registered: bad, Annexes: []Annex{{bad, long, []Block{Signs{p.Signatures}}}}}, {}}
	p.Blocks = []Block{
		Signs{},
		Paragraph{},
		List{},
		Note{},
		Table{},
		Table{Columns: []Column{{Share: -1}}},
		Table{Columns: make([]Column, 40), Rows: [][]Cell{nil, {}, {{Text(long)}}}, Total: []Cell{}},
		List{[][]Run{nil, {Text(bad)}, {Text(long), Bold(long), Text(" " + bad)}}},
		Heading{Text: bad},
		Heading{Level: Item, Number: long},
		Heading{Level: Section},
		Say(Run{Text: bad, Bold: true, Italic: true, Figure: &Figure{Href: "javascript:alert(1)", State: Changed, Hint: bad}}),
		Table{Title: bad, Columns: []Column{{bad, 1e300, Right}, {long, 1, Justify}}, Rows: [][]Cell{Row(bad, long), {{Text(strings.Repeat("dài ", 5000))}}}},
	}
	return p
}
