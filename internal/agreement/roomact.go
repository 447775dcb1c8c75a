package agreement

import (
	"context"
	"slices"
	"time"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
)

// act runs what somebody in a room does, in their name and with no grant.
func (s *Service) act(ctx context.Context, secret, cookie string, do func(ctx context.Context, tx *db.Tx, g Guest) error) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := s.inside(ctx, tx, secret, cookie)
		if err != nil {
			return err
		}
		return do(g.in(ctx), tx, g)
	})
}

// RoomKeep stores files before what they are for, so that they are not lost when
// that is refused. They are the party's: nobody else can attach them.
func (s *Service) RoomKeep(ctx context.Context, secret, cookie string, files []*blob.Content) (ids []string, err error) {
	defer errs.Wrap(&err, "agreement.RoomKeep")
	if len(files) > mostFiles {
		return nil, errs.At("files", "agreement.many", errs.Args{"max": mostFiles})
	}
	err = s.act(ctx, secret, cookie, func(ctx context.Context, tx *db.Tx, _ Guest) error {
		ids = nil
		for _, c := range files {
			i, err := blob.Put(ctx, tx, c)
			if err != nil {
				return err
			}
			ids = append(ids, i.ID)
		}
		return nil
	})
	return ids, err
}

// RoomSent is what is known of files a form carries along, in their order: those
// the party has just sent. Others are left out.
func (s *Service) RoomSent(ctx context.Context, secret, cookie string, ids []string) (out []blob.Info, err error) {
	defer errs.Wrap(&err, "agreement.RoomSent")
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := s.inside(ctx, tx, secret, cookie)
		if err != nil {
			return err
		}
		infos, err := blob.Infos(ctx, tx, ids...)
		for _, id := range ids {
			if i, there := infos[id]; there && i.Account == g.account() {
				out = append(out, i)
			}
		}
		return err
	})
	return out, err
}

// RoomSay adds what a partner says: a message, or progress of a commitment that
// binds it. Everybody on the other side who looks after the agreement is told.
func (s *Service) RoomSay(ctx context.Context, secret, cookie string, y Saying) (err error) {
	defer errs.Wrap(&err, "agreement.RoomSay")
	y.Shared = true
	return s.act(ctx, secret, cookie, func(ctx context.Context, tx *db.Tx, g Guest) error {
		if said, err := hasEntry(ctx, tx, g.Agreement, y.Once); said || err != nil {
			return err // a double click
		}
		key := "agreement.room.told.message"
		if y.Commitment != "" {
			key = "agreement.room.told.progress"
			p, err := s.promiseOf(ctx, tx, g.Agreement, y.Commitment)
			if err == nil && !g.bound(p.commitment) {
				err = errs.New(errs.NotFound, "error.notfound")
			}
			if err != nil {
				return err
			}
		}
		if err := checkWrites(ctx, tx, g); err != nil {
			return err
		}
		if err := s.say(ctx, tx, g.Of, y, g.entry()); err != nil {
			return err
		}
		return s.tellOfficers(ctx, tx, g, key)
	})
}

// entry is what a guest writes, before it says anything.
func (g Guest) entry() Entry { return Entry{Party: &g.Room.Party, Writer: g.writer()} }

// RoomConclude says how a duty that binds a partner came out: done, or not. To
// do without one takes both sides, so an officer waives it.
func (s *Service) RoomConclude(ctx context.Context, secret, cookie, duty string, version int, c Coming) (d Duty, err error) {
	defer errs.Wrap(&err, "agreement.RoomConclude(%s)", duty)
	c.Shared = true
	err = s.act(ctx, secret, cookie, func(ctx context.Context, tx *db.Tx, g Guest) error {
		p := promise{}
		if d, p, err = s.guestDuty(ctx, tx, g, duty); err != nil {
			return err
		}
		if d.Outcome == c.Outcome && d.Version == version+1 && d.By == g.account() {
			return nil // a double click
		}
		if err := s.checkConclusion(ctx, tx, g, d, version, c); err != nil {
			return err
		}
		if d, err = s.conclude(ctx, tx, p, d, c, g.entry()); err != nil {
			return err
		}
		return s.tellOfficers(ctx, tx, g, "agreement.room.told."+string(c.Outcome))
	})
	return d, err
}

func (s *Service) checkConclusion(ctx context.Context, tx *db.Tx, g Guest, d Duty, version int, c Coming) error {
	switch {
	case d.Outcome != Open:
		return errs.New(errs.Conflict, "agreement.duty.over")
	case d.Version != version:
		return errs.New(errs.Conflict, "error.conflict")
	case !slices.Contains(GuestOutcomes(), c.Outcome):
		return errs.At("outcome", "error.choice")
	}
	return checkWrites(ctx, tx, g)
}

