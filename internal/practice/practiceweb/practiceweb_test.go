package practiceweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
	"donghanh/internal/practice/practiceweb"
	"donghanh/internal/testkit"
)

// each is a world with LĐLĐ TP Hà Nội above Ba Đình and Long Biên, and Hồ Chí
// Minh City above Bình Tân. Today is 25/12/2023.
func each(t *testing.T, fn func(t *testing.T, k *testkit.Kit)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
			kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
			if err != nil {
				t.Fatal(err)
			}
			fields, err := practice.LoadFields(catalogue.FS)
			if err != nil {
				t.Fatal(err)
			}
			s := &practice.Service{DB: k.DB, Org: k.Org, Activity: &activity.Service{DB: k.DB, Org: k.Org, Kinds: kinds}, Fields: fields}
			return (&practiceweb.Pages{Site: k.Site, Org: k.Org, Practice: s}).Routes()
		})
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
			org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
			org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
			org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
		)
		fn(t, k)
	})
}

// filled is the form of a new practice of Bình Tân, changed by pairs.
func filled(t *testing.T, c *testkit.Client, change ...string) url.Values {
	t.Helper()
	a := c.Get("/practices/new").Must(t, http.StatusOK)
	f := url.Values{
		"once": {a.Value(t, "once")}, "unit": {a.Value(t, "unit")}, "title": {"Mô hình 1+1"}, "fields": {"care"}, "aim": {"Chăm lo người bệnh hiểm nghèo"},
		"steps": {"1. Rà soát\n2. Vận động"}, "cost": {"488 triệu"}, "figure_2": {"Đoàn viên kết nạp mới (ORG.DV.NEW)"}, "period_2": {"2023"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

func TestAPracticeThroughItsPages(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit) {
		owner, taker := k.As(t, "officer", "BT"), k.As(t, "officer", "LB")
		owner.Get("/practices").Must(t, http.StatusOK).Has(t, "Chưa có mô hình nào", "Viết mô hình")
		f := filled(t, owner)
		at := owner.Post("/practices/new", f).Must(t, http.StatusSeeOther).Location
		if again := owner.Post("/practices/new", f).Must(t, http.StatusSeeOther).Location; again != at {
			t.Errorf("a double click made another: %s, %s", at, again)
		}
		owner.Get(at).Must(t, http.StatusOK).Has(t, "Mô hình 1+1", "Chưa chia sẻ", "Rà soát", "488.000.000 đ", "Đoàn viên kết nạp mới 0 người năm 2023", "Chăm lo, phúc lợi")
		taker.Get(at).Must(t, http.StatusNotFound)
		taker.Get("/practices").Must(t, http.StatusOK).Lacks(t, "Mô hình 1+1")

		share := owner.Get(at+"/share").Must(t, http.StatusOK)
		owner.Post(at+"/share", url.Values{"version": {share.Value(t, "version")}, "sharing": {"all"}}).Must(t, http.StatusSeeOther)
		owner.Get("/practices?view=mine").Must(t, http.StatusOK).Has(t, "Mô hình 1+1", "Chia sẻ chung")
		taker.Get("/practices?q=hiem+ngheo&field=care&owner=binh+tan").Must(t, http.StatusOK).Has(t, "Mô hình 1+1")
		taker.Get("/practices?field=women").Must(t, http.StatusOK).Has(t, "Không có mô hình nào khớp")
		taker.Get(at).Must(t, http.StatusOK).Has(t, "Áp dụng mô hình này").Lacks(t, "Rút khỏi thư viện")
		taker.Get(at+"/change").Must(t, http.StatusForbidden)

		taker.Post(at+"/adopt", url.Values{"unit": {"HN"}, "since": {"20/12/2023"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã HN")
		taker.Post(at+"/adopt", url.Values{"unit": {"LB"}, "since": {"31/12/2023"}, "changed": {"Theo cụm"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "chưa tới", "Theo cụm")
		taker.Post(at+"/adopt", url.Values{"unit": {"LB"}, "since": {"20/12/2023"}, "changed": {"Theo cụm"}}).Must(t, http.StatusSeeOther)
		page := taker.Get(at).Must(t, http.StatusOK).Has(t, "1 đơn vị áp dụng, 0 nơi đã có hiệu quả", "Đang thử", "Theo cụm", "Báo kết quả")
		report := at + "/adoptions/" + between(t, page.Body, "/adoptions/", `"`)
		owner.Get(report).Must(t, http.StatusForbidden)
		form := taker.Get(report).Must(t, http.StatusOK)
		told := url.Values{"version": {form.Value(t, "version")}, "state": {"works"}, "since": {"20/12/2023"}, "figure_1": {"Đoàn viên"}, "period_1": {"2023"}}
		taker.Post(report, told).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có chỉ số “Đoàn viên”", "Chưa nhập ô này")
		told.Set("outcome", "Chạy tốt")
		told.Set("figure_1", "Đoàn viên kết nạp mới")
		told.Set("part_1", "nữ")
		taker.Post(report, told).Must(t, http.StatusSeeOther)
		owner.Get(at).Must(t, http.StatusOK).Has(t, "1 nơi đã có hiệu quả", "Chạy tốt", "Đoàn viên kết nạp mới, Nữ")

		owner.Post(at+"/withdraw", url.Values{"version": {"2"}}).Must(t, http.StatusUnprocessableEntity)
		owner.Post(at+"/withdraw", url.Values{"version": {"2"}, "reason": {"Không còn làm"}}).Must(t, http.StatusSeeOther)
		owner.Get(at).Must(t, http.StatusOK).Has(t, "Đã rút khỏi thư viện", "Không còn làm")
		taker.Get(at).Must(t, http.StatusOK) // it has taken it over
		k.As(t, "officer", "BD").Get(at).Must(t, http.StatusNotFound)
	})
}

func TestAFormComesBackAsItWasTyped(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit) {
		c := k.As(t, "officer", "BT")
		a := c.Post("/practices/new", filled(t, c, "title", "", "period_2", "hôm qua", "cost", "nhiều", "part_2", "abc")).Must(t, http.StatusUnprocessableEntity).
			Has(t, "Chăm lo người bệnh hiểm nghèo", "Hãy viết số tiền bằng đồng")
		if a.Value(t, "figure_1") != "Đoàn viên kết nạp mới (ORG.DV.NEW)" || a.Value(t, "period_1") != "hôm qua" || a.Value(t, "cost") != "nhiều" {
			t.Errorf("typed is lost: %s", a.Text())
		}
		c.Post("/practices/new", filled(t, c, "title", "", "period_2", "hôm qua", "part_2", "abc")).Must(t, http.StatusUnprocessableEntity).
			Has(t, "Không đọc được kỳ “hôm qua”", "không có phần này", "Chưa nhập ô này")
	})
}

func TestAChangeAsksWhy(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit) {
		c := k.As(t, "officer", "BT")
		at := c.Post("/practices/new", filled(t, c)).Must(t, http.StatusSeeOther).Location
		form := c.Get(at+"/change").Must(t, http.StatusOK)
		if got := form.Value(t, "figure_1") + " " + form.Value(t, "period_1"); got != "Đoàn viên kết nạp mới (ORG.DV.NEW) 2023" {
			t.Errorf("the form begins with %q", got)
		}
		f := filled(t, c, "title", "Mô hình 1+1 mới", "version", "1")
		c.Post(at+"/change", f).Must(t, http.StatusUnprocessableEntity)
		f.Set("reason", "Đổi tên")
		c.Post(at+"/change", f).Must(t, http.StatusSeeOther)
		c.Get(at).Must(t, http.StatusOK).Has(t, "Mô hình 1+1 mới", "Bản 1 thành bản 2", "Đổi tên")
		c.Post(at+"/change", f).Must(t, http.StatusConflict).Has(t, "vừa được người khác cập nhật")
	})
}

func between(t *testing.T, s, after, before string) string {
	t.Helper()
	_, rest, found := strings.Cut(s, after)
	word, _, ended := strings.Cut(rest, before)
	if !found || !ended {
		t.Fatalf("nothing between %q and %q", after, before)
	}
	return word
}
