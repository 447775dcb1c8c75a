package activityweb_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/activity/activityweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// world is a district HN-A with the unions A1 and A2, and a district HN-B with
// B1. Today is 25/12/2023.
func world(t *testing.T, d *db.DB) (*testkit.Kit, *activity.Service) {
	t.Helper()
	return worldOf(t, d, kindFiles(t))
}

// worldOf is a world with kinds of work of its own.
func worldOf(t *testing.T, d *db.DB, files fs.FS) (*testkit.Kit, *activity.Service) {
	t.Helper()
	var s *activity.Service
	k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(files, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		s = &activity.Service{DB: k.DB, Org: k.Org, Kinds: kinds}
		p := &activityweb.Pages{Site: k.Site, Activity: s, Org: k.Org}
		return p.Routes()
	})
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-A", Name: "LĐLĐ quận An", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-B", Name: "LĐLĐ quận Bình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "A1", Name: "CĐCS Trường mầm non Hoa Hồng", Kind: "base", Parent: "HN-A", FoundedOn: "2020-03-01", Members: 1204, Women: 900},
		org.Founding{Code: "A2", Name: "CĐCS Công ty cổ phần May mặc xuất khẩu và Thương mại tổng hợp Hoa Hồng Vàng", Kind: "base", Parent: "HN-A", Members: 300},
		org.Founding{Code: "B1", Name: "CĐCS Bệnh viện Bình", Kind: "base", Parent: "HN-B"},
	)
	return k, s
}

// kindFiles are the admissions of the catalogue and kinds that have every type
// of field.
func kindFiles(t *testing.T) fs.FS {
	t.Helper()
	out, kinds := fstest.MapFS{}, os.DirFS("../testdata")
	for name, from := range map[string]fs.FS{
		"groups": catalogue.FS, "kinds/admission": catalogue.FS, "kinds/letter": kinds, "kinds/answer": kinds, "kinds/gift": kinds,
	} {
		text, err := fs.ReadFile(from, name+".toml")
		if err != nil {
			t.Fatal(err)
		}
		out[name+".toml"] = &fstest.MapFile{Data: text}
	}
	return out
}

func each(t *testing.T, fn func(t *testing.T, k *testkit.Kit, s *activity.Service)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k, s := world(t, d)
		fn(t, k, s)
	})
}

// form is the new form as somebody filled it in, changed by pairs.
func form(c *testkit.Client, t *testing.T, change ...string) url.Values {
	t.Helper()
	a := c.Get("/activities/new?kind=admission").Must(t, http.StatusOK)
	f := url.Values{"once": {a.Value(t, "once")}, "kind": {"admission"}, "unit": {"A1"}, "day": {"19/12/2023"}, "count": {"5"}, "women": {"3"}}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

func record(c *testkit.Client, t *testing.T, change ...string) string {
	t.Helper()
	return c.Post("/activities/new?kind=admission", form(c, t, change...)).Must(t, http.StatusSeeOther).Location
}

func TestAnOfficerRecordsForTheirOwnUnit(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		c.Get("/activities").Must(t, http.StatusOK).Has(t, "Chưa có việc nào", "Ghi việc đầu tiên")
		first := c.Get("/activities/new?kind=admission").Must(t, http.StatusOK).
			Has(t, "Kết nạp đoàn viên", "CĐCS Trường mầm non Hoa Hồng (A1)", "Lưu xong, số đổi thế này", "Tổng số đoàn viên 1.204 người", "(không bắt buộc)")
		if got := first.Value(t, "day"); got != "25/12/2023" {
			t.Errorf("the form begins on %s", got)
		}
		to := record(c, t, "partner", "Đoàn phường", "decision", "12/QĐ")
		c.Get(to).Must(t, http.StatusOK).Has(t, "Đã ghi: Kết nạp 5 đoàn viên, CĐCS Trường mầm non Hoa Hồng, ngày 19/12/2023.",
			"Thứ Ba, 19/12/2023", "5 người", "Đoàn phường", "12/QĐ", "Trần Thị Ánh", "Việc này tính vào", "Đoàn viên kết nạp mới +5 người", "tử số +3, mẫu số +5", "Sửa", "Rút lại")
		c.Get("/activities").Has(t, "Kết nạp 5 đoàn viên", "Ghi việc mới")
		if got := k.Figure("HN-A", "ORG.DV.NEW", "2023"); got != "5" {
			t.Errorf("the district has %s", got)
		}
	})
}

