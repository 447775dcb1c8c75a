package homeweb_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/google/go-cmp/cmp"
)

// busy is the world with one of each thing that waits. Of the district Ba Đình
// the city wants the year (yesterday), the quarter (today, begun) and the half
// (in a week, returned); its nine months wait for the signature. Ba Đình wants
// the year of its five unions: BD-1 has handed it in, BD-2 only begun.
type busy struct {
	world
	ids map[string]string
}

func newBusy(t *testing.T, d *db.DB) busy {
	t.Helper()
	b := busy{newWorld(t, d), map[string]string{}}
	city, district := b.Ctx("officer", "HN"), b.Ctx("officer", "HN-BD")
	d.Clock.Set("2023-12-11")
	b.call(city, "HN", "year", "2023", "2023-12-24")
	b.call(city, "HN", "quarter", "2023-Q4", "2023-12-25")
	b.call(city, "HN", "half", "2023-H2", "2024-01-01")
	b.call(district, "HN-BD", "base_year", "2023", "2023-12-20")
	nine := b.submit(district, b.begin(district, "HN-BD", "nine", "2023-9M"))
	_, err := b.report.Accept(city, nine.ID, nine.Version)
	b.ok(err)
	b.submit(b.Ctx("officer", "HN-LB"), b.begin(b.Ctx("officer", "HN-LB"), "HN-LB", "year", "2023"))
	b.submit(b.Ctx("officer", "BD-1"), b.begin(b.Ctx("officer", "BD-1"), "BD-1", "base_year", "2023"))
	b.begin(b.Ctx("officer", "BD-2"), "BD-2", "base_year", "2023")
	d.Clock.Set("2023-12-24")
	half := b.submit(district, b.begin(district, "HN-BD", "half", "2023-H2"))
	_, err = b.report.Return(city, half.ID, half.Version, "thiếu số lao động nữ")
	b.ok(err)
	b.begin(district, "HN-BD", "stage", "2019/2023")
	d.Clock.Set(testkit.Today)
	b.begin(district, "HN-BD", "quarter", "2023-Q4")
	b.work()
	return b
}

// work is open work: late, due today, due in time, too far ahead, done, without
// a day, and of somebody else's unit.
func (b busy) work() {
	b.t.Helper()
	b.directive("HN-BD", "Rà soát Tết sum vầy", "2023-12-23", "")
	b.directive("BD-1", "Kiểm tra bếp ăn ca", "2023-12-25", "")
	b.directive("HN-BD", "Chuẩn bị đại hội", "2024-01-06", "")
	b.directive("HN-BD", "Việc còn xa", "2024-01-20", "")
	b.directive("HN-BD", "Việc đã xong", "2023-12-01", "2023-12-02")
	b.directive("HN-LB", "Việc của Long Biên", "2023-12-22", "")
	advice := b.record(activity.Draft{Kind: "advice", Unit: "HN-BD", Day: "2023-11-01", Fields: activity.Fields{"subject": "nhà trẻ cho con công nhân"}})
	b.record(activity.Draft{Kind: "advice_recipient", Unit: "HN-BD", Day: "2023-11-01", Under: advice, Fields: activity.Fields{"recipient": "UBND quận", "reply_due": "28/12/2023"}})
	b.record(activity.Draft{Kind: "advice_recipient", Unit: "HN-BD", Day: "2023-11-01", Under: advice, Fields: activity.Fields{"recipient": "Phòng GD&ĐT"}})
	b.record(activity.Draft{Kind: "advice_recipient", Unit: "HN-BD", Day: "2023-11-01", Under: advice, Fields: activity.Fields{"recipient": "Phòng Y tế", "answered_on": "05/11/2023"}})
}

func (b busy) directive(unit, text, due, done string) {
	b.t.Helper()
	b.ids[text] = b.record(activity.Draft{Kind: "directive", Unit: unit, Day: "2023-11-20", Fields: activity.Fields{"leader": "Chủ tịch", "directive": text, "due_on": due, "done_on": done}})
}

func (b busy) record(d activity.Draft) string {
	b.t.Helper()
	rec, err := b.activity.Record(b.System(), d)
	b.ok(err)
	return rec.ID
}

