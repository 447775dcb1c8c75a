package agreement_test

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

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

// documentOf is the text part of a paper as DOCX, a paragraph a line.
func documentOf(t *testing.T, p paper.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := paper.WriteDOCX(&b, p); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	s := string(data)
	for _, tag := range []string{"<w:p>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:sectPr>"} {
		s = strings.ReplaceAll(s, tag, "\n"+tag)
	}
	return s + "\n"
}

func htmlOf(t *testing.T, p paper.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := paper.HTML(p).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("<p", "\n<p", "<h", "\n<h", "<div", "\n<div", "<article", "\n<article", "<tr", "\n<tr").Replace(b.String()) + "\n"
}

// lineWith is the paragraph a text stands in.
func lineWith(document, text string) string {
	for l := range strings.SplitSeq(document, "\n") {
		if strings.Contains(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(l, ""), text) {
			return l
		}
	}
	return ""
}

// programme is that of Ba Đình with its People's Committee, with a text from its
// template; signed when on is a day.
func (k *kit) programme(signed bool) agreement.Agreement {
	k.t.Helper()
	h := head()
	h.Title = "Chương trình phối hợp công tác giữa Ủy ban nhân dân và Liên đoàn Lao động quận Ba Đình giai đoạn 2023 - 2025"
	a, f := k.begin(h)
	k.promise(f, agreement.Commitment{Text: "Mỗi nửa năm giao ban một lần", Side: agreement.Both, Due: "2023-06-30", Every: 6})
	k.promise(f, agreement.Commitment{Text: "Kết nạp 20 đoàn viên", Side: agreement.A, Lead: "Ban Tổ chức", Due: "2023-12-31", Indicator: "ORG.DV.NEW", Target: "20"})
	if err := k.FromTemplate(k.officer(), a.ID, "people", "vi", a.Version); err != nil {
		k.t.Fatal(err)
	}
	a.Version++
	c := k.open(a.ID)
	for i, d := range []agreement.Details{
		{Signer: "Đặng Minh Châu", Post: "Chủ tịch", Authority: "TM. Ban Thường vụ"}, {Signer: "Phạm Đức Thiện", Post: "Chủ tịch", Authority: "TM. Ủy ban nhân dân"},
	} {
		if err := k.ChangeParty(k.officer(), a.ID, c.Parties[i].ID, d); err != nil {
			k.t.Fatal(err)
		}
	}
	if signed {
		a = k.sign(a, "2023-02-01")
	}
	return a
}

func (k *kit) paper(id string, langs ...string) paper.Paper {
	k.t.Helper()
	p, err := k.Paper(k.officer(), id, langs...)
	if err != nil {
		k.t.Fatal(err)
	}
	return p
}

func TestPapersGolden(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.programme(true)
		golden(t, "programme.document.golden.xml", []byte(documentOf(t, k.paper(a.ID))))
		golden(t, "programme.golden.html", []byte(htmlOf(t, k.paper(a.ID))))
		minutes := agreement.Minutes{
			Agreement: a.ID, Began: "15h30", Ended: "16:45", Present: "- Nguyễn Thị Hằng, Phó Chủ tịch LĐLĐ quận\nTrần Văn An, Chánh Văn phòng UBND quận",
			Course: "Hai bên nghe báo cáo kết quả giai đoạn trước.\n- Đọc toàn văn chương trình.\n- Ký chương trình.", Copies: 4,
		}
		if err := k.SetMinutes(k.officer(), minutes); err != nil {
			t.Fatal(err)
		}
		m, err := k.MinutesPaper(k.officer(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "minutes.document.golden.xml", []byte(documentOf(t, m)))
		both := k.memorandum()
		golden(t, "memorandum.document.golden.xml", []byte(documentOf(t, k.paper(both.ID, "vi", "en"))))
	})
}

