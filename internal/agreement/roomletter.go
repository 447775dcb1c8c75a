package agreement

import (
	"context"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/notify"
)

// RoomLetterArgs is the job of a letter to a partner. It runs once at once, to
// send it, and once when its time is over, to forget it in any case.
type RoomLetterArgs struct {
	Letter string // id
}

// Kind names the job.
func (RoomLetterArgs) Kind() string { return "agreement.room.letter" }

// roomLetter is what a letter is made of.
type roomLetter struct {
	ID     string `db:"id"`
	Room   string `db:"room"`
	Code   string `db:"code"` // id; empty: the link
	Secret string `db:"secret"`
	Until  int64  `db:"until"`
}

// mailRoom keeps a link or code to be told in the clear until a moment, and has
// a letter of it sent where there is a mail server.
func (s *Service) mailRoom(ctx context.Context, tx *db.Tx, r Room, code, secret string, until int64) error {
	l := roomLetter{ID: db.NewID(), Room: r.ID, Code: code, Secret: secret, Until: until}
	if _, err := tx.Exec(ctx, `/* agreement.mailRoom */
		INSERT INTO agreement_room_letter (id, room, code, secret, until) VALUES ($1, $2, $3, $4, $5)`, l.ID, l.Room, l.Code, l.Secret, l.Until); err != nil {
		return err
	}
	over := job.RunAt(tx.Now() + until - day.Machine() + time.Second.Microseconds())
	if err := job.Add(ctx, tx, RoomLetterArgs{l.ID}, over); err != nil || !s.Mail.Sends() {
		return err
	}
	return job.Add(ctx, tx, RoomLetterArgs{l.ID})
}

// RoomLetter sends a letter to a partner and forgets what it told; registered
// with job.RegisterOutside. What is over, or opens no more, is forgotten unsent.
func (s *Service) RoomLetter(ctx context.Context, args RoomLetterArgs) error {
	var l roomLetter
	var g Guest
	err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if err = tx.Get(ctx, &l, `/* agreement.RoomLetter */ SELECT id, room, code, secret, until FROM agreement_room_letter WHERE id = $1`, args.Letter); err != nil {
			return err
		}
		g, err = s.addressee(ctx, tx, l.Room)
		return err
	})
	if errs.Is(err, errs.NotFound) {
		return nil // told, or over
	}
	if err != nil {
		return err
	}
	over := l.Until <= day.Machine() || g.StateOn(g.Today) != RoomActive
	if !over && !s.Mail.Sends() {
		return nil // an officer reads it out
	}
	taken := false
	if !over {
		if taken, err = s.Mail.Send(ctx, s.roomMail(g, l)); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { return told(ctx, tx, l, taken) })
}

func (s *Service) addressee(ctx context.Context, tx *db.Tx, room string) (g Guest, err error) {
	if g.Room, err = roomByID(ctx, tx, room); err != nil {
		return g, err
	}
	g.Today = tx.Today()
	if g.Of, err = agreementByID(ctx, tx, g.Agreement); err != nil {
		return g, err
	}
	return g, s.introduce(ctx, tx, &g)
}

// told forgets a letter that was sent or is over.
func told(ctx context.Context, tx *db.Tx, l roomLetter, taken bool) error {
	if _, err := tx.Exec(ctx, `/* agreement.told */ DELETE FROM agreement_room_letter WHERE id = $1`, l.ID); err != nil {
		return err
	}
	if !taken || l.Code != "" {
		return nil
	}
	_, err := tx.Exec(ctx, `/* agreement.told room */ UPDATE agreement_room SET mailed_at = $2 WHERE id = $1`, l.Room, tx.Now())
	return err
}

// roomMail writes a letter in the partner's language. That of a code has no
// link: whoever asked for it has the page open.
func (s *Service) roomMail(g Guest, l roomLetter) notify.Letter {
	p := s.Mail.Words.Printer(i18n.Lang(g.Lang))
	args := i18n.Args{"keeper": g.Keeper, "party": g.Party.Name, "name": g.Name, "title": g.Of.Title, "until": g.ExpiresOn, "code": l.Secret}
	out := notify.Letter{ID: l.ID, To: g.Email, Lang: g.Lang, Why: p.T("agreement.room.mail.why", args)}
	if l.Code != "" {
		out.Subject, out.Text = p.T("agreement.room.mail.code.subject", args), p.T("agreement.room.mail.code.text", args)
		return out
	}
	out.Subject, out.Text = p.T("agreement.room.mail.link.subject", args), p.T("agreement.room.mail.link.text", args)
	out.Path, out.Open = RoomHref(l.Secret), p.T("agreement.room.mail.link.open")
	return out
}

// RoomHref is the address of a room on this site.
func RoomHref(secret string) string { return "/room/" + secret }

// RoomPurgeArgs is the daily job that forgets codes and sessions that are over.
type RoomPurgeArgs struct{}

// Kind names the job.
func (RoomPurgeArgs) Kind() string { return "agreement.room.purge" }

// RoomPurge forgets what opens nothing any more. The links themselves stay: they
// tell who was let in.
func RoomPurge(ctx context.Context, tx *db.Tx, _ RoomPurgeArgs) error {
	now := day.Machine()
	for _, old := range []struct {
		statement string
		before    int64
	}{
		{`/* agreement.RoomPurge codes */ DELETE FROM agreement_room_code WHERE made_at < $1`, now - time.Hour.Microseconds()}, // they are counted for an hour
		{`/* agreement.RoomPurge sessions */ DELETE FROM agreement_room_session WHERE until < $1`, now},
		{`/* agreement.RoomPurge letters */ DELETE FROM agreement_room_letter WHERE until < $1`, now},
	} {
		if _, err := tx.Exec(ctx, old.statement, old.before); err != nil {
			return err
		}
	}
	return nil
}
