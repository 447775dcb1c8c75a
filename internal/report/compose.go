package report

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// composer puts figures into the words of one report, on one snapshot.
type composer struct {
	*Service
	tx        *db.Tx
	rep       Report
	tpl       *Template
	unit      org.Unit
	parent    org.Unit            // zero at the top
	behalf    string              // who makes it for a unit that has ended
	completes string              // number of the report this one supplements
	counted   map[string]string   // of the subject, by the names in words
	begun     bool                // words of the domain that begins it: it knows whom it may name
	others    map[string]org.Unit // units beside its own whose figures may stand in it, by code
	known     asked
	figures   []Figure
	places    map[figureKey]int
}

func (s *Service) composer(ctx context.Context, tx *db.Tx, rep Report) (*composer, error) {
	c := &composer{Service: s, tx: tx, rep: rep, tpl: s.Templates.Find(rep.Template), known: asked{}, places: map[figureKey]int{}}
	if c.tpl == nil {
		return nil, errs.New(errs.Invalid, "report.template.gone", errs.Args{"template": rep.Template})
	}
	var err error
	if c.unit, err = s.Org.UnitByID(ctx, tx, rep.Unit); err != nil {
		return nil, err
	}
	if rep.Supplements != "" {
		first, err := reportByID(ctx, tx, rep.Supplements)
		if err != nil {
			return nil, err
		}
		c.completes = first.Number
	}
	if c.parent, err = s.superior(ctx, tx, rep); err != nil {
		return nil, err
	}
	if rep.Subject != "" && s.Counted != nil {
		if c.counted, err = s.Counted(ctx, tx, rep); err != nil {
			return nil, err
		}
	}
	c.behalf, err = c.onBehalf(ctx)
	return c, err
}

// superior is the unit a report goes to: the one above on the period's last
// day, or today; the zero Unit at the top.
func (s *Service) superior(ctx context.Context, tx *db.Tx, rep Report) (org.Unit, error) {
	p, err := s.Org.ParentOn(ctx, tx, rep.Unit, day.Min(rep.To, tx.Today()))
	if errs.Is(err, errs.NotFound) {
		return org.Unit{}, nil
	}
	return p, err
}

// compose makes the report's content of its sections, annexes and all.
func (c *composer) compose(ctx context.Context, title string, sections []Section) (out Content, err error) {
	if out, err = c.words(ctx, title, sections); err != nil {
		return out, err
	}
	out.Annexes, err = c.annexes(ctx)
	out.Figures = c.figures
	return out, err
}

// words are the content without its annexes.
func (c *composer) words(ctx context.Context, title string, sections []Section) (out Content, err error) {
	texts := []string{title}
	for _, s := range sections {
		texts = append(texts, s.Body)
	}
	if err := c.ask(ctx, texts...); err != nil {
		return out, err
	}
	out.Title = c.runs(title)
	for _, s := range sections {
		b := Block{Level: s.Level, Heading: s.Heading, Paragraphs: []Paragraph{}}
		for line := range strings.SplitSeq(s.Body, "\n") {
			if p := c.paragraph(line); len(p.Runs) > 0 {
				b.Paragraphs = append(b.Paragraphs, p)
			}
		}
		out.Blocks = append(out.Blocks, b)
	}
	out.Figures = c.figures
	return out, nil
}

func (c *composer) paragraph(line string) (p Paragraph) {
	line = strings.TrimSpace(line)
	rest, item := strings.CutPrefix(line, "- ")
	p.Item = item
	p.Runs = c.runs(strings.TrimSpace(rest))
	return p
}

// runs are words and figures of one line. What means nothing stays as it was
// written and says so: a draft can always be shown.
func (c *composer) runs(text string) (out []Run) {
	for _, p := range cut(c.catalogue(), text) {
		switch {
		case p.fault != nil:
			out = append(out, Run{Text: p.text, Missing: "unknown", Fault: p.fault})
		case p.ref == nil:
			out = append(out, Run{Text: p.text})
		default:
			out = append(out, c.run(p))
		}
	}
	return out
}

func (c *composer) run(p piece) Run {
	r := *p.ref
	if fault := c.wordless(p); fault != nil {
		return Run{Text: p.text, Missing: "unknown", Fault: fault}
	}
	if r.Word != "" {
		return Run{Text: c.word(r.Word)}
	}
	key := c.key(r)
	f := c.known[key]
	text, ok := shown(r.Form, f)
	if !ok {
		why := missing(r.Form, f)
		return Run{Text: "…", Missing: why, Fault: errs.At("body", "report.figure."+why, errs.Args{"token": p.text})}
	}
	at := c.place(key)
	return Run{Text: text, Figure: &at}
}

