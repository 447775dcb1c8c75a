package gameshow

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"
)

// AskKind is how a question is answered.
type AskKind string

const (
	One    AskKind = "one"     // one of the options
	Many   AskKind = "several" // all that are right
	Yes    AskKind = "true"    // true or false: two options
	Order  AskKind = "order"   // the options in their order
	Number AskKind = "number"  // the nearest number
	Text   AskKind = "text"    // in free words: a title, a singer
)

// AskKinds are all, in the order they are offered.
func AskKinds() []AskKind { return []AskKind{One, Many, Yes, Order, Number, Text} }

// Option is one of the answers that are offered. Of an Order they stand as they
// should, and are shown mixed.
type Option struct {
	Text  string `json:"text"`
	Right bool   `json:"right,omitempty"`
}

// Question is one thing that is asked.
type Question struct {
	ID      string   `json:"id"`
	Kind    AskKind  `json:"kind"`
	Ask     string   `json:"ask"`
	Options []Option `json:"options,omitempty"`
	Exact   string   `json:"exact,omitempty"`  // of a Number: the right one, decimal
	Within  string   `json:"within,omitempty"` // how far off still has points; empty: as far as the number is
	Titles  []string `json:"titles,omitempty"` // of a Text: the title and its other names
	Seconds int      `json:"seconds"`          // how long one may think
	Points  int      `json:"points"`           // at most
	Law     string   `json:"law,omitempty"`    // "khoản 1 Điều 6 Luật An toàn, vệ sinh lao động 84/2015/QH13"
	Article string   `json:"article,omitempty"`
	Why     string   `json:"why,omitempty"`     // told after the answer
	Tune    string   `json:"tune,omitempty"`    // id of a Tune
	From    int      `json:"from,omitempty"`    // first note that is played
	To      int      `json:"to,omitempty"`      // note before which it stops; 0: to the end
	Clip    string   `json:"clip,omitempty"`    // id of an uploaded clip, instead of a tune
	Picture string   `json:"picture,omitempty"` // id of a file
}

// bounds of a question.
const (
	maxAsk, maxOption   = 500, 200
	maxOptions          = 8
	minSeconds, maxTime = 5, 300
	maxPoints           = 10_000
	maxTitles           = 20
	maxWhy, maxSource   = 1000, 300
)

// Check gathers all that is wrong with a question, each at its field.
func (q Question) Check() error {
	var faults errs.List
	short(&faults, "ask", q.Ask, maxAsk)
	if q.Seconds < minSeconds || q.Seconds > maxTime {
		faults.Add(errs.At("seconds", "error.number.range", errs.Args{"min": minSeconds, "max": maxTime}))
	}
	if q.Points < 1 || q.Points > maxPoints {
		faults.Add(errs.At("points", "error.number.range", errs.Args{"min": 1, "max": maxPoints}))
	}
	q.checkSources(&faults)
	switch q.Kind {
	case One, Many, Yes, Order:
		q.checkOptions(&faults)
	case Number:
		if _, ok := decimal(q.Exact); !ok {
			faults.Add(errs.At("exact", "gameshow.number"))
		}
		if w, ok := decimal(q.Within); q.Within != "" && (!ok || w.Sign() <= 0) {
			faults.Add(errs.At("within", "gameshow.number"))
		}
	case Text:
		q.checkTitles(&faults)
	default:
		faults.Add(errs.At("kind", "error.choice"))
	}
	return faults.Err()
}

// checkSources wants what is told after the answer to fit the screen.
func (q Question) checkSources(faults *errs.List) {
	for _, c := range []struct {
		field, text string
		most        int
	}{{"law", q.Law, maxSource}, {"article", q.Article, maxSource}, {"why", q.Why, maxWhy}} {
		if c.text != "" {
			short(faults, c.field, c.text, c.most)
		}
	}
}

// checkTitles wants a name that can be told from others.
func (q Question) checkTitles(faults *errs.List) {
	if len(q.Titles) == 0 || len(NewTitle(q.Titles[0]).forms) == 0 {
		faults.Add(errs.At("titles", "error.required"))
		return
	}
	if len(q.Titles) > maxTitles {
		faults.Add(errs.At("titles", "gameshow.show.titles.many", errs.Args{"max": maxTitles}))
	}
	for _, title := range q.Titles {
		if len([]rune(title)) > maxOption {
			faults.Add(errs.At("titles", "error.text.long", errs.Args{"max": maxOption}))
			return
		}
	}
}

