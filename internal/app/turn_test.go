package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// ending is a city with two districts that have the same of everything, each
// with a leader, an officer and a base union; Ba Đình is going to end.
type ending struct {
	*world
	t   *testing.T
	ids map[string]string // of a district's things: "BD report"
}

func newEnding(t *testing.T, d *db.DB) ending {
	t.Helper()
	a, err := New(d, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), false)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	e := ending{&world{a, s.URL}, t, map[string]string{}}
	e.found(foundingOf("HN", "LĐLĐ TP Hà Nội", "provincial", ""))
	for code, name := range map[string]string{"BD": "LĐLĐ quận Ba Đình", "LB": "LĐLĐ quận Long Biên"} {
		e.district(code, name)
	}
	return e
}

func (e ending) system() context.Context {
	return i18n.With(auth.With(e.t.Context(), auth.System()), e.Words.Printer(i18n.Vi))
}

func (e ending) ok(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e ending) found(f org.Founding) org.Unit {
	e.t.Helper()
	u, err := e.Org.Found(e.system(), f)
	e.ok(err)
	return u
}

func (e ending) district(code, name string) {
	e.t.Helper()
	u := e.found(foundingOf(code, name, "district", "HN"))
	e.found(foundingOf(code+"-1", "CĐCS "+code, "base", code))
	for role, who := range map[auth.Role]string{Leader: "leader-", Officer: "officer-"} {
		n := auth.NewAccount{Name: who + strings.ToLower(code), Display: "Trần Thị Ánh", Password: testkit.Password, Role: role, Unit: u.ID}
		e.ok(e.Auth.Create(e.system(), n))
	}
	_, err := e.Target.Give(e.system(), target.Giving{Indicator: "ORG.DV.NEW", Unit: code, Period: "2023", Value: "20", Document: "08/KH", IssuedOn: "2023-01-30"})
	e.ok(err)
	rep, err := e.Report.Begin(e.system(), report.Beginning{Unit: code, Template: "year", Period: "2023"})
	e.ok(err)
	rec, err := e.Activity.Record(e.system(), activity.Draft{Kind: "directive", Unit: code, Day: "2023-03-20", Fields: activity.Fields{
		"leader": "Chủ tịch", "directive": "Rà soát", "due_on": "2023-12-20",
	}})
	e.ok(err)
	e.ids[code+" /reports"], e.ids[code+" /activities"] = rep.ID, rec.ID
}

// reform ends Ba Đình on 30/06/2023; its base union goes to Long Biên.
func reform() org.Plan {
	return org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-06-20", EffectiveOn: "2023-07-01", Signer: "Trần Văn An", Reason: "Sắp xếp",
		Lines: []org.Line{{Op: org.OpMove, Unit: "BD-1", Parent: "LB"}, {Op: org.OpEnd, Unit: "BD"}},
	}
}

// TestAReformTellsTargetsReportsAndAccounts: all domains are asked, the lowest
// first, and all are told.
func TestAReformTellsTargetsReportsAndAccounts(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		e := newEnding(t, d)
		f, err := e.Org.Forecast(e.system(), reform())
		e.ok(err)
		var got []string
		for _, h := range f.Hanging {
			got = append(got, i18n.T(e.system(), h.What)+" · "+h.Unit+": "+h.Text)
		}
		want := []string{
			"Chỉ tiêu được chốt hoặc chuyển · BD: Chỉ tiêu Đoàn viên kết nạp mới năm 2023: giao 20 người, đạt 0 người đến 30/06/2023; phần còn lại 20 người chuyển LĐLĐ TP Hà Nội",
			"Báo cáo đang làm dở · BD: Báo cáo năm 2023, Bản nháp: từ 01/07/2023 đơn vị chỉ còn xem, công đoàn cấp trên làm tiếp và ký thay",
			"Tài khoản đổi phạm vi · BD: leader-bd (Trần Thị Ánh), Lãnh đạo: chỉ còn xem từ 01/07/2023",
			"Tài khoản đổi phạm vi · BD: officer-bd (Trần Thị Ánh), Cán bộ công đoàn: chỉ còn xem từ 01/07/2023",
			"Tài khoản đổi phạm vi · LB: 2 tài khoản quản thêm 1 đơn vị",
		}
		if !slices.Equal(got, want) {
			t.Errorf("forecast:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		_, err = e.Org.Reorganise(e.system(), reform())
		e.ok(err)
		for account, want := range map[string]string{
			"leader-bd":  "LĐLĐ quận Ba Đình kết thúc hoạt động ngày 30/06/2023 theo Quyết định 61/QĐ-LĐLĐ. Từ hôm sau tài khoản này chỉ còn xem ở đơn vị đó.",
			"officer-lb": "Từ 01/07/2023, theo Quyết định 61/QĐ-LĐLĐ, LĐLĐ quận Long Biên quản thêm 1 đơn vị.",
		} {
			if got := e.told(account); !slices.Contains(got, want) {
				t.Errorf("%s is told %q", account, got)
			}
		}
	})
}

