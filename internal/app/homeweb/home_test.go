package homeweb_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/activity/activityweb"
	"donghanh/internal/agreement"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/app/homeweb"
	"donghanh/internal/app/noticeweb"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
	"donghanh/internal/report/reportweb"
	"donghanh/internal/target"
	"donghanh/internal/target/targetweb"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// world is a city with two districts. Ba Đình has two unions from before the
// register and three founded in 2023; its targets are reached. Long Biên and
// one union of Ba Đình are far behind theirs.
type world struct {
	*testkit.Kit
	target   *target.Service
	activity *activity.Service
	report   *report.Service
	agreed   *agreement.Service
	home     *homeweb.Pages
	t        *testing.T
}

// site is a server with the home pages on an empty database.
func site(t *testing.T, d *db.DB) world {
	t.Helper()
	w := world{t: t}
	w.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		w.target = &target.Service{DB: d, Org: k.Org, Rules: rules}
		w.activity = &activity.Service{DB: d, Org: k.Org, Kinds: kinds}
		templates, err := report.LoadTemplates(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		w.report = &report.Service{DB: d, Org: k.Org, Target: w.target, Templates: templates}
		w.agreed = &agreement.Service{DB: d, Org: k.Org, Activity: w.activity, Report: w.report}
		w.home = &homeweb.Pages{Site: k.Site, Org: k.Org, Target: w.target, Activity: w.activity, Report: w.report, Agreement: w.agreed}
		names := ledger.Namers{activity.Source: w.activity.Sources, org.ActSource: k.Org.ActSources}
		return slices.Concat(w.home.Routes(), // and the pages to which they lead
			(&targetweb.Pages{Site: k.Site, Org: k.Org, Target: w.target, Names: names}).Routes(),
			(&activityweb.Pages{Site: k.Site, Org: k.Org, Activity: w.activity}).Routes(),
			(&reportweb.Pages{Site: k.Site, Org: k.Org, Report: w.report, DB: d, Names: names, Base: func(*http.Request) string { return "https://donghanh.example.vn" }}).Routes(),
			(&agreementweb.Pages{Site: k.Site, Org: k.Org, Agreement: w.agreed}).Routes(),
			(&noticeweb.Pages{Site: k.Site, DB: d}).Routes())
	})
	return w
}

func newWorld(t *testing.T, d *db.DB) world {
	t.Helper()
	w := site(t, d)
	w.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: `CĐCS <b>Đường</b> sắt`, Kind: "base", Parent: "HN-BD", Members: 100},
		org.Founding{Code: "BD-2", Name: "CĐCS Bệnh viện", Kind: "base", Parent: "HN-BD", Members: 50},
	)
	for i := range 3 {
		w.Found(org.Founding{
			Code: fmt.Sprintf("NEW-%d", i), Name: fmt.Sprintf("CĐCS Công ty %d", i), Kind: "base", Parent: "HN-BD", FoundedOn: "2023-05-10", Members: 20, Admitted: 20,
		})
	}
	d2 := activity.Draft{Kind: "admission", Unit: "BD-1", Day: "2023-12-19", Fields: activity.Fields{"count": "6", "women": "3"}}
	if _, err := w.activity.Record(w.System(), d2); err != nil {
		t.Fatal(err)
	}
	for unit, goals := range map[string][2]string{"HN-BD": {"3", "66"}, "HN-LB": {"10", "200"}, "BD-1": {"", "10"}} {
		w.give("ORG.CDCS.NEW", unit, goals[0])
		w.give("ORG.DV.NEW", unit, goals[1])
	}
	return w
}

func (w world) give(indicator, unit, value string) {
	w.t.Helper()
	if value == "" {
		return
	}
	g := target.Giving{Indicator: indicator, Unit: unit, Period: "2023", Value: value, Document: "Kế hoạch 08", IssuedOn: "2023-01-30"}
	if _, err := w.target.Give(w.System(), g); err != nil {
		w.t.Fatal(err)
	}
}

func TestTheOverviewOfADistrict(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.As(t, "officer", "HN-BD").Get("/").Must(t, http.StatusOK).Has(t,
			"Thứ Hai, 25/12/2023. Còn 6 ngày của năm kế hoạch.",
			"Năm 2023, LĐLĐ quận Ba Đình đã thành lập 3/3 công đoàn cơ sở, kết nạp 66/66 đoàn viên. Cả hai chỉ tiêu được giao đều đã đạt.",
			"100% kế hoạch", "Đang quản lý 5 CĐCS với 216 đoàn viên", "tính đến",
			"CĐCS <b>Đường</b> sắt: Đoàn viên kết nạp mới 6/10 người", "Đã qua 98% thời gian, mới đạt 60%, còn thiếu 4 người.",
			"Kết nạp 6 đoàn viên", "Ghi nhận việc mới",
		).Lacks(t, "Chưa phân bổ", "Long Biên")
		for _, want := range []string{
			`href="/figures/ORG.CDCS.NEW?unit=HN-BD&amp;period=2023"`, `href="/figures/ORG.DV.NEW?unit=HN-BD&amp;period=2023-05#ban-ghi"`,
			`href="/figures/ORG.DV.NEW?unit=BD-1&amp;period=2023"`, `href="/activities/new"`,
		} {
			if !strings.Contains(a.Body, want) {
				t.Errorf("the page has no %s", want)
			}
		}
		if strings.Contains(a.Body, "<b>Đường") {
			t.Error("a name became markup")
		}
	})
}

