package gameshowweb

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/web"

	"github.com/coder/websocket"
)

// conn is one phone or screen.
type conn struct {
	ws     *websocket.Conn
	ticket gameshow.Ticket // of a player
	player string          // id; empty: a screen, or a host
	host   bool
	known  bool // somebody with an account opened it
	out    chan outgoing
	gone   context.CancelFunc
	sent   int   // the last question this player has answered; the room's
	since  int64 // when it came, by Pages.Now

	mu       sync.Mutex
	nonce    string // of the ping that is on its way
	pingedAt int64
	shortest int64 // the shortest way there and back so far; 0: none measured
	asked    int   // the last question that was written here, from 1
	askedAt  int64 // and when
}

// outgoing is a frame on its way.
type outgoing struct {
	packed []byte
	asks   int // the question it asks, from 1; 0: none
}

func (c *conn) plays() bool { return c.player != "" }

// put hands a frame to the writer. Who does not read for so long that its frames
// pile up is cut off: it comes back and gets the state.
func (c *conn) put(o outgoing) {
	select {
	case c.out <- o:
	default:
		c.gone()
	}
}

// acknowledge tells a phone what became of its answer; for the room.
func (c *conn) acknowledge(k acknowledged) {
	if k.kept != gameshow.Refused {
		c.sent = max(c.sent, k.question)
	}
	c.put(outgoing{packed: pack(frame{Type: "kept", Question: k.question, Kept: string(k.kept)})})
}

const (
	queued   = 32
	pinging  = 5 * time.Second
	patience = 10 * time.Second // to write one frame
	maxFrame = 4096             // bytes of what a phone sends
)

// live is the line of a player, by the code of the seat, or of a screen.
func (p *Pages) live(w http.ResponseWriter, r *http.Request) error {
	c := p.newConn()
	c.known = web.Me(r) != nil
	if err := p.seat(r, c); err != nil {
		return err
	}
	return p.connect(w, r, c)
}

// hostLive is the line of a host, who sees more.
func (p *Pages) hostLive(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Show.Hosted(r.Context(), r.PathValue("game")); err != nil {
		return err
	}
	c := p.newConn()
	c.host, c.known = true, true
	return p.connect(w, r, c)
}

func (p *Pages) newConn() *conn {
	return &conn{out: make(chan outgoing, queued), sent: -1, since: p.Now()}
}

// connect makes a line of a request and serves it in the room of its game.
func (p *Pages) connect(w http.ResponseWriter, r *http.Request, c *conn) error {
	room, err := p.enter(r.Context(), r.PathValue("game"))
	if err != nil {
		return err
	}
	defer p.leave(room)
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return nil // it has answered already
	}
	defer func() { _ = ws.CloseNow() }()
	ws.SetReadLimit(maxFrame)
	c.ws = ws
	c.serve(r.Context(), p, room)
	return nil
}

// seat gives a line the seat whose code it has; without one it is a screen.
func (p *Pages) seat(r *http.Request, c *conn) (err error) {
	code := r.URL.Query().Get("seat")
	if code == "" {
		return nil
	}
	c.ticket, err = p.Show.Return(r.Context(), r.PathValue("game"), code)
	if err != nil {
		return err
	}
	c.player = c.ticket.Player
	c.sent, err = p.Show.LastAnswered(r.Context(), c.ticket.Game, c.player)
	return err
}

// serve writes and reads until one of the two ends.
func (c *conn) serve(ctx context.Context, p *Pages, r *room) {
	ctx, c.gone = context.WithCancel(ctx)
	defer c.gone()
	select {
	case r.came <- c:
	case <-ctx.Done():
		return
	}
	defer func() { r.went <- c }()
	go func() {
		defer c.gone()
		c.write(ctx, p)
	}()
	c.read(ctx, p, r)
}

func (c *conn) write(ctx context.Context, p *Pages) {
	pings := time.NewTicker(pinging)
	defer pings.Stop()
	first := time.After(100 * time.Millisecond) // the way is measured before the first question
	for {
		var o outgoing
		select {
		case <-ctx.Done():
			return
		case o = <-c.out:
		case <-first:
			o = c.ping(p)
		case <-pings.C:
			o = c.ping(p)
		}
		if c.send(ctx, o.packed) != nil {
			return
		}
		if o.asks > 0 {
			c.wrote(o.asks, p.Now())
		}
	}
}

func (c *conn) send(ctx context.Context, packed []byte) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, packed)
}

// wrote keeps when a question was sent here.
func (c *conn) wrote(question int, at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked, c.askedAt = question, at
}

// ping begins to measure the way: the phone sends back a word it cannot know
// before, so that it cannot make its way seem shorter than it is. It can make
// it seem longer, up to what Credit caps.
func (c *conn) ping(p *Pages) outgoing {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nonce, c.pingedAt = rand.Text(), p.Now()
	return outgoing{packed: pack(frame{Type: "ping", Nonce: c.nonce})}
}

func (c *conn) pong(nonce string, at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if nonce == "" || nonce != c.nonce {
		return
	}
	c.nonce = ""
	if way := max(1, at-c.pingedAt); c.shortest == 0 || way < c.shortest {
		c.shortest = way
	}
}

// stalled is the most by which a question may have come later here than to
// others: who does not read gains no more.
const stalled = 1_000_000

// took is how long an answer took: from when the question was sent here, less
// the credit for the way.
func (c *conn) took(question int, askedAt, at int64) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	sent := askedAt
	if c.asked == question+1 {
		sent = min(max(c.askedAt, askedAt), askedAt+stalled)
	}
	return gameshow.Took(sent, at, gameshow.Credit(c.shortest))
}

// chatter is how many messages a line may send, and how many more a second: a
// phone sends a pong each five seconds and an answer a question.
const chatter, chatterASecond = 30, 5

func (c *conn) read(ctx context.Context, p *Pages, r *room) {
	for heard := int64(0); ; heard++ {
		_, data, err := c.ws.Read(ctx)
		if err != nil {
			return
		}
		at := p.Now()
		if heard > chatter+chatterASecond*(at-c.since)/1_000_000 {
			return // no phone of ours; its seat stays, and it may come back
		}
		var s said
		switch {
		case json.Unmarshal(data, &s) != nil:
		case s.Type == "pong":
			c.pong(s.Nonce, at)
		case s.Type == "answer" && c.plays():
			c.answer(ctx, r, s, at)
		}
	}
}

// answer hands an answer over to be kept.
func (c *conn) answer(ctx context.Context, r *room, s said, at int64) {
	s.Picks = r.placed(s.Question, s.Picks)
	sub := gameshow.Submission{
		Game: r.game, Question: s.Question, Player: c.player, At: at, Took: c.took(s.Question, r.askedAt.Load(), at), Answer: s.Answer,
	}
	select {
	case r.answers <- submitted{sub, c}:
	case <-ctx.Done():
	}
}
