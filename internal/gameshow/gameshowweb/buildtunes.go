package gameshowweb

import (
	"encoding/json"
	"net/http"

	"donghanh/internal/gameshow"
)

// tuneNotes is a tune as the pages of a host play it.
type tuneNotes struct {
	Notes   [][2]int `json:"notes"`   // key as MIDI counts (0: a rest), milliseconds
	Seconds float64  `json:"seconds"` // how much of it a composed question plays
}

// tunesJSON are the tunes by their ids. They are asked for by the script of a page
// that has something to listen to, so that the page itself stays light.
func (p *Pages) tunesJSON(w http.ResponseWriter, _ *http.Request) error {
	out := map[string]tuneNotes{}
	for _, t := range p.Tunes {
		_, _, to, _ := tuneOf(p.Tunes, gameshow.AskTitle(t))
		out[t.ID] = tuneNotes{notesOf(p.Tunes, gameshow.Question{Tune: t.ID}), t.Begins(to)}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	return json.NewEncoder(w).Encode(out)
}