// The points of domain.md §9 an agreement has beside those of every paper.
func TestTheLayoutOfAnAgreement(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		signed, draft := documentOf(t, k.paper(k.programme(true).ID)), documentOf(t, k.paper(k.programme(false).ID))
		const style = `<w:pStyle w:val="`
		for name, c := range map[string]struct {
			where string
			has   []string
		}{
			"both bodies, the lead first":       {lineWith(signed, "QUẬN BA ĐÌNH -"), []string{style + "CoQuanBanHanh"}},
			"the other body below":              {lineWith(signed, "ỦY BAN NHÂN DÂN"), []string{style + "CoQuanBanHanh"}},
			"the lead body's number":            {lineWith(signed, "Số: 05/CTr-LĐLĐ-UBND"), []string{style + "SoKyHieu"}},
			"place and day":                     {lineWith(signed, "Hà Nội, ngày 01 tháng 02 năm 2023"), []string{style + "DiaDanh"}},
			"kind in capitals":                  {lineWith(signed, "CHƯƠNG TRÌNH PHỐI HỢP"), []string{style + "TenLoai"}},
			"what it is about, without kind":    {lineWith(signed, "Công tác giữa Ủy ban nhân dân"), []string{style + "TrichYeu"}},
			"căn cứ in italics":                 {lineWith(signed, "Căn cứ Luật Công đoàn;"), []string{style + "CanCu"}},
			"the last căn cứ in a full stop":    {lineWith(signed, "Căn cứ chức năng, nhiệm vụ"), []string{style + "CanCu", "quận Ba Đình."}},
			"chapter centred, number alone":     {lineWith(signed, "Chương II"), []string{style + "Phan"}},
			"chapter's title in capitals":       {lineWith(signed, "NỘI DUNG PHỐI HỢP"), []string{style + "Phan"}},
			"article in bold, kept with text":   {lineWith(signed, "Điều 4. Phát triển đoàn viên"), []string{style + "Khoan"}},
			"articles go on through chapters":   {lineWith(signed, "Điều 5. Trách nhiệm của Bên A"), []string{style + "Khoan"}},
			"commitments behind dashes":         {lineWith(signed, "- Kết nạp 20 đoàn viên, chỉ tiêu 20 (Bên A – Ban Tổ chức; chậm nhất ngày 31/12/2023)."), []string{style + "NoiDung"}},
			"two signature columns":             {signed, []string{`<w:gridCol w:w="4535"/><w:gridCol w:w="4535"/>`}},
			"in whose name":                     {lineWith(signed, "TM. BAN THƯỜNG VỤ"), []string{style + "ChucVu"}},
			"who signs":                         {lineWith(signed, "Đặng Minh Châu"), []string{style + "HoTen"}},
			"recipients":                        {lineWith(signed, "- Lưu: VT."), []string{style + "NoiNhanLietKe"}},
			"ends in ./.":                       {lineWith(signed, "31/12/2025./."), []string{"<w:keepNext/>"}},
			"a draft is marked":                 {lineWith(draft, "DỰ THẢO"), []string{style + "DuThao"}},
			"a draft has room for the number":   {lineWith(draft, "Số: "), []string{style + "SoKyHieu"}},
			"a draft has room for the day":      {lineWith(draft, "ngày …… tháng …… năm ………"), []string{style + "DiaDanh"}},
			"what was signed is no draft":       {strings.ReplaceAll(signed, "DỰ THẢO", "!!!"), []string{"Chương I<"}},
			"side A at the left, side B beside": {after(signed, "ĐẠI DIỆN BÊN A"), []string{"ĐẠI DIỆN BÊN B"}},
		} {
			if c.where == "" {
				t.Errorf("%s: no such text", name)
			}
			for _, want := range c.has {
				if !strings.Contains(c.where, want) {
					t.Errorf("%s: lacks %s in %.300s", name, want, c.where)
				}
			}
			if strings.Contains(c.where, "!!!") {
				t.Errorf("%s: it is marked as a draft", name)
			}
		}
	})
}

func after(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	return rest
}

func TestManyPartiesSignInAnAnnex(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.Kind, h.Title, h.Opposite = agreement.Regulation, "Quy chế phối hợp công tác giai đoạn 2022 - 2025", nil
		for i := range 32 {
			h.Opposite = append(h.Opposite, agreement.Opposite{Name: fmt.Sprintf("Ban Thường vụ Quận ủy số %02d", i+1), Kind: agreement.Party})
		}
		a, _ := k.begin(h)
		if err := k.FromTemplate(k.officer(), a.ID, "party", "vi", a.Version); err != nil {
			t.Fatal(err)
		}
		p := k.paper(a.ID)
		if len(p.Bodies) != 2 || len(p.Signatures) != 1 || len(p.Annexes) != 2 {
			t.Fatalf("%d bodies, %d signatures, %d annexes", len(p.Bodies), len(p.Signatures), len(p.Annexes))
		}
		if signs := p.Annexes[1].Blocks[0].(paper.Signs).Signatures; len(signs) != 32 {
			t.Errorf("%d sign in the annex", len(signs))
		}
		doc := documentOf(t, p)
		for _, want := range []string{"Phụ lục I<", "DANH SÁCH CÁC BÊN KÝ", "Ban Thường vụ Quận ủy số 32", "Phụ lục II<", "CHỮ KÝ CỦA CÁC BÊN", "32 CƠ QUAN"} {
			if !strings.Contains(strings.ReplaceAll(doc, "</w:t></w:r></w:p>", "<"), want) && lineWith(doc, want) == "" {
				t.Errorf("lacks %s", want)
			}
		}
		pages := pagesOf(t, p)
		if len(pages) < 4 || !strings.Contains(strings.Join(pages, ""), "ỦY SỐ 31") {
			t.Errorf("%d pages", len(pages))
		}
		if h := htmlOf(t, p); strings.Count(h, `class="paper-sign"`) != 33 {
			t.Error("not all sign on the screen")
		}
	})
}

