package gameshowweb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// look checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func lookAt(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		t.Errorf("%s: %s %s", name, v.Help, strings.Join(v.Nodes, "\n"))
	}
	var weight int // as journeys/looks_test.go counts it
	b.Eval(`performance.getEntries().filter(e => e.entryType === "navigation" || /\.(css|js)$/.test(new URL(e.name, location).pathname))
		.reduce((sum, e) => sum + (e.encodedBodySize || 0), 0)`, &weight)
	if weight > 45<<10 {
		t.Errorf("%s weighs %d bytes, 45 KB are allowed", name, weight)
	}
	t.Logf("%s weighs %d bytes", name, weight)
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

// A host builds a show of three questions by tapping, and starts it.
func TestBuildingAShowInABrowser(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"360", 360, 740}, {"1440", 1440, 900}} {
		t.Run(size.name, func(t *testing.T) {
			o := newOffice(t, testkit.SQLite(t))
			c := o.As(t, "officer", "BT")
			b := browser.Open(t, size.width, size.height)
			b.Go(o.URL + "/login")
			b.Fill("#f-name", c.Name)
			b.Fill("#f-password", testkit.Password)
			b.Click("main button")
			shot := func(name string) { lookAt(t, b, "build-"+name+"-"+size.name) }

			b.Go(o.URL + "/shows")
			shot("list-empty")
			b.Click("text=Soạn chương trình")
			shot("new")
			b.Fill("#f-title", "Tháng Công nhân 2024")
			b.Click("text=Tạo và thêm câu hỏi")
			shot("empty")

			b.AllowProblem("422")
			b.Click("text=Bắt đầu")
			shot("refused")
			b.Click("text=Thêm vòng")
			shot("round")

			// A song to choose from, composed by one press.
			b.Click("text=Soạn câu hỏi")
			b.Fill("#f-sound", "tune:trong-com")
			b.Click("text=Nghe thử")
			b.Wait("text=Dừng")
			b.Click("text=Dừng")
			b.Click("text=Soạn câu chọn tên bài")
			shot("song")
			if b.Value("#f-ask") == "" || b.Value("#f-option_4") == "" || b.Exists("#held ~ .notice") {
				t.Errorf("composed: %s", b.Text("main"))
			}
			b.Click("text=Lưu câu hỏi")

			// Songs by ticking.
			b.Click("text=Chọn bài hát có sẵn")
			b.Click("input[name=how][value=title]")
			b.Click("input[name=pick][value=co-la]")
			shot("songs")
			b.Click("text=Thêm vào vòng")

			// A round of law with a question of the bank.
			b.Click("#f-kind-1")
			b.Click("text=Thêm vòng")
			b.Click("text=Lấy từ ngân hàng câu hỏi")
			b.Fill("#f-q", "thai san")
			b.Click("text=Tìm")
			b.Click("main ul input[name=pick]")
			shot("bank")
			b.Click("text=Thêm vào vòng")
			if got := b.Text(".lead"); got != "2 vòng, 3 câu hỏi" {
				t.Errorf("the show has %s", got)
			}
			shot("built")
			b.Click("li .chip")
			shot("arrange")

			// Kinds: what was typed stays, whatever is chosen.
			b.Click("main section:nth-of-type(2) .border-t > .btn:last-of-type")
			b.Fill("#f-ask", "Công đoàn Việt Nam thành lập năm nào?")
			b.Fill("#f-option_1", "1929")
			b.Click("#f-kind-4")
			if b.Exists("#f-options:not([hidden])") || !b.Exists("[data-kinds=number]:not([hidden])") {
				t.Error("fields of another kind are shown")
			}
			b.Fill("#f-exact", "một nghìn")
			shot("number")
			b.Click("text=Lưu câu hỏi")
			shot("number-wrong")
			b.Fill("#f-exact", "1929")
			b.Click("#f-kind")
			if b.Value("#f-option_1") != "1929" {
				t.Error("what was typed is lost")
			}
			b.Click("text=Thêm phương án")
			b.Click("#f-kind-1")
			shot("several")
			b.Click("#f-kind-2")
			shot("true")
			b.Click("#f-kind-3")
			b.Click("#f-kind-5")
			shot("text")
			b.Click("#f-kind-4")
			b.Click("text=Lưu câu hỏi")
			b.Click("text=Sửa cài đặt")
			shot("settings")
			b.Click("text=Thôi, quay lại")

			// A round is called otherwise; somebody else is faster; nothing is lost.
			shows, err := o.show.Shows(o.System())
			if err != nil || len(shows) != 1 {
				t.Fatalf("%v, %v", shows, err)
			}
			show, err := shows[0].Show()
			if err != nil {
				t.Fatal(err)
			}
			b.Go(o.URL + roundHref(shows[0].ID, show.Rounds[1].ID))
			if _, err := o.show.EditShow(o.System(), shows[0].ID, shows[0].Version, func(s *gameshow.Show) error { s.Streaks = false; return nil }); err != nil {
				t.Fatal(err)
			}
			b.Fill("#f-title", "Luật trong nhà máy")
			b.AllowProblem("409")
			b.Click("text=Lưu")
			shot("round-slower")
			b.Click("text=Lưu")
			if !strings.Contains(b.Text("main"), "Luật trong nhà máy") {
				t.Errorf("the title is lost: %s", b.Text("main"))
			}
			b.Go(o.URL + questionHref(shows[0].ID, show.Rounds[1].ID, show.Rounds[1].Questions[0].ID) + "/drop")
			shot("drop")
			b.Click("text=Thôi, quay lại")

			b.AllowProblem("404")
			b.Click("text=Diễn thử")
			if !strings.Contains(b.URL(), "/games/") {
				t.Errorf("the rehearsal is at %s", b.URL())
			}
			b.Go(o.URL + "/shows")
			shot("list")
			b.Click("a.row")
			b.Click("text=Rút chương trình")
			shot("withdraw")
			b.Click("button.btn-error")
			shot("list-past")
		})
	}
}
