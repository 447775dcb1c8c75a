package gameshow

import (
	"slices"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Show is what a host has built.
type Show struct {
	Title   string  `json:"title"`
	Scoring Scoring `json:"scoring"`
	Streaks bool    `json:"streaks"` // a row of right answers adds points
	Teams   Teaming `json:"teams,omitempty"`
	Rounds  []Round `json:"rounds"`
}

// Teaming is whom players play for.
type Teaming string

const (
	Alone     Teaming = ""      // everybody for themselves
	FreeTeams Teaming = "free"  // for a team they name
	UnitTeams Teaming = "units" // for a unit at or below the show's
)

// RoundKind is what a round is about.
type RoundKind string

const (
	Songs    RoundKind = "songs"
	Law      RoundKind = "law"
	Pictures RoundKind = "pictures"
)

// Round is some questions under one name.
type Round struct {
	ID        string     `json:"id,omitempty"` // within the show
	Kind      RoundKind  `json:"kind"`
	Title     string     `json:"title"`
	Questions []Question `json:"questions"`
}

// Questions are all of a show, in the order they are asked.
func (s Show) Questions() (out []Question) {
	for _, r := range s.Rounds {
		out = append(out, r.Questions...)
	}
	return out
}

// EventKind is what happened in a game.
type EventKind string

const (
	Joined   EventKind = "joined"   // a player came: Player, Name, Team; Question is the first they can answer
	Renamed  EventKind = "renamed"  // the host gave a player another name
	Removed  EventKind = "removed"  // the host sent a player out
	Asked    EventKind = "asked"    // a question was sent: Question
	Answered EventKind = "answered" // Player, Question, Answer, Took
	Shut     EventKind = "shut"     // the question takes no answers any more
	Accepted EventKind = "accepted" // the host takes a near answer for right: Question, Text
	Showed   EventKind = "showed"   // the host put something else on the screens: Text is a View
	Over     EventKind = "over"     // the game is over
)

// View is what big screens show once an answer was told.
type View string

const (
	ByTurns    View = ""       // the answer, then the board, by themselves
	AnswerView View = "answer" // the answer and why
	BoardView  View = "board"  // how everybody stands
)

// Event is one line of the log of a game. A game is its log: whoever reads it
// comes to the same scores.
type Event struct {
	No       int64     `json:"no"`
	At       int64     `json:"at"` // microseconds UTC
	Kind     EventKind `json:"kind"`
	Player   string    `json:"player,omitempty"`
	Name     string    `json:"name,omitempty"`
	Team     string    `json:"team,omitempty"`
	Unit     string    `json:"unit,omitempty"`     // id of the unit that is the team
	Question int       `json:"question,omitempty"` // from 0
	Answer   *Answer   `json:"answer,omitempty"`
	Took     int64     `json:"took,omitempty"` // microseconds, worked out when it came
	Late     bool      `json:"late,omitempty"` // the question was shut when it was stored
	Text     string    `json:"text,omitempty"`
}

// Stage is where a game is.
type Stage string

const (
	Lobby  Stage = "lobby"
	Asking Stage = "asking" // a question is open
	Told   Stage = "told"   // its answer has been told
	Ended  Stage = "ended"
)

// Player is somebody who plays.
type Player struct {
	ID, Name, Team string
	Unit           string // id of the unit that is the team; empty: the team is a name
	From           int    // the first question they could answer
	Out            bool
}

// given is an answer that counts, and what it was worth.
type given struct {
	Answer
	took int64
	mark Mark
	late bool
}

// Session is a game as far as its log goes. It is for one goroutine.
type Session struct {
	Stage    Stage
	Question int // the one that is open or was last; -1: none yet
	View     View
	No       int64

	show      Show
	questions []Question
	markers   []*Marker
	players   map[string]*Player
	order     []string // of players, as they came
	out       int      // of them the host has sent out
	answers   []map[string]*given
	accepted  []map[string]bool // near answers the host has taken, folded, by question
}

// NewSession is a game of which nothing has happened yet.
func NewSession(show Show) *Session {
	s := &Session{Stage: Lobby, Question: -1, show: show, questions: show.Questions(), players: map[string]*Player{}}
	for _, q := range s.questions {
		s.markers = append(s.markers, NewMarker(q))
		s.answers = append(s.answers, map[string]*given{})
		s.accepted = append(s.accepted, map[string]bool{})
	}
	return s
}

// Replay reads a log from its beginning.
func Replay(show Show, log []Event) (*Session, error) {
	s := NewSession(show)
	for _, e := range log {
		if err := s.Apply(e); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Apply takes the next event into the game. What cannot happen now is a
// Conflict, and nothing has changed.
func (s *Session) Apply(e Event) error {
	if s.Stage == Ended && e.Kind != Accepted && e.Kind != Renamed {
		return errs.New(errs.Conflict, "gameshow.over")
	}
	do, known := map[EventKind]func(Event) error{
		Joined: s.join, Renamed: s.rename, Removed: s.remove, Asked: s.ask, Answered: s.answer, Shut: s.shut, Accepted: s.accept, Showed: s.put, Over: s.end,
	}[e.Kind]
	if !known {
		return errs.New(errs.Conflict, "gameshow.event")
	}
	if err := do(e); err != nil {
		return err
	}
	s.No = max(s.No, e.No)
	return nil
}

// join: who comes late plays from the next question on, or from one after it.
func (s *Session) join(e Event) error {
	if s.players[e.Player] != nil {
		return errs.New(errs.Conflict, "gameshow.joined")
	}
	s.players[e.Player] = &Player{ID: e.Player, Name: e.Name, Team: e.Team, Unit: e.Unit, From: e.Question}
	s.order = append(s.order, e.Player)
	return nil
}

func (s *Session) player(id string) (*Player, error) {
	if p := s.players[id]; p != nil {
		return p, nil
	}
	return nil, errs.New(errs.NotFound, "gameshow.player")
}

func (s *Session) rename(e Event) error {
	p, err := s.player(e.Player)
	if err == nil {
		p.Name = e.Name
	}
	return err
}

func (s *Session) remove(e Event) error {
	p, err := s.player(e.Player)
	if err == nil && !p.Out {
		p.Out = true
		s.out++
	}
	return err
}

func (s *Session) ask(e Event) error {
	if s.Stage == Asking || e.Question != s.Question+1 || e.Question >= len(s.questions) {
		return errs.New(errs.Conflict, "gameshow.order")
	}
	s.Stage, s.Question, s.View = Asking, e.Question, ByTurns
	return nil
}

// answer keeps the first answer of a player to a question. One that was stored
// after the question was shut, or took longer than there was time, is kept as
// late and worth nothing.
func (s *Session) answer(e Event) error {
	p, err := s.player(e.Player)
	if err != nil {
		return err
	}
	switch {
	case e.Answer == nil || e.Question < 0 || e.Question > s.Question:
		return errs.New(errs.Conflict, "gameshow.order")
	case e.Question < p.From:
		return errs.New(errs.Denied, "gameshow.out")
	case s.answers[e.Question][p.ID] != nil:
		return errs.New(errs.Conflict, "gameshow.twice")
	}
	late := e.Late || p.Out || !InTime(e.Took, s.questions[e.Question].Seconds)
	s.answers[e.Question][p.ID] = &given{*e.Answer, e.Took, s.markers[e.Question].Mark(*e.Answer), late}
	return nil
}

func (s *Session) shut(e Event) error {
	if s.Stage != Asking || e.Question != s.Question {
		return errs.New(errs.Conflict, "gameshow.order")
	}
	s.Stage = Told
	return nil
}

// accept takes a near answer for right, for all who gave it.
func (s *Session) accept(e Event) error {
	if e.Question < 0 || e.Question > s.Question || s.questions[e.Question].Kind != Text {
		return errs.New(errs.Conflict, "gameshow.order")
	}
	s.accepted[e.Question][search.Fold(e.Text)] = true
	return nil
}

// put is what the host wants on the screens until the next question; it changes
// no score.
func (s *Session) put(e Event) error {
	view := View(e.Text)
	if s.Stage != Told || (view != AnswerView && view != BoardView) {
		return errs.New(errs.Conflict, "gameshow.order")
	}
	s.View = view
	return nil
}

func (s *Session) end(Event) error {
	s.Stage = Ended
	return nil
}

// Players are all who play, as they came.
func (s *Session) Players() []Player {
	out := make([]Player, 0, len(s.order))
	for _, id := range s.order {
		if p := s.players[id]; !p.Out {
			out = append(out, *p)
		}
	}
	return out
}

// Count is how many play.
func (s *Session) Count() int { return len(s.order) - s.out }

// Able is how many of them could answer a question: they were there when it was
// asked.
func (s *Session) Able(question int) (n int) {
	for _, p := range s.players {
		if !p.Out && p.From <= question {
			n++
		}
	}
	return n
}

// sentOut are the players the host has sent out, in the order they came.
func (s *Session) sentOut() (ids []string) {
	for _, id := range s.order {
		if s.players[id].Out {
			ids = append(ids, id)
		}
	}
	return ids
}

// share is what an answer is worth by now, of a thousand.
func (s *Session) share(question int, g *given) int {
	switch {
	case g == nil || g.late:
		return 0
	case s.accepted[question][search.Fold(g.Text)] && g.Text != "":
		return whole
	}
	return g.mark.Share
}

// NearOnes are the answers to a question that are nearly right and that nobody
// has decided on, the likeliest first, each once with how many gave it.
func (s *Session) NearOnes(question int) (out []NearOne) {
	at := map[string]int{}
	for _, id := range s.order {
		g := s.answers[question][id]
		if g == nil || g.late || g.mark.Match.Verdict != Near || s.accepted[question][search.Fold(g.Text)] {
			continue
		}
		key := search.Fold(g.Text)
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, NearOne{Text: g.Text, Likeness: g.mark.Match.Likeness})
		}
		out[i].Count++
	}
	slices.SortStableFunc(out, func(a, b NearOne) int {
		switch {
		case a.Likeness > b.Likeness:
			return -1
		case a.Likeness < b.Likeness:
			return 1
		}
		return 0
	})
	return out
}

// NearOne is an answer that is nearly right.
type NearOne struct {
	Text     string
	Likeness float64
	Count    int // players who gave it
}
