package agreement

import (
	"context"
	"net/mail"
	"strings"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// How long a link to a room lives: usually a quarter; never longer than a year
// after the agreement's last day, by which its final review is over.
const (
	usualRoom = 90
	afterLast = 365
)

// Room is a link by which one person of a partner follows an agreement without
// an account. Its secret is known to whoever holds the link, and to nobody else.
type Room struct {
	ID        string   `db:"id"`
	Agreement string   `db:"agreement"`
	Party     string   `db:"party"` // id
	Name      string   `db:"name"`  // of the person
	Email     string   `db:"email"`
	Lang      string   `db:"lang"` // vi or en
	MadeBy    string   `db:"made_by"`
	MadeAt    int64    `db:"made_at"`
	ExpiresOn day.Date `db:"expires_on"` // its last day
	RevokedAt *int64   `db:"revoked_at"`
	UsedAt    *int64   `db:"used_at"`
	MailedAt  *int64   `db:"mailed_at"` // nil: no mail server has taken its letter

	PartyName string `db:"party_name"`
	Maker     string `db:"maker"` // display name
	Calling   bool   `db:"-"`     // a code waits that an officer may read
}

// RoomState is whether a link opens.
type RoomState string

const (
	RoomActive  RoomState = "active"
	RoomExpired RoomState = "expired"
	RoomRevoked RoomState = "revoked"
)

// StateOn tells whether the link opens on a day.
func (r Room) StateOn(on day.Date) RoomState {
	switch {
	case r.RevokedAt != nil:
		return RoomRevoked
	case r.ExpiresOn < on:
		return RoomExpired
	}
	return RoomActive
}

// Opening is for whom a room is opened.
type Opening struct {
	ID    string // made by the form, so that a double click opens one
	Party string // id of the partner's party
	Name  string
	Email string
	Until day.Date // its last day; empty: the usual 90 days
}

// OpenRoom makes a link for a person of a partner, and has it mailed where there
// is a mail server. The secret is told this once; a second call with the same id
// opens nothing more and tells none.
func (s *Service) OpenRoom(ctx context.Context, agreement string, o Opening) (r Room, secret string, err error) {
	defer errs.Wrap(&err, "agreement.OpenRoom(%s)", agreement)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		r, secret, err = s.OpenRoomIn(ctx, tx, agreement, o)
		return err
	})
	return r, secret, err
}

// OpenRoomIn is OpenRoom inside the caller's transaction.
func (s *Service) OpenRoomIn(ctx context.Context, tx *db.Tx, agreement string, o Opening) (r Room, secret string, err error) {
	a, err := s.shares(ctx, tx, agreement)
	if err != nil {
		return r, "", err
	}
	if o.ID == "" {
		o.ID = db.NewID()
	}
	if old, err := roomByID(ctx, tx, o.ID); !errs.Is(err, errs.NotFound) {
		if err == nil && (old.Agreement != a.ID || old.MadeBy != actor(ctx)) {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		return old, "", err
	}
	b, err := s.guestOf(ctx, tx, a, &o)
	if err != nil {
		return r, "", err
	}
	r = Room{
		ID: o.ID, Agreement: a.ID, Party: b.ID, Name: o.Name, Email: o.Email, Lang: langOf(b), MadeBy: actor(ctx), MadeAt: tx.Now(),
		ExpiresOn: o.Until, PartyName: b.Name,
	}
	secret, err = s.makeRoom(ctx, tx, a, r, "agreement.room.open")
	return r, secret, err
}

// langOf is the language a partner is written to in.
func langOf(b Binds) string {
	if b.Country == "" || b.Country == "VN" {
		return "vi"
	}
	return "en"
}

// makeRoom keeps a link under a new secret and has it mailed.
func (s *Service) makeRoom(ctx context.Context, tx *db.Tx, a Agreement, r Room, action string) (secret string, err error) {
	secret, hash := auth.Secret()
	if err := insertRoom(ctx, tx, r, hash); err != nil {
		return "", err
	}
	if s.Mail.Sends() {
		if err := s.mailRoom(ctx, tx, r, "", secret, day.Machine()+linkWaits.Microseconds()); err != nil {
			return "", err
		}
	}
	return secret, s.noteRoom(ctx, tx, action, a.Unit, r.ID, "")
}

// shares reads a signed agreement whose rooms the actor opens: that is the
// keeper's.
func (s *Service) shares(ctx context.Context, tx *db.Tx, id string) (a Agreement, err error) {
	if a, err = s.readable(ctx, tx, id); err != nil {
		return a, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Share, Read, a.Unit); err != nil {
		if errs.Is(err, errs.NotFound) { // who reads it for another party is told no
			err = errs.New(errs.Denied, "agreement.room.keeper")
		}
		return a, err
	}
	switch {
	case a.WithdrawnAt != nil:
		return a, errs.New(errs.Conflict, "agreement.withdrawn")
	case a.PhaseOn(tx.Today()) == Draft:
		return a, errs.New(errs.Conflict, "agreement.draft")
	}
	return a, nil
}

// guestOf finds the party a room is for, and refuses what was written amiss.
func (s *Service) guestOf(ctx context.Context, tx *db.Tx, a Agreement, o *Opening) (b Binds, err error) {
	var faults errs.List
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return b, err
	}
	for _, p := range parties {
		if p.ID == o.Party && p.Partner != nil && p.On(tx.Today()) {
			b = p
		}
	}
	if b.ID == "" {
		faults.Add(errs.At("party", "error.choice"))
	}
	o.Name, o.Email = line(o.Name), strings.TrimSpace(o.Email)
	need(&faults, "name", o.Name, maxName)
	checkEmail(&faults, o.Email)
	checkUntil(&faults, a, o, tx.Today())
	return b, faults.Err()
}