func (b busy) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b busy) call(ctx context.Context, unit, template, period string, due day.Date) {
	b.t.Helper()
	c, err := b.report.CallFor(ctx, report.Calling{Unit: unit, Template: template, Period: period, Due: due})
	b.ok(err)
	b.ids["call "+template] = c.ID
}

func (b busy) begin(ctx context.Context, unit, template, period string) report.Report {
	b.t.Helper()
	r, err := b.report.Begin(ctx, report.Beginning{Unit: unit, Template: template, Period: period})
	b.ok(err)
	b.ids[unit+" "+template] = r.ID
	return r
}

func (b busy) submit(ctx context.Context, r report.Report) report.Report {
	b.t.Helper()
	r, err := b.report.Submit(ctx, r.ID, r.Version)
	b.ok(err)
	return r
}

var (
	rowForm = regexp.MustCompile(`(?s)<a class="row[^"]*" href="([^"]*)">(.*?)</a>`)
	tagForm = regexp.MustCompile(`(?s)<span class="tag[^"]*">.*?</svg>(.*?)</span>`)
	boldly  = regexp.MustCompile(`(?s)<span class="block font-semibold leading-normal mt-1.5">(.*?)</span>`)
)

// rows are the tasks of a page, "tag: title", and where they lead.
func rows(a testkit.Answer) (out, hrefs []string) {
	for _, m := range rowForm.FindAllStringSubmatch(a.Body, -1) {
		tag, title := tagForm.FindStringSubmatch(m[2]), boldly.FindStringSubmatch(m[2])
		hrefs = append(hrefs, html.UnescapeString(m[1]))
		if tag != nil && title != nil {
			out = append(out, html.UnescapeString(strings.TrimSpace(tag[1])+": "+title[1]))
		}
	}
	return out, hrefs
}

// The rows of the district's officer; others see some of them.
var (
	mend     = "Bị trả lại: Sửa báo cáo 6 tháng cuối năm 2023: thiếu số lao động nữ"
	review   = "Quá hạn 2 ngày: Chỉ đạo: Rà soát Tết sum vầy"
	yearly   = "Quá hạn 1 ngày: Nộp báo cáo năm 2023"
	accept   = `Chờ nhận: CĐCS <b>Đường</b> sắt đã nộp báo cáo năm 2023 của CĐCS`
	kitchen  = "Hạn hôm nay: Chỉ đạo: Kiểm tra bếp ăn ca"
	quarter  = "Hạn hôm nay: Nộp báo cáo quý IV năm 2023"
	council  = "Còn 3 ngày: Gửi UBND quận"
	remind   = "4 đơn vị chậm: Đôn đốc nộp báo cáo năm 2023 của CĐCS"
	far      = `Xa đích: CĐCS <b>Đường</b> sắt: Đoàn viên kết nạp mới 6/10 người`
	congress = "Còn 12 ngày: Chỉ đạo: Chuẩn bị đại hội"
	school   = "Chưa có kết quả: Gửi Phòng GD&ĐT"
	stage    = "Bản nháp: Viết tiếp báo cáo giai đoạn 2019 - 2023"
	sign     = "Chờ ký: Ký báo cáo 9 tháng năm 2023"
)

