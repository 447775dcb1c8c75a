package agreement

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// FromTemplate writes the text of a draft in one language from a template: who
// signs, the stage, an article for each field with what was promised in it.
func (s *Service) FromTemplate(ctx context.Context, agreement, template, lang string, version int) (err error) {
	defer errs.Wrap(&err, "agreement.FromTemplate(%s)", template)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.FromTemplateIn(ctx, tx, agreement, template, lang, version) })
}

// FromTemplateIn is FromTemplate inside the caller's transaction.
func (s *Service) FromTemplateIn(ctx context.Context, tx *db.Tx, agreement, template, lang string, version int) error {
	a, err := s.own(ctx, tx, agreement)
	if err != nil {
		return err
	}
	t := s.Templates.Find(template, dayOf(a, tx.Today()))
	if t == nil || t.text(lang) == nil {
		return errs.At("template", "error.choice")
	}
	f := filler{agreement: a, words: s.Templates.Words(lang), on: dayOf(a, tx.Today())}
	if f.parties, err = partiesOf(ctx, tx, a.ID); err != nil {
		return err
	}
	if f.fields, err = s.fields(ctx, tx, a); err != nil {
		return err
	}
	return s.SetTextIn(ctx, tx, agreement, lang, version, f.parts(*t.text(lang)))
}

// Offered lists the templates in a language that suit an agreement, the best
// first.
func (s *Service) Offered(c Card, lang string) []*Template {
	var partners []PartnerKind
	for _, b := range c.Parties {
		if b.Side == B || b.Unit == nil {
			partners = append(partners, b.Kind)
		}
	}
	return s.Templates.For(c.Agreement.Kind, c.Keeper.Kind, partners, lang, dayOf(c.Agreement, c.On))
}

// dayOf is the day whose law a text goes by: that of its signature, else today.
func dayOf(a Agreement, today day.Date) day.Date {
	if a.SignedOn != "" {
		return a.SignedOn
	}
	return today
}

// filler fills a template with what is known of an agreement.
type filler struct {
	agreement Agreement
	parties   []Binds
	fields    []Field
	words     Wording
	on        day.Date
}

func (f filler) parts(x TemplateText) (out []Part) {
	common := f.values()
	if x.Title != "" {
		out = append(out, Part{Level: TitlePart, Heading: fill(x.Title, common)})
	}
	for _, g := range x.Grounds {
		if (g.From == "" || g.From <= f.on) && (g.To == "" || f.on <= g.To) {
			out = append(out, Part{Level: Ground, Body: fill(g.Text, common)})
		}
	}
	for _, p := range x.Parts {
		if p.When != EachField {
			if f.stands(p.When) {
				out = append(out, p.filled(common))
			}
			continue
		}
		for _, field := range f.fields {
			common[wordField], common[wordPromises] = field.Heading, f.promises(field)
			out = append(out, p.filled(common))
		}
	}
	return out
}

// filled is a part with values for its words.
func (p TemplatePart) filled(values map[word]string) Part {
	return Part{Level: p.Level, Heading: fill(p.Heading, values), Body: fill(p.Body, values)}
}

func (f filler) stands(w When) bool {
	switch w {
	case NoField:
		return len(f.fields) == 0
	case WithVisits:
		return f.agreement.Visits
	case Many:
		return len(f.names(A)) > 1 || len(f.names(B)) > 1
	}
	return true
}

// values of the words that are the same in all parts.
func (f filler) values() map[word]string {
	a, w := f.agreement, f.words
	out := map[word]string{
		wordA: w.join(f.names(A)), wordB: w.join(f.names(B)), wordTitle: a.Title, wordStage: w.stage(a), wordFrom: w.day(a.From), wordTo: w.day(a.To),
		wordPlace: a.Place, wordReview: w.review(a), wordNotice: fmt.Sprint(a.Notice), wordHost: w["side."+string(a.FirstHost)],
	}
	if out[wordPlace] == "" {
		out[wordPlace] = "…"
	}
	var fields []string
	for _, field := range f.fields {
		fields = append(fields, "- "+field.Heading)
	}
	out[wordFields] = strings.Join(fields, "\n")
	return out
}

// mostNamed is how many parties of a side a sentence names; more are counted.
const mostNamed = 4

// names are those who sign on a side, those who came later left out.
func (f filler) names(side Side) (out []string) {
	for _, b := range f.parties {
		if b.Side == side && b.Follows == "" {
			out = append(out, fullName(b.Name))
		}
	}
	if len(out) > mostNamed {
		return append(out[:1:1], f.words.with("many", "n", fmt.Sprint(len(out)-1)))
	}
	return out
}

// promises are the commitments of a field, one a line.
func (f filler) promises(field Field) string {
	var out []string
	for _, c := range field.Commitments {
		if c.DroppedOn == "" {
			out = append(out, "- "+f.promise(c))
		}
	}
	return strings.Join(out, "\n")
}

// promise is a commitment in words: what, how much, who, until when.
func (f filler) promise(c Commitment) string {
	w := f.words
	who := w["side."+string(c.Side)]
	if i := slices.IndexFunc(f.parties, func(b Binds) bool { return c.Party != nil && b.ID == *c.Party }); i >= 0 {
		who = fullName(f.parties[i].Name)
	}
	if c.Lead != "" {
		who += " – " + c.Lead
	}
	due := w.with("once", "date", w.day(c.Due))
	if c.Every > 0 {
		due = w.with("again", "rhythm", w.rhythm(c.Every), "date", w.day(c.Due))
	}
	text := strings.TrimRight(c.Text, ".;, ")
	if goal, ok := new(big.Rat).SetString(c.Target); ok {
		text += ", " + w.with("target", "target", i18n.Decimal(goal, 6))
	}
	return w.with("promise", "text", text, "who", who, "due", due)
}

// fullName writes out what people shorten: a text that is signed has no
// abbreviations (domain.md §9).
func fullName(name string) string {
	for _, r := range []struct{ short, full string }{
		{"LĐLĐ ", "Liên đoàn Lao động "}, {"CĐCS ", "Công đoàn cơ sở "}, {"LHCĐ ", "Liên hiệp Công đoàn "}, {"CĐ ", "Công đoàn "}, {"UBND ", "Ủy ban nhân dân "},
	} {
		if rest, ok := strings.CutPrefix(name, r.short); ok {
			name = r.full + rest
			break
		}
	}
	return strings.Replace(name, " TP ", " thành phố ", 1)
}
