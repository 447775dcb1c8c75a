package orgweb_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/org/orgweb"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/a-h/templ"
)

// site is, today being 25/12/2023:
//
//	HN  LĐLĐ TP Hà Nội
//	├ HN-BADINH  LĐLĐ quận Ba Đình
//	│ ├ HN-BADINH-0001  CĐCS Trường THCS Hoàng Diệu, stood before the register, 60 members, bloc education
//	│ └ HN-BADINH-0002  Nghiệp đoàn Xe ôm Phúc Xá, founded 01/03/2022, 47 members, bloc occupational
//	└ HN-LONGBIEN  LĐLĐ quận Long Biên
//	  └ HN-LONGBIEN-0001  CĐCS Công ty TNHH Hoa Sen
func site(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		home := web.Route{Pattern: "GET /{$}", Need: web.SignedIn, Do: func(w http.ResponseWriter, r *http.Request) error {
			return k.Site.Render(w, r, http.StatusOK, web.Page{Title: "Tổng quan"}, nothing)
		}}
		return append((&orgweb.Pages{Site: k.Site, Org: k.Org}).Routes(), home)
	})
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-BADINH", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LONGBIEN", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{
			Code: "HN-BADINH-0001", Name: "CĐCS Trường THCS Hoàng Diệu", Kind: "base", Parent: "HN-BADINH", Sector: "public_service_unit",
			Bloc: "education", Members: 60, Women: 41, Employer: "Trường THCS Hoàng Diệu", Workers: 64, WorkerWomen: 43,
		},
		org.Founding{
			ID: foundingAct, Code: "HN-BADINH-0002", Name: "Nghiệp đoàn Xe ôm Phúc Xá", Kind: "occupational", Parent: "HN-BADINH", Sector: "informal",
			Bloc: "occupational", FoundedOn: "2022-03-01", Members: 47, Admitted: 47, DecisionNo: "05/QĐ-LĐLĐ", DecidedOn: "2022-02-25", Signer: "Nguyễn Thị Lan",
		},
		org.Founding{Code: "HN-LONGBIEN-0001", Name: "CĐCS Công ty TNHH Hoa Sen", Kind: "base", Parent: "HN-LONGBIEN", Members: 10},
	)
	return k
}

const foundingAct = "01900000-0000-7000-8000-000000000001"

var nothing = templ.NopComponent

// founding is a form typed right; each test changes a part.
func founding(change ...string) url.Values {
	v := url.Values{}
	for k, s := range map[string]string{
		"once": db.NewID(), "name": "CĐCS Công ty CP May Đống Đa", "kind": "base", "sector": "private_enterprise", "bloc": "enterprise",
		"founded_on": "01/12/2023", "decision_no": "12/QĐ-LĐLĐ", "members": "1.050", "women": "630", "admitted": "45", "admitted_women": "28",
		"employer": "Công ty CP May Đống Đa", "workers": "1.200", "worker_women": "700",
	} {
		v.Set(k, s)
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

func TestFoundingThroughTheForm(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN-BADINH")
		form := an.Get("/units/new?parent=HN-BADINH").Must(t, http.StatusOK).
			Has(t, "Công đoàn cơ sở", "Nghiệp đoàn cơ sở", "HN-BADINH-0003", "ORG.DV.NEW").Lacks(t, "LĐLĐ quận, huyện, thị xã")
		v := founding("once", form.Value(t, "once"))
		for range 2 { // a double click
			if a := an.Post("/units/new?parent=HN-BADINH", v).Must(t, http.StatusSeeOther); a.Location != "/units/HN-BADINH-0003" {
				t.Errorf("sent to %s", a.Location)
			}
		}
		an.Get("/units/HN-BADINH-0003").Must(t, http.StatusOK).Has(t, "Đã thành lập CĐCS Công ty CP May Đống Đa", "1.050 đoàn viên", "Trong đó nữ 630 người",
			"Quyết định số 12/QĐ-LĐLĐ", "1.200 người, 700 nữ (ngày 01/12/2023)", "Doanh nghiệp ngoài nhà nước")
		if got := k.Figure("HN", "ORG.CDCS.NEW", "2023") + " " + k.Figure("HN", "ORG.DV.NEW", "2023"); got != "1 45" {
			t.Errorf("founded and admitted: %s", got)
		}
		k.Verify()
	})
}

func TestTheFoundingFormKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN-BADINH")
	for name, c := range map[string]struct {
		change []string
		says   string
	}{
		"no name":             {[]string{"name", " "}, "Chưa nhập ô này"},
		"an impossible day":   {[]string{"founded_on", "31/02/2023"}, "Ngày này không có trên lịch"},
		"no day":              {[]string{"founded_on", ""}, "Chưa nhập ngày thành lập"},
		"a day and no day":    {[]string{"before", "1"}, "bỏ dấu ở ô này"},
		"a day to come":       {[]string{"founded_on", "26/12/2023"}, "Ngày 26/12/2023 chưa tới; hôm nay là 25/12/2023."},
		"words for a number":  {[]string{"members", "năm mươi"}, "Hãy viết số nguyên"},
		"a negative number":   {[]string{"members", "-5", "women", "", "admitted", "", "admitted_women", ""}, "Hãy nhập số từ 0 đến 1.000.000."},
		"a huge number":       {[]string{"members", "99999999999999999999"}, "lớn quá mức ghi được"},
		"more women than all": {[]string{"women", "2.000"}, "không thể lớn hơn tổng số đoàn viên (1.050 người)"},
		"a kind not offered":  {[]string{"kind", "district"}, "không đứng trực tiếp dưới"},
		"a taken code":        {[]string{"code", "hn-badinh-0001"}, "Mã HN-BADINH-0001 đã được dùng"},
		"an unknown bloc":     {[]string{"bloc", "moon"}, "Hãy chọn một trong các giá trị cho sẵn"},
	} {
		t.Run(name, func(t *testing.T) {
			a := an.Post("/units/new?parent=HN-BADINH", founding(c.change...)).Must(t, http.StatusUnprocessableEntity).Has(t, c.says)
			if strings.Count(a.Text(), c.says) < 2 {
				t.Errorf("not both on top and at the field: %s", a.Text())
			}
			for i := 0; i < len(c.change); i += 2 {
				if f := c.change[i]; f != "kind" && f != "bloc" && f != "before" && a.Value(t, f) != c.change[i+1] {
					t.Errorf("%s came back as %q", f, a.Value(t, f))
				}
			}
			if got := a.Value(t, "employer"); got != "Công ty CP May Đống Đa" {
				t.Errorf("employer came back as %q", got)
			}
		})
	}
	if got := k.Figure("HN", "ORG.CDCS.TOTAL", "2023"); got != "3" {
		t.Errorf("units: %s", got)
	}
}

func TestNamesAreShownAsTyped(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN-BADINH")
	name := `=HYPERLINK("http://x") <script>alert(1)</script> & "Sao"`
	to := an.Post("/units/new?parent=HN-BADINH", founding("name", name, "employer", "<b>Máy</b>")).Must(t, http.StatusSeeOther).Location
	for _, page := range []string{to, "/tree", "/tree?q=hyperlink", to + "/details", "/units/HN-BADINH"} {
		if a := an.Get(page).Must(t, http.StatusOK); strings.Contains(a.Body, "<script>alert") || strings.Contains(a.Body, "<b>Máy") || !strings.Contains(a.Text(), name) {
			t.Errorf("%s shows the name as %s", page, a.Text())
		}
	}
}

func TestAUnitWithoutADayStoodBeforeTheRegister(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN-BADINH")
	to := an.Post("/units/new?parent=HN-BADINH", founding("founded_on", "", "before", "1")).Must(t, http.StatusSeeOther).Location
	an.Get(to).Has(t, "Có từ trước khi lập sổ")
	if got := k.Figure("HN", "ORG.CDCS.NEW", "2023") + " " + k.Figure("HN", "ORG.CDCS.TOTAL", "2023"); got != "0 4" {
		t.Errorf("new and all: %s", got)
	}
}

