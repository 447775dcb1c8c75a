package document

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"iter"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"donghanh/internal/platform/errs"
)

var update = flag.Bool("update", false, "write the golden files anew")

func board() Sheet {
	return Sheet{
		Name:     "Bảng chỉ tiêu: 2023/12",
		Title:    "Kết quả thực hiện chỉ tiêu năm 2023",
		Subtitle: "Tính đến ngày 25/12/2023",
		Columns: []Column{
			{Title: "Đơn vị"},
			{Title: "Kết nạp", Kind: Integer},
			{Title: "Đạt", Kind: Percent},
			{Title: "Ngày ký", Kind: Date},
			{Title: "Số tiền", Kind: Money, Width: 18},
		},
		Notes: []string{"– là chưa có số liệu", "=1+1 là chữ"},
	}
}

func rows() iter.Seq[[]Cell] {
	return slices.Values([][]Cell{
		{
			{Text: "LĐLĐ quận Ba Đình", Link: "https://donghanh.test/u/HN-BADINH"},
			{Number: big.NewRat(1516, 1), State: OK},
			{Number: big.NewRat(151600, 1500), State: OK},
			{Text: "2023-12-25"},
			{Number: big.NewRat(1_000_000_000_000_000, 1)},
		},
		{
			{Text: `=HYPERLINK("http://x","y")`},
			{Number: big.NewRat(-2, 1), State: Low},
			{Number: big.NewRat(995, 10), State: Go},
			{Text: "chưa ký"},
			{State: None},
		},
		{{Text: "a\x00b\x0bc\ufffed & <b>\n  "}, {Text: "5", State: Slow}, {Number: big.NewRat(115, 1)}, {}, {Number: big.NewRat(5, 2)}},
	})
}

func write(t *testing.T, s Sheet, rows iter.Seq[[]Cell]) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteXLSX(&out, s, rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGolden(t *testing.T) {
	data := write(t, board(), rows())
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "docProps/core.xml"} {
		golden(t, z, name)
	}
}

// golden compares one part, broken into lines for the reader of a difference.
func golden(t *testing.T, z *zip.Reader, name string) {
	t.Helper()
	part, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(string(body), "><", ">\n<") + "\n"
	file := filepath.Join("testdata", filepath.Base(name))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test -update to accept):\n%s", name, diff)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	first := write(t, board(), rows())
	for range 5 {
		if !bytes.Equal(first, write(t, board(), rows())) {
			t.Fatal("the bytes differ")
		}
	}
}

func TestExcelizeReadsItBack(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, board(), rows())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tab := f.GetSheetName(0)
	if tab != "Bảng chỉ tiêu 2023 12" {
		t.Errorf("tab %q", tab)
	}
	got, err := f.GetRows(tab, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Kết quả thực hiện chỉ tiêu năm 2023"},
		{"Tính đến ngày 25/12/2023"},
		{"Đơn vị", "Kết nạp", "Đạt", "Ngày ký", "Số tiền"},
		{"LĐLĐ quận Ba Đình", "1516", "1.0106666666666666", "45285", "1000000000000000"},
		{`=HYPERLINK("http://x","y")`, "-2", "0.995", "chưa ký", "–"},
		{"abcd & <b>\n  ", "◆ 5", "1.15", "", "2.5"},
		nil,
		{"– là chưa có số liệu"},
		{"=1+1 là chữ"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	shown := map[string]string{"B4": "✔ 1,516", "C4": "✔ 101.07%", "D4": "25/12/2023", "B5": "▼ -2", "C5": "➜ 99.5%", "C6": "115%"}
	for cell, want := range shown {
		if got, _ := f.GetCellValue(tab, cell); got != want {
			t.Errorf("%s shows %q, want %q", cell, got, want)
		}
	}
	for _, cell := range []string{"A5", "A9"} {
		if formula, err := f.GetCellFormula(tab, cell); formula != "" || err != nil {
			t.Errorf("%s has the formula %q, %v", cell, formula, err)
		}
	}
	if ok, to, _ := f.GetCellHyperLink(tab, "A4"); !ok || to != "https://donghanh.test/u/HN-BADINH" {
		t.Errorf("A4 leads to %q", to)
	}
	if panes, _ := f.GetPanes(tab); !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("panes %+v", panes)
	}
}

func TestTableWithoutTitleBeginsWithItsHeader(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, Sheet{Columns: []Column{{Title: "Mã"}}}, slices.Values([][]Cell{}))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Bảng")
	if diff := cmp.Diff([][]string{{"Mã"}}, rows); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestRefusedWithoutAByte(t *testing.T) {
	one := Sheet{Name: "x", Columns: []Column{{Title: "Mã"}}}
	tests := []struct {
		outcome string
		rows    [][]Cell
		kind    errs.Kind
	}{
		{"more rows than a sheet holds", make([][]Cell, 3), errs.Invalid},
		{"more cells than columns", [][]Cell{{{}, {}}}, errs.Internal},
		{"a link that runs", [][]Cell{{{Text: "x", Link: "javascript:alert(1)"}}}, errs.Internal},
	}
	for _, tt := range tests {
		t.Run(tt.outcome, func(t *testing.T) {
			var out bytes.Buffer
			err := writeXLSX(&out, one, slices.Values(tt.rows), 3)
			if err == nil || errs.KindOf(err) != tt.kind || out.Len() > 0 {
				t.Errorf("%v after %d bytes", err, out.Len())
			}
		})
	}
}

func TestDatesOutsideExcelsStayText(t *testing.T) {
	for iso, want := range map[string]any{"1900-03-01": 61, "1900-02-28": "1900-02-28", "2023-02-30": "2023-02-30", "": ""} {
		if got, _ := valueOf(Cell{Kind: Date, Text: iso}); got != want {
			t.Errorf("%q: %v", iso, got)
		}
	}
}

func TestTabNames(t *testing.T) {
	for name, want := range map[string]string{
		"":                        "Bảng",
		"'Quý I'":                 "Quý I",
		"a/b\\c?d*e[f]g:h":        "a b c d e f g h",
		strings.Repeat("ế ", 40):  strings.TrimSpace(strings.Repeat("ế ", 16)),
		"Bảng\x00 chỉ tiêu\tnăm ": "Bảng chỉ tiêu năm",
	} {
		if got := tabName(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func TestAColumnOffersItsChoices(t *testing.T) {
	var b bytes.Buffer
	table := Sheet{Name: "Câu hỏi", Columns: []Column{{Title: "Câu"}, {Title: "Độ khó", Choices: []string{"Dễ", "Vừa", "Khó"}}}}
	if err := WriteXLSX(&b, table, slices.Values([][]Cell{{{Text: "Một"}, {Text: "Dễ"}}})); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	lists, err := f.GetDataValidations("Câu hỏi")
	if err != nil || len(lists) != 1 || lists[0].Sqref != "B2:B502" || lists[0].Formula1 != `"Dễ,Vừa,Khó"` {
		t.Errorf("%+v, %v", lists, err)
	}
}
