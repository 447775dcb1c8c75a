package paper

import (
	"fmt"
)

// piece is what pages are made of, for the writers that have pages: a para or
// a grid.
type piece interface{ piece() }

// para is a paragraph in one style. Instead of text it may be a line drawn
// across, or a QR code.
type para struct {
	style   *style
	runs    []Run
	rule    float64 // length of the line, in points
	code    *code
	newPage bool
	keep    bool // with what follows, whatever the style says
}

// grid is a table: of the paper, or one that only places things.
type grid struct {
	shares []float64 // of the columns; they sum up to 1
	lined  bool
	rows   []row
}

type row struct {
	head  bool // repeated on each page
	keep  bool // on the page of the next row
	cells [][]para
}

func (para) piece() {}
func (grid) piece() {}

func say(st *style, text string) para { return para{style: st, runs: []Run{Text(text)}} }

// composer lays a paper out as pieces. It needs to know how wide texts are:
// for lines below names, and to break titles evenly.
type composer struct {
	setter setter
	paper  Paper
	code   *code // of the seal; nil without
	out    []piece
}

// compose lays out the paper.
func compose(p Paper) ([]piece, *code, error) {
	if err := check(p); err != nil {
		return nil, nil, err
	}
	s, err := newSetter()
	if err != nil {
		return nil, nil, err
	}
	c := &composer{setter: s, paper: p}
	if p.Seal != nil {
		if c.code, err = encode(p.Seal.URL); err != nil {
			return nil, nil, err
		}
	}
	c.whole()
	for _, next := range p.Next {
		n := &composer{setter: s, paper: next}
		n.whole()
		c.add(para{style: &gapStyle, newPage: true, keep: true})
		c.add(n.out...)
	}
	return c.out, c.code, nil
}

// whole lays out one text from its head to its annexes.
func (c *composer) whole() {
	c.opening()
	c.titles()
	c.openings()
	c.blocks(c.paper.body())
	c.keepEnd()
	c.endings()
	for _, a := range c.paper.Annexes {
		c.annex(a)
	}
}

// opening is the head; where there is none, the mark of a draft stands alone.
func (c *composer) opening() {
	switch {
	case !c.paper.foreign():
		c.add(c.head())
	case c.paper.Draft:
		c.add(say(&draftStyle, c.paper.words().draft))
	}
}

// check refuses what a caller has put together wrongly.
func check(p Paper) error {
	for _, next := range p.Next {
		if err := check(next); err != nil {
			return err
		}
	}
	if err := checkBlocks(p.Blocks); err != nil {
		return err
	}
	for _, a := range p.Annexes {
		if err := checkBlocks(a.Blocks); err != nil {
			return fmt.Errorf("annex %q: %w", a.Title, err)
		}
	}
	return nil
}

func checkBlocks(blocks []Block) error {
	for _, b := range blocks {
		t, ok := b.(Table)
		if !ok {
			continue
		}
		for i, r := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Total) {
			if len(r) > len(t.Columns) {
				return fmt.Errorf("table %q: row %d has %d cells for %d columns", t.Title, i+1, len(r), len(t.Columns))
			}
		}
	}
	return nil
}

func (c *composer) add(pieces ...piece) { c.out = append(c.out, pieces...) }

// lines is one text set in lines: room above and below is that of the whole.
func (c *composer) lines(st *style, lines []string) {
	for _, p := range sayLines(st, lines) {
		c.add(p)
	}
}

func sayLines(st *style, lines []string) (out []para) {
	for i, l := range lines {
		at := *st
		if i > 0 {
			at.before = 0
		}
		if i < len(lines)-1 {
			at.after = 0
		}
		out = append(out, say(&at, l))
	}
	return out
}

// titles: kind and abstract of the paper, with a line below.
func (c *composer) titles() {
	p := c.paper
	if p.Letter {
		return
	}
	if said := upper(p.Type); said != "" {
		c.add(say(&typeStyle, said))
	}
	lines := c.setter.even(p.Abstract, &abstractStyle, textWidth-indent)
	c.lines(&abstractStyle, lines)
	if len(lines) > 0 {
		c.add(c.ruleBelow(lines, &abstractStyle))
	}
	c.add(para{style: &gapStyle, keep: true})
}

// ruleBelow is a line of 2/5 of the longest text: between a third and a half.
func (c *composer) ruleBelow(lines []string, st *style) para {
	return para{style: &ruleStyle, rule: 0.4 * c.longest(lines, st)}
}

func (c *composer) longest(lines []string, st *style) (longest float64) {
	for _, l := range lines {
		longest = max(longest, c.setter.width(l, lookOf(st.bold, st.italic), st.size))
	}
	return longest
}

// openings: to whom, by whom, on what grounds.
func (c *composer) openings() {
	c.addressees()
	if said := upper(c.paper.Authority); said != "" {
		c.lines(&authorityStyle, c.setter.even(said, &authorityStyle, textWidth))
	}
	for _, g := range ended(c.paper.Grounds) {
		c.add(say(&groundStyle, g))
	}
}

// addressees: one stands in the line, several below it.
func (c *composer) addressees() {
	switch to := c.paper.Addressees; len(to) {
	case 0:
	case 1:
		c.add(say(&addressStyle, "Kính gửi: "+tidy(to[0])))
	default:
		first := addressesStyle
		first.before = addressStyle.before
		c.add(say(&first, "Kính gửi:"))
		for _, t := range dashed(to) {
			c.add(say(&addressesStyle, t))
		}
		c.add(para{style: &gapStyle, keep: true})
	}
}

// keepEnd keeps the last two lines with the signature: it never stands alone
// on a page. A paragraph of one line brings along the one before it; a longer
// one does not, for LibreOffice does not part such paragraphs.
func (c *composer) keepEnd() {
	for i := len(c.out) - 1; i > 0; i-- {
		p, ok := c.out[i].(para)
		if !ok {
			return
		}
		p.keep = true
		c.out[i] = p
		if i < len(c.out)-1 || len(c.setter.lines(p.runs, p.style, textWidth)) > 1 {
			return
		}
	}
}

// annex: number and title on a new page.
func (c *composer) annex(a Annex) {
	first := say(&annexStyle, tidy(c.paper.words().annex+" "+a.Number))
	first.newPage = true
	c.add(first)
	c.lines(&annexStyle, c.setter.even(upper(a.Title), &annexStyle, textWidth-2*indent))
	below := c.setter.even(c.paper.attached(), &attachedStyle, textWidth)
	c.lines(&attachedStyle, below)
	c.add(c.ruleBelow(below, &attachedStyle), para{style: &gapStyle, keep: true}, para{style: &gapStyle, keep: true})
	c.blocks(a.Blocks)
}
