package activityweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
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

func signIn(b *browser.Page, k *testkit.Kit, c *testkit.Client) {
	b.Go(k.URL + "/login")
	b.Fill("#f-name", c.Name)
	b.Fill("#f-password", testkit.Password)
	b.Click("main button")
}

func TestRecordingInABrowser(t *testing.T) {
	k, _ := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "A1")
	phone := browser.Open(t, 360, 740)
	signIn(phone, k, c)
	phone.Go(k.URL + "/activities")
	look(t, phone, "list-empty-360")
	phone.Go(k.URL + "/activities/new?kind=admission")
	look(t, phone, "new-360")
	phone.Fill("#f-count", "1204")
	if got := phone.Value("#f-count"); got != "1.204" {
		t.Errorf("thousands are typed as %q", got)
	}
	phone.Fill("#f-count", "5")
	phone.Fill("#f-women", "3")
	phone.Wait("#after b")
	phone.Settle()
	if got := strings.Join(strings.Fields(phone.Text("#after")), " "); !strings.Contains(got, "Đoàn viên kết nạp mới 0 thành 5 người") {
		t.Errorf("the panel says %s", got)
	}
	look(t, phone, "new-filled-360")
	phone.Fill("#f-women", "9")
	phone.AllowProblem("422")
	phone.Click(".savebar button")
	look(t, phone, "new-error-360")
	phone.Fill("#f-women", "3")
	phone.Click(".savebar button")
	if !strings.Contains(phone.Text(".flash"), "Đã ghi: Kết nạp 5 đoàn viên") {
		t.Errorf("after saving: %s", phone.Text("main"))
	}
	look(t, phone, "show-360")
	at := phone.URL()
	phone.Go(at + "/change")
	phone.Fill("#f-count", "8")
	phone.Fill("#f-reason", "Đếm sót ba người")
	phone.Click(".savebar button")
	look(t, phone, "changed-360")
	phone.Go(at + "/withdraw")
	look(t, phone, "withdraw-360")

	wide := browser.Open(t, 1440, 900)
	signIn(wide, k, c)
	wide.Go(at)
	look(t, wide, "show-1440")
	wide.Go(at + "/change")
	look(t, wide, "change-1440")
	phone.Fill("#f-reason", "Ghi nhầm")
	phone.Click("button.btn-error")
	for i := range 3 {
		record(c, t, "count", strings.Repeat("1", i+1), "women", "")
	}
	phone.Go(k.URL + "/activities")
	look(t, phone, "list-360")
	wide.Go(k.URL + "/activities")
	look(t, wide, "list-1440")
}

func TestASuperiorPicksAUnitInABrowser(t *testing.T) {
	k, _ := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "HN-A")
	b := browser.Open(t, 360, 740)
	signIn(b, k, c)
	b.Go(k.URL + "/activities/new?kind=admission")
	b.Fill("#f-unit", "hoa hong")
	b.Wait("#unit-picks input[type=radio]")
	b.Settle()
	b.Click("#unit-picks input[value=A2]")
	b.Fill("#f-count", "7")
	b.Wait("#after b")
	look(t, b, "pick-360")
	b.Click(".savebar button")
	if !strings.Contains(b.Text("main"), "Hoa Hồng Vàng") {
		t.Errorf("recorded for another unit: %s", b.Text("main"))
	}
	b.Go(k.URL + "/activities/new?kind=admission")
	if b.Exists("#held") && strings.Contains(b.Text("main"), "còn giữ chữ") {
		t.Error("what was saved is offered again")
	}
}

func TestTheSlowerOneInABrowser(t *testing.T) {
	k, _ := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "A1")
	at := record(c, t)
	for _, width := range []int{360, 1440} {
		b := browser.Open(t, width, 900)
		b.AllowProblem("409")
		signIn(b, k, c)
		b.Go(k.URL + at + "/change")
		v := c.Get(at+"/change").Must(t, http.StatusOK)
		f := form(c, t, "count", v.Value(t, "count")+"0", "version", v.Value(t, "version"), "reason", "Người khác sửa trước")
		c.Post(at+"/change", f).Must(t, http.StatusSeeOther)
		b.Fill("#f-count", "7")
		b.Fill("#f-reason", "Tôi chậm hơn")
		b.Click(".savebar button")
		look(t, b, map[int]string{360: "slower-360", 1440: "slower-1440"}[width])
	}
}

