package gameshowweb

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"donghanh/internal/gameshow"
)

// room is a game on this node. Everything in it but the channels belongs to the
// goroutine of run.
type room struct {
	pages  *Pages
	game   string
	inside int           // guarded by Pages.mu
	ready  chan struct{} // closed when the game was read, or could not be
	closed chan struct{} // closed when the last one has left
	err    error

	askedAt atomic.Int64 // when the open question was sent from here, by Pages.Now
	came    chan *conn
	went    chan *conn
	answers chan submitted
	kept    chan acknowledged

	secret   uint64 // what options are mixed by; it does not change
	f        *gameshow.Follower
	conns    map[*conn]bool
	seats    map[string][]*conn      // lines of a player, of screens under "", in the order they came
	ranks    []gameshow.Standing     // as of the last question everybody was told of
	teams    []gameshow.TeamStanding // likewise
	standing map[string]gameshow.Standing
	told     *told // of the last question, worked out once for all
	counted  int   // answers everybody was told of
}

// submitted is an answer on its way, with who waits to hear of it.
type submitted struct {
	gameshow.Submission
	from *conn
}

// acknowledged is what became of one.
type acknowledged struct {
	to       *conn
	question int
	kept     gameshow.Kept
}

// glance is how often a room looks though nobody woke it: at who came and how
// many have answered, for which nobody is woken.
const glance = 400 * time.Millisecond

func newRoom(p *Pages, game string) *room {
	return &room{
		pages: p, game: game, ready: make(chan struct{}), closed: make(chan struct{}), came: make(chan *conn), went: make(chan *conn),
		answers: make(chan submitted, 4096), kept: make(chan acknowledged, 4096), conns: map[*conn]bool{}, seats: map[string][]*conn{}, standing: map[string]gameshow.Standing{},
	}
}

// run serves the room until the last one has left.
func (r *room) run(ctx context.Context) {
	rung, stop := r.pages.Bus.Subscribe(gameshow.Topic(r.game))
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if r.f, r.err = r.pages.Show.Follow(ctx, r.game); r.err == nil {
		r.secret = secretOf(r.f.Game)
	}
	close(r.ready)
	if r.err != nil {
		<-r.closed
		return
	}
	r.rank()
	if r.f.Asking {
		r.askedAt.Store(r.pages.Now())
	}
	go r.store(ctx)
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		select {
		case <-r.closed:
			return
		case c := <-r.came:
			r.seat(c)
			c.put(outgoing{packed: r.state(c)})
		case c := <-r.went:
			r.unseat(c)
		case k := <-r.kept:
			k.to.acknowledge(k)
		case <-rung:
			r.look(ctx)
		case <-look.C:
			r.look(ctx)
		}
	}
}

// how many lines a player may have here, who may have gone from a dead phone to
// another, and how many screens nobody has signed in on may follow a game.
const seatLines, screenLines = 3, 200

// seat takes a line in; nobody can fill a node with lines. Of a player the oldest
// is cut off, for its phone may be dead; of screens the new one, for the oldest is
// likely the one on the wall.
func (r *room) seat(c *conn) {
	r.conns[c] = true
	if c.known {
		return
	}
	lines := append(r.seats[c.player], c)
	switch {
	case !c.plays() && len(lines) > screenLines:
		c.gone()
	case c.plays() && len(lines) > seatLines:
		lines[0].gone()
	}
	r.seats[c.player] = lines
}

func (r *room) unseat(c *conn) {
	delete(r.conns, c)
	lines := slices.DeleteFunc(r.seats[c.player], func(other *conn) bool { return other == c })
	r.seats[c.player] = lines
	if len(lines) == 0 {
		delete(r.seats, c.player)
	}
}

// look reads what is new and tells it. A database that does not answer is asked
// again soon; nobody is sent away for it.
func (r *room) look(ctx context.Context) {
	players, locked := r.f.Live.Count(), r.f.Locked
	news, err := r.pages.Show.News(ctx, r.f)
	if err != nil {
		r.pages.Log.WarnContext(ctx, "a game cannot be followed", "game", r.game, "error", err)
		return
	}
	for _, e := range news {
		r.tell(e)
	}
	r.close(ctx)
	r.recount(r.f.Live.Count() != players || r.f.Locked != locked)
}

