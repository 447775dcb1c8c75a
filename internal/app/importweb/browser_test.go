package importweb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// look checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func look(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		if v.Impact == "serious" || v.Impact == "critical" {
			t.Errorf("%s: %s %s", name, v.Help, strings.Join(v.Nodes, "\n"))
		}
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

func TestImportingInABrowser(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	c := w.As(t, "officer", "HN-A")
	path := filepath.Join(t.TempDir(), "đơn vị quận An.csv")
	if err := os.WriteFile(path, []byte(mixed), 0o600); err != nil {
		t.Fatal(err)
	}
	pages := map[string]*browser.Page{"360": browser.Open(t, 360, 740), "1440": browser.Open(t, 1440, 900)}
	for width, b := range pages {
		b.Go(w.URL + "/login")
		b.Fill("#f-name", c.Name)
		b.Fill("#f-password", testkit.Password)
		b.Click("main button")
		b.Go(w.URL + "/import/units")
		look(t, b, "import-"+width)
	}
	phone := pages["360"]
	phone.Upload("#f-file", path)
	phone.Click("main form button")
	look(t, phone, "import-checking-360")
	w.works()
	phone.Wait("#import .notice") // the page asks by itself
	if got := phone.Text("#import .notice"); !strings.Contains(got, "1 dòng ghi được, 2 dòng bị từ chối") {
		t.Errorf("the check says %s", got)
	}
	look(t, phone, "import-checked-360")
	pages["1440"].Go(phone.URL())
	look(t, pages["1440"], "import-checked-1440")
	phone.Click("#import form button")
	phone.Wait("#import a[href='/tree']")
	if got := phone.Text("#import .notice"); !strings.Contains(got, "Đã ghi 1 dòng") {
		t.Errorf("after writing: %s", got)
	}
	look(t, phone, "import-written-360")
}