func TestTheTopIsFoundedOnAnEmptySite(t *testing.T) {
	k := testkit.NewSite(t, testkit.SQLite(t), func(k *testkit.Kit) []web.Route {
		return (&orgweb.Pages{Site: k.Site, Org: k.Org}).Routes()
	})
	admin := k.As(t, auth.Admin, auth.Everywhere)
	admin.Get("/tree").Must(t, http.StatusOK).Has(t, "Chưa có đơn vị nào", "tự thành lập đơn vị đứng đầu")
	admin.Get("/units/new").Must(t, http.StatusOK).Has(t, "Đơn vị đứng đầu")
	admin.Get("/units/new?parent=-").Must(t, http.StatusOK).Has(t, "LĐLĐ tỉnh, thành phố").Lacks(t, "Tổ công đoàn")
	v := url.Values{"name": {"LĐLĐ TP Hà Nội"}, "kind": {"provincial"}, "code": {"HN"}, "before": {"1"}}
	admin.Post("/units/new?parent=-", v).Must(t, http.StatusSeeOther)
	admin.Get("/tree").Has(t, "LĐLĐ TP Hà Nội")
}

func TestTheTreeOpensSearchesAndFilters(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		testkit.Write(t, d, func(tx *db.Tx) error {
			for range 60 {
				if _, err := k.Org.FoundIn(k.System(), tx, org.Founding{Name: "CĐCS Số", Kind: "base", Parent: "HN-LONGBIEN"}); err != nil {
					return err
				}
			}
			return nil
		})
		an := k.As(t, "viewer", "HN")
		an.Get("/tree").Must(t, http.StatusOK).Has(t, "LĐLĐ TP Hà Nội 2", "LĐLĐ quận Ba Đình 2", "LĐLĐ quận Long Biên 61", "Xem 61 đơn vị bên dưới").
			Lacks(t, "Hoàng Diệu", "Thành lập đơn vị mới")
		an.Get("/tree?open=HN-BADINH").Has(t, "Hoàng Diệu", "Xe ôm Phúc Xá").Lacks(t, "Hoa Sen")
		an.Get("/tree?open=HN-LONGBIEN").Has(t, "11 đơn vị nữa")
		part := an.Get("/tree/HN-LONGBIEN/children?after=50", "HX-Request", "true").Must(t, http.StatusOK).Lacks(t, "đơn vị nữa", "LĐLĐ quận")
		if n := strings.Count(part.Body, "<li"); n != 11 {
			t.Errorf("%d units on the second page", n)
		}
		an.Get("/tree?open=HN-BADINH&bloc=education").Has(t, "Hoàng Diệu", "LĐLĐ quận Ba Đình 1").Lacks(t, "Xe ôm")
		an.Get("/tree?q=hoang+dieu").Has(t, "CĐCS Trường THCS Hoàng Diệu", "LĐLĐ quận Ba Đình · HN-BADINH-0001").Lacks(t, "Xe ôm")
		an.Get("/tree?q=zzz", "HX-Request", "true").Has(t, "Không tìm thấy “zzz”").Lacks(t, "Cây tổ chức")
		an.Get("/tree?q=%25+_").Must(t, http.StatusOK).Has(t, "Không tìm thấy")
		an.Get("/tree?open=HN-NOWHERE").Must(t, http.StatusNotFound)
	})
}

