package gameshowweb

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/coder/websocket"
)

// The Wi-Fi of a hall fails for a moment in the middle of a question: a thousand
// phones come back at once, each to its own seat, and nobody has lost anything.
func TestAThousandComeBackAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		const players = 1000
		seats, lines := make([]gameshow.Ticket, players), make([]*websocket.Conn, players)
		for i := range seats {
			var err error
			if seats[i], err = h.show.Join(t.Context(), h.game.ID, gameshow.Entrance{Name: fmt.Sprintf("Máy %04d", i)}); err != nil {
				t.Fatal(err)
			}
		}
		h.atOnce(players, func(i int) { lines[i] = h.back(seats[i], "", false) })
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		h.atOnce(players, func(i int) {
			if i%2 == 0 { // half of them had answered
				h.answerOn(lines[i], "stored")
			}
			_ = lines[i].CloseNow()
		})
		h.atOnce(players, func(i int) { lines[i] = h.back(seats[i], "asking", i%2 == 0) })
		h.atOnce(players, func(i int) {
			if i%2 == 1 {
				h.answerOn(lines[i], "stored")
			}
		})
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		_, played, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		if s := played.SpreadOf(0); s.Right != players || s.Answers != players {
			t.Errorf("%+v", s)
		}
		for _, l := range lines {
			_ = l.CloseNow()
		}
	})
}

// atOnce does something for each of many, 100 at a time.
func (h *hall) atOnce(n int, do func(int)) {
	var all sync.WaitGroup
	turn := make(chan struct{}, 100)
	for i := range n {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			do(i)
		})
	}
	all.Wait()
}

// back opens the line of a seat and looks at what it is told first: the stage,
// when one is named, and whether its answer is known.
func (h *hall) back(s gameshow.Ticket, stage string, sent bool) *websocket.Conn {
	ctx, stop := context.WithTimeout(h.t.Context(), 30*time.Second)
	defer stop()
	ws, _, err := websocket.Dial(ctx, strings.Replace(h.URL, "http", "ws", 1)+"/play/"+s.Game+"/live?seat="+s.Resume, nil)
	if err != nil {
		h.t.Errorf("%s cannot come back: %v", s.Name, err)
		return nil
	}
	ws.SetReadLimit(1 << 20)
	f := h.next(ctx, ws, "state")
	if f.Me == nil || f.Me.Name != s.Name || (stage != "" && (f.Stage != stage || f.Me.Sent != sent)) {
		h.t.Errorf("%s is told %s %+v", s.Name, f.Stage, f.Me)
	}
	return ws
}

func (h *hall) next(ctx context.Context, ws *websocket.Conn, kind string) (f frame) {
	for f.Type != kind {
		_, data, err := ws.Read(ctx)
		if err != nil {
			h.t.Errorf("waiting for %s: %v", kind, err)
			return f
		}
		f = frame{}
		_ = json.Unmarshal(data, &f)
	}
	return f
}

func (h *hall) answerOn(ws *websocket.Conn, want string) {
	ctx, stop := context.WithTimeout(h.t.Context(), 30*time.Second)
	defer stop()
	body, _ := json.Marshal(said{Type: "answer", Question: 0, Answer: gameshow.Answer{Picks: []int{1}}})
	if err := ws.Write(ctx, websocket.MessageText, body); err != nil {
		h.t.Errorf("an answer cannot be sent: %v", err)
		return
	}
	if f := h.next(ctx, ws, "kept"); f.Kept != want {
		h.t.Errorf("an answer is %s", f.Kept)
	}
}

// What phones say of time is not asked for: a clock that is off by minutes, an
// answer with a time of its own, a pong that was made up. All that counts is when
// the server sent and when it heard.
func TestClocksOfPhonesDoNotMatter(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		honest, liar := h.phone(h.join("Thật")), h.phone(h.join("Gian"))
		honest.hear("state")
		liar.hear("state")
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		honest.hear("ask")
		liar.hear("ask")
		for _, lie := range []string{
			`{"t":"pong","n":"made up","at":1}`, `{"t":"pong","n":""}`,
			`{"t":"answer","q":0,"picks":[1],"took":-600000000,"at":-1,"time":"2001-01-01T00:00:00Z"}`,
		} {
			if err := liar.Write(t.Context(), websocket.MessageText, []byte(lie)); err != nil {
				t.Fatal(err)
			}
		}
		honest.pick(0, 1)
		liar.hear("kept")
		honest.hear("kept")
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		_, played, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range played.Standings() {
			if s.Took < 0 || s.Took > 10_000_000 {
				t.Errorf("%s took %d µs", s.Name, s.Took)
			}
		}
	})
}

// A phone that holds its pongs back buys the cap of 300 ms and no more
// (ClassQuiz c: 999 ms).
func TestALiarBuysTheCapAndNoMore(t *testing.T) {
	for _, c := range []struct {
		name       string
		held, gain int64 // microseconds
	}{{"an honest phone near by", 20_000, 10_000}, {"a phone far away", 400_000, 200_000}, {"a liar", 5_000_000, 300_000}} {
		line := &conn{nonce: "n", pingedAt: 0}
		line.pong("n", c.held)
		const asked, answered = 10_000_000, 13_000_000
		if got := int64(answered-asked) - line.took(0, asked, answered); got != c.gain {
			t.Errorf("%s gains %d µs, want %d", c.name, got, c.gain)
		}
	}
}

// Games beside each other hear nothing of each other (ClassQuiz b).
func TestAnotherGameHearsNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		other, err := h.show.Start(h.host(), h.game.Show, false)
		if err != nil {
			t.Fatal(err)
		}
		here := h.phone(h.join("An"))
		here.hear("state")
		mine := h.game
		h.game = other
		there := h.phone(h.join("Bình"))
		there.hear("state")
		h.game = mine
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		here.hear("ask")
		here.pick(0, 1)
		here.hear("kept")
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		here.hear("state")
		h.game = other
		h.do(gameshow.Event{Kind: gameshow.Over})
		if f := there.hear("state"); f.Stage != "ended" || f.Question != -1 || f.Answers != 0 {
			t.Errorf("the first the other game hears is %+v", f)
		}
	})
}
