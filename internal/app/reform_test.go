package app

import (
	"fmt"
	"html"
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
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// reformed is a city with two districts and their base unions, which rearranges
// them into two wards from a day on. 4 people were admitted in D1-1 on 10/03/2023,
// 3 by the district itself; the city gave 5 for the year, and D1 has handed a
// report of 2023 in.
type reformed struct {
	*App
	t      *testing.T
	url    string
	reorg  org.Reorg
	report report.Report
}

func newReformed(t *testing.T, d *db.DB, from day.Date) *reformed {
	t.Helper()
	a, err := New(d, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), false)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	r := &reformed{App: a, t: t, url: s.URL}
	r.begin()
	r.rearrange(from)
	return r
}

func (r *reformed) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *reformed) begin() {
	r.t.Helper()
	ctx := auth.With(r.t.Context(), auth.System())
	for _, f := range []org.Founding{
		{Code: "HN", Name: "LĐLĐ thành phố", Kind: "provincial"},
		{Code: "D1", Name: "LĐLĐ quận Một", Kind: "district", Parent: "HN"},
		{Code: "D2", Name: "LĐLĐ quận Hai", Kind: "district", Parent: "HN"},
		{Code: "D1-1", Name: "CĐCS Một Một", Kind: "base", Parent: "D1", Members: 30},
		{Code: "D1-2", Name: "CĐCS Một Hai", Kind: "base", Parent: "D1", Members: 10},
		{Code: "D2-1", Name: "CĐCS Hai Một", Kind: "base", Parent: "D2", Members: 5},
	} {
		u, err := r.Org.Found(ctx, f)
		r.ok(err)
		r.ok(r.Auth.Create(ctx, auth.NewAccount{Name: strings.ToLower(f.Code), Display: "Trần Thị Ánh", Password: testkit.Password, Role: Officer, Unit: u.ID}))
	}
	_, err := r.Activity.Record(ctx, activity.Draft{Kind: "admission", Unit: "D1-1", Day: "2023-03-10", Fields: activity.Fields{"count": "4", "women": "0"}})
	r.ok(err)
	r.ok(r.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := r.Org.UnitByCode(ctx, tx, "D1")
		if err != nil {
			return err
		}
		return r.Org.Ledger.Post(ctx, tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member.admitted", Unit: u.ID, Day: "2023-05-05", Quantity: 3})
	}))
	_, err = r.Target.Give(ctx, target.Giving{Indicator: "ORG.DV.NEW", Unit: "D1", Period: "2023", Value: "5", Document: "Kế hoạch 08", IssuedOn: "2023-01-30"})
	r.ok(err)
	_, err = r.Report.CallFor(ctx, report.Calling{Unit: "HN", Template: "year", Period: "2023", Due: "2023-12-28"})
	r.ok(err)
	r.report, err = r.Report.Begin(ctx, report.Beginning{Unit: "D1", Template: "year", Period: "2023"})
	r.ok(err)
}

func (r *reformed) rearrange(from day.Date) {
	r.t.Helper()
	var err error
	r.reorg, err = r.Org.Reorganise(auth.With(r.t.Context(), auth.System()), org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: from, Signer: "Trần Văn An",
		Lines: []org.Line{
			{Op: org.OpFound, Unit: "W1", Name: "Công đoàn phường Một", Kind: "ward", Parent: "HN"},
			{Op: org.OpFound, Unit: "W2", Name: "Công đoàn phường Hai", Kind: "ward", Parent: "HN"},
			{Op: org.OpMove, Unit: "D1-1", Parent: "W1"},
			{Op: org.OpMove, Unit: "D1-2", Parent: "W2"},
			{Op: org.OpMove, Unit: "D2-1", Parent: "W2"},
			{Op: org.OpEnd, Unit: "D1", Heirs: "W1, W2"},
			{Op: org.OpEnd, Unit: "D2", Heirs: "W2"},
		},
	})
	r.ok(err)
}

