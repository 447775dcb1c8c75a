package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); go test -update writes it anew:\n%s", file, diff)
	}
}

// onePerLine breaks XML before each paragraph, row and style, for people who
// read golden files.
func onePerLine(data []byte) []byte {
	s := string(data)
	for _, tag := range []string{"<w:p>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:sectPr>", "<w:style ", "<article", "<p", "<tr", "<h", "<div"} {
		s = strings.ReplaceAll(s, tag, "\n"+tag)
	}
	return []byte(s + "\n")
}

func docxOf(t testing.TB, p Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteDOCX(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpacked are the files of a document by name.
func unpacked(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestDOCXGolden(t *testing.T) {
	for name, p := range map[string]Paper{"report": shortReport(), "letter": letter(), "joint": joint(), "memorandum": memorandum()} {
		t.Run(name, func(t *testing.T) {
			parts := unpacked(t, docxOf(t, p))
			golden(t, name+".document.golden.xml", onePerLine(parts["word/document.xml"]))
			golden(t, name+".core.golden.xml", onePerLine(parts["docProps/core.xml"]))
		})
	}
	parts := unpacked(t, docxOf(t, Paper{}))
	golden(t, "styles.golden.xml", onePerLine(parts["word/styles.xml"]))
	golden(t, "header.golden.xml", onePerLine(parts["word/header1.xml"]))
	golden(t, "empty.document.golden.xml", onePerLine(parts["word/document.xml"]))
}

func shortReport() Paper {
	p := yearReport()
	p.Annexes = p.Annexes[1:]
	return p
}

// wellFormed fails on XML a parser stumbles over.
func wellFormed(t testing.TB, name string, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s is no XML: %v", name, err)
		}
	}
}

// whole fails on a document a word processor could not open: a part that is no
// XML, a part named by no type, a relation to no part, an unknown style.
func whole(t testing.TB, data []byte) {
	t.Helper()
	parts := unpacked(t, data)
	for name, data := range parts {
		if ext := path.Ext(name); ext == ".xml" || ext == ".rels" {
			wellFormed(t, name, data)
		}
	}
	for _, target := range found(string(parts["word/_rels/document.xml.rels"]), `Target="`) {
		if parts["word/"+target] == nil {
			t.Errorf("no part word/%s", target)
		}
	}
	styles := string(parts["word/styles.xml"])
	for _, id := range found(string(parts["word/document.xml"])+string(parts["word/header1.xml"]), `<w:pStyle w:val="`) {
		if !strings.Contains(styles, `w:styleId="`+id+`"`) {
			t.Errorf("no style %s", id)
		}
	}
	for _, name := range found(string(parts["[Content_Types].xml"]), `PartName="/`) {
		if parts[name] == nil {
			t.Errorf("no part %s", name)
		}
	}
}

// found are the texts between a prefix and the next quote.
func found(s, prefix string) (out []string) {
	for _, rest := range strings.Split(s, prefix)[1:] {
		value, _, _ := strings.Cut(rest, `"`)
		out = append(out, value)
	}
	return out
}

func TestDOCXIsWhole(t *testing.T) {
	for name, p := range map[string]Paper{"report": yearReport(), "letter": letter(), "joint": joint(), "memorandum": memorandum(), "empty": {}, "hostile": hostile(), "long": {Blocks: []Block{longTable(10_000)}}} {
		t.Run(name, func(t *testing.T) { whole(t, docxOf(t, p)) })
	}
}

func TestTheSamePaperIsTheSameBytes(t *testing.T) {
	for name, write := range map[string]func(io.Writer, Paper) error{"DOCX": WriteDOCX, "PDF": WritePDF} {
		t.Run(name, func(t *testing.T) {
			var a, b bytes.Buffer
			if err := errors.Join(write(&a, yearReport()), write(&b, yearReport())); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Error("they differ")
			}
		})
	}
}

// Papers are written for several people at a time.
func TestWritersAtOnce(t *testing.T) {
	want := pdfOf(t, letter())
	for range 4 {
		t.Run("another", func(t *testing.T) {
			t.Parallel()
			if got := pdfOf(t, letter()); !bytes.Equal(got, want) {
				t.Error("it differs")
			}
			whole(t, docxOf(t, yearReport()))
			htmlOf(t, joint())
		})
	}
}

func TestMoreCellsThanColumnsAreRefused(t *testing.T) {
	wide := Table{Title: "B", Columns: []Column{{Title: "A"}}, Rows: [][]Cell{Row("1", "2")}}
	for name, p := range map[string]Paper{"in the text": {Blocks: []Block{wide}}, "in an annex": {Annexes: []Annex{{Blocks: []Block{wide}}}}, "in what follows": {Next: []Paper{{Blocks: []Block{wide}}}}} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			for _, err := range []error{WriteDOCX(&b, p), WritePDF(&b, p), HTML(p).Render(t.Context(), &b)} {
				if err == nil || !strings.Contains(err.Error(), "2 cells for 1 columns") {
					t.Errorf("err = %v", err)
				}
			}
			if b.Len() > 0 {
				t.Error("something was written")
			}
		})
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add("Báo cáo", "Kết quả", "đoàn viên", 3)
	f.Add("</w:t>", "\x00\ufffe]]>", "😀\u0323", 40)
	f.Fuzz(func(t *testing.T, a, b, c string, n int) {
		p := Paper{
			Bodies: []Body{{a, b}, {c, a}}, Type: a, Abstract: b, Place: c, Symbol: a, Number: n, Letter: n%2 == 0, Draft: n%3 == 0,
			Authority: c, Grounds: []string{a, b, c}, Recipients: []string{c, b}, Addressees: []string{a, c}, Annexes: []Annex{{a, b, nil}},
			Signatures: []Signature{{Lines: []string{a, b}, Mark: c, Name: a}, {Name: b}, {Name: c}},
		}
		p.Blocks = []Block{
			Heading{Level(n), a, b},
			Say(Text(a), Bold(b), Run{Text: c, Figure: &Figure{Href: a, Hint: b}}),
			Table{Title: a, Columns: []Column{{Title: b}, {c, float64(n), Align(n)}}, Rows: [][]Cell{Row(a, b), Row(c)}, Total: Row(b)},
		}
		p.Seal = &Seal{URL: "https://x/" + strings.ToValidUTF8(a, "")[:min(len(strings.ToValidUTF8(a, "")), 200)], Caption: []string{b}}
		whole(t, docxOf(t, p))
		if err := WritePDF(io.Discard, p); err != nil {
			t.Error(err)
		}
		if err := HTML(p).Render(t.Context(), io.Discard); err != nil {
			t.Error(err)
		}
	})
}