// recount tells screens and hosts who has come or gone, whether the door is
// locked, and how many have answered. 2,000 phones need not hear of each other.
func (r *room) recount(door bool) {
	if !door && r.f.Answers == r.counted {
		return
	}
	r.counted = r.f.Answers
	if door {
		r.rank()
		r.states(func(c *conn) bool { return !c.plays() })
		return
	}
	live := r.f.Live
	count := frame{Type: "count", Stage: string(live.Stage), Question: live.Question, Players: live.Count(), Answers: r.f.Answers}
	r.all(outgoing{packed: pack(count)}, func(c *conn) bool { return !c.plays() })
}

// tell sends one event to everybody.
func (r *room) tell(e gameshow.Event) {
	switch e.Kind {
	case gameshow.Asked:
		r.askedAt.Store(r.pages.Now())
		limit := int64(r.f.Show.Questions()[e.Question].Seconds) * 1000
		ask := frame{Type: "ask", Stage: string(gameshow.Asking), Question: e.Question, Of: len(r.f.Show.Questions()), Asked: r.asked(e.Question, limit)}
		r.all(outgoing{packed: pack(ask), asks: e.Question + 1}, nil)
	case gameshow.Shut, gameshow.Accepted, gameshow.Over:
		r.rank()
		r.states(nil)
	case gameshow.Showed:
		r.states(func(c *conn) bool { return !c.plays() })
	case gameshow.Removed:
		r.all(outgoing{packed: pack(frame{Type: "out"})}, func(c *conn) bool { return c.player == e.Player })
	case gameshow.Renamed:
		r.rank()
		r.states(func(c *conn) bool { return c.player == e.Player || !c.plays() })
	}
}

// states sends the state anew to everybody, or to some.
func (r *room) states(whom func(*conn) bool) {
	for c := range r.conns {
		if whom == nil || whom(c) {
			c.put(outgoing{packed: r.state(c)})
		}
	}
}

// all sends a frame that is packed once to everybody, or to some.
func (r *room) all(o outgoing, whom func(*conn) bool) {
	for c := range r.conns {
		if whom == nil || whom(c) {
			c.put(o)
		}
	}
}

// rank works out how everybody stands, and what everybody is told.
func (r *room) rank() {
	r.ranks, r.teams = r.f.Live.Standings(), r.f.Live.Teams()
	standing := make(map[string]gameshow.Standing, len(r.ranks))
	for _, s := range r.ranks {
		standing[s.ID] = s
	}
	r.standing, r.told = standing, nil
	if live := r.f.Live; live.Question >= 0 && live.Stage != gameshow.Asking {
		r.told = toldOf(r.f.Show, live, live.Question)
		if r.f.Show.Questions()[live.Question].Kind == gameshow.Order {
			r.told.Right = rightly(r.shown(live.Question))
		}
	}
}

// grace is how long after its time a question stays open, so that what was sent
// in time has come: the most that is credited for the way, and as much again.
const grace = 2 * gameshow.MaxCredit

// close shuts a question whose time is up, or that all who could have answered. Every
// node tries; the database lets one.
func (r *room) close(ctx context.Context) {
	live := r.f.Live
	if live.Stage != gameshow.Asking {
		return
	}
	able := live.Able(live.Question)
	all := able > 0 && r.f.Answers >= able
	if !all && r.remains() > -grace {
		return
	}
	if err := r.pages.Show.TimeUp(ctx, r.game, live.Question); err != nil {
		r.pages.Log.WarnContext(ctx, "a question cannot be shut", "game", r.game, "error", err)
	}
}

// most is how many answers go into the database at once.
const most = 500

// store takes answers as they come and keeps them together: as many as are
// waiting, in one transaction. Each is told of once it is kept.
func (r *room) store(ctx context.Context) {
	for {
		var batch []submitted
		select {
		case <-ctx.Done():
			return
		case one := <-r.answers:
			batch = append(batch, one)
		}
		for more := true; more && len(batch) < most; {
			select {
			case one := <-r.answers:
				batch = append(batch, one)
			default:
				more = false
			}
		}
		r.keep(ctx, batch)
	}
}

// keep stores some answers. When the database does not take them, nobody is told
// that it has: the phones send again.
func (r *room) keep(ctx context.Context, batch []submitted) {
	some := make([]gameshow.Submission, len(batch))
	for i, b := range batch {
		some[i] = b.Submission
	}
	kept, err := r.pages.Show.Store(ctx, r.game, some)
	if err != nil {
		r.pages.Log.WarnContext(ctx, "answers cannot be kept", "game", r.game, "error", err)
		return
	}
	for i, b := range batch {
		select {
		case r.kept <- acknowledged{b.from, b.Question, kept[i]}:
		case <-ctx.Done():
			return
		}
	}
}
