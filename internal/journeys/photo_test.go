package journeys

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// where is what a phone writes into a picture: the place it was taken at.
const where = "21 deg 2' 12.60\" N, 105 deg 50' 6.11\" E"

// TestAPhotoFromAPhoneInABrowser: a refused field costs no file, the record
// shows its picture, and the picture tells nobody where it was taken.
func TestAPhotoFromAPhoneInABrowser(t *testing.T) {
	file := filepath.Join(t.TempDir(), "IMG_20231120_0815.jpg")
	if err := os.WriteFile(file, withPlace(t), 0o600); err != nil {
		t.Fatal(err)
	}
	eachWorld(t, func(t *testing.T, w *world) {
		p := w.as(t, "badinh-0001", 360)
		p.AllowProblem("422")
		p.Go(w.url + "/activities/new?kind=training")
		p.Fill("#f-subject", "Kỹ năng đối thoại tại nơi làm việc")
		p.Upload("#f-photos", file)
		p.Click(saved)
		contains(t, "the refused form", p.Text("form#record"), "IMG_20231120_0815")
		p.NoSidewaysScroll(t)
		p.Fill("#f-chairs", "12")
		p.Click(saved)
		contains(t, "the record", p.Text("main"), "Lớp tập huấn: Kỹ năng đối thoại tại nơi làm việc")
		p.NoSidewaysScroll(t)

		var seen struct {
			Width  int
			Placed bool
			Type   string
		}
		p.Eval(`(async () => {
			const img = document.querySelector("main img");
			img.scrollIntoView();
			await img.decode();
			const answer = await fetch(img.closest("a").href);
			const text = new TextDecoder("latin1").decode(await answer.arrayBuffer());
			return {Width: img.naturalWidth, Placed: text.includes("Exif") || text.includes("105 deg"), Type: answer.headers.get("Content-Type")};
		})()`, &seen)
		if seen.Width == 0 || seen.Placed || !strings.HasPrefix(seen.Type, "image/") {
			t.Errorf("the picture: %+v", seen)
		}
	})
}

// withPlace is a picture as a phone takes it: its EXIF says where.
func withPlace(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			img.Set(x, y, color.RGBA{uint8(x / 3), uint8(y / 2), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00" + // little-endian, one entry:
		"\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00" + // the GPS directory, at 26
		"\x00\x00\x00\x00" + "\x00\x00\x00\x00\x00\x00" + where
	segment := "\xff\xe1" + string([]byte{byte((len(tiff) + 2) >> 8), byte(len(tiff) + 2)}) + tiff
	plain := b.Bytes()
	return append(append(append([]byte{}, plain[:2]...), segment...), plain[2:]...)
}
