package paper

import (
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

const (
	family     = "DongHanhSerif" // of the face in PDF; no blanks
	ascent     = 0.891           // of the face, in its size
	descent    = 0.216
	leading    = 1.15 // a single line, in the size
	program    = "Đồng Hành"
	language   = "vi-VN"
	hairline   = 0.5
	ruleHeight = 3
)

// WritePDF writes the paper as PDF with its faces in it. The same paper gives
// the same bytes. Characters the faces lack (emoji, other scripts) are drawn as
// a box. Nothing is written to w on error.
func WritePDF(w io.Writer, p Paper) (err error) {
	defer errs.Wrap(&err, "paper.WritePDF(%q)", p.subject())
	pieces, _, err := compose(p)
	if err != nil {
		return err
	}
	d, err := newPDF(p)
	if err != nil {
		return err
	}
	d.place(d.strips(pieces))
	return d.file.Output(w)
}

// pdf is a file being drawn, page after page.
type pdf struct {
	setter setter
	file   *fpdf.Fpdf
	y      float64 // where the last strip ends
	after  float64 // room it wants below it
	look   look    // of the face that is set
	size   float64 // of it; 0 for none yet
}

func newPDF(p Paper) (*pdf, error) {
	d, err := openPDF("P")
	if err != nil {
		return nil, err
	}
	d.describe(p)
	d.turn()
	return d, d.file.Error()
}

// openPDF is a file of A4 pages, upright (P) or across (L), with the faces in it.
func openPDF(orientation string) (*pdf, error) {
	s, err := newSetter()
	if err != nil {
		return nil, err
	}
	d := &pdf{setter: s, file: fpdf.New(orientation, "pt", "A4", "")}
	d.file.SetAutoPageBreak(false, 0)
	d.file.SetCellMargin(0)
	d.file.SetLineWidth(hairline)
	for l := range look(looks) {
		// Each file has its own copy: the library writes into it.
		data, err := l.file()
		if err != nil {
			return nil, err
		}
		d.file.AddUTF8FontFromBytes(family, l.fpdf(), data)
	}
	return d, d.file.Error()
}

func (d *pdf) describe(p Paper) {
	d.file.SetTitle(p.subject(), true)
	d.file.SetAuthor(p.issuer(), true)
	d.file.SetSubject(p.number(), true)
	d.file.SetCreator(program, true)
	d.file.SetProducer(program, true)
	d.file.SetLang(language)
	d.file.SetCreationDate(made(p.Day))
	d.file.SetModificationDate(made(p.Day))
	d.file.SetCatalogSort(true)
}

// made is the moment files say they were made: the day of the paper, for the
// same paper gives the same file.
func made(d day.Date) time.Time {
	if _, err := day.Parse(string(d)); err != nil {
		d = "2000-01-01"
	}
	return d.Time()
}

// turn begins a page; from the second on, its number stands in the middle of
// the top margin.
func (d *pdf) turn() {
	d.file.AddPage()
	d.y, d.after, d.size = top, 0, 0
	if n := d.file.PageNo(); n > 1 {
		number := line{parts: []part{{strconv.Itoa(n), 0}}, last: true}
		number.width = d.setter.width(number.text(), 0, pageStyle.size)
		d.line(number, &pageStyle, left, numberTop, textWidth)
	}
}

// line draws one line of text, y its upper edge.
func (d *pdf) line(l line, st *style, x, y, width float64) {
	base := y + (st.height()-(ascent+descent)*st.size)/2 + ascent*st.size
	extra := 0.0
	switch free := width - l.width; {
	case st.align == Right:
		x += free
	case st.align == Centre:
		x += free / 2
	case st.align == Justify && !l.last && l.blanks > 0 && free/float64(l.blanks) < 2*st.size:
		// Beside a word as long as the line, gaps would be holes: that line stays as it is.
		extra = free / float64(l.blanks)
	}
	for _, p := range l.parts {
		x += d.part(p, st.size, x, base, extra)
	}
}

// part draws text in one face with something added to each blank, and returns
// its width.
func (d *pdf) part(p part, size, x, base, extra float64) float64 {
	if d.look != p.look || d.size != size {
		d.file.SetFont(family, p.look.fpdf(), size)
		d.look, d.size = p.look, size
	}
	text := d.setter.faces[p.look].drawable(p.text)
	width := d.setter.width(text, p.look, size)
	blanks := blanksIn(text)
	if extra == 0 || blanks == 0 {
		d.file.Text(x, base, text)
		return width
	}
	width += extra * float64(blanks)
	// A cell of no height has its base three tenths of the size below it.
	d.file.SetXY(x, base-0.3*size)
	d.file.CellFormat(width, 0, text, "", 0, "J", false, 0, "")
	return width
}

func (s *style) height() float64 { return s.size * leading * s.line }

func (d *pdf) rule(length, x, y, width float64) {
	d.file.SetLineWidth(0.75)
	from := x + (width-length)/2
	d.file.Line(from, y+1, from+length, y+1)
	d.file.SetLineWidth(hairline)
}

// draw draws a QR code.
func (d *pdf) draw(c *code, x, y float64) {
	dot := codeSize / float64(c.size)
	c.bars(func(col, row, width int) {
		d.file.Rect(x+float64(col)*dot, y+float64(row)*dot, float64(width)*dot, dot, "F")
	})
}
