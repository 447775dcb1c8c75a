package accountweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/app/accountweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

const (
	chrome = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
	edge   = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)

// world is Hà Nội with two districts and one union in the first, and a role
// that manages accounts.
func world(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		k.Auth.Guard.Roles["chair"] = append([]auth.Action{auth.ManageAccounts}, k.Auth.Guard.Roles["officer"]...)
		return (&accountweb.Pages{Site: k.Site, Auth: k.Auth, Org: k.Org}).Routes()
	})
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-BADINH", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LONGBIEN", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
	)
	return k
}

func id(t *testing.T, k *testkit.Kit, name string) (out string) {
	t.Helper()
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		return tx.Get(t.Context(), &out, `SELECT id FROM auth_account WHERE name = $1`, name)
	})
	return out
}

func signIn(t *testing.T, k *testkit.Kit, name, password, agent string) *testkit.Client {
	t.Helper()
	c := k.Nobody(t)
	c.Post("/login", url.Values{"name": {name}, "password": {password}}, "User-Agent", agent).Must(t, http.StatusSeeOther)
	return c
}

func TestOnesDevicesAreNamedAndEnded(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		first := k.As(t, "officer", "HN-BADINH")
		phone := signIn(t, k, first.Name, testkit.Password, chrome)
		desk := signIn(t, k, first.Name, testkit.Password, edge)
		page := desk.Get("/account").Must(t, http.StatusOK)
		page.Has(t, "Trần Thị Ánh", "Cán bộ công đoàn LĐLĐ quận Ba Đình · HN-BADINH", "Chrome trên Android", "Edge trên Windows", "Thiết bị chưa rõ", "Đăng xuất mọi thiết bị khác")
		if n := strings.Count(page.Text(), "Thiết bị này"); n != 1 {
			t.Errorf("%d devices are this one", n)
		}
		desk.Post("/account/sessions/revoke", nil).Must(t, http.StatusSeeOther)
		desk.Get("/account").Must(t, http.StatusOK).Has(t, "Đã đăng xuất mọi thiết bị khác").Lacks(t, "Chrome trên Android")
		phone.Get("/account").Must(t, http.StatusSeeOther)
		other := k.As(t, "officer", "HN")
		other.Post("/account/sessions/"+db.NewID()+"/revoke", nil).Must(t, http.StatusNotFound)
	})
}

func TestATokenIsShownOnceAndRevoked(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		c := k.As(t, "officer", "HN-BADINH")
		c.Post("/account/tokens/new", url.Values{"label": {" "}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		made := c.Post("/account/tokens/new", url.Values{"label": {"phần mềm <kế toán>"}}).Must(t, http.StatusOK).Has(t, "chỉ hiện một lần", "dh_")
		_, token, _ := strings.Cut(made.Text(), "dh_")
		token, _, _ = strings.Cut("dh_"+token, " ")
		k.Nobody(t).Get("/account", "Authorization", "Bearer "+token).Must(t, http.StatusOK)
		c.Get("/account").Must(t, http.StatusOK).Has(t, "phần mềm <kế toán>", "Dùng lần cuối").Lacks(t, token)
		k.Nobody(t).Post("/account/tokens/new", url.Values{"label": {"hai"}}, "Authorization", "Bearer "+token).Must(t, http.StatusForbidden)
		var tokenID string
		testkit.Read(t, d, func(tx *db.Tx) error { return tx.Get(t.Context(), &tokenID, `SELECT id FROM auth_token`) })
		c.Post("/account/tokens/"+tokenID+"/revoke", nil).Must(t, http.StatusSeeOther)
		c.Get("/account").Has(t, "Đã thu hồi mã truy cập").Lacks(t, "phần mềm <kế toán>")
		k.Nobody(t).Get("/account", "Authorization", "Bearer "+token).Must(t, http.StatusSeeOther)
	})
}

func TestThePasswordIsChangedByWhoKnowsTheOldOne(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "HN-BADINH")
	for name, tc := range map[string]struct{ old, fresh, again, says string }{
		"wrong old one": {"không phải thế", "một câu rất dài", "một câu rất dài", "Mật khẩu đang dùng chưa đúng"},
		"too short":     {testkit.Password, "quá ngắn", "quá ngắn", "ít nhất 10 ký tự"},
		"typed twice":   {testkit.Password, "một câu rất dài", "một câu rất dầi", "chưa giống nhau"},
	} {
		t.Run(name, func(t *testing.T) {
			in := url.Values{"password_old": {tc.old}, "password_new": {tc.fresh}, "password_again": {tc.again}}
			a := c.Post("/account/password", in).Must(t, http.StatusUnprocessableEntity).Has(t, tc.says)
			if strings.Contains(a.Body, tc.fresh) {
				t.Error("the page shows the new password")
			}
		})
	}
	in := url.Values{"password_old": {testkit.Password}, "password_new": {"một câu rất dài"}, "password_again": {"một câu rất dài"}}
	c.Post("/account/password", in).Must(t, http.StatusSeeOther)
	c.Get("/account").Must(t, http.StatusOK).Has(t, "Đã đổi mật khẩu")
	signIn(t, k, c.Name, "một câu rất dài", edge)
}

