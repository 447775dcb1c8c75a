package homeweb

import (
	"context"
	"strings"

	"donghanh/internal/platform/i18n"
)

// piece is a part of a sentence; with an Href it is a number that opens.
type piece struct{ Text, Href string }

// sum is a figure of the sentence: what was done, of how much, and where it
// opens. Target is "" where none was given.
type sum struct {
	Done   int64
	Target string
	Href   string
}

// said is what the sentence is made from.
type said struct {
	Year, Unit string
	Founded    *sum // nil for a unit that founds no unions
	Admitted   sum
	Met, Given int // targets reached, targets given
}

// pieces writes the sentence in the reader's language.
func (s said) pieces(ctx context.Context) []piece {
	links := map[string]string{}
	open := func(name string, v sum) string {
		links[name] = v.Href
		text := i18n.Number(v.Done)
		if v.Target != "" {
			text += "/" + v.Target
		}
		return mark + name + mark + text + mark
	}
	args := i18n.Args{"year": s.Year, "unit": s.Unit, "admitted": open("admitted", s.Admitted), "founded": ""}
	key := "say.admitted"
	if s.Founded != nil {
		args["founded"], key = open("founded", *s.Founded), "say.founded_"+some(s.Founded.Done)+".admitted"
	}
	return split(word(ctx, key+"_"+some(s.Admitted.Done), args)+" "+s.verdict(ctx), links)
}

func some(n int64) string {
	if n == 0 {
		return "none"
	}
	return "some"
}

// verdict says how many of the targets given are reached.
func (s said) verdict(ctx context.Context) string {
	args := i18n.Args{"met": inWords(ctx, s.Met), "given": inWords(ctx, s.Given)}
	switch {
	case s.Given == 0:
		return word(ctx, "met.nogoal")
	case s.Given == 1 && s.Met == 1:
		return word(ctx, "met.one")
	case s.Given == 1:
		return word(ctx, "met.one_not")
	case s.Met == s.Given:
		return word(ctx, "met.all", args)
	case s.Met == 0:
		return word(ctx, "met.none", args)
	}
	return word(ctx, "met.some", args)
}

// inWords writes small numbers out in Vietnamese, as a sentence does.
func inWords(ctx context.Context, n int) string {
	if i18n.From(ctx).Lang() == i18n.Vi && n <= 10 {
		return i18n.Words(int64(n))
	}
	return i18n.Number(int64(n))
}

// mark stands around a number that opens, while the sentence is one text; no
// name of a unit holds it.
const mark = "\x00"

func split(text string, links map[string]string) (out []piece) {
	parts := strings.Split(text, mark)
	for i := 0; i < len(parts); i += 3 {
		out = append(out, piece{Text: parts[i]})
		if i+2 < len(parts) {
			out = append(out, piece{Text: parts[i+2], Href: links[parts[i+1]]})
		}
	}
	return out
}
