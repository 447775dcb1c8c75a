package paper

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func pdfOf(t testing.TB, p Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePDF(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPDFIsWhole(t *testing.T) {
	for name, p := range map[string]Paper{"report": yearReport(), "letter": letter(), "joint": joint(), "empty": {}, "hostile": hostile()} {
		t.Run(name, func(t *testing.T) {
			data := pdfOf(t, p)
			if !bytes.HasPrefix(data, []byte("%PDF-1.")) || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
				t.Error("head or end is missing")
			}
		})
	}
}

func TestALongTableHasAllItsRows(t *testing.T) {
	data := pdfOf(t, Paper{Blocks: []Block{longTable(10_000)}})
	if pages := bytes.Count(data, []byte("/Type /Page\n")); pages < 350 || pages > 700 {
		t.Errorf("%d pages", pages)
	}
}

// tool runs a program of another house, at most a minute.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (is it installed? run `make deps`): %v\n%s", name, err, out)
	}
	return string(out)
}

func saved(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// pages are the texts of a PDF's pages.
func pages(t *testing.T, file string) []string {
	t.Helper()
	return strings.Split(strings.TrimSuffix(tool(t, "pdftotext", "-layout", file, "-"), "\f"), "\f")
}

// dense is a text without white space: a line may be broken anywhere.
func dense(s string) string { return strings.Join(strings.Fields(s), "") }

// everyLetter is a paper with all letters in all four faces.
func everyLetter() Paper {
	p := Paper{Type: letters, Abstract: letters}
	for _, r := range []Run{Text(letters), Bold(letters), Italic(letters), {Text: letters, Bold: true, Italic: true}} {
		p.Blocks = append(p.Blocks, Say(r))
	}
	return p
}

func checkLetters(t *testing.T, file string) {
	t.Helper()
	said := dense(strings.Join(pages(t, file), "\n"))
	if n := strings.Count(said, dense(letters)); n != 5 { // four paragraphs and the abstract
		t.Errorf("the letters are there %d times:\n%s", n, said)
	}
	if !strings.Contains(said, dense(strings.ToUpper(letters))) {
		t.Errorf("the capitals are not there:\n%s", said)
	}
}

func TestPDFGivesEveryLetterBackInPoppler(t *testing.T) {
	checkLetters(t, saved(t, "a.pdf", pdfOf(t, everyLetter())))
}

func TestPDFSaysWhatTheModelSaysInPoppler(t *testing.T) {
	p := yearReport()
	p.Blocks = p.Blocks[:7] // on the first page: no page number stands inside
	said := dense(pages(t, saved(t, "a.pdf", pdfOf(t, p)))[0])
	for _, b := range closed(p.Blocks) {
		want := ""
		switch b := b.(type) {
		case Paragraph:
			want = plain(b.Runs)
		case Heading:
			want = b.Number
		}
		if !strings.Contains(said, dense(want)) {
			t.Errorf("lacks %q", want)
		}
	}
}

// checkPages holds pages to what both writers promise.
func checkPages(t *testing.T, all []string) {
	t.Helper()
	for i, page := range all {
		first, _, _ := strings.Cut(strings.TrimSpace(page), "\n")
		if numbered := strings.TrimSpace(first) == fmt.Sprint(i+1); numbered != (i > 0) {
			t.Errorf("page %d begins with %q", i+1, first)
		}
		if strings.Contains(page, "Đặng Minh Châu") && !strings.Contains(page, "Ba Đình./.") {
			t.Error("the signature stands alone on a page")
		}
		if strings.Contains(page, "Công ty") && !strings.Contains(page, "STT") {
			t.Errorf("page %d has no head of the table", i+1)
		}
	}
}

// Whatever the length of the text, the signature has text above it.
func TestTheSignatureNeverStandsAloneInPoppler(t *testing.T) {
	for lines := 14; lines < 36; lines++ { // from plenty of room to a page of their own
		p := yearReport()
		p.Annexes, p.Seal = nil, nil
		p.Blocks = nil
		for range lines {
			p.Blocks = append(p.Blocks, Say(Text("Một dòng.")))
		}
		p.Blocks = append(p.Blocks, Say(Text("Trên đây là báo cáo của Liên đoàn Lao động quận Ba Đình")))
		checkPages(t, pages(t, saved(t, "a.pdf", pdfOf(t, p))))
	}
}

func TestPDFPagesInPoppler(t *testing.T) {
	file := saved(t, "a.pdf", pdfOf(t, yearReport()))
	checkPages(t, pages(t, file))
	info := tool(t, "pdfinfo", file)
	for _, want := range []string{"Báo cáo Kết quả phong trào", "Liên đoàn Lao động quận Ba Đình", "(A4)", "Feb  5"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	// Columns: encoding, embedded, subset, has its Unicode.
	if list := tool(t, "pdffonts", file); len(regexp.MustCompile(`Identity-H +yes +\w+ +yes`).FindAllString(list, -1)) != looks {
		t.Errorf("not all faces are embedded:\n%s", list)
	}
}

// converted is what LibreOffice makes of documents, in a profile of its own.
func converted(t *testing.T, docx map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "pdf", "--outdir", dir}
	for name, data := range docx {
		args = append(args, saved(t, name+".docx", data))
	}
	tool(t, "soffice", args...)
	return dir
}

func TestDOCXOpensInLibreOffice(t *testing.T) {
	dir := converted(t, map[string][]byte{
		"letters": docxOf(t, everyLetter()), "report": docxOf(t, yearReport()), "joint": docxOf(t, joint()),
		"empty": docxOf(t, Paper{}), "hostile": docxOf(t, hostile()),
	})
	checkLetters(t, filepath.Join(dir, "letters.pdf"))
	report := pages(t, filepath.Join(dir, "report.pdf"))
	checkPages(t, report)
	ours := pages(t, saved(t, "a.pdf", pdfOf(t, yearReport())))
	if diff := cmp.Diff(len(ours), len(report)); diff != "" {
		t.Errorf("Word and PDF have different numbers of pages: %s", diff)
	}
	for _, name := range []string{"joint", "empty", "hostile"} {
		if len(pages(t, filepath.Join(dir, name+".pdf"))) == 0 {
			t.Errorf("%s has no pages", name)
		}
	}
}

// long is a report of twenty pages.
func long() Paper {
	p := yearReport()
	p.Annexes = nil
	p.Blocks = append(p.Blocks[:12:12], longTable(60))
	for range 9 {
		p.Blocks = append(p.Blocks, reportBlocks()...)
	}
	return p
}

func BenchmarkDOCX20Pages(b *testing.B) { bench(b, WriteDOCX) }
func BenchmarkPDF20Pages(b *testing.B)  { bench(b, WritePDF) }
func BenchmarkHTML20Pages(b *testing.B) {
	bench(b, func(w io.Writer, p Paper) error { return HTML(p).Render(b.Context(), w) })
}

func bench(b *testing.B, write func(io.Writer, Paper) error) {
	p := long()
	pages := bytes.Count(pdfOf(b, p), []byte("/Type /Page\n"))
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := write(&out, p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(out.Len()), "bytes")
}
