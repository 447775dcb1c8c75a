package agreement

import (
	"context"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Feed is the secret address under which a calendar program reads what is due for
// an account.
type Feed struct {
	ID      string `db:"id"`
	Account string `db:"account"`
	MadeAt  int64  `db:"made_at"`
}

// A calendar has what is due from a year ago to some more than a year ahead, and
// not more than a program shows without trouble.
const feedPast, feedAhead, feedMost = 365, 400, 1000

// OwnFeed is the actor's own; nil when there is none.
func (s *Service) OwnFeed(ctx context.Context) (f *Feed, err error) {
	defer errs.Wrap(&err, "agreement.OwnFeed")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var own Feed
		err := tx.Get(ctx, &own, `/* agreement.OwnFeed */
			SELECT id, account, made_at FROM agreement_feed WHERE account = $1 AND revoked_at IS NULL`, actor(ctx))
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		f = &own
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// NewFeed makes a new secret for the actor's calendar; the old one is no good any
// more. The text is shown once. Who has only a token makes none: a stolen key must
// not outlive itself.
func (s *Service) NewFeed(ctx context.Context) (secret string, err error) {
	defer errs.Wrap(&err, "agreement.NewFeed")
	if auth.From(ctx).Session == "" {
		return "", errs.New(errs.Denied, "auth.token.session")
	}
	secret, hash := auth.Secret()
	return secret, s.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.endFeed(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `/* agreement.NewFeed */ INSERT INTO agreement_feed (id, account, hash, made_at) VALUES ($1, $2, $3, $4)`,
			db.NewID(), actor(ctx), hash, tx.Now()); err != nil {
			return err
		}
		return noteFeed(ctx, tx, "agreement.feed.create")
	})
}

// RevokeFeed ends the actor's address; NotFound when there is none.
func (s *Service) RevokeFeed(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "agreement.RevokeFeed")
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := s.endFeed(ctx, tx)
		if err == nil && n == 0 {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		return noteFeed(ctx, tx, "agreement.feed.revoke")
	})
}

func (s *Service) endFeed(ctx context.Context, tx *db.Tx) (int64, error) {
	if err := tx.LockExclusive(ctx, "agreement.feed "+actor(ctx)); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, `/* agreement.endFeed */
		UPDATE agreement_feed SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL`, actor(ctx), tx.Now())
}

func noteFeed(ctx context.Context, tx *db.Tx, action string) error {
	return audit.Add(ctx, tx, audit.Entry{Account: actor(ctx), Action: action, Target: actor(ctx), TargetKind: "account"})
}

// feedDoor is the name under which tries at calendars are counted.
const feedDoor = "calendar"

// ReadFeed reads what is due for the account of a secret, as far as its grants
// reach now, with whom it reads for. A secret that was made up or revoked, or
// whose account is closed, is NotFound; such tries are counted under the address
// they come from, and TooMany with the seconds to wait after many.
func (s *Service) ReadFeed(ctx context.Context, secret, ip string) (out []Reminder, me *auth.Actor, err error) {
	defer errs.Wrap(&err, "agreement.ReadFeed")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if me, err = feedActor(ctx, tx, secret); err != nil {
			return err
		}
		today := tx.Today()
		out, _, err = s.ListDueIn(auth.With(ctx, me), tx, DueFilter{From: today.Add(-feedPast), To: today.Add(feedAhead), Limit: feedMost})
		return err
	})
	if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Unauthorised) {
		if _, err := s.Auth.Attempt(ctx, feedDoor, "", ip); err != nil {
			return nil, nil, err
		}
		err = errs.New(errs.NotFound, "error.notfound")
	}
	return out, me, err
}

func feedActor(ctx context.Context, tx *db.Tx, secret string) (*auth.Actor, error) {
	var account string
	if err := tx.Get(ctx, &account, `/* agreement.feedActor */
		SELECT account FROM agreement_feed WHERE hash = $1 AND revoked_at IS NULL`, auth.HashOf(secret)); err != nil {
		return nil, err
	}
	return auth.ActorOf(ctx, tx, account)
}
