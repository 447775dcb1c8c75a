package auth

import (
	"context"
	"net/netip"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Log-ins that fail are counted in the database, so that a restart or a second
// node gives no new tries. A name is slowed early; an address, behind which a
// whole office may sit, late. A failure is forgiven after a while: slowly for a
// name, faster for an address.
//
// A try is counted before the password is looked at and given back when it was
// right: a hundred guesses at once are a hundred guesses.
const (
	freeByName = 5
	freeByIP   = 60
	drainName  = time.Hour
	drainIP    = 2 * time.Minute
	maxWait    = 15 * time.Minute
	steps      = 12 // doublings until maxWait, and a little
	forgotten  = 24 * time.Hour
)

// limit is how many failures under a key are free, and after how long one is
// forgiven.
type limit struct {
	key    string
	free   int
	drain  time.Duration
	refund bool // a good try takes back its own failure only, not all before it
}

// throttle is the failures counted under a key, as of the last.
type throttle struct {
	Failures int   `db:"failures"`
	LastAt   int64 `db:"last_at"`
}

// at is what is left of the failures at a moment.
func (t throttle) at(now int64, drain time.Duration) int {
	return max(0, t.Failures-int((now-t.LastAt)/drain.Microseconds()))
}

// wait is how long after the last failure the next try is let through:
// 2 s, 4 s, 8 s … up to 15 minutes.
func (l limit) wait(failures int) time.Duration {
	over := min(failures-l.free, steps)
	if over < 0 {
		return 0
	}
	return min(time.Duration(2<<over)*time.Second, maxWait)
}

// limits of a try to sign in. A place from which the account has been signed in
// counts for itself, so that a stranger who keeps guessing at a name does not
// keep its owner out.
func (s *Service) limits(ctx context.Context, tx *db.Tx, name, ip string) ([]limit, error) {
	key := "name:" + name
	home, err := signedInFrom(ctx, tx, name, ip)
	if home {
		key += "@" + ip
	}
	return []limit{
		{key: "ip:" + network(ip), free: freeByIP, drain: drainIP, refund: true},
		{key: key, free: freeByName, drain: drainName},
	}, err
}

// network is an address, or the /64 of an IPv6 one: whoever has one of those
// addresses has them all.
func network(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil || a.Unmap().Is4() {
		return ip
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return ip
	}
	return p.String()
}

// reserve counts a try under all its limits; it answers TooMany, and counts
// nothing, while one of them says to wait.
func (s *Service) reserve(ctx context.Context, limits func(*db.Tx) ([]limit, error)) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := limits(tx)
		if err != nil {
			return err
		}
		now := day.Machine()
		counted := make([]int, len(all))
		for i, l := range all {
			if counted[i], err = pass(ctx, tx, l, now); err != nil {
				return err
			}
		}
		for i, l := range all {
			if err := saveThrottle(ctx, tx, l.key, min(counted[i]+1, l.free+steps), now); err != nil {
				return err
			}
		}
		return nil
	})
}

// pass is how many failures stand under a limit, or TooMany with the seconds
// to wait. Others who try under the same key wait for this transaction.
func pass(ctx context.Context, tx *db.Tx, l limit, now int64) (int, error) {
	if err := tx.LockExclusive(ctx, "auth.throttle "+l.key); err != nil {
		return 0, err
	}
	t, err := throttleOf(ctx, tx, l.key)
	if err != nil {
		return 0, err
	}
	n := t.at(now, l.drain)
	if left := t.LastAt + l.wait(n).Microseconds() - now; left > 0 && n > 0 {
		return 0, errs.New(errs.TooMany, "error.toomany", errs.Args{"seconds": left/1_000_000 + 1})
	}
	return n, nil
}

// forget gives a good try back, and sweeps what nobody asks for any more.
func forget(ctx context.Context, tx *db.Tx, limits []limit) error {
	for _, l := range limits {
		left := `0`
		if l.refund {
			left = `CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END`
		}
		if _, err := tx.Exec(ctx, `/* auth.forget */ UPDATE auth_throttle SET failures = `+left+` WHERE name = $1`, l.key); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `/* auth.forget sweep */ DELETE FROM auth_throttle WHERE last_at < $1`, day.Machine()-forgotten.Microseconds())
	return err
}
