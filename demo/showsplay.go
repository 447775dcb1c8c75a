package demo

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
)

// playShow plays an evening from the first who comes to the record of it. Time
// in the hall is short: only what a show does is in the log, not its waiting.
func (b *builder) playShow(ctx context.Context, show string) error {
	g, err := b.Gameshow.Start(ctx, show, false)
	if err != nil {
		return err
	}
	var s gameshow.Show
	if err := json.Unmarshal([]byte(g.Data), &s); err != nil {
		return err
	}
	e := &evening{builder: b, game: g.ID, rng: stream(82)}
	for no, q := range s.Questions() {
		if err := e.round(ctx, no, q); err != nil {
			return err
		}
	}
	if _, err := b.Gameshow.Do(ctx, g.ID, gameshow.Event{Kind: gameshow.Over}); err != nil {
		return err
	}
	_, err = b.Gameshow.Post(ctx, g.ID, gameshow.Posting{
		ID: db.NewID(), Subject: lawDaySubject, Invited: hallPlayers, Address: "/games/" + g.ID + "/results",
	})
	return err
}

// evening is a game being played.
type evening struct {
	*builder
	game  string
	rng   *rand.Rand
	seats []seat
}

// seat is a guest who has come.
type seat struct {
	guest
	player string
	first  int
}

// round seats who comes, asks a question, takes what the hall answers, and
// closes it.
func (e *evening) round(ctx context.Context, no int, q gameshow.Question) error {
	if no == 0 || no == 3 {
		if err := e.enter(ctx, no); err != nil {
			return err
		}
	}
	asked, err := e.Gameshow.Do(ctx, e.game, gameshow.Event{Kind: gameshow.Asked, Question: no})
	if err != nil {
		return err
	}
	known := 0.45 + 0.65*e.rng.Float64() // how well the hall knows this one
	var all []gameshow.Submission
	for _, s := range e.seats {
		if no > s.first && e.rng.IntN(100) < 6 { // a phone in the pocket
			continue
		}
		took := 1_500_000 + e.rng.Int64N(int64(q.Seconds)*700_000)
		all = append(all, gameshow.Submission{
			Game: e.game, Question: no, Player: s.player, At: asked.At + took, Took: took, Answer: e.answer(q, e.rng.Float64() < s.skill*known*1.2),
		})
	}
	if _, err := e.Gameshow.Store(ctx, e.game, all); err != nil {
		return err
	}
	_, err = e.Gameshow.Do(ctx, e.game, gameshow.Event{Kind: gameshow.Shut, Question: no})
	return err
}

// enter seats those who come before a question.
func (e *evening) enter(ctx context.Context, no int) error {
	for _, g := range e.hall {
		if g.late != (no > 0) {
			continue
		}
		t, err := e.Gameshow.Join(ctx, e.game, gameshow.Entrance{Name: g.name, Unit: g.unit})
		if err != nil {
			return err
		}
		e.seats = append(e.seats, seat{g, t.Player, t.First})
	}
	return nil
}

// answer is what somebody says who knows it, or does not.
func (e *evening) answer(q gameshow.Question, knows bool) gameshow.Answer {
	switch q.Kind {
	case gameshow.Text:
		return gameshow.Answer{Text: e.title(q.Titles, knows)}
	case gameshow.Number:
		if knows {
			return gameshow.Answer{Text: q.Exact}
		}
		return gameshow.Answer{Text: num(e.rng.Int64N(100))}
	case gameshow.Order:
		return gameshow.Answer{Picks: e.order(len(q.Options), knows)}
	}
	var picks []int
	for i, o := range q.Options {
		if o.Right == knows {
			picks = append(picks, i)
		}
	}
	if !knows {
		picks = []int{picks[e.rng.IntN(len(picks))]}
	}
	return gameshow.Answer{Picks: picks}
}

func (e *evening) order(n int, knows bool) []int {
	out := e.rng.Perm(n)
	if knows {
		slices.Sort(out)
	}
	return out
}

// title is a title as one types it on a phone: with marks or without, some only
// its end; who does not know it names another song.
func (e *evening) title(titles []string, knows bool) string {
	words := strings.Fields(titles[0])
	switch n := e.rng.IntN(100); {
	case !knows && len(e.Tunes) > 0:
		return e.Tunes[e.rng.IntN(len(e.Tunes))].Title
	case n < 55:
		return search.Fold(titles[0])
	case n < 62 && len(words) > 2:
		return strings.Join(words[2:], " ")
	}
	return titles[0]
}
