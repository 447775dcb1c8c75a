package agreement

import (
	"context"
	"time"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// touch is how often the last use of a link is written down.
const touch = 5 * time.Minute

// door is the name under which tries at rooms are counted.
const door = "room"

// Guest is somebody of a partner at the door of a room or in it: what they may
// read and do is that of one party of one agreement.
type Guest struct {
	Room
	Of     Agreement
	Party  Binds
	Keeper string   // name of the unit that keeps the agreement
	Today  day.Date // as it is here

	parties []Binds
}

// account is by what name a guest acts: that of the party, which no account has.
func (g Guest) account() string { return partyAccount(g.Room.Party) }

func partyAccount(party string) string { return "party:" + party }

// in is the context in which a guest acts: with no grant at all.
func (g Guest) in(ctx context.Context) context.Context {
	return auth.With(ctx, &auth.Actor{Account: g.account(), Name: g.account(), Display: g.writer()})
}

// writer is how a guest is named in the journal.
func (g Guest) writer() string { return g.Name + ", " + g.Party.Name }

// refused is the one sentence for every link and code that does not open.
func refused() error { return errs.At("code", "agreement.room.refused") }

// Knock finds the room of a link's secret. A link that was made up, has expired
// or was revoked is refused alike; such tries are counted under the address they
// come from, and kept in the audit log.
func (s *Service) Knock(ctx context.Context, secret, ip string) (g Guest, err error) {
	defer errs.Wrap(&err, "agreement.Knock")
	why := ""
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, why, err = s.guest(ctx, tx, secret)
		return err
	})
	if err != nil || why == "" {
		return g, err
	}
	return Guest{}, s.refuse(ctx, g, why, ip)
}

// guest reads who a secret lets in, or why it lets nobody in.
func (s *Service) guest(ctx context.Context, tx *db.Tx, secret string) (g Guest, why string, err error) {
	if !likeSecret(secret) {
		return g, "unknown", nil
	}
	g.Room, err = roomByHash(ctx, tx, auth.HashOf(secret))
	if errs.Is(err, errs.NotFound) {
		return g, "unknown", nil
	}
	if err != nil {
		return g, "", err
	}
	g.Today = tx.Today()
	if g.Of, err = agreementByID(ctx, tx, g.Agreement); err != nil {
		return g, "", err
	}
	if state := g.StateOn(g.Today); state != RoomActive {
		return g, string(state), nil
	}
	if g.Of.WithdrawnAt != nil || g.Of.PhaseOn(g.Today) == Draft {
		return g, "withdrawn", nil
	}
	return g, "", s.introduce(ctx, tx, &g)
}

// introduce reads whom a guest comes from and goes to.
func (s *Service) introduce(ctx context.Context, tx *db.Tx, g *Guest) (err error) {
	if g.parties, err = partiesOf(ctx, tx, g.Agreement); err != nil {
		return err
	}
	for _, b := range g.parties {
		if b.ID == g.Room.Party {
			g.Party = b
		}
	}
	u, err := s.Org.UnitByID(ctx, tx, g.Of.Unit)
	g.Keeper = u.Name
	return err
}

// refuse counts and keeps a try that did not open, and says the one sentence.
// Tries that have to wait are not looked at, and so not kept one by one.
func (s *Service) refuse(ctx context.Context, g Guest, why, ip string) error {
	if _, err := s.Auth.Attempt(ctx, door, g.ID, ip); err != nil {
		return err
	}
	return s.keepRefusal(ctx, g, why)
}

func (s *Service) keepRefusal(ctx context.Context, g Guest, why string) error {
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		return s.noteRoom(auth.With(ctx, nil), tx, "agreement.room.refused", g.Of.Unit, g.ID, why)
	})
	if err != nil {
		return err
	}
	return refused()
}

// AskCode has a new code sent; one that waited is over. TooMany with the seconds
// to wait after five within an hour.
func (s *Service) AskCode(ctx context.Context, secret, ip string) (g Guest, err error) {
	defer errs.Wrap(&err, "agreement.AskCode")
	if g, err = s.Knock(ctx, secret, ip); err != nil {
		return g, err
	}
	code, err := newCode()
	if err != nil {
		return g, err
	}
	return g, s.DB.Write(ctx, func(tx *db.Tx) error { return s.sendCode(ctx, tx, g, secret, code) })
}