// as is somebody's browser, which follows no redirects.
func (r *reformed) as(name string) func(method, path string, form url.Values) (int, string) {
	r.t.Helper()
	jar, err := cookiejar.New(nil)
	r.ok(err)
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	send := func(method, path string, form url.Values) (int, string) {
		req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, strings.NewReader(form.Encode()))
		r.ok(err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := client.Do(req)
		r.ok(err)
		defer func() { _ = res.Body.Close() }()
		b, err := io.ReadAll(res.Body)
		r.ok(err)
		return res.StatusCode, words(string(b))
	}
	if status, _ := send("POST", "/login", url.Values{"name": {name}, "password": {testkit.Password}}); status != http.StatusSeeOther {
		r.t.Fatalf("log-in of %s: %d", name, status)
	}
	return send
}

var tagForm = regexp.MustCompile(`(?s)<(script|style|head)\b.*?</(script|style|head)>|<[^>]*>`)

func words(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tagForm.ReplaceAllString(page, " "))), " ")
}

// pagesOf are those an officer opens of a unit and a year.
func (r *reformed) pagesOf(unit string, year int) []string {
	out := []string{"/", "/?tree=today", "/todo", "/tree", "/activities", "/reports", "/units/" + unit}
	for _, tree := range []string{"", "&tree=today"} {
		q := fmt.Sprintf("?unit=%s&period=%d%s", unit, year, tree)
		out = append(out, "/board"+q, "/board.xlsx"+q, "/figures"+q, "/targets"+q, "/figures/ORG.DV.NEW"+q, "/figures/ORG.DV.TOTAL"+q, "/figures/ORG.CDCS.TOTAL"+q, "/figures/ORG.DV.PCT"+q)
	}
	return out
}

func TestAReformThatLiesAheadIsOnNoPageYetAndEverybodyWorksOn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		r := newReformed(t, d, "2024-07-01")
		for _, unit := range []string{"HN", "D1", "D1-1"} {
			see := r.as(strings.ToLower(unit))
			for _, path := range append(r.pagesOf(unit, 2023), "/activities/new", "/reports/new") {
				status, page := see("GET", path, nil)
				if status != http.StatusOK {
					t.Errorf("%s opens %s: %d %s", unit, path, status, page)
				}
				for _, word := range []string{"kết thúc ngày", "Hoạt động đến", "Đơn vị đã kết thúc", "Công đoàn phường", "sắp xếp lại"} {
					if strings.Contains(page, word) && !strings.HasPrefix(path, "/units/") { // whose page tells what is to come

						t.Errorf("%s: %s says %q", unit, path, word)
					}
				}
			}
		}
		status, page := r.as("hn")("GET", "/board?unit=HN&period=2023&tree=today&sort=name", nil)
		if status != 200 || !strings.Contains(page, "LĐLĐ quận Hai") || !strings.Contains(page, "2 đơn vị") {
			t.Errorf("the board of today: %d %s", status, page)
		}
		form := url.Values{"unit": {"D1-1"}, "kind": {"admission"}, "day": {"25/12/2023"}, "f.count": {"2"}}
		if status, page := r.as("d1-1")("POST", "/activities/new", form); status == http.StatusForbidden || status == http.StatusNotFound {
			t.Errorf("recording: %d %s", status, page)
		}
	})
}