func checkEmail(faults *errs.List, email string) {
	if email == "" {
		faults.Add(errs.At("email", "error.required"))
		return
	}
	if at, err := mail.ParseAddress(email); err != nil || at.Address != email || len(email) > 200 {
		faults.Add(errs.At("email", "auth.email.form"))
	}
}

// checkUntil wants a last day that is not over, up to a year after the
// agreement's.
func checkUntil(faults *errs.List, a Agreement, o *Opening, today day.Date) {
	last := a.Last().Add(afterLast)
	if o.Until == "" {
		o.Until = UsualRoom(a, today)
	}
	if o.Until < today || o.Until > last {
		faults.Add(errs.At("until", "agreement.room.until", errs.Args{"from": today, "to": last}))
	}
}

// UsualRoom is the last day a link has unless another is chosen.
func UsualRoom(a Agreement, today day.Date) day.Date {
	return day.Min(today.Add(usualRoom), a.Last().Add(afterLast))
}

// RevokeRoom ends a link at once, and with it all who came in by it. A second
// time is no harm.
func (s *Service) RevokeRoom(ctx context.Context, agreement, id string) (err error) {
	defer errs.Wrap(&err, "agreement.RevokeRoom(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, r, err := s.roomOf(ctx, tx, agreement, id)
		if err != nil || r.RevokedAt != nil {
			return err
		}
		if err := revokeRoom(ctx, tx, id, actor(ctx)); err != nil {
			return err
		}
		return s.noteRoom(ctx, tx, "agreement.room.revoke", a.Unit, id, "")
	})
}

// RenewRoom ends a link and makes a new one for the same person, for as long as
// is usual. fresh is the id of the new one, made by the form.
func (s *Service) RenewRoom(ctx context.Context, agreement, id, fresh string) (r Room, secret string, err error) {
	defer errs.Wrap(&err, "agreement.RenewRoom(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		a, old, err := s.roomOf(ctx, tx, agreement, id)
		if err != nil {
			return err
		}
		if old.RevokedAt == nil {
			if err := revokeRoom(ctx, tx, id, actor(ctx)); err != nil {
				return err
			}
			if err := s.noteRoom(ctx, tx, "agreement.room.revoke", a.Unit, id, ""); err != nil {
				return err
			}
		}
		r, secret, err = s.OpenRoomIn(ctx, tx, agreement, Opening{ID: fresh, Party: old.Party, Name: old.Name, Email: old.Email})
		return err
	})
	return r, secret, err
}

// roomOf reads a link of an agreement for an officer who may share it.
func (s *Service) roomOf(ctx context.Context, tx *db.Tx, agreement, id string) (a Agreement, r Room, err error) {
	if a, err = s.shares(ctx, tx, agreement); err != nil {
		return a, r, err
	}
	r, err = roomByID(ctx, tx, id)
	if err == nil && r.Agreement != agreement {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	return a, r, err
}

// RoomsIn lists the links of an agreement, the newest first; none for whoever
// may not share it.
func (s *Service) RoomsIn(ctx context.Context, tx *db.Tx, a Agreement) (out []Room, may bool, err error) {
	if may, err = s.Org.Guard.Can(ctx, tx, Share, a.Unit); err != nil || !may {
		return nil, false, err
	}
	if out, err = roomsOf(ctx, tx, a.ID, tx.Tomorrow()); err != nil || s.Mail.Sends() {
		return out, true, err
	}
	for i, r := range out {
		_, err := waitingCode(ctx, tx, r.ID)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, true, err
		}
		out[i].Calling = err == nil && r.StateOn(tx.Today()) == RoomActive
	}
	return out, true, nil
}

// ReadCode is the code that a partner waits for, where no mail server brings it:
// an officer reads it out on the telephone. Who has read it is kept. NotFound
// when none waits.
func (s *Service) ReadCode(ctx context.Context, agreement, id string) (r Room, code string, err error) {
	defer errs.Wrap(&err, "agreement.ReadCode(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		var a Agreement
		if a, r, err = s.roomOf(ctx, tx, agreement, id); err != nil {
			return err
		}
		if s.Mail.Sends() || r.StateOn(tx.Today()) != RoomActive {
			return errs.New(errs.NotFound, "error.notfound")
		}
		if code, err = waitingCode(ctx, tx, id); err != nil {
			return err
		}
		return s.noteRoom(ctx, tx, "agreement.room.read", a.Unit, id, "")
	})
	return r, code, err
}

// noteRoom adds what was done at a room to the audit log: never its secret, nor
// anybody's name. why is of a refusal.
func (s *Service) noteRoom(ctx context.Context, tx *db.Tx, action, unit, room, why string) error {
	e := audit.Entry{Account: actor(ctx), Action: action, Target: room, TargetKind: "agreement.room", Unit: unit}
	if why != "" {
		e.Detail = map[string]string{"why": why}
	}
	return audit.Add(ctx, tx, e)
}
