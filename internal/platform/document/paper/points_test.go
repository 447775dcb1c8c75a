package paper

import (
	"math"
	"regexp"
	"strings"
	"testing"
)

// parts of a document a layout point is looked for in.
type rendered struct{ document, styles, header string }

func render(t *testing.T, p Paper) rendered {
	t.Helper()
	parts := unpacked(t, docxOf(t, p))
	return rendered{string(parts["word/document.xml"]), string(parts["word/styles.xml"]), string(parts["word/header1.xml"])}
}

// style is the definition of the style a text stands in, with the paragraph
// that has it, as one string.
func (r rendered) around(text string) string {
	for _, p := range strings.SplitAfter(r.document, "</w:p>") {
		if _, p, ok := strings.Cut(p, "<w:p>"); ok && strings.Contains(textOf(p), text) {
			id := found(p, `<w:pStyle w:val="`)[0]
			_, def, _ := strings.Cut(r.styles, `w:styleId="`+id+`"`)
			def, _, _ = strings.Cut(def, "</w:style>")
			return p + def
		}
	}
	return ""
}

var tags = regexp.MustCompile(`<[^>]*>`)

func textOf(p string) string { return tags.ReplaceAllString(p, "") }

const (
	isBold   = `<w:b/>`
	isItalic = `<w:i/>`
	centred  = `<w:jc w:val="center"/>`
	size12   = `<w:sz w:val="24"/>`
	size13   = `<w:sz w:val="26"/>`
	size14   = `<w:sz w:val="28"/>`
)