func TestOfficersOfAClosedDistrictReadTheirYearsAndWriteNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		r := newReformed(t, d, "2024-07-01")
		d.Clock.Set("2025-02-03")
		see := r.as("d1")
		for _, year := range []int{2023, 2024, 2025} {
			for _, path := range r.pagesOf("D1", year) {
				if status, page := see("GET", path, nil); status != http.StatusOK {
					t.Errorf("%s: %d %s", path, status, page)
				}
			}
		}
		has := func(path string, want ...string) {
			t.Helper()
			_, page := see("GET", path, nil)
			for _, w := range want {
				if !strings.Contains(page, w) {
					t.Errorf("%s does not say %q: %s", path, w, page)
				}
			}
		}
		has("/figures/ORG.DV.NEW?unit=D1&period=2023", "7 / 5 người", "Đạt 140% kế hoạch")
		has("/board?unit=D1&period=2023", "CĐCS Một Một", "140%")
		has("/figures/ORG.DV.NEW?unit=D1&period=2023&tree=today", "Đơn vị không còn trong cây hiện nay", "vẫn tính vào LĐLĐ thành phố", "Công đoàn phường Hai (W2)", "Công đoàn phường Một (W1)")
		has("/figures/ORG.DV.NEW?unit=D1&period=2025", "Đơn vị không hoạt động ngày nào trong kỳ này", "Công đoàn phường Một (W1)")
		has("/reports/"+r.report.ID, "LĐLĐ quận Một", "theo cây lúc đó")
		for path, form := range map[string]url.Values{
			"/activities/new?kind=admission":                   {"unit": {"D1"}, "kind": {"admission"}, "day": {"10/03/2023"}, "f.count": {"2"}},
			"/targets/new":                                     {"unit": {"D1"}, "indicator": {"ORG.DV.NEW"}, "period": {"2023"}, "value": {"9"}, "document": {"KH 9"}, "issued_on": {"01/02/2023"}},
			"/units/new":                                       {"parent": {"D1"}, "name": {"CĐCS Mới"}, "kind": {"base"}, "founded_on": {"01/02/2023"}},
			"/units/D1/details":                                {"version": {"1"}},
			"/reports/" + r.report.ID + "/submit":              {"version": {"1"}},
			"/reports/new":                                     {"unit": {"D1"}, "template": {"year"}, "period": {"2022"}},
			"/units/D1-1/dissolve":                             {"last_day": {"01/02/2025"}, "reason": {"x"}},
			"/units/D1-2/count":                                {"workers": {"5"}},
			"/reports/" + r.report.ID + "/edit":                {"version": {"1"}},
			"/reports/calls/new":                               {"unit": {"D1"}, "template": {"year"}, "period": {"2024"}, "due": {"01/03/2025"}},
			"/units/D1/officers/new":                           {"name": {"A"}},
			"/units/D1-1/terms/new":                            {"number": {"I"}},
			"/targets/distribute?indicator=ORG.DV.NEW&unit=D1": {"unit": {"D1"}},
		} {
			status, page := see("POST", path, form)
			refused := status == http.StatusUnprocessableEntity && strings.Contains(page, "Tài khoản này không ghi việc cho đơn vị đó được.")
			if status != http.StatusForbidden && status != http.StatusNotFound && !refused {
				t.Errorf("POST %s: %d %s", path, status, page)
			}
			if strings.Contains(page, "⟦") || len(page) == 0 {
				t.Errorf("POST %s says %s", path, page)
			}
		}
		if v, err := r.Report.Show(auth.With(t.Context(), auth.System()), r.report.ID); err != nil || v.State != report.Draft {
			t.Errorf("the report is %s now, %v", v.State, err)
		}
	})
}

