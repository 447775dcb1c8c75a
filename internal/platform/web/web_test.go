package web_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
)

// pages are a small domain: a form, an action beside a page, and faults.
type pages struct {
	site  *web.Site
	saved []string
}

func (p *pages) routes(k *testkit.Kit) []web.Route {
	p.site = k.Site
	return []web.Route{
		{Pattern: "GET /note", Need: org.Manage, Do: p.form},
		{Pattern: "POST /note", Need: org.Manage, Do: p.save},
		{Pattern: "GET /other", Need: org.Manage, Do: p.form},
		{Pattern: "GET /list", Need: web.SignedIn, Do: p.list},
		{Pattern: "POST /list/{id}/drop", Need: web.SignedIn, Do: p.drop},
		{Pattern: "GET /panic", Need: web.Public, Do: func(http.ResponseWriter, *http.Request) error { panic("mật: 0912345678") }},
		{Pattern: "GET /api/v1/fault", Need: web.SignedIn, Do: func(http.ResponseWriter, *http.Request) error {
			return errs.At("period", "error.choice")
		}},
	}
}

func (p *pages) form(w http.ResponseWriter, r *http.Request) error {
	f, err := p.site.NewForm(w, r, map[string]string{"text": "bắt đầu"})
	if err != nil {
		return err
	}
	return p.show(w, r, f)
}

func (p *pages) show(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	body := templ.Join(ui.Notice(ui.None, f.Note), ui.ErrorSummary(f.Summary()), ui.Once(f.Once()),
		ui.Field(f.Field(ui.FieldView{Name: "text", Label: "Nội dung"})), ui.Field(f.Field(ui.FieldView{Name: "count", Label: "Số"})),
		ui.Field(f.Field(ui.FieldView{Name: "password_old", Label: "Mật khẩu", Type: "password"})))
	return p.site.Render(w, r, f.Status(), web.Page{Title: "Ghi chú"}, body)
}

func (p *pages) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	text := f.Text("text")
	f.Number("count")
	if err = f.Err(); err == nil && text == "" {
		err = errs.At("text", "error.required")
	}
	if f.Take(err) {
		return p.show(w, r, f)
	}
	p.saved = append(p.saved, text)
	return p.site.Done(w, r, "/list", "Đã ghi: "+text)
}

func (p *pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.site.Render(w, r, http.StatusOK, web.Page{Title: "Danh sách"}, templ.Raw("<h1>Danh sách</h1>"))
}

func (p *pages) drop(w http.ResponseWriter, r *http.Request) error {
	return p.site.Done(w, r, "/list", "")
}

func site(t *testing.T) (*testkit.Kit, *pages) {
	t.Helper()
	p := &pages{}
	k := testkit.NewSite(t, testkit.SQLite(t), p.routes)
	k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	return k, p
}

// lines is a log a test looks at.
type lines struct{ strings.Builder }

func logTo(k *testkit.Kit) *lines {
	l := &lines{}
	k.Site.Log = slog.New(slog.NewTextHandler(l, nil))
	return l
}

func TestARouteWithoutNeedDoesNotStart(t *testing.T) {
	k, _ := site(t)
	defer func() {
		if recover() == nil {
			t.Error("it started")
		}
	}()
	k.Site.Handler([]web.Route{{Pattern: "GET /open"}})
}

func TestAVisitorIsSentToLogInAndBack(t *testing.T) {
	k, _ := site(t)
	a := k.Nobody(t).Get("/list?trang=2&q=Ba+%C4%90%C3%ACnh").Must(t, http.StatusSeeOther)
	if want := "/login?next=%2Flist%3Ftrang%3D2%26q%3DBa%2B%25C4%2590%25C3%25ACnh"; a.Location != want {
		t.Errorf("sent to %s, want %s", a.Location, want)
	}
	officer := k.As(t, "officer", "HN")
	visitor := k.Nobody(t)
	next := visitor.Get(a.Location).Must(t, http.StatusOK).Has(t, "Đăng nhập", "Mật khẩu").Value(t, "next")
	a = visitor.Post("/login", url.Values{"name": {officer.Name}, "password": {testkit.Password}, "next": {next}}).Must(t, http.StatusSeeOther)
	if a.Location != "/list?trang=2&q=Ba+%C4%90%C3%ACnh" {
		t.Errorf("went on to %s", a.Location)
	}
	visitor.Get(a.Location).Must(t, http.StatusOK).Has(t, "Danh sách")
	visitor.Post("/logout", nil).Must(t, http.StatusSeeOther)
	visitor.Get("/list").Must(t, http.StatusSeeOther)
}

