// Package showbench plays a show from outside, over real lines, as many phones
// as one likes, and counts what becomes of every answer: sent, kept,
// acknowledged. It knows the program only by its addresses.
package showbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"donghanh/internal/platform/day"

	"github.com/coder/websocket"
)

// Hall is a crowd of phones in one game.
type Hall struct {
	URL     string // of the program
	PIN     string // of the game
	Players int
	Spread  time.Duration // over how long answers come after a question is shown

	now      func() int64
	askedAt  atomic.Int64 // when the open question was asked, by now
	phones   []*phone
	begun    map[int]int64 // when each question was asked, or first shown where another leads
	reported map[int]int   // answers in time the program told of, by question
	mu       sync.Mutex
}

// phone is one player.
type phone struct {
	hall  *Hall
	ws    *websocket.Conn
	no    int
	shown []int64 // microseconds from asking to showing, by question
	acked []int64 // from sending to hearing that it is kept
	sent  int
	kept  map[string]int
}

// heard is what the bench understands of a frame.
type heard struct {
	Type     string `json:"t"`
	Nonce    string `json:"n"`
	Stage    string `json:"stage"`
	Question int    `json:"q"`
	Kept     string `json:"kept"`
	Asked    *struct {
		Options []string `json:"options"`
	} `json:"asked"`
	Told *struct {
		All int `json:"all"`
	} `json:"told"`
}

// Fill lets all players join and connect, so many at a time.
func (h *Hall) Fill(ctx context.Context) error {
	h.now, h.begun, h.reported = day.Stopwatch(), map[int]int64{}, map[int]int{}
	h.phones = make([]*phone, h.Players)
	errs := make(chan error, h.Players)
	turn := make(chan struct{}, 64)
	var all sync.WaitGroup
	for i := range h.Players {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			var err error
			if h.phones[i], err = h.enter(ctx, i); err != nil {
				errs <- err
			}
		})
	}
	all.Wait()
	close(errs)
	return <-errs
}

// enter joins as one player and connects.
func (h *Hall) enter(ctx context.Context, no int) (*phone, error) {
	seat, err := h.join(ctx, no)
	if err != nil {
		return nil, err
	}
	ws, _, err := websocket.Dial(ctx, strings.Replace(h.URL, "http", "ws", 1)+"/play/"+seat.Game+"/live?seat="+seat.Seat, nil)
	if err != nil {
		return nil, fmt.Errorf("player %d cannot connect: %w", no, err)
	}
	ws.SetReadLimit(1 << 20)
	return &phone{hall: h, ws: ws, no: no, kept: map[string]int{}}, nil
}

// Play lets everybody answer what is asked, until the game is over or the
// context ends.
func (h *Hall) Play(ctx context.Context) {
	var all sync.WaitGroup
	for _, p := range h.phones {
		all.Go(func() { p.play(ctx) })
	}
	all.Wait()
}

// Asking tells when a question is asked, for the time until it is shown. Where
// somebody else leads, that is when the first phone shows it.
func (h *Hall) Asking() { h.askedAt.Store(h.now()) }

// since is how long after a question was asked a phone shows it.
func (h *Hall) since(question int, now int64) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.begun[question]; !known {
		h.begun[question] = now
		if at := h.askedAt.Swap(0); at > 0 {
			h.begun[question] = at
		}
	}
	return now - h.begun[question]
}

func (p *phone) play(ctx context.Context) {
	defer func() { _ = p.ws.CloseNow() }()
	for {
		_, data, err := p.ws.Read(ctx)
		if err != nil {
			return
		}
		var f heard
		if json.Unmarshal(data, &f) != nil {
			continue
		}
		if p.take(ctx, f) {
			return
		}
	}
}

// take does what a frame asks for, and tells whether the game is over.
func (p *phone) take(ctx context.Context, f heard) (over bool) {
	switch f.Type {
	case "ping":
		_ = p.say(ctx, map[string]any{"t": "pong", "n": f.Nonce}) // a broken line shows at the next reading
	case "ask":
		p.shown = append(p.shown, p.hall.since(f.Question, p.hall.now()))
		p.answer(ctx, f)
	case "state":
		if f.Told != nil {
			p.hall.report(f.Question, f.Told.All)
		}
		return f.Stage == "ended"
	case "kept":
		p.kept[f.Kept]++
	}
	return false
}

// answer thinks for a while, sends, and waits to hear that it is kept.
func (p *phone) answer(ctx context.Context, f heard) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(rand.N(p.hall.Spread)):
	}
	options := 1
	if f.Asked != nil && len(f.Asked.Options) > 0 {
		options = len(f.Asked.Options)
	}
	at := p.hall.now()
	if p.say(ctx, map[string]any{"t": "answer", "q": f.Question, "picks": []int{p.no % options}}) != nil {
		return
	}
	p.sent++
	for {
		_, data, err := p.ws.Read(ctx)
		if err != nil {
			return
		}
		var g heard
		if json.Unmarshal(data, &g) != nil {
			continue
		}
		if g.Type == "kept" && g.Question == f.Question {
			p.acked = append(p.acked, p.hall.now()-at)
			p.kept[g.Kept]++
			return
		}
		p.take(ctx, g)
	}
}

func (p *phone) say(ctx context.Context, what map[string]any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return p.ws.Write(ctx, websocket.MessageText, data)
}

// report keeps how many answers in time the program told of.
func (h *Hall) report(question, all int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reported[question] = max(h.reported[question], all)
}

// ErrLost is what a hall ends with when an answer was lost or counted twice.
var ErrLost = errors.New("answers were lost or counted twice")
