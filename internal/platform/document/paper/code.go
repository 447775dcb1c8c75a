package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/boombuler/barcode/qr"
)

// code is a QR code: its dark modules, row by row.
type code struct {
	size int
	dark []bool
}

// Code draws a text as a QR code for a page: its view box, with one light module
// on each side, and the path of what is dark. What stands on white needs three
// modules of white more around it.
func Code(text string) (box, path string, err error) {
	c, err := encode(text)
	if err != nil {
		return "", "", err
	}
	return c.box(), c.path(), nil
}

// encode makes the code of a text; one of 2,300 bytes or more does not fit.
func encode(text string) (*code, error) {
	made, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	c := &code{size: made.Bounds().Dx()}
	c.dark = make([]bool, c.size*c.size)
	for i := range c.dark {
		gray := color.GrayModel.Convert(made.At(i%c.size, i/c.size)).(color.Gray)
		c.dark[i] = gray.Y < 128
	}
	return c, nil
}

// bars calls draw for each run of dark modules in a row.
func (c *code) bars(draw func(x, y, width int)) {
	for y := range c.size {
		for x := 0; x < c.size; x++ {
			from := x
			for x < c.size && c.dark[y*c.size+x] {
				x++
			}
			if x > from {
				draw(from, y, x-from)
			}
		}
	}
}

// png draws the code with eight dots a module.
func (c *code) png() ([]byte, error) {
	const dots = 8
	picture := image.NewPaletted(image.Rect(0, 0, dots*c.size, dots*c.size), color.Palette{color.White, color.Black})
	for y := range dots * c.size {
		for x := range dots * c.size {
			if c.dark[y/dots*c.size+x/dots] {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}
