package gameshow

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Start begins a game of a show that is ready to be played. A rehearsal counts
// for nothing.
func (s *Service) Start(ctx context.Context, show string, rehearsal bool) (Game, error) {
	return s.StartOnce(ctx, db.NewID(), show, rehearsal)
}

// StartOnce is Start for a button: the game gets an id, and a second click with
// the same one finds it.
func (s *Service) StartOnce(ctx context.Context, id, show string, rehearsal bool) (g Game, err error) {
	defer errs.Wrap(&err, "gameshow.Start(%s)", show)
	start := func(tx *db.Tx) error {
		g, err = s.start(ctx, tx, id, show, rehearsal)
		return err
	}
	for range 5 { // a number that is taken
		err = s.DB.Write(ctx, start)
		if !errs.Is(err, errs.Conflict) || errs.Of(err).Key != "error.exists" {
			break
		}
	}
	return g, err
}

func (s *Service) start(ctx context.Context, tx *db.Tx, id, of string, rehearsal bool) (g Game, err error) {
	if err := tx.LockShared(ctx, mediaLock(of)); err != nil { // nothing the game will play goes meanwhile
		return g, err
	}
	saved, err := showByID(ctx, tx, of)
	if err != nil {
		return g, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Host, Read, saved.Unit); err != nil {
		return g, err
	}
	if g, err = gameByID(ctx, tx, id); !errs.Is(err, errs.NotFound) {
		return begun(g, saved, err)
	}
	show, err := saved.Show()
	if err != nil {
		return g, err
	}
	if err := show.Check(); err != nil {
		return g, err
	}
	if err := checkMedia(ctx, tx, saved.ID, show); err != nil {
		return g, err
	}
	pin, err := newPIN()
	if err != nil {
		return g, err
	}
	g = Game{
		ID: id, Show: saved.ID, Unit: saved.Unit, Data: saved.Data, PIN: pin, Rehearsal: rehearsal, Question: -1, Host: actor(ctx), CreatedAt: tx.Now(),
	}
	if err := insertGame(ctx, tx, g); err != nil {
		return g, err
	}
	return g, note(ctx, tx, "gameshow.start", g.ID, g.Unit)
}

// begun is the game a first click has begun; that of another show is nobody's.
func begun(g Game, of Saved, err error) (Game, error) {
	if err == nil && g.Show != of.ID {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	return g, err
}

// newPIN is six digits nobody can foresee. Whoever guesses is slowed down by the
// pages; a million numbers for a few games at a time are enough then.
func newPIN() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(900_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprint(100_000 + n.Int64()), nil
}

// Key is what stands beside the number of a game in its QR code: who has it does
// not guess numbers.
func (g Game) Key() string {
	sum := sha256.Sum256([]byte("gameshow key " + g.ID))
	return hex.EncodeToString(sum[:4])
}

// Do is what the host does in a game: asks the next question, shuts it, takes a
// near answer, puts the board on the screens, renames or sends out a player,
// ends. It is kept in the log, and every node is told. What cannot happen now is
// a Conflict.
func (s *Service) Do(ctx context.Context, game string, e Event) (out Event, err error) {
	defer errs.Wrap(&err, "gameshow.Do(%s, %s)", game, e.Kind)
	if e, err = tidied(e); err != nil {
		return e, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := s.hosted(ctx, tx, game)
		if err != nil {
			return err
		}
		if out, err = enact(ctx, tx, g, e); err != nil {
			return err
		}
		if act := judged(e.Kind); act != "" {
			err = note(ctx, tx, act, g.ID, g.Unit)
		}
		return err
	})
	return out, err
}

// tidied is what a host typed, as it may stand on a screen.
func tidied(e Event) (_ Event, err error) {
	switch e.Kind {
	case Renamed:
		e.Name, err = PlayerName(e.Name)
	case Accepted:
		if e.Text = strings.TrimSpace(e.Text); e.Text == "" {
			err = errs.At("text", "error.required")
		}
	}
	return e, err
}

// judged names what one answers for by name, in the audit list: the log of a
// game knows no accounts. Other acts of a host have none.
func judged(k EventKind) string {
	return map[EventKind]string{Renamed: "gameshow.rename", Removed: "gameshow.remove", Accepted: "gameshow.accept", Over: "gameshow.end"}[k]
}

