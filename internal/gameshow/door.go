package gameshow

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
)

// Door reads a game for whoever knows its id: phones, and the big screen. Ids
// cannot be guessed; one that is not there is not found.
func (s *Service) Door(ctx context.Context, id string) (g Game, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err = gameByID(ctx, tx, id)
		return err
	})
	return g, err
}

// Title is that of the show, as it was when the game began.
func (g Game) Title() (string, error) {
	var show struct {
		Title string `json:"title"`
	}
	err := json.Unmarshal([]byte(g.Data), &show)
	return show.Title, err
}

// IsOut tells that the host has sent a player out.
func (s *Session) IsOut(player string) bool {
	p := s.players[player]
	return p != nil && p.Out
}
