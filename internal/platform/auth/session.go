package auth

import (
	"context"
	"strings"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Idle is how long a session lives without being used, Whole how long in all.
const (
	Idle  = 14 * 24 * time.Hour
	Whole = 90 * 24 * time.Hour
	// touch is how often the last use of a session is written down.
	touch = 5 * time.Minute
)

// Device is where somebody signs in from.
type Device struct{ IP, Agent string }

// Session is one signed-in device.
type Session struct {
	ID        string `db:"id"`
	Account   string `db:"account"`
	Unit      string `db:"unit"`
	Device    string `db:"device"`
	IP        string `db:"ip"`
	Held      string `db:"held"`
	CreatedAt int64  `db:"created_at"`
	SeenAt    int64  `db:"seen_at"`
}

// SignIn checks name and password and returns the cookie's secret. After too
// many failures it answers TooMany with the seconds to wait. An unknown name, a
// wrong password and a closed account are refused alike, and take as long.
func (s *Service) SignIn(ctx context.Context, name, password string, d Device) (cookie string, err error) {
	name, d = clean(nameOf(name), 64), Device{IP: clean(d.IP, 64), Agent: clean(d.Agent, 200)}
	var tries []limit
	err = s.reserve(ctx, func(tx *db.Tx) ([]limit, error) {
		tries, err = s.limits(ctx, tx, name, d.IP)
		return tries, err
	})
	if err != nil {
		return "", err
	}
	a, err := s.knownAccount(ctx, name)
	if err != nil {
		return "", err
	}
	ok, err := s.hasher.matches(ctx, password, a.Password)
	if err != nil {
		return "", err
	}
	if !ok || a.DisabledAt != nil {
		return "", errs.At("password", "auth.signin.wrong")
	}
	return s.open(ctx, a, d, tries)
}

// knownAccount is the account of a name; of an unknown one, an empty account,
// so that trying its password takes as long.
func (s *Service) knownAccount(ctx context.Context, name string) (a Account, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		a, err = accountByName(ctx, tx, name)
		return err
	})
	if errs.Is(err, errs.NotFound) {
		return Account{}, nil
	}
	return a, err
}

func (s *Service) open(ctx context.Context, a Account, d Device, tries []limit) (cookie string, err error) {
	cookie, hash := secret("")
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := forget(ctx, tx, tries); err != nil {
			return err
		}
		id := db.NewID()
		if _, err := tx.Exec(ctx, `/* auth.open */
			INSERT INTO auth_session (id, hash, account, device, ip, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
			id, hash, a.ID, d.Agent, d.IP, day.Machine()); err != nil {
			return err
		}
		return s.note(With(ctx, &Actor{Account: a.ID}), tx, "session.open", a.ID, "", nil)
	})
	return cookie, err
}

// clean is a text from outside as both databases take it, and no longer than n
// bytes.
func clean(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}

// BySession finds who a cookie belongs to; Unauthorised when it is unknown,
// revoked or too old.
func (s *Service) BySession(ctx context.Context, cookie string) (*Actor, error) {
	var a *Actor
	var stale bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		ses, err := sessionByHash(ctx, tx, hashOf(cookie))
		if err != nil {
			return err
		}
		now := day.Machine()
		if now-ses.SeenAt > Idle.Microseconds() || now-ses.CreatedAt > Whole.Microseconds() {
			return errs.New(errs.Unauthorised, "error.unauthorised")
		}
		stale = now-ses.SeenAt > touch.Microseconds()
		a, err = actor(ctx, tx, ses.Account)
		if err == nil {
			a.Session, a.Unit = ses.ID, ses.Unit
		}
		return err
	})
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.Unauthorised, "error.unauthorised")
	}
	if err != nil {
		return nil, err
	}
	if stale {
		s.seen(ctx, `/* auth.touch */ UPDATE auth_session SET seen_at = $2 WHERE id = $1`, a.Session)
	}
	return a, nil
}

// seen writes the last use down if that can be done at once. A reader must not
// wait behind a long import, nor fail with it: the next request tries again.
func (s *Service) seen(ctx context.Context, query, id string) {
	ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	_ = s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, id, day.Machine())
		return err
	})
}

// Sessions lists one's own living sessions, the newest use first.
func (s *Service) Sessions(ctx context.Context) (out []Session, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Select(ctx, &out, `/* auth.sessions */
			SELECT id, account, unit, device, ip, '' AS held, created_at, seen_at FROM auth_session
			WHERE account = $1 AND revoked_at IS NULL AND seen_at > $2 AND created_at > $3 ORDER BY seen_at DESC`,
			From(ctx).Account, day.Machine()-Idle.Microseconds(), day.Machine()-Whole.Microseconds())
	})
	return out, err
}

// Revoke ends one of one's own sessions; another's is not found.
func (s *Service) Revoke(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `/* auth.revoke */
			UPDATE auth_session SET revoked_at = $3, held = '' WHERE id = $1 AND account = $2 AND revoked_at IS NULL`,
			id, From(ctx).Account, day.Machine())
		if err == nil && n == 0 {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		return s.note(ctx, tx, "session.revoke", From(ctx).Account, "", nil)
	})
}

// RevokeOthers ends all of one's own sessions but the one that asks.
func (s *Service) RevokeOthers(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		me := From(ctx)
		if err := endSessions(ctx, tx, me.Account, me.Session); err != nil {
			return err
		}
		return s.note(ctx, tx, "session.revoke", me.Account, "", map[string]string{"which": "others"})
	})
}

// ActFor chooses the unit of the session.
func (s *Service) ActFor(ctx context.Context, read Action, unit string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.Guard.Read(ctx, tx, read, unit); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `/* auth.actFor */ UPDATE auth_session SET unit = $2 WHERE id = $1`, From(ctx).Session, unit)
		return err
	})
}

// Hold keeps what was typed into a form whose session had ended, for the
// session that follows.
func (s *Service) Hold(ctx context.Context, cookie, held string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `/* auth.hold */ UPDATE auth_session SET held = $2 WHERE hash = $1`, hashOf(cookie), held)
		return err
	})
}

// Held takes what was kept, once, if it is wanted.
func (s *Service) Held(ctx context.Context, wanted func(held string) bool) (held string, err error) {
	me := From(ctx)
	if me == nil || me.Session == "" {
		return "", nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Get(ctx, &held, `/* auth.held */ SELECT held FROM auth_session WHERE id = $1`, me.Session)
	})
	if err != nil || held == "" || !wanted(held) {
		return "", err
	}
	return held, s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `/* auth.unhold */ UPDATE auth_session SET held = '' WHERE id = $1`, me.Session)
		return err
	})
}
