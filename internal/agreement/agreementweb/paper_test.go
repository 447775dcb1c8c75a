package agreementweb_test

import (
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// editor is the form of a text as it stands on a page.
func editor(t *testing.T, a testkit.Answer) url.Values {
	t.Helper()
	f := url.Values{}
	for _, name := range []string{"version", "seen", "count"} {
		f.Set(name, a.Value(t, name))
	}
	n, err := strconv.Atoi(f.Get("count"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= n; i++ {
		at := strconv.Itoa(i)
		for _, name := range []string{"level_" + at, "heading_" + at} {
			f.Set(name, a.Value(t, name))
		}
		f.Set("body_"+at, area(a, "body_"+at))
	}
	return f
}

// area is what stands in a text area, or else in an input.
func area(a testkit.Answer, name string) string {
	for _, tag := range strings.Split(a.Body, "<textarea")[1:] {
		head, rest, _ := strings.Cut(tag, ">")
		if strings.Contains(head, `name="`+name+`"`) {
			text, _, _ := strings.Cut(rest, "</textarea>")
			return html.UnescapeString(text)
		}
	}
	return ""
}

// text begins the text of an agreement from a template.
func text(t *testing.T, c *testkit.Client, at, with string) testkit.Answer {
	t.Helper()
	a := c.Get(at+"/text/begin").Must(t, http.StatusOK)
	to := c.Post(at+"/text/begin", url.Values{"version": {a.Value(t, "version")}, "with": {with}}).Must(t, http.StatusSeeOther).Location
	return c.Get(to).Must(t, http.StatusOK)
}

func (k *kit) parts(t *testing.T, at, lang string) []agreement.Part {
	t.Helper()
	parts, err := k.Text(k.System(), idOf(at), lang)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func TestATextIsWrittenPartByPart(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c)
		page := text(t, c, at, "vi:people")
		page.Has(t, "Chương I", "Điều 14", "Căn cứ Luật Công đoàn")
		f := editor(t, page)
		whole := f.Get("count")
		// Buttons change the form and keep what was typed; nothing is saved yet.
		f.Set("heading_5", "Mục đích tôi vừa gõ")
		f.Set("do", "add:5:article")
		page = c.Post(at+"/text/vi", f).Must(t, http.StatusOK).Has(t, "Điều 15")
		f = editor(t, page)
		if n, _ := strconv.Atoi(whole); f.Get("count") != strconv.Itoa(n+1) || f.Get("heading_5") != "Mục đích tôi vừa gõ" || f.Get("heading_6") != "" {
			t.Errorf("count %s, headings %q and %q", f.Get("count"), f.Get("heading_5"), f.Get("heading_6"))
		}
		f.Set("heading_6", "Điều tôi thêm")
		f.Set("do", "up:6")
		f = editor(t, c.Post(at+"/text/vi", f).Must(t, http.StatusOK))
		if f.Get("heading_5") != "Điều tôi thêm" || f.Get("heading_6") != "Mục đích tôi vừa gõ" {
			t.Errorf("moved up: %q, then %q", f.Get("heading_5"), f.Get("heading_6"))
		}
		f.Set("do", "drop:"+f.Get("count"))
		f = editor(t, c.Post(at+"/text/vi", f).Must(t, http.StatusOK))
		for _, nonsense := range []string{"add:999:article", "add:1:verse", "up:1", "drop:0", "drop:x", "fly"} {
			f.Set("do", nonsense)
			if got := editor(t, c.Post(at+"/text/vi", f).Must(t, http.StatusOK)); got.Get("count") != f.Get("count") || got.Get("heading_5") != f.Get("heading_5") {
				t.Errorf("%s changed the form", nonsense)
			}
		}
		if got := k.parts(t, at, "vi"); got[4].Heading == "Điều tôi thêm" {
			t.Error("a button saved the text")
		}
		f.Del("do")
		c.Post(at+"/text/vi", f).Must(t, http.StatusSeeOther)
		if got := k.parts(t, at, "vi"); got[4].Heading != "Điều tôi thêm" || strconv.Itoa(len(got)) != f.Get("count") {
			t.Errorf("saved %d parts, the fifth %q", len(got), got[4].Heading)
		}
		c.Get(at+"/text").Must(t, http.StatusOK).Has(t, "Điều tôi thêm", "DỰ THẢO")
	})
}

func TestAFaultOfATextStandsAtItsPart(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c)
		f := editor(t, text(t, c, at, "vi:people"))
		f.Set("heading_5", "")
		f.Set("body_6", strings.Repeat("x", 20_001))
		page := c.Post(at+"/text/vi", f).Must(t, http.StatusUnprocessableEntity)
		for _, want := range []string{`href="#f-heading_5"`, `href="#f-body_6"`, strings.Repeat("x", 20_001)} {
			if !strings.Contains(page.Body, want) {
				t.Errorf("lacks %.40s", want)
			}
		}
		if got := editor(t, page); !cmp.Equal(got.Get("body_5"), f.Get("body_5")) || got.Get("heading_7") != f.Get("heading_7") {
			t.Error("something typed was lost")
		}
		if parts := k.parts(t, at, "vi"); parts[4].Heading == "" {
			t.Error("something of it was kept")
		}
	})
}

func TestWhoWasSlowerLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c)
		mine := editor(t, text(t, c, at, "vi:people"))
		other := editor(t, c.Get(at+"/text/vi"))
		other.Set("heading_5", "Của người kia")
		c.Post(at+"/text/vi", other).Must(t, http.StatusSeeOther)
		mine.Set("heading_5", "Của tôi")
		page := c.Post(at+"/text/vi", mine).Must(t, http.StatusConflict).Has(t, "Của người kia", "vừa lưu trước bạn")
		mine = editor(t, page)
		if mine.Get("heading_5") != "Của tôi" {
			t.Errorf("what was typed became %q", mine.Get("heading_5"))
		}
		c.Post(at+"/text/vi", mine).Must(t, http.StatusSeeOther)
		if got := k.parts(t, at, "vi")[4].Heading; got != "Của tôi" {
			t.Errorf("saved %q", got)
		}
		// A change of something else is no conflict of texts.
		mine = editor(t, c.Get(at+"/text/vi"))
		version := c.Get(at + "/text/begin")
		c.Post(at+"/text/begin", url.Values{"version": {version.Value(t, "version")}, "with": {"en:"}}).Must(t, http.StatusSeeOther)
		send(t, c, at+"/fields/new", "heading", "Thi đua")
		if err := k.SetText(k.System(), idOf(at), "en", k.card(t, at).Version, []agreement.Part{{Level: agreement.Article, Heading: "Purpose"}}); err != nil {
			t.Fatal(err)
		}
		mine.Set("heading_5", "Của tôi lần hai")
		c.Post(at+"/text/vi", mine).Must(t, http.StatusSeeOther)
	})
}

func TestWhatWasSignedStaysAndTranslationsMayCome(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c)
		before := editor(t, text(t, c, at, "vi:people"))
		send(t, c, at+"/sign", "signed_on", "01/02/2023", "place", "Hà Nội", "number", "05/CTr-LĐLĐ")
		c.Get(at+"/text/vi").Must(t, http.StatusConflict).Has(t, "01/02/2023")
		c.Post(at+"/text/vi", before).Must(t, http.StatusConflict)
		c.Get(at+"/text").Must(t, http.StatusOK).Has(t, "Số: 05/CTr-LĐLĐ", "giữ nguyên").Lacks(t, "DỰ THẢO")
		// A translation is copied, written, and corrected.
		page := text(t, c, at, "en:copy").Has(t, "Điều 1", "Bản tiếng Việt", "Tên văn bản")
		f := editor(t, page)
		f.Set("heading_1", "Programme of Coordination")
		c.Post(at+"/text/en", f).Must(t, http.StatusSeeOther)
		f = editor(t, c.Get(at+"/text/en").Must(t, http.StatusOK))
		f.Set("heading_1", "Programme of Coordination 2023–2025")
		c.Post(at+"/text/en", f).Must(t, http.StatusSeeOther)
		if got := k.parts(t, at, "en")[0]; got != (agreement.Part{Level: agreement.TitlePart, Heading: "Programme of Coordination 2023–2025"}) {
			t.Errorf("the title is %+v", got)
		}
		c.Get(at+"/text?lang=en").Must(t, http.StatusOK).Has(t, "2023–2025", "để tham khảo")
		c.Get(at+"/text?lang=all").Must(t, http.StatusOK).Has(t, "Tiếng Việt", "Tiếng Anh", "Article 1", "Điều 1")
		c.Get(at+"/text?lang=vi,en").Must(t, http.StatusOK).Has(t, "các bản có giá trị như nhau")
		c.Get(at+"/text?lang=fr").Must(t, http.StatusNotFound)
		c.Get(at+"/text/xx").Must(t, http.StatusNotFound)
	})
}