func TestTheOverviewOfOthers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		t.Run("a city", func(t *testing.T) {
			w.As(t, "officer", "HN").Get("/").Must(t, http.StatusOK).Has(t,
				"đã thành lập 3 công đoàn cơ sở, kết nạp 66 đoàn viên. Chưa có chỉ tiêu nào được giao.",
				"LĐLĐ quận Long Biên: CĐCS thành lập mới 0/10 đơn vị", "mới đạt 0%, còn thiếu 200 người", "Chưa có chỉ tiêu năm 2023",
			).Lacks(t, "sắt: Đoàn viên")
		})
		t.Run("a district far from its targets", func(t *testing.T) {
			w.As(t, "officer", "HN-LB").Get("/").Must(t, http.StatusOK).Has(t,
				"chưa thành lập công đoàn cơ sở nào ( 0/10 ) và chưa kết nạp đoàn viên nào ( 0/200 ). Cả hai chỉ tiêu được giao đều chưa đạt.",
				"Xa đích: còn thiếu 200 người", "Chưa có việc nào được ghi.", "2 việc cần làm")
		})
		t.Run("a base union", func(t *testing.T) {
			w.As(t, "officer", "BD-1").Get("/").Must(t, http.StatusOK).Has(t,
				"sắt đã kết nạp 6/10 đoàn viên. Chỉ tiêu được giao chưa đạt.", "Hiện có 106 đoàn viên", "1 việc cần làm",
			).Lacks(t, "CĐCS thành lập mới", "Đang quản lý")
		})
		t.Run("a base union without targets", func(t *testing.T) {
			w.As(t, "viewer", "BD-2").Get("/").Must(t, http.StatusOK).Has(t,
				"chưa kết nạp đoàn viên nào ( 0 ). Chưa có chỉ tiêu nào được giao.", "Không có việc nào đang chờ",
			).Lacks(t, "Ghi nhận việc mới")
		})
		t.Run("an account without a grant", func(t *testing.T) {
			c := w.As(t, "viewer", "BD-2")
			testkit.Write(t, w.DB, func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `DELETE FROM auth_grant WHERE account = (SELECT id FROM auth_account WHERE name = $1)`, c.Name)
				return err
			})
			c.Get("/").Must(t, http.StatusOK).Has(t, "Chưa có đơn vị làm việc", "Hãy nhờ người quản trị", c.Name)
			c.Get("/search?q=duong").Must(t, http.StatusOK).Has(t, "Không tìm thấy")
		})
		t.Run("nobody", func(t *testing.T) {
			if a := w.Nobody(t).Get("/").Must(t, http.StatusSeeOther); a.Location != "/login?next=%2F" {
				t.Errorf("sent to %s", a.Location)
			}
		})
	})
}

func TestAnEmptyRegisterLeadsToTheFirstUnit(t *testing.T) {
	w := site(t, testkit.SQLite(t))
	w.As(t, auth.Admin, auth.Everywhere).Get("/").Must(t, http.StatusOK).Has(t, "Chưa có đơn vị nào", "Lập sẵn cây tổ chức")
}

func TestTargetsNotDistributedAreWorkToDo(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.give("ORG.DV.NEW", "HN", "900")
	w.give("ORG.CDCS.CLOSED", "HN", "7")
	w.As(t, "officer", "HN").Get("/").Must(t, http.StatusOK).Has(t, "CĐCS giải thể, kết thúc: 7 đơn vị", "Chưa giao cho đơn vị nào trong 2 đơn vị bên dưới", "Phân bổ").
		Lacks(t, "Đoàn viên kết nạp mới: 900 người")
	w.As(t, "leader", "HN").Get("/").Must(t, http.StatusOK).Lacks(t, "Phân bổ")
}

func TestSearchFindsUnitsAndIndicators(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.As(t, "officer", "HN-BD")
		for query, words := range map[string][]string{
			"duong":                     {"Đường", "BD-1"},
			"b%E1%BB%87nh+vi%E1%BB%87n": {"CĐCS Bệnh viện"},
			"ket+nap":                   {"Đoàn viên kết nạp mới", "Tỷ lệ nữ trong số đoàn viên kết nạp"},
			"org.dv.pct":                {"Tỷ lệ đoàn viên trên người lao động"},
			"zzz":                       {"Không tìm thấy"},
			"":                          {"Gõ tên hoặc mã đơn vị"},
		} {
			c.Get("/search?q="+query).Must(t, http.StatusOK).Has(t, words...).Lacks(t, "Long Biên")
		}
		c.Get("/search?q=long+bien").Must(t, http.StatusOK).Has(t, "Không tìm thấy")
	})
}

func TestHomePagesFitEveryScreenInABrowser(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	officer := w.As(t, "officer", "HN-BD")
	for _, size := range [][2]int{{360, 780}, {768, 1024}, {1440, 900}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			p := browser.Open(t, size[0], size[1])
			p.Go(w.URL + "/login?next=/")
			p.Fill("[name=name]", officer.Name)
			p.Fill("[name=password]", testkit.Password)
			p.Click("form button.btn-primary")
			for _, path := range []string{"/", "/search?q=doan", "/search?q=zzz"} {
				p.Go(w.URL + path)
				p.NoSidewaysScroll(t)
				for _, v := range p.Axe(t) {
					t.Errorf("%s: %s (%s): %v", path, v.Help, v.ID, v.Nodes)
				}
			}
		})
	}
}
