package auth

import (
	"context"
	"strings"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// TokenLife is how long an API token lives.
const TokenLife = 365 * 24 * time.Hour

const tokenPrefix = "dh_"

// Token is a key for programs; it acts as its account.
type Token struct {
	ID        string `db:"id"`
	Label     string `db:"label"`
	CreatedAt int64  `db:"created_at"`
	SeenAt    *int64 `db:"seen_at"`
	ExpiresAt int64  `db:"expires_at"`
}

// NewToken makes a token for one's own account; the text is shown once. Who
// has only a token makes no further ones: a stolen key must not outlive itself.
func (s *Service) NewToken(ctx context.Context, label string) (plain string, err error) {
	label = strings.TrimSpace(label)
	if e := checkText("label", label, MaxLabel); e != nil {
		return "", e
	}
	if From(ctx).Session == "" {
		return "", errs.New(errs.Denied, "auth.token.session")
	}
	return s.newToken(ctx, From(ctx).Account, label)
}

// TokenFor makes a token for a named account, from the command line.
func (s *Service) TokenFor(ctx context.Context, name string) (string, error) {
	a, err := s.knownAccount(ctx, clean(nameOf(name), 64))
	if err != nil {
		return "", err
	}
	if a.ID == "" || a.DisabledAt != nil {
		return "", errs.New(errs.NotFound, "auth.account.unknown", errs.Args{"name": name})
	}
	return s.newToken(ctx, a.ID, "donghanh token create")
}

func (s *Service) newToken(ctx context.Context, account, label string) (string, error) {
	plain, hash := secret(tokenPrefix)
	return plain, s.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `/* auth.newToken */
			INSERT INTO auth_token (id, hash, account, label, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			db.NewID(), hash, account, label, day.Machine(), day.Machine()+TokenLife.Microseconds()); err != nil {
			return err
		}
		return s.note(ctx, tx, "token.create", account, "", nil)
	})
}

// ByToken finds who a token belongs to.
func (s *Service) ByToken(ctx context.Context, plain string) (a *Actor, err error) {
	var t struct {
		ID        string `db:"id"`
		Account   string `db:"account"`
		SeenAt    int64  `db:"seen_at"`
		ExpiresAt int64  `db:"expires_at"`
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Get(ctx, &t, `/* auth.byToken */
			SELECT id, account, COALESCE(seen_at, 0) AS seen_at, expires_at FROM auth_token WHERE hash = $1 AND revoked_at IS NULL`,
			hashOf(plain)); err != nil {
			return err
		}
		a, err = actor(ctx, tx, t.Account)
		return err
	})
	if errs.Is(err, errs.NotFound) || (err == nil && t.ExpiresAt < day.Machine()) {
		return nil, errs.New(errs.Unauthorised, "auth.token.unknown")
	}
	if err != nil {
		return nil, err
	}
	if day.Machine()-t.SeenAt > touch.Microseconds() {
		s.seen(ctx, `/* auth.touchToken */ UPDATE auth_token SET seen_at = $2 WHERE id = $1`, t.ID)
	}
	return a, nil
}

// Tokens lists one's own living tokens.
func (s *Service) Tokens(ctx context.Context) (out []Token, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Select(ctx, &out, `/* auth.tokens */
			SELECT id, label, created_at, seen_at, expires_at FROM auth_token
			WHERE account = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC`, From(ctx).Account, day.Machine())
	})
	return out, err
}

// RevokeToken ends one of one's own tokens.
func (s *Service) RevokeToken(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `/* auth.revokeToken */
			UPDATE auth_token SET revoked_at = $3 WHERE id = $1 AND account = $2 AND revoked_at IS NULL`,
			id, From(ctx).Account, day.Machine())
		if err == nil && n == 0 {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		return s.note(ctx, tx, "token.revoke", From(ctx).Account, "", nil)
	})
}
