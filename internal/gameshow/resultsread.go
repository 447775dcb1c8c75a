package gameshow

import (
	"context"
	"encoding/json"
	"time"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Results is a game with all that its page tells.
type Results struct {
	Game
	Show    Show
	Live    *Session
	Unit    org.Unit
	On      day.Date          // when it was played
	Codes   map[string]string // of units that played and that the actor may read, by id
	MayHost bool              // hold games of the unit: take near answers, post, print
	MayPost bool              // and record work there
}

// Results reads a game for whoever may read it; one of a day to come, where the
// demo's day was moved back, is not found.
func (s *Service) Results(ctx context.Context, game string) (r Results, err error) {
	defer errs.Wrap(&err, "gameshow.Results(%s)", game)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if r.Game, err = s.past(ctx, tx, game); err != nil {
			return err
		}
		if r.Live, err = load(ctx, tx, r.Game); err != nil {
			return err
		}
		return s.fill(ctx, tx, &r)
	})
	return r, err
}

// past reads a game of today or before.
func (s *Service) past(ctx context.Context, tx *db.Tx, id string) (g Game, err error) {
	if g, err = gameByID(ctx, tx, id); err != nil {
		return g, err
	}
	if g.CreatedAt >= tx.Tomorrow() {
		return g, errs.New(errs.NotFound, "error.notfound")
	}
	return g, s.Org.Guard.Read(ctx, tx, Read, g.Unit)
}

func (s *Service) fill(ctx context.Context, tx *db.Tx, r *Results) (err error) {
	if err = json.Unmarshal([]byte(r.Data), &r.Show); err != nil {
		return err
	}
	if r.Unit, err = s.Org.UnitByID(ctx, tx, r.Game.Unit); err != nil {
		return err
	}
	if r.On, err = playedOn(ctx, tx, r.Game); err != nil {
		return err
	}
	if r.Codes, err = s.readableTeams(ctx, tx, r.ID); err != nil {
		return err
	}
	if r.MayHost, err = s.Org.Guard.Can(ctx, tx, Host, r.Game.Unit); err != nil || !r.MayHost {
		return err
	}
	r.MayPost, err = s.Org.Guard.Can(ctx, tx, activity.Write, r.Game.Unit)
	return err
}

// playedOn is the day of the first thing the host did: the lobby may have been
// opened, or the end forgotten, on another.
func playedOn(ctx context.Context, tx *db.Tx, g Game) (day.Date, error) {
	var at int64
	err := tx.Get(ctx, &at, `/* gameshow.playedOn */ SELECT COALESCE(MIN(at), 0) FROM gameshow_event WHERE game = $1`, g.ID)
	if at == 0 {
		at = g.CreatedAt
	}
	return day.Of(time.UnixMicro(at)), err
}

// readableTeams are the codes of units that played, those the actor may read.
func (s *Service) readableTeams(ctx context.Context, tx *db.Tx, game string) (map[string]string, error) {
	out := map[string]string{}
	cond, args := ledger.Under("u.id", 2, s.Org.Guard.Scope(ctx, org.Read))
	return out, tx.Each(ctx, `/* gameshow.readableTeams */
		SELECT u.id, u.code FROM org_unit u WHERE u.id IN (SELECT p.unit FROM gameshow_player p WHERE p.game = $1) AND `+cond,
		append([]any{game}, args...), func(scan func(...any) error) error {
			var id, code string
			err := scan(&id, &code)
			out[id] = code
			return err
		})
}

// folded is a typed answer as answers are told apart.
func folded(text string) string { return search.Fold(text) }
