package agreementweb_test

import (
	"flag"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// due is a site with one agreement of Ba Đình with its People's Committee and
// Bình Tân, of 2023: what it promises was due on 20/12, today being 25/12/2023.
type due struct {
	*testkit.Kit
	agreement *agreement.Service
	t         *testing.T
	id        string
}

func newDue(t *testing.T, d *db.DB) *due {
	t.Helper()
	w := &due{t: t}
	w.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		work := &activity.Service{DB: d, Org: k.Org, Kinds: kinds}
		w.agreement = &agreement.Service{DB: d, Org: k.Org, Activity: work, Auth: k.Auth}
		base := func(*http.Request) string { return "https://dh.vn" }
		return (&agreementweb.Pages{Site: k.Site, Org: k.Org, Agreement: w.agreement, Base: base}).Routes()
	})
	w.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
	)
	w.begin()
	return w
}

func (w *due) begin() {
	w.t.Helper()
	me := w.Ctx("officer", "BD")
	a, err := w.agreement.Begin(me, agreement.Head{
		Unit: "BD", Kind: agreement.Programme, Title: "Chương trình phối hợp <b>UBND</b>, LĐLĐ quận", From: "2023-01-01", To: "2023-12-31", Notice: -1, Review: 0,
		Opposite: []agreement.Opposite{{Name: "UBND quận Ba Đình", Kind: agreement.People}, {Unit: "BT"}},
	})
	w.ok(err)
	f, err := w.agreement.SaveField(me, a.ID, agreement.Field{Heading: "Đối thoại"})
	w.ok(err)
	_, err = w.agreement.SaveCommitment(me, a.ID, agreement.Promise{Commitment: agreement.Commitment{
		Field: f.ID, Text: "Mở lớp kỹ năng thương lượng; mỗi lớp 50 người, ở hai nơi", Side: agreement.A, Due: "2023-12-20",
	}})
	w.ok(err)
	_, err = w.agreement.SaveCommitment(me, a.ID, agreement.Promise{Commitment: agreement.Commitment{Field: f.ID, Text: "Đón đoàn Ba Đình", Side: agreement.B, Due: "2023-12-28"}})
	w.ok(err)
	_, err = w.agreement.Sign(me, a.ID, a.Version, agreement.Signing{On: "2023-02-01", Place: "Hà Nội"})
	w.ok(err)
	w.id = a.ID
}

func (w *due) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// job does the daily job of today.
func (w *due) job() {
	w.t.Helper()
	testkit.Write(w.t, w.DB, func(tx *db.Tx) error { return w.agreement.Due(w.t.Context(), tx, agreement.DueArgs{}) })
}

func TestWhatIsDueIsShownTakenAndDecided(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newDue(t, d)
		officer := w.As(t, "officer", "BD")
		w.job()
		page := officer.Get("/agreements/"+w.id).Must(t, http.StatusOK).Has(t,
			"Nhắc việc", "Quá hạn 5 ngày", "Mở lớp kỹ năng thương lượng", "Còn 3 ngày", "Đón đoàn Ba Đình", "Còn 6 ngày", "Hết giai đoạn: tổng kết",
			"Ngày 25/12/2023 đã nhắc LĐLĐ quận Ba Đình", "Không ai nhận thì ngày 01/01/2024 báo lên LĐLĐ TP Hà Nội.")
		if strings.Contains(page.Body, "<b>UBND") {
			t.Error("a title became markup")
		}
		takes := regexp.MustCompile(`/agreements/[^"]*/take`).FindAllString(page.Body, -1)
		if len(takes) != 3 { // not what Bình Tân promised
			t.Fatalf("%d tasks can be taken, want 3: %v", len(takes), takes)
		}
		form := officer.Get(takes[1]).Must(t, http.StatusOK).Has(t, "Mở lớp kỹ năng thương lượng", "Muộn nhất ngày 23/02/2024")
		typed := url.Values{"once": {form.Value(t, "once")}, "round": {form.Value(t, "round")}, "note": {"Chờ lịch giảng viên"}, "until": {"30/02/2024"}}
		officer.Post(takes[1], typed).Must(t, http.StatusUnprocessableEntity).Has(t, "Chờ lịch giảng viên")
		typed.Set("until", "20/01/2024")
		for range 2 { // a double click
			if a := officer.Post(takes[1], typed).Must(t, http.StatusSeeOther); !strings.HasPrefix(a.Location, "/agreements/"+w.id) {
				t.Errorf("it leads to %s", a.Location)
			}
		}
		officer.Get("/agreements/"+w.id).Must(t, http.StatusOK).Has(t, "Trần Thị Ánh đã nhận, hẹn xong ngày 20/01/2024: Chờ lịch giảng viên")

		next := "/agreements/" + w.id + "/next"
		form = officer.Get(next).Must(t, http.StatusOK).Has(t, "Giai đoạn này hết ngày 31/12/2023")
		officer.Post(next, url.Values{"once": {form.Value(t, "once")}, "note": {"Họp ngày 20/12"}}).Must(t, http.StatusUnprocessableEntity)
		officer.Post(next, url.Values{"once": {form.Value(t, "once")}, "note": {"Họp ngày 20/12"}, "choice": {"renew"}}).Must(t, http.StatusSeeOther)
		officer.Get("/agreements/"+w.id).Must(t, http.StatusOK).Has(t, "Đã quyết định: sẽ ký tiếp", "Họp ngày 20/12").Lacks(t, "Quyết định sau giai đoạn này làm gì")

		w.As(t, "viewer", "BD").Get(takes[0]).Must(t, http.StatusForbidden)
		w.As(t, "officer", "LB").Get(takes[0]).Must(t, http.StatusNotFound)
		w.As(t, "officer", "BT").Get("/agreements/"+w.id).Must(t, http.StatusOK).Has(t, "Nhắc việc", "Nhận việc này")
	})
}

