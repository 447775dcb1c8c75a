package gameshowweb

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/sound"
	"donghanh/internal/testkit"
)

func TestClipsAndPicturesAreUploaded(t *testing.T) {
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		c := s.As(t, "officer", "BT")
		c.Get(s.at).Must(t, http.StatusOK).Has(t, "Chưa có đoạn nhạc hay hình nào")
		form := c.Get(s.at+"/clip").Must(t, http.StatusOK).Has(t, "Vì sao được phép phát")
		v := clipWords("once", form.Value(t, "once"), "singer", "Tốp ca nữ")
		for range 2 { // a double click
			if a := s.upload(c, "clip", v, "Bèo dạt mây trôi.wav", tone(65, 0.3)).Must(t, http.StatusSeeOther); a.Location != s.at {
				t.Errorf("to %s", a.Location)
			}
		}
		s.upload(c, "picture", clipWords("title", "Cầu Long Biên"), "cầu.png", pngOf(t, 2000, 1000)).Must(t, http.StatusSeeOther)
		page := c.Get(s.at).Must(t, http.StatusOK).Has(t, "Bèo dạt mây trôi", "1:05 · Tốp ca nữ", "Đội văn nghệ tự thu", "Cầu Long Biên")
		all := s.all()
		if len(all) != 2 || s.files() != 2 {
			t.Fatalf("%d media, %d files", len(all), s.files())
		}
		if !strings.Contains(page.Body, `<audio class="w-full" controls preload="none" src="`+s.at+"/"+all[0].ID+`"`) {
			t.Error("there is no player")
		}
		if a := c.Get(s.at+"/"+all[0].ID).Must(t, http.StatusOK); a.Header.Get("Content-Type") != "audio/wav" || a.Body != tone(65, 0.3) {
			t.Errorf("%s, %d bytes", a.Header.Get("Content-Type"), len(a.Body))
		}
		if a := c.Get(s.at+"/"+all[1].ID+"/preview").Must(t, http.StatusOK); a.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("%v", a.Header)
		}
		c.Get(s.at+"/"+all[0].ID+"/preview").Must(t, http.StatusNotFound)
	})
}

func TestBadFilesAreRefusedAtTheirField(t *testing.T) {
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		c := s.As(t, "officer", "BT")
		lies := []byte(tone(2, 0.3))
		lies[42] = 0xff
		for name, x := range map[string]struct{ kind, file, sent, says string }{
			"text named .mp3":      {"clip", "bài.mp3", strings.Repeat("Bèo dạt mây trôi chốn xa xôi. ", 2000), "không phải âm thanh"},
			"a page":               {"clip", "bài.mp3", "<!doctype html><script>alert(1)</script>", "không phải âm thanh"},
			"a picture":            {"clip", "bài.mp3", pngOf(t, 300, 300), "không phải âm thanh"},
			"an empty file":        {"clip", "bài.wav", "", "không có âm thanh"},
			"no samples":           {"clip", "bài.wav", tone(0, 1), "không có âm thanh"},
			"a moment":             {"clip", "bài.wav", tone(0.2, 1), "không có âm thanh"},
			"a WAV that lies":      {"clip", "bài.wav", string(lies), "ghi sai độ dài"},
			"30 MB":                {"clip", "bài.wav", strings.Repeat("RIFF", 8<<20), "lớn hơn 20 MB"},
			"no file":              {"clip", "", "", "Hãy chọn tệp"},
			"a clip as a picture":  {"picture", "ảnh.jpg", tone(2, 0.3), "không phải ảnh"},
			"a page as a picture":  {"picture", "ảnh.jpg", "<svg onload=alert(1)>", "không phải ảnh"},
			"half a picture":       {"picture", "ảnh.png", pngOf(t, 300, 300)[:60], "bị hỏng"},
			"nothing as a picture": {"picture", "ảnh.png", "", "không có nội dung"},
		} {
			a := s.upload(c, x.kind, clipWords("title", "Tên tôi đã gõ"), x.file, x.sent).Must(t, http.StatusUnprocessableEntity)
			if !strings.Contains(a.Text(), x.says) || !strings.Contains(a.Body, `href="#f-file"`) || a.Value(t, "title") != "Tên tôi đã gõ" {
				t.Errorf("%s: %s", name, a.Text())
			}
		}
		// What was written stays when something else is wrong, and the file must be chosen again.
		a := s.upload(c, "clip", url.Values{"singer": {"Tốp ca"}, "from": {"1:75"}, "to": {"x"}}, "a.wav", tone(2, 0.3)).Must(t, http.StatusUnprocessableEntity)
		a.Has(t, "Hãy viết số giây", "Hãy chọn lại tệp")
		if a.Value(t, "singer") != "Tốp ca" || a.Value(t, "from") != "1:75" {
			t.Error("what was typed is gone")
		}
		if len(s.all()) != 0 || s.files() != 0 {
			t.Errorf("%d media and %d files were kept", len(s.all()), s.files())
		}
	})
}

