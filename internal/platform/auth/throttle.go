package auth

import (
	"context"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Failed log-ins are counted in the database, so that a restart or a second
// node gives no new tries. A name is slowed early; an address, behind which a
// whole office may sit, late.
const (
	freeByName = 5
	freeByIP   = 60
	maxWait    = 15 * time.Minute
	forgotten  = 24 * time.Hour
)

type throttle struct {
	Name     string `db:"name"`
	Failures int    `db:"failures"`
	LastAt   int64  `db:"last_at"`
}

// wait is how long after the last failure the next try is let through:
// 2 s, 4 s, 8 s … up to 15 minutes.
func (t throttle) wait(free int) time.Duration {
	over := t.Failures - free
	if over < 0 {
		return 0
	}
	if over > 12 {
		return maxWait
	}
	return min(time.Duration(2<<over)*time.Second, maxWait)
}

func (s *Service) throttled(ctx context.Context, name, ip string) error {
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		for key, free := range map[string]int{"name:" + name: freeByName, "ip:" + ip: freeByIP} {
			t, err := throttleOf(ctx, tx, key)
			if err != nil {
				return err
			}
			if left := t.LastAt + t.wait(free).Microseconds() - day.Machine(); left > 0 && t.Failures > 0 {
				return errs.New(errs.TooMany, "error.toomany", errs.Args{"seconds": left/1_000_000 + 1})
			}
		}
		return nil
	})
}

// failed counts a failure and is the refusal to show, the same for an unknown
// name, a wrong password and a closed account.
func (s *Service) failed(ctx context.Context, name, ip string) error {
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		for _, key := range []string{"ip:" + ip, "name:" + cut(name, 100)} {
			if _, err := tx.Exec(ctx, `/* auth.failed */
				INSERT INTO auth_throttle (name, failures, last_at) VALUES ($1, 1, $2)
				ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at,
					failures = CASE WHEN auth_throttle.last_at < $3 THEN 1 ELSE auth_throttle.failures + 1 END`,
				key, day.Machine(), day.Machine()-forgotten.Microseconds()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errs.At("password", "auth.signin.wrong")
}

// forget clears the counters after a good log-in.
func forget(ctx context.Context, tx *db.Tx, name, ip string) error {
	_, err := tx.Exec(ctx, `/* auth.forget */ DELETE FROM auth_throttle WHERE name = $1 OR name = $2`, "name:"+name, "ip:"+ip)
	return err
}