// Each point of the layout, as domain.md §9 lists them from NĐ 30/2020/NĐ-CP,
// phụ lục I.
func TestEveryPointOfTheLayout(t *testing.T) {
	report, official, both := render(t, yearReport()), render(t, letter()), render(t, joint())
	two := render(t, memorandum())
	for name, point := range map[string]struct {
		where string
		has   []string
		lacks []string
	}{
		"A4":                                  {report.document, []string{`<w:pgSz w:w="11906" w:h="16838"/>`}, nil},
		"margins 20 20 30 20 mm":              {report.document, []string{`<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"`}, nil},
		"Times New Roman, black":              {report.styles, []string{`w:ascii="Times New Roman"`, `<w:color w:val="000000"/>`}, nil},
		"ô 1 Quốc hiệu":                       {report.around("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), []string{isBold, centred, size12}, nil},
		"ô 1 Tiêu ngữ":                        {report.around("Độc lập - Tự do - Hạnh phúc"), []string{isBold, centred, size13}, nil},
		"ô 1 a line as long as the motto":     {report.document, []string{`Hạnh phúc</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="DuongKe"/><w:pBdr><w:top w:val="single"`}, nil},
		"ô 2 cơ quan chủ quản":                {report.around("THÀNH PHỐ HÀ NỘI"), []string{centred, size12}, []string{isBold}},
		"ô 2 cơ quan ban hành":                {report.around("QUẬN BA ĐÌNH"), []string{isBold, centred, size12}, nil},
		"ô 2 a line below":                    {report.document, []string{`QUẬN BA ĐÌNH</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="DuongKe"/>`}, nil},
		"ô 3 number, a nought below ten":      {report.around("Số: 05/BC-LĐLĐ"), []string{centred, size13}, []string{isBold, isItalic}},
		"ô 3 blank number":                    {official.around("Số: " + blank + "/CĐCS"), []string{centred}, nil},
		"ô 4 place and day":                   {report.around("Ba Đình, ngày 05 tháng 02 năm 2024"), []string{isItalic, centred, size13}, []string{isBold}},
		"ô 4 blank day":                       {official.around("Ba Đình, ngày …… tháng …… năm ………"), []string{isItalic}, nil},
		"ô 4 in the row of the number":        {report.document, []string{`05/BC-LĐLĐ</w:t></w:r></w:p></w:tc><w:tc>`}, nil},
		"ô 5a tên loại":                       {report.around("BÁO CÁO"), []string{isBold, centred, size14}, nil},
		"ô 5a trích yếu":                      {report.around("Kết quả phong trào"), []string{isBold, centred, size14}, nil},
		"ô 5a a line below":                   {report.document, []string{`năm 2024</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="DuongKe"/>`}, nil},
		"ô 5b V/v under the number":           {official.around("V/v đề nghị"), []string{centred, size12}, []string{isBold, isItalic}},
		"ô 5b a letter has no title":          {official.document, nil, []string{`w:val="TenLoai"`, `w:val="TrichYeu"`}},
		"căn cứ ends in a semicolon":          {report.around("20 tháng 6 năm 2012;"), []string{isItalic, size14}, []string{isBold}},
		"the last căn cứ in a full stop":      {report.around("Căn cứ Điều lệ Công đoàn Việt Nam."), []string{isItalic}, nil},
		"ô 6 text":                            {report.around("Liên đoàn Lao động quận Ba Đình đang"), []string{`<w:jc w:val="both"/>`, size14, `w:firstLine="720"`, `w:after="120"`, `w:line="276"`}, nil},
		"ô 6 ends in ./.":                     {report.around("Liên đoàn Lao động quận Ba Đình./."), []string{`<w:keepNext/>`}, nil},
		"phần: number in lower case":          {report.around("Phần I"), []string{isBold, centred, size14}, nil},
		"phần: title in capitals":             {report.around("KẾT QUẢ HOẠT ĐỘNG NĂM 2023"), []string{isBold, centred, size14}, nil},
		"mục":                                 {report.around("I. ĐẶC ĐIỂM TÌNH HÌNH"), []string{isBold, size14, `<w:keepNext/>`}, nil},
		"khoản with a title":                  {report.around("1. Phát triển đoàn viên"), []string{isBold, size14, `<w:keepNext/>`}, nil},
		"điểm":                                {report.around("a) Tuyên truyền"), []string{size14, `<w:keepNext/>`}, []string{isBold, isItalic}},
		"Điều in bold, its text regular":      {both.around("Điều 1. Phạm vi"), []string{`<w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">Điều 1. Phạm vi</w:t></w:r><w:r><w:t xml`}, nil},
		"ô 7a office in capitals":             {report.around("TM. BAN THƯỜNG VỤ"), []string{isBold, centred, size14, `<w:keepNext/>`}, nil},
		"ô 7b name":                           {report.around("Đặng Minh Châu"), []string{isBold, centred, size14}, nil},
		"ô 7 two who sign":                    {both.document, []string{`<w:gridCol w:w="4535"/><w:gridCol w:w="4535"/>`}, nil},
		"ô 7 a row is not broken":             {report.document, []string{`<w:cantSplit/>`}, nil},
		"ô 9a Kính gửi":                       {official.around("Kính gửi:"), []string{size14}, []string{isBold}},
		"ô 9b Nơi nhận":                       {report.around("Nơi nhận:"), []string{isBold, isItalic, size12}, nil},
		"ô 9b its list":                       {report.around("- LĐLĐ thành phố Hà Nội;"), []string{`<w:sz w:val="22"/>`}, []string{isBold, isItalic}},
		"ô 9b its last":                       {report.around("- Lưu: VT, ToC."), []string{`<w:sz w:val="22"/>`}, nil},
		"phụ lục on a new page":               {report.around("Phụ lục I"), []string{isBold, centred, size14, `<w:pageBreakBefore/>`}, nil},
		"phụ lục: title in capitals":          {report.around("DANH SÁCH KHEN THƯỞNG"), []string{isBold, centred, size14}, nil},
		"phụ lục: of which paper":             {report.around("(Kèm theo Báo cáo số 05/BC-LĐLĐ"), []string{isItalic, centred}, nil},
		"page number centred":                 {report.header, []string{` PAGE `, `w:val="SoTrang"`}, nil},
		"page number in the top margin":       {report.document, []string{`<w:headerReference w:type="default"`, `w:header="567"`}, nil},
		"page number hidden on page 1":        {report.document, []string{`<w:titlePg/>`}, []string{`w:type="first"`}},
		"page number 13 to 14":                {report.styles, []string{`w:styleId="SoTrang"`}, nil},
		"head 40/60 without lines":            {report.document, []string{`<w:gridCol w:w="3628"/><w:gridCol w:w="5443"/>`}, nil},
		"head of a table is repeated":         {report.document, []string{`<w:tblHeader/>`}, nil},
		"draft":                               {official.around("DỰ THẢO"), []string{isBold, centred}, nil},
		"joint: both at the left, a dash":     {both.around("QUẬN BA ĐÌNH -"), []string{isBold, centred}, nil},
		"joint: the lead body's number":       {both.around("Số: 12/QCPH-LĐLĐ-UBND"), []string{centred}, nil},
		"a number as it was given":            {two.around("Số: 12A/BGN-LĐLĐ"), []string{centred, size13}, nil},
		"many sign: each in capitals":         {two.around("LIÊN HIỆP CÔNG ĐOÀN"), []string{isBold, centred, size14}, nil},
		"another language: a page":            {two.document, []string{`<w:pStyle w:val="Khoang"/><w:keepNext/><w:pageBreakBefore/>`}, nil},
		"another language: DRAFT":             {two.around("DRAFT"), []string{isBold, centred}, nil},
		"another language: its annex":         {two.around("Annex I"), []string{isBold, centred, size14, `<w:pageBreakBefore/>`}, nil},
		"another language: no ./. at its end": {two.around("The Parties cooperate."), []string{`cooperate.</w:t>`}, nil},
		"who decides, above the text":         {both.around("LIÊN ĐOÀN LAO ĐỘNG QUẬN"), []string{isBold, centred}, nil},
		"seal: a picture by the recipients":   {report.document, []string{`<a:blip r:embed="rId4"/>`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if point.where == "" {
				t.Fatal("no such text")
			}
			for _, want := range point.has {
				if !strings.Contains(point.where, want) {
					t.Errorf("lacks %s", want)
				}
			}
			for _, bad := range point.lacks {
				if strings.Contains(point.where, bad) {
					t.Errorf("has %s", bad)
				}
			}
		})
	}
}

func TestTheNationFitsOneLine(t *testing.T) {
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	if got := s.width(nation, boldLook, nationStyle.size); got > 0.6*textWidth {
		t.Errorf("%.0f points wide, room for %.0f", got, 0.6*textWidth)
	}
}

// A line below a text is a third to a half of it.
func TestLinesBelowAreAThirdToAHalf(t *testing.T) {
	pieces, _, err := compose(yearReport())
	if err != nil {
		t.Fatal(err)
	}
	s, _ := newSetter()
	for _, p := range pieces {
		if p, ok := p.(para); ok && p.rule > 0 {
			wide := s.width("công đoàn năm 2023; phương hướng, nhiệm vụ năm 2024", boldLook, 14)
			if part := p.rule / wide; part < 1./3 || part > 0.5 {
				t.Errorf("the line is %.2f of the text", part)
			}
			return
		}
	}
	t.Error("no line")
}

// Names of two who sign stand in one line, whatever stands above them.
func TestNamesStandInOneLine(t *testing.T) {
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	c := &composer{setter: s}
	c.signs([]Signature{{Lines: []string{"Chủ tịch"}, Name: "A"}, {Lines: []string{"Một", "Hai", "Chủ tịch"}, Name: "B"}})
	height := func(cell []para) (sum float64) {
		for _, p := range cell {
			sum += p.style.before + p.style.height() + p.style.after
		}
		return sum
	}
	cells := c.out[0].(grid).rows[0].cells
	if a, b := height(cells[0]), height(cells[1]); math.Abs(a-b) > 0.01 {
		t.Errorf("%.1f and %.1f points high", a, b)
	}
}

func TestDrawable(t *testing.T) {
	for said, want := range map[string]bool{"Điều": true, "Article": true, "우호": false, "😀": false} {
		for where, p := range map[string]Paper{"text": {Blocks: []Block{Say(Text(said))}}, "head": {Bodies: []Body{{Name: said}}}, "next": {Next: []Paper{{Type: said}}}} {
			if got, err := p.Drawable(); err != nil || got != want {
				t.Errorf("%s in the %s: %v, %v", said, where, got, err)
			}
		}
	}
}
