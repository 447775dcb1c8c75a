package gameshowweb

import (
	"encoding/json"
	"net/http"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
)

// entrance is what a phone sends to play.
type entrance struct {
	wish
	Name string `json:"name"`
	Team string `json:"team"`
	Unit string `json:"unit"` // code of a unit, where teams are units
	Seat string `json:"seat"` // code of a seat to come back to, instead of a name
}

// seated is what it gets.
type seated struct {
	Game string `json:"game"`
	Seat string `json:"seat"` // code to come back with
	Name string `json:"name"`
	Team string `json:"team,omitempty"`
}

// join seats somebody who knows the number of a game, or gives a seat back to
// whoever has its code.
func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	var e entrance
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFrame)).Decode(&e); err != nil {
		return errs.New(errs.Invalid, "error.form").Because(err)
	}
	g, ok, err := p.admit(w, r, e.wish)
	if err != nil || !ok {
		return err
	}
	out := seated{Game: g.ID, Seat: e.Seat}
	if e.Seat != "" {
		t, err := p.Show.Return(r.Context(), g.ID, e.Seat)
		if err != nil {
			return err
		}
		out.Name, out.Team = t.Name, t.Team
	} else {
		t, err := p.Show.Join(r.Context(), g.ID, gameshow.Entrance{Name: e.Name, Team: e.Team, Unit: e.Unit})
		if err != nil {
			return err
		}
		out.Seat, out.Name, out.Team = t.Resume, t.Name, t.Team
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(out)
}
