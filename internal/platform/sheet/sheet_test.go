package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

var columns = []Column{
	{Name: "code", Names: []string{"Mã đơn vị", "Mã"}, Required: true},
	{Name: "name", Names: []string{"Tên đơn vị"}, Required: true},
	{Name: "ward", Names: []string{"Phường/xã"}},
}

// read gives every row as "line|code|name|ward" or "line! key" and the key of
// the error that ended the file.
func read(t *testing.T, data string) (rows []string, end string) {
	t.Helper()
	r, err := Open(strings.NewReader(data), "đơn vị.csv")
	if err != nil {
		return nil, keyOf(t, err)
	}
	defer r.Close()
	if err := r.Bind(columns); err != nil {
		return nil, keyOf(t, err)
	}
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows, ""
		}
		if err != nil {
			return rows, keyOf(t, err)
		}
		rows = append(rows, show(t, row))
	}
}

func show(t *testing.T, row Row) string {
	if row.Err != nil {
		return fmt.Sprintf("%d! %s", row.Line, keyOf(t, row.Err))
	}
	return fmt.Sprintf("%d|%s|%s|%s", row.Line, row.Get("code"), row.Get("name"), row.Get("ward"))
}

var words = sync.OnceValues(i18n.Load)

// keyOf also checks that the refusal can be said in both languages.
func keyOf(t *testing.T, err error) string {
	t.Helper()
	e := errs.Of(err)
	if e.Kind != errs.Invalid {
		t.Fatalf("not a refusal: %v", err)
	}
	catalogue, faults := words()
	if faults != nil {
		t.Fatal(faults)
	}
	for _, lang := range []i18n.Lang{i18n.Vi, i18n.En} {
		if text := catalogue.T(lang, e.Key, e.Args); text == e.Key || strings.ContainsAny(text, "{}") {
			t.Errorf("%s of %s: %q", lang, e.Key, text)
		}
	}
	return e.Key
}

