package auth

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const accountColumns = `id, name, display, password, lang, created_at, disabled_at`

// insertAccount tells whether there was no account of the name yet.
func insertAccount(ctx context.Context, tx *db.Tx, a Account) (made bool, err error) {
	n, err := tx.Exec(ctx, `/* auth.insertAccount */
		INSERT INTO auth_account (`+accountColumns+`) VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT (name) DO NOTHING`,
		a.ID, a.Name, a.Display, a.Password, a.Lang, a.CreatedAt)
	return n > 0, err
}

func accountByName(ctx context.Context, tx *db.Tx, name string) (a Account, err error) {
	err = tx.Get(ctx, &a, `/* auth.accountByName */ SELECT `+accountColumns+` FROM auth_account WHERE name = $1`, name)
	return a, err
}

func accountByID(ctx context.Context, tx *db.Tx, id string) (a Account, err error) {
	err = tx.Get(ctx, &a, `/* auth.accountByID */ SELECT `+accountColumns+` FROM auth_account WHERE id = $1`, id)
	return a, err
}

// insertGrant tells whether the account did not have the grant yet.
func insertGrant(ctx context.Context, tx *db.Tx, g Grant, by string) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `/* auth.insertGrant */
		INSERT INTO auth_grant (id, account, role, unit, granted_at, granted_by) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account, role, unit) DO NOTHING`, g.ID, g.Account, g.Role, g.Unit, tx.Now(), by)
	return n > 0, err
}

func grantByID(ctx context.Context, tx *db.Tx, id string) (g Grant, err error) {
	err = tx.Get(ctx, &g, `/* auth.grantByID */ SELECT id, account, role, unit FROM auth_grant WHERE id = $1`, id)
	return g, err
}

func grantsOf(ctx context.Context, tx *db.Tx, account string) (out []Grant, err error) {
	err = tx.Select(ctx, &out, `/* auth.grantsOf */
		SELECT id, account, role, unit FROM auth_grant WHERE account = $1 ORDER BY granted_at, id`, account)
	return out, err
}

// actor is a living account with its grants.
func actor(ctx context.Context, tx *db.Tx, id string) (*Actor, error) {
	a, err := accountByID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if a.DisabledAt != nil {
		return nil, errs.New(errs.Unauthorised, "error.unauthorised")
	}
	grants, err := grantsOf(ctx, tx, id)
	return &Actor{Account: a.ID, Name: a.Name, Display: a.Display, Lang: a.Lang, Grants: grants}, err
}

func sessionByHash(ctx context.Context, tx *db.Tx, hash string) (s Session, err error) {
	err = tx.Get(ctx, &s, `/* auth.sessionByHash */
		SELECT id, account, unit, device, ip, held, created_at, seen_at FROM auth_session
		WHERE hash = $1 AND revoked_at IS NULL`, hash)
	return s, err
}

// endAll ends all sessions of an account but one, and all its tokens.
func endAll(ctx context.Context, tx *db.Tx, account, but string) error {
	if err := endSessions(ctx, tx, account, but); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* auth.endAll tokens */
		UPDATE auth_token SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL`, account, day.Machine())
	return err
}

func endSessions(ctx context.Context, tx *db.Tx, account, but string) error {
	_, err := tx.Exec(ctx, `/* auth.endSessions */
		UPDATE auth_session SET revoked_at = $3, held = '' WHERE account = $1 AND id <> $2 AND revoked_at IS NULL`,
		account, but, day.Machine())
	return err
}

// signedInFrom tells whether the account of a name has a session that was
// opened at an address.
func signedInFrom(ctx context.Context, tx *db.Tx, name, ip string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* auth.signedInFrom */
		SELECT EXISTS (SELECT 1 FROM auth_account a JOIN auth_session s ON s.account = a.id
		WHERE a.name = $1 AND s.ip = $2 AND s.created_at > $3)`, name, ip, day.Machine()-Whole.Microseconds())
	return yes, err
}

func throttleOf(ctx context.Context, tx *db.Tx, key string) (t throttle, err error) {
	err = tx.Get(ctx, &t, `/* auth.throttleOf */ SELECT failures, last_at FROM auth_throttle WHERE name = $1`, key)
	if errs.Is(err, errs.NotFound) {
		return throttle{}, nil
	}
	return t, err
}

func saveThrottle(ctx context.Context, tx *db.Tx, key string, failures int, at int64) error {
	_, err := tx.Exec(ctx, `/* auth.saveThrottle */
		INSERT INTO auth_throttle (name, failures, last_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at`, key, failures, at)
	return err
}

// ActorByName is the actor an import works as.
func (s *Service) ActorByName(ctx context.Context, name string) (a *Actor, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		acc, err := accountByName(ctx, tx, clean(nameOf(name), 64))
		if err != nil {
			return err
		}
		a, err = actor(ctx, tx, acc.ID)
		return err
	})
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "auth.account.unknown", errs.Args{"name": name})
	}
	return a, err
}
