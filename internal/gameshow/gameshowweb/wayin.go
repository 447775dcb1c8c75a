package gameshowweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/i18n"
)

// wayIn is how people come into a game.
type wayIn struct {
	URL       string // what the QR code holds
	Address   string // as people type it, without the number
	PIN       string // in two groups, as people read it out
	Box, Path string // of the QR code
	Reached   bool   // phones can come by that address
}

// wayIn is how people come into a game now; nobody comes into one that is over,
// whose number may be another's.
func (p *Pages) wayIn(r *http.Request, g gameshow.Game) (v wayIn, err error) {
	if g.EndedAt != nil {
		return v, nil
	}
	v.URL, v.Reached = p.playURL(r, g)
	address, _, _ := strings.Cut(v.URL, "?")
	_, v.Address, _ = strings.Cut(address, "://")
	v.PIN = grouped(g.PIN, 3)
	v.Box, v.Path, err = paper.Code(v.URL)
	return v, err
}

// scriptWords hands texts to a script, each by the last part of its key. What a
// text wants is filled in there (Hall.say).
func scriptWords(ctx context.Context, keys ...string) map[string]string {
	filled := i18n.Args{}
	for _, name := range []string{"n", "of", "name", "text", "s"} {
		filled[name] = "{" + name + "}"
	}
	out := map[string]string{}
	for _, key := range keys {
		out[key[strings.LastIndexByte(key, '.')+1:]] = i18n.T(ctx, key, filled)
	}
	return out
}
