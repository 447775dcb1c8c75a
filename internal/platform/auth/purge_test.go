package auth_test

import (
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func TestPurgeForgetsOnlyWhatEndedLongAgo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		now := day.Machine()
		long := now - (auth.Whole * 2).Microseconds()
		testkit.Write(t, d, func(tx *db.Tx) error {
			for _, s := range []struct {
				text string
				args []any
			}{
				{`INSERT INTO auth_account (id, name, display, password, created_at) VALUES ('a', 'an', 'An', '', 0)`, nil},
				{`INSERT INTO auth_session (id, hash, account, device, ip, created_at, seen_at) VALUES ('old', '1', 'a', '', '', $1, $1), ('new', '2', 'a', '', '', $2, $2)`, []any{long, now}},
				{`INSERT INTO auth_token (id, hash, account, label, created_at, expires_at) VALUES ('old', '1', 'a', '', 0, $1), ('new', '2', 'a', '', 0, $2)`, []any{long, now}},
				{`INSERT INTO auth_throttle (name, failures, last_at) VALUES ('old', 9, $1), ('new', 9, $2)`, []any{long, now}},
			} {
				if _, err := tx.Exec(t.Context(), s.text, s.args...); err != nil {
					return err
				}
			}
			return auth.Purge(t.Context(), tx, auth.PurgeArgs{})
		})
		testkit.Read(t, d, func(tx *db.Tx) error {
			for _, q := range []string{`SELECT id FROM auth_session`, `SELECT id FROM auth_token`, `SELECT name FROM auth_throttle`} {
				var left []string
				if err := tx.Select(t.Context(), &left, q); err != nil {
					return err
				}
				if len(left) != 1 || left[0] != "new" {
					t.Errorf("%s: %v", q, left)
				}
			}
			return nil
		})
	})
}
