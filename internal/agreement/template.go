package agreement

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/rules"
)

// Templates is catalogue/agreements/*.toml in the order of their files, and the
// words of catalogue/agreements.toml by language.
type Templates struct {
	List  []*Template
	words map[string]Wording
}

// Template is a text to begin with: of a kind of agreement, for the partners it
// is usually signed with, in the time it is of use.
type Template struct {
	Code     string
	Name     string
	Kind     Kind
	Partners []PartnerKind  // on the other side; empty: any
	Units    []string       // kinds of units that keep it; empty: any
	Basis    string         `toml:"legal_basis"`
	From     day.Date       `toml:"valid_from"`
	To       day.Date       `toml:"valid_to"` // empty: still of use
	Texts    []TemplateText `toml:"text"`
}

// TemplateText is a template in one language.
type TemplateText struct {
	Lang    string
	Title   string           // in another language than Vietnamese, which has the agreement's own
	Grounds []TemplateGround `toml:"ground"`
	Parts   []TemplatePart   `toml:"part"`
}

// TemplateGround is a căn cứ, named in the time in which it is law.
type TemplateGround struct {
	Text string
	From day.Date `toml:"valid_from"`
	To   day.Date `toml:"valid_to"`
}

// TemplatePart is a chapter or an article, its texts with words in braces.
type TemplatePart struct {
	Level   Level
	Heading string
	Body    string
	When    When
}

// When tells for which agreements a part stands.
type When string

const (
	Always     When = ""
	EachField  When = "field"   // once for each field of cooperation
	NoField    When = "nofield" // when none has been written yet
	WithVisits When = "visits"  // when delegations go to and fro
	Many       When = "many"    // when more than one signs on a side
)

func (w When) known() bool {
	return slices.Contains([]When{Always, EachField, NoField, WithVisits, Many}, w)
}

// LoadTemplates reads templates and words, and refuses those that could not be
// filled in.
func LoadTemplates(fsys fs.FS) (*Templates, error) {
	words, err := loadWords(fsys)
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(fsys, "agreements/*.toml")
	if err != nil {
		return nil, err
	}
	out := &Templates{words: words}
	for _, file := range files {
		t := &Template{}
		if err := rules.Decode(fsys, file, t); err != nil {
			return nil, err
		}
		if err := out.check(t); err != nil {
			return nil, rules.Fault(fsys, file, err)
		}
		out.List = append(out.List, t)
	}
	return out, nil
}

func (all *Templates) check(t *Template) error {
	switch {
	case t.Code == "" || t.Name == "" || !isDay(t.From) || len(t.Texts) == 0:
		return fmt.Errorf("%s: a template has code, name, valid_from and texts", t.Code)
	case !slices.Contains(Kinds(), t.Kind):
		return fmt.Errorf("%s: no kind %q", t.Code, t.Kind)
	case t.To != "" && (!isDay(t.To) || t.To < t.From):
		return fmt.Errorf("%s: valid_to %q", t.Code, t.To)
	}
	for _, p := range t.Partners {
		if p != Union && !slices.Contains(PartnerKinds(), p) {
			return fmt.Errorf("%s: no kind of partner %q", t.Code, p)
		}
	}
	for _, o := range all.List {
		if o.Code == t.Code && o.holds(t.From) != t.holds(o.From) || o.Code == t.Code && o.holds(t.From) {
			return fmt.Errorf("code %s: two templates of it hold on one day", t.Code)
		}
	}
	for i, x := range t.Texts {
		if err := all.checkText(x); err != nil {
			return fmt.Errorf("%s: text in %q: %w", t.Code, x.Lang, err)
		}
		if slices.ContainsFunc(t.Texts[:i], func(o TemplateText) bool { return o.Lang == x.Lang }) {
			return fmt.Errorf("%s: two texts in %q", t.Code, x.Lang)
		}
	}
	return nil
}

// checkText wants what can be filled in: known levels, known words in braces, a
// heading wherever there is a number.
func (all *Templates) checkText(x TemplateText) error {
	if !slices.Contains(Langs(), x.Lang) || all.words[x.Lang] == nil {
		return fmt.Errorf("no words of this language")
	}
	if (x.Lang == "vi") != (x.Title == "") {
		return fmt.Errorf("a title belongs to other languages than Vietnamese, and to each of them")
	}
	texts := []string{x.Title}
	for _, g := range x.Grounds {
		if strings.TrimSpace(g.Text) == "" || g.From != "" && !isDay(g.From) || g.To != "" && !isDay(g.To) {
			return fmt.Errorf("a ground has a text and days: %q", g.Text)
		}
		texts = append(texts, g.Text)
	}
	articles := 0
	for _, p := range x.Parts {
		if p.Level != Chapter && p.Level != Article || p.Heading == "" || !p.When.known() {
			return fmt.Errorf("part %q needs the level chapter or article, a heading and a known when", p.Heading)
		}
		if p.Level == Article {
			articles++
		}
		if err := p.inField(); err != nil {
			return err
		}
		texts = append(texts, p.Heading, p.Body)
	}
	if articles == 0 {
		return fmt.Errorf("no articles")
	}
	for _, text := range texts {
		if err := checkTokens(text); err != nil {
			return fmt.Errorf("%q: %w", text, err)
		}
	}
	return nil
}

// inField refuses the words of a field where no field is told of.
func (p TemplatePart) inField() error {
	for _, piece := range cut(p.Heading + p.Body) {
		if (piece.word == wordField || piece.word == wordPromises) && p.When != EachField {
			return fmt.Errorf("part %q: {%s} has a meaning only in a part for each field", p.Heading, piece.word)
		}
	}
	return nil
}

func isDay(d day.Date) bool {
	_, err := day.Parse(string(d))
	return err == nil
}

// holds tells that a template is of use on a day.
func (t *Template) holds(on day.Date) bool { return t.From <= on && (t.To == "" || on <= t.To) }

// Find finds the template of a code that is of use on a day; nil without one.
func (all *Templates) Find(code string, on day.Date) *Template {
	i := slices.IndexFunc(all.List, func(t *Template) bool { return t.Code == code && t.holds(on) })
	if i < 0 {
		return nil
	}
	return all.List[i]
}

// text is the template's text in a language; nil without one.
func (t *Template) text(lang string) *TemplateText {
	i := slices.IndexFunc(t.Texts, func(x TemplateText) bool { return x.Lang == lang })
	if i < 0 {
		return nil
	}
	return &t.Texts[i]
}

// For lists the templates in a language that suit an agreement kept by a kind of
// unit with such partners, the best first.
func (all *Templates) For(kind Kind, unit string, partners []PartnerKind, lang string, on day.Date) (out []*Template) {
	for _, t := range all.List {
		if t.Kind == kind && t.holds(on) && t.text(lang) != nil {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b *Template) int { return b.suits(unit, partners) - a.suits(unit, partners) })
	return out
}

// suits is how well a template goes with who signs.
func (t *Template) suits(unit string, partners []PartnerKind) (n int) {
	if slices.ContainsFunc(partners, func(k PartnerKind) bool { return slices.Contains(t.Partners, k) }) {
		n += 2
	} else if len(t.Partners) > 0 {
		n -= 2
	}
	if slices.Contains(t.Units, unit) {
		n++
	} else if len(t.Units) > 0 {
		n -= 3
	}
	return n
}
