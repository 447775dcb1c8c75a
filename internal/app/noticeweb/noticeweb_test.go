package noticeweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/app/noticeweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// world has a district and, in its frame, the bell.
func world(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		plain := k.Site.Chrome
		k.Site.Chrome = func(r *http.Request, p web.Page) (ui.Chrome, error) {
			c, err := plain(r, p)
			if err != nil || web.Me(r) == nil {
				return c, err
			}
			c.BellHref = "/notices"
			return c, d.Read(r.Context(), func(tx *db.Tx) error {
				c.Unread, err = notify.Count(r.Context(), tx, web.Me(r).Account)
				return err
			})
		}
		return (&noticeweb.Pages{Site: k.Site, DB: k.DB}).Routes()
	})
	k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	return k
}

// tell adds a notice for a client; the sentence is one of the program's own.
func tell(t *testing.T, k *testkit.Kit, c *testkit.Client, name, href string) {
	t.Helper()
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		var id string
		if err := tx.Get(t.Context(), &id, `SELECT id FROM auth_account WHERE name = $1`, c.Name); err != nil {
			return err
		}
		return notify.Add(t.Context(), tx, notify.Notice{To: []string{id}, Key: "auth.account.unknown", Args: i18n.Args{"name": name}, Href: href})
	})
}

var noticeLink = regexp.MustCompile(`href="(/notices/[^"]+)"`)

func TestNoticesAreReadAndMarked(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		c, other := k.As(t, "officer", "HN"), k.As(t, "viewer", "HN")
		page := c.Get("/notices").Must(t, http.StatusOK).Has(t, "Chưa có thông báo nào")
		if !strings.Contains(page.Body, `aria-label="Thông báo"`) {
			t.Error("no bell")
		}
		tell(t, k, c, "một", "/units/HN?tab=1")
		k.DB.Clock.Set(testkit.Today.Add(1))
		tell(t, k, c, "hai", "/units/HN")
		tell(t, k, c, "ba", "/units/HN")
		page = c.Get("/notices").Must(t, http.StatusOK).Has(t, "Chưa đọc (3)", "Thứ Ba, 26/12/2023", "Thứ Hai, 25/12/2023", "Đánh dấu tất cả đã đọc").Lacks(t, "Chưa có thông báo nào")
		if !strings.Contains(page.Body, `aria-label="Thông báo: 3 chưa đọc"`) {
			t.Error("the bell has no number")
		}
		order := []int{strings.Index(page.Text(), "tài khoản ba"), strings.Index(page.Text(), "tài khoản hai"), strings.Index(page.Text(), "tài khoản một")}
		if order[0] < 0 || order[0] > order[1] || order[1] > order[2] {
			t.Errorf("not newest first: %v", order)
		}
		links := noticeLink.FindAllStringSubmatch(page.Body, -1)
		first, last := links[0][1], links[len(links)-1][1]
		other.Get(last).Must(t, http.StatusNotFound)
		other.Post("/notices/read", url.Values{"id": {strings.TrimPrefix(last, "/notices/")}})
		if a := c.Get(last).Must(t, http.StatusSeeOther); a.Location != "/units/HN?tab=1" {
			t.Errorf("it leads to %s", a.Location)
		}
		c.Get("/notices").Has(t, "Chưa đọc (2)", "Đã đọc")
		c.Post("/notices/read", url.Values{"id": {strings.TrimPrefix(first, "/notices/")}}).Must(t, http.StatusSeeOther)
		until := c.Get("/notices").Has(t, "Chưa đọc (1)").Value(t, "until")
		tell(t, k, c, "vừa tới", "/units/HN")
		c.Post("/notices/read", url.Values{"until": {until}}).Must(t, http.StatusSeeOther)
		c.Get("/notices").Has(t, "Chưa đọc (1)", "vừa tới", "Đã đánh dấu đã đọc.")
		c.Post("/notices/read", url.Values{"until": {"soon"}}).Must(t, http.StatusUnprocessableEntity)
		c.Get("/notices/"+db.NewID()).Must(t, http.StatusNotFound)
		k.Nobody(t).Get("/notices").Must(t, http.StatusSeeOther)
	})
}

func TestOldNoticesComeInPages(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "HN")
	for i := range 120 {
		tell(t, k, c, fmt.Sprintf("số %03d.", i), "/units/HN")
	}
	c.Post("/notices/read", url.Values{"until": {c.Get("/notices").Value(t, "until")}}).Must(t, http.StatusSeeOther)
	path := "/notices"
	for _, want := range []string{"số 119.", "số 069.", "số 019."} {
		page := c.Get(path).Must(t, http.StatusOK).Has(t, want)
		older := regexp.MustCompile(`/notices\?before=[0-9a-f-]+`).FindString(page.Body)
		if (older == "") != (want == "số 019.") {
			t.Fatalf("after the page of %s: %q", want, older)
		}
		path = older
	}
}

// TestNoticesStandOnPhonesAndDesksInABrowser: with DONGHANH_SHOTS as a folder it
// leaves pictures there.
func TestNoticesStandOnPhonesAndDesksInABrowser(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			c := k.As(t, "officer", "HN")
			p := browser.Open(t, width, 900)
			look := func(name string) {
				t.Helper()
				p.NoSidewaysScroll(t)
				for _, v := range p.Axe(t) {
					t.Errorf("%s: %v", name, v)
				}
				if dir := os.Getenv("DONGHANH_SHOTS"); filepath.IsAbs(dir) {
					p.Shot(filepath.Join(dir, fmt.Sprintf("notices-%s-%d.png", name, width)))
				}
			}
			p.Go(k.URL + "/login")
			p.Fill("#f-name", c.Name)
			p.Fill("#f-password", testkit.Password)
			p.Click("text=Đăng nhập")
			testkit.Write(t, k.DB, func(tx *db.Tx) error { // the frame with the unit one acts for
				_, err := tx.Exec(t.Context(), `UPDATE auth_session SET unit = $1`, k.UnitID("HN"))
				return err
			})
			p.Go(k.URL + "/notices")
			look("none")
			tell(t, k, c, "tran.anh", "/notices")
			tell(t, k, c, "cán bộ phụ trách của CĐCS Công ty TNHH Một thành viên Môi trường đô thị Hà Nội, chi nhánh Ba Đình", "/notices")
			k.DB.Clock.Set(testkit.Today.Add(1))
			for i := range 11 {
				tell(t, k, c, fmt.Sprint("lê.bình.", i), "/notices")
			}
			p.Go(k.URL + "/notices")
			look("unread")
			p.Click("text=Đánh dấu tất cả đã đọc")
			tell(t, k, c, "mới tới", "/notices")
			p.Go(k.URL + "/notices")
			look("both")
		})
	}
}
