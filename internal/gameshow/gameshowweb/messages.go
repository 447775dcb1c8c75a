package gameshowweb

import (
	"encoding/json"
	"fmt"

	"donghanh/internal/gameshow"
)

// said is what a phone sends.
type said struct {
	Type     string `json:"t"` // answer, pong
	Nonce    string `json:"n"`
	Question int    `json:"q"`
	gameshow.Answer
}

// frame is what is sent: its type under "t" and the rest.
type frame struct {
	Type     string `json:"t"` // state, ask, count, kept, ping, out
	Nonce    string `json:"n,omitempty"`
	Stage    string `json:"stage,omitempty"`
	Question int    `json:"q"` // from 0
	Of       int    `json:"of,omitempty"`
	Asked    *asked `json:"asked,omitempty"`
	Told     *told  `json:"told,omitempty"`
	Me       *me    `json:"me,omitempty"`
	Kept     string `json:"kept,omitempty"`
	Players  int    `json:"players,omitempty"`
	Answers  int    `json:"answers,omitempty"`
	Title    string `json:"title,omitempty"`
	PIN      string `json:"pin,omitempty"`    // while people may join
	Locked   bool   `json:"locked,omitempty"` // nobody new may join
	Next     string `json:"next,omitempty"`   // title of the round that begins with the next question

	// For screens and hosts.
	Names []string `json:"names,omitempty"` // in the lobby: who came last
	View  string   `json:"view,omitempty"`  // what the host has put on the screens; empty: they turn by themselves
	Crews int      `json:"crews,omitempty"` // teams there are
	Board []row    `json:"board,omitempty"`
	Teams []row    `json:"teams,omitempty"`

	// For hosts.
	Near []gameshow.NearOne `json:"near,omitempty"`
	Gaps []gameshow.Gap     `json:"gaps,omitempty"`
}

// row is a line of a leader board.
type row struct {
	ID     string `json:"id,omitempty"` // of a player, for hosts
	Place  int    `json:"place"`
	Was    int    `json:"was,omitempty"` // place before the last question
	Name   string `json:"name"`
	Team   string `json:"team,omitempty"`
	Points int    `json:"points"` // of a team: points a question and player, in hundredths
	Count  int    `json:"count"`  // of a player: right answers; of a team: players
}

// asked is a question without what it wants to hear.
type asked struct {
	Kind    gameshow.AskKind   `json:"kind"`
	Round   string             `json:"round"`
	About   gameshow.RoundKind `json:"about"`
	Ask     string             `json:"ask"`
	Options []string           `json:"options,omitempty"`
	Order   []int              `json:"order,omitempty"` // of an Order, how its options begin: as they stand here, mixed
	Seconds int                `json:"seconds"`
	Left    int64              `json:"left"`              // milliseconds that are left
	Sound   string             `json:"sound,omitempty"`   // address of what is heard; its name tells nothing
	Notes   [][2]int           `json:"notes,omitempty"`   // of a tune, for phones: key as MIDI counts (0: a rest), milliseconds
	Picture string             `json:"picture,omitempty"` // address of what is seen
}

// told is the answer to a question, and where it stands.
type told struct {
	Right  []int    `json:"right,omitempty"` // options by their place in what was asked; of an Order all, as they should stand
	Titles []string `json:"titles,omitempty"`
	Exact  string   `json:"exact,omitempty"`
	Why    string   `json:"why,omitempty"`
	Law    string   `json:"law,omitempty"`
	Good   int      `json:"good"` // players who had it wholly right
	All    int      `json:"all"`  // who answered in time
	Picks  []int    `json:"picks,omitempty"`
}

// me is how one player stands.
type me struct {
	Name   string `json:"name"`
	Team   string `json:"team,omitempty"`
	Points int    `json:"points"`
	Gained int    `json:"gained"` // by the last question that was told
	Share  int    `json:"share"`  // how good the answer to it was, of a thousand
	Gave   bool   `json:"gave,omitempty"`
	Late   bool   `json:"late,omitempty"`
	Place  int    `json:"place"`
	Was    int    `json:"was,omitempty"` // place before it
	Of     int    `json:"of"`
	Row    int    `json:"row"`
	Crew   *crew  `json:"crew,omitempty"`
	First  int    `json:"first,omitempty"`
	Sent   bool   `json:"sent,omitempty"` // has answered the open question
}

// crew is how a player's team stands.
type crew struct {
	Place int `json:"place"`
	Of    int `json:"of"`
	Mean  int `json:"mean"`  // points a question and player, in hundredths
	First int `json:"first"` // of the first team
}

// pack writes a frame once for everybody.
func pack(f frame) []byte {
	b, _ := json.Marshal(f) // plain values only
	return b
}

// askedOf shows a question as players see it, with so many milliseconds left.
// Nothing in it tells the answer: a song has no name here.
func (r *room) asked(question int, left int64) *asked {
	show := r.f.Show
	q := show.Questions()[question]
	round, _ := roundOf(show, question)
	out := &asked{Kind: q.Kind, Round: round.Title, About: round.Kind, Ask: q.Ask, Seconds: q.Seconds, Left: left}
	for i, place := range r.shown(question) {
		out.Options = append(out.Options, q.Options[place].Text)
		if q.Kind == gameshow.Order {
			out.Order = append(out.Order, i)
		}
	}
	if q.Tune != "" || q.Clip != "" {
		out.Sound = fmt.Sprintf("/play/%s/sound/%d", r.game, question)
		out.Notes = notesOf(r.pages.Tunes, q)
	}
	if q.Picture != "" {
		out.Picture = fmt.Sprintf("/play/%s/picture/%d", r.game, question)
	}
	return out
}

// notesOf are the notes of a tune a question plays; of a clip none.
func notesOf(tunes []gameshow.Tune, q gameshow.Question) (out [][2]int) {
	t, from, to, ok := tuneOf(tunes, q)
	if !ok {
		return nil
	}
	for _, n := range t.Notes[from:to] {
		out = append(out, [2]int{n.Key, int(n.Beats * 60_000 / float64(t.BPM))})
	}
	return out
}

// roundOf is the round a question belongs to, and whether it is its first.
func roundOf(show gameshow.Show, question int) (gameshow.Round, bool) {
	for _, r := range show.Rounds {
		if question < len(r.Questions) {
			return r, question == 0
		}
		question -= len(r.Questions)
	}
	return gameshow.Round{}, false
}

// toldOf is the answer to a question as everybody is told it.
func toldOf(show gameshow.Show, live *gameshow.Session, question int) *told {
	q, spread := show.Questions()[question], live.SpreadOf(question)
	out := &told{Titles: q.Titles, Exact: q.Exact, Why: q.Why, Law: q.Law, Good: spread.Right, All: spread.Answers, Picks: spread.Picks}
	for i, o := range q.Options {
		if o.Right || q.Kind == gameshow.Order {
			out.Right = append(out.Right, i)
		}
	}
	return out
}