func TestASuperiorLooksForTheUnit(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "HN-A")
		c.Get("/activities/new?kind=admission").Must(t, http.StatusOK).Has(t, "Gõ tên hoặc mã đơn vị")
		c.Get("/activities/units?kind=admission&unit=hoa+hong").Must(t, http.StatusOK).Has(t, "CĐCS Trường mầm non Hoa Hồng (A1)", "Hoa Hồng Vàng (A2)")
		c.Get("/activities/units?kind=admission&unit=binh").Has(t, "Không thấy đơn vị nào khớp") // B1 is another district's, HN-A admits nobody itself
		c.Get("/activities/units?kind=sing&unit=hoa").Must(t, http.StatusNotFound)
		// Without script: the name is sent, and comes back with the units found.
		typed := c.Post("/activities/new?kind=admission", form(c, t, "unit", "hoa hong")).Must(t, http.StatusUnprocessableEntity).
			Has(t, "Hãy chọn một đơn vị trong danh sách", "CĐCS Trường mầm non Hoa Hồng (A1)")
		f := form(c, t, "unit", "hoa hong", "unit_for", typed.Value(t, "unit_for"), "unit_pick", "A2")
		c.Get(c.Post("/activities/new?kind=admission", f).Must(t, http.StatusSeeOther).Location).Has(t, "Hoa Hồng Vàng")
		c.Post("/activities/new?kind=admission", form(c, t, "unit", "B1")).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã B1")
		c.Post("/activities/new?kind=admission", form(c, t, "unit", "A1", "unit_for", "hoa hong", "unit_pick", "A2")).Must(t, http.StatusSeeOther)
		if got := k.Figure("A1", "ORG.DV.NEW", "2023"); got != "5" {
			t.Errorf("a choice for another text counted: %s", got)
		}
	})
}

func TestAFormInErrorLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		f := form(c, t, "day", "30/02/2023", "women", "9", "note", "Lớp công nhân mới", "partner", "Đoàn phường")
		a := c.Post("/activities/new?kind=admission", f).Must(t, http.StatusUnprocessableEntity).
			Has(t, "Còn 2 chỗ cần sửa", "Ngày này không có trên lịch", "Ở đây là 9, nhiều hơn “Số đoàn viên kết nạp” (5)", "Lớp công nhân mới")
		for name, want := range map[string]string{"day": "30/02/2023", "women": "9", "partner": "Đoàn phường", "once": f.Get("once")} {
			if got := a.Value(t, name); got != want {
				t.Errorf("%s came back as %q", name, got)
			}
		}
	})
}

func TestAFormCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		f := form(c, t)
		first, second := c.Post("/activities/new?kind=admission", f).Must(t, http.StatusSeeOther), c.Post("/activities/new?kind=admission", f).Must(t, http.StatusSeeOther)
		if first.Location != second.Location {
			t.Errorf("two clicks, two records: %s, %s", first.Location, second.Location)
		}
		f.Set("count", "50")
		a := c.Post("/activities/new?kind=admission", f).Must(t, http.StatusConflict).Has(t, "Phiếu này đã được lưu thành “Kết nạp 5 đoàn viên”", "Mở việc đã ghi", "Mở phiếu mới")
		if !strings.Contains(a.Body, `href="`+first.Location+`"`) {
			t.Error("the record is not linked")
		}
		if got := k.Figure("A1", "ORG.DV.NEW", "2023"); got != "5" {
			t.Errorf("counted %s", got)
		}
	})
}

func TestTheSlowerOfTwoLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		fast, slow := k.As(t, "officer", "A1"), k.As(t, "officer", "HN-A")
		at := record(fast, t)
		change := func(c *testkit.Client, a testkit.Answer, count string) testkit.Answer {
			return c.Post(at+"/change", url.Values{
				"version": {a.Value(t, "version")}, "unit": {"A1"}, "day": {"19/12/2023"}, "count": {count}, "women": {"3"}, "reason": {"Đếm lại"}, "note": {"chữ của tôi"},
			})
		}
		begun := slow.Get(at+"/change").Must(t, http.StatusOK)
		change(fast, fast.Get(at+"/change"), "6").Must(t, http.StatusSeeOther)
		late := change(slow, begun, "8").Must(t, http.StatusConflict).
			Has(t, "Trần Thị Ánh đã sửa việc này lúc", "lý do: Đếm lại", "Bản đang lưu (bản 2)", "6 người", "chữ của tôi")
		if got := late.Value(t, "count"); got != "8" {
			t.Errorf("what was typed came back as %s", got)
		}
		change(slow, late, "8").Must(t, http.StatusSeeOther)
		slow.Get(at).Has(t, "Đã lưu bản sửa: Kết nạp 8 đoàn viên", "Sửa bản 2 thành bản 3", "Sửa bản 1 thành bản 2", "Số đoàn viên kết nạp: 5 người", "8 người", "Lý do: Đếm lại")
		change(slow, slow.Get(at+"/change"), "8").Must(t, http.StatusSeeOther)
		slow.Get(at).Has(t, "Không có gì khác với bản đang lưu").Lacks(t, "bản 4")
		if got := k.Figure("HN-A", "ORG.DV.NEW", "2023"); got != "8" {
			t.Errorf("counted %s", got)
		}
	})
}