// TestTheReformIsExplainedWhereItCounts: the city's year across the break, in
// pieces that add up, with the decision named; rows of what has ended; successors
// for programs.
func TestTheReformIsExplainedWhereItCounts(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		r := newReformed(t, d, "2023-10-01")
		see := r.as("hn")
		for path, want := range map[string][]string{
			"/figures/ORG.DV.NEW?unit=HN&period=2023": {
				"Trong kỳ này, các đơn vị bên dưới LĐLĐ thành phố đã được sắp xếp lại:", "61/QĐ-LĐLĐ, từ ngày 01/10/2023", "cộng từng đoạn",
				"Từ 01/01/2023 đến 30/09/2023 7 người", "Từ 01/10/2023 đến 25/12/2023 0 người", "Hoạt động đến 30/09/2023",
			},
			"/figures/ORG.DV.NEW?unit=HN&period=2023&tree=today": {"không chia theo ngày sắp xếp", "LĐLĐ quận Một Đơn vị đã kết thúc, hoạt động đến 30/09/2023", "Cộng"},
			"/figures/ORG.DV.NEW?unit=HN&period=2022&tree=today": {"Công đoàn phường Một"},
			"/figures/ORG.DV.TOTAL?unit=W2&period=2023": {
				"Đây là số có đến ngày 25/12/2023", "Có đến hết ngày 31/12/2022 0", "Chuyển đến do sắp xếp +15", "CĐCS Một Hai 61/QĐ-LĐLĐ, từ ngày 01/10/2023 +10", "Có đến hết ngày 25/12/2023 15",
			},
			"/figures/ORG.CDCS.TOTAL?unit=HN&period=2023":           {"Có đến hết ngày 31/12/2022 3", "Chuyển đến do sắp xếp 0", "Chuyển đi do sắp xếp 0", "Có đến hết ngày 25/12/2023 3"},
			"/figures/DIA.PCT?unit=HN&period=2023":                  {"Mỗi đơn vị chỉ đếm một lần, theo cây của ngày 25/12/2023"},
			"/board?unit=HN&period=2023":                            {"61/QĐ-LĐLĐ, từ ngày 01/10/2023", "Hoạt động đến 30/09/2023"},
			"/board?unit=HN&period=2023&tree=today":                 {"Đơn vị đã kết thúc, hoạt động đến 30/09/2023", "2 đơn vị"},
			"/figures?unit=HN&period=2023":                          {"61/QĐ-LĐLĐ, từ ngày 01/10/2023"},
			"/":                                                     {"Theo cây hiện nay", "61/QĐ-LĐLĐ, từ ngày 01/10/2023"},
			"/figures/ORG.DV.NEW?unit=W1&period=2022":               {"Trước đó là: LĐLĐ quận Một (D1)", "Công đoàn phường Một thành lập ngày 01/10/2023"},
			"/figures/ORG.DV.NEW?unit=W1&period=2023-05&tree=today": {"0 người"},
			"/figures/ORG.DV.NEW?unit=W1&period=2023-03&tree=today": {
				"4 người, cộng từ 1 bản ghi", "CĐCS Một Một", "Công đoàn phường Một hoạt động từ 01/10/2023; số của thời gian trước là của các đơn vị nay ở bên dưới.",
			},
		} {
			status, page := see("GET", path, nil)
			for _, w := range want {
				if status != 200 || !strings.Contains(page, w) {
					t.Errorf("%s: %d does not say %q: %s", path, status, w, page)
				}
			}
		}
		r.successors()
	})
}

func (r *reformed) successors() {
	w := &world{r.App, r.url}
	key := w.token(r.t, "hn")
	for path, want := range map[string]string{
		"/api/v1/units/D1":               `"successors":["W1","W2"],"predecessors":[]`,
		"/api/v1/units/W2":               `"successors":[],"predecessors":["D1","D2"]`,
		"/api/v1/units/D1?on=2023-09-30": `"successors":[],"predecessors":[]`,
		"/api/v1/units/W2?on=2023-09-30": `"successors":[],"predecessors":[]`,
		"/api/v1/figures?unit=D1&period=2023&indicator=ORG.DV.NEW&tree=today":   `"successors":["W1","W2"]`,
		"/api/v1/figures?unit=D1&period=2023&indicator=ORG.DV.NEW":              `"successors":[]`,
		"/api/v1/figures?unit=D1&period=2023-11&indicator=ORG.DV.NEW&tree=then": `"successors":["W1","W2"]`,
		"/api/v1/figures?unit=W1&period=2022&indicator=ORG.DV.NEW&tree=then":    `"successors":[]`,
		"/api/v1/figures?unit=HN&period=2023&indicator=ORG.DV.NEW&tree=today":   `"value":"7"`,
	} {
		if status, body := w.call(r.t, key, "GET", path, ""); status != 200 || !strings.Contains(body, want) {
			r.t.Errorf("%s: %d %s, want %s", path, status, body, want)
		}
	}
}