// listed are the tasks of the due page.
func listed(a testkit.Answer) (out []string) {
	for _, m := range regexp.MustCompile(`(?s)<span class="block font-semibold leading-normal mt-1.5">(.*?)</span>`).FindAllStringSubmatch(a.Body, -1) {
		out = append(out, m[1])
	}
	return out
}

func TestThePageOfWhatIsDueHasOnesOwnTasksOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newDue(t, d)
		notice, class, guests, end := "Quyết định sau giai đoạn này làm gì", "Mở lớp kỹ năng thương lượng; mỗi lớp 50 người, ở hai nơi", "Đón đoàn Ba Đình", "Hết giai đoạn: tổng kết"
		for _, c := range []struct {
			role auth.Role
			unit string
			path string
			want []string
		}{
			{"officer", "BD", "", []string{notice, class, end}}, // what side B promised is Bình Tân's
			{"viewer", "HN", "", []string{notice, class, end}},
			{"viewer", "HN", "?place=own", nil},
			{"viewer", "HN", "?place=below&when=late", []string{notice, class}},
			{"viewer", "BT", "", []string{guests}},
			{"officer", "LB", "", nil},
		} {
			got := listed(w.As(t, c.role, c.unit).Get("/agreements/due"+c.path).Must(t, http.StatusOK))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s of %s%s (-want +got):\n%s", c.role, c.unit, c.path, diff)
			}
		}
		of := "/agreements/due?agreement=" + w.id
		w.As(t, "officer", "BT").Get(of).Must(t, http.StatusOK).Has(t, guests, "Tất cả (1)", "Nhận việc này").Lacks(t, class, end)
		w.As(t, "viewer", "BT").Get(of).Must(t, http.StatusOK).Has(t, guests).Lacks(t, "Nhận việc này")
		w.As(t, "officer", "LB").Get("/agreements/due?agreement="+w.id).Must(t, http.StatusNotFound)
		w.Nobody(t).Get("/agreements/due").Must(t, http.StatusSeeOther)
	})
}

var address = regexp.MustCompile(`https://dh\.vn(/lich/[^<]*\.ics)`)

// calendar makes the address of somebody's calendar.
func calendar(t *testing.T, c *testkit.Client) string {
	t.Helper()
	a := c.Post("/agreements/calendar", url.Values{"make": {"1"}}).Must(t, http.StatusOK)
	found := address.FindStringSubmatch(a.Body)
	if found == nil || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("no address, or kept by the browser: %s", a.Text())
	}
	return found[1]
}

var update = flag.Bool("update", false, "write the calendar anew")

var (
	ids   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	stamp = regexp.MustCompile(`DTSTAMP:\d{8}T\d{6}Z`)
)