func TestTwoLanguagesOneAfterTheOther(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.memorandum()
		p := k.paper(a.ID, "vi", "en")
		if len(p.Next) != 1 || p.Next[0].Lang != "en" || len(p.Next[0].Bodies) != 0 {
			t.Fatalf("%d texts follow", len(p.Next))
		}
		pages := pagesOf(t, p)
		first, last := strings.Join(strings.Fields(pages[0]), " "), strings.Join(strings.Fields(strings.Join(pages[1:], " ")), " ")
		for _, want := range []string{"BẢN GHI NHỚ", "Liên hiệp Công đoàn thành phố Seoul", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DỰ THẢO"} {
			if !strings.Contains(first, want) {
				t.Errorf("the first page lacks %q", want)
			}
		}
		for _, want := range []string{
			"lập bằng tiếng Việt và tiếng Anh; các bản có giá trị như nhau", "DRAFT", "MEMORANDUM OF UNDERSTANDING", "Article 1. Purpose",
			"in the first year Party A is the host", "done in Vietnamese and English; all versions have equal validity", "FOR PARTY B",
		} {
			if !strings.Contains(last, want) {
				t.Errorf("the later pages lack %q in %s", want, last)
			}
		}
		if english := k.paper(a.ID, "en"); strings.Contains(documentOf(t, english), "CỘNG HÒA") {
			t.Error("the English text has the nation's head")
		}
		if _, err := k.Paper(k.officer(), a.ID, "fr"); !errs.Is(err, errs.NotFound) {
			t.Errorf("a language there is no text in: %v", err)
		}
	})
}

// A name or title in another language is that of the text.
func TestATextNamesThingsInItsLanguage(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.memorandum()
		parts := []agreement.Part{
			{Level: agreement.TitlePart, Heading: "Memorandum of Understanding on friendly relations"},
			{Level: agreement.NameA, Heading: "Ba Dinh Federation of Labour", Body: "President"},
			{Level: agreement.NameB, Heading: "Seoul Regional Council"},
			{Level: agreement.Article, Heading: "Purpose", Body: "To be friends."},
		}
		if err := k.SetText(k.officer(), a.ID, "en", a.Version, parts); err != nil {
			t.Fatal(err)
		}
		doc := documentOf(t, k.paper(a.ID, "en"))
		for _, want := range []string{"BA DINH", "SEOUL REGIONAL COUNCIL", "PRESIDENT", "on friendly relations", "Article 1. Purpose"} {
			if lineWith(doc, want) == "" {
				t.Errorf("lacks %q", want)
			}
		}
		if strings.Contains(doc, "LIÊN HIỆP") {
			t.Error("the Vietnamese name stands in the English text")
		}
		twice := append(parts, agreement.Part{Level: agreement.TitlePart, Heading: "Another"})
		if err := k.SetText(k.officer(), a.ID, "en", a.Version+1, twice); !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != "level_5" {
			t.Errorf("two titles: %v", err)
		}
	})
}

// Letters PDF has none of are told of beforehand.
func TestLettersPDFLacks(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.memorandum()
		if err := k.SetText(k.officer(), a.ID, "ko", a.Version, []agreement.Part{{Level: agreement.Article, Heading: "목적", Body: "우호"}}); err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]bool{"vi": true, "en": true, "ko": false} {
			if got, err := k.paper(a.ID, lang).Drawable(); err != nil || got != want {
				t.Errorf("%s: drawable = %v, %v", lang, got, err)
			}
		}
	})
}

// tool runs a program of another house, at most two minutes.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (is it installed? run `make deps`): %v\n%s", name, err, out)
	}
	return string(out)
}

// pagesOf are the texts of the pages of a paper as PDF.
func pagesOf(t *testing.T, p paper.Paper) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	var b bytes.Buffer
	if err := paper.WritePDF(&b, p); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(tool(t, "pdftotext", "-layout", file, "-"), "\f"), "\f")
}

// LibreOffice reads the document and finds all its marks.
func TestLibreOfficeReadsAnAgreement(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.memorandum()
		dir := t.TempDir()
		var b bytes.Buffer
		if err := paper.WriteDOCX(&b, k.paper(a.ID, "vi", "en")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "a.docx"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		tool(t, "soffice", "-env:UserInstallation=file://"+dir+"/home", "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "a.docx"))
		text := strings.Join(strings.Fields(tool(t, "pdftotext", filepath.Join(dir, "a.pdf"), "-")), "")
		for _, mark := range []string{"Trao đổi đoàn", "Quan hệ hợp tác hữu nghị", "ĐẠI DIỆN BÊN A", "Exchange of delegations", "các bản có giá trị như nhau"} {
			if !strings.Contains(text, strings.Join(strings.Fields(mark), "")) {
				t.Errorf("lacks %q", mark)
			}
		}
	})
}
