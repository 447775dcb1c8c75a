package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func TestReadyOnlyWhenTheWorldIsWhole(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		a, err := New(d, slog.New(slog.DiscardHandler), false)
		if err != nil {
			t.Fatal(err)
		}
		ask := func(path string) int {
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
			return w.Code
		}
		if got := ask("/readyz"); got != http.StatusOK {
			t.Errorf("a migrated installation: %d", got)
		}
		a.demo.Store(true)
		if got := ask("/readyz"); got != http.StatusServiceUnavailable {
			t.Errorf("a demo without its world: %d", got)
		}
		if got := ask("/healthz"); got != http.StatusOK {
			t.Errorf("alive: %d", got)
		}
		if err := a.set(t.Context(), settingWorld, "complete"); err != nil {
			t.Fatal(err)
		}
		if got := ask("/readyz"); got != http.StatusOK {
			t.Errorf("a whole demo: %d", got)
		}
	})
}

// stripMoves: the year runs on, what was reached stays reached, and a period
// that has not begun has no value.
func (w *world) stripMoves(t *testing.T) {
	t.Helper()
	move := func(to string) int {
		t.Helper()
		form := strings.NewReader(url.Values{"day": {to}}.Encode())
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/demo/day", form)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		w.Handler().ServeHTTP(rec, r)
		return rec.Code
	}
	key := w.token(t, "badinh")
	for _, to := range []string{"2025-06-30", "2025-10-01", "today", "2023-12-25"} {
		if got := move(to); got != http.StatusSeeOther {
			t.Fatalf("moving to %s: %d", to, got)
		}
		if got := w.value(t, key, "HN-BADINH", "ORG.DV.NEW"); got != "1516" {
			t.Errorf("on %s 2023 has %s", to, got)
		}
	}
	if got := move("1999-01-01"); got != http.StatusUnprocessableEntity {
		t.Errorf("a day the strip does not offer: %d", got)
	}
	if day, err := w.setting(t.Context(), settingDay); err != nil || day != "2023-12-25" {
		t.Errorf("the day kept is %q, %v", day, err)
	}
}

func TestTheDemoLeavesRealDataAlone(t *testing.T) {
	d := testkit.SQLite(t)
	a, err := New(d, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Auth.First(t.Context(), firstAdmin()); err != nil {
		t.Fatal(err)
	}
	if err := a.BuildDemo(t.Context(), DemoDay, func(int, int, string) {}); err == nil {
		t.Error("a world was built over somebody's data")
	}
}

// TestNobodyIsLetInWhileTheWorldIsBuilt: not even to make an administrator.
func TestNobodyIsLetInWhileTheWorldIsBuilt(t *testing.T) {
	a, err := New(testkit.SQLite(t), slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	for building, want := range map[bool]int{true: http.StatusServiceUnavailable, false: http.StatusOK} {
		a.building.Store(building)
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/first", nil))
		if w.Code != want {
			t.Errorf("building %v: %d", building, w.Code)
		}
	}
}

// TestFreshTouchesOnlyDemos: --fresh on somebody's data is refused.
func TestFreshTouchesOnlyDemos(t *testing.T) {
	dir := t.TempDir()
	units := write(t, "units.csv", unitsCSV)
	if code, _, e := run(t, "import", "units", units, "--data", dir, "--today", "2023-12-25"); code != 0 {
		t.Fatal(e)
	}
	if code, _, e := run(t, "demo", "--fresh", "--data", dir, "--listen", "127.0.0.1:0"); code != 2 || e == "" {
		t.Errorf("exit %d: %s", code, e)
	}
	if code, out, e := run(t, "verify", "--data", dir); code != 0 || !strings.HasPrefix(out, "Khớp") {
		t.Errorf("the data afterwards: %d %s %s", code, out, e)
	}
}

// TestFreshBuildsWhereNobodyIs: a first start that found its address taken leaves
// an empty database, which is in nobody's way.
func TestFreshBuildsWhereNobodyIs(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		if code, _, e := run(t, "demo", "--fresh", "--data", dir, "--listen", "nowhere"); code != 2 || !strings.Contains(e, "listen") {
			t.Errorf("exit %d: %s", code, e)
		}
	}
}

// TestTheStripStaysOnThisSite: the page a browser names as its last one does
// not lead away, not even by a path that looks like another host.
func TestTheStripStaysOnThisSite(t *testing.T) {
	a, err := New(testkit.SQLite(t), slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	a.demo.Store(true)
	for referer, want := range map[string]string{
		"http://example.com/board?unit=HN": "/board?unit=HN", "http://example.com//evil.vn/x": "/",
		"http://evil.vn/board": "/", "": "/",
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/demo/day", strings.NewReader("day=2023-12-25"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Referer", referer)
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("from %q to %q, want %q", referer, got, want)
		}
	}
}
