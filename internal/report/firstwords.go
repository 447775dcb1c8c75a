package report

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/db"
)

// firstWords are a new report's sections. A supplement begins with the words
// of what it completes.
func (s *Service) firstWords(ctx context.Context, tx *db.Tx, rep Report, tpl *Template, fill map[string]Filling) ([]Section, error) {
	if rep.Supplements != "" {
		old, err := sectionsOf(ctx, tx, rep.Supplements)
		for i := range old {
			old[i].Report = rep.ID
		}
		return old, err
	}
	c, err := s.composer(ctx, tx, rep)
	if err != nil {
		return nil, err
	}
	c.begun = rep.Subject != ""
	parts := filled(tpl.Sections, fill)
	if err := c.ask(ctx, texts(parts)...); err != nil {
		return nil, err
	}
	var out []Section
	for i, part := range parts {
		sec := Section{Report: rep.ID, Position: i + 1, Level: part.Level, Heading: part.Heading, Hint: part.Hint}
		for _, l := range part.Lines {
			if text := c.choose(l); text != "" {
				sec.Body = strings.TrimPrefix(sec.Body+"\n"+text, "\n")
			}
		}
		out = append(out, sec)
	}
	return out, nil
}

// filled are a template's sections with what is to go into them.
func filled(sections []Part, fill map[string]Filling) (out []Part) {
	for _, p := range sections {
		f := fill[p.Fill]
		if p.Fill != "" {
			p.Lines = slices.Concat(p.Lines, f.Lines)
		}
		out = append(out, p)
		if p.Fill != "" {
			out = append(out, f.Below...)
		}
	}
	return out
}

func texts(parts []Part) (out []string) {
	for _, s := range parts {
		for _, l := range s.Lines {
			out = append(out, l.Text, l.Else)
		}
	}
	return out
}

// choose takes the sentence, or the other one, or none.
func (c *composer) choose(l Line) string {
	for _, text := range []string{l.Text, l.Else} {
		if text != "" && c.tells(text, l.Always) {
			return text
		}
	}
	return ""
}

// tells reports whether every figure of a sentence has a value and one of them
// says that something happened.
func (c *composer) tells(text string, always bool) bool {
	pieces, err := parseTokens(c.catalogue(), text)
	if err != nil {
		return false // templates were checked when they were loaded
	}
	figures, something := 0, always
	for _, p := range pieces {
		if p.ref == nil || p.ref.Word != "" {
			continue
		}
		figures++
		f := c.known[c.key(*p.ref)]
		if _, ok := shown(p.ref.Form, f); !ok {
			return false
		}
		something = something || !blank(f)
	}
	return something || figures == 0
}
