package gameshowweb

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// wish is what somebody who stands at the door says: the number of a game, the
// key beside it in the QR code, if they have that, and work, if they were asked.
type wish struct {
	PIN  string `json:"pin"`
	Key  string `json:"key"`
	Work string `json:"work"`
}

// owing is what somebody is answered who has to work first.
type owing struct {
	Stamp string `json:"stamp"`
	Bits  int    `json:"bits"`
}

// admit finds the game somebody wants to play. Who comes with the right key does
// not guess, and works only when very many come in; who has a number alone also
// when many wrong ones were tried from there. In debt nobody is told whether a
// number is right before the work is done: then ok is false, and the answer was
// written.
func (p *Pages) admit(w http.ResponseWriter, r *http.Request, wanted wish) (g gameshow.Game, ok bool, err error) {
	address := web.IP(r)
	wanted.PIN = strings.Join(strings.Fields(wanted.PIN), "") // "482 713", as it stands on the screen
	keyed := false
	if wanted.Key != "" {
		if g, err = p.Show.ByPIN(r.Context(), wanted.PIN); err != nil && !errs.Is(err, errs.NotFound) {
			return g, false, err
		}
		keyed = err == nil && subtle.ConstantTimeCompare([]byte(wanted.Key), []byte(g.Key())) == 1
	}
	owed := p.door.bits(address, entering)
	if !keyed {
		owed = max(owed, p.door.bits(address, guessing))
	}
	minute := day.Machine() / 60_000_000
	if owed > 0 && !p.door.worked(wanted.Work, wanted.PIN, minute, owed) {
		return g, false, ask(w, owing{stamp(minute, wanted.PIN), owed})
	}
	p.door.count(address, entering)
	if !keyed {
		g, err = p.Show.ByPIN(r.Context(), wanted.PIN)
		if err != nil {
			p.door.count(address, guessing)
		}
	}
	return g, err == nil, err
}

// ask answers that there is work to do first.
func ask(w http.ResponseWriter, o owing) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusTooManyRequests)
	return json.NewEncoder(w).Encode(map[string]owing{"work": o})
}
