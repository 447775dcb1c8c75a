package report

import (
	"donghanh/internal/ledger"
	"donghanh/internal/platform/errs"
	"donghanh/internal/target"
)

// Content is a report with every figure in its place: live while it is
// written, frozen once it is signed.
type Content struct {
	Title   []Run    `json:"title"`
	Blocks  []Block  `json:"blocks"`
	Annexes []Table  `json:"annexes"`
	Figures []Figure `json:"figures"` // each once; runs and cells name them by their place
}

// Block is a section.
type Block struct {
	Level      int         `json:"level"`
	Heading    string      `json:"heading"`
	Paragraphs []Paragraph `json:"paragraphs"`
}

// Paragraph is one paragraph, or one item of a list.
type Paragraph struct {
	Item bool  `json:"item"`
	Runs []Run `json:"runs"`
}

// Run is words, or one figure as it stands in the text.
type Run struct {
	Text    string      `json:"text"`
	Figure  *int        `json:"figure,omitempty"` // place in Content.Figures
	Missing string      `json:"missing,omitempty"`
	Fault   *errs.Error `json:"-"` // of a draft: why nothing better can stand here
}

// Table is an annex.
type Table struct {
	Title   string   `json:"title"`
	Columns []string `json:"columns"`
	Units   bool     `json:"units"` // a row is a unit, not an indicator
	Rows    [][]Cell `json:"rows"`
}

// Cell is text, or a figure.
type Cell struct {
	Text   string `json:"text"`
	Figure *int   `json:"figure,omitempty"`
}

// Figure is a number of the report with all it follows from. Numbers are
// decimal strings, so that no reader of the JSON rounds them.
type Figure struct {
	Indicator   string `json:"indicator"`
	Name        string `json:"name"`
	Measure     string `json:"measure"`       // người, đồng
	Unit        string `json:"unit"`          // code
	Dim         string `json:"dim,omitempty"` // of a split
	Part        string `json:"part,omitempty"`
	Period      string `json:"period"`
	From        string `json:"from"`
	To          string `json:"to"` // the last day that counted
	Tree        string `json:"tree"`
	Numerator   string `json:"numerator"`
	Denominator string `json:"denominator,omitempty"`
	Value       string `json:"value,omitempty"`
	Text        string `json:"text"`
	Reason      string `json:"reason,omitempty"` // why there is no value
	Target      *Goal  `json:"target,omitempty"`
	Definition  string `json:"definition"` // digest of the rule it is counted by
}

// Goal is the target of a figure and how far it is reached.
type Goal struct {
	Value       string `json:"value"`
	Comparison  string `json:"comparison"`
	Document    string `json:"document"`
	Achievement string `json:"achievement,omitempty"`
	Text        string `json:"text,omitempty"` // of the achievement
	Met         bool   `json:"met"`
}

// figureKey tells figures of one report apart.
type figureKey struct{ indicator, unit, dim, part, period string }

// wanted is what a report asks of one period and one split: one query.
type wanted struct {
	period string
	dim    string
}

// asked are figures by their keys, as they stand now.
type asked map[figureKey]target.Figure

// live is a figure in numbers that JSON keeps whole.
func live(f target.Figure, unit string, p ledger.Period, last string) Figure {
	out := Figure{
		Indicator: f.Indicator.Code, Name: f.Indicator.Name, Measure: f.Indicator.Unit, Unit: unit, Dim: f.Dim, Part: f.Part,
		Period: p.Text, From: string(p.From), To: last, Tree: string(f.Tree), Numerator: plain(f.Numerator), Text: ledger.Text(f.Figure),
		Reason: string(f.Reason), Definition: definition(f.Indicator),
	}
	if f.Denominator != nil {
		out.Denominator = plain(*f.Denominator)
	}
	if f.Value != nil {
		out.Value = f.Value.FloatString(6)
	}
	if t := f.Target; t != nil {
		out.Target = &Goal{Value: t.Amount, Comparison: string(t.Comparison), Document: t.Document, Met: f.Value != nil && t.Met(f.Value)}
		if a := f.Achievement; a != nil {
			out.Target.Achievement, out.Target.Text = a.Value.FloatString(6), a.Text
		}
	}
	return out
}