func TestTheLanguageIsSwitched(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "HN-BADINH")
	c.Post("/account/lang", url.Values{"lang": {"en"}}).Must(t, http.StatusSeeOther)
	c.Get("/account").Must(t, http.StatusOK).Has(t, "Signed-in devices", "This device").Lacks(t, "Thiết bị")
	c.Post("/account/lang", url.Values{"lang": {"fr"}}).Must(t, http.StatusUnprocessableEntity)
	c.Post("/account/lang", url.Values{"lang": {"vi"}}).Must(t, http.StatusSeeOther)
	c.Get("/account").Must(t, http.StatusOK).Has(t, "Thiết bị này")
}

func TestAChairOpensAnAccountInTheirDistrict(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		chair := k.As(t, "chair", "HN-BADINH")
		form := chair.Get("/admin/accounts/new").Must(t, http.StatusOK).Has(t, "Mở tài khoản", "chair", "Cán bộ công đoàn").Lacks(t, "Quản trị hệ thống", "Viết *")
		if form.Value(t, "unit") != "HN-BADINH" || len(form.Value(t, "password")) != 14 {
			t.Errorf("begins with unit %q and password %q", form.Value(t, "unit"), form.Value(t, "password"))
		}
		in := url.Values{
			"once": {form.Value(t, "once")}, "name": {"Le.Binh"}, "display": {"Lê Văn Bình"}, "password": {form.Value(t, "password")},
			"role": {"officer"}, "unit": {"HN-LONGBIEN"},
		}
		chair.Post("/admin/accounts/new", in).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã HN-LONGBIEN")
		in.Set("unit", "hn-badinh")
		in.Set("role", string(auth.Admin))
		a := chair.Post("/admin/accounts/new", in).Must(t, http.StatusUnprocessableEntity).Has(t, "Vai trò này có những quyền")
		if a.Value(t, "display") != "Lê Văn Bình" || a.Value(t, "password") != in.Get("password") {
			t.Error("what was typed is lost")
		}
		in.Set("role", "officer")
		chair.Post("/admin/accounts/new", in).Must(t, http.StatusOK).Has(t, "chỉ hiện một lần", "le.binh", in.Get("password"))
		chair.Post("/admin/accounts/new", in).Must(t, http.StatusOK) // a double click
		in.Set("once", db.NewID())
		chair.Post("/admin/accounts/new", in).Must(t, http.StatusUnprocessableEntity).Has(t, "Tên đăng nhập le.binh đã có người dùng")
		chair.Get("/admin/accounts?q=binh+le").Must(t, http.StatusOK).Has(t, "1 tài khoản", "Lê Văn Bình", "Cán bộ công đoàn · LĐLĐ quận Ba Đình")
		signIn(t, k, "le.binh", in.Get("password"), chrome).Get("/admin/accounts").Must(t, http.StatusForbidden)
	})
}

func TestAChairManagesTheirOwnPeopleOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		chair, own, far := k.As(t, "chair", "HN-BADINH"), k.As(t, "viewer", "HN-BADINH"), k.As(t, "viewer", "HN-LONGBIEN")
		root := k.As(t, auth.Admin, auth.Everywhere)
		chair.Get("/admin/accounts").Must(t, http.StatusOK).Has(t, chair.Name, own.Name).Lacks(t, far.Name, root.Name, "Nhật ký")
		for _, path := range []string{"", "/grant", "/password"} {
			chair.Get("/admin/accounts/"+id(t, k, far.Name)+path).Must(t, http.StatusNotFound)
		}
		page := "/admin/accounts/" + id(t, k, own.Name)
		chair.Post("/admin/accounts/"+id(t, k, far.Name)+"/disable", nil).Must(t, http.StatusNotFound)
		chair.Post(page+"/grant", url.Values{"role": {"officer"}, "unit": {"*"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Bạn không quản lý tài khoản ở đơn vị này")
		chair.Post(page+"/grant", url.Values{"role": {"officer"}, "unit": {"HN-BADINH"}}).Must(t, http.StatusSeeOther)
		shown := chair.Get(page).Must(t, http.StatusOK).Has(t, "Đã giao vai trò cho Trần Thị Ánh", "Người xem LĐLĐ", "Cán bộ công đoàn LĐLĐ")
		chair.Post(page+"/ungrant", url.Values{"grant": {button(t, shown.Body, "grant")}}).Must(t, http.StatusSeeOther)
		chair.Get(page).Must(t, http.StatusOK).Lacks(t, "Người xem LĐLĐ")

		root.Post(page+"/grant", url.Values{"role": {"viewer"}, "unit": {"HN-LONGBIEN"}}).Must(t, http.StatusSeeOther)
		chair.Get(page).Must(t, http.StatusOK).Has(t, "Và 1 vai trò ở đơn vị ngoài phạm vi").Lacks(t, "Long Biên")
		chair.Post(page+"/disable", nil).Must(t, http.StatusForbidden)
		chair.Post(page+"/password", url.Values{"password": {"một câu rất dài"}}).Must(t, http.StatusForbidden)
		root.Post(page+"/password", url.Values{"password": {"một câu rất dài"}}).Must(t, http.StatusOK).Has(t, own.Name, "một câu rất dài")
		own.Get("/account").Must(t, http.StatusSeeOther) // signed out by it
		root.Post(page+"/disable", nil).Must(t, http.StatusSeeOther)
		root.Get(page).Must(t, http.StatusOK).Has(t, "Đang khoá", "Mở lại tài khoản")
		root.Post(page+"/enable", nil).Must(t, http.StatusSeeOther)
		signIn(t, k, own.Name, "một câu rất dài", chrome)
		self := "/admin/accounts/" + id(t, k, root.Name)
		root.Get(self).Must(t, http.StatusOK).Has(t, "Đây là tài khoản của bạn").Lacks(t, "Thu vai trò", "Khoá tài khoản")
		root.Post(self+"/disable", nil).Must(t, http.StatusUnprocessableEntity).Has(t, "Không thể tự khoá")
	})
}

