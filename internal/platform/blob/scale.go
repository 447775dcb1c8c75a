package blob

import (
	"image"
	"image/draw"
)

// fit makes a picture smaller until neither side is longer than side; a smaller
// one keeps its size. What is transparent becomes white, like paper.
func fit(src image.Image, side int) *image.RGBA {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	if long := max(w, h); long > side {
		w, h = max(1, (w*side+long/2)/long), max(1, (h*side+long/2)/long)
	}
	return shrink(src, w, h)
}

// shrink makes each new pixel the mean of the area it covers, the filter that
// neither blurs nor rings when a picture is made smaller. It holds one line of
// the source and one of sums, where the scalers of x/image/draw hold 32 bytes
// for each pixel in between: 180 MB for a photo of 50 megapixels.
func shrink(src image.Image, w, h int) *image.RGBA {
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	across, sums := make([]uint64, 3*w), make([]uint64, 3*w)
	area := uint64(b.Dx()) * uint64(b.Dy())
	for y := range b.Dy() {
		draw.Draw(line, line.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(line, line.Rect, src, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		narrow(across, line.Pix, b.Dx(), w)
		spread(y, h, b.Dy(), func(row int, part uint64, full bool) {
			for i, v := range across {
				sums[i] += v * part
			}
			if full {
				paint(out.Pix[row*out.Stride:], sums, area)
			}
		})
	}
	return out
}

// narrow sums a line of n pixels into w, red, green and blue.
func narrow(across []uint64, line []byte, n, w int) {
	clear(across)
	for x := range n {
		pixel := line[4*x : 4*x+3]
		spread(x, w, n, func(at int, part uint64, _ bool) {
			for c, v := range pixel {
				across[3*at+c] += uint64(v) * part
			}
		})
	}
}

// spread shares number i of n over the one or two of fewer, m, that it falls on:
// part is how much of it, in m-ths; full tells that the one has all its parts.
func spread(i, m, n int, share func(at int, part uint64, full bool)) {
	from, to := i*m, (i+1)*m
	at := from / n
	end := (at + 1) * n
	share(at, uint64(min(to, end)-from), to >= end)
	if to > end {
		share(at+1, uint64(to-end), false)
	}
}

// paint writes a finished line and begins the next.
func paint(into []byte, sums []uint64, area uint64) {
	for i := 0; i < len(sums); i += 3 {
		p := into[i/3*4 : i/3*4+4]
		p[0], p[1], p[2], p[3] = mean(sums[i], area), mean(sums[i+1], area), mean(sums[i+2], area), 0xff
	}
	clear(sums)
}

func mean(sum, area uint64) byte { return byte((sum + area/2) / area) }

// turn puts a picture upright. How it lies is EXIF's number, 1 to 8: 2 to 4 are
// mirrored or upside down, 5 to 8 lie on a side.
func turn(m *image.RGBA, lies int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if lies < 2 || lies > 8 {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if lies > 4 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			fx, fy := source(lies, x, y, w-1, h-1)
			copy(out.Pix[out.PixOffset(x, y):], m.Pix[m.PixOffset(fx, fy):][:4])
		}
	}
	return out
}

// source is where a pixel of the upright picture lies in the other, whose last
// column and line are right and down.
func source(lies, x, y, right, down int) (int, int) {
	switch lies {
	case 2:
		return right - x, y
	case 3:
		return right - x, down - y
	case 4:
		return x, down - y
	case 5:
		return y, x
	case 6:
		return y, down - x
	case 7:
		return right - y, down - x
	}
	return right - y, x
}
