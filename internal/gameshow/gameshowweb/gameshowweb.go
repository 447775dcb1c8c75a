// Package gameshowweb has the pages of the show: the host's, the big screen, and
// what phones see and send.
//
// Each node has a room for each game that somebody follows on it. A room reads
// what is new from the database when it is woken, and sends it to whoever is
// connected; it decides nothing.
package gameshowweb

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/live"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// Pages are the pages of the show.
type Pages struct {
	Site *web.Site
	Show *gameshow.Service
	Org  *org.Service
	Base func(*http.Request) string // address of this site, for links other people open
	// Listen is what the server listens on, host and port: whether a hall can come
	// by the addresses of this machine.
	Listen string
	Bus    *live.Bus
	Log    *slog.Logger
	Tunes  []gameshow.Tune
	// Now is a clock that only goes forward, in microseconds: times of answers
	// are differences of it, whatever clocks of phones and nodes say.
	Now func() int64

	gate *gate

	mu    sync.Mutex
	rooms map[string]*room
	shelf shelf // of tunes and pictures
}

// Routes are the lines of the route table.
func (p *Pages) Routes() []web.Route {
	p.gate = newGate(p.Now)
	return slices.Concat(p.lineRoutes(), p.playRoutes(), p.screenRoutes(), p.hostRoutes(), p.showRoutes(), p.bankRoutes(), p.mediaRoutes(), p.resultRoutes())
}

// lineRoutes are what programs speak, not people.
func (p *Pages) lineRoutes() []web.Route {
	return []web.Route{
		{Pattern: "POST /play/join", Need: web.Public, Do: p.join},
		{Pattern: "GET /play/{game}/live", Need: web.Public, Do: p.live},
		{Pattern: "GET /games/{game}/live", Need: gameshow.Host, Do: p.hostLive},
		{Pattern: "POST /games/{game}/do", Need: gameshow.Host, Do: p.do},
		{Pattern: "POST /games/{game}/robots", Need: gameshow.Host, Do: p.robots},
		{Pattern: "GET /play/{game}/sound/{question}", Need: web.Public, Do: p.sound},
		{Pattern: "GET /play/{game}/picture/{question}", Need: web.Public, Do: p.picture},
	}
}

// render answers with a page under the place of shows in the navigation.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: "shows"}, body)
}

// say is a text of these pages.
func say(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "gameshow."+key, args...)
}

// enter gives the room of a game on this node, made when nobody was in it, with
// one more in it.
func (p *Pages) enter(ctx context.Context, game string) (*room, error) {
	r := p.room(ctx, game)
	select {
	case <-r.ready:
	case <-ctx.Done():
		p.leave(r)
		return nil, ctx.Err()
	}
	if r.err != nil {
		p.leave(r)
		return nil, errs.New(errs.NotFound, "error.notfound").Because(r.err)
	}
	return r, nil
}

func (p *Pages) room(ctx context.Context, game string) *room {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.rooms[game]
	if r == nil {
		r = newRoom(p, game)
		if p.rooms == nil {
			p.rooms = map[string]*room{}
		}
		p.rooms[game] = r
		go r.run(context.WithoutCancel(ctx))
	}
	r.inside++
	return r
}

// leave takes one out of a room; the last one closes it.
func (p *Pages) leave(r *room) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.inside--; r.inside == 0 {
		close(r.closed)
		delete(p.rooms, r.game)
	}
}
