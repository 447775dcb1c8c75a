package gameshow

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Held is a game in a list.
type Held struct {
	ID        string `db:"id"`
	Show      string `db:"show"`  // id; the show may have been withdrawn since
	Title     string `db:"title"` // of the show
	Unit      string `db:"unit"`  // id
	PIN       string `db:"pin"`
	Rehearsal bool   `db:"rehearsal"`
	CreatedAt int64  `db:"created_at"`
	EndedAt   *int64 `db:"ended_at"` // nil: it is on
	Players   int    `db:"players"`
}

// mostGames is how many games a list has.
const mostGames = 500

// Games lists the games the actor may read, of one show or, where show is
// empty, of all; the newest first.
func (s *Service) Games(ctx context.Context, show string) (out []Held, err error) {
	defer errs.Wrap(&err, "gameshow.Games(%s)", show)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		cond, args := ledger.Under("g.unit", 4, s.Org.Guard.Scope(ctx, Read))
		return tx.Select(ctx, &out, `/* gameshow.Games */
			SELECT g.id, g.show, s.title, g.unit, g.pin, g.rehearsal, g.created_at, g.ended_at,
			       (SELECT COUNT(*) FROM gameshow_player p WHERE p.game = g.id) AS players
			FROM gameshow_game g JOIN gameshow_show s ON s.id = g.show
			WHERE g.created_at < $1 AND ($2 = '' OR g.show = $2) AND `+cond+`
			ORDER BY g.created_at DESC, g.id DESC LIMIT $3`,
			append([]any{tx.Tomorrow(), show, mostGames}, args...)...)
	})
	return out, err
}
