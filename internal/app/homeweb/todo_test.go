package homeweb_test

import (
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/google/go-cmp/cmp"
)

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
			{"a district's officer", "officer", "HN-BD", []string{mend, review, yearly, accept, quarter, council, congress, school, stage, remind, kitchen, far}, "6"},
			{"its chair", "chair", "HN-BD", []string{mend, review, yearly, sign, accept, quarter, council, congress, school, stage, remind, kitchen, far}, "7"},
			{"a city's officer", "officer", "HN", []string{
				"Chờ nhận: LĐLĐ quận Long Biên đã nộp báo cáo năm 2023", "Chưa có chỉ tiêu: Chưa có chỉ tiêu năm 2023",
				"Quá hạn 3 ngày: Chỉ đạo: Việc của Long Biên", review, "1 đơn vị chậm: Đôn đốc nộp báo cáo năm 2023", kitchen, council,
				"Xa đích: LĐLĐ quận Long Biên: CĐCS thành lập mới 0/10 đơn vị", "Xa đích: LĐLĐ quận Long Biên: Đoàn viên kết nạp mới 0/200 người", congress,
			}, "1"},
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
			"Thứ Hai, 25/12/2023. 12 việc, 6 việc gấp.", "Tất cả (12)", "Gấp (6)", "Báo cáo (6)", "Công việc (5)", "Chỉ tiêu (1)", "Thông báo (6)",
			"Tham mưu: nhà trẻ cho con công nhân · Hạn trả lời Thứ Năm, 28/12/2023", "Trả lại hôm qua. Hạn Thứ Hai, 01/01/2024.", "Đã có bản nháp.",
			"Hạn Thứ Tư, 20/12/2023, đã qua 5 ngày.", "Ghi ngày 01/11/2023, 54 ngày trước", "Nộp ngày 11/12/2023, 14 ngày trước.", "Cả 6 thông báo",
		)
		if n := strings.Count(all.Body, `href="/notices/`); n != 4 {
			t.Errorf("%d notices are listed, want 4", n)
		}
		for kind, want := range map[string][]string{
			"gap":       {mend, review, yearly, accept, quarter, council},
			"bao-cao":   {mend, yearly, accept, quarter, stage, remind},
			"cong-viec": {review, council, congress, school, kitchen},
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
		// those of the union do not press its district
		a := b.As(t, "officer", "HN-BD").Get("/todo").Must(t, http.StatusOK).Has(t, "Gấp (6)", "Công việc (45)", "Còn 31 công việc khác đến hạn")
		if got, _ := rows(a); len(got) != 11+10 {
			t.Errorf("%d rows, want 10 of the work below", len(got))
		}
		union := b.As(t, "officer", "BD-2")
		a = union.Get("/todo").Must(t, http.StatusOK).Has(t, "41 việc, 41 việc gấp", "Công việc (40)", "Còn 10 công việc khác đến hạn")
		if got, _ := rows(a); len(got) != 1+30 {
			t.Errorf("%d rows, want 30 of the work", len(got))
		}
		for i := range 70 {
			b.directive("BD-2", fmt.Sprintf("Việc thêm %02d", i), "2023-12-15", "")
		}
		union.Get("/todo?kind=gap").Must(t, http.StatusOK).Has(t, "Gấp (99+)", "99+ việc, 99+ việc gấp", "Còn 70+ công việc khác đến hạn")
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
