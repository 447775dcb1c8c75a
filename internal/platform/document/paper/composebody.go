package paper

import "strings"

func (c *composer) blocks(blocks []Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case Heading:
			c.heading(b)
		case Paragraph:
			c.add(para{style: &textStyle, runs: b.Runs})
		case Note:
			c.add(para{style: &noteStyle, runs: b.Runs})
		case List:
			for _, item := range b.Items {
				c.add(para{style: &textStyle, runs: dashRuns(item)})
			}
		case Table:
			c.table(b)
		case Signs:
			c.signs(b.Signatures)
		}
	}
}

// dashRuns is an item behind its dash.
func dashRuns(item []Run) []Run { return append([]Run{Text("- ")}, item...) }

// heading: that of a part has its number in a line of its own and its title in
// capitals, both centred; the others have both in one line.
func (c *composer) heading(h Heading) {
	if h.Level != Part {
		st := map[Level]*style{Section: &sectionStyle, Item: &itemStyle}[h.Level]
		if st == nil {
			st = &pointStyle
		}
		c.add(say(st, tidy(h.Number+" "+h.Text)))
		return
	}
	if number := tidy(h.Number); number != "" {
		c.add(say(&partStyle, number))
	}
	c.lines(&partStyle, c.setter.even(upper(h.Text), &partStyle, textWidth-2*indent))
}

func (c *composer) table(t Table) {
	if len(t.Columns) == 0 {
		return
	}
	if title := tidy(t.Title); title != "" {
		c.add(say(&tableTitle, title))
	}
	g := grid{shares: c.shares(t.Columns), lined: true, rows: []row{{head: true}}}
	for _, col := range t.Columns {
		g.rows[0].cells = append(g.rows[0].cells, []para{say(&headStyle, tidy(col.Title))})
	}
	for _, r := range t.Rows {
		g.rows = append(g.rows, cells(t.Columns, r, false))
	}
	if t.Total != nil {
		g.rows[len(g.rows)-1].keep = true // a sum never stands alone on a page
		g.rows = append(g.rows, cells(t.Columns, t.Total, true))
	}
	c.add(g, para{style: &gapStyle})
}

// cells fills a row: cells it lacks are empty.
func cells(columns []Column, given []Cell, bold bool) (r row) {
	for i, col := range columns {
		var runs []Run
		if i < len(given) {
			runs = given[i]
		}
		r.cells = append(r.cells, []para{{style: cellStyleOf(col.Align), runs: emphasised(runs, bold)}})
	}
	return r
}

func emphasised(runs []Run, bold bool) []Run {
	if !bold {
		return runs
	}
	out := make([]Run, len(runs))
	for i, r := range runs {
		r.Bold = true
		out[i] = r
	}
	return out
}

func cellStyleOf(a Align) *style {
	switch a {
	case Right:
		return &rightStyle
	case Centre:
		return &centreStyle
	}
	return &cellStyle
}

// shares of the columns sum up to 1. A column is as wide as the widest word of
// its head, if all columns can be.
func (c *composer) shares(columns []Column) []float64 {
	out, least := make([]float64, len(columns)), make([]float64, len(columns))
	given, wide := 0.0, 0.0
	for i, col := range columns {
		out[i] = col.share()
		given += out[i]
		for _, w := range c.setter.words([]Run{Text(col.Title)}, &headStyle) {
			least[i] = max(least[i], (w.width+2*padding+1)/textWidth)
		}
		wide += least[i]
	}
	lacking, free := 0.0, 0.0
	for i := range out {
		out[i] /= given
		lacking += max(0, least[i]-out[i])
		free += max(0, out[i]-least[i])
	}
	if wide >= 1 || lacking == 0 {
		return out
	}
	for i := range out { // what some lack the others give, each by what it can spare
		if spare := out[i] - least[i]; spare > 0 {
			out[i] -= lacking * spare / free
		} else {
			out[i] = least[i]
		}
	}
	return out
}

func (c Column) share() float64 {
	if c.Share > 0 && c.Share < 1e6 {
		return c.Share
	}
	return 1
}

// upperLines is capitals with the line breaks kept.
func upperLines(s string) string {
	lines := linesOf(s)
	for i, l := range lines {
		lines[i] = upper(l)
	}
	return strings.Join(lines, "\n")
}