// endless is a form with a file of so many bytes, made as it is sent.
type endless struct {
	io.Reader
	sent atomic.Int64
}

func (e *endless) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	e.sent.Add(int64(n))
	return n, err
}

// noughts is a file without end.
type noughts struct{}

func (noughts) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// signedIn is somebody whose requests are not held in memory.
func (s *mediaStage) signedIn() *http.Client {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	resp, err := client.PostForm(s.URL+"/login", url.Values{"name": {s.As(s.t, "officer", "BT").Name}, "password": {testkit.Password}})
	if err != nil {
		s.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return client
}

func TestAFileOf200MBEndsEarlyAtItsField(t *testing.T) {
	const size = 200 << 20
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		client := s.signedIn()
		for name, told := range map[string]bool{"its length is told": true, "in pieces": false} {
			kind, form := formBody(t, clipWords(), "bài.mp3", "ID3")
			at := strings.Index(form, "ID3")
			e := &endless{Reader: io.MultiReader(strings.NewReader(form[:at]), io.LimitReader(noughts{}, size), strings.NewReader(form[at:]))}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+s.at+"/clip", e)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", kind)
			if told {
				req.ContentLength = int64(size + len(form))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			page, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			runtime.ReadMemStats(&after)
			if err != nil || resp.StatusCode != http.StatusUnprocessableEntity {
				t.Fatalf("%s: %d, %v", name, resp.StatusCode, err)
			}
			for _, want := range []string{`href="#f-file"`, "lớn hơn 20 MB", `value="Bèo dạt mây trôi"`} {
				if !bytes.Contains(page, []byte(want)) {
					t.Errorf("%s: the page lacks %s", name, want)
				}
			}
			took := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%s: %d MB sent, %d MB allocated in all", name, e.sent.Load()>>20, took)
			if took > 30 || told && e.sent.Load() > 60<<20 || e.sent.Load() > 190<<20 {
				t.Errorf("%s: %d MB sent, %d MB allocated", name, e.sent.Load()>>20, took)
			}
		}
		if len(s.all()) != 0 || s.files() != 0 {
			t.Error("something was kept")
		}
	})
}