// checkOptions wants options that differ and a right answer among them.
func (q Question) checkOptions(faults *errs.List) {
	if n := len(q.Options); n < 2 || n > maxOptions || (q.Kind == Yes && n != 2) {
		faults.Add(errs.At("options", "gameshow.options", errs.Args{"min": 2, "max": maxOptions}))
	}
	right, seen := 0, map[string]bool{}
	for i, o := range q.Options {
		field := fmt.Sprintf("option_%d", i+1)
		short(faults, field, o.Text, maxOption)
		key := wordsOf(o.Text)
		if key == "" {
			key = strings.TrimSpace(o.Text)
		}
		if seen[key] {
			faults.Add(errs.At(field, "gameshow.option.twice"))
		}
		seen[key] = true
		if o.Right {
			right++
		}
	}
	switch {
	case q.Kind == Order:
	case right == 0:
		faults.Add(errs.At("options", "gameshow.right.none"))
	case right > 1 && q.Kind != Many:
		faults.Add(errs.At("options", "gameshow.right.many"))
	}
}

func short(faults *errs.List, field, text string, most int) {
	switch n := len([]rune(strings.TrimSpace(text))); {
	case n == 0:
		faults.Add(errs.At(field, "error.required"))
	case n > most:
		faults.Add(errs.At(field, "error.text.long", errs.Args{"max": most}))
	}
}

// decimal reads "12", "1,5" or "-3.25".
func decimal(s string) (*big.Rat, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", ".")
	if s == "" || len(s) > 30 || strings.ContainsAny(s, "eE/_xX") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// Answer is what a player sends.
type Answer struct {
	Picks []int  `json:"picks,omitempty"` // options by their place in the question, from 0; of an Order all of them
	Text  string `json:"text,omitempty"`  // of a Number or a Text
}

// Mark is how good an answer is: of a thousand.
type Mark struct {
	Share int   // 0 to 1000
	Match Match // of a Text
}

const whole = 1000

// Marker judges answers to one question. It is made once and may be used by many
// at once.
type Marker struct {
	q     Question
	title *Title
	exact *big.Rat
	off   *big.Rat // at which nothing is left
}

// NewMarker prepares a question that is in order.
func NewMarker(q Question) *Marker {
	m := &Marker{q: q}
	switch q.Kind {
	case Text:
		m.title = NewTitle(q.Titles[0], q.Titles[1:]...)
	case Number:
		m.exact, _ = decimal(q.Exact)
		if w, ok := decimal(q.Within); ok {
			m.off = w
		} else {
			m.off = new(big.Rat).Abs(m.exact)
		}
	}
	return m
}

// Mark judges an answer; one that is no answer to the question is worth nothing.
func (m *Marker) Mark(a Answer) Mark {
	switch m.q.Kind {
	case One, Yes:
		if len(a.Picks) == 1 && m.q.right(a.Picks[0]) {
			return Mark{Share: whole}
		}
	case Many:
		return Mark{Share: m.many(a.Picks)}
	case Order:
		return Mark{Share: m.order(a.Picks)}
	case Number:
		return Mark{Share: m.number(a.Text)}
	case Text:
		match := m.title.Judge(a.Text)
		if match.Verdict == Right {
			return Mark{whole, match}
		}
		return Mark{0, match}
	}
	return Mark{}
}

func (q Question) right(pick int) bool {
	return pick >= 0 && pick < len(q.Options) && q.Options[pick].Right
}

// many: each right one that was picked counts, each wrong one takes as much
// away; to pick everything is worth nothing.
func (m *Marker) many(picks []int) int {
	right, wrong, all := 0, 0, 0
	for i, o := range m.q.Options {
		picked := slices.Contains(picks, i)
		if o.Right {
			all++
		}
		switch {
		case picked && o.Right:
			right++
		case picked:
			wrong++
		}
	}
	return max(0, right-wrong) * whole / max(1, all)
}

// order: the share of neighbours that stand in the right order, nothing when
// one is missing or twice.
func (m *Marker) order(picks []int) int {
	n := len(m.q.Options)
	sorted := slices.Clone(picks)
	slices.Sort(sorted)
	for i, p := range sorted {
		if p != i {
			return 0
		}
	}
	if len(picks) != n || n < 2 {
		return 0
	}
	good := 0
	for i := 1; i < n; i++ {
		if picks[i] == picks[i-1]+1 {
			good++
		}
	}
	return good * whole / (n - 1)
}

// number: the nearer the more, in a straight line down to nothing.
func (m *Marker) number(typed string) int {
	v, ok := decimal(typed)
	if !ok {
		return 0
	}
	away := new(big.Rat).Sub(v, m.exact)
	away.Abs(away)
	switch {
	case away.Sign() == 0:
		return whole
	case m.off.Sign() == 0 || away.Cmp(m.off) >= 0:
		return 0
	}
	left := new(big.Rat).Sub(big.NewRat(1, 1), away.Quo(away, m.off))
	left.Mul(left, big.NewRat(whole, 1))
	return int(new(big.Int).Quo(left.Num(), left.Denom()).Int64())
}
