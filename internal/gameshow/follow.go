package gameshow

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Follower is a game as one node follows it: it reads what is new since it read
// last. It is for one goroutine.
type Follower struct {
	Game
	Show    Show
	Live    *Session
	Answers int // to the last question, so far, by those who are still in

	known map[string]bool // players
}

// Follow reads a game from its beginning, for a node that serves it; who may see
// what is the pages' question.
func (s *Service) Follow(ctx context.Context, game string) (f *Follower, err error) {
	defer errs.Wrap(&err, "gameshow.Follow(%s)", game)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := gameByID(ctx, tx, game)
		if err != nil {
			return err
		}
		f = &Follower{Game: g, known: map[string]bool{}}
		if err := json.Unmarshal([]byte(g.Data), &f.Show); err != nil {
			return err
		}
		f.Live = NewSession(f.Show)
		f.No = 0
		_, err = f.read(ctx, tx)
		return err
	})
	return f, err
}

// News reads what is new: the events since, in their order. The answers to a
// question are read when it is shut, for nothing depends on them earlier.
func (s *Service) News(ctx context.Context, f *Follower) (out []Event, err error) {
	defer errs.Wrap(&err, "gameshow.News(%s)", f.ID)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := gameByID(ctx, tx, f.ID)
		if err != nil {
			return err
		}
		was := f.No
		f.Game = g
		f.No = was
		out, err = f.read(ctx, tx)
		return err
	})
	return out, err
}

func (f *Follower) read(ctx context.Context, tx *db.Tx) (news []Event, err error) {
	if err := f.seat(ctx, tx); err != nil {
		return nil, err
	}
	if news, err = newEvents(ctx, tx, f.ID, f.No); err != nil {
		return nil, err
	}
	for _, e := range news {
		if err := f.take(ctx, tx, e); err != nil {
			return nil, err
		}
		f.No = e.No
	}
	if f.Question >= 0 {
		f.Answers, err = countAnswers(ctx, tx, f.ID, f.Question, f.Live.sentOut())
	}
	return news, err
}

// seat takes in who has come.
func (f *Follower) seat(ctx context.Context, tx *db.Tx) error {
	if n, err := countPlayers(ctx, tx, f.ID); err != nil || n == len(f.known) {
		return err
	}
	players, err := playersOf(ctx, tx, f.ID)
	for _, p := range players {
		if f.known[p.Player] {
			continue
		}
		f.known[p.Player] = true
		if err := f.Live.Apply(p); err != nil && !errs.Is(err, errs.Conflict) { // one who came while it ended
			return err
		}
	}
	return err
}

// take applies an event; before a question is shut, its answers.
func (f *Follower) take(ctx context.Context, tx *db.Tx, e Event) error {
	if e.Kind == Shut || (e.Kind == Over && f.Live.Stage == Asking) {
		answers, err := answersTo(ctx, tx, f.ID, f.Live.Question)
		if err != nil {
			return err
		}
		for _, a := range answers {
			if err := f.Live.Apply(a); err != nil && !errs.Is(err, errs.Conflict) {
				return err
			}
		}
	}
	return f.Live.Apply(e)
}

// LastAnswered is the last question a player has answered, as the database
// knows it; -1: none.
func (s *Service) LastAnswered(ctx context.Context, game, player string) (last int, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Get(ctx, &last, `/* gameshow.LastAnswered */
			SELECT COALESCE(MAX(question), -1) FROM gameshow_answer WHERE game = $1 AND player = $2`, game, player)
	})
	return last, err
}
