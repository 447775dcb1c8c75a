package gameshowweb

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/web"
)

// robots lets robots play in a rehearsal, so that a host sees the whole evening
// alone at a desk.
func (p *Pages) robots(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	n := int(f.Number("robots"))
	if err := f.Err(); err != nil {
		return err
	}
	crew, err := p.Show.Robots(r.Context(), r.PathValue("game"), n)
	if err != nil {
		return err
	}
	go p.drive(context.WithoutCancel(r.Context()), r.PathValue("game"), crew)
	http.Redirect(w, r, "/games/"+r.PathValue("game"), http.StatusSeeOther)
	return nil
}

// patient is how long robots stay when nobody ends the game.
const patient = 3 * time.Hour

// drive lets some robots answer what is asked until the game is over, or this
// node ends: a rehearsal does not need them to outlive it.
func (p *Pages) drive(ctx context.Context, game string, crew []gameshow.Ticket) {
	ctx, stop := context.WithTimeout(ctx, patient)
	defer stop()
	rung, leave := p.Bus.Subscribe(gameshow.Topic(game))
	defer leave()
	f, err := p.Show.Follow(ctx, game)
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for last := -1; err == nil && f.EndedAt == nil; _, err = p.Show.News(ctx, f) {
		if f.Asking && f.Question > last {
			last = f.Question
			p.guess(ctx, f.Show.Questions()[last], last, crew)
		}
		select {
		case <-ctx.Done():
			return
		case <-rung:
		case <-look.C:
		}
	}
	if err != nil && ctx.Err() == nil {
		p.Log.WarnContext(ctx, "robots have stopped", "game", game, "error", err)
	}
}

// thought is the answer a robot has and when it sends it.
type thought struct {
	gameshow.Submission
	after time.Duration
}

// guess sends the robots' answers one after the other, each when it has thought.
func (p *Pages) guess(ctx context.Context, q gameshow.Question, no int, crew []gameshow.Ticket) {
	begun := p.Now()
	for _, t := range think(q, no, crew) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(t.after - time.Duration(p.Now()-begun)*time.Microsecond):
		}
		t.At = p.Now()
		t.Took = t.At - begun
		if _, err := p.Show.Store(ctx, t.Game, []gameshow.Submission{t.Submission}); err != nil {
			return // the next look tells why
		}
	}
}

// think is what each robot will answer, the quickest first: from dull ones to
// bright ones, within the time there is, and six seconds at most.
func think(q gameshow.Question, no int, crew []gameshow.Ticket) (out []thought) {
	chance := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	most := min(time.Duration(q.Seconds)*time.Second*4/5, 6*time.Second)
	for i, t := range crew {
		skill := 0.3 + 0.6*float64(i%10)/10
		out = append(out, thought{
			gameshow.Submission{Game: t.Game, Question: no, Player: t.Player, Answer: gameshow.Guess(q, skill, chance)},
			500*time.Millisecond + time.Duration(chance.Int64N(int64(most))),
		})
	}
	slices.SortFunc(out, func(a, b thought) int { return cmp.Compare(a.after, b.after) })
	return out
}