func TestEachOpensExactlyTheirUnits(t *testing.T) {
	// The world is that of site. A viewer of Ba Đình sees it and what stands below; the city above is a name only.
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "viewer", "HN-BADINH")
	var open []string
	for _, code := range []string{"HN", "HN-BADINH", "HN-BADINH-0001", "HN-BADINH-0002", "HN-LONGBIEN", "HN-LONGBIEN-0001", "HN-NO", "%00"} {
		switch a := an.Get("/units/" + code); a.Status {
		case http.StatusOK:
			open = append(open, code)
		case http.StatusNotFound:
		default:
			t.Errorf("%s: %d", code, a.Status)
		}
		if a := an.Get("/tree/" + code + "/children"); (a.Status == http.StatusOK) != slices.Contains(open, code) {
			t.Errorf("branch of %s: %d", code, a.Status)
		}
	}
	if want := []string{"HN-BADINH", "HN-BADINH-0001", "HN-BADINH-0002"}; !slices.Equal(open, want) {
		t.Errorf("opens %v, want %v", open, want)
	}
	a := an.Get("/units/HN-BADINH").Has(t, "LĐLĐ TP Hà Nội")
	if strings.Contains(a.Body, `href="/units/HN"`) {
		t.Error("a superior out of scope is a link")
	}
	an.Get("/units/HN-BADINH-0001").Lacks(t, "Sửa thông tin", "Ghi quyết định giải thể", "Thêm cán bộ", "Rút quyết định", "Ghi nhận")
	for _, form := range forms {
		if a := an.Get(form); a.Status != http.StatusForbidden {
			t.Errorf("%s: %d", form, a.Status)
		}
		if a := an.Post(form, url.Values{}); a.Status != http.StatusForbidden {
			t.Errorf("POST %s: %d", form, a.Status)
		}
	}
	far := k.As(t, "officer", "HN-LONGBIEN")
	for _, form := range forms {
		if a := far.Get(form); a.Status != http.StatusNotFound {
			t.Errorf("%s from Long Biên: %d", form, a.Status)
		}
		if a := far.Post(form, founding("last_day", "01/12/2023", "reason", "x")); a.Status != http.StatusNotFound {
			t.Errorf("POST %s from Long Biên: %d", form, a.Status)
		}
	}
}

// forms are all of HN-BADINH and HN-BADINH-0002.
var forms = []string{
	"/units/new?parent=HN-BADINH", "/units/HN-BADINH-0002/dissolve", "/units/HN-BADINH-0002/details", "/units/HN-BADINH-0002/count",
	"/units/HN-BADINH-0002/terms/new", "/units/HN-BADINH-0002/officers/new", "/units/HN-BADINH-0002/acts/" + foundingAct + "/withdraw",
}

func TestEveryFormOpensForWhoManages(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN")
	for _, form := range forms {
		a := an.Get(form).Must(t, http.StatusOK)
		if !db.ValidID(a.Value(t, "once")) {
			t.Errorf("%s has no id", form)
		}
		action := regexp.MustCompile(`<form method="post" action="([^"]*)"`).FindStringSubmatch(a.Body[strings.Index(a.Body, "<main"):])
		if action == nil || action[1] != form {
			t.Errorf("%s posts to %v", form, action)
		}
	}
}

