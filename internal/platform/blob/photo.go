package blob

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"

	"golang.org/x/image/webp"
)

const (
	quality     = 82     // of JPEG: no loss to be seen at this size
	longestSide = 20_000 // pixels; no camera makes more, and a line of a picture is held whole
	// maxProgressive is the most pixels of a JPEG that comes in passes: its
	// decoder keeps every coefficient of them all, 12 bytes for a pixel.
	maxProgressive = 20_000_000
)

// decoding lets one picture be decoded at a time in this process: the largest
// takes some 400 MB. It is a channel and holds nothing.
var decoding = make(chan struct{}, 1)

// ReadPhoto takes a photo (JPEG, PNG, WebP; at most MaxPhoto and MaxPixels) and
// makes of it a JPEG of at most PhotoSide, upright, with a preview and without
// any metadata. What is no picture is refused by its first bytes, and one with
// too many pixels by its header, before anything is decoded. Refusals are
// errs.Invalid without a field.
func ReadPhoto(ctx context.Context, name string, r io.ReadSeeker) (*Content, error) {
	s, err := open(name, r)
	if err != nil {
		return nil, err
	}
	switch {
	case s.form == heic:
		return nil, s.refuse("blob.heic")
	case !s.picture():
		return nil, s.refuse("blob.photo")
	}
	return s.read(ctx, PhotoSide)
}

// read makes a picture of the file, its longer side at most so many pixels.
func (s *sent) read(ctx context.Context, side int) (*Content, error) {
	if s.size > MaxPhoto {
		return nil, s.refuse("blob.big", errs.Args{"max": MaxPhoto >> 20})
	}
	about, err := s.measure()
	if err != nil {
		return nil, err
	}
	select {
	case decoding <- struct{}{}:
		defer func() { <-decoding }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	_, decode := s.codec()
	full, err := decode(s.r)
	if err != nil {
		return nil, s.unreadable(err)
	}
	kept := turn(fit(full, side), about.turned)
	return s.content(kept)
}

// content encodes what is kept of a picture.
func (s *sent) content(kept *image.RGBA) (*Content, error) {
	c := &Content{name: nameOf(s.name, JPEG), media: JPEG, width: kept.Rect.Dx(), height: kept.Rect.Dy()}
	var err error
	if c.data, err = encode(kept); err == nil {
		c.preview, err = encode(fit(kept, PreviewSide))
	}
	return c, err
}

func encode(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("blob: encode: %w", err)
	}
	return b.Bytes(), nil
}

// codec reads the header and the whole of a picture.
func (s *sent) codec() (header func(io.Reader) (image.Config, error), whole func(io.Reader) (image.Image, error)) {
	switch s.form {
	case pngForm:
		return png.DecodeConfig, png.Decode
	case webpForm:
		return webp.DecodeConfig, webp.Decode
	}
	return jpeg.DecodeConfig, jpeg.Decode
}

// measure reads what stands before the pixels and refuses those that would
// unpack to too much; then the file is at its beginning again.
func (s *sent) measure() (a about, err error) {
	header, _ := s.codec()
	c, err := header(s.r)
	if err != nil {
		return a, s.unreadable(err)
	}
	if err := s.rewind(); err != nil {
		return a, err
	}
	if a, err = s.about(); err != nil {
		return a, err
	}
	most := int64(MaxPixels)
	if a.progressive {
		most = maxProgressive
	}
	if int64(c.Width)*int64(c.Height) > most || max(c.Width, c.Height) > longestSide || min(c.Width, c.Height) < 1 {
		return a, s.refuse("blob.pixels", errs.Args{"max": i18n.Number(most / 1_000_000)})
	}
	return a, s.rewind()
}

// unreadable is a picture whose bytes cannot be decoded: ours to tell, not an
// error of the server's.
func (s *sent) unreadable(err error) error {
	e := errs.Of(s.refuse("blob.broken"))
	return e.Because(err)
}