func TestNobodyIsSentToAnotherSite(t *testing.T) {
	k, _ := site(t)
	officer := k.As(t, "officer", "HN")
	for _, next := range []string{
		"https://evil.example/", "//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, "/%5cevil.example/..//x", "javascript:alert(1)",
		"/\tevil.example", "/\r\nSet-Cookie: a=b", "list", "", "/login?next=/login", "/logout", "http:/evil.example", "/./\\/evil.example", " //evil.example",
	} {
		c := k.Nobody(t)
		a := c.Post("/login", url.Values{"name": {officer.Name}, "password": {testkit.Password}, "next": {next}}).Must(t, http.StatusSeeOther)
		u, err := url.Parse(a.Location)
		if err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(a.Location, "//") || (a.Location != "/" && next != "/%5cevil.example/..//x") {
			t.Errorf("%q leads to %q", next, a.Location)
		}
		if a.Header.Get("Set-Cookie") == "a=b" {
			t.Errorf("%q sets a cookie", next)
		}
	}
}

func TestAFormThatMetTheEndOfTheSessionComesBackFilled(t *testing.T) {
	k, p := site(t)
	c := k.As(t, "officer", "HN")
	c.Post("/logout", nil)
	a := c.Post("/note", url.Values{"text": {"Tặng 30 suất quà <b>"}, "count": {"ba"}, "password_old": {"tuyệt mật"}}).Must(t, http.StatusUnauthorized)
	a.Has(t, "Phiên làm việc đã hết")
	if strings.Contains(a.Body, "tuyệt mật") {
		t.Error("the page carries a password")
	}
	held := a.Value(t, "held")
	in := url.Values{"name": {c.Name}, "password": {"sai mất rồi nhé"}, "held": {held}, "next": {a.Value(t, "next")}}
	a = c.Post("/login", in).Must(t, http.StatusUnprocessableEntity)
	if diff := cmp.Diff(held, a.Value(t, "held")); diff != "" {
		t.Errorf("a wrong password loses it: %s", diff)
	}
	in.Set("password", testkit.Password)
	if a = c.Post("/login", in).Must(t, http.StatusSeeOther); a.Location != "/note" {
		t.Errorf("goes on to %s", a.Location)
	}
	c.Get("/other").Must(t, http.StatusOK) // another form in between does not eat it
	a = c.Get("/note").Must(t, http.StatusOK).Has(t, "đã nhập trước khi hết phiên")
	if got := a.Value(t, "text") + "|" + a.Value(t, "count"); got != "Tặng 30 suất quà <b>|ba" {
		t.Errorf("came back as %q", got)
	}
	if got := c.Get("/note").Value(t, "text"); got != "bắt đầu" {
		t.Errorf("came back twice: %q", got)
	}
	if len(p.saved) > 0 {
		t.Errorf("saved %q", p.saved)
	}
}

// On a shared machine the next person must not read what the last one typed.
func TestWhatOneTypedIsNotShownToAnother(t *testing.T) {
	k, _ := site(t)
	first, second := k.As(t, "officer", "HN"), k.As(t, "officer", "HN")
	first.Post("/logout", nil)
	a := first.Post("/note", url.Values{"text": {"chuyện riêng"}}).Must(t, http.StatusUnauthorized)
	in := url.Values{"name": {second.Name}, "password": {testkit.Password}, "held": {a.Value(t, "held")}, "next": {"/note"}}
	first.Post("/login", in).Must(t, http.StatusSeeOther)
	if got := first.Get("/note").Value(t, "text"); got != "bắt đầu" {
		t.Errorf("%s reads %q", second.Name, got)
	}
}

func TestALongFormDoesNotBlockLogIn(t *testing.T) {
	k, _ := site(t)
	c := k.As(t, "officer", "HN")
	for _, n := range []int{40_000, 250_000} {
		c.Post("/logout", nil)
		a := c.Post("/note", url.Values{"text": {strings.Repeat("ố<", n)}}).Must(t, http.StatusUnauthorized)
		in := url.Values{"name": {c.Name}, "password": {testkit.Password}}
		if strings.Contains(a.Body, `name="held"`) {
			in.Set("held", a.Value(t, "held"))
		} else {
			a.Lacks(t, "vẫn còn")
		}
		c.Post("/login", in).Must(t, http.StatusSeeOther)
	}
}

