package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// TestTheNavigationCountsWhatPresses: on each page, in the rail and in the dock,
// the same number as on the page it leads to; nothing where nothing presses.
func TestTheNavigationCountsWhatPresses(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		a, err := New(d, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), false)
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(a.Handler())
		t.Cleanup(s.Close)
		officer, viewer := a.people(t)
		for path, want := range map[string]string{"/todo": "2", "/": "2", "/tree": "2", "/account": "2"} {
			page := see(t, s.URL, officer, path)
			if got := counts(page); len(got) != 2 || got[0] != want || got[1] != want {
				t.Errorf("%s counts %q, want %s twice", path, got, want)
			}
		}
		if page := see(t, s.URL, officer, "/todo"); !strings.Contains(page, "3 việc, 2 việc gấp") {
			t.Errorf("the page counts otherwise: %s", page)
		}
		if got := counts(see(t, s.URL, viewer, "/todo")); len(got) != 0 {
			t.Errorf("who only reads has %q to do", got)
		}
	})
}

// people are an officer of a district that owes one report and has one piece of
// work that is late, and one who only reads there.
func (a *App) people(t *testing.T) (officer, viewer string) {
	t.Helper()
	ctx := auth.With(t.Context(), auth.System())
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	district, err := a.Org.Found(ctx, org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	ok(err)
	district, err = a.Org.Found(ctx, org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"})
	ok(err)
	_, err = a.Report.CallFor(ctx, report.Calling{Unit: "HN", Template: "year", Period: "2023", Due: "2023-12-28"})
	ok(err)
	_, err = a.Activity.Record(ctx, activity.Draft{Kind: "directive", Unit: "BD", Day: "2023-11-20", Fields: activity.Fields{
		"leader": "Chủ tịch", "directive": "Rà soát", "due_on": "2023-12-20",
	}})
	ok(err)
	for name, role := range map[string]auth.Role{"officer": Officer, "viewer": Viewer} {
		ok(a.Auth.Create(ctx, auth.NewAccount{Name: name, Display: "Trần Thị Ánh", Password: testkit.Password, Role: role, Unit: district.ID}))
	}
	return "officer", "viewer"
}

// see is a page as somebody gets it who logs in for it.
func see(t *testing.T, site, name, path string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	send := func(method, path string, form url.Values) string {
		r, err := http.NewRequestWithContext(t.Context(), method, site+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		b, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d, %v", path, res.StatusCode, err)
		}
		return string(b)
	}
	send("POST", "/login", url.Values{"name": {name}, "password": {testkit.Password}})
	return send("GET", path, nil)
}

var countForm = regexp.MustCompile(`aria-label="[0-9+]+ việc">([0-9+]+)</span>`)

func counts(page string) (out []string) {
	for _, m := range countForm.FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return out
}
