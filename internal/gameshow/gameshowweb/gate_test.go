package gameshowweb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/coder/websocket"
)

// knock tries to come in and tells what was answered.
func (h *hall) knock(e entrance) (status int, s seated, o owing) {
	h.t.Helper()
	body, _ := json.Marshal(e)
	resp, err := http.Post(h.URL+"/play/join", "application/json", bytes.NewReader(body))
	if err != nil {
		h.t.Error(err)
		return 0, s, o
	}
	defer resp.Body.Close()
	var all struct {
		seated
		Work owing `json:"work"`
	}
	if resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusTooManyRequests {
		if err := json.NewDecoder(resp.Body).Decode(&all); err != nil {
			h.t.Error(err)
		}
	}
	return resp.StatusCode, all.seated, all.Work
}

// toil does the work a phone's script does.
func toil(o owing) string {
	for n := 0; ; n++ {
		if work := fmt.Sprintf("%s %d", o.Stamp, n); zeros(work) >= o.Bits {
			return work
		}
	}
}

// Whoever guesses numbers works for each guess before they are told anything;
// who comes from the same address with the key of the QR code does not.
func TestGuessingNumbersIsBounded(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		tell := map[int]int{}
		for n := range 200 {
			status, _, _ := h.knock(entrance{wish: wish{PIN: fmt.Sprint(100_000 + n)}, Name: "Robot"})
			tell[status]++
		}
		if tell[http.StatusNotFound] > int(guessing.free)+5 || tell[http.StatusNotFound]+tell[http.StatusTooManyRequests] != 200 {
			t.Errorf("200 guesses: %v", tell)
		}
		status, _, right := h.knock(entrance{wish: wish{PIN: h.game.PIN}, Name: "Robot"})
		_, _, wrong := h.knock(entrance{wish: wish{PIN: "123456"}, Name: "Robot"})
		if status != http.StatusTooManyRequests || right.Bits != wrong.Bits || right.Bits < easiest {
			t.Errorf("in debt the right number is told: %d, %+v and %+v", status, right, wrong)
		}
		if status, _, _ := h.knock(entrance{wish: wish{PIN: h.game.PIN, Key: "00000000"}, Name: "Robot"}); status != http.StatusTooManyRequests {
			t.Errorf("with a wrong key: %d", status)
		}
		if status, s, _ := h.knock(entrance{wish: wish{PIN: h.game.PIN, Key: h.game.Key()}, Name: "An"}); status != http.StatusOK || s.Seat == "" {
			t.Errorf("with the key of the QR code: %d", status)
		}
		work := toil(right)
		if status, _, _ := h.knock(entrance{wish: wish{PIN: h.game.PIN, Work: work}, Name: "Bình"}); status != http.StatusOK {
			t.Errorf("who has worked: %d", status)
		}
		if status, _, _ := h.knock(entrance{wish: wish{PIN: h.game.PIN, Work: work}, Name: "Bình"}); status != http.StatusTooManyRequests {
			t.Errorf("work is taken twice: %d", status)
		}
	})
}

func TestWorkIsForOneNumberAndNotOld(t *testing.T) {
	gate := newGate(func() int64 { return 0 })
	work := toil(owing{stamp(1000, "482713"), 14})
	for _, c := range []struct {
		name   string
		pin    string
		minute int64
		bits   int
		want   bool
	}{
		{"another number", "482714", 1000, 14, false}, {"old", "482713", 1011, 14, false}, {"of the future", "482713", 989, 14, false},
		{"too little", "482713", 1000, zeros(work) + 1, false}, {"right", "482713", 1003, 14, true}, {"again", "482713", 1003, 14, false},
	} {
		if got := gate.worked(work, c.pin, c.minute, c.bits); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if gate.worked("no work at all", "482713", 1000, 0) {
		t.Error("words are taken for work")
	}
}

// A hall stands behind one address. Robots there that guess, join and chatter do
// not keep fifty phones from coming in and playing.
func TestAFloodDoesNotHurtTheHall(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		stop := make(chan struct{})
		var robots, hall sync.WaitGroup
		for n := range 4 {
			robots.Go(func() { h.flood(n, stop) })
		}
		const phones = 50
		seats := make([]seated, phones)
		for i := range phones {
			hall.Go(func() { seats[i] = h.enter(fmt.Sprintf("Máy %02d", i)) })
		}
		hall.Wait()
		lines := make([]*phone, phones)
		for i, s := range seats {
			lines[i] = h.phone(s)
			lines[i].hear("state")
		}
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		for _, l := range lines {
			hall.Go(func() {
				l.hear("ask")
				l.pick(0, 1)
				if f := l.hear("kept"); f.Kept != "stored" {
					t.Errorf("an answer is %s", f.Kept)
				}
			})
		}
		hall.Wait()
		close(stop)
		robots.Wait()
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		_, live, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		if s := live.SpreadOf(0); s.Right != phones {
			t.Errorf("%d of %d answers were counted", s.Right, phones)
		}
	})
}

