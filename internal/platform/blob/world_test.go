package blob_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// paper and photo read a file of a test; the key is that of the refusal.
func paper(t *testing.T, name, data string) (*blob.Content, string) {
	t.Helper()
	c, err := blob.ReadPaper(t.Context(), name, strings.NewReader(data))
	return c, refusal(t, err)
}

func photo(t *testing.T, name, data string) (*blob.Content, string) {
	t.Helper()
	c, err := blob.ReadPhoto(t.Context(), name, strings.NewReader(data))
	return c, refusal(t, err)
}

// refusal is the key of a refusal people can read; other errors fail the test.
func refusal(t *testing.T, err error) string {
	t.Helper()
	if err != nil && !errs.Is(err, errs.Invalid) {
		t.Fatal(err)
	}
	return testkit.Refused(err)
}

// put keeps a file and reads it back whole.
func put(t *testing.T, d *db.DB, c *blob.Content) (i blob.Info, data []byte) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) (err error) {
		i, err = blob.Put(t.Context(), tx, c)
		return err
	})
	testkit.Read(t, d, func(tx *db.Tx) (err error) {
		data, err = blob.Read(t.Context(), tx, i.ID)
		return err
	})
	return i, data
}

// zipOf packs parts given as pairs of name and content.
func zipOf(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Deflate})
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bombOf packs parts and eight copies of the last, packed once.
func bombOf(t *testing.T, parts ...string) string {
	t.Helper()
	one := zipOf(t, parts...)
	r, err := zip.NewReader(strings.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range r.File {
		err = errors.Join(err, z.Copy(f))
	}
	last := r.File[len(r.File)-1]
	for i := range 8 {
		again := last.FileHeader
		again.Name += string(rune('1' + i))
		w, err1 := z.CreateRaw(&again)
		raw, err2 := last.OpenRaw()
		if err = errors.Join(err, err1, err2); err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(w, raw)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// marked is a picture with a red corner at the top left, green at the top right,
// blue at the bottom left, white else.
func marked(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			switch left, top := x < w/4, y < h/4; {
			case left && top:
				c = color.RGBA{255, 0, 0, 255}
			case top && x >= w-w/4:
				c = color.RGBA{0, 255, 0, 255}
			case left && y >= h-h/4:
				c = color.RGBA{0, 0, 255, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(t *testing.T, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func pngOf(t *testing.T, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// place stands in the test's EXIF as a phone writes where it was.
const place = "GPSPLACE 21.0285N 105.8542E"

// exif is a TIFF with an orientation and a GPS directory.
func exif(order binary.AppendByteOrder, mark string, lies uint16) string {
	b := []byte(mark)
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(b, 0x0112) // orientation, SHORT
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, lies)
	b = order.AppendUint16(b, 0)
	b = order.AppendUint16(b, 0x8825) // GPS directory, LONG
	b = order.AppendUint16(b, 4)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint32(b, 38)
	b = order.AppendUint32(b, 0) // no further directory
	return string(b) + place
}

// withExif puts an EXIF segment and a comment behind the first two bytes of a JPEG.
func withExif(file, tiff string) string {
	segment := func(which byte, data string) string {
		return string(binary.BigEndian.AppendUint16([]byte{0xff, which}, uint16(len(data)+2))) + data
	}
	return file[:2] + segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+place) + segment(0xe1, "Exif\x00\x00"+tiff) + segment(0xfe, place) + file[2:]
}

// corner names the colour near a corner of a decoded picture.
func corner(m image.Image, right, bottom bool) string {
	b := m.Bounds()
	x, y := b.Min.X+b.Dx()/16, b.Min.Y+b.Dy()/16
	if right {
		x = b.Max.X - 1 - b.Dx()/16
	}
	if bottom {
		y = b.Max.Y - 1 - b.Dy()/16
	}
	r, g, bl, _ := m.At(x, y).RGBA()
	switch hi := uint32(0x9000); {
	case r > hi && g > hi && bl > hi:
		return "white"
	case r > hi:
		return "red"
	case g > hi:
		return "green"
	}
	return "blue"
}
