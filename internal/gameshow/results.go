package gameshow

import (
	"cmp"
	"math/big"
	"slices"
)

// Tally is a game in a few numbers.
type Tally struct {
	Players   int // who joined and was not sent out
	Reached   int // of them, who gave at least one answer
	Teams     int
	Questions int // that were told
	Answers   int // in time
	Right     int // of them wholly right
}

// Tally counts a game.
func (s *Session) Tally() Tally {
	t := Tally{Players: s.Count(), Teams: len(s.Teams()), Questions: s.told() + 1}
	for q := range t.Questions {
		spread := s.SpreadOf(q)
		t.Answers += spread.Answers
		t.Right += spread.Right
	}
	for _, p := range s.Players() {
		if s.gaveAny(p.ID) {
			t.Reached++
		}
	}
	return t
}

// gaveAny tells that a player took part; an answer that came late is one too.
func (s *Session) gaveAny(player string) bool {
	return slices.ContainsFunc(s.answers, func(to map[string]*given) bool { return to[player] != nil })
}

// PersonResult is how a player did in the whole game.
type PersonResult struct {
	Standing
	Answered int   // in time
	Mean     int64 // microseconds an answer in time took; 0: there was none
}

// Persons are all players with their results, the first first.
func (s *Session) Persons() (out []PersonResult) {
	for _, st := range s.Standings() {
		r := PersonResult{Standing: st}
		var took int64
		for _, to := range s.answers {
			if g := to[st.ID]; g != nil && !g.late {
				r.Answered++
				took += g.took
			}
		}
		r.Mean = took / int64(max(1, r.Answered))
		out = append(out, r)
	}
	return out
}

// QuestionResult is how the hall answered a question.
type QuestionResult struct {
	No       int // from 0
	Round    string
	Question Question
	Spread   Spread
	Could    int // players who could answer it
	Partly   int // answers that were right in part
	Said     []Saying
}

// Saying is what was typed as an answer, and by how many.
type Saying struct {
	Text  string
	Count int
	Right bool
}

// mostSaid is how many typed answers a result tells.
const mostSaid = 6

// Results are all questions that were told, in their order.
func (s *Session) Results() (out []QuestionResult) {
	told := s.told()
	for _, r := range s.show.Rounds {
		for _, q := range r.Questions {
			if no := len(out); no <= told {
				out = append(out, s.resultOf(no, r.Title, q))
			}
		}
	}
	return out
}

func (s *Session) resultOf(no int, round string, q Question) QuestionResult {
	r := QuestionResult{No: no, Round: round, Question: q, Spread: s.SpreadOf(no), Could: s.could(no)}
	for id, g := range s.answers[no] {
		if share := s.share(no, g); share > 0 && share < whole && !s.players[id].Out {
			r.Partly++
		}
	}
	if q.Kind == Text || q.Kind == Number {
		r.Said = s.sayings(no)
	}
	return r
}

// could is how many players could answer a question: who came late could not.
func (s *Session) could(question int) (n int) {
	for _, p := range s.Players() {
		if p.From <= question {
			n++
		}
	}
	return n
}

// sayings are what was typed most often, as it was typed first.
func (s *Session) sayings(question int) (out []Saying) {
	at := map[string]int{}
	for _, id := range s.order {
		g := s.answers[question][id]
		if g == nil || g.late || g.Text == "" || s.players[id].Out {
			continue
		}
		key := folded(g.Text)
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out = append(out, Saying{Text: g.Text, Right: s.share(question, g) == whole})
		}
		out[i].Count++
	}
	slices.SortStableFunc(out, func(a, b Saying) int { return cmp.Compare(b.Count, a.Count) })
	return out[:min(len(out), mostSaid)]
}

// ArticleResult is an article of law, how the hall knew it, and the questions
// that asked about it.
type ArticleResult struct {
	Gap
	Questions []int // from 0
}

// Articles are those that were asked about, the least known first.
func (s *Session) Articles() (out []ArticleResult) {
	for _, g := range s.Gaps() {
		a := ArticleResult{Gap: g}
		for q := range s.told() + 1 {
			if s.questions[q].Article == g.Article {
				a.Questions = append(a.Questions, q)
			}
		}
		out = append(out, a)
	}
	return out
}

// KnownFrom is the share of right answers, of a hundred, from which on an article
// counts as known; ToTeach is how many of the others a class is advised to teach.
const KnownFrom, ToTeach = 70, 3

// Teach are the articles the next class should teach: those the hall knew least,
// unless it knew them well enough.
func Teach(all []ArticleResult) (out []ArticleResult) {
	for _, a := range all {
		if a.Asked > 0 && 100*a.Right < KnownFrom*a.Asked && len(out) < ToTeach {
			out = append(out, a)
		}
	}
	return out
}

// ratio is a part of a whole; a whole of nothing gives nothing.
func ratio(part, of int64) *big.Rat {
	if of == 0 {
		return new(big.Rat)
	}
	return big.NewRat(part, of)
}

// Percent is a part of a whole in per cent.
func Percent(part, of int) *big.Rat { return ratio(100*int64(part), int64(of)) }

// Seconds are microseconds in seconds.
func Seconds(micro int64) *big.Rat { return big.NewRat(micro, 1_000_000) }