func TestAClipIsCutAndMadeEven(t *testing.T) {
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		c := s.As(t, "officer", "BT")
		c.Get(s.at+"/clip").Must(t, http.StatusOK).Lacks(t, "ffmpeg")
		s.upload(c, "clip", clipWords("from", "1,5", "to", "0:04", "even", "1"), "a.wav", tone(6, 0.02)).Must(t, http.StatusSeeOther)
		m := s.all()[0]
		a := c.Get(s.at+"/"+m.ID).Must(t, http.StatusOK)
		if a.Header.Get("Content-Type") != "audio/mpeg" || m.Millis < 2450 || m.Millis > 2650 {
			t.Errorf("%s of %d ms", a.Header.Get("Content-Type"), m.Millis)
		}
		if is := loudness(t, a.Body); is < sound.Loudness-1.5 || is > sound.Loudness+1.5 {
			t.Errorf("%.1f LUFS", is)
		}
		for name, x := range map[string]struct{ from, to, even, field, says string }{
			"behind its end":   {"7", "", "", "from", "chỉ dài 6 giây"},
			"to behind it":     {"", "9", "", "to", "chỉ dài 6 giây"},
			"the wrong way":    {"4", "2", "", "to", "sau giây bắt đầu"},
			"silence for even": {"", "", "1", "even", "quá nhỏ"},
		} {
			loud := 0.3
			if x.even != "" {
				loud = 0
			}
			a := s.upload(c, "clip", clipWords("from", x.from, "to", x.to, "even", x.even), "a.wav", tone(6, loud)).Must(t, http.StatusUnprocessableEntity).Has(t, x.says, "Hãy chọn lại tệp")
			if !strings.Contains(a.Body, `href="#f-`+x.field+`"`) {
				t.Errorf("%s: not at %s", name, x.field)
			}
		}
		if len(s.all()) != 1 || s.files() != 1 {
			t.Error("something was kept")
		}
	})
}

func TestAServerWithoutFfmpegSaysSo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		s := newMediaStage(t, d, nil)
		c := s.As(t, "officer", "BT")
		const none = "Máy chủ chưa có ffmpeg: hãy tải lên đoạn đã cắt sẵn, hoặc nhờ người quản trị cài ffmpeg."
		if form := c.Get(s.at+"/clip").Must(t, http.StatusOK).Has(t, none, "Từ giây"); strings.Contains(form.Body, " checked") {
			t.Error("it offers to make it even")
		}
		for field, v := range map[string]url.Values{"from": clipWords("from", "1", "to", "2"), "even": clipWords("even", "1")} {
			if a := s.upload(c, "clip", v, "a.wav", tone(4, 0.3)).Must(t, http.StatusUnprocessableEntity).Has(t, none); !strings.Contains(a.Body, `href="#f-`+field+`"`) {
				t.Errorf("not at %s", field)
			}
		}
		if len(s.all()) != 0 {
			t.Error("something was kept")
		}
		s.upload(c, "clip", clipWords(), "a.wav", tone(4, 0.3)).Must(t, http.StatusSeeOther)
		if m := s.all(); len(m) != 1 || m[0].Millis != 4000 {
			t.Errorf("%+v", m)
		}
	})
}

func TestWhatAQuestionPlaysIsHeardOnceItIsAsked(t *testing.T) {
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		c, hall := s.As(t, "officer", "BT"), s.Nobody(t)
		s.upload(c, "clip", clipWords(), "Bèo dạt mây trôi.wav", tone(2, 0.3)).Must(t, http.StatusSeeOther)
		s.upload(c, "picture", clipWords("title", "Cầu Long Biên"), "Cầu Long Biên.png", pngOf(t, 400, 300)).Must(t, http.StatusSeeOther)
		all := s.all()
		g := s.play(all[0].ID, all[1].ID)
		sounds, pictures := "/play/"+g.ID+"/sound/", "/play/"+g.ID+"/picture/"
		for _, path := range []string{sounds + "0", sounds + "1", pictures + "0", pictures + "1", sounds + "-1", sounds + "x", sounds + "00", "/play/x/sound/0", pictures + "9"} {
			hall.Get(path).Must(t, http.StatusNotFound)
		}
		s.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		a := hall.Get(sounds+"0").Must(t, http.StatusOK)
		if a.Body != tone(2, 0.3) || a.Header.Get("Content-Type") != "audio/wav" || !strings.HasPrefix(a.Header.Get("Cache-Control"), "private") {
			t.Errorf("%d bytes, %v", len(a.Body), a.Header)
		}
		if said := fmt.Sprint(a.Header); strings.Contains(said, "trôi") || a.Header.Get("Content-Disposition") != "" || strings.Contains(said, all[0].ID) {
			t.Errorf("the answer tells what it is: %v", said)
		}
		part := hall.Get(sounds+"0", "Range", "bytes=44-99").Must(t, http.StatusPartialContent)
		if part.Body != tone(2, 0.3)[44:100] {
			t.Errorf("%d bytes of a part", len(part.Body))
		}
		for _, path := range []string{sounds + "1", pictures + "0", pictures + "1"} { // not asked, or without one
			hall.Get(path).Must(t, http.StatusNotFound)
		}
		s.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		s.do(gameshow.Event{Kind: gameshow.Asked, Question: 1})
		if a := hall.Get(pictures+"1").Must(t, http.StatusOK); a.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(a.Body, "\xff\xd8\xff") {
			t.Errorf("%v", a.Header)
		}
	})
}