func TestAGiftWithPhotosInABrowser(t *testing.T) {
	k, s := world(t, testkit.SQLite(t))
	c := k.As(t, "officer", "A1")
	file := filepath.Join(t.TempDir(), "lễ trao quà ở công ty.jpg")
	if err := os.WriteFile(file, shot(t, 90), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, size := range []struct {
		name          string
		width, height int
	}{{"360", 360, 740}, {"1440", 1440, 900}} {
		b := browser.Open(t, size.width, size.height)
		signIn(b, k, c)
		b.Go(k.URL + "/activities/new")
		look(t, b, "choose-"+size.name)
		b.Fill("#f-q", "tang qua")
		b.Settle()
		if got := b.Text("#kinds"); !strings.Contains(got, "Trao quà") || strings.Contains(got, "Kết nạp") {
			t.Errorf("typing leaves %s", got)
		}
		look(t, b, "choose-typed-"+size.name)
		b.Go(k.URL + giftAddress)
		b.Fill("#f-amount", "18200000")
		b.Fill("#f-people", "20")
		if got := b.Value("#f-amount") + b.Text("#f-amount-sum"); got != "18.200.000"+"18,2 triệu đồng" {
			t.Errorf("money is said as %q", got)
		}
		b.Fill("#f-firm", "Công ty cổ phần May mặc xuất khẩu Hoa Hồng Vàng")
		b.Fill("#f-story", "Chồng mất, hai con nhỏ")
		b.Upload("#f-photos", file)
		look(t, b, "gift-"+size.name)
		b.Fill("#f-host", "Z9")
		b.AllowProblem("422")
		b.Click(".savebar button")
		look(t, b, "gift-refused-"+size.name)
		b.Fill("#f-host", "")
		b.Click(".savebar button")
		look(t, b, "gift-shown-"+size.name)
		b.Go(b.URL() + "/change")
		look(t, b, "gift-change-"+size.name)
		at := letter(c, t, "sent", "2/12/2023")
		if _, err := s.Record(k.System(), activity.Draft{Kind: "answer", Unit: "A1", Day: "2023-12-10", Under: strings.TrimPrefix(at, "/activities/"), Fields: activity.Fields{"view": "no"}}); err != nil {
			t.Fatal(err)
		}
		b.Go(k.URL + at)
		look(t, b, "letter-"+size.name)
		b.Go(k.URL + "/activities/open")
		look(t, b, "open-"+size.name)
		b.Go(k.URL + at + "/done")
		look(t, b, "done-"+size.name)
		b.Go(k.URL + "/activities/new?kind=answer&under=" + strings.TrimPrefix(at, "/activities/"))
		look(t, b, "part-"+size.name)
		b.Go(k.URL + "/activities?kind=gift")
		look(t, b, "list-filtered-"+size.name)
	}
}

func TestChoosingAmongAllKindsInABrowser(t *testing.T) {
	k, _ := worldOf(t, testkit.SQLite(t), catalogue.FS)
	c := k.As(t, "officer", "A1")
	for name, width := range map[string]int{"360": 360, "1440": 1440} {
		b := browser.Open(t, width, 900)
		signIn(b, k, c)
		b.Go(k.URL + "/activities/new")
		look(t, b, "all-kinds-"+name)
		b.Fill("#f-q", "hien mau")
		b.Settle()
		if got := b.Text("#kinds"); !strings.Contains(got, "iến máu") || strings.Contains(got, "Kết nạp") {
			t.Errorf("typing leaves %s", got)
		}
		b.Go(k.URL + "/activities?kind=admission")
		look(t, b, "all-filters-"+name)
		for _, kind := range []string{"gift_round", "training", "legal_counselling"} {
			b.Go(k.URL + "/activities/new?kind=" + kind)
			look(t, b, kind+"-"+name)
		}
	}
}