// button is the value of the first button of a name.
func button(t *testing.T, body, name string) string {
	t.Helper()
	_, rest, found := strings.Cut(body, `name="`+name+`" value="`)
	if !found {
		t.Fatalf("no button %s", name)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestTheLogIsForAdministratorsAndPaged(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		k.As(t, "chair", "HN").Get("/admin/audit").Must(t, http.StatusForbidden)
		k.As(t, auth.Admin, "HN").Get("/admin/audit").Must(t, http.StatusForbidden)
		root := k.As(t, auth.Admin, auth.Everywhere)
		testkit.Write(t, d, func(tx *db.Tx) error {
			for range 60 {
				if err := audit.Add(t.Context(), tx, audit.Entry{Action: "unit.count", Unit: k.UnitID("HN-BADINH"), Sensitive: true}); err != nil {
					return err
				}
			}
			_, err := tx.Exec(t.Context(), `INSERT INTO audit_sealed (entry, seal, position, leaf) SELECT MAX(id), 7, 0, 'x' FROM audit_entry`)
			return err
		})
		first := root.Get("/admin/audit").Must(t, http.StatusOK)
		first.Has(t, "Ghi số lao động", "LĐLĐ quận Ba Đình", "Người chưa đăng nhập", "Dữ liệu cá nhân nhạy cảm", "Niêm phong số 7", "Chờ niêm phong", "Cũ hơn")
		if n := strings.Count(first.Body, "<tr>"); n != 51 {
			t.Errorf("%d rows, want a head and 50", n)
		}
		_, older, _ := strings.Cut(first.Body, `href="/admin/audit?`)
		older, _, _ = strings.Cut(older, `"`)
		root.Get("/admin/audit?"+older).Must(t, http.StatusOK).Has(t, "Đăng nhập", "Mở tài khoản", "Giao vai trò: Quản trị hệ thống", "Thành lập đơn vị", "Hệ thống", "Về mới nhất")
		root.Get("/admin/audit?account="+id(t, k, root.Name)).Must(t, http.StatusOK).Has(t, "Đăng nhập").Lacks(t, "Xem hồ sơ")
	})
}

func TestDevicesAreNamedAsTheyAre(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "HN")
	got := map[string]string{}
	for agent, want := range map[string]string{
		chrome: "Chrome trên Android", edge: "Edge trên Windows", "curl/8.5": "Thiết bị chưa rõ", "": "Thiết bị chưa rõ",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1":                   "Safari trên iPhone",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1":                    "Chrome trên iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/126.0 Chrome/120.0 Safari/537.36":                         "Cốc Cốc trên Windows",
		"Mozilla/5.0 (Linux; Android 13; V2025) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 Zalo android/24070 ZaloTheme/": "Zalo trên Android",
		"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0":                                                                                    "Firefox trên Linux",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15":                                     "Safari trên macOS",
		"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36":            "Samsung Internet trên Android",
	} {
		testkit.Write(t, k.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE auth_session SET device = $1`, agent)
			return err
		})
		if !strings.Contains(c.Get("/account").Must(t, http.StatusOK).Text(), want) {
			got[agent] = "not " + want
		}
	}
	if diff := cmp.Diff(map[string]string{}, got); diff != "" {
		t.Error(diff)
	}
}
