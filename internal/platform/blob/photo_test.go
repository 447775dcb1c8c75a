package blob_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"runtime"
	"strings"
	"testing"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestAPhotoIsKeptSmallUprightAndWithoutWhereItWasTaken(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		sent := withExif(jpegOf(t, marked(2400, 1800)), exif(binary.BigEndian, "MM", 6))
		if !strings.Contains(sent, place) {
			t.Fatal("the test's photo says no place")
		}
		c, refused := photo(t, `C:\Ảnh\Trao quà.PNG`, sent)
		if refused != "" {
			t.Fatal(refused)
		}
		i, data := put(t, d, c)
		want := blob.Info{Media: "image/jpeg", Name: "Trao quà.jpg", Width: 1200, Height: 1600, Size: int64(len(data))}
		got := i
		got.ID, got.SHA256, got.CreatedAt = "", "", 0
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		var small []byte
		testkit.Read(t, d, func(tx *db.Tx) (err error) {
			small, err = blob.Preview(t.Context(), tx, i.ID)
			return err
		})
		for name, kept := range map[string][]byte{"photo": data, "preview": small} {
			for _, trace := range []string{"GPS", "Exif", "105.8542", "adobe", "\xff\xe1", "\xff\xfe"} {
				if bytes.Contains(kept, []byte(trace)) {
					t.Errorf("the %s still holds %q", name, trace)
				}
			}
			m, err := jpeg.Decode(bytes.NewReader(kept))
			if err != nil {
				t.Fatal(err)
			}
			// 6 lies on its left side: the top left of the file is the top right.
			if got := corner(m, true, false) + corner(m, false, false) + corner(m, true, true); got != "redbluegreen" {
				t.Errorf("the %s is turned: %s", name, got)
			}
		}
		if m, err := jpeg.DecodeConfig(bytes.NewReader(small)); err != nil || m.Height != 320 || len(small) > 30<<10 {
			t.Errorf("preview %dx%d, %d bytes, %v", m.Width, m.Height, len(small), err)
		}
	})
}

// TestEveryWayACameraLies: the three marked corners come back to their places.
func TestEveryWayACameraLies(t *testing.T) {
	upright := marked(400, 240)
	for lies := 1; lies <= 8; lies++ {
		for _, order := range []string{"II", "MM"} {
			tiff := exif(map[string]binary.AppendByteOrder{"II": binary.LittleEndian, "MM": binary.BigEndian}[order], order, uint16(lies))
			file := jpegOf(t, laid(upright, lies))
			for form, sent := range map[string]string{"jpeg": withExif(file, tiff), "png": pngWithExif(pngOf(t, laid(upright, lies)), tiff)} {
				c, refused := photo(t, "x.jpg", sent)
				if refused != "" {
					t.Fatal(refused)
				}
				m, err := jpeg.Decode(bytes.NewReader(blob.Bytes(c)))
				if err != nil {
					t.Fatal(err)
				}
				got := fmt.Sprint(m.Bounds().Dx(), m.Bounds().Dy(), corner(m, false, false), corner(m, true, false), corner(m, false, true))
				if got != "400 240redgreenblue" && got != "400 240 red green blue" {
					t.Errorf("%s lying %d (%s): %s", form, lies, order, got)
				}
			}
		}
	}
}

// laid is how a camera writes an upright picture down that lies so.
func laid(m *image.RGBA, lies int) image.Image {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if lies > 4 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			// EXIF: row 0 and column 0 of the file are these sides of the picture.
			at := [][2]int{{x, y}, {w - 1 - x, y}, {w - 1 - x, h - 1 - y}, {x, h - 1 - y}, {y, x}, {y, w - 1 - x}, {h - 1 - y, w - 1 - x}, {h - 1 - y, x}}[lies-1]
			out.SetRGBA(at[0], at[1], m.RGBAAt(x, y))
		}
	}
	return out
}

// pngWithExif puts an eXIf chunk behind the header of a PNG.
func pngWithExif(file, tiff string) string {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(tiff)))
	chunk = append(chunk, "eXIf"+tiff...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return file[:33] + string(chunk) + file[33:]
}

// webpPixel is a picture of one pixel.
const webpPixel = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"

func TestPicturesOfEveryForm(t *testing.T) {
	webp, err := base64.StdEncoding.DecodeString(webpPixel)
	if err != nil {
		t.Fatal(err)
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 40, 30)) // all transparent
	for name, c := range map[string]struct{ sent, size string }{
		"a small one keeps its size": {jpegOf(t, marked(90, 60)), "90x60"},
		"PNG":                        {pngOf(t, marked(2000, 1000)), "1600x800"},
		"a transparent one":          {pngOf(t, clear), "40x30"},
		"WebP":                       {string(webp), "1x1"},
		"grey":                       {jpegOf(t, image.NewGray(image.Rect(0, 0, 50, 1700))), "47x1600"},
		"a line":                     {pngOf(t, image.NewGray(image.Rect(0, 0, 9000, 1))), "1600x1"},
	} {
		kept, refused := photo(t, "ảnh", c.sent)
		if refused != "" {
			t.Errorf("%s: %s", name, refused)
			continue
		}
		m, err := jpeg.DecodeConfig(bytes.NewReader(blob.Bytes(kept)))
		if got := fmt.Sprintf("%dx%d", m.Width, m.Height); err != nil || got != c.size {
			t.Errorf("%s: %s, want %s, %v", name, got, c.size, err)
		}
	}
	kept, _ := photo(t, "trong", pngOf(t, clear))
	if m, err := jpeg.Decode(bytes.NewReader(blob.Bytes(kept))); err != nil || corner(m, false, false) != "white" {
		t.Errorf("what is transparent is not white: %v", err)
	}
}