func TestWhoSeesWhichTasks(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		for _, c := range []struct {
			who, role, unit string
			want            []string
			urgent          string
		}{
			{"a district's officer", "officer", "HN-BD", []string{mend, review, yearly, accept, quarter, kitchen, council, remind, far, congress, school, stage}, "7"},
			{"its chair", "chair", "HN-BD", []string{mend, review, yearly, sign, accept, quarter, kitchen, council, remind, far, congress, school, stage}, "8"},
			{"a city's officer", "officer", "HN", []string{
				"Quá hạn 3 ngày: Chỉ đạo: Việc của Long Biên", review, "Chờ nhận: LĐLĐ quận Long Biên đã nộp báo cáo năm 2023", kitchen, council,
				"1 đơn vị chậm: Đôn đốc nộp báo cáo năm 2023", "Xa đích: LĐLĐ quận Long Biên: CĐCS thành lập mới 0/10 đơn vị",
				"Xa đích: LĐLĐ quận Long Biên: Đoàn viên kết nạp mới 0/200 người", congress, school,
				"Chưa có chỉ tiêu: Chưa có chỉ tiêu năm 2023",
			}, "5"},
			{"a union's officer who has handed in", "officer", "BD-1", []string{kitchen, "Xa đích: Đoàn viên kết nạp mới 6/10 người"}, "1"},
			{"a union's officer who has begun", "officer", "BD-2", []string{"Quá hạn 5 ngày: Nộp báo cáo năm 2023 của CĐCS"}, "1"},
			{"who only reads", "viewer", "HN-BD", []string{far}, ""},
			{"who only reads a union", "viewer", "BD-2", nil, ""},
		} {
			t.Run(c.who, func(t *testing.T) {
				client := b.As(t, auth.Role(c.role), c.unit)
				a := client.Get("/todo").Must(t, http.StatusOK)
				got, hrefs := rows(a)
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				for _, href := range hrefs {
					client.Get(href).Must(t, http.StatusOK)
				}
				if strings.Contains(a.Body, "<b>Đường") {
					t.Error("a name became markup")
				}
				b.sameCount(t, c.role, c.unit, a, c.urgent)
			})
		}
	})
}

// sameCount: the count beside the navigation is that of the pressing tasks.
func (b busy) sameCount(t *testing.T, role, unit string, a testkit.Answer, want string) {
	t.Helper()
	got := ""
	if _, after, ok := strings.Cut(a.Body, ">Gấp ("); ok {
		got = strings.SplitN(after, ")", 2)[0]
	} else if n := strings.Count(a.Body, `id="h-gap"`); n > 0 {
		got = fmt.Sprint(len(rowForm.FindAllString(a.Body, -1)))
	}
	if got != want {
		t.Errorf("the page counts %q that press, want %q", got, want)
	}
	testkit.Read(t, b.DB, func(tx *db.Tx) error {
		ctx := b.Ctx(auth.Role(role), unit)
		u, err := b.Org.Find(ctx, tx, unit)
		if err != nil {
			return err
		}
		n, err := b.home.Pressing(ctx, tx, u)
		if text := strings.TrimPrefix(fmt.Sprint(n), "0"); text != want {
			t.Errorf("the navigation counts %q, want %q", text, want)
		}
		return err
	})
}

func TestTasksByKind(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		officer := b.As(t, "officer", "HN-BD")
		b.tell(officer.Name, 6)
		all := officer.Get("/todo").Must(t, http.StatusOK).Has(t,
			"Thứ Hai, 25/12/2023. 12 việc, 7 việc gấp.", "Tất cả (12)", "Gấp (7)", "Báo cáo (6)", "Công việc (5)", "Chỉ tiêu (1)", "Thông báo (6)",
			"Tham mưu: nhà trẻ cho con công nhân · Hạn trả lời Thứ Năm, 28/12/2023", "Trả lại hôm qua. Hạn Thứ Hai, 01/01/2024.", "Đã có bản nháp.",
			"Hạn Thứ Tư, 20/12/2023, đã qua 5 ngày.", "Ghi ngày 01/11/2023, 54 ngày trước", "Nộp ngày 11/12/2023, 14 ngày trước.", "Cả 6 thông báo",
		)
		if n := strings.Count(all.Body, `href="/notices/`); n != 4 {
			t.Errorf("%d notices are listed, want 4", n)
		}
		for kind, want := range map[string][]string{
			"gap":       {mend, review, yearly, accept, quarter, kitchen, council},
			"bao-cao":   {mend, yearly, accept, quarter, remind, stage},
			"cong-viec": {review, kitchen, council, congress, school},
			"chi-tieu":  {far},
			"thong-bao": nil,
		} {
			a := officer.Get("/todo?kind="+kind).Must(t, http.StatusOK)
			got, _ := rows(a)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", kind, diff)
			}
			if !strings.Contains(a.Body, `href="/todo?kind=`+kind+`" aria-current="true"`) {
				t.Errorf("%s: its chip is not the current one", kind)
			}
		}
		if got, _ := rows(officer.Get("/todo?kind=x").Must(t, http.StatusOK)); len(got) != 12 {
			t.Errorf("a kind nobody knows has %d rows, want all", len(got))
		}
		officer.Get("/todo?kind=chi-tieu").Lacks(t, "Thông báo chưa đọc")
	})
}