// An action has no page of its own to come back to.
func TestAfterAnActionOneComesBackToItsPage(t *testing.T) {
	k, _ := site(t)
	c := k.Nobody(t)
	for referer, want := range map[string]string{
		k.URL + "/list?trang=3": "/list?trang=3", "": "/", "https://evil.example/list": "/", k.URL + "//evil.example": "/",
	} {
		if got := c.Post("/list/7/drop", nil, "Referer", referer).Must(t, http.StatusUnauthorized).Value(t, "next"); got != want {
			t.Errorf("from %q back to %q, want %q", referer, got, want)
		}
	}
}

func TestAPartOfAPageSendsTheWholePageToLogIn(t *testing.T) {
	k, _ := site(t)
	a := k.Nobody(t).Get("/list", "HX-Request", "true", "HX-Current-URL", k.URL+"/list?trang=3").Must(t, http.StatusUnauthorized)
	if got := a.Header.Get("HX-Redirect"); got != "/login?next=%2Flist%3Ftrang%3D3" {
		t.Errorf("sent to %q", got)
	}
}

func TestAFormSaysEachFaultOnceAndKeepsWhatWasTyped(t *testing.T) {
	k, p := site(t)
	c := k.As(t, "officer", "HN")
	in := url.Values{"text": {`"><script>alert(1)</script>`}, "count": {"ba mươi"}, "password_old": {"tuyệt mật"}, "once": {db.NewID()}}
	a := c.Post("/note", in).Must(t, http.StatusUnprocessableEntity).Has(t, "Còn một chỗ cần sửa")
	if strings.Contains(a.Body, "<script>alert") || strings.Contains(a.Body, "tuyệt mật") {
		t.Error("typed text runs, or a password is shown again")
	}
	got := []string{a.Value(t, "text"), a.Value(t, "count"), a.Value(t, "once")}
	if diff := cmp.Diff([]string{in.Get("text"), "ba mươi", in.Get("once")}, got); diff != "" {
		t.Error(diff)
	}
	if n := strings.Count(a.Body, `href="#f-count"`); n != 1 || len(p.saved) > 0 {
		t.Errorf("the fault is said %d times; saved %q", n, p.saved)
	}
}

func TestWhatWasDoneIsSaidOnce(t *testing.T) {
	k, p := site(t)
	c := k.As(t, "officer", "HN")
	said := "quà\r\nSet-Cookie: a=b; 30%, «Tết» " + strings.Repeat("ố", 3000)
	a := c.Post("/note", url.Values{"text": {said + "\x00"}}).Must(t, http.StatusSeeOther)
	if a.Location != "/list" || len(a.Header.Values("Set-Cookie")) != 1 || len(a.Header.Get("Set-Cookie")) > 4000 {
		t.Errorf("goes to %q with cookies %d bytes", a.Location, len(a.Header.Get("Set-Cookie")))
	}
	c.Get("/list").Must(t, http.StatusOK).Has(t, "Đã ghi: quà Set-Cookie: a=b; 30%, «Tết»")
	c.Get("/list").Must(t, http.StatusOK).Lacks(t, "Đã ghi")
	if diff := cmp.Diff([]string{said}, p.saved); diff != "" {
		t.Errorf("not stored as typed, without the NUL: %s", diff)
	}
}

func TestAnotherSiteCannotSendAForm(t *testing.T) {
	k, p := site(t)
	c := k.As(t, "officer", "HN")
	for name, header := range map[string][]string{
		"cross-site": {"Sec-Fetch-Site", "cross-site"}, "same-site": {"Sec-Fetch-Site", "same-site"},
		"old browser": {"Origin", "https://evil.example"}, "sandboxed": {"Origin", "null"},
	} {
		for _, path := range []string{"/note", "/login", "/logout", "/first"} {
			a := c.Post(path, url.Values{"text": {"lừa"}}, header...).Must(t, http.StatusForbidden).Has(t, "Yêu cầu này đến từ một trang khác")
			if len(a.Header.Values("Set-Cookie")) > 0 {
				t.Errorf("%s %s sets a cookie", name, path)
			}
		}
	}
	c.Post("/note", url.Values{"text": {"thật"}}, "Sec-Fetch-Site", "same-origin").Must(t, http.StatusSeeOther)
	if diff := cmp.Diff([]string{"thật"}, p.saved); diff != "" {
		t.Error(diff)
	}
}