// place is where a figure stands among the report's.
func (c *composer) place(key figureKey) int {
	at, there := c.places[key]
	if !there {
		p, _ := ledger.ParsePeriod(key.period) // it was asked for by it
		at = len(c.figures)
		c.places[key] = at
		c.figures = append(c.figures, live(c.known[key], key.unit, p, string(day.Min(p.To, c.tx.Today()))))
	}
	return at
}

// ask reads all figures the texts name, one query for each period and split.
func (c *composer) ask(ctx context.Context, texts ...string) error {
	type query struct {
		wanted
		unit string
	}
	groups := map[query][]*ledger.Indicator{}
	for _, text := range texts {
		for _, p := range cut(c.catalogue(), text) {
			if p.ref == nil || p.ref.Word != "" {
				continue
			}
			ind, err := c.catalogue().Indicator(p.ref.Indicator)
			if err != nil {
				return err
			}
			g := query{wanted{c.when(p.ref.When), p.ref.Dim}, p.ref.Unit}
			if !slices.Contains(groups[g], ind) {
				groups[g] = append(groups[g], ind)
			}
		}
	}
	for g, inds := range groups {
		u, err := c.whose(ctx, g.unit)
		if errs.Is(err, errs.NotFound) {
			continue // the figure is shown as unknown
		}
		if err != nil {
			return err
		}
		if err := c.askFor(ctx, g.wanted, inds, []org.Unit{u}); err != nil {
			return err
		}
	}
	return nil
}

// whose finds the unit a reference names: the report's own, one whose figures
// stand in the report already, or one the reader may read. What a report tells
// of others is what whoever wrote it could see; nobody learns more by naming a
// unit. NotFound otherwise.
func (c *composer) whose(ctx context.Context, code string) (u org.Unit, err error) {
	if code == "" || code == c.unit.Code {
		return c.unit, nil
	}
	if c.others == nil {
		c.others = map[string]org.Unit{}
	}
	if u, there := c.others[code]; there {
		return u, nil
	}
	if u, err = c.Org.UnitByCode(ctx, c.tx, code); err != nil {
		return u, err
	}
	stands, err := c.stands(ctx, code)
	if err == nil && !stands && !c.begun {
		err = c.Org.Guard.Read(ctx, c.tx, Read, u.ID)
	}
	if err == nil {
		c.others[code] = u
	}
	return u, err
}

// stands tells whether a reference to a unit's figure is kept in the report: it
// was checked when it was written.
func (c *composer) stands(ctx context.Context, code string) (bool, error) {
	sections, err := sectionsOf(ctx, c.tx, c.rep.ID)
	for _, s := range sections {
		for _, p := range cut(c.catalogue(), s.Body) {
			if p.ref != nil && p.ref.Unit == code {
				return true, nil
			}
		}
	}
	return false, err
}

func (c *composer) askFor(ctx context.Context, g wanted, inds []*ledger.Indicator, units []org.Unit) error {
	p, err := ledger.ParsePeriod(g.period)
	if err != nil {
		return err
	}
	codes, ids := map[string]string{}, []string{}
	for _, u := range units {
		codes[u.ID] = u.Code
		ids = append(ids, u.ID)
	}
	figures, err := c.Target.Figures(ctx, c.tx, ledger.Query{Units: ids, Indicators: inds, Period: p, Tree: ledger.Then, By: g.dim})
	for _, f := range figures {
		c.known[figureKey{f.Indicator.Code, codes[f.Unit], f.Dim, f.Part, g.period}] = f
	}
	return err
}

func (c *composer) key(r Ref) figureKey {
	unit := c.unit.Code
	if r.Unit != "" {
		unit = r.Unit
	}
	return figureKey{r.Indicator, unit, r.Dim, r.Part, c.when(r.When)}
}

// when is the period a reference means.
func (c *composer) when(w string) string {
	switch w {
	case "":
		return c.rep.Period
	case "before":
		return shift(c.rep.Period, -1)
	case "next":
		return following(c.rep.Period)
	}
	return w
}

// following is the period that comes after one: the next quarter, half or
// year, and the last quarter after nine months.
func following(period string) string {
	year, part, _ := strings.Cut(period, "-")
	switch part {
	case "Q1", "Q2", "Q3":
		return fmt.Sprintf("%s-Q%d", year, part[1]-'0'+1)
	case "9M":
		return year + "-Q4"
	case "H1":
		return year + "-H2"
	case "Q4":
		return shift(year+"-Q1", 1)
	case "H2":
		return shift(year+"-H1", 1)
	}
	return shift(period, 1)
}

// shift moves a period by its own length when it is years, else by a year.
func shift(period string, n int) string {
	first, last, stage := strings.Cut(period, "/")
	a, err := strconv.Atoi(first[:4])
	if err != nil {
		return period
	}
	if b, err := strconv.Atoi(last); stage && err == nil {
		length := b - a + 1
		return fmt.Sprintf("%d/%d", a+n*length, b+n*length)
	}
	return fmt.Sprintf("%04d%s", a+n, first[4:])
}
