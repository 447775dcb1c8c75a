package paper

import "slices"

// head is the table of two columns above: who issues the paper, and the nation
// (NĐ 30, phụ lục I, ô 1–4).
func (c *composer) head() grid {
	return grid{
		shares: []float64{0.4, 0.6},
		rows: []row{
			{cells: [][]para{c.issuers(), c.nation()}},
			{cells: [][]para{c.underNumber(), {say(&placeStyle, c.paper.dated())}}},
		},
	}
}

func (c *composer) nation() []para {
	long := c.longest([]string{motto}, &mottoStyle)
	return []para{say(&nationStyle, nation), say(&mottoStyle, motto), {style: &ruleStyle, rule: long}}
}

// issuers: the superior, the body in bold, a line.
func (c *composer) issuers() (out []para) {
	var below []string
	for _, b := range c.setter.names(c.paper.Bodies) {
		for _, l := range b.superior {
			out = append(out, say(&superiorStyle, l))
		}
		for _, l := range b.name {
			out = append(out, say(&bodyStyle, l))
		}
		below = append(below, b.name...)
	}
	if len(below) == 0 {
		return out
	}
	return append(out, c.ruleBelow(below, &bodyStyle))
}

// named is a body as it stands at the left, line by line.
type named struct{ superior, name []string }

// names breaks the names of bodies into lines. Those of a joint paper stand one
// below the other, joined by a dash.
func (s setter) names(bodies []Body) (out []named) {
	const width = 0.4*textWidth - 4
	for i, b := range bodies {
		name := upperLines(b.Name)
		if i < len(bodies)-1 {
			name += " -"
		}
		out = append(out, named{s.even(upperLines(b.Superior), &superiorStyle, width), s.even(name, &bodyStyle, width)})
	}
	return out
}

// underNumber: the number; of a letter what it is about; the mark of a draft.
func (c *composer) underNumber() []para {
	out := []para{say(&numberStyle, c.paper.number())}
	if c.paper.Letter && tidy(c.paper.Abstract) != "" {
		lines := c.setter.even("V/v "+tidy(c.paper.Abstract), &aboutStyle, 0.4*textWidth-4)
		out = append(out, sayLines(&aboutStyle, lines)...)
	}
	if c.paper.Draft {
		out = append(out, say(&draftStyle, c.paper.words().draft))
	}
	return out
}

// endings: recipients at the left, who signs at the right.
func (c *composer) endings() {
	signs, to := c.paper.Signatures, c.recipients()
	if len(signs) == 0 && len(to) == 0 {
		return
	}
	c.add(para{style: &gapStyle, keep: true})
	switch len(signs) {
	case 0:
		c.add(pair(to, nil))
	case 1:
		c.add(pair(to, c.signing(signs[0], 0)))
	default:
		c.jointEndings(signs, to)
	}
}

// jointEndings: who signs side by side, two in a row, and the recipients below.
func (c *composer) jointEndings(signs []Signature, to []para) {
	c.signs(signs)
	c.add(pair(to, nil))
}

// signs are signatures in rows of two.
func (c *composer) signs(signs []Signature) {
	for two := range slices.Chunk(signs, 2) {
		deep := 0
		for _, s := range two {
			deep = max(deep, len(c.offices(s)))
		}
		var second []para
		if len(two) == 2 {
			second = c.signing(two[1], deep)
		}
		c.add(pair(c.signing(two[0], deep), second), para{style: &gapStyle, keep: true})
	}
}

// pair is two things side by side.
func pair(a, b []para) grid {
	return grid{shares: []float64{0.5, 0.5}, rows: []row{{cells: [][]para{a, b}}}}
}

// offices are the lines above a signature. A long one is broken evenly: no name
// of a body ends in a word alone.
func (c *composer) offices(s Signature) (out []string) {
	for _, l := range s.Lines {
		out = append(out, c.setter.even(upper(l), &officeStyle, 0.5*textWidth-4)...)
	}
	return out
}

// signing is office, room for the hand, and name. Who signs beside somebody with
// more lines above has more room, so that the names stand in one line.
func (c *composer) signing(s Signature, deep int) (out []para) {
	lines := c.offices(s)
	for _, l := range lines {
		out = append(out, say(&officeStyle, l))
	}
	room := markStyle
	room.before, room.after = signRoom/2, signRoom/2
	room.before += float64(max(0, deep-len(lines))) * officeStyle.height()
	out = append(out, say(&room, tidy(s.Mark)))
	return append(out, say(&signerStyle, tidy(s.Name)))
}

// recipients, and below them the seal.
func (c *composer) recipients() (out []para) {
	if to := dashed(c.paper.Recipients); len(to) > 0 {
		out = append(out, say(&toStyle, c.paper.words().to))
		for _, t := range to {
			out = append(out, say(&toListStyle, t))
		}
	}
	if c.code == nil {
		return out
	}
	out = append(out, para{style: &codeStyle, code: c.code})
	for _, l := range c.paper.Seal.Caption {
		out = append(out, say(&captionStyle, tidy(l)))
	}
	return out
}