// enact puts what happened into the log of a game that is locked.
func enact(ctx context.Context, tx *db.Tx, g Game, e Event) (Event, error) {
	live, err := course(ctx, tx, g)
	if err != nil {
		return e, err
	}
	if e.Kind == Shut && g.Question == e.Question && !g.Asking {
		return e, nil // its time was up before the host's finger came down
	}
	e.No, e.At = g.No+1, tx.Now()
	if err := live.Apply(e); err != nil {
		return e, err
	}
	g.No, g.Question, g.Asking = e.No, live.Question, live.Stage == Asking
	if live.Stage == Ended && g.EndedAt == nil {
		g.EndedAt, g.Asking = &e.At, false
	}
	if err := moveGame(ctx, tx, g); err != nil {
		return e, err
	}
	if err := insertEvent(ctx, tx, g.ID, e); err != nil {
		return e, err
	}
	return e, tx.Tell(ctx, Topic(g.ID))
}

// TimeUp shuts a question whose time is up, or that everybody has answered, if
// nobody has shut it yet: what every node that serves the game does on its own.
func (s *Service) TimeUp(ctx context.Context, game string, question int) (err error) {
	defer errs.Wrap(&err, "gameshow.TimeUp(%s, %d)", game, question)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.LockExclusive(ctx, Topic(game)); err != nil {
			return err
		}
		g, err := gameByID(ctx, tx, game)
		if err != nil || !g.Asking || g.Question != question {
			return err
		}
		_, err = enact(ctx, tx, g, Event{Kind: Shut, Question: question})
		return err
	})
}

// hosted locks a game for its host, or for whoever may hold games of the unit.
func (s *Service) hosted(ctx context.Context, tx *db.Tx, id string) (g Game, err error) {
	if err := tx.LockExclusive(ctx, Topic(id)); err != nil {
		return g, err
	}
	if g, err = gameByID(ctx, tx, id); err != nil {
		return g, err
	}
	return g, s.Org.Guard.Need(ctx, tx, Host, Read, g.Unit)
}

// Lock lets nobody new join, or lets them again.
func (s *Service) Lock(ctx context.Context, game string, locked bool) (err error) {
	defer errs.Wrap(&err, "gameshow.Lock(%s)", game)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := s.hosted(ctx, tx, game)
		if err != nil {
			return err
		}
		if err := lockGame(ctx, tx, g.ID, locked); err != nil {
			return err
		}
		return tx.Tell(ctx, Topic(g.ID))
	})
}

// Load reads a game as it stands, from its log, for whoever may read it.
func (s *Service) Load(ctx context.Context, game string) (g Game, live *Session, err error) {
	defer errs.Wrap(&err, "gameshow.Load(%s)", game)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if g, err = gameByID(ctx, tx, game); err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, g.Unit); err != nil {
			return err
		}
		live, err = load(ctx, tx, g)
		return err
	})
	return g, live, err
}

// load replays the log of a game: who plays, what the host did, and before each
// question is shut its answers.
func load(ctx context.Context, tx *db.Tx, g Game) (*Session, error) {
	var show Show
	if err := json.Unmarshal([]byte(g.Data), &show); err != nil {
		return nil, err
	}
	log, err := logOf(ctx, tx, g.ID)
	if err != nil {
		return nil, err
	}
	return Replay(show, log)
}

// course is load without the answers: whether something can happen now does not
// depend on them, and there may be a hundred thousand.
func course(ctx context.Context, tx *db.Tx, g Game) (*Session, error) {
	var show Show
	if err := json.Unmarshal([]byte(g.Data), &show); err != nil {
		return nil, err
	}
	players, err := playersOf(ctx, tx, g.ID)
	if err != nil {
		return nil, err
	}
	events, err := newEvents(ctx, tx, g.ID, 0)
	if err != nil {
		return nil, err
	}
	return Replay(show, append(players, events...))
}

// Hosted reads a game for whoever may hold it.
func (s *Service) Hosted(ctx context.Context, game string) (g Game, err error) {
	defer errs.Wrap(&err, "gameshow.Hosted(%s)", game)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if g, err = gameByID(ctx, tx, game); err != nil {
			return err
		}
		return s.Org.Guard.Need(ctx, tx, Host, Read, g.Unit)
	})
	return g, err
}

// AskedQuestion is a question of a game that was asked already; one to come is
// not found.
func (s *Service) AskedQuestion(ctx context.Context, game string, no int) (q Question, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		_, q, err = askedQuestion(ctx, tx, game, no)
		return err
	})
	return q, err
}

func askedQuestion(ctx context.Context, tx *db.Tx, game string, no int) (g Game, q Question, err error) {
	if g, err = gameByID(ctx, tx, game); err != nil {
		return g, q, err
	}
	var show Show
	if err := json.Unmarshal([]byte(g.Data), &show); err != nil {
		return g, q, err
	}
	if no < 0 || no > g.Question {
		return g, q, errs.New(errs.NotFound, "error.notfound")
	}
	return g, show.Questions()[no], nil
}
