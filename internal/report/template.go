package report

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/rules"
)

// Templates is catalogue/reports/*.toml, in the order of their files.
type Templates struct{ List []*Template }

// Template is a kind of report: its parts, and the sentences it begins with.
type Template struct {
	Code     string
	Name     string   // "Báo cáo năm"
	Title    string   // trích yếu, with words in braces: {kỳ}
	Type     string   // name of the document, "BÁO CÁO"
	Symbol   string   // "BC", of its number
	Cycle    Cycle    // which periods it is made for
	Units    []string // kinds of units that make it
	Like     string   // code of a template before it whose type, symbol, units, sections and annexes it has
	About    string   // what sort of thing its reports are about, "agreement": begun there and not among the periodic ones; empty: the unit itself
	Own      bool     // needs no superior: what is handed in may be signed
	DueDays  int      `toml:"due_days"` // usual day it is due, counted from the period's last; may be negative
	Sections []Part   `toml:"section"`
	Annexes  []Annex  `toml:"annex"`
}

// Part is a section of a template.
type Part struct {
	Level   int
	Heading string
	Hint    string // what the officer writes here
	Lines   []Line `toml:"line"`
	Fill    string // name of what whoever begins the report puts here
}

// Line is a sentence of a template. It is written when all its figures have a
// value and, unless Always, one of them is not 0; otherwise Else is tried.
type Line struct {
	Text   string
	Else   string
	Always bool
}

// Annex is a table of figures on a page of its own.
type Annex struct {
	Title      string
	Indicators []string
	Below      []string // kinds of units below that have a row each; empty: one row an indicator, for the unit itself
}

// Cycle is the length of a template's periods.
type Cycle string

// cycles tells each cycle by the text of its periods (design.md §7).
var cycles = map[Cycle]*regexp.Regexp{
	"quarter": regexp.MustCompile(`^\d{4}-Q[1-4]$`),
	"half":    regexp.MustCompile(`^\d{4}-H[12]$`),
	"nine":    regexp.MustCompile(`^\d{4}-9M$`),
	"year":    regexp.MustCompile(`^\d{4}$`),
	"stage":   regexp.MustCompile(`^\d{4}/\d{4}$`),
	"span":    regexp.MustCompile(`.`), // any days, of what has its own rhythm
}

// LoadTemplates reads all templates and refuses those whose sentences name
// figures or words that are not there.
func LoadTemplates(fsys fs.FS, c *ledger.Catalogue) (*Templates, error) {
	files, err := fs.Glob(fsys, "reports/*.toml")
	if err != nil {
		return nil, err
	}
	var out Templates
	for _, file := range files {
		t := &Template{}
		if err := rules.Decode(fsys, file, t); err != nil {
			return nil, err
		}
		t.take(out.Find(t.Like))
		if err := t.check(c); err != nil {
			return nil, rules.Fault(fsys, file, err)
		}
		if out.Find(t.Code) != nil {
			return nil, rules.Fault(fsys, file, fmt.Errorf("code %s is that of another template", t.Code))
		}
		out.List = append(out.List, t)
	}
	return &out, nil
}

// take fills in what a template has from the one it is like.
func (t *Template) take(o *Template) {
	if o == nil {
		return
	}
	t.Type, t.Symbol, t.Units, t.About, t.Own = o.Type, o.Symbol, o.Units, o.About, o.Own
	t.Sections = slices.Concat(o.Sections, t.Sections)
	t.Annexes = slices.Concat(o.Annexes, t.Annexes)
}

func (t *Template) check(c *ledger.Catalogue) error {
	if t.Code == "" || t.Name == "" || t.Title == "" || t.Type == "" || t.Symbol == "" || cycles[t.Cycle] == nil || len(t.Units) == 0 || len(t.Sections) == 0 {
		return fmt.Errorf("a template has code, name, title, type, symbol, cycle, units and sections")
	}
	texts := []string{t.Title}
	for _, s := range t.Sections {
		if s.Heading == "" || s.Level < 1 || s.Level > 2 {
			return fmt.Errorf("section %q needs a heading and level 1 or 2", s.Heading)
		}
		for _, l := range s.Lines {
			texts = append(texts, l.Text, l.Else)
		}
	}
	for _, text := range texts {
		if _, err := parseTokens(c, text); err != nil {
			return fmt.Errorf("%q: %w", text, err)
		}
	}
	for _, a := range t.Annexes {
		for _, code := range a.Indicators {
			if _, err := c.Indicator(code); err != nil {
				return fmt.Errorf("annex %q: %w", a.Title, err)
			}
		}
	}
	return nil
}

// Find finds a template by its code; nil if there is none.
func (t *Templates) Find(code string) *Template {
	i := slices.IndexFunc(t.List, func(x *Template) bool { return x.Code == code })
	if i < 0 {
		return nil
	}
	return t.List[i]
}

// Called names a report of a period: "Báo cáo quý I năm 2023", and not quý quý.
func (t *Template) Called(period string) string {
	name, when := strings.Fields(t.Name), strings.Fields(PeriodWords(period))
	for n := min(len(name), len(when)); n > 0; n-- {
		if slices.Equal(name[len(name)-n:], when[:n]) {
			when = when[n:]
			break
		}
	}
	if of := slices.Index(name, "của"); of > 0 { // "Báo cáo năm của CĐCS" says whose before when
		return (&Template{Name: strings.Join(name[:of], " ")}).Called(period) + " " + strings.Join(name[of:], " ")
	}
	return strings.Join(append(name, when...), " ")
}

// Names is Called of a report that was begun, with what it is about.
func (t *Template) Names(r Report) string {
	if r.About == "" {
		return t.Called(r.Period)
	}
	return t.Called(r.Period) + ": " + r.About
}

// For lists the templates of a kind of unit for its periodic reports.
func (t *Templates) For(unitKind string) (out []*Template) {
	for _, x := range t.List {
		if x.About == "" && slices.Contains(x.Units, unitKind) {
			out = append(out, x)
		}
	}
	return out
}

// period reads a period of the template's cycle; Invalid at "period".
func (t *Template) period(text string) (ledger.Period, error) {
	p, err := ledger.ParsePeriod(text)
	if err == nil && !cycles[t.Cycle].MatchString(text) {
		err = errs.At("period", "report.period.cycle", errs.Args{"template": t.Name, "period": text})
	}
	return p, err
}

// Periods lists the periods a report may be begun for on a day: those that
// have begun, the newest first, as far back as an officer looks.
func (t *Template) Periods(today day.Date) (out []string) {
	year := today.Year()
	for y := year; y > year-3; y-- {
		for _, text := range t.periodsOf(y) {
			if p, err := ledger.ParsePeriod(text); err == nil && p.From <= today {
				out = append(out, text)
			}
		}
	}
	return out
}

func (t *Template) periodsOf(y int) []string {
	switch t.Cycle {
	case "quarter":
		return []string{fmt.Sprintf("%d-Q4", y), fmt.Sprintf("%d-Q3", y), fmt.Sprintf("%d-Q2", y), fmt.Sprintf("%d-Q1", y)}
	case "half":
		return []string{fmt.Sprintf("%d-H2", y), fmt.Sprintf("%d-H1", y)}
	case "nine":
		return []string{fmt.Sprintf("%d-9M", y)}
	case "stage":
		return []string{fmt.Sprintf("%d/%d", y-4, y)}
	}
	return []string{fmt.Sprint(y)}
}