func TestWhoMayReadAndWriteTexts(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c) // Bình Tân is a party
		f := editor(t, text(t, c, at, "vi:people"))
		for who, want := range map[*testkit.Client][2]int{
			k.As(t, "officer", "BT"): {http.StatusOK, http.StatusForbidden},
			k.As(t, "viewer", "BD"):  {http.StatusOK, http.StatusForbidden},
			k.As(t, "officer", "LB"): {http.StatusNotFound, http.StatusNotFound},
		} {
			for _, path := range []string{"/text", ".docx", ".pdf", "/minutes.docx", "/minutes.pdf"} {
				who.Get(at+path).Must(t, want[0])
			}
			for _, path := range []string{"/text/vi", "/text/begin", "/minutes"} {
				who.Get(at+path).Must(t, want[1])
				who.Post(at+path, f).Must(t, want[1])
			}
		}
		if got := k.parts(t, at, "vi"); len(got) == 0 {
			t.Error("somebody emptied the text")
		}
	})
}

func TestPapersAreTakenAway(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c, "kind", "memorandum", "title", "Bản ghi nhớ")
		c.Get(at+".docx").Must(t, http.StatusNotFound) // nothing has been written
		text(t, c, at, "vi:memorandum")
		text(t, c, at, "en:memorandum")
		for path, head := range map[string]string{
			".docx": "PK\x03\x04", ".pdf": "%PDF-", ".docx?lang=en": "PK\x03\x04", ".pdf?lang=vi,en": "%PDF-", "/minutes.docx": "PK\x03\x04", "/minutes.pdf": "%PDF-",
		} {
			a := c.Get(at+path).Must(t, http.StatusOK)
			if !strings.HasPrefix(a.Body, head) {
				t.Errorf("%s begins with %q", path, a.Body[:min(8, len(a.Body))])
			}
			if got := a.Header.Get("Content-Disposition"); !strings.Contains(got, "ban-ghi-nho") {
				t.Errorf("%s is called %s", path, got)
			}
		}
		if err := k.SetText(k.System(), idOf(at), "ko", k.card(t, at).Version, []agreement.Part{{Level: agreement.Article, Heading: "목적"}}); err != nil {
			t.Fatal(err)
		}
		c.Get(at+".pdf?lang=ko").Must(t, http.StatusConflict).Has(t, "Hãy tải tệp Word")
		c.Get(at+".docx?lang=ko").Must(t, http.StatusOK)
		page := c.Get(at).Must(t, http.StatusOK)
		if strings.Contains(page.Body, ".pdf?lang=ko") || !strings.Contains(page.Body, ".docx?lang=ko") {
			t.Error("the page offers what cannot be had")
		}
		c.Get(at+".pdf?lang=vi,en,ko,zh,ja,lo,km,ru,fr,vi").Must(t, http.StatusNotFound)
		c.Get("/agreements/nothing.pdf").Must(t, http.StatusNotFound)
	})
}

