package paper

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"
)

// twips are twentieths of a point, half-points and eighths likewise: the units
// of Word.
func twips(points float64) int { return int(math.Round(points * 20)) }

// escape makes clean text that can stand in XML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(clean(s))) // a Builder takes everything
	return b.String()
}

// docx is a document.xml being written.
type docx struct {
	bytes.Buffer
	known map[string]style // styles as styles.xml has them
}

func (d *docx) add(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// documentPart is the text. The first page has no header, so no number.
func documentPart(pieces []piece) []byte {
	d := &docx{known: map[string]style{}}
	for _, s := range allStyles() {
		d.known[s.id] = s
	}
	d.add("%s", xmlHead+`<w:document xmlns:w="`+wordNS+`" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`+
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`+
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`)
	afterGrid := false
	for _, p := range pieces {
		switch p := p.(type) {
		case para:
			d.para(p, textWidth)
			afterGrid = false
		case grid:
			if afterGrid { // Word joins tables that touch
				d.para(para{style: &gapStyle, keep: true}, textWidth)
			}
			d.grid(p)
			afterGrid = true
		}
	}
	if afterGrid || len(pieces) == 0 { // a document ends in a paragraph
		d.para(para{style: &gapStyle}, textWidth)
	}
	d.add(`<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="%d" w:h="%d"/>`, twips(pageWidth), twips(pageHeight))
	d.add(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`,
		twips(top), twips(right), twips(bottom), twips(left), twips(numberTop))
	d.add("</w:body></w:document>")
	return d.Bytes()
}

// para writes a paragraph that has this width to stand in.
func (d *docx) para(p para, width float64) {
	d.add(`<w:p><w:pPr><w:pStyle w:val="%s"/>`, p.style.id)
	if p.keep && !p.style.keep {
		d.add(`<w:keepNext/>`)
	}
	if p.newPage {
		d.add(`<w:pageBreakBefore/>`)
	}
	if p.rule > 0 {
		d.add(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`)
	}
	if was := d.known[p.style.id]; was.before != p.style.before || was.after != p.style.after {
		d.add(`<w:spacing w:before="%d" w:after="%d"/>`, twips(p.style.before), twips(p.style.after))
	}
	if p.rule > 0 {
		side := twips((width - p.rule) / 2)
		d.add(`<w:ind w:left="%d" w:right="%d"/>`, side, side)
	}
	d.add(`</w:pPr>`)
	for _, r := range p.runs {
		d.run(r)
	}
	if p.code != nil {
		d.picture()
	}
	d.add(`</w:p>`)
}

func (d *docx) run(r Run) {
	text := escape(r.Text)
	if text == "" {
		return
	}
	d.add(`<w:r>`)
	if r.Bold || r.Italic {
		d.add(`<w:rPr>%s</w:rPr>`, emphasis(r.Bold, r.Italic))
	}
	d.add(`<w:t xml:space="preserve">%s</w:t></w:r>`, text)
}

func emphasis(bold, italic bool) (s string) {
	if bold {
		s = `<w:b/><w:bCs/>`
	}
	if italic {
		s += `<w:i/><w:iCs/>`
	}
	return s
}

// grid writes a table of fixed columns: Word leaves their widths alone.
func (d *docx) grid(g grid) {
	d.add(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>`, twips(textWidth))
	space := 0
	if g.lined {
		space = twips(padding)
		d.add(`<w:tblBorders>`)
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			d.add(`<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
		}
		d.add(`</w:tblBorders>`)
	}
	d.add(`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, space, space)
	for _, share := range g.shares {
		d.add(`<w:gridCol w:w="%d"/>`, twips(share*textWidth))
	}
	d.add(`</w:tblGrid>`)
	for _, r := range g.rows {
		d.row(g, r)
	}
	d.add(`</w:tbl>`)
}

// row writes a row that is not broken over pages.
func (d *docx) row(g grid, r row) {
	d.add(`<w:tr><w:trPr><w:cantSplit/>`)
	if r.head {
		d.add(`<w:tblHeader/>`)
	}
	d.add(`</w:trPr>`)
	for i, cell := range r.cells {
		width := g.shares[i] * textWidth
		d.add(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
		if r.head {
			d.add(`<w:vAlign w:val="center"/>`)
		}
		d.add(`</w:tcPr>`)
		for _, p := range cell {
			p.keep = p.keep || r.keep
			d.para(p, width)
		}
		if len(cell) == 0 { // a cell has a paragraph
			d.para(para{style: &gapStyle}, width)
		}
		d.add(`</w:tc>`)
	}
	d.add(`</w:tr>`)
}

// picture places the QR code, the only picture there is.
func (d *docx) picture() {
	const emu = 12700 // of a point
	side := int(codeSize * emu)
	d.add(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>`, side, side)
	d.add(`<wp:docPr id="1" name="QR" descr="Mã QR"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`)
	d.add(`<pic:nvPicPr><pic:cNvPr id="1" name="qr.png"/><pic:cNvPicPr/></pic:nvPicPr>`)
	d.add(`<pic:blipFill><a:blip r:embed="rId4"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`)
	d.add(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`, side, side)
	d.add(`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`)
}