func (e ending) told(account string) (out []string) {
	e.t.Helper()
	a, err := e.Auth.TokenFor(e.t.Context(), account)
	e.ok(err)
	testkit.Read(e.t, e.DB, func(tx *db.Tx) error {
		actor, err := e.Auth.ByToken(e.t.Context(), a)
		if err != nil {
			return err
		}
		list, err := notify.Unread(e.t.Context(), tx, actor.Account)
		for _, n := range list {
			out = append(out, n.Text(e.system()))
		}
		return err
	})
	return out
}

// TestOfficersOfAClosedUnitWriteNothing sends every form there is as its leader
// and its officer. The same forms of a unit that lives do write, so that they
// are forms worth refusing.
func TestOfficersOfAClosedUnitWriteNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		e := newEnding(t, d)
		_, err := e.Org.Reorganise(e.system(), reform())
		e.ok(err)
		before := e.contents()
		for _, who := range []string{"leader-bd", "officer-bd"} {
			e.sendAll(e.token(t, who), "BD")
		}
		if changed := e.changed(before); len(changed) > 0 {
			t.Errorf("the closed unit's people changed %v", changed)
		}
		e.sendAll(e.token(t, "leader-lb"), "LB")
		changed := e.changed(before)
		for _, table := range []string{"org_unit", "org_headcount", "org_officer", "org_term", "target_target", "activity_record", "report_report", "report_call", "auth_account"} {
			if !slices.Contains(changed, table) {
				t.Errorf("the living unit's leader did not change %s", table)
			}
		}
		if status, _ := e.call(t, e.token(t, "officer-bd"), "GET", "/units/BD", ""); status != http.StatusOK {
			t.Errorf("reading on: %d", status)
		}
	})
}

// contents is a digest of each table in which units have something.
func (e ending) contents() map[string]string {
	e.t.Helper()
	out := map[string]string{}
	for _, table := range backupTables {
		if slices.ContainsFunc([]string{"audit_", "job_", "auth_token", "auth_session", "auth_throttle", "import_", "notify_"}, func(p string) bool { return strings.HasPrefix(table, p) }) {
			continue // what a reader leaves behind
		}
		sum := sha256.New()
		testkit.Read(e.t, e.DB, func(tx *db.Tx) error {
			return tx.Dump(e.t.Context(), `/* app.contents */ SELECT * FROM `+table+` ORDER BY 1, 2`,
				func([]string) error { return nil }, func(row []any) error {
					_, err := fmt.Fprintln(sum, row...)
					return err
				})
		})
		out[table] = string(sum.Sum(nil))
	}
	return out
}

func (e ending) changed(before map[string]string) (out []string) {
	e.t.Helper()
	for table, sum := range e.contents() {
		if before[table] != sum {
			out = append(out, table)
		}
	}
	slices.Sort(out)
	return out
}

// sendAll sends a form to each route that writes.
func (e ending) sendAll(key, code string) {
	e.t.Helper()
	for _, r := range e.Routes() {
		method, path, _ := strings.Cut(r.Pattern, " ")
		own := strings.HasPrefix(path, "/account") || path == "/logout" || path == "/demo/day" || path == "/switch" // their own, not the unit's
		if method == http.MethodGet || own {
			continue
		}
		for _, kind := range []string{"", "unit", "directive"} { // of what is made
			e.send(key, method, path, code, kind)
		}
	}
}