func TestAveragesAreExact(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 3*blob.PhotoSide, 3))
	for x := range m.Rect.Dx() {
		for y := range 3 { // each new pixel covers 0, 90 and 180
			m.SetRGBA(x, y, color.RGBA{uint8(x % 3 * 90), uint8(y * 90), 7, 255})
		}
	}
	want := color.RGBA{90, 90, 7, 255}
	got := blob.Shrink(m, blob.PhotoSide, 1)
	for x := range blob.PhotoSide {
		if got.RGBAAt(x, 0) != want {
			t.Fatalf("pixel %d is %v, want %v", x, got.RGBAAt(x, 0), want)
		}
	}
}

// bombs says a size in its header that its bytes do not have.
func pngSaying(t *testing.T, w, h uint32) string {
	t.Helper()
	file := []byte(pngOf(t, image.NewGray(image.Rect(0, 0, 8, 8))))
	binary.BigEndian.PutUint32(file[16:], w)
	binary.BigEndian.PutUint32(file[20:], h)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return string(file)
}

func TestWhatIsNoPhotoIsRefused(t *testing.T) {
	whole := jpegOf(t, marked(200, 200))
	progressive := []byte(strings.Replace(jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 8))), "\xff\xc0", "\xff\xc2", 1))
	size := progressive[bytes.Index(progressive, []byte("\xff\xc2"))+5:]
	binary.BigEndian.PutUint16(size, 4000)
	binary.BigEndian.PutUint16(size[2:], 5001)
	for name, c := range map[string]struct{ sent, want string }{
		"nothing":                    {"", "blob.empty"},
		"a renamed program":          {"MZ\x90\x00\x03\x00\x00\x00", "blob.photo"},
		"a PDF":                      {"%PDF-1.7\n%%EOF", "blob.photo"},
		"a web page":                 {"<html>", "blob.photo"},
		"SVG":                        {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "blob.photo"},
		"of an iPhone":               {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "blob.heic"},
		"half of one":                {whole[:len(whole)/2], "blob.broken"},
		"only its first bytes":       {"\xff\xd8\xff\xe0junk", "blob.broken"},
		"a PNG of a terapixel":       {pngSaying(t, 1_000_000, 1_000_000), "blob.pixels"},
		"a PNG of 50 megapixels + 1": {pngSaying(t, 10_000, 5_001), "blob.pixels"},
		"a PNG of one endless line":  {pngSaying(t, 1, 40_000), "blob.pixels"},
		"20 megapixels in passes":    {string(progressive), "blob.pixels"},
		"50 megapixels, cut short":   {pngSaying(t, 10_000, 5000), "blob.broken"}, // as many as are allowed
	} {
		if _, got := photo(t, "ảnh.jpg", c.sent); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// long is a file of a length that begins with head and goes on with zeros; it
// counts what is read of it.
type long struct {
	head         string
	at, end, got int64
}

func (l *long) Read(p []byte) (int, error) {
	if l.at >= l.end {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), l.end-l.at)]
	clear(p)
	if l.at < int64(len(l.head)) {
		copy(p, l.head[l.at:])
	}
	l.at += int64(len(p))
	l.got += int64(len(p))
	return len(p), nil
}

func (l *long) Seek(offset int64, whence int) (int64, error) {
	l.at = offset + map[int]int64{io.SeekCurrent: l.at, io.SeekEnd: l.end}[whence]
	return l.at, nil
}

// A photo of 30 MB that is none costs neither the reading nor the memory of it.
func TestALargeFileThatIsNoPhotoCostsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		file *long
		want string
		most int64 // bytes read
	}{
		"a program":                  {&long{head: "MZ\x90", end: blob.MaxPhoto}, "blob.photo", 4 << 10},
		"a terapixel":                {&long{head: pngSaying(t, 1_000_000, 1_000_000), end: blob.MaxPhoto}, "blob.pixels", 64 << 10},
		"zeros after a JPEG's start": {&long{head: "\xff\xd8\xff", end: blob.MaxPhoto}, "blob.broken", 2 * blob.MaxPhoto},
		"one byte too long":          {&long{head: jpegOf(t, marked(8, 8)), end: blob.MaxPhoto + 1}, "blob.big", 4 << 10},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := blob.ReadPhoto(t.Context(), "ảnh.jpg", c.file)
		runtime.ReadMemStats(&after)
		if got := refusal(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 || c.file.got > c.most {
			t.Errorf("%s: %d bytes read, %d bytes of memory", name, c.file.got, used)
		}
	}
}
