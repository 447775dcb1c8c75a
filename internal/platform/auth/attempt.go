package auth

import (
	"context"

	"donghanh/internal/platform/db"
)

// Attempt is a try at a secret that is no account's password, such as the code
// of a partner's room. It is counted like a log-in.
type Attempt struct{ limits []limit }

// Attempt counts a try before the secret is looked at: under the address it
// comes from and, where it is known, the thing it is tried at. door keeps the
// tries of one sort apart from all others. It answers TooMany with the seconds
// to wait, and counts nothing, while one of them says so.
func (s *Service) Attempt(ctx context.Context, door, thing, ip string) (Attempt, error) {
	a := Attempt{[]limit{{key: door + " ip:" + network(clean(ip, 64)), free: freeByIP, drain: drainIP, refund: true}}}
	if thing != "" {
		a.limits = append(a.limits, limit{key: door + ":" + thing, free: freeByName, drain: drainName})
	}
	return a, s.reserve(ctx, func(*db.Tx) ([]limit, error) { return a.limits, nil })
}

// Good gives a try that was right back.
func (a Attempt) Good(ctx context.Context, tx *db.Tx) error { return forget(ctx, tx, a.limits) }

// Secret is a new secret of 256 bits for a cookie or a link, and the hash that
// is kept of it.
func Secret() (plain, hash string) { return secret("") }

// HashOf is the hash that is kept of a secret.
func HashOf(plain string) string { return hashOf(plain) }