// tell tells an account something n times.
func (b busy) tell(name string, n int) {
	b.t.Helper()
	testkit.Write(b.t, b.DB, func(tx *db.Tx) error {
		var id string
		if err := tx.Get(b.t.Context(), &id, `SELECT id FROM auth_account WHERE name = $1`, name); err != nil {
			return err
		}
		for i := range n {
			args := i18n.Args{"name": fmt.Sprintf("CĐCS số %d", i+1), "report": "Báo cáo năm 2023"}
			if err := notify.Add(b.t.Context(), tx, notify.Notice{To: []string{id}, Key: "report.news.submitted", Args: args, Href: "/reports"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestWhatIsDoneIsGone does one thing after the other, each by the person's own
// hands, and sees its row go.
func TestWhatIsDoneIsGone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		district, chair, city := b.Ctx("officer", "HN-BD"), b.Ctx("chair", "HN-BD"), b.Ctx("officer", "HN")
		page := b.As(t, "chair", "HN-BD")
		version := func(id string) int {
			v, err := b.report.Show(b.System(), id)
			b.ok(err)
			return v.Version
		}
		for _, step := range []struct {
			gone string
			do   func() error
		}{
			{mend, func() error {
				_, err := b.report.Submit(district, b.ids["HN-BD half"], version(b.ids["HN-BD half"]))
				return err
			}},
			{review, func() error {
				_, err := b.activity.Finish(district, b.ids["Rà soát Tết sum vầy"], 1, "2023-12-24", "xong")
				return err
			}},
			{yearly, func() error { b.submit(district, b.begin(district, "HN-BD", "year", "2023")); return nil }},
			{sign, func() error {
				g, err := b.report.Proposal(chair, b.ids["HN-BD nine"])
				g.Signer, g.Place = "Đặng Minh Châu", "Ba Đình"
				if err == nil {
					_, err = b.report.Sign(chair, b.ids["HN-BD nine"], version(b.ids["HN-BD nine"]), g)
				}
				return err
			}},
			{accept, func() error {
				_, err := b.report.Accept(district, b.ids["BD-1 base_year"], version(b.ids["BD-1 base_year"]))
				return err
			}},
			{stage, func() error {
				_, err := b.report.Drop(district, b.ids["HN-BD stage"], version(b.ids["HN-BD stage"]))
				return err
			}},
			{remind, func() error {
				for _, unit := range []string{"BD-2", "NEW-0", "NEW-1", "NEW-2"} {
					b.submit(b.System(), b.begin(b.System(), unit, "base_year", "2023"))
				}
				return nil
			}},
		} {
			if got, _ := rows(page.Get("/todo")); !has(got, step.gone) {
				t.Fatalf("%q is not there before: %q", step.gone, got)
			}
			b.ok(step.do())
			if got, _ := rows(page.Get("/todo")); has(got, step.gone) {
				t.Errorf("%q is still there: %q", step.gone, got)
			}
		}
		// four more wait now: together in one row, which leads to their list
		a := page.Get("/todo").Has(t, "4 đơn vị đã nộp báo cáo năm 2023 của CĐCS", "Đơn vị sớm nhất nộp hôm nay.")
		if !strings.Contains(a.Body, `href="/reports?state=submitted&amp;template=base_year&amp;period=2023"`) {
			t.Error("they do not lead to the list")
		}
		if got, _ := rows(b.As(t, "officer", "HN").Get("/todo")); has(got, "1 đơn vị chậm: Đôn đốc nộp báo cáo năm 2023") {
			t.Errorf("the city still waits: %q", got)
		}
		_, err := b.report.Return(city, b.ids["HN-BD year"], version(b.ids["HN-BD year"]), "thiếu phụ lục")
		b.ok(err)
		if got, _ := rows(page.Get("/todo")); !has(got, "Bị trả lại: Sửa báo cáo năm 2023: thiếu phụ lục") {
			t.Errorf("what was returned is not there: %q", got)
		}
	})
}

func has(list []string, want string) bool {
	for _, x := range list {
		if x == want {
			return true
		}
	}
	return false
}

func TestNothingToDo(t *testing.T) {
	b := newBusy(t, testkit.SQLite(t))
	viewer := b.As(t, "viewer", "BD-2")
	viewer.Get("/todo").Must(t, http.StatusOK).Has(t, "Không có việc nào đang chờ", "Có việc mới, trang này sẽ nhắc.").Lacks(t, "Gấp", "Tất cả (")
	b.tell(viewer.Name, 1)
	viewer.Get("/todo").Has(t, "Không có việc nào đang chờ", "Chỉ còn thông báo chưa đọc.", "CĐCS số 1 đã nộp Báo cáo năm 2023.")
	b.As(t, "officer", "HN-BD").Get("/todo?kind=thong-bao").Must(t, http.StatusOK).Has(t, "Loại này không còn việc nào", "Xem mọi việc")
}

func TestMuchWorkIsCountedAndSomeListed(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		for i := range 40 {
			b.directive("BD-2", fmt.Sprintf("Việc số %02d", i), "2023-12-15", "")
		}
		a := b.As(t, "officer", "HN-BD").Get("/todo").Must(t, http.StatusOK).Has(t, "Gấp (47)", "Công việc (45)", "Còn 14 công việc khác đến hạn")
		if got, _ := rows(a); len(got) != 8+30 {
			t.Errorf("%d rows, want 30 of the work", len(got))
		}
		for i := range 70 {
			b.directive("BD-2", fmt.Sprintf("Việc thêm %02d", i), "2023-12-15", "")
		}
		b.As(t, "officer", "HN-BD").Get("/todo").Must(t, http.StatusOK).Has(t, "Gấp (99+)", "99+ việc, 99+ việc gấp")
	})
}

// TestTheOverviewBeginsTheSameList: its first rows, and the way to the rest.
func TestTheOverviewBeginsTheSameList(t *testing.T) {
	b := newBusy(t, testkit.SQLite(t))
	a := b.As(t, "officer", "HN-BD").Get("/").Must(t, http.StatusOK).Has(t, "Cả 12 việc", "12 việc cần làm")
	got, _ := rows(a)
	if diff := cmp.Diff([]string{mend, review, yearly, accept, quarter}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(a.Body, `href="/todo"`) {
		t.Error("it does not lead to all")
	}
}

// TestWorkOfAUnitThatEndedIsItsSuperiors: somebody has to bring it to its end.
func TestWorkOfAUnitThatEndedIsItsSuperiors(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		_, err := b.Org.Dissolve(b.System(), org.Dissolution{Unit: "BD-1", LastDay: "2023-12-24"})
		b.ok(err)
		officer := b.As(t, "officer", "HN-BD")
		got, hrefs := rows(officer.Get("/todo").Must(t, http.StatusOK))
		if !has(got, kitchen) || !has(got, accept) || !has(got, remind) {
			t.Errorf("what it left is not there: %q", got)
		}
		for _, href := range hrefs {
			officer.Get(href).Must(t, http.StatusOK)
		}
	})
}

func TestTodoInABrowser(t *testing.T) {
	b := newBusy(t, testkit.SQLite(t))
	chair := b.As(t, "chair", "HN-BD")
	b.tell(chair.Name, 6)
	quiet := b.As(t, "viewer", "BD-2")
	for _, width := range []int{360, 1440} {
		for who, name := range map[string]string{"chair": chair.Name, "nobody": quiet.Name} {
			t.Run(fmt.Sprint(width, " ", who), func(t *testing.T) {
				p := browser.Open(t, width, 800)
				p.Go(b.URL + "/login?next=/todo")
				p.Fill("[name=name]", name)
				p.Fill("[name=password]", testkit.Password)
				p.Click("form button.btn-primary")
				for i, path := range []string{"/todo", "/todo?kind=bao-cao", "/todo?kind=thong-bao", "/"} {
					p.Go(b.URL + path)
					p.NoSidewaysScroll(t)
					for _, v := range p.Axe(t) {
						t.Errorf("%s: %s (%s): %v", path, v.Help, v.ID, v.Nodes)
					}
					if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
						p.Shot(filepath.Join(dir, fmt.Sprintf("todo-%s-%d-%d.png", who, width, i)))
					}
				}
			})
		}
	}
}
