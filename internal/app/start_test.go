package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// TestTheFirstVisitorIsLedToAStart: from an empty system to a province's
// federation with its ward unions, through the pages alone.
func TestTheFirstVisitorIsLedToAStart(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		a, err := New(d, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), false)
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(a.Handler())
		t.Cleanup(s.Close)
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		v := visitor{t, s.URL, &http.Client{Jar: jar}}
		v.sees("/", "Tạo người quản trị")
		v.sends("/first", url.Values{"name": {"admin"}, "display": {"Lê Văn Bình"}, "password": {testkit.Password}}, `href="/start"`)
		v.sees("/tree", `href="/start"`)
		v.sees("/start", `value="40"`)
		v.sees("/start/40?wards=all&before=1&see=1", "NGHEAN", "Công đoàn phường Thành Vinh")
		v.sends("/start/40", url.Values{"wards": {"all"}, "before": {"1"}}, "Đã lập 131 đơn vị.", `href="/import/units"`, `href="/targets"`, `href="/admin/accounts/new"`)
		v.sees("/units/NGHEAN", "LĐLĐ tỉnh Nghệ An")
		v.sees("/", "LĐLĐ tỉnh Nghệ An")
		if faults, err := a.Verify(t.Context(), io.Discard); err != nil || faults > 0 {
			t.Errorf("%d faults, %v", faults, err)
		}
	})
}

// visitor is a browser that follows where it is led.
type visitor struct {
	t    *testing.T
	base string
	http *http.Client
}

// sees opens a page and looks for words in it.
func (v visitor) sees(path string, words ...string) {
	v.t.Helper()
	v.ask(http.MethodGet, path, "", words)
}

// sends fills a form in and looks at the page that comes of it.
func (v visitor) sends(path string, form url.Values, words ...string) {
	v.t.Helper()
	v.ask(http.MethodPost, path, form.Encode(), words)
}

func (v visitor) ask(method, path, body string, words []string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	page, err := io.ReadAll(res.Body)
	_ = res.Body.Close() // all of it has been read
	if err != nil || res.StatusCode != http.StatusOK {
		v.t.Errorf("%s %s: %d, %v", method, path, res.StatusCode, err)
	}
	for _, w := range words {
		if !strings.Contains(string(page), w) {
			v.t.Errorf("%s %s leads to a page without %q", method, path, w)
		}
	}
}