func TestTheCalendar(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newDue(t, d)
		path, program := calendar(t, w.As(t, "officer", "BD")), w.Nobody(t)
		a := program.Get(path).Must(t, http.StatusOK)
		if got := a.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
			t.Errorf("it is %s", got)
		}
		for _, line := range strings.Split(a.Body, "\r\n") {
			if len(line) > 75 || !strings.HasPrefix(strings.ToValidUTF8(line, "\uFFFD"), line) {
				t.Errorf("a line is too long, or cut within a letter: %q", line)
			}
		}
		got := strings.ReplaceAll(stamp.ReplaceAllString(ids.ReplaceAllString(strings.ReplaceAll(a.Body, "\r\n ", ""), "ID"), "DTSTAMP:NOW"), "\r\n", "\n")
		want, err := os.ReadFile("testdata/calendar.ics")
		if *update {
			want, err = []byte(got), os.WriteFile("testdata/calendar.ics", []byte(got), 0o600)
		}
		w.ok(err)
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		program.Get(path, "If-None-Match", a.Header.Get("ETag")).Must(t, http.StatusNotModified)
		if again := program.Get(path); again.Body != a.Body {
			t.Error("the same is not the same a second time")
		}
	})
}

func TestACalendarReadsWhatItsAccountMayReadNow(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newDue(t, d)
		program := w.Nobody(t)
		for unit, want := range map[string]int{"HN": 3, "BD": 3, "BT": 1, "LB": 0} {
			a := program.Get(calendar(t, w.As(t, "viewer", unit))).Must(t, http.StatusOK)
			if got := strings.Count(a.Body, "BEGIN:VEVENT"); got != want {
				t.Errorf("that of %s has %d events, want %d", unit, got, want)
			}
		}
		officer := w.As(t, "officer", "BD")
		old := calendar(t, officer)
		fresh := calendar(t, officer)
		program.Get(old).Must(t, http.StatusNotFound)
		w.exec(`DELETE FROM auth_grant WHERE account = (SELECT id FROM auth_account WHERE name = $1)`, officer.Name)
		if a := program.Get(fresh).Must(t, http.StatusOK); strings.Contains(a.Body, "VEVENT") {
			t.Error("the grant is gone, and the calendar reads on")
		}
		w.exec(`UPDATE auth_account SET disabled_at = 1 WHERE name = $1`, officer.Name)
		program.Get(fresh).Must(t, http.StatusNotFound)
		chair := w.As(t, "chair", "BD")
		path := calendar(t, chair)
		for range 2 {
			chair.Post("/agreements/calendar/revoke", nil).Must(t, http.StatusSeeOther)
		}
		program.Get(path).Must(t, http.StatusNotFound)
		chair.Get("/agreements/calendar").Must(t, http.StatusOK).Has(t, "Bạn chưa có đường dẫn")
		if n := w.count(`SELECT COUNT(*) FROM audit_entry WHERE action IN ('agreement.feed.create', 'agreement.feed.revoke')`); n != 4+2+2 {
			t.Errorf("the log has %d entries of calendars, want 8", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM agreement_feed WHERE hash LIKE '%' || $1 || '%'`, strings.TrimSuffix(strings.TrimPrefix(path, "/lich/"), ".ics")); n != 0 {
			t.Error("a secret is kept as it is")
		}
	})
}

func TestGuessingAtCalendarsIsSlowed(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newDue(t, d)
		good := calendar(t, w.As(t, "officer", "BD"))
		guesser := w.Nobody(t)
		for i := range 70 {
			a := guesser.Get("/lich/" + strings.Repeat("x", i) + ".ics")
			if i < 60 && a.Status != http.StatusNotFound {
				t.Fatalf("try %d: %d", i, a.Status)
			}
			if i == 69 && (a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "") {
				t.Errorf("after 70 tries: %d", a.Status)
			}
		}
		guesser.Get(good).Must(t, http.StatusOK) // who has the secret guesses nothing
	})
}

func (w *due) exec(query string, args ...any) {
	w.t.Helper()
	testkit.Write(w.t, w.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(w.t.Context(), query, args...)
		return err
	})
}

func (w *due) count(query string, args ...any) (n int) {
	w.t.Helper()
	testkit.Read(w.t, w.DB, func(tx *db.Tx) error { return tx.Get(w.t.Context(), &n, query, args...) })
	return n
}