// GuestOutcomes are those a partner may say of its duties.
func GuestOutcomes() []Outcome { return []Outcome{Done, Unmet} }

// guestDuty reads a duty that binds the guest's party; any other is not found.
func (s *Service) guestDuty(ctx context.Context, tx *db.Tx, g Guest, duty string) (d Duty, p promise, err error) {
	if d, err = dutyByID(ctx, tx, duty); err != nil {
		return d, p, err
	}
	if d.Agreement == g.Agreement {
		if p, err = s.promiseOf(ctx, tx, d.Agreement, d.Commitment); err != nil {
			return d, p, err
		}
		if g.bound(p.commitment) {
			return d, p, nil
		}
	}
	return Duty{}, promise{}, errs.New(errs.NotFound, "error.notfound")
}

// checkWrites lets a party write only so much within an hour: a room is open to
// whoever holds a link and its mailbox.
func checkWrites(ctx context.Context, tx *db.Tx, g Guest) error {
	var n int
	if err := tx.Get(ctx, &n, `/* agreement.checkWrites */ SELECT COUNT(*) FROM agreement_entry WHERE agreement = $1 AND party = $2 AND at > $3`,
		g.Agreement, g.Room.Party, tx.Now()-time.Hour.Microseconds()); err != nil {
		return err
	}
	if n >= mostWrites {
		return errs.New(errs.TooMany, "agreement.room.writes", errs.Args{"max": mostWrites})
	}
	return nil
}

// tellOfficers tells those who look after the agreement, at its keeper and at
// every other unit it binds, of what a partner did.
func (s *Service) tellOfficers(ctx context.Context, tx *db.Tx, g Guest, key string) error {
	to, err := s.Org.Guard.Holders(ctx, tx, Write, g.Of.Unit)
	if err != nil {
		return err
	}
	for _, b := range g.parties {
		if b.Unit == nil || *b.Unit == g.Of.Unit || !b.On(g.Today) {
			continue
		}
		more, err := s.Org.Guard.Holders(ctx, tx, Write, *b.Unit)
		if err != nil {
			return err
		}
		to = append(to, more...)
	}
	slices.Sort(to)
	if err := useRoom(ctx, tx, g.ID); err != nil {
		return err
	}
	return notify.Add(ctx, tx, notify.Notice{
		To: slices.Compact(to), Key: key, Href: Href(g.Agreement), Args: i18n.Args{"party": g.Party.Name, "title": g.Of.Title},
	})
}

// Confirmation is that a partner agrees with something written of the work, such
// as a review.
type Confirmation struct {
	ID        string `db:"id"`
	Agreement string `db:"agreement"`
	Kind      string `db:"kind"`    // of the thing: "review"
	Subject   string `db:"subject"` // its id
	Party     string `db:"party"`   // id
	Name      string `db:"name"`    // who did it for the party
	Text      string `db:"text"`
	At        int64  `db:"at"`
}

// ConfirmIn keeps that a guest confirms a thing, with words if there are any. The
// caller has made sure that the thing is one of the guest's agreement and ready
// for it. A second time changes nothing.
func (s *Service) ConfirmIn(ctx context.Context, tx *db.Tx, g Guest, kind, subject, text string) (fresh bool, err error) {
	var faults errs.List
	text = lines(text)
	atMost(&faults, "text", text, maxText)
	if err := faults.Err(); err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `/* agreement.ConfirmIn */
		INSERT INTO agreement_confirmation (id, agreement, kind, subject, party, name, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (kind, subject, party) DO NOTHING`, db.NewID(), g.Agreement, kind, subject, g.Room.Party, g.Name, text, tx.Now())
	if err != nil || n == 0 {
		return false, err
	}
	if err := s.noteRoom(ctx, tx, "agreement.room.confirm", g.Of.Unit, g.ID, ""); err != nil {
		return false, err
	}
	return true, s.tellOfficers(ctx, tx, g, "agreement.room.told.confirmed")
}

// Confirmations are those of a thing, the oldest first.
func Confirmations(ctx context.Context, tx *db.Tx, kind, subject string) (out []Confirmation, err error) {
	err = tx.Select(ctx, &out, `/* agreement.Confirmations */
		SELECT id, agreement, kind, subject, party, name, text, at FROM agreement_confirmation
		WHERE kind = $1 AND subject = $2 AND at < $3 ORDER BY at, id`, kind, subject, tx.Tomorrow())
	return out, err
}
