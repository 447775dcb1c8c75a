package paper

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// HTML shows the paper on a screen: figures open their sources, lines flow
// with the width, and what the browser prints is laid out as paper. The looks
// are the classes "paper…" of the site's style.
func HTML(p Paper) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := check(p); err != nil {
			return err
		}
		set, err := newSetter()
		if err != nil {
			return err
		}
		s := screen{Paper: p, names: set.names(p.Bodies)}
		if p.Seal != nil {
			if s.code, err = encode(p.Seal.URL); err != nil {
				return err
			}
		}
		if err := sheet(s).Render(ctx, w); err != nil {
			return err
		}
		for _, next := range p.Next {
			if err := HTML(next).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// screen is a paper and what its template asks for.
type screen struct {
	Paper
	names []named
	code  *code
}

// said writes runs as they are: a template would put blanks between them.
func said(runs []Run) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, r := range runs {
			b.WriteString(r.html())
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// title keeps words together that belong together, on the narrowest screen too.
func title(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for i, part := range bound(text) {
			if i > 0 {
				b.WriteByte(' ')
			}
			if escaped := templ.EscapeString(part); strings.Contains(part, " ") && len(part) < 60 { // a longer one could be wider than the screen
				b.WriteString(`<span class="paper-bound">` + escaped + `</span>`)
			} else {
				b.WriteString(escaped)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

func (r Run) html() string {
	s := templ.EscapeString(clean(r.Text))
	if f := r.Figure; f != nil {
		s = f.html(s)
	}
	if r.Italic {
		s = "<em>" + s + "</em>"
	}
	if r.Bold {
		s = "<strong>" + s + "</strong>"
	}
	return s
}

// html puts a figure around its text: a link to its sources if it has any.
func (f *Figure) html(text string) string {
	class := [...]string{Live: "live", Same: "live same", Changed: "live changed"}[f.State]
	attributes := ` class="` + class + `"`
	if hint := tidy(f.Hint); hint != "" {
		attributes += ` title="` + templ.EscapeString(hint) + `"`
	}
	if f.Href == "" {
		return `<span` + attributes + `>` + text + `</span>`
	}
	return `<a` + attributes + ` href="` + templ.EscapeString(string(templ.URL(f.Href))) + `">` + text + `</a>`
}

// path draws a QR code as one SVG path.
func (c *code) path() string {
	var b strings.Builder
	c.bars(func(x, y, width int) { fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x, y, width, width) })
	return b.String()
}

// box is one module wider on each side: scanners want an edge.
func (c *code) box() string { return fmt.Sprintf("-1 -1 %d %d", c.size+2, c.size+2) }

// widths of the columns in hundredths.
func (t Table) widths() []string {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.share()
	}
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = strconv.FormatFloat(100*c.share()/sum, 'f', 2, 64) + "%"
	}
	return out
}

func (c Column) class() string {
	return map[Align]string{Right: "r", Centre: "c"}[c.Align]
}

// full is a row with a cell for each column.
func (t Table) full(row []Cell) []Cell {
	out := make([]Cell, len(t.Columns))
	copy(out, row)
	return out
}

// label is what the table is called where its title is not seen.
func (t Table) label() string {
	if title := tidy(t.Title); title != "" {
		return title
	}
	return "Bảng số liệu"
}