func TestAnUnknownPageIsSaidSoInVietnamese(t *testing.T) {
	k, _ := site(t)
	for _, path := range []string{"/khong-co", "/note/sau", "/list%00", "/list?q=%ff", "/login%ff"} {
		a := k.Nobody(t).Get(path).Must(t, http.StatusNotFound).Has(t, "Không tìm thấy", "Đăng nhập")
		if !strings.Contains(a.Body, `<html lang="vi"`) {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
	k.As(t, "officer", "HN").Get("/khong-co").Must(t, http.StatusNotFound).Has(t, "Về trang đầu")
	k.As(t, "officer", "HN").Post("/khong-co", nil).Must(t, http.StatusNotFound)
}

func TestAPanicIsAPageWithANumberAndNoDetail(t *testing.T) {
	k, _ := site(t)
	log := logTo(k)
	a := k.Nobody(t).Get("/panic").Must(t, http.StatusInternalServerError).Has(t, "Máy chủ gặp trục trặc", "Mã yêu cầu").Lacks(t, "0912345678", "goroutine")
	id := a.Header.Get("X-Request-Id")
	if !db.ValidID(id) {
		t.Fatalf("request id %q", id)
	}
	a.Has(t, id)
	if !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "0912345678") || !strings.Contains(log.String(), "web_test.go") {
		t.Errorf("the log lacks the id, the cause or the place: %s", log)
	}
}

func TestTheAPIAnswersFaultsAsProblems(t *testing.T) {
	k, _ := site(t)
	officer := k.As(t, "officer", "HN")
	token, err := k.Auth.TokenFor(k.System(), officer.Name)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		path, bearer string
		status       int
		has          []string
	}{
		"nobody":        {"/api/v1/fault", "", 401, []string{`"status":401`, "Hãy đăng nhập"}},
		"wrong token":   {"/api/v1/fault", "Bearer dh_sai", 401, []string{"Mã truy cập không đúng"}},
		"unknown path":  {"/api/v1/khong-co", "bearer " + token, 404, []string{`"title":"Not Found"`}},
		"invalid query": {"/api/v1/fault", "Bearer " + token, 422, []string{`"errors":[{"location":"period"`}},
	} {
		t.Run(name, func(t *testing.T) {
			var header []string
			if tc.bearer != "" {
				header = []string{"Authorization", tc.bearer}
			}
			a := k.Nobody(t).Get(tc.path, header...).Must(t, tc.status)
			if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %s", got)
			}
			if a.Header.Get("Cache-Control") != "no-store" || (tc.status == 401) != (a.Header.Get("WWW-Authenticate") == "Bearer") {
				t.Errorf("headers are %v", a.Header)
			}
			for _, want := range tc.has {
				if !strings.Contains(a.Body, want) {
					t.Errorf("no %s in %s", want, a.Body)
				}
			}
		})
	}
}