func TestMinutesAreWritten(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, _ := agreed(t, k, c)
		f := url.Values{"version": {"0"}, "began": {"15h30"}, "ended": {"14:00"}, "present": {"Nguyễn Thị Hằng, Phó Chủ tịch"}, "course": {"Hai bên ký."}, "copies": {"4"}}
		page := c.Post(at+"/minutes", f).Must(t, http.StatusUnprocessableEntity).Has(t, "trước giờ bắt đầu", "Nguyễn Thị Hằng")
		if !strings.Contains(page.Body, `href="#f-ended"`) {
			t.Error("no fault at the field")
		}
		f.Set("ended", "nửa đêm")
		page = c.Post(at+"/minutes", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy viết giờ như 15:30")
		if got := page.Value(t, "ended"); got != "nửa đêm" {
			t.Errorf("what was typed became %q", got)
		}
		f.Set("ended", "16:45")
		c.Post(at+"/minutes", f).Must(t, http.StatusSeeOther)
		c.Post(at+"/minutes", f).Must(t, http.StatusSeeOther) // a double click
		got, err := k.Minutes(k.System(), idOf(at))
		if err != nil || got.Began != "15:30" || got.Version != 1 || got.Copies != 4 {
			t.Errorf("kept %+v: %v", got, err)
		}
		f.Set("present", "Trần Văn An")
		c.Post(at+"/minutes", f).Must(t, http.StatusConflict).Has(t, "Trần Văn An", "Nguyễn Thị Hằng")
		a := c.Get(at+"/minutes").Must(t, http.StatusOK).Has(t, "Nguyễn Thị Hằng")
		f.Set("version", a.Value(t, "version"))
		c.Post(at+"/minutes", f).Must(t, http.StatusSeeOther)
	})
}

func TestAWrongFileIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c, party := k.As(t, "officer", "BD"), k.As(t, "officer", "BT")
		at := drawn(t, c)
		attach := url.Values{"kind": {"annex"}, "label": {"Phụ lục 1"}}
		upload(t, c, at+"/files", attach, minutes()).Must(t, http.StatusSeeOther)
		upload(t, c, at+"/files", attach, minutes()).Must(t, http.StatusSeeOther) // a double click brings the same bytes
		files := k.card(t, at).Attached
		if len(files) != 1 || files[0].Label != "Phụ lục 1" || files[0].Kind != agreement.AnnexF {
			t.Fatalf("attached: %+v", files)
		}
		drop := at + "/files/" + files[0].Blob + "/drop"
		party.Get(drop).Must(t, http.StatusForbidden)
		party.Post(drop, nil).Must(t, http.StatusForbidden)
		c.Get(drop).Must(t, http.StatusOK).Has(t, "Phụ lục 1", "bỏ khỏi dự thảo")
		c.Post(drop, nil).Must(t, http.StatusSeeOther)
		c.Post(drop, nil).Must(t, http.StatusSeeOther)
		if n := len(k.card(t, at).Attached); n != 0 {
			t.Errorf("%d files are left on the draft", n)
		}
		// On a signed agreement it stays, withdrawn for a reason.
		send(t, c, at+"/sign", "signed_on", "01/02/2023", "place", "Hà Nội", "number", "05/CTr")
		upload(t, c, at+"/files", url.Values{"kind": {"signed"}, "label": {strings.Repeat("x", 201)}}, minutes()).Must(t, http.StatusUnprocessableEntity).Has(t, "biên bản.txt")
		upload(t, c, at+"/files", url.Values{"kind": {"secret"}}, minutes()).Must(t, http.StatusUnprocessableEntity)
		upload(t, c, at+"/files", url.Values{"kind": {"signed"}}, minutes()).Must(t, http.StatusSeeOther)
		file := k.card(t, at).Files[0]
		drop = at + "/files/" + file + "/drop"
		party.Get(at+"/files/"+file).Must(t, http.StatusOK)
		c.Post(drop, url.Values{"reason": {" "}}).Must(t, http.StatusUnprocessableEntity)
		c.Post(drop, url.Values{"reason": {"Quét nhầm trang"}}).Must(t, http.StatusSeeOther)
		c.Post(drop, url.Values{"reason": {"Quét nhầm trang"}}).Must(t, http.StatusSeeOther)
		c.Get(at).Must(t, http.StatusOK).Has(t, "1 tệp đã rút", "Quét nhầm trang")
		c.Get(at+"/files/"+file).Must(t, http.StatusOK)
		if err := party.Get(at + "/files/" + file); err.Status == http.StatusOK {
			t.Error("the other side reads a file that was withdrawn")
		}
		if n := len(k.card(t, at).Files); n != 0 {
			t.Errorf("%d files stand", n)
		}
		if err := k.DropFile(k.System(), idOf(at), "none", "x"); !errs.Is(err, errs.NotFound) {
			t.Errorf("a file that is not there: %v", err)
		}
	})
}
