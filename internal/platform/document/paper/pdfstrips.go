package paper

import "strings"

// strip is what a page is filled with from top to bottom: a line of text, a
// row of a table.
type strip struct {
	before  float64 // room above it, none at the head of a page
	height  float64
	after   float64 // room below it: of this and the next one's before, the larger counts, as in Word
	keep    bool    // on the page of the next one
	newPage bool
	head    []strip // drawn again above it at the head of a page
	draw    func(y float64)
}

func (d *pdf) strips(pieces []piece) (out []strip) {
	for _, p := range pieces {
		switch p := p.(type) {
		case para:
			out = append(out, d.para(p, left, textWidth)...)
		case grid:
			out = append(out, d.grid(p)...)
		}
	}
	return out
}

// para is the lines of a paragraph. Its first two lines stay together, and its
// last two.
func (d *pdf) para(p para, x, width float64) []strip {
	st := p.style
	var out []strip
	switch lines := d.setter.lines(p.runs, st, width); {
	case p.rule > 0:
		out = []strip{{height: ruleHeight, draw: func(y float64) { d.rule(p.rule, x, y, width) }}}
	case p.code != nil:
		out = []strip{{height: codeSize, draw: func(y float64) { d.draw(p.code, x, y) }}}
	case len(lines) == 0:
		out = []strip{{height: st.height(), draw: func(float64) {}}}
	default:
		out = d.text(lines, st, x, width)
	}
	last := len(out) - 1
	out[0].before, out[0].newPage = st.before, p.newPage
	out[last].after = st.after
	for i := range out {
		out[i].keep = st.keep || i == last && p.keep || i < last && (i == 0 || i == last-1)
	}
	return out
}

func (d *pdf) text(lines []line, st *style, x, width float64) (out []strip) {
	for i, l := range lines {
		from, room := x, width
		if i == 0 { // the width of the first line counts its indent
			from, room = x+st.first, width-st.first
			l.width -= st.first
		}
		out = append(out, strip{height: st.height(), draw: func(y float64) { d.line(l, st, from, y, room) }})
	}
	return out
}

// padding inside the lines of a table.
const padding = 4

// grid is the rows of a table.
func (d *pdf) grid(g grid) (out []strip) {
	var head []strip
	for _, r := range g.rows {
		rows := d.row(g, r)
		if r.head {
			for i := range rows {
				rows[i].keep = true
			}
			head = append(head, rows...)
		} else if total(head) < pageHeight/3 { // a head that leaves no room for rows is not repeated
			for i := range rows {
				rows[i].head, rows[i].keep = head, r.keep
			}
		}
		out = append(out, rows...)
	}
	return out
}

// row is one strip, or several when its cells are higher than a page.
func (d *pdf) row(g grid, r row) (out []strip) {
	cells, x := make([][]strip, len(r.cells)), left
	for i, content := range r.cells {
		width := g.shares[i] * textWidth
		from, room := x, width
		if g.lined {
			from, room = x+padding, width-2*padding
		}
		for _, p := range content {
			cells[i] = append(cells[i], d.para(p, from, room)...)
		}
		x += width
	}
	for {
		slice := make([][]strip, len(cells))
		more := false
		for i := range cells {
			slice[i], cells[i] = cut(cells[i], pageHeight-top-bottom-60)
			more = more || len(cells[i]) > 0
		}
		out = append(out, d.slice(g, slice))
		if !more {
			return out
		}
	}
}

// cut takes what fits into a height, at the least one strip.
func cut(cell []strip, room float64) (fits, rest []strip) {
	sum := 0.0
	for i, s := range cell {
		if sum += s.before + s.height + s.after; sum > room && i > 0 {
			return cell[:i], cell[i:]
		}
	}
	return cell, nil
}

// slice draws cells side by side, with lines around them if the grid has any.
func (d *pdf) slice(g grid, cells [][]strip) strip {
	height := 0.0
	for _, cell := range cells {
		height = max(height, total(cell))
	}
	return strip{height: height, draw: func(y float64) {
		x := left
		for i, cell := range cells {
			if g.lined {
				d.file.Rect(x, y, g.shares[i]*textWidth, height, "D")
			}
			x += g.shares[i] * textWidth
			stack(cell, func(s strip, at float64) { s.draw(y + at) })
		}
	}}
}

// stack tells where each strip stands below the first one's upper edge, and
// how high all are together.
func stack(strips []strip, stand func(s strip, at float64)) float64 {
	at, after := 0.0, 0.0
	for _, s := range strips {
		at += max(after, s.before)
		stand(s, at)
		at, after = at+s.height, s.after
	}
	return at + after
}

func total(strips []strip) float64 { return stack(strips, func(strip, float64) {}) }

// foot is the lower edge of the text.
const foot = pageHeight - bottom

// place draws strips on pages: those kept together go to the next page
// together, if they fit on one.
func (d *pdf) place(strips []strip) {
	for len(strips) > 0 {
		n := 1
		for n < len(strips) && strips[n-1].keep {
			n++
		}
		group := strips[:n]
		strips = strips[n:]
		high := total(group) - group[n-1].after
		if d.y > top && (group[0].newPage || d.y+high > foot && high <= foot-top) {
			d.next(group[0])
		}
		for _, s := range group {
			if d.y > top && d.y+max(d.after, s.before)+s.height > foot {
				d.next(s)
			}
			d.put(s)
		}
	}
}

// next turns the page; the head of a table is drawn again.
func (d *pdf) next(s strip) {
	d.turn()
	for _, h := range s.head {
		d.put(h)
	}
}

func (d *pdf) put(s strip) {
	if d.y > top {
		d.y += max(d.after, s.before)
	}
	s.draw(d.y)
	d.y += s.height
	d.after = s.after
}

func blanksIn(s string) int { return strings.Count(s, " ") }