func TestEveryAnswerKeepsThePolicy(t *testing.T) {
	k, _ := site(t)
	logTo(k)
	c := k.As(t, "officer", "HN")
	for _, path := range []string{"/list", "/login", "/khong-co", "/panic", "/api/v1/fault", "/assets/mark.svg", "/note", "//note"} {
		h := c.Get(path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
	if got := c.Get("/list").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page may be kept: %q", got)
	}
}

func TestOnlyThoseWhoMayMeetARoute(t *testing.T) {
	k, _ := site(t)
	k.As(t, "viewer", "HN").Get("/note").Must(t, http.StatusForbidden).Has(t, "Chưa có quyền", "chưa được giao việc đó")
	k.As(t, auth.Admin, auth.Everywhere).Get("/note").Must(t, http.StatusOK)
}

func TestTooManyTriesSayWhen(t *testing.T) {
	k, _ := site(t)
	c := k.Nobody(t)
	var a testkit.Answer
	for range 6 {
		a = c.Post("/login", url.Values{"name": {"ai-do"}, "password": {"đoán mò thôi"}})
	}
	a.Must(t, http.StatusTooManyRequests).Has(t, "Đã thử quá nhiều lần. Thử lại sau 2 giây.")
	if a.Header.Get("Retry-After") != "2" {
		t.Errorf("Retry-After is %q", a.Header.Get("Retry-After"))
	}
}

func TestTheFirstVisitorMakesTheAdministrator(t *testing.T) {
	k := testkit.NewSite(t, testkit.SQLite(t), (&pages{}).routes)
	c := k.Nobody(t)
	if a := c.Get("/login").Must(t, http.StatusSeeOther); a.Location != "/first" {
		t.Errorf("sent to %s", a.Location)
	}
	c.Get("/first").Must(t, http.StatusOK).Has(t, "Tạo người quản trị", "Ít nhất 10 ký tự")
	bad := c.Post("/first", url.Values{"name": {"Quản trị"}, "display": {"Lê Văn Bình"}, "password": {"ngắn"}})
	bad.Must(t, http.StatusUnprocessableEntity).Has(t, "Tên đăng nhập gồm", "ít nhất 10 ký tự")
	if bad.Value(t, "display") != "Lê Văn Bình" || bad.Value(t, "password") != "" {
		t.Error("the name was lost, or the password kept")
	}
	c.Post("/first", url.Values{"name": {"admin"}, "display": {"Lê Văn Bình"}, "password": {testkit.Password}}).Must(t, http.StatusSeeOther)
	c.Get("/note").Must(t, http.StatusOK)
	k.Nobody(t).Get("/first").Must(t, http.StatusSeeOther)
	k.Nobody(t).Post("/first", url.Values{"name": {"ke-gian"}, "display": {"X"}, "password": {testkit.Password}}).Must(t, http.StatusForbidden)
}

func TestSigningInAgainEndsTheOldSession(t *testing.T) {
	k, _ := site(t)
	first, second := k.As(t, "officer", "HN"), k.As(t, "officer", "HN")
	first.Post("/login", url.Values{"name": {second.Name}, "password": {testkit.Password}}).Must(t, http.StatusSeeOther)
	var open int
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		return tx.Get(t.Context(), &open, `SELECT COUNT(*) FROM auth_session s JOIN auth_account a ON a.id = s.account
			WHERE a.name = $1 AND s.revoked_at IS NULL`, first.Name)
	})
	if open != 0 {
		t.Errorf("%d sessions of the one before are open", open)
	}
}

func TestCookiesAreForTheServerAlone(t *testing.T) {
	for name, secure := range map[string]bool{"over HTTPS": true, "on the own machine": false} {
		t.Run(name, func(t *testing.T) {
			k, _ := site(t)
			c := k.As(t, "officer", "HN")
			k.Site.Secure = secure
			a := k.Nobody(t).Post("/login", url.Values{"name": {c.Name}, "password": {testkit.Password}}).Must(t, http.StatusSeeOther)
			cookies := (&http.Response{Header: a.Header}).Cookies()
			if len(cookies) == 0 {
				t.Fatal("no cookies")
			}
			for _, c := range cookies {
				if !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || strings.HasPrefix(c.Name, "__Host-") != secure {
					t.Errorf("%s", c)
				}
			}
		})
	}
}

func TestTheReaderChoosesTheLanguage(t *testing.T) {
	k, _ := site(t)
	c := k.As(t, "officer", "HN")
	var id string
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		return tx.Get(t.Context(), &id, `SELECT id FROM auth_account WHERE name = $1`, c.Name)
	})
	if err := k.Auth.SetLang(auth.With(t.Context(), &auth.Actor{Account: id}), string(i18n.En)); err != nil {
		t.Fatal(err)
	}
	c.Get("/khong-co").Must(t, http.StatusNotFound).Has(t, "Not found")
	c.Post("/logout", nil)
	c.Get("/khong-co").Must(t, http.StatusNotFound).Has(t, "Không tìm thấy")
	c.Post("/login", url.Values{"name": {c.Name}, "password": {testkit.Password}}).Must(t, http.StatusSeeOther)
	c.Post("/logout", nil)
	c.Get("/khong-co").Must(t, http.StatusNotFound).Has(t, "Not found") // the machine remembers
}
