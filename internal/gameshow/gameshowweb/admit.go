package gameshowweb

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"

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

// owing is the work somebody has to do first. It is an error, so that it comes
// out of wherever numbers are looked up.
type owing struct {
	Stamp string `json:"stamp"`
	Bits  int    `json:"bits"`
}

func (o owing) Error() string { return "there is work to do first" }

// admit finds the game of a number. Who comes with the right key does not guess;
// who has a number alone works when many wrong ones were tried from there, and is
// not told whether it is right before. So many bits of work are owed already.
func (p *Pages) admit(r *http.Request, wanted wish, owed int) (g gameshow.Game, err error) {
	address := web.IP(r)
	keyed := false
	if wanted.Key != "" {
		if g, err = p.Show.ByPIN(r.Context(), wanted.PIN); err != nil && !errs.Is(err, errs.NotFound) {
			return g, err
		}
		keyed = err == nil && subtle.ConstantTimeCompare([]byte(wanted.Key), []byte(g.Key())) == 1
	}
	if !keyed {
		owed = max(owed, p.gate.bits(address, guessing))
	}
	minute := day.Machine() / 60_000_000
	if owed > 0 && !p.gate.worked(wanted.Work, wanted.PIN, minute, owed) {
		return gameshow.Game{}, owing{stamp(minute, wanted.PIN), owed}
	}
	if keyed {
		return g, nil
	}
	if g, err = p.Show.ByPIN(r.Context(), wanted.PIN); errs.Is(err, errs.NotFound) {
		p.gate.count(address, guessing)
	}
	return g, err
}

// askFor answers that there is work to do first, when that is why; otherwise it
// answers nothing.
func askFor(w http.ResponseWriter, why error) (asked bool, err error) {
	var o owing
	if !errors.As(why, &o) {
		return false, nil
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusTooManyRequests)
	return true, json.NewEncoder(w).Encode(map[string]owing{"work": o})
}
