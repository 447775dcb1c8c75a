package gameshow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// MostRobots is how many robots a rehearsal may have.
const MostRobots = 50

// Robots seats so many robots in a rehearsal, for its host; a game that counts
// has none.
func (s *Service) Robots(ctx context.Context, game string, n int) (out []Ticket, err error) {
	defer errs.Wrap(&err, "gameshow.Robots(%s)", game)
	g, err := s.Hosted(ctx, game)
	if err != nil {
		return nil, err
	}
	if !g.Rehearsal {
		return nil, errs.New(errs.Denied, "gameshow.robots.only")
	}
	seated := 0
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		seated, err = countPlayers(ctx, tx, g.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if n < 1 || seated+n > MostRobots {
		return nil, errs.At("robots", "gameshow.robots.many", errs.Args{"max": MostRobots})
	}
	for i := range n {
		t, err := s.Join(ctx, g.ID, Entrance{Name: fmt.Sprintf("Rô-bốt %02d", seated+i+1), Team: "Đội máy " + "ABC"[i%3:i%3+1]})
		if err != nil {
			return out, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Guess is what somebody who knows such things with some likelihood (0 to 1)
// might answer.
func Guess(q Question, skill float64, chance *rand.Rand) Answer {
	knows := chance.Float64() < skill
	switch q.Kind {
	case Many:
		return Answer{Picks: guessMany(q, skill, chance)}
	case Order:
		picks := make([]int, len(q.Options))
		for i := range picks {
			picks[i] = i
		}
		if i := chance.IntN(len(picks) - 1); !knows {
			picks[i], picks[i+1] = picks[i+1], picks[i]
		}
		return Answer{Picks: picks}
	case Number:
		return Answer{Text: guessNumber(q, knows, chance)}
	case Text:
		return Answer{Text: guessTitle(q, knows, chance)}
	}
	pick := chance.IntN(len(q.Options))
	if knows {
		pick = max(0, slices.IndexFunc(q.Options, func(o Option) bool { return o.Right }))
	}
	return Answer{Picks: []int{pick}}
}

func guessMany(q Question, skill float64, chance *rand.Rand) (picks []int) {
	for i, o := range q.Options {
		if o.Right == (chance.Float64() < skill) {
			picks = append(picks, i)
		}
	}
	return picks
}

// guessNumber is off by up to a fifth for those who do not know.
func guessNumber(q Question, knows bool, chance *rand.Rand) string {
	exact, ok := decimal(q.Exact)
	if knows || !ok {
		return q.Exact
	}
	v, _ := exact.Float64()
	return strings.ReplaceAll(strconv.FormatFloat(v*(0.8+0.4*chance.Float64()), 'f', 1, 64), ".", ",")
}

// guessTitle is the title without marks, as people type it, or only its end,
// which is near.
func guessTitle(q Question, knows bool, chance *rand.Rand) string {
	title := q.Titles[chance.IntN(len(q.Titles))]
	words := strings.Fields(search.Fold(title))
	if !knows && len(words) > 1 {
		words = words[1:]
	}
	return strings.Join(words, " ")
}
