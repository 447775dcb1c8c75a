package gameshowweb

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/platform/sound"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// lookAtMedia checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func lookAtMedia(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		t.Errorf("%s: %s: %s %s", name, v.ID, v.Help, strings.Join(v.Nodes, "\n"))
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

// chosenFile is a file a browser can choose.
func chosenFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAHostBringsAClipInABrowser: on a phone, first the wrong file, then the
// right one, and hears it; then looks at it on a wide screen.
func TestAHostBringsAClipInABrowser(t *testing.T) {
	s := newMediaStage(t, testkit.SQLite(t), sound.FindTool())
	c := s.As(t, "officer", "BT")
	phone := browser.Open(t, 360, 740)
	enterMedia(phone, s, c)
	phone.Go(s.URL + s.at)
	lookAtMedia(t, phone, "media-empty-360")
	phone.Click("main a.btn-primary")
	lookAtMedia(t, phone, "media-clip-360")
	phone.Fill("#f-title", "Bèo dạt mây trôi")
	phone.Fill("#f-to", "0:03,5")
	phone.Upload("#f-file", chosenFile(t, "Bèo dạt mây trôi.mp3", strings.Repeat("Bèo dạt mây trôi. ", 2<<20)))
	if said := phone.Text(".filesay"); !strings.Contains(said, "lớn hơn 20 MB") {
		t.Errorf("of a file that is too large it says %q", said)
	}
	phone.AllowProblem("422")
	phone.Upload("#f-file", chosenFile(t, "Bèo dạt mây trôi.mp3", "Bèo dạt mây trôi chốn xa xôi"))
	phone.Click(".savebar button")
	lookAtMedia(t, phone, "media-error-360")
	if !strings.Contains(phone.Text("#f-file-er"), "không phải âm thanh") || phone.Value("#f-title") != "Bèo dạt mây trôi" || phone.Value("#f-to") != "0:03,5" {
		t.Errorf("%q, %q", phone.Text("#f-file-er"), phone.Value("#f-title"))
	}
	phone.Fill("#f-singer", "Tốp ca nữ Công đoàn Công ty PouYuen")
	phone.Fill("#f-rights", "Đội văn nghệ của công đoàn tự thu ngày 12/4, các thành viên đồng ý cho phát.")
	phone.Upload("#f-file", chosenFile(t, "a.wav", tone(5, 0.02)))
	phone.Click(".savebar button")
	phone.Wait("main audio")
	lookAtMedia(t, phone, "media-list-360")
	var heard float64
	phone.Eval(`new Promise((done, failed) => { const a = document.querySelector("audio"); a.muted = true; a.onended = () => done(a.duration); a.onerror = () => failed(a.error.message); a.play() })`, &heard)
	if heard < 3.4 || heard > 3.7 {
		t.Errorf("it plays for %.2f s", heard)
	}
	wide := browser.Open(t, 1440, 900)
	enterMedia(wide, s, c)
	s.upload(c, "picture", clipWords("title", "Cầu Long Biên", "rights", "Ảnh của Ban Tuyên giáo"), "a.png", pngOf(t, 800, 500)).Must(t, http.StatusSeeOther)
	for name, path := range map[string]string{"list": "", "clip": "/clip", "picture": "/picture", "remove": "/" + s.all()[0].ID + "/remove"} {
		wide.Go(s.URL + s.at + path)
		lookAtMedia(t, wide, "media-"+name+"-1440")
	}
	wide.Click("main form button")
	if wide.Exists("main audio") {
		t.Error("it was not removed")
	}
}

func TestAServerWithoutFfmpegInABrowser(t *testing.T) {
	s := newMediaStage(t, testkit.SQLite(t), nil)
	phone := browser.Open(t, 360, 740)
	enterMedia(phone, s, s.As(t, "officer", "BT"))
	phone.Go(s.URL + s.at + "/clip")
	lookAtMedia(t, phone, "media-noffmpeg-360")
}

func enterMedia(b *browser.Page, s *mediaStage, c *testkit.Client) {
	b.Go(s.URL + "/login")
	b.Fill("#f-name", c.Name)
	b.Fill("#f-password", testkit.Password)
	b.Click("main button")
}