func encode(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16Of(t *testing.T, order unicode.Endianness, mark unicode.BOMPolicy) string {
	return encode(t, unicode.UTF16(order, mark), "code,name\r\nA1,Liên đoàn Lao động quận Ba Đình\r\n")
}

// windows1258 has its tones apart from the vowels.
func windows1258(t *testing.T, s string) string {
	t.Helper()
	return encode(t, charmap.Windows1258, strings.NewReplacer("ậ", "â\u0323", "ộ", "ô\u0323", "ì", "i\u0300").Replace(s))
}

func TestReadCSV(t *testing.T) {
	long := strings.Repeat("x", MaxRowBytes)
	tests := []struct {
		outcome string
		data    string
		rows    []string
		end     string
	}{
		{"plain", "code,name\nA1,Ba Đình\n", []string{"2|A1|Ba Đình|"}, ""},
		{"mark, CRLF, no last line end", "\ufeffcode,name\r\nA1,Ba Đình", []string{"2|A1|Ba Đình|"}, ""},
		{"semicolons", "code;name;ward\nA1;Giấy, mực;P1\n", []string{"2|A1|Giấy, mực|P1"}, ""},
		{"tabs", "code\tname\nA1\tBa Đình\n", []string{"2|A1|Ba Đình|"}, ""},
		{"commas in a quoted heading", "\"Ghi chú, nếu có\";code;name\nx;A1;B\n", []string{"2|A1|B|"}, ""},
		{"Vietnamese headings", "MÃ ĐƠN VỊ (*),Tên_đơn vị,Phường / Xã\nA1,B,P\n", []string{"2|A1|B|P"}, ""},
		{"decomposed text is composed", norm.NFD.String("Mã,Tên đơn vị\nA1,Ba Đình\n"), []string{"2|A1|Ba Đình|"}, ""},
		{"trimmed", "code,name\n\u00a0A1\u200b , B \n", []string{"2|A1|B|"}, ""},
		{
			"a row over two lines counts once", "code,name\nA1,\"một\nhai \"\"ba\"\"\"\nA2,b\n",
			[]string{"2|A1|một\nhai \"ba\"|", "3|A2|b|"},
			"",
		},
		{"blank lines are rows of a spreadsheet", "\ncode,name\n\r\nA1,b\n,\n\nA2,c\n", []string{"4|A1|b|", "7|A2|c|"}, ""},
		{
			"too few and too many cells", "code,name\nA1\nA2,b,c\nA3,b,\nA4,d\n",
			[]string{"2! sheet.row_cells", "3! sheet.row_cells", "4|A3|b|", "5|A4|d|"},
			"",
		},
		{
			"wrong quotes", "code,name\nA1,b\"c\nA2,\"b\"c\nA3,d\n",
			[]string{"2! sheet.row_quotes", "3! sheet.row_quotes", "4|A3|d|"},
			"",
		},
		{"a quote never closed", "code,name\nA1,\"b\nA2,c\n", []string{"2! sheet.row_quotes"}, ""},
		{"control characters", "code,name\n" + strings.Repeat("A1,b\n", 99) + "A2,\x01\n", nil, ""},
		{"guarded cells", "code,name\n'=1+1,'-5\n", []string{"2|=1+1|-5|"}, ""},
		{"a file that came back", "code,name,lý do\nA1,b,thiếu ngày\n", []string{"2|A1|b|"}, ""},

		{"empty", "", nil, "sheet.empty"},
		{"only blanks", "\ufeff\r\n \r\n", nil, "sheet.empty"},
		{"only separators", ",,\n,,\n", nil, "sheet.empty"},
		{"data without header", "HN-BADINH,Ba Đình\nHN-TAYHO,Tây Hồ\n", nil, "sheet.no_header"},
		{"a column missing", "code,ward\nA1,b\n", nil, "sheet.columns_missing"},
		{"a column twice", "code,name,CODE\n", nil, "sheet.column_twice"},
		{"a column under two names", "code,name,Mã\n", nil, "sheet.column_twice"},
		{"row too long", "code,name\nA1," + long + "\n", nil, "sheet.row_too_long"},
		{"endless quote", "code,name\nA1,\"" + strings.Repeat("b\n", MaxRowBytes), nil, "sheet.row_too_long"},
		{"too many rows", "code,name\n" + strings.Repeat("A,b\n", MaxRows+1), nil, "sheet.too_many_rows"},
		{"UTF-16LE with mark", utf16Of(t, unicode.LittleEndian, unicode.UseBOM), nil, "sheet.utf16"},
		{"UTF-16BE with mark", utf16Of(t, unicode.BigEndian, unicode.UseBOM), nil, "sheet.utf16"},
		{"UTF-16LE", utf16Of(t, unicode.LittleEndian, unicode.IgnoreBOM), nil, "sheet.utf16"},
		{"UTF-16BE", utf16Of(t, unicode.BigEndian, unicode.IgnoreBOM), nil, "sheet.utf16"},
		{"Windows-1258", windows1258(t, "code,name\nA1,Quận Ba Đình, Hà Nội\n"), nil, "sheet.eight_bit"},
		{"Windows-1258 far down", "code,name\n" + strings.Repeat("A1,b\n", sniffBytes) +
			windows1258(t, "A2,Hà\n"), nil, "sheet.eight_bit"},
		{"binary", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00", nil, "sheet.binary"},
		{"a web page", "<html><table><tr><td>code</td></tr></table>", nil, "sheet.markup"},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512), nil, "sheet.old_xls"},
		{"a zip that is no workbook", "PK\x03\x04" + strings.Repeat("x", 100), nil, "sheet.broken"},
	}
	for _, tt := range tests {
		t.Run(tt.outcome, func(t *testing.T) {
			rows, end := read(t, tt.data)
			if end != tt.end {
				t.Fatalf("ended with %q, want %q", end, tt.end)
			}
			if diff := cmp.Diff(tt.rows, rows); tt.rows != nil && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestControlCharacterRefusesItsRowOnly(t *testing.T) {
	rows, end := read(t, "code,name\n"+strings.Repeat("A1,b\n", 99)+"A2,\x01\nA3,c\n")
	if end != "" || rows[99] != "101! sheet.row_characters" || rows[100] != "102|A3|c|" {
		t.Errorf("%v, end %q", rows[98:], end)
	}
}

func TestRuneCutByTheWindowIsNoFault(t *testing.T) {
	for shift := range 4 {
		data := "code,name\n" + strings.Repeat("x", shift) + "1,\"" + strings.Repeat("ế", 20_000) + "\"\n"
		if _, end := read(t, data+strings.Repeat("A,ế\n", 9_000)); end != "" {
			t.Errorf("shift %d: %s", shift, end)
		}
	}
}

func TestIgnoredColumnsAreNamed(t *testing.T) {
	r, err := Open(strings.NewReader("code,name,Wrad,,lý do\n"), "u.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Bind(columns); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Wrad"}, r.Ignored()); diff != "" {
		t.Error(diff)
	}
}

func TestMessageNamesFileAndColumns(t *testing.T) {
	r, err := Open(strings.NewReader("ward\n"), "u.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := errs.Args{"file": "u.csv", "columns": "Mã đơn vị (code), Tên đơn vị (name)"}
	if diff := cmp.Diff(want, errs.Of(r.Bind(columns)).Args); diff != "" {
		t.Error(diff)
	}
}

func TestFailingReaderIsNoRefusal(t *testing.T) {
	cut := errors.New("cut")
	for _, data := range []string{"", "code,name\n", "PK\x03\x04"} {
		_, err := Open(io.MultiReader(strings.NewReader(data), iotest.ErrReader(cut)), "u.csv")
		if !errors.Is(err, cut) || errs.KindOf(err) != errs.Internal {
			t.Errorf("%q: %v", data, err)
		}
	}
	body := strings.NewReader("code,name\n" + strings.Repeat("A1,b\n", sniffBytes))
	r, err := Open(io.MultiReader(body, iotest.ErrReader(cut)), "u.csv")
	for err == nil {
		_, err = r.Next()
	}
	if _, again := r.Next(); !errors.Is(err, cut) || again != err {
		t.Errorf("%v, then %v", err, again)
	}
}

func TestRefusedRowsCanBeSentAgain(t *testing.T) {
	const sent = "code;name;ward\r\n=HYPERLINK(1);-5,2;+84912\r\n@x;a\"b;P1\r\nA2;\"một\r\nhai;ba\";-\r\nA3;b\r\nA4;b;c;d\r\n"
	const back = "\ufeffcode;name;ward;lý do\r\n'=HYPERLINK(1);-5,2;'+84912;'=sai\r\n'@x;\"a\"\"b\";P1;'=sai\r\n" +
		"A2;\"một\r\nhai;ba\";'-;'=sai\r\nA3;b;;'=sai\r\nA4;b;c;d;'=sai\r\n"
	first := refuseAll(t, sent)
	if diff := cmp.Diff(back, first); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(first, refuseAll(t, first)); diff == "" {
		t.Error("the row with too many cells should have grown by its reason")
	}
	good := strings.Join(strings.SplitAfter(first, "\r\n")[:6], "")
	if diff := cmp.Diff(good, refuseAll(t, good)); diff != "" {
		t.Error(diff)
	}
}

// refuseAll refuses every row of data.
func refuseAll(t *testing.T, data string) string {
	t.Helper()
	r, err := Open(strings.NewReader(data), "u.csv")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	refused := r.Refusals(&out)
	for row, err := r.Next(); err != io.EOF; row, err = r.Next() {
		if err := errors.Join(err, refused.Add(row, "=sai")); err != nil {
			t.Fatal(err)
		}
	}
	if err := refused.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestNoRefusalNoFile(t *testing.T) {
	var out bytes.Buffer
	if err := NewRefusals(&out, []string{"code"}).Flush(); err != nil || out.Len() > 0 {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("code,name\nA1,\"b\nc\"\n"))
	f.Add([]byte("\xff\xfec\x00o\x00"))
	f.Add([]byte("\ufeffcode;name\r\n'=1;x\r\n"))
	f.Add(workbook(f, [][]any{{"code", "name"}, {"A1", 45285}}))
	f.Fuzz(fuzzRead)
}

// fuzzRead takes an error or rows, and nothing else.
func fuzzRead(t *testing.T, data []byte) {
	r, err := Open(bytes.NewReader(data), "fuzz")
	if err != nil {
		return
	}
	defer r.Close()
	_ = r.Bind([]Column{{Name: "code"}})
	for n := 0; ; n++ {
		row, err := r.Next()
		if err != nil {
			return
		}
		if row.Get("code"); row.Line < 2 || n > MaxRows {
			t.Fatalf("row %d at line %d", n, row.Line)
		}
	}
}
