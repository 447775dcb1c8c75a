package orgweb_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/org/orgweb"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// empty is a system without units on a day after the reform, and somebody who
// manages everything.
func empty(t *testing.T, d *db.DB) (*testkit.Kit, *testkit.Client) {
	t.Helper()
	d.Clock.Set("2026-11-22")
	k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		return (&orgweb.Pages{Site: k.Site, Org: k.Org}).Routes()
	})
	return k, k.As(t, "officer", auth.Everywhere)
}

// zipped is the size of a page on its way: with style and scripts, some 30 KB,
// it may have 45 KB.
func zipped(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, body)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// all is the form of a federation with every ward union, standing before the register.
func all(change ...string) url.Values {
	v := url.Values{"wards": {"all"}, "before": {"1"}, "see": {"1"}, "listed": {"1"}}
	for i := 0; i+1 < len(change); i += 2 {
		v[change[i]] = strings.Split(change[i+1], ",")
	}
	return v
}

func (e *entrance) preview(t *testing.T, v url.Values, status int) testkit.Answer {
	t.Helper()
	return e.an.Get(e.at+"?"+v.Encode()).Must(t, status)
}

// entrance is the start of one place.
type entrance struct {
	an *testkit.Client
	at string
}

func TestAnEmptyTreeLeadsToAStartAndTheStartToWhatIsNext(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k, an := empty(t, d)
		if a := an.Get("/tree").Must(t, http.StatusOK).Has(t, "Lập sẵn cây tổ chức"); !strings.Contains(a.Body, `href="/start"`) {
			t.Error("the empty tree does not lead to the start")
		}
		a := an.Get("/start").Must(t, http.StatusOK).Has(t, "Tổng Liên đoàn và 34 Liên đoàn", "Thành phố Đồng Nai")
		if n := strings.Count(a.Body, "<option"); n != 35 {
			t.Errorf("%d options", n)
		}
		if a := an.Get("/start?province=01").Must(t, http.StatusSeeOther); a.Location != "/start/01" {
			t.Errorf("to %s", a.Location)
		}
		an.Get("/start/01").Must(t, http.StatusOK).Has(t, "Thành phố Hà Nội", "cả 126 xã, phường, đặc khu")
		hn := &entrance{an, "/start/01"}
		hn.preview(t, all(), http.StatusOK).Has(t, "Lập mới 127 đơn vị.", "LĐLĐ TP Hà Nội", "Công đoàn phường Ba Đình", "HN-P00004", "Lập 127 đơn vị")
		for _, said := range []string{"Đã lập 127 đơn vị.", "Không có gì mới"} { // the second is a second click
			done := an.Post("/start/01", all()).Must(t, http.StatusSeeOther)
			if done.Location != "/start/done" {
				t.Fatalf("to %s", done.Location)
			}
			an.Get(done.Location).Must(t, http.StatusOK).Has(t, said, "Tạo tài khoản cho cán bộ", "Nhập công đoàn cơ sở từ tệp", "Giao chỉ tiêu")
		}
		hn.preview(t, all(), http.StatusOK).Has(t, "Lập mới 0 đơn vị; 127 đơn vị đã có, để nguyên.").Lacks(t, "Lập 0 đơn vị")
		an.Get("/tree?open=HN").Has(t, "Công đoàn phường Ba Đình")
		k.Verify()
	})
}

func TestTheNationIsToldByItsFederations(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k, an := empty(t, d)
		k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
		vn := &entrance{an, "/start/nation"}
		a := vn.preview(t, all(), http.StatusOK).
			Has(t, "Lập mới 3.355 đơn vị; 1 đơn vị đã có", "Tổng Liên đoàn Lao động Việt Nam", "126 công đoàn xã, phường, đặc khu", "LĐLĐ tỉnh Nghệ An", "NGHEAN").
			Lacks(t, "Công đoàn phường Ba Đình")
		if n := zipped(t, a.Body); n > 10_000 {
			t.Errorf("the page has %d bytes", n)
		}
		an.Post("/start/nation", all()).Must(t, http.StatusSeeOther)
		an.Get("/start/done").Has(t, "Đã lập 3.355 đơn vị.")
		if got := k.UnitID("NGHEAN-P16681"); got == "" {
			t.Error("no union of Thành Vinh")
		}
	})
}

func TestChosenCommunesAreKeptThroughFilterAndTicks(t *testing.T) {
	_, an := empty(t, testkit.SQLite(t))
	hn := &entrance{an, "/start/01"}
	chosen := all("wards", "chosen")
	chosen.Del("listed")
	first := hn.preview(t, chosen, http.StatusOK).Has(t, "Đã chọn 0 trong 126.", "Phường Ba Đình").Lacks(t, "Chưa chọn xã, phường nào")
	if n := strings.Count(first.Body, `type="checkbox"`); n != 126+1 {
		t.Errorf("%d boxes", n)
	}
	if n := zipped(t, an.Get("/start/79?wards=chosen").Must(t, http.StatusOK).Has(t, "trong 168.").Body); n > 10_000 {
		t.Errorf("the longest list has %d bytes", n)
	}
	chosen.Set("listed", "1")
	hn.preview(t, chosen, http.StatusUnprocessableEntity).Has(t, "Chưa chọn xã, phường nào")
	chosen["ward"] = []string{"00004"}
	chosen.Del("see")
	chosen.Set("q", "giang vo")
	a := hn.preview(t, chosen, http.StatusOK).Has(t, "Phường Giảng Võ", "Đã chọn 1 trong 126.").Lacks(t, "Phường Ngọc Hà")
	if a.Value(t, "ward") != "00004" {
		t.Error("the filter lost what it hides")
	}
	part := an.Get(hn.at+"?"+chosen.Encode(), "HX-Request", "true").Must(t, http.StatusOK).Has(t, "Phường Giảng Võ")
	if strings.Contains(part.Body, "<html") {
		t.Error("the filter's answer is a whole page")
	}
	chosen.Set("tick", "all")
	hn.preview(t, chosen, http.StatusOK).Has(t, "Đã chọn 2 trong 126.")
	chosen.Set("tick", "none")
	hn.preview(t, chosen, http.StatusOK).Has(t, "Đã chọn 1 trong 126.")
	hn.preview(t, all("wards", "chosen", "ward", "00004,00025"), http.StatusOK).Has(t, "Lập mới 3 đơn vị.")
}

