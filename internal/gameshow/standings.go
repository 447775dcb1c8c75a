package gameshow

import (
	"cmp"
	"slices"
)

// Standing is how a player stands.
type Standing struct {
	Player
	Place  int // from 1; who has the same points and took the same time shares it
	Points int
	Right  int   // answers that were wholly right
	Asked  int   // questions they could answer
	Took   int64 // microseconds of all answers that were worth something
	Row    int   // right answers in a row, up to now
	Was    int   // place before the last question; 0: they had none
	Last   Last  // what the last question was worth to them
}

// Last is what became of a player at the last question that was told.
type Last struct {
	Answered bool // there was an answer, though it may have come late
	Late     bool
	Share    int // how good it was, of a thousand
	Points   int
}

// TeamStanding is how a team stands: by points for each question that one of it
// could answer, so that many do not beat few, nor early ones late ones.
type TeamStanding struct {
	Team    string
	Unit    string // id of the unit that is the team; empty: it is a name
	Place   int
	Players int
	Points  int
	Asked   int
	Mean    int // points a question and player, in hundredths, cut
}

// Standings are all players, the first first.
func (s *Session) Standings() []Standing {
	last := s.told()
	was := map[string]int{}
	if last > 0 {
		for _, st := range s.standings(last - 1) {
			was[st.ID] = st.Place
		}
	}
	out := s.standings(last)
	for i, st := range out {
		if st.From < last {
			out[i].Was = was[st.ID]
		}
	}
	return out
}

// told is the last question everybody was told the answer of; -1: none.
func (s *Session) told() int {
	if s.Stage == Asking {
		return s.Question - 1
	}
	return s.Question
}

// standings are all players after a question, the first first.
func (s *Session) standings(last int) []Standing {
	out := make([]Standing, 0, len(s.order))
	for _, p := range s.Players() {
		out = append(out, s.standing(p, last))
	}
	slices.SortStableFunc(out, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Took, b.Took), cmp.Compare(a.Name, b.Name))
	})
	for i := range out {
		out[i].Place = i + 1
		if i > 0 && out[i].Points == out[i-1].Points && out[i].Took == out[i-1].Took {
			out[i].Place = out[i-1].Place
		}
	}
	return out
}

// standing adds a player's points up, question by question: a row of right
// answers begins anew with each that is not.
func (s *Session) standing(p Player, last int) Standing {
	st := Standing{Player: p}
	for q := p.From; q <= last; q++ {
		st.Asked++
		g := s.answers[q][p.ID]
		st.Last = Last{Answered: g != nil, Late: g != nil && g.late, Share: s.share(q, g)}
		if st.Last.Share > 0 {
			st.Last.Points = s.points(q, st.Last.Share, st.Row, g)
			st.Points += st.Last.Points
			st.Took += g.took
		}
		if st.Last.Share < whole {
			st.Row = 0
			continue
		}
		st.Right++
		st.Row++
	}
	return st
}

// points are what an answer is worth after so many right ones in a row.
func (s *Session) points(question, share, row int, g *given) int {
	points := Points(s.show.Scoring, s.questions[question], share, g.took)
	if s.show.Streaks {
		points += Streak(points, row)
	}
	return points
}

// Teams are all teams that have players, the first first.
func (s *Session) Teams() []TeamStanding {
	sums := map[string]*TeamStanding{}
	var out []TeamStanding
	for _, st := range s.standings(s.told()) {
		if st.Team == "" {
			continue
		}
		key := st.Unit + " " + st.Team // two units may have one name
		t := sums[key]
		if t == nil {
			t = &TeamStanding{Team: st.Team, Unit: st.Unit}
			sums[key] = t
		}
		t.Players++
		t.Points += st.Points
		t.Asked += st.Asked
	}
	for _, t := range sums {
		t.Mean = 100 * t.Points / max(1, t.Asked)
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b TeamStanding) int {
		return cmp.Or(cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.Team, b.Team), cmp.Compare(a.Unit, b.Unit))
	})
	for i := range out {
		out[i].Place = i + 1
		if i > 0 && out[i].Mean == out[i-1].Mean {
			out[i].Place = out[i-1].Place
		}
	}
	return out
}

// Spread is how a question was answered.
type Spread struct {
	Answers int // in time
	Right   int // wholly right
	Late    int
	Picks   []int // by option, how many picked it
}

// SpreadOf tells how a question was answered.
func (s *Session) SpreadOf(question int) Spread {
	out := Spread{Picks: make([]int, len(s.questions[question].Options))}
	for id, g := range s.answers[question] {
		switch {
		case s.players[id].Out:
			continue
		case g.late:
			out.Late++
			continue
		}
		out.Answers++
		if s.share(question, g) == whole {
			out.Right++
		}
		for i := range out.Picks {
			if slices.Contains(g.Picks, i) {
				out.Picks[i]++
			}
		}
	}
	return out
}

// Gap is an article of law and how the hall knew it.
type Gap struct {
	Article string
	Asked   int // questions times players who could answer them
	Right   int
}

// Gaps are the articles that were asked about, those the hall knew least first:
// what the next class should teach.
func (s *Session) Gaps() (out []Gap) {
	at := map[string]int{}
	for q, question := range s.questions[:s.Question+1] {
		if question.Article == "" || (q == s.Question && s.Stage == Asking) {
			continue
		}
		i, known := at[question.Article]
		if !known {
			i = len(out)
			at[question.Article] = i
			out = append(out, Gap{Article: question.Article})
		}
		for _, p := range s.Players() {
			if p.From <= q {
				out[i].Asked++
			}
		}
		out[i].Right += s.SpreadOf(q).Right
	}
	slices.SortStableFunc(out, func(a, b Gap) int { return cmp.Compare(a.Right*b.Asked, b.Right*a.Asked) })
	return out
}
