package gameshowweb

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/live"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/coder/websocket"
)

// hall is a node with a game of LĐLĐ quận Bình Tân.
type hall struct {
	*testkit.Kit
	show *gameshow.Service
	t    testing.TB
	game gameshow.Game
}

func evening() gameshow.Show {
	law := func(ask string) gameshow.Question {
		return gameshow.Question{Kind: gameshow.One, Ask: ask, Options: []gameshow.Option{{Text: "Sai"}, {Text: "Đúng", Right: true}}, Seconds: 20, Points: 1000}
	}
	return gameshow.Show{Title: "Âm nhạc và công nhân", Scoring: gameshow.ByAccuracy, Rounds: []gameshow.Round{
		{Kind: gameshow.Law, Title: "Luật", Questions: []gameshow.Question{law("Một?"), law("Hai?"), law("Ba?")}},
	}}
}

func newHall(t testing.TB, d *db.DB) *hall {
	t.Helper()
	return hallOf(t, d, evening())
}

// hallOf is a node with a game of a show.
func hallOf(t testing.TB, d *db.DB, show gameshow.Show) *hall {
	t.Helper()
	h := node(t, d)
	h.begin(show)
	return h
}

// begin founds the units of a hall and starts a game of a show in it.
func (h *hall) begin(show gameshow.Show) {
	t := h.t
	t.Helper()
	h.Found(org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"}, org.Founding{Code: "BT", Parent: "HCM", Name: "LĐLĐ quận Bình Tân", Kind: "district"})
	saved, err := h.show.SaveShow(h.host(), "", "BT", 0, show)
	if err != nil {
		t.Fatal(err)
	}
	h.exhibit(saved.ID, show)
	if h.game, err = h.show.Start(h.host(), saved.ID, false); err != nil {
		t.Fatal(err)
	}
}

// node is a server on a database; more may change its pages, and adds routes.
func node(t testing.TB, d *db.DB, more ...func(*Pages) []web.Route) *hall {
	t.Helper()
	h := &hall{t: t}
	bus := live.NewBus()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); bus.Run(ctx, d) }()
	t.Cleanup(func() { stop(); <-done })
	begin := time.Now()
	tunes, err := gameshow.LoadTunes(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	h.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		h.show = &gameshow.Service{DB: d, Org: k.Org}
		p := &Pages{
			Site: k.Site, Show: h.show, Org: k.Org, Base: func(*http.Request) string { return k.URL }, Bus: bus, Tunes: tunes, Log: slog.New(slog.DiscardHandler),
			Now: func() int64 { return time.Since(begin).Microseconds() },
		}
		routes := p.Routes()
		for _, add := range more {
			routes = append(routes, add(p)...)
		}
		return routes
	})
	return h
}

func (h *hall) host() context.Context { return h.Ctx("officer", "BT") }

func (h *hall) do(e gameshow.Event) {
	h.t.Helper()
	if _, err := h.show.Do(h.host(), h.game.ID, e); err != nil {
		h.t.Fatalf("%s: %v", e.Kind, err)
	}
}

// join seats a player by the number of the game.
func (h *hall) join(name string) seated {
	h.t.Helper()
	body, _ := json.Marshal(entrance{wish: wish{PIN: h.game.PIN}, Name: name})
	resp, err := http.Post(h.URL+"/play/join", "application/json", bytes.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	var s seated
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil || resp.StatusCode != http.StatusOK {
		h.t.Fatalf("join: %s, %v", resp.Status, err)
	}
	return s
}

// phone is the line of a player.
type phone struct {
	*websocket.Conn
	t testing.TB
}

func (h *hall) phone(s seated) *phone {
	h.t.Helper()
	ws, _, err := websocket.Dial(h.t.Context(), strings.Replace(h.URL, "http", "ws", 1)+"/play/"+s.Game+"/live?seat="+s.Seat, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = ws.CloseNow() })
	return &phone{ws, h.t}
}

// hear waits for a frame of a type, and answers pings meanwhile.
func (p *phone) hear(kind string) frame {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.t.Context(), 10*time.Second)
	defer stop()
	for {
		_, data, err := p.Read(ctx)
		if err != nil {
			p.t.Fatalf("waiting for %s: %v", kind, err)
		}
		var f frame
		if err := json.Unmarshal(data, &f); err != nil {
			p.t.Fatal(err)
		}
		if f.Type == "ping" {
			p.say(said{Type: "pong", Nonce: f.Nonce})
		}
		if f.Type == kind {
			return f
		}
	}
}

func (p *phone) say(s said) {
	p.t.Helper()
	data, _ := json.Marshal(s)
	if err := p.Write(p.t.Context(), websocket.MessageText, data); err != nil {
		p.t.Fatal(err)
	}
}

func (p *phone) pick(question, pick int) {
	p.t.Helper()
	p.say(said{Type: "answer", Question: question, Answer: gameshow.Answer{Picks: []int{pick}}})
}

func base(address string) func(*http.Request) string {
	return func(*http.Request) string { return address }
}