func TestWhatIsWrongIsSaidWhereItIsAndNothingIsWritten(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k, an := empty(t, d)
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "HN-P00004", Name: "CĐCS Trường Mầm non", Kind: "base", Parent: "HN"},
		)
		hn := &entrance{an, "/start/01"}
		bad := all("wards", "chosen", "ward", "00004,00025,26368")
		hn.preview(t, bad, http.StatusOK).Has(t, "2 đơn vị vướng", "Mã HN-P00004 đang là của đơn vị khác: CĐCS Trường Mầm non.", "26368 không phải là xã, phường của Thành phố Hà Nội.").Lacks(t, "Lập 1 đơn vị")
		an.Post(hn.at, bad).Must(t, http.StatusOK).Has(t, "Chưa lập đơn vị nào", "Mã HN-P00004 đang là của đơn vị khác")
		an.Get("/units/HN-P00025").Must(t, http.StatusNotFound)
		for name, c := range map[string]struct{ field, value, want string }{
			"a day and the word there is none": {"founded_on", "01/10/2025", "bỏ dấu ở ô này"},
			"neither":                          {"before", "", "Chưa nhập ngày thành lập"},
			"another choice":                   {"wards", "some", "Còn một chỗ cần sửa"},
		} {
			if a := an.Get(hn.at + "?" + all(c.field, c.value).Encode()); a.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, a.Status)
			}
			an.Post(hn.at, all(c.field, c.value)).Must(t, http.StatusUnprocessableEntity).Has(t, c.want)
		}
		for day, want := range map[string]string{"30/06/2025": "có từ 01/07/2025", "23/11/2026": "23/11/2026", "31/02/2026": "Còn một chỗ cần sửa"} {
			hn.preview(t, all("before", "", "founded_on", day), http.StatusUnprocessableEntity).Has(t, want)
		}
		for _, at := range []string{"/start/02", "/start/00004", "/start/x"} {
			an.Get(at).Must(t, http.StatusNotFound)
			an.Post(at, all()).Must(t, http.StatusNotFound)
		}
	})
}

func TestOnlyWhoManagesEverythingFindsTheStart(t *testing.T) {
	k, _ := empty(t, testkit.SQLite(t))
	k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	for who, c := range map[string]struct {
		an   *testkit.Client
		want int
	}{
		"an officer of the city": {k.As(t, "officer", "HN"), http.StatusNotFound},
		"a viewer of everything": {k.As(t, "viewer", auth.Everywhere), http.StatusForbidden},
		"somebody not signed in": {k.Nobody(t), http.StatusSeeOther},
	} {
		for _, at := range []string{"/start", "/start/01", "/start/nation", "/start/done"} {
			if a := c.an.Get(at); a.Status != c.want {
				t.Errorf("%s at %s: %d, want %d", who, at, a.Status, c.want)
			}
		}
		if a := c.an.Post("/start/01", all()); a.Status == http.StatusOK || a.Location == "/start/done" {
			t.Errorf("%s starts: %d", who, a.Status)
		}
		if a := c.an.Get("/tree"); strings.Contains(a.Body, `href="/start"`) {
			t.Errorf("%s is led to the start", who)
		}
	}
}

// TestStartInABrowser goes from the empty tree to the ward unions of a city, on
// a phone and on a desk. With DONGHANH_SHOTS set it keeps pictures there.
func TestStartInABrowser(t *testing.T) {
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			k, an := empty(t, testkit.SQLite(t))
			shot := func(p *browser.Page, name string) { check(t, p, fmt.Sprintf("start-%s-%d", name, width)) }
			p := browser.Open(t, width, 800)
			p.Go(k.URL + "/login")
			p.Fill("#f-name", an.Name)
			p.Fill("#f-password", testkit.Password)
			p.Click("main button")
			p.Go(k.URL + "/tree")
			shot(p, "empty")
			p.Click(`main a[href="/start"]`)
			shot(p, "scope")
			p.Go(k.URL + "/start?province=01")
			shot(p, "ask")
			p.Click(`input[value="chosen"]`)
			p.Click(".savebar button")
			shot(p, "list")
			p.Fill("#f-q", "giang vo")
			p.Wait(`#wards label:only-child`) // the filter answers without a new page
			p.Click(`#wards [value="00025"]`)
			p.Click(".savebar button")
			p.Wait("#h-plan")
			shot(p, "plan")
			p.Click("main form button")
			p.Wait(`a[href="/import/units"]`)
			shot(p, "done")
			p.Go(k.URL + "/units/HN-P00025/details")
			p.Fill("#f-ward", "ba di")
			p.Wait(`#wards option[value="Phường Ba Đình"]`)
			shot(p, "ward")
			p.Fill("#f-ward", "phuong la")
			p.Click(".savebar button")
			p.Wait(".errs")
			shot(p, "refused")
			p.Go(k.URL + "/start/nation?wards=all&before=1&see=1")
			shot(p, "nation")
			p.Go(k.URL + "/units/HN-P00025")
			shot(p, "unit")
			p.Go(k.URL + "/tree?open=HN")
			shot(p, "tree")
		})
	}
}
