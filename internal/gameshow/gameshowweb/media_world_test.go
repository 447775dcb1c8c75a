package gameshowweb

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"mime/multipart"
	"net/url"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/sound"
	"donghanh/internal/testkit"
)

// mediaStage is a hall whose show may have clips and pictures.
type mediaStage struct {
	*hall
	saved gameshow.Saved
	at    string // address of the show's media
}

// newMediaStage has a tool to cut with, or none.
func newMediaStage(t testing.TB, d *db.DB, tool *sound.Tool) *mediaStage {
	t.Helper()
	s := &mediaStage{hall: node(t, d)}
	s.show.Sound = tool
	s.Found(
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "Q1", Name: "LĐLĐ Quận 1", Kind: "district", Parent: "HCM"},
	)
	var err error
	if s.saved, err = s.show.SaveShow(s.host(), "", "BT", 0, evening()); err != nil {
		t.Fatal(err)
	}
	s.at = "/shows/" + s.saved.ID + "/media"
	return s
}

func eachMediaStage(t *testing.T, fn func(t *testing.T, s *mediaStage)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) { fn(t, newMediaStage(t, d, sound.FindTool())) })
}

// tone is a WAV of so many seconds, faint or loud.
func tone(seconds, loud float64) string {
	samples := make([]int16, int(seconds*gameshow.SampleRate))
	for i := range samples {
		samples[i] = int16(loud * math.MaxInt16 * math.Sin(float64(i)*2*math.Pi*440/gameshow.SampleRate))
	}
	return string(gameshow.WAV(samples))
}

func pngOf(t testing.TB, w, h int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// clipWords is what one writes of a clip.
func clipWords(more ...string) url.Values {
	v := url.Values{"title": {"Bèo dạt mây trôi"}, "rights": {"Đội văn nghệ tự thu"}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

// formBody is a form with a file, and its content type.
func formBody(t testing.TB, v url.Values, name, file string) (kind, sent string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field, values := range v {
		if err := w.WriteField(field, values[0]); err != nil {
			t.Fatal(err)
		}
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write([]byte(file))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

func (s *mediaStage) upload(c *testkit.Client, kind string, v url.Values, name, file string) testkit.Answer {
	s.t.Helper()
	how, sent := formBody(s.t, v, name, file)
	return c.Upload(s.at+"/"+kind, how, sent)
}

// all are the show's media.
func (s *mediaStage) all() []gameshow.Media {
	s.t.Helper()
	all, err := s.show.MediaOf(s.host(), s.saved.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// files is how many files are kept.
func (s *mediaStage) files() (n int) {
	s.t.Helper()
	testkit.Read(s.t, s.show.DB, func(tx *db.Tx) error {
		return tx.Get(s.t.Context(), &n, `SELECT COUNT(*) FROM blob_file`)
	})
	return n
}

// play begins a game whose first question plays a clip and the second shows a
// picture.
func (s *mediaStage) play(clip, picture string) gameshow.Game {
	s.t.Helper()
	saved, show, err := s.show.OpenShow(s.host(), s.saved.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	show.Rounds[0].Questions[0].Clip, show.Rounds[0].Questions[1].Picture = clip, picture
	if _, err := s.show.SaveShow(s.host(), saved.ID, "", saved.Version, show); err != nil {
		s.t.Fatal(err)
	}
	if s.game, err = s.show.Start(s.host(), saved.ID, false); err != nil {
		s.t.Fatal(err)
	}
	return s.game
}
