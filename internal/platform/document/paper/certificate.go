package paper

import (
	"errors"
	"io"
	"strings"
	"unicode"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

// Certificate is a sheet across that says somebody has done something well. It
// has no head of the nation, no number and no seal: it is no official paper, and
// nobody should take it for a decision on an award.
type Certificate struct {
	Body  Body
	Title string   // "Giấy chứng nhận", printed in capitals
	Lead  string   // above the name
	Name  string   // who has done it; what no face has is left out, a name of nothing else is left to the hand
	Of    string   // whom they belong to; may be empty
	Text  []string // what they have done, each set in lines of like length
	Place string
	Day   day.Date
	Sign  Signature
	Note  string // at the foot, small
}

// Measures of a certificate, in points.
const (
	sheetWidth  = pageHeight
	sheetHeight = pageWidth
	sheetText   = sheetWidth - 2*32*mm // longest line
	signWidth   = 90 * mm
	signLeft    = sheetWidth - 30*mm - signWidth
	signFoot    = sheetHeight - 24*mm // lower edge of the signer's name
	handRoom    = 50                  // between office and name
	mostAir     = 9                   // between texts where there is room
)

// The styles of a certificate. Sizes are larger than a paper's: it hangs on a wall.
var (
	certTitle = style{size: 44, bold: true, align: Centre, before: 12, line: 1}
	certLead  = style{size: 17, italic: true, align: Centre, before: 4, line: 1}
	certName  = style{size: 36, bold: true, align: Centre, before: 6, line: 1}
	certOf    = style{size: 17, bold: true, align: Centre, line: 1}
	certText  = style{size: 17, align: Centre, before: 4, line: 1.1}
	certNote  = style{size: 10, italic: true, align: Centre, line: 1}
)

// smallestName is how small a long name is set in one line, brokenName how large
// one in several.
const smallestName, brokenName = 24, 28

// unnamed is room for a name by hand.
const unnamed = "………………………………………"

// WriteCertificates writes certificates as PDF, a page each. The same ones give
// the same bytes. Nothing is written to w on error.
func WriteCertificates(w io.Writer, all []Certificate) (err error) {
	defer errs.Wrap(&err, "paper.WriteCertificates")
	if len(all) == 0 {
		return errors.New("no certificates")
	}
	d, err := openPDF("L")
	if err != nil {
		return err
	}
	first := all[0]
	d.describe(Paper{Type: first.Title, Abstract: strings.Join(first.Text, " "), Bodies: []Body{first.Body}, Day: first.Day})
	for _, c := range all {
		d.certificate(c)
	}
	return d.file.Output(w)
}

func (d *pdf) certificate(c Certificate) {
	d.file.AddPage()
	d.size = 0 // a page knows no face
	d.frame()
	foot := d.signed(c)
	d.y = 21 * mm
	d.issuer(c.Body)
	d.given(c, foot)
	d.y = sheetHeight - 17.5*mm
	d.say(d.saying(tidy(c.Note), certNote, grey), 0)
}

// issuer is who certifies, as at the head of its papers, in the middle.
func (d *pdf) issuer(b Body) {
	for _, l := range d.setter.even(upperLines(b.Superior), &superiorStyle, sheetText) {
		d.centred(l, superiorStyle)
	}
	names := d.setter.even(upperLines(b.Name), &bodyStyle, sheetText)
	for _, l := range names {
		d.centred(l, bodyStyle)
	}
	if len(names) > 0 {
		d.rule(0.4*d.setter.width(names[0], boldLook, bodyStyle.size), 0, d.y+2, sheetWidth)
	}
}

// saying is a text of a certificate in its look.
type saying struct {
	lines []string
	style style
	ink   ink
}

func (d *pdf) saying(text string, st style, c ink) saying {
	return saying{d.setter.even(text, &st, sheetText), st, c}
}

func (s saying) height() float64 {
	if len(s.lines) == 0 {
		return 0
	}
	return s.style.before + float64(len(s.lines))*s.style.height()
}

// given is what is certified to whom, spread over the room above who signs.
func (d *pdf) given(c Certificate, foot float64) {
	name := d.setter.nameOf(c.Name)
	all := []saying{
		d.saying(upper(c.Title), certTitle, blue), d.saying(tidy(c.Lead), certLead, black), d.saying(name, d.setter.fit(name, certName), red),
		d.saying(d.setter.drawn(c.Of), certOf, black),
	}
	for _, t := range c.Text {
		all = append(all, d.saying(d.setter.drawn(t), certText, black))
	}
	free := foot - d.y
	for _, s := range all {
		free -= s.height()
	}
	for _, s := range all {
		d.say(s, min(max(free/float64(len(all)+1), 0), mostAir))
	}
}

// signed stands at the right, from the signer's name upwards; it returns its
// upper edge.
func (d *pdf) signed(c Certificate) (top float64) {
	offices := []string{}
	for _, l := range c.Sign.Lines {
		offices = append(offices, d.setter.even(upper(l), &officeStyle, signWidth)...)
	}
	top = signFoot - 2*signerStyle.height() - handRoom - float64(len(offices))*officeStyle.height()
	d.y = top
	d.beside(Paper{Place: c.Place, Day: c.Day}.dated(), placeStyle)
	for _, l := range offices {
		d.beside(l, officeStyle)
	}
	d.y = signFoot - signerStyle.height()
	d.beside(tidy(c.Sign.Name), signerStyle)
	return top
}

// say sets a text in the middle of the sheet, below so much air.
func (d *pdf) say(s saying, air float64) {
	if len(s.lines) == 0 {
		return
	}
	d.ink(s.ink)
	d.y += s.style.before + air
	for _, l := range s.lines {
		d.centred(l, s.style)
	}
	d.ink(black)
}

func (d *pdf) centred(text string, st style) { d.one(text, st, 0, sheetWidth) }

func (d *pdf) beside(text string, st style) { d.one(text, st, signLeft, signWidth) }

// one draws one line in the middle of a column.
func (d *pdf) one(text string, st style, x, width float64) {
	l := lookOf(st.bold, st.italic)
	d.line(line{parts: []part{{text, l}}, width: d.setter.width(text, l, st.size), last: true}, &st, x, d.y, width)
	d.y += st.height()
}

// fit is a style in which a text has one line, if it can be without being small.
func (s setter) fit(text string, st style) style {
	one := sheetText / s.width(text, lookOf(st.bold, st.italic), 1)
	switch {
	case one >= st.size:
	case one >= smallestName:
		st.size = one
	default:
		st.size = brokenName
	}
	return st
}

// nameOf is a name as it can be printed; nothing of it gives room for the hand.
func (s setter) nameOf(name string) string {
	if drawn := s.drawn(name); strings.ContainsFunc(drawn, unicode.IsLetter) || strings.ContainsFunc(drawn, unicode.IsDigit) {
		return drawn
	}
	return unnamed
}

// drawn is tidy text without the letters no face has: on a wall a box looks like
// a fault.
func (s setter) drawn(text string) string {
	kept := strings.Map(func(r rune) rune {
		if r != ' ' && r != missing && s.faces[0].drawn(r) != r {
			return -1
		}
		return r
	}, clean(text))
	return tidy(kept)
}