func (s *Service) sendCode(ctx context.Context, tx *db.Tx, g Guest, secret, code string) error {
	if err := tx.LockExclusive(ctx, "agreement.room "+g.ID); err != nil {
		return err
	}
	now := day.Machine()
	if err := checkCodes(ctx, tx, g.ID, now); err != nil {
		return err
	}
	if err := endCodes(ctx, tx, g.ID); err != nil {
		return err
	}
	id := db.NewID()
	if err := insertCode(ctx, tx, id, g.ID, hashCode(secret, id, code), now, now+codeLives.Microseconds()); err != nil {
		return err
	}
	if err := s.mailRoom(ctx, tx, g.Room, id, code, now+codeLives.Microseconds()); err != nil {
		return err
	}
	return s.noteRoom(g.in(ctx), tx, "agreement.room.code", g.Of.Unit, g.ID, "")
}

func checkCodes(ctx context.Context, tx *db.Tx, room string, now int64) error {
	n, first, err := codesSince(ctx, tx, room, now-time.Hour.Microseconds())
	if err != nil || n < mostCodes {
		return err
	}
	left := first + time.Hour.Microseconds() - now
	return errs.New(errs.TooMany, "error.toomany", errs.Args{"seconds": left/1_000_000 + 1})
}

// Enter takes the code that was typed and opens the room for one browser: the
// answer is its cookie. Every try is counted before the code is looked at.
func (s *Service) Enter(ctx context.Context, secret, typed, ip string) (cookie string, err error) {
	defer errs.Wrap(&err, "agreement.Enter")
	g, err := s.Knock(ctx, secret, ip)
	if err != nil {
		return "", err
	}
	try, err := s.Auth.Attempt(ctx, door, g.ID, ip)
	if err != nil {
		return "", err
	}
	why := ""
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if why, err = s.tryCode(ctx, tx, g, secret, readCode(typed)); err != nil || why != "" {
			return err // a wrong code is a try, too: it commits
		}
		if err := try.Good(ctx, tx); err != nil {
			return err
		}
		cookie, err = s.letIn(ctx, tx, g)
		return err
	})
	if err == nil && why != "" {
		return "", s.keepRefusal(ctx, g, why)
	}
	return cookie, err
}

// tryCode compares what was typed with the code that waits, and tells why it is
// not right. Tries at once wait for each other at the row.
func (s *Service) tryCode(ctx context.Context, tx *db.Tx, g Guest, secret, code string) (why string, err error) {
	waits, err := liveCode(ctx, tx, g.ID, day.Machine())
	if errs.Is(err, errs.NotFound) {
		return "nocode", nil
	}
	if err != nil {
		return "", err
	}
	counted, err := countTry(ctx, tx, waits.ID)
	switch {
	case err != nil:
		return "", err
	case !counted:
		return "tries", nil
	case code == "" || !sameHash(waits.Hash, hashCode(secret, waits.ID, code)):
		return "code", nil
	}
	return "", nil
}

// letIn opens a session; its code is over.
func (s *Service) letIn(ctx context.Context, tx *db.Tx, g Guest) (cookie string, err error) {
	if err := endCodes(ctx, tx, g.ID); err != nil {
		return "", err
	}
	cookie, hash := auth.Secret()
	now := day.Machine()
	if err := insertRoomSession(ctx, tx, db.NewID(), g.ID, hash, now, now+RoomStays.Microseconds()); err != nil {
		return "", err
	}
	if err := useRoom(ctx, tx, g.ID); err != nil {
		return "", err
	}
	return cookie, s.noteRoom(g.in(ctx), tx, "agreement.room.enter", g.Of.Unit, g.ID, "")
}

// inside reads who is in a room by its secret and a cookie of that very room.
// Unauthorised when the session is over, or never was.
func (s *Service) inside(ctx context.Context, tx *db.Tx, secret, cookie string) (g Guest, err error) {
	g, why, err := s.guest(ctx, tx, secret)
	if err != nil {
		return g, err
	}
	open := false
	if why == "" && likeSecret(cookie) {
		open, err = openSession(ctx, tx, g.ID, auth.HashOf(cookie), day.Machine())
	}
	if err == nil && !open {
		err = errs.New(errs.Unauthorised, "agreement.room.refused")
	}
	return g, err
}

// Leave ends a session; the link stays.
func (s *Service) Leave(ctx context.Context, secret, cookie string) (err error) {
	defer errs.Wrap(&err, "agreement.Leave")
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := s.inside(ctx, tx, secret, cookie)
		if err != nil {
			return err
		}
		if err := endSession(ctx, tx, auth.HashOf(cookie)); err != nil {
			return err
		}
		return s.noteRoom(g.in(ctx), tx, "agreement.room.leave", g.Of.Unit, g.ID, "")
	})
}
