package paper

import (
	"slices"
	"strings"
)

// part is text in one face.
type part struct {
	text string
	look look
}

// word is what a line is never broken inside, but for words wider than it.
type word struct {
	parts []part
	width float64
	blank look // of the blank before it
	glued bool // no blank before it: the rest of a broken word
}

// line is words that fit beside one another.
type line struct {
	parts  []part
	width  float64 // without anything added to its blanks
	blanks int
	last   bool // of its paragraph: not spread
}

// setter breaks text into lines; it knows the faces.
type setter struct{ faces [looks]face }

func newSetter() (setter, error) {
	all, err := faces()
	return setter{all}, err
}

func (s setter) width(text string, l look, size float64) float64 {
	return float64(s.faces[l].width(text)) * size / 1000
}

// lacks tells that pieces have a letter no face has.
func (s setter) lacks(pieces []piece) bool {
	for _, p := range pieces {
		switch p := p.(type) {
		case para:
			if s.lacksIn(p.runs) {
				return true
			}
		case grid:
			for _, r := range p.rows {
				for _, cell := range r.cells {
					if slices.ContainsFunc(cell, func(p para) bool { return s.lacksIn(p.runs) }) {
						return true
					}
				}
			}
		}
	}
	return false
}

func (s setter) lacksIn(runs []Run) bool {
	for _, r := range runs {
		for _, letter := range clean(r.Text) {
			if s.faces[0].drawn(letter) == missing && letter != missing {
				return true
			}
		}
	}
	return false
}

// words parts runs at their blanks.
func (s setter) words(runs []Run, st *style) (words []word) {
	open := false // the last word may go on in the next run
	for _, r := range runs {
		l := lookOf(st.bold || r.Bold, st.italic || r.Italic)
		for i, text := range strings.Split(clean(r.Text), " ") {
			open = open && i == 0
			if text == "" {
				continue
			}
			if !open {
				words = append(words, word{blank: l})
			}
			w := &words[len(words)-1]
			w.parts = append(w.parts, part{text, l})
			w.width += s.width(text, l, st.size)
			open = true
		}
	}
	return words
}

// lines fills lines of the width from the first word to the last.
func (s setter) lines(runs []Run, st *style, width float64) (lines []line) {
	words := s.fitting(s.words(runs, st), st, width)
	at := line{width: st.first}
	for _, w := range words {
		blank := s.blank(w, st)
		if len(at.parts) > 0 && at.width+blank+w.width > width+0.01 {
			lines, at = append(lines, at), line{}
		}
		if len(at.parts) > 0 && !w.glued {
			at.add(part{" ", w.blank})
			at.width += blank
			at.blanks++
		}
		at.width += w.width
		for _, p := range w.parts {
			at.add(p)
		}
	}
	if len(at.parts) == 0 {
		return lines
	}
	at.last = true
	return append(lines, at)
}

func (s setter) blank(w word, st *style) float64 {
	if w.glued {
		return 0
	}
	return s.width(" ", w.blank, st.size)
}

func (l *line) add(p part) {
	if n := len(l.parts); n > 0 && l.parts[n-1].look == p.look {
		l.parts[n-1].text += p.text
		return
	}
	l.parts = append(l.parts, p)
}

// fitting breaks words that are wider than a line wherever it is full.
func (s setter) fitting(words []word, st *style, width float64) (out []word) {
	room := width - st.first
	for _, w := range words {
		if w.width <= room {
			out = append(out, w)
			continue
		}
		out = append(out, s.broken(w, st, room)...)
	}
	return out
}

func (s setter) broken(w word, st *style, room float64) (out []word) {
	at := word{blank: w.blank}
	for _, p := range w.parts {
		from := 0
		for i, r := range p.text {
			wide := s.width(string(r), p.look, st.size)
			if at.width+wide > room && at.width > 0 {
				at.take(part{p.text[from:i], p.look})
				out, at, from = append(out, at), word{blank: w.blank, glued: true}, i
			}
			at.width += wide
		}
		at.take(part{p.text[from:], p.look})
	}
	return append(out, at)
}

func (w *word) take(p part) {
	if p.text != "" {
		w.parts = append(w.parts, p)
	}
}

func (l line) text() string {
	var b strings.Builder
	for _, p := range l.parts {
		b.WriteString(p.text)
	}
	return b.String()
}
