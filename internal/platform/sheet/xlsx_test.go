package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook has the rows on its first sheet.
func workbook(t testing.TB, rows [][]any, change ...func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range change {
		c(f)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadXLSX(t *testing.T) {
	data := workbook(t, [][]any{
		{},
		{"Mã đơn vị", "Tên đơn vị", "ward", "", "Ghi chú"},
		{"A1", "Ba Đình"},
		{},
		{"A2", "'=x", "P1"},
		{"A3", "b", "c", nil, nil, "thừa"},
	})
	rows, end := read(t, string(data))
	want := []string{"3|A1|Ba Đình|", "5|A2|=x|P1", "6! sheet.row_cells"}
	if diff := cmp.Diff(want, rows); diff != "" || end != "" {
		t.Error(diff, end)
	}
}

func TestCellsAreReadAsRecorded(t *testing.T) {
	christmas := time.Date(2023, 12, 25, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		outcome string
		value   any
		format  string
		want    string
	}{
		{"a date", christmas, "dd/mm/yyyy", "2023-12-25"},
		{"an American date", christmas, "m/d/yy", "2023-12-25"},
		{"a Vietnamese long date", christmas, `[$-42A]"ngày" dd "tháng" mm "năm" yyyy;@`, "2023-12-25"},
		{"a month", christmas, "mm/yyyy", "2023-12-25"},
		{"a moment", christmas.Add(90 * time.Minute), "dd/mm/yyyy hh:mm", "2023-12-25 01:30:00"},
		{"thousands", 1516, "#,##0", "1516"},
		{"money", 1000000000000000, `#,##0 "đ"`, "1000000000000000"},
		{"a long number", 1099012345678, "General", "1099012345678"},
		{"a negative number", -1516.5, "#,##0.00", "-1516.5"},
		{"a fraction", 0.1, "0", "0.1"},
		{"per cent", 0.2446, "0%", "24.46%"},
		{"whole per cent", 1.15, "0.00%", "115%"},
		{"no per cent", 0, "0%", "0%"},
		{"an identity card", 1099012345, "000000000000", "001099012345"},
		{"text that looks like a date", "25/12/2023", "dd/mm/yyyy", "25/12/2023"},
		{"text with leading zero", "0912345678", "@", "0912345678"},
		{"yes", true, "General", "TRUE"},
	}
	for _, tt := range tests {
		t.Run(tt.outcome, func(t *testing.T) {
			data := workbook(t, [][]any{{"code", "name"}, {"A", tt.value}}, func(f *excelize.File) {
				style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &tt.format})
				_ = f.SetCellStyle("Sheet1", "B2", "B2", style)
			})
			rows, end := read(t, string(data))
			if diff := cmp.Diff([]string{"2|A|" + tt.want + "|"}, rows); diff != "" || end != "" {
				t.Error(diff, end)
			}
		})
	}
}

func TestBuiltInDateFormat(t *testing.T) {
	for id, want := range map[int]string{14: "2023-12-25", 15: "2023-12-25", 22: "2023-12-25 00:00:00", 3: "45285", 10: "4528500%"} {
		data := workbook(t, [][]any{{"code", "name"}, {"A", 45285}}, func(f *excelize.File) {
			style, _ := f.NewStyle(&excelize.Style{NumFmt: id})
			_ = f.SetCellStyle("Sheet1", "B2", "B2", style)
		})
		if rows, _ := read(t, string(data)); rows[0] != "2|A|"+want+"|" {
			t.Errorf("format %d: %v", id, rows)
		}
	}
}

func TestDamagedWorkbookIsRefused(t *testing.T) {
	good := workbook(t, [][]any{{"code", "name"}, {"A1", "b"}, {"A2", "c"}})
	const sheet1 = "xl/worksheets/sheet1.xml"
	change := func(from, to string) string {
		return repack(t, good, sheet1, func(s string) string { return strings.Replace(s, from, to, 1) })
	}
	deep := strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300)
	tests := []struct{ outcome, data, key string }{
		{"cut off", string(good[:len(good)-40]), "sheet.broken"},
		{"a sheet cut short", change("</sheetData></worksheet>", ""), "sheet.broken"},
		{"a character XML cannot have", change("<sheetData>", "<sheetData>\x01"), "sheet.broken"},
		{"no sheet", repack(t, good, sheet1, func(string) string { return "" }), "sheet.empty"},
		{"deeply nested", change("</worksheet>", deep+"</worksheet>"), "sheet.broken"},
		{"a giant row", change(`t="s"><v>`, `t="str"><v>`+strings.Repeat("9", MaxRowBytes)), "sheet.row_too_long"},
		{"a bomb", change("</worksheet>", strings.Repeat(" ", 8<<20)+"</worksheet>"), "sheet.bomb"},
		{"a cell past the last column", change(`r="A1"`, `r="ZZZZ1"`), "sheet.broken"},
	}
	for _, tt := range tests {
		t.Run(tt.outcome, func(t *testing.T) {
			if rows, end := read(t, tt.data); end != tt.key {
				t.Errorf("read %v, ended with %q, want %q", rows, end, tt.key)
			}
		})
	}
}

// Fuzzing the package as a whole hardly gets past its checksums.
func FuzzSheetXML(f *testing.F) {
	good := workbook(f, [][]any{{"code", "name"}, {"A1", 45285}})
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>code</v></c></row><row r="9"><c r="B9" s="1"/></row></sheetData></worksheet>`)
	f.Add(`<worksheet><sheetData><row r="-1"><c t="s"><v>-7</v></c><c t="d"><v>2023-12-25</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, xml string) {
		fuzzRead(t, []byte(repack(t, good, "xl/worksheets/sheet1.xml", func(string) string { return xml })))
	})
}

// repack writes the package again with one part changed.
func repack(t testing.TB, data []byte, name string, change func(string) string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		r, _ := part.Open()
		body, _ := io.ReadAll(r)
		if part.Name == name {
			body = []byte(change(string(body)))
		}
		p, _ := w.Create(part.Name)
		_, _ = p.Write(body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
