package gameshow

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Verdict is what becomes of an answer in free text.
type Verdict string

const (
	Right Verdict = "right"
	Near  Verdict = "near" // the host sees it and may accept it
	Wrong Verdict = "wrong"
)

// Match is how an answer compares with what was asked for.
type Match struct {
	Verdict  Verdict
	Likeness float64 // 0 to 1, for the order in which a host sees near ones
	Marked   bool    // right with all its marks, not only without
}

// Title is what is asked for: the title of a song or the name of a singer, with
// the other names it goes by. It is made once and may be used by many at once.
type Title struct{ forms []form }

// form is one name in the shapes it is compared in.
type form struct {
	marked  []string // words with their marks
	words   []string // without marks
	letters string   // those, without blanks
	sound   string   // as it is heard, without blanks
	digits  string
	untyped []string // words as they would be, had the keyboard's Vietnamese been on
}

// longest is how much of an answer is looked at, in characters: titles are
// shorter, and nobody can make the comparison dear.
const longest = 120

// NewTitle makes a title with its aliases. Names that say nothing are left out.
func NewTitle(title string, aliases ...string) *Title {
	t := &Title{}
	for _, name := range append([]string{title}, aliases...) {
		marked := markedWords(clip(name))
		if f := newForm(marked, foldWords(marked)); len(f.words) > 0 {
			t.forms = append(t.forms, f)
		}
	}
	return t
}

func newForm(marked, words []string) form {
	return form{marked: marked, words: words, letters: strings.Join(words, ""), sound: soundsOf(words), digits: digits(words), untyped: untyped(words)}
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest])
}

// Judge compares an answer with the title and all its other names, and keeps
// the best.
func (t *Title) Judge(answer string) Match {
	best := Match{Verdict: Wrong}
	marked := markedWords(clip(answer))
	if len(marked) == 0 {
		return best
	}
	words := foldWords(marked)
	given := []form{newForm(marked, words)}
	if from, to := trimNoise(words); to-from < len(words) {
		given = append(given, newForm(marked[from:to], words[from:to]))
	}
	for _, f := range t.forms {
		for _, g := range given {
			if m := f.judge(g); m.better(best) {
				best = m
			}
		}
	}
	return best
}

func (m Match) better(o Match) bool {
	if m.Verdict != o.Verdict {
		return m.Verdict == Right || (m.Verdict == Near && o.Verdict == Wrong)
	}
	return m.Likeness > o.Likeness || (m.Likeness == o.Likeness && m.Marked && !o.Marked)
}

// judge goes from the surest sign to the weakest.
func (f form) judge(given form) Match {
	switch {
	case slices.Equal(f.words, given.words):
		return f.sameLetters(given)
	case f.digits != given.digits && !given.byNumbers(): // number 5 is not number 9
		return f.nearAtMost(given)
	case f.letters == given.letters, sameWords(f.words, given.words):
		return Match{Right, 0.97, false}
	case slices.Equal(f.words, given.untyped):
		return Match{Right, 0.96, false}
	case f.sound == given.sound:
		return f.sameSound(given)
	}
	return f.alike(given)
}

// sameLetters: marks nobody typed are no fault; marks that were typed and make
// other words of a short title are for the host to hear.
func (f form) sameLetters(given form) Match {
	if slices.Equal(f.marked, given.marked) {
		return Match{Right, 1, true}
	}
	if len(f.words) <= 2 && f.contradicted(given) {
		return Match{Near, 0.9, false}
	}
	return Match{Right, 0.98, false}
}

// contradicted tells that most words were typed with marks, and with others.
func (f form) contradicted(given form) bool {
	other := 0
	for i, w := range given.marked {
		if w != given.words[i] && w != f.marked[i] {
			other++
		}
	}
	return 2*other > len(given.words)
}

// sameSound: l and n, s and x, tr and ch are one sound somewhere; a title of a
// few letters needs more than that.
func (f form) sameSound(given form) Match {
	if len(f.sound) < 6 {
		return Match{Near, 0.85, false}
	}
	return Match{Right, 0.95, false}
}

// alike measures what is left: words too many or too few, and slips of fingers.
func (f form) alike(given form) Match {
	if m, ok := f.contained(given); ok {
		return m
	}
	far := min(distance(f.sound, given.sound, furthest), distance(f.letters, given.letters, furthest))
	like := 1 - float64(far)/float64(max(len(f.sound), len(given.sound)))
	switch most := slips(len(f.sound)); {
	case far <= most:
		return Match{Right, like, false}
	case far <= most+3 && like >= 0.7 && len(f.sound) > 5:
		return Match{Near, like, false}
	}
	if c := f.common(given); c >= 0.65 && len(given.words) >= 2 {
		return Match{Near, c, false}
	}
	return Match{Wrong, max(like, 0), false}
}

// common is how much of the longer one are words that both have.
func (f form) common(given form) float64 {
	letters, left := 0, slices.Clone(given.words)
	for _, w := range f.words {
		if i := slices.Index(left, w); i >= 0 {
			letters += len(w)
			left = slices.Delete(left, i, i+1)
		}
	}
	return float64(letters) / float64(max(len(f.letters), len(given.letters)))
}

// furthest is how many slips are counted: more are too many for any title.
const furthest = 6

func (f form) nearAtMost(given form) Match {
	m := f.alike(given)
	if m.Verdict == Right {
		m.Verdict = Near
	}
	return m
}

// slips is how many slips of fingers a title of so many letters bears. In short
// ones each letter makes another word.
func slips(letters int) int {
	switch {
	case letters < 9:
		return 0
	case letters < 16:
		return 1
	}
	return 2
}

// contained tells of an answer that has the whole title and words beside it, or
// a good part of the title and nothing else.
func (f form) contained(given form) (Match, bool) {
	if at := index(given.words, f.words); at >= 0 {
		extra := len(given.words) - len(f.words)
		if extra <= 3 && (len(f.words) >= 3 || len(f.sound) >= 8) {
			return Match{Right, 0.9, false}, true
		}
		return Match{Near, 0.8, false}, true
	}
	if index(f.words, given.words) < 0 {
		return Match{}, false
	}
	part := float64(len(given.sound)) / float64(len(f.sound))
	switch {
	case part >= 0.8 && len(given.words) >= 3:
		return Match{Right, part, false}, true
	case part >= 0.35 && len(given.words) >= 2:
		return Match{Near, part, false}, true
	}
	return Match{Wrong, part, false}, true
}

// index is where some words stand in a row within others; -1 when they do not.
func index(all, some []string) int {
	for i := 0; i+len(some) <= len(all); i++ {
		if slices.Equal(all[i:i+len(some)], some) {
			return i
		}
	}
	return -1
}

// sameWords tells that two have the same words in any order.
func sameWords(a, b []string) bool {
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	x, y := slices.Clone(a), slices.Clone(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