func TestMediaAreRemoved(t *testing.T) {
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		c, hall := s.As(t, "officer", "BT"), s.Nobody(t)
		for range 2 {
			s.upload(c, "clip", clipWords(), "a.wav", tone(2, 0.3)).Must(t, http.StatusSeeOther)
		}
		all := s.all()
		g := s.play(all[0].ID, "")
		s.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		c.Get(s.at).Has(t, "Dùng ở câu 1")
		c.Post(s.at+"/"+all[0].ID+"/remove", url.Values{}).Must(t, http.StatusConflict).Has(t, "Câu 1 đang dùng")
		c.Get(s.at+"/"+all[1].ID+"/remove").Must(t, http.StatusOK).Has(t, "Bèo dạt mây trôi sẽ không chọn được")
		for range 2 { // a double click
			c.Post(s.at+"/"+all[1].ID+"/remove", url.Values{}).Must(t, http.StatusSeeOther)
		}
		if left := s.all(); len(left) != 1 || left[0].ID != all[0].ID {
			t.Errorf("%+v", left)
		}
		c.Get(s.at+"/"+all[1].ID).Must(t, http.StatusNotFound)
		hall.Get("/play/"+g.ID+"/sound/0").Must(t, http.StatusOK)
	})
}

// Who may: exactly those who hold games for the show's unit.
func TestMediaAreForHostsOfTheUnit(t *testing.T) {
	eachMediaStage(t, func(t *testing.T, s *mediaStage) {
		s.upload(s.As(t, "officer", "BT"), "clip", clipWords(), "a.wav", tone(2, 0.3)).Must(t, http.StatusSeeOther)
		s.upload(s.As(t, "officer", "HCM"), "picture", clipWords(), "a.png", pngOf(t, 40, 30)).Must(t, http.StatusSeeOther)
		all := s.all()
		pages := []string{"", "/clip", "/picture", "/" + all[0].ID, "/" + all[1].ID, "/" + all[1].ID + "/preview", "/" + all[0].ID + "/remove"}
		for _, who := range []struct {
			c            *testkit.Client
			status, post int
		}{
			{s.As(t, "officer", "BT"), 200, 303}, {s.As(t, "chair", "BT"), 200, 303}, {s.As(t, "officer", "HCM"), 200, 303},
			{s.As(t, "officer", "Q1"), 404, 404}, {s.As(t, "leader", "BT"), 403, 403}, {s.As(t, "viewer", "BT"), 403, 403}, {s.Nobody(t), 401, 401},
		} {
			for _, path := range pages {
				if a := who.c.Get(s.at + path); a.Status != who.status && (who.status != 401 || a.Status != http.StatusSeeOther) {
					t.Errorf("%s, %s: %d, want %d", who.c.Name, path, a.Status, who.status)
				}
			}
			before := len(s.all())
			if a := s.upload(who.c, "clip", clipWords(), "a.wav", tone(2, 0.3)); a.Status != who.post {
				t.Errorf("%s adds a clip: %d, want %d", who.c.Name, a.Status, who.post)
			}
			if who.post == http.StatusSeeOther {
				continue
			}
			if a := who.c.Post(s.at+"/"+all[1].ID+"/remove", url.Values{}); a.Status != who.post {
				t.Errorf("%s removes: %d, want %d", who.c.Name, a.Status, who.post)
			}
			if len(s.all()) != before {
				t.Errorf("%s changed something", who.c.Name)
			}
		}
	})
}
