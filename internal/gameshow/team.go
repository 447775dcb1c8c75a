package gameshow

import (
	"context"
	"encoding/json"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// team puts a player into the team their show wants: none, one they name, or a
// unit at or below the show's. A unit that is no more, or elsewhere, is refused
// at its field.
func (s *Service) team(ctx context.Context, tx *db.Tx, g Game, e Entrance, t *Ticket) error {
	teaming, err := g.Teaming()
	switch {
	case err != nil:
		return err
	case teaming == FreeTeams && e.Team != "":
		if t.Team, err = PlayerName(e.Team); err != nil {
			return errs.At("team", "error.required")
		}
	case teaming == UnitTeams && e.Unit != "":
		u, err := s.Org.Find(inHall(ctx, g), tx, e.Unit)
		if errs.Is(err, errs.NotFound) || (err == nil && u.EndedBy(tx.Today())) {
			return errs.At("unit", "gameshow.team.unit")
		}
		if err != nil {
			return err
		}
		t.Team, t.Unit = u.Name, u.ID
	}
	return nil
}

// Teaming is how the teams of a game are made.
func (g Game) Teaming() (Teaming, error) {
	var show struct {
		Teams Teaming `json:"teams"`
	}
	err := json.Unmarshal([]byte(g.Data), &show)
	return show.Teams, err
}

// TeamUnits finds units players of a game may play for, by words of their names;
// those that are no more are left out. Whoever stands in the hall may ask: names
// of units are no secret.
func (s *Service) TeamUnits(ctx context.Context, g Game, query string, limit int) ([]org.Found, error) {
	if teaming, err := g.Teaming(); err != nil || teaming != UnitTeams {
		return nil, err
	}
	found, err := s.Org.Look(inHall(ctx, g), query, 3*limit) // a reform leaves old names among them
	if err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		found = slices.DeleteFunc(found, func(u org.Found) bool { return u.EndedBy(tx.Today()) })
		return nil
	})
	return found[:min(limit, len(found))], err
}

// inHall reads for people without an account, within the unit of a game: names
// of units and nothing else.
func inHall(ctx context.Context, g Game) context.Context {
	return auth.With(ctx, &auth.Actor{Name: "gameshow", Grants: []auth.Grant{{Role: auth.Admin, Unit: g.Unit}}})
}