// enter joins as the script does: with work, when it is asked for.
func (h *hall) enter(name string) seated {
	e := entrance{wish: wish{PIN: h.game.PIN}, Name: name}
	for range 5 {
		status, s, o := h.knock(e)
		if status == http.StatusOK {
			return s
		}
		if status != http.StatusTooManyRequests {
			break
		}
		e.Work = toil(o)
	}
	h.t.Errorf("%s cannot come in", name)
	return seated{}
}

// flood guesses, and sends rubbish on a line of its own, until it is stopped.
func (h *hall) flood(no int, stop <-chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		h.knock(entrance{wish: wish{PIN: fmt.Sprint(100_000 + no*10_000 + n)}, Name: "Robot"})
		ws, _, err := websocket.Dial(h.t.Context(), strings.Replace(h.URL, "http", "ws", 1)+"/play/"+h.game.ID+"/live", nil)
		if err != nil {
			continue
		}
		for range 100 {
			if ws.Write(h.t.Context(), websocket.MessageText, []byte(`{"t":"answer","q":0,"picks":[1]}`)) != nil {
				break
			}
		}
		_ = ws.CloseNow()
	}
}

// A line that sends more than any phone would is cut; its player comes back.
func TestALineThatChattersIsCut(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		seat := h.join("An")
		loud := h.phone(seat)
		loud.hear("state")
		cut := false
		for range 100 {
			if err := loud.Write(t.Context(), websocket.MessageText, []byte(`{"t":"pong","n":"x"}`)); err != nil {
				cut = true
				break
			}
		}
		for !cut {
			_, _, err := loud.Read(t.Context())
			cut = err != nil
		}
		again := h.phone(seat)
		if f := again.hear("state"); f.Me.Name != "An" {
			t.Errorf("%+v", f.Me)
		}
	})
}

func TestDebtsDrain(t *testing.T) {
	now := int64(0)
	g := newGate(func() int64 { return now })
	for range int(guessing.free) + 60 {
		g.count("10.0.0.1", guessing)
	}
	if got := g.bits("10.0.0.1", guessing); got != easiest+1 {
		t.Errorf("after 60 too many: %d bits", got)
	}
	if got := g.bits("10.0.0.2", guessing); got != 0 {
		t.Errorf("another address owes %d bits", got)
	}
	now += 3600_000_000
	if got := g.bits("10.0.0.1", guessing); got != 0 {
		t.Errorf("an hour later: %d bits", got)
	}
}

// Somebody with the right number, beside others who guess, waits a moment and
// comes in.
func TestAPhoneBesideGuessersComesInInABrowser(t *testing.T) {
	h := newHall(t, testkit.SQLite(t))
	for n := range int(guessing.free) + 10 {
		h.knock(entrance{wish: wish{PIN: fmt.Sprint(100_000 + n)}, Name: "Robot"})
	}
	p := browser.Open(t, 360, 740)
	p.AllowProblem("429") // the first answer: there is work to do
	p.Go(h.URL + "/play")
	p.Fill("#pin", h.game.PIN[:3]+" "+h.game.PIN[3:])
	p.Click(".go")
	p.Wait("#name")
	p.Fill("#name", "Mơ")
	p.Click("#enter .go")
	p.Wait("body[data-view=lobby]")
}
