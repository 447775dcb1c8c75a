package gameshow

import (
	"context"
	"encoding/json"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Poster is what anybody in the hall may see of a game.
type Poster struct {
	Game
	Title    string
	UnitName string
	Teams    Teaming
	Sounds   bool // some question is heard
}

// Script is the show as it was when the game began, with all its answers.
func (g Game) Script() (show Show, err error) {
	return show, json.Unmarshal([]byte(g.Data), &show)
}

func (s Show) sounds() bool {
	return slices.ContainsFunc(s.Questions(), func(q Question) bool { return q.Tune != "" || q.Clip != "" })
}

// Poster reads what a big screen says before anything has happened; it holds
// no question. Its Data is empty.
func (s *Service) Poster(ctx context.Context, game string) (out Poster, err error) {
	defer errs.Wrap(&err, "gameshow.Poster(%s)", game)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if out.Game, err = gameByID(ctx, tx, game); err != nil {
			return err
		}
		show, err := out.Script()
		if err != nil {
			return err
		}
		out.Title, out.Teams, out.Sounds, out.Data = show.Title, show.Teams, show.sounds(), ""
		u, err := s.Org.UnitByID(ctx, tx, out.Unit)
		out.UnitName = u.Name
		return err
	})
	return out, err
}
