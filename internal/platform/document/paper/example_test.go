package paper_test

import (
	"io"

	"donghanh/internal/platform/document/paper"
)

func ExampleWriteDOCX() {
	p := paper.Paper{
		Bodies: []paper.Body{{Superior: "Liên đoàn Lao động thành phố Hà Nội", Name: "Công đoàn phường Ba Đình"}},
		Number: 5, Symbol: "BC-CĐP", Place: "Ba Đình", Day: "2025-12-20",
		Type: "Báo cáo", Abstract: "Kết quả hoạt động công đoàn năm 2025",
		Blocks: []paper.Block{
			paper.Heading{Level: paper.Section, Number: "I.", Text: "KẾT QUẢ"},
			paper.Say(paper.Text("Kết nạp "), paper.Number("1.516/1.500", "/so-lieu?chi-tieu=DV.KN"), paper.Text(" đoàn viên.")),
			paper.Table{
				Columns: []paper.Column{{Title: "Chỉ tiêu", Share: 4}, {Title: "Đạt", Share: 1, Align: paper.Right}},
				Rows:    [][]paper.Cell{paper.Row("Kết nạp đoàn viên", "1.516")},
			},
		},
		Signatures: []paper.Signature{{Lines: []string{"TM. Ban Thường vụ", "Chủ tịch"}, Name: "Đặng Minh Châu"}},
		Recipients: []string{"LĐLĐ thành phố Hà Nội", "Lưu: VT"},
		Seal:       &paper.Seal{URL: "https://donghanh.example/kiem-tra/a7f291c4", Caption: []string{"Quét để kiểm tra"}},
	}
	_ = paper.WriteDOCX(io.Discard, p) // as a Word document
	_ = paper.WritePDF(io.Discard, p)  // as PDF
	_ = paper.HTML(p)                  // as a templ.Component for the page
}
