package paper

// ink is a colour.
type ink struct{ r, g, b int }

// The colours of the house (assets/mark.svg), and paler ones that lie under text.
var (
	black    = ink{17, 17, 17}
	grey     = ink{85, 97, 114}
	blue     = ink{11, 78, 162}
	red      = ink{156, 18, 36}
	gold     = ink{201, 138, 0}
	paleBlue = ink{240, 245, 252}
	paleRed  = ink{253, 243, 244}
	paleGold = ink{255, 248, 226}
)

func (d *pdf) ink(c ink) { d.file.SetTextColor(c.r, c.g, c.b) }

func (d *pdf) pen(c ink, width float64) {
	d.file.SetDrawColor(c.r, c.g, c.b)
	d.file.SetLineWidth(width)
}

func (d *pdf) fill(c ink) { d.file.SetFillColor(c.r, c.g, c.b) }

// frame is what stands around a certificate: a line in blue, inside it one in
// gold that gives way at the corners, and the house's mark, pale, in the middle.
func (d *pdf) frame() {
	const outside, inside, corner = 9 * mm, 12 * mm, 9 * mm
	d.mark(sheetWidth/2, sheetHeight/2+12*mm, 150*mm)
	d.pen(blue, 2.4)
	d.file.Rect(outside, outside, sheetWidth-2*outside, sheetHeight-2*outside, "D")
	d.pen(gold, 0.9)
	d.hollow(inside, corner)
	d.fill(gold)
	for _, x := range []float64{inside + corner/4, sheetWidth - inside - corner/4} {
		for _, y := range []float64{inside + corner/4, sheetHeight - inside - corner/4} {
			d.file.Circle(x, y, 2.6, "F")
		}
	}
	d.pen(black, hairline)
	d.fill(black)
}

// hollow is a line around the sheet whose corners are bent inwards.
func (d *pdf) hollow(inset, corner float64) {
	const bend = 0.5523 // of a quarter of a circle as a curve
	left, top, right, bottom := inset, inset, sheetWidth-inset, sheetHeight-inset
	near, far := corner*bend, corner
	d.file.MoveTo(left+far, top)
	d.file.LineTo(right-far, top)
	d.file.CurveBezierCubicTo(right-far, top+near, right-near, top+far, right, top+far)
	d.file.LineTo(right, bottom-far)
	d.file.CurveBezierCubicTo(right-near, bottom-far, right-far, bottom-near, right-far, bottom)
	d.file.LineTo(left+far, bottom)
	d.file.CurveBezierCubicTo(left+far, bottom-near, left+near, bottom-far, left, bottom-far)
	d.file.LineTo(left, top+far)
	d.file.CurveBezierCubicTo(left+near, top+far, left+far, top+near, left+far, top)
	d.file.DrawPath("D")
}

// mark draws the house's mark around a place: two ways that meet under a light
// (assets/mark.svg, a drawing of 32 by 32).
func (d *pdf) mark(x, y, size float64) {
	unit := size / 32
	at := func(px, py float64) (float64, float64) { return x + (px-16)*unit, y + (py-18)*unit }
	for _, side := range []struct {
		colour ink
		foot   float64
	}{{paleBlue, 6}, {paleRed, 26}} {
		d.pen(side.colour, 6*unit)
		d.file.MoveTo(at(side.foot, 28))
		d.file.LineTo(at(side.foot, 18))
		bx, by := at(side.foot, 12.477)
		cx, cy := at(side.foot+(16-side.foot)*0.4477, 8)
		ex, ey := at(16, 8)
		d.file.CurveBezierCubicTo(bx, by, cx, cy, ex, ey)
		d.file.DrawPath("D")
	}
	d.fill(paleGold)
	cx, cy := at(16, 8)
	d.file.Circle(cx, cy, 4.5*unit, "F")
}