func (e ending) send(key, method, path, code, kind string) {
	e.t.Helper()
	id := "x"
	for of, thing := range e.ids {
		if unit, prefix, _ := strings.Cut(of, " "); unit == code && strings.HasPrefix(path, prefix) {
			id = thing
		}
	}
	query := "?unit=" + code + "&indicator=ORG.DV.NEW&period=2023"
	path = strings.NewReplacer("{code}", code, "{id}", id, "{kind}", "targets", "{calls}", "calls").Replace(path)
	form := url.Values{
		"once": {db.NewID()}, "version": {"1"}, "unit": {code}, "parent": {code}, "from": {"2023-01-02"}, "to": {""}, "day": {"2023-05-05"},
		"code": {code + "-9"}, "name": {"Nguyễn Văn Bình"}, "person": {"Nguyễn Văn Bình"}, "display": {"Nguyễn Văn Bình"}, "password": {testkit.Password}, "again": {testkit.Password},
		"role": {"viewer"}, "indicator": {"ORG.DV.NEW"}, "period": {"2023"}, "value": {"7"}, "document": {"9/KH"}, "issued_on": {"2023-05-05"},
		"template": {"year"}, "due": {"2023-12-30"}, "reason": {"cần"}, "decision_no": {"9/QĐ"}, "decided_on": {"2023-05-05"}, "effective_on": {"2023-05-05"},
		"founded_on": {"2023-05-05"}, "signer": {"Trần Văn An"}, "workers": {"9"}, "women": {"4"}, "members": {"9"}, "committee": {e.Org.Rules.Committees[0].Code}, "post": {e.Org.Rules.Posts[0].Code},
		"number": {"X"}, "kind": {cmp.Or(kind, "base")}, "last_day": {"2023-06-01"}, "bloc": {"enterprise"}, "sector": {"private_enterprise"},
		"leader": {"Chủ tịch"}, "directive": {"Rà soát"}, "due_on": {"2023-12-20"}, "share-" + code + "-1": {"20"},
	}
	switch {
	case strings.HasSuffix(path, "/targets/new"):
		form.Set("unit", code+"-1")
	case strings.HasSuffix(path, "/accounts/new"):
		form.Set("name", "binh-"+strings.ToLower(code))
	case strings.HasSuffix(path, "/terms/new"):
		form.Set("to", "2027-01-01")
	case strings.HasSuffix(path, "/reports/new"):
		form.Set("period", "2022")
	}
	r, err := http.NewRequestWithContext(e.t.Context(), method, e.url+path+query, strings.NewReader(form.Encode()))
	e.ok(err)
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	e.ok(err)
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	if res.StatusCode >= http.StatusInternalServerError {
		e.t.Errorf("%s %s: %d", method, path, res.StatusCode)
	}
}

// TestUndoingAReformAfterAHandDownNamesIt goes through the whole program.
func TestUndoingAReformAfterAHandDownNamesIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		e := newEnding(t, d)
		act, err := e.Org.Reorganise(e.system(), reform())
		e.ok(err)
		_, _, err = e.Target.HandDown(e.system(), target.HandDown{
			ID: db.NewID(), Unit: "HN", Indicator: "ORG.DV.NEW", Period: "2023", Document: "9/KH", IssuedOn: "2023-09-09",
			Shares: []target.Share{{Unit: "LB", Value: "20"}},
		})
		e.ok(err)
		_, err = e.Org.UndoReorg(e.system(), act.ID, "ký nhầm")
		if !errs.Is(err, errs.Conflict) || errs.Of(err).Args["name"] != "LĐLĐ quận Long Biên" {
			t.Errorf("undone: %v", err)
		}
	})
}

// TestARestIsSomethingToDo leads those who may give to the page that hands it
// down.
func TestARestIsSomethingToDo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		e := newEnding(t, d)
		_, err := e.Org.Reorganise(e.system(), reform())
		e.ok(err)
		u, err := e.Org.Open(e.system(), "HN")
		e.ok(err)
		e.ok(e.Auth.Create(e.system(), auth.NewAccount{Name: "thanhpho", Display: "Trần Thị Ánh", Password: testkit.Password, Role: Officer, Unit: u.ID}))
		page := see(t, e.url, "thanhpho", "/todo")
		for _, want := range []string{"Giao phần còn lại 20 người: Đoàn viên kết nạp mới", "/targets/rest?unit=HN&amp;indicator=ORG.DV.NEW&amp;period=2023", "Làm tiếp báo cáo năm 2023 của LĐLĐ quận Ba Đình"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
	})
}