func TestDissolvingAndTakingItBack(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an, unit := k.As(t, "officer", "HN-BADINH"), "/units/HN-BADINH-0002"
		an.Post(unit+"/dissolve", url.Values{"last_day": {"32/01/2023"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Ngày này không có trên lịch")
		v := url.Values{"once": {db.NewID()}, "last_day": {"30/6/2023"}, "decision_no": {"9/QĐ"}, "reason": {"Hết việc <i>"}}
		for range 2 {
			an.Post(unit+"/dissolve", v).Must(t, http.StatusSeeOther)
		}
		an.Get(unit).Has(t, "đã kết thúc hoạt động theo Quyết định 9/QĐ, ngày cuối 30/06/2023", "Lý do: Hết việc <i>").Lacks(t, "Thêm cán bộ", "Sửa thông tin")
		an.Get("/tree?q=xe+om").Has(t, "đã kết thúc 30/06/2023")
		if got := k.Figure("HN", "ORG.DV.TOTAL", "2023") + " " + k.Figure("HN", "ORG.CDCS.CLOSED", "2023"); got != "70 1" {
			t.Errorf("members and closed: %s", got)
		}
		back := unit + "/acts/" + v.Get("once") + "/withdraw"
		an.Get(back).Must(t, http.StatusOK).Has(t, "hoạt động trở lại")
		an.Post(back, url.Values{"reason": {" "}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		for range 2 {
			an.Post(back, url.Values{"reason": {"Ghi nhầm"}}).Must(t, http.StatusSeeOther)
		}
		an.Get(unit).Has(t, "Đã rút", "Ghi nhầm", "Thêm cán bộ").Lacks(t, "đã kết thúc hoạt động theo")
		if got := k.Figure("HN", "ORG.DV.TOTAL", "2023") + " " + k.Figure("HN", "ORG.CDCS.CLOSED", "2023"); got != "117 0" {
			t.Errorf("members and closed: %s", got)
		}
	})
}

func TestWithdrawingAFounding(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an, unit := k.As(t, "officer", "HN-BADINH"), "/units/HN-BADINH-0002"
	act := unit + "/acts/" + foundingAct + "/withdraw"
	an.Get(unit).Has(t, "Rút quyết định")
	an.Post(act, url.Values{"reason": {"Ghi trùng"}}).Must(t, http.StatusSeeOther)
	an.Get(unit).Must(t, http.StatusOK).Has(t, "Quyết định thành lập đơn vị này đã được rút: Ghi trùng").Lacks(t, "Thêm cán bộ", "Sửa thông tin", "Ban chấp hành")
	an.Get("/tree").Lacks(t, "Xe ôm")
	an.Get("/tree?q=xe+om").Has(t, "Đã rút quyết định thành lập")
	an.Get(unit+"/details").Must(t, http.StatusConflict)
	an.Get(act).Must(t, http.StatusConflict)
	an.Post("/units/new?parent=HN-BADINH", founding("code", "HN-BADINH-0002")).Must(t, http.StatusUnprocessableEntity).Has(t, "đã được dùng")
	// On a unit with officers it is refused on the form.
	school := "/units/HN-BADINH-0001"
	an.Post(school+"/officers/new", url.Values{"person": {"Lê Hải"}, "committee": {"executive"}, "post": {"chair"}, "from": {"01/01/2023"}}).Must(t, http.StatusSeeOther)
	link := regexp.MustCompile(school + `/acts/[0-9a-f-]+/withdraw`).FindString(an.Get(school).Body)
	an.Post(link, url.Values{"reason": {"Thử"}}).Must(t, http.StatusConflict).Has(t, "đã có cán bộ hoặc nhiệm kỳ")
}

func TestTheSecondWhoEditsKeepsWhatTheyTypedAndCanSaveIt(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an, binh := k.As(t, "officer", "HN-BADINH"), k.As(t, "officer", "HN")
	path := "/units/HN-BADINH-0001/details"
	edit := func(form testkit.Answer, employer string) url.Values {
		return url.Values{"version": {form.Value(t, "version")}, "bloc": {"education"}, "ward": {"00004"}, "employer": {employer}}
	}
	first, second := an.Get(path).Must(t, http.StatusOK), binh.Get(path).Must(t, http.StatusOK)
	an.Post(path, edit(first, "Trường An")).Must(t, http.StatusSeeOther)
	back := binh.Post(path, edit(second, "Trường Bình")).Must(t, http.StatusConflict).Has(t, "nơi làm việc “Trường An”")
	if back.Value(t, "employer") != "Trường Bình" {
		t.Errorf("employer came back as %q", back.Value(t, "employer"))
	}
	binh.Post(path, edit(back, "Trường Bình")).Must(t, http.StatusSeeOther)
	an.Get("/units/HN-BADINH-0001").Has(t, "Trường Bình")
}

func TestPeopleOfAUnit(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an, unit := k.As(t, "officer", "HN-BADINH"), "/units/HN-BADINH-0002"
	an.Get(unit).Has(t, "Hãy thêm chủ tịch trước", "Chưa có số lao động")
	officer := url.Values{"once": {db.NewID()}, "person": {"Phạm Văn Lộc"}, "committee": {"executive"}, "post": {"chair"}, "from": {"01/03/2022"}}
	bad := maps.Clone(officer)
	bad["person"], bad["from"] = []string{""}, []string{"01/13/2022"}
	an.Post(unit+"/officers/new", bad).Must(t, http.StatusUnprocessableEntity).Has(t, "Ngày này không có trên lịch")
	for range 2 {
		an.Post(unit+"/officers/new", officer).Must(t, http.StatusSeeOther)
	}
	a := an.Get(unit).Has(t, "Ban Chấp hành", "Phạm Văn Lộc", "Chủ tịch, từ 01/03/2022")
	if n := strings.Count(a.Text(), "Phạm Văn Lộc"); n != 1 {
		t.Errorf("the chair stands %d times", n)
	}
	end := unit + "/officers/" + officer.Get("once") + "/end"
	an.Get(end).Must(t, http.StatusOK).Has(t, "Phạm Văn Lộc, Chủ tịch, giữ chức vụ từ ngày 01/03/2022")
	an.Post(end, url.Values{"last": {"01/02/2022"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Ngày kết thúc không thể trước ngày bắt đầu")
	an.Post("/units/HN-BADINH-0001/officers/"+officer.Get("once")+"/end", url.Values{"last": {"01/02/2023"}}).Must(t, http.StatusNotFound)
	an.Post(end, url.Values{"last": {"01/02/2023"}}).Must(t, http.StatusSeeOther)
	an.Get(unit).Has(t, "1 người đã thôi chức vụ", "01/03/2022 – 01/02/2023")

	an.Post(unit+"/terms/new", url.Values{"number": {"I"}, "from": {"01/03/2022"}, "to": {"28/02/2027"}}).Must(t, http.StatusSeeOther)
	an.Post(unit+"/terms/new", url.Values{"number": {"II"}, "from": {"01/01/2027"}, "to": {"28/02/2032"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "trùng với một nhiệm kỳ")
	an.Get(unit).Has(t, "Khoá I")

	an.Post(unit+"/count", url.Values{"women": {"5"}, "day": {"01/12/2023"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
	an.Post(unit+"/count", url.Values{"workers": {"50"}, "women": {"51"}, "day": {"01/12/2023"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "không thể lớn hơn tổng số lao động (50 người)")
	an.Post(unit+"/count", url.Values{"workers": {"1.050"}, "women": {"5"}, "day": {"01/12/2023"}}).Must(t, http.StatusSeeOther)
	an.Get(unit).Has(t, "1.050 người, 5 nữ (ngày 01/12/2023)")
}

func TestChoosingTheUnitToActFor(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "viewer", "HN-BADINH")
	an.Get("/switch").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình").Lacks(t, "Long Biên")
	an.Get("/switch?q=hoa+sen").Has(t, "Không tìm thấy")
	for from, want := range map[string]string{
		"": "/", k.URL + "/tree?q=xe": "/tree?q=xe", "https://elsewhere.vn/tree": "/", k.URL + "/switch?q=x": "/", "::": "/",
	} {
		if a := an.Post("/switch", url.Values{"unit": {"hn-badinh-0001"}}, "Referer", from).Must(t, http.StatusSeeOther); a.Location != want {
			t.Errorf("from %q to %q, want %q", from, a.Location, want)
		}
	}
	for next, want := range map[string]string{"/tree": "/tree", "//elsewhere.vn": "/", "https://elsewhere.vn": "/", `/\elsewhere.vn`: "/"} {
		if a := an.Post("/switch", url.Values{"unit": {"HN-BADINH-0001"}, "next": {next}}); a.Location != want {
			t.Errorf("next %q leads to %q, want %q", next, a.Location, want)
		}
	}
	an.Get("/").Has(t, "Đang làm việc cho CĐCS Trường THCS Hoàng Diệu")
	an.Post("/switch", url.Values{"unit": {"HN-LONGBIEN-0001"}}).Must(t, http.StatusNotFound)
	an.Get("/").Has(t, "Đang làm việc cho CĐCS Trường THCS Hoàng Diệu")
	if a := an.Get("/switch", "Referer", k.URL+"/tree"); a.Value(t, "next") != "/tree" {
		t.Errorf("the page came from is forgotten: %q", a.Value(t, "next"))
	}
}
