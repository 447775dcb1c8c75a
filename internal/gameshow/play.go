package gameshow

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
	"unicode"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"

	"golang.org/x/text/unicode/norm"
)

// MostPlayers is how many may play one game.
const MostPlayers = 5000

// Entrance is somebody who wants to play.
type Entrance struct {
	Name string
	Team string // of free teams: its name, or empty
	Unit string // of units: code of the unit one plays for
	// Seat is a code the phone has made for its seat: whoever asks twice, for the
	// answer got lost on the way, is seated once. Empty: one is made here.
	Seat string
}

// maxPlayerName is how long a name on the big screen may be, in characters.
const maxPlayerName = 24

// PlayerName tidies a name for the big screen: no marks that turn the writing
// around or stand above others without end, no line breaks. Emoji stay.
func PlayerName(typed string) (string, error) {
	var b strings.Builder
	marks := 0
	for _, r := range norm.NFC.String(strings.ToValidUTF8(typed, "")) {
		switch {
		case unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cc, r):
			r = ' '
		case unicode.IsMark(r) && r != '\ufe0f' && r != '\u200d':
			if marks++; marks > 2 {
				continue
			}
		default:
			marks = 0
		}
		b.WriteRune(r)
	}
	name := strings.Join(strings.Fields(b.String()), " ")
	if !strings.ContainsFunc(name, seen) {
		return "", errs.At("name", "error.required")
	}
	if runes := []rune(name); len(runes) > maxPlayerName {
		name = strings.TrimSpace(string(runes[:maxPlayerName]))
	}
	return name, nil
}

// seen tells whether a letter shows by itself: marks do not, nor do letters that
// are drawn as nothing.
func seen(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) || unicode.IsPunct(r)) && !strings.ContainsRune("\u115f\u1160\u2800\u3164\uffa0", r)
}

// newResume is the code a player comes back with: 80 bits, ten letters a phone
// can read aloud, and what is kept of it.
func newResume() (code, kept string) {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // never fails (Go 1.24)
	code = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	return code, keptResume(code)
}

func keptResume(code string) string {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.TrimSpace(code))))
	return hex.EncodeToString(sum[:])
}

// Ticket is what a player holds.
type Ticket struct {
	Game, Player, Name, Team string
	Unit                     string // id
	Resume                   string // only when it is given out
	First                    int    // question they can answer first
}

// ByPIN finds the game people may join by a number; a wrong one is not found.
func (s *Service) ByPIN(ctx context.Context, pin string) (g Game, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err = gameByPIN(ctx, tx, strings.TrimSpace(pin))
		return err
	})
	return g, err
}

// Return gives the seat back to whoever has its code, on whatever phone.
func (s *Service) Return(ctx context.Context, game, resume string) (t Ticket, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		t, err = seatByResume(ctx, tx, game, keptResume(resume))
		return err
	})
	return t, err
}

// Submission is an answer on its way into the database.
type Submission struct {
	Game     string
	Question int
	Player   string
	At, Took int64
	Answer   Answer
}

// Kept is what became of a submission.
type Kept string

const (
	Stored  Kept = "stored"
	TooLate Kept = "late"    // stored, and worth nothing
	Twice   Kept = "twice"   // there is an answer already; this one changes nothing
	Refused Kept = "refused" // no such player, or a question that was not asked
)

// Store keeps some answers of one game in one transaction and tells what became
// of each, in their order. Which is the first of a player, and whether the
// question is still open, is decided by the database alone.
func (s *Service) Store(ctx context.Context, game string, some []Submission) (out []Kept, err error) {
	defer errs.Wrap(&err, "gameshow.Store(%s)", game)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		out = make([]Kept, len(some))
		if err := tx.LockShared(ctx, Topic(game)); err != nil { // no question is shut meanwhile
			return err
		}
		g, err := gameByID(ctx, tx, game)
		if err != nil {
			return err
		}
		for i, sub := range some {
			if out[i], err = store(ctx, tx, g, sub); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func store(ctx context.Context, tx *db.Tx, g Game, sub Submission) (Kept, error) {
	if sub.Question < 0 || sub.Question > g.Question || g.EndedAt != nil {
		return Refused, nil
	}
	late := !g.Asking || sub.Question < g.Question
	fresh, err := insertAnswer(ctx, tx, sub, late)
	switch {
	case err != nil:
		return "", err
	case fresh && late:
		return TooLate, nil
	case fresh:
		return Stored, nil
	}
	seated, err := isSeated(ctx, tx, sub)
	if err != nil || seated {
		return Twice, err
	}
	return Refused, nil
}

// Join seats a player in a game. Who comes late plays from the next question on.
// Who is seated already with the same code gets that seat.
func (s *Service) Join(ctx context.Context, game string, e Entrance) (t Ticket, err error) {
	defer errs.Wrap(&err, "gameshow.Join(%s)", game)
	t = Ticket{Game: game, Player: db.NewID()}
	if t.Name, err = PlayerName(e.Name); err != nil {
		return t, err
	}
	var kept string
	if t.Resume, kept = e.Seat, keptResume(e.Seat); e.Seat == "" {
		t.Resume, kept = newResume()
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.LockShared(ctx, Topic(game)); err != nil {
			return err
		}
		g, err := gameByID(ctx, tx, game)
		if err != nil {
			return err
		}
		if again, err := seatByResume(ctx, tx, game, kept); !errs.Is(err, errs.NotFound) {
			again.Resume = t.Resume
			t = again
			return err
		}
		if err := mayJoin(ctx, tx, g); err != nil {
			return err
		}
		if err := s.team(ctx, tx, g, e, &t); err != nil {
			return err
		}
		t.First = g.Question + 1
		return insertPlayer(ctx, tx, t, kept)
	})
	if errs.Is(err, errs.Conflict) && errs.Of(err).Key == "error.exists" { // asked twice at once
		t, err = s.Return(ctx, game, e.Seat)
		t.Resume = e.Seat
	}
	return t, err
}

func mayJoin(ctx context.Context, tx *db.Tx, g Game) error {
	switch {
	case g.EndedAt != nil:
		return errs.New(errs.Conflict, "gameshow.over")
	case g.Locked:
		return errs.New(errs.Denied, "gameshow.locked")
	}
	n, err := countPlayers(ctx, tx, g.ID)
	if err == nil && n >= MostPlayers {
		err = errs.New(errs.Denied, "gameshow.full", errs.Args{"max": MostPlayers})
	}
	return err
}
