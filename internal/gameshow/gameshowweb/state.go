package gameshowweb

import "donghanh/internal/gameshow"

// state is all that one needs to go on from nothing: who joins late, comes back,
// or changes phones gets this first.
func (r *room) state(c *conn) []byte {
	live := r.f.Live
	if live.IsOut(c.player) { // it opens its line again, and stays out
		return pack(frame{Type: "out"})
	}
	f := frame{
		Type: "state", Stage: string(live.Stage), Title: r.f.Show.Title, Question: live.Question, Of: len(r.f.Show.Questions()),
		Players: live.Count(), Answers: r.f.Answers, Locked: r.f.Locked,
	}
	if r.f.EndedAt == nil {
		f.PIN = r.f.PIN
	}
	if next, first := roundOf(r.f.Show, live.Question+1); first && live.Stage != gameshow.Asking {
		f.Next = next.Title
	}
	switch {
	case live.Stage == gameshow.Asking:
		f.Asked = r.asked(live.Question, max(0, r.remains()/1000))
	case live.Question >= 0:
		f.Asked = r.asked(live.Question, 0)
		f.Told = r.told
	}
	if c.plays() {
		f.Me = r.me(c)
	} else {
		r.boards(&f, c.host)
	}
	return pack(f)
}

// how much of a board is sent: what fits a screen; hosts see everybody.
const shownRows, shownNames = 10, 60

// boards adds what screens and hosts see.
func (r *room) boards(f *frame, host bool) {
	live := r.f.Live
	f.View, f.Crews = string(live.View), len(r.teams)
	for _, s := range r.ranks {
		if host || len(f.Board) < shownRows {
			line := row{Place: s.Place, Was: s.Was, Name: s.Name, Team: s.Team, Points: s.Points, Count: s.Right}
			if host {
				line.ID = s.ID
			}
			f.Board = append(f.Board, line)
		}
	}
	for _, t := range r.teams {
		if host || len(f.Teams) < shownRows {
			f.Teams = append(f.Teams, row{Place: t.Place, Name: t.Team, Points: t.Mean, Count: t.Players})
		}
	}
	if live.Stage == gameshow.Lobby {
		players := live.Players()
		for _, p := range players[max(0, len(players)-shownNames):] {
			f.Names = append(f.Names, p.Name)
		}
	}
	if host && live.Question >= 0 {
		f.Near, f.Gaps = live.NearOnes(live.Question), live.Gaps()
	}
}

// remains is how much of the open question's time is left, in microseconds.
func (r *room) remains() int64 {
	limit := int64(r.f.Show.Questions()[r.f.Live.Question].Seconds) * 1_000_000
	return limit - (r.pages.Now() - r.askedAt.Load())
}

// me is how the player of a line stands.
func (r *room) me(c *conn) *me {
	s, known := r.standing[c.player]
	if !known { // came since the last question
		s.Name, s.Team, s.From = c.ticket.Name, c.ticket.Team, c.ticket.First
	}
	out := &me{
		Name: s.Name, Team: s.Team, Points: s.Points, Gained: s.Last.Points, Share: s.Last.Share, Gave: s.Last.Answered, Late: s.Last.Late,
		Place: s.Place, Was: s.Was, Of: len(r.standing), Row: s.Row, First: s.From,
		Sent: c.sent == r.f.Live.Question && r.f.Live.Stage == gameshow.Asking,
	}
	for _, t := range r.teams {
		if s.Team != "" && t.Team == s.Team && t.Unit == s.Unit {
			out.Crew = &crew{Place: t.Place, Of: len(r.teams), Mean: t.Mean, First: r.teams[0].Mean}
		}
	}
	return out
}
