package report

import (
	"net/url"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/document/paper"
)

// Paper is a report as an official paper: what was signed, or the draft as it
// stands. base is the address of this site, for the code that leads from the
// paper to its verification; links, when given, opens figures.
func (v View) Paper(base string, links bool) paper.Paper {
	if v.Frozen != nil {
		return v.signedPaper(base, links)
	}
	p := paper.Paper{
		Bodies: []paper.Body{bodyOf(v.UnitRow.Name, v.Superior.Name)}, Symbol: v.Tpl.Symbol + "-" + v.symbol, Place: placeOf(v.UnitRow.Name),
		Type: v.Tpl.Type, Abstract: plainText(v.Content.Title), Draft: true, Recipients: recipients(v.Superior.Name, v.Sent),
	}
	p.Signatures = []paper.Signature{{Lines: nonEmpty(v.authority, "CHỦ TỊCH")}}
	v.fill(&p, links)
	return p
}

func (v View) signedPaper(base string, links bool) paper.Paper {
	f := v.Frozen
	seq, symbol := splitNumber(f.Number)
	p := paper.Paper{
		Bodies: []paper.Body{bodyOf(f.UnitName, f.SuperName)}, Number: seq, Symbol: symbol, Place: f.Place, Day: day.Date(f.Day),
		Type: f.Type, Abstract: plainText(f.Content.Title), Recipients: f.Recipients,
		Signatures: []paper.Signature{{Lines: nonEmpty(f.Authority, f.Post), Name: f.Signer}},
		Seal:       &paper.Seal{URL: VerifyAddress(base, v.Fingerprint), Caption: []string{"Dấu vân bản ký:", Grouped(v.Fingerprint[:printed])}},
	}
	if f.Supplements != "" {
		p.Abstract += " (bổ sung Báo cáo số " + f.Supplements + ")"
	}
	v.fill(&p, links)
	return p
}

// VerifyAddress is where anybody checks a paper.
func VerifyAddress(base, fingerprint string) string { return base + "/xac-thuc/" + fingerprint }

// Grouped is hex digits in fours, as one reads them aloud.
func Grouped(hex string) string {
	var parts []string
	for len(hex) > 4 {
		parts, hex = append(parts, hex[:4]), hex[4:]
	}
	return strings.Join(append(parts, hex), " ")
}

// fill writes sections and annexes.
func (v View) fill(p *paper.Paper, links bool) {
	n := numbers{}
	if v.Behalf != "" {
		p.Blocks = append(p.Blocks, v.paragraphs([]Paragraph{{Runs: []Run{{Text: v.Behalf}}}}, false)...)
	}
	for i, b := range v.Content.Blocks {
		if silent(v.Content.Blocks[i:]) {
			continue
		}
		p.Blocks = append(p.Blocks, n.heading(b))
		p.Blocks = append(p.Blocks, v.paragraphs(b.Paragraphs, links)...)
	}
	for i, t := range v.Content.Annexes {
		a := paper.Annex{Title: t.Title, Blocks: []paper.Block{v.table(t, links)}}
		if len(v.Content.Annexes) > 1 {
			a.Number = roman(i + 1)
		}
		p.Annexes = append(p.Annexes, a)
	}
}

// silent tells that a section has no words, nor one below it: a paper has no
// heading of nothing.
func silent(from []Block) bool {
	for i, b := range from {
		if i > 0 && b.Level <= from[0].Level {
			break
		}
		if len(b.Paragraphs) > 0 {
			return false
		}
	}
	return true
}

// numbers counts sections: I., 1., 2., II., …
type numbers struct{ first, second int }

func (n *numbers) heading(b Block) paper.Heading {
	if b.Level == 1 {
		n.first, n.second = n.first+1, 0
		return paper.Heading{Level: paper.Section, Number: roman(n.first) + ".", Text: strings.ToUpper(b.Heading)}
	}
	n.second++
	return paper.Heading{Level: paper.Item, Number: plain(int64(n.second)) + ".", Text: b.Heading}
}

// roman writes 1 to 39 as they stand before sections.
func roman(n int) string {
	return strings.Repeat("X", n/10) + []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}[n%10]
}

// paragraphs gathers items that follow each other into one list.
func (v View) paragraphs(list []Paragraph, links bool) (out []paper.Block) {
	var items [][]paper.Run
	flush := func() {
		if len(items) > 0 {
			out = append(out, paper.List{Items: items})
			items = nil
		}
	}
	for _, p := range list {
		runs := v.runs(p.Runs, links)
		if p.Item {
			items = append(items, runs)
			continue
		}
		flush()
		out = append(out, paper.Paragraph{Runs: runs})
	}
	flush()
	return out
}

func (v View) runs(list []Run, links bool) (out []paper.Run) {
	for _, r := range list {
		run := paper.Run{Text: r.Text}
		if links && r.Figure != nil {
			run.Figure = v.figure(*r.Figure)
		}
		out = append(out, run)
	}
	return out
}

// figure leads to the sources of a number and tells how it stands today.
func (v View) figure(at int) *paper.Figure {
	f := v.Content.Figures[at]
	out := &paper.Figure{Href: FigureAddress(f)}
	if v.Frozen == nil {
		return out
	}
	out.State = paper.Same
	for _, d := range v.Since {
		if d.Signed.key() == f.key() {
			out.State, out.Hint = paper.Changed, d.Now.Text
		}
	}
	return out
}

// FigureAddress is the page of a figure; of a part of one, at the records of the
// part.
func FigureAddress(f Figure) string {
	q := url.Values{"unit": {f.Unit}, "period": {f.Period}}
	part := ""
	if f.Dim != "" {
		q.Set("by", f.Dim)
		q.Set("value", f.Part)
		part = "#ban-ghi"
	}
	return "/figures/" + url.PathEscape(f.Indicator) + "?" + q.Encode() + part
}

func (v View) table(t Table, links bool) paper.Table {
	out := paper.Table{}
	for i, title := range t.Columns {
		out.Columns = append(out.Columns, paper.Column{Title: title, Share: t.share(i), Align: t.align(i)})
	}
	for _, row := range t.Rows {
		var cells []paper.Cell
		for _, c := range row {
			cells = append(cells, paper.Cell(v.runs([]Run{{Text: c.Text, Figure: c.Figure}}, links)))
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

func (t Table) share(column int) float64 {
	switch {
	case column == 0:
		return 0.5
	case column == 1:
		return 4
	}
	return 1.2
}

func (t Table) align(column int) paper.Align {
	switch {
	case column == 1:
		return paper.Left
	case column == 0 || (!t.Units && column == 2):
		return paper.Centre
	}
	return paper.Right
}

// bodyOf names the unit and its superior as the head of a paper does.
func bodyOf(unit, superior string) paper.Body {
	return paper.Body{Name: fullName(unit), Superior: fullName(superior)}
}

// fullName writes out what people shorten: the head of a paper has no
// abbreviations but TP (domain.md §9).
func fullName(name string) string {
	for _, r := range []struct{ short, full string }{{"LĐLĐ ", "Liên đoàn Lao động "}, {"CĐCS ", "Công đoàn cơ sở "}, {"CĐ ", "Công đoàn "}} {
		if rest, ok := strings.CutPrefix(name, r.short); ok {
			return r.full + rest
		}
	}
	return name
}

// splitNumber cuts "118/BC-LĐLĐ" into 118 and "BC-LĐLĐ".
func splitNumber(number string) (seq int, symbol string) {
	digits, symbol, _ := strings.Cut(number, "/")
	for _, d := range digits {
		seq = seq*10 + int(d-'0')
	}
	return seq, symbol
}

func nonEmpty(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