func TestARecordIsWithdrawnWithAReason(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		at := record(c, t)
		a := c.Get(at+"/withdraw").Must(t, http.StatusOK).Has(t, "Kết nạp 5 đoàn viên", "vẫn còn trong sổ")
		f := url.Values{"version": {a.Value(t, "version")}}
		c.Post(at+"/withdraw", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập lý do")
		f.Set("reason", "Ghi nhầm đơn vị")
		for range 2 {
			c.Post(at+"/withdraw", f).Must(t, http.StatusSeeOther)
		}
		c.Get(at).Has(t, "Đã rút: Kết nạp 5 đoàn viên", "Đã rút", "Lý do: Ghi nhầm đơn vị", "Rút lại").Lacks(t, "Việc này tính vào")
		c.Get("/activities").Has(t, "Đã rút")
		c.Get(at+"/change").Must(t, http.StatusConflict).Has(t, "đã được rút")
		if got := k.Figure("HN-A", "ORG.DV.NEW", "2023"); got != "0" {
			t.Errorf("still counts %s", got)
		}
	})
}

func TestThePanelTellsWhatWillChange(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "HN-A")
		record(c, t)
		c.Get("/activities/preview?kind=admission&unit=A1&day=25/12/2023&count=1.000&women=").Must(t, http.StatusOK).
			Has(t, "Đoàn viên kết nạp mới 5 thành 1.005 người", "Tổng số đoàn viên 1.509 thành 2.509 người", "60% thành 0,3%", "Số năm 2023 của LĐLĐ quận An, có ngay khi lưu")
		c.Get("/activities/preview?kind=admission&unit=A1&count=x").Must(t, http.StatusOK).Has(t, "Đoàn viên kết nạp mới 5 người", "hiện nay").Lacks(t, "thành")
		if got := k.Figure("HN-A", "ORG.DV.NEW", "2023"); got != "5" {
			t.Errorf("a preview counted: %s", got)
		}
	})
}

func TestWhoMeetsWhichPage(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		at := record(k.As(t, "officer", "A1"), t)
		for who, c := range map[string]struct {
			client               *testkit.Client
			list, show, new, do_ int
		}{
			"an officer of the unit":     {k.As(t, "officer", "A1"), 200, 200, 200, 200},
			"a leader of the district":   {k.As(t, "leader", "HN-A"), 200, 200, 403, 403},
			"an officer of another unit": {k.As(t, "officer", "HN-B"), 200, 404, 200, 404},
			"a visitor":                  {k.Nobody(t), 303, 303, 303, 303},
		} {
			got := fmt.Sprint(c.client.Get("/activities").Status, c.client.Get(at).Status, c.client.Get("/activities/new").Status,
				c.client.Get(at+"/change").Status, c.client.Get(at+"/withdraw").Status)
			if want := fmt.Sprint(c.list, c.show, c.new, c.do_, c.do_); got != want {
				t.Errorf("%s: %s, want %s", who, got, want)
			}
		}
		k.As(t, "leader", "HN-A").Get(at).Has(t, "Kết nạp 5 đoàn viên").Lacks(t, "Rút lại")
		k.As(t, "officer", "HN-B").Get("/activities").Lacks(t, "Kết nạp 5")
	})
}

func TestTheListIsFilteredAndPaged(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, s *activity.Service) {
		for i := range activity.PageSize + 2 {
			d := activity.Draft{Kind: "admission", Unit: "A1", Day: "2023-12-01", Fields: activity.Fields{"count": fmt.Sprint(i + 1)}}
			if _, err := s.Record(k.System(), d); err != nil {
				t.Fatal(err)
			}
		}
		c := k.As(t, "leader", "HN")
		first := c.Get("/activities").Has(t, "Kết nạp 52 đoàn viên", "Kết nạp 3 đoàn viên", "Các việc cũ hơn").Lacks(t, "Kết nạp 2 đoàn viên")
		_, rest, _ := strings.Cut(first.Body, `rel="next" href="`)
		next, _, _ := strings.Cut(rest, `"`)
		c.Get(strings.ReplaceAll(next, "&amp;", "&")).Must(t, http.StatusOK).Has(t, "Kết nạp 2 đoàn viên", "Về đầu danh sách").Lacks(t, "Kết nạp 3 đoàn viên", "cũ hơn")
		c.Get("/activities?unit=hoa+hong+vang").Must(t, http.StatusOK).Has(t, "Không có việc nào khớp", "Hoa Hồng Vàng và các đơn vị bên dưới")
		c.Get("/activities?unit=hoa+hong").Must(t, http.StatusUnprocessableEntity).Has(t, "Có nhiều đơn vị khớp")
		c.Get("/activities?unit=zzz").Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã zzz")
		c.Get("/activities?from=1/12/2023&to=31/02/2023").Must(t, http.StatusUnprocessableEntity).Has(t, "không có trên lịch")
		c.Get("/activities?kind=admission&from=2/12/2023").Must(t, http.StatusOK).Has(t, "Không có việc nào khớp", "Bỏ lọc")
		c.Get("/activities?cursor=%FF&kind=%00").Must(t, http.StatusNotFound)
	})
}
