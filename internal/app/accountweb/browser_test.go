package accountweb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// TestThePagesStandOnPhonesAndDesksInABrowser walks the pages as an administrator. With
// DONGHANH_SHOTS as a folder it leaves pictures there.
func TestThePagesStandOnPhonesAndDesksInABrowser(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	root, chair := k.As(t, auth.Admin, auth.Everywhere), k.As(t, "chair", "HN-BADINH")
	k.As(t, "viewer", "HN-LONGBIEN")
	signIn(t, k, root.Name, testkit.Password, chrome)
	root.Post("/account/tokens/new", map[string][]string{"label": {"phần mềm kế toán của LĐLĐ quận"}})
	root.Post("/admin/accounts/"+id(t, k, chair.Name)+"/grant", map[string][]string{"role": {"viewer"}, "unit": {"HN"}})
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), `UPDATE audit_tail SET at = at - 60000000`); err != nil {
			return err
		}
		_, err := audit.Seal(t.Context(), tx)
		return err
	})
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := browser.Open(t, width, 900)
			look := func(name string) {
				t.Helper()
				p.NoSidewaysScroll(t)
				for _, v := range p.Axe(t) {
					t.Errorf("%s: %v", name, v)
				}
				if dir := os.Getenv("DONGHANH_SHOTS"); filepath.IsAbs(dir) {
					p.Shot(filepath.Join(dir, fmt.Sprintf("account-%s-%d.png", name, width)))
				}
			}
			p.AllowProblem("401")
			p.AllowProblem("422")
			p.AllowProblem("404")
			p.Go(k.URL + "/login")
			p.Fill("#f-name", root.Name)
			p.Fill("#f-password", "sai mất rồi nhé")
			p.Click("text=Đăng nhập")
			look("login")
			p.Fill("#f-password", testkit.Password)
			p.Click("text=Đăng nhập")
			account := "/admin/accounts/" + id(t, k, chair.Name)
			for _, page := range [][2]string{
				{"own", "/account"},
				{"mail", "/account/mail"},
				{"password", "/account/password"},
				{"token", "/account/tokens/new"},
				{"list", "/admin/accounts"},
				{"new", "/admin/accounts/new"},
				{"one", account},
				{"grant", account + "/grant"},
				{"reset", account + "/password"},
				{"audit", "/admin/audit"},
				{"unknown", "/khong-co"},
			} {
				p.Go(k.URL + page[1])
				look(page[0])
			}
			p.Go(k.URL + "/admin/accounts/new")
			p.Click("text=Mở tài khoản")
			look("refused")
			p.Go(k.URL + account + "/password")
			p.Click("text=Đặt mật khẩu mới")
			look("handover")
			p.Go(k.URL + "/account/tokens/new")
			p.Fill("#f-label", "máy in thẻ")
			p.Click("text=Tạo mã truy cập")
			look("made")
		})
	}
}
