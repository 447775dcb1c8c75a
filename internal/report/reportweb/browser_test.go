package reportweb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"donghanh/internal/report"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// look checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func look(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		t.Errorf("%s: %s %s", name, v.Help, strings.Join(v.Nodes, "\n"))
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

func signIn(b *browser.Page, k *world, c *testkit.Client) {
	b.Go(k.URL + "/login")
	b.Fill("#f-name", c.Name)
	b.Fill("#f-password", testkit.Password)
	b.Click("main button")
}

func eachWidth(t *testing.T, fn func(t *testing.T, width int, name func(string) string)) {
	t.Helper()
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			fn(t, width, func(s string) string { return fmt.Sprintf("%s-%d", s, width) })
		})
	}
}

// reads waits until a part of the page says the words: it does so a moment
// after one stops typing.
func reads(t *testing.T, b *browser.Page, selector, words string) {
	t.Helper()
	for range 60 {
		if strings.Contains(b.Text(selector), words) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%s says %q, want %q", selector, b.Text(selector), words)
}

func TestWritingInABrowser(t *testing.T) {
	eachWidth(t, func(t *testing.T, width int, name func(string) string) {
		k := newWorld(t, testkit.SQLite(t))
		officer := k.As(t, "officer", "BD")
		b := browser.Open(t, width, 800)
		signIn(b, k, officer)
		b.Go(k.URL + "/reports")
		look(t, b, name("list-empty"))
		b.Click("text=Lập báo cáo")
		look(t, b, name("new"))
		b.Click(".savebar button")
		at := b.URL()
		id := at[strings.LastIndex(at, "/")+1:]
		k.words(id)
		b.Go(at)
		look(t, b, name("draft"))
		b.Go(at + "/edit")
		look(t, b, name("edit"))
		// The section of limits: its words, a figure put in at the caret, its preview.
		area := `textarea[aria-label="Hạn chế, nguyên nhân"]`
		b.Click(area)
		b.Fill(area, "Mới tổ chức được")
		if width < 600 {
			b.Click("text=Chèn số liệu")
			look(t, b, name("edit-offers"))
		}
		b.Fill("#find-offer", "lop tap huan")
		if n := len(b.Texts("[data-name]:not([hidden])")); n != 1 {
			t.Errorf("%d figures are found", n)
		}
		b.Click(`[data-token="{TRAIN.CLASS}"]`)
		same(t, "words", b.Value(area), "Mới tổ chức được {TRAIN.CLASS}")
		reads(t, b, `section[aria-label="Hạn chế, nguyên nhân"] .reads`, "Mới tổ chức được 3")
		b.Fill(area, "Mới có {KHONG.CO} lớp")
		b.Wait(".reads .fault")
		b.AllowProblem("422")
		b.Click(".savebar .btn-primary")
		look(t, b, name("edit-refused"))
		same(t, "typed words", b.Value(area), "Mới có {KHONG.CO} lớp")
		b.Fill(area, "Mới có {TRAIN.CLASS} lớp.")
		b.Click(".savebar .btn-primary")
		if !strings.Contains(b.Text("main"), "Mới có 3 lớp.") {
			t.Errorf("the paper: %s", b.Text("main"))
		}
	})
}

func TestTheSlowerOneInABrowser(t *testing.T) {
	eachWidth(t, func(t *testing.T, width int, name func(string) string) {
		k := newWorld(t, testkit.SQLite(t))
		officer := k.As(t, "officer", "BD")
		at := k.URL + begin(t, officer, "BD")
		b := browser.Open(t, width, 800)
		b.AllowProblem("409")
		signIn(b, k, officer)
		b.Go(at + "/edit")
		area := `textarea[aria-label="Hạn chế, nguyên nhân"]`
		b.Fill(area, "Lời của người chậm hơn")
		k.words(at[strings.LastIndex(at, "/")+1:])
		b.Click(".savebar .btn-primary")
		same(t, "typed words", b.Value(area), "Lời của người chậm hơn")
		look(t, b, name("slower"))
	})
}

func TestSigningInABrowser(t *testing.T) {
	eachWidth(t, func(t *testing.T, width int, name func(string) string) {
		k := newWorld(t, testkit.SQLite(t))
		chair := k.As(t, "chair", "BD")
		city := k.As(t, "officer", "HN")
		at := k.URL + begin(t, chair, "BD")
		k.words(at[strings.LastIndex(at, "/")+1:])
		b := browser.Open(t, width, 800)
		signIn(b, k, chair)
		b.Go(at)
		b.Click("text=Nộp báo cáo")
		look(t, b, name("submitted"))
		press(t, city, strings.TrimPrefix(at, k.URL), "accept").Must(t, 303)
		b.Go(at + "/sign")
		look(t, b, name("sign"))
		b.Fill("#f-number", "118")
		b.Fill("#f-signer", "Đặng Thị Minh Châu")
		reads(t, b, "#head", "Số: 118/BC-LĐLĐ")
		reads(t, b, "#head", "Đặng Thị Minh Châu")
		b.Click(".savebar .btn-primary")
		look(t, b, name("signed"))
		k.admit("BD-2", "28/11/2023", "3", "Quyết định chuyển đến muộn")
		k.give("ORG.CDCS.NEW", "2023", "3", "2023-12-20")
		b.Go(at)
		look(t, b, name("since"))
		b.Go(at + "?view=signed")
		look(t, b, name("as-signed"))
		b.Click("text=Trang xác thực cho mọi người")
		look(t, b, name("check"))
		b.Go(k.URL + "/xac-thuc")
		look(t, b, name("check-form"))
		b.AllowProblem("404")
		b.Go(k.URL + "/xac-thuc/" + strings.Repeat("0", 64))
		look(t, b, name("check-none"))
		b.Go(k.URL + "/reports/register")
		look(t, b, name("register"))
		b.Go(at)
		b.Click("text=Lập báo cáo bổ sung")
		look(t, b, name("supplement"))
	})
}

func TestCallingInABrowser(t *testing.T) {
	eachWidth(t, func(t *testing.T, width int, name func(string) string) {
		k := newWorld(t, testkit.SQLite(t))
		city := k.As(t, "officer", "HN")
		b := browser.Open(t, width, 800)
		signIn(b, k, city)
		b.Go(k.URL + "/reports/calls/new")
		look(t, b, name("call"))
		b.Fill("#f-due", "20/12/2023")
		b.Fill("#f-note", "Gửi kèm phụ lục số liệu")
		b.Click(".savebar button")
		r, err := k.Report.Begin(k.Ctx("officer", "BD"), report.Beginning{Unit: "BD", Template: "year", Period: "2023"})
		k.ok(err)
		_, err = k.Report.Submit(k.Ctx("officer", "BD"), r.ID, r.Version)
		k.ok(err)
		_, err = k.Report.Begin(k.Ctx("officer", "LB"), report.Beginning{Unit: "LB", Template: "year", Period: "2023"})
		k.ok(err)
		b.Go(b.URL())
		look(t, b, name("round"))
		b.Click(".savebar button")
		if !strings.Contains(b.Text(".flash"), "Đã nhắc 2 đơn vị") {
			t.Errorf("after nudging: %s", b.Text("main"))
		}
		b.Go(k.URL + "/reports")
		look(t, b, name("list-city"))
		b.Go(k.URL + "/reports/" + r.ID)
		look(t, b, name("review"))
		b.Go(k.URL + "/reports/" + r.ID + "/return")
		look(t, b, name("return"))
		lb := k.As(t, "officer", "LB")
		d := browser.Open(t, width, 800)
		signIn(d, k, lb)
		d.Go(k.URL + "/reports")
		look(t, d, name("list-due"))
	})
}

func TestWithoutScriptsInABrowser(t *testing.T) {
	k := newWorld(t, testkit.SQLite(t))
	officer := k.As(t, "officer", "BD")
	b := browser.Open(t, 360, 800)
	b.NoScript()
	signIn(b, k, officer)
	b.Go(k.URL + "/reports/new?template=year&period=2023")
	b.Click(".savebar button")
	at := b.URL()
	b.Click("text=Sửa lời văn")
	b.Click("text=Chèn số liệu")
	if list := b.Text("#so-lieu"); !strings.Contains(list, "{TRAIN.CLASS}") || strings.Contains(list, "Tìm số liệu") {
		t.Errorf("the list of figures: %s", list)
	}
	b.NoSidewaysScroll(t)
	b.Click("#so-lieu [data-close]")
	b.Fill(`textarea[aria-label="Hạn chế, nguyên nhân"]`, "Mới có {TRAIN.CLASS} lớp.")
	b.Click(".savebar .btn-primary")
	same(t, "back at the report", b.URL(), at)
	if !strings.Contains(b.Text(".paper"), "Mới có 3 lớp.") {
		t.Errorf("the paper: %s", b.Text(".paper"))
	}
	b.Click("text=Nộp báo cáo")
	if !strings.Contains(b.Text("main"), "Đã nộp") {
		t.Errorf("after handing in: %s", b.Text("main"))
	}
}
