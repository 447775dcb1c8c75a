package auth

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Grant gives an account a role in a unit; having it already is no error. The
// account must be one the actor knows: with a grant in their scope.
func (s *Service) Grant(ctx context.Context, account string, role Role, unit string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.mayGrant(ctx, tx, role, unit); err != nil {
			return err
		}
		if _, err := s.known(ctx, tx, account); err != nil {
			return err
		}
		return s.grant(ctx, tx, account, role, unit)
	})
}

func (s *Service) grant(ctx context.Context, tx *db.Tx, account string, role Role, unit string) error {
	fresh, err := insertGrant(ctx, tx, Grant{ID: db.NewID(), Account: account, Role: role, Unit: unit}, actorName(ctx))
	if err != nil || !fresh {
		return err
	}
	return s.note(ctx, tx, "grant.give", account, unit, map[string]string{"role": string(role)})
}

// Ungrant takes a grant away from an account; nobody takes their own.
func (s *Service) Ungrant(ctx context.Context, account, id string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := grantByID(ctx, tx, id)
		if err == nil && g.Account != account {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		if err := s.covers(ctx, tx, g.Role, g.Unit); err != nil {
			return err
		}
		if g.Account == From(ctx).Account {
			return errs.New(errs.Invalid, "auth.grant.self")
		}
		if _, err := tx.Exec(ctx, `/* auth.ungrant */ DELETE FROM auth_grant WHERE id = $1`, id); err != nil {
			return err
		}
		return s.note(ctx, tx, "grant.take", g.Account, g.Unit, map[string]string{"role": string(g.Role)})
	})
}

// mayGrant keeps people from giving what they do not have.
func (s *Service) mayGrant(ctx context.Context, tx *db.Tx, role Role, unit string) error {
	if unit == "" {
		return errs.At("unit", "error.required")
	}
	if _, known := s.Guard.Roles[role]; !known && role != Admin {
		return errs.At("role", "error.choice")
	}
	return s.covers(ctx, tx, role, unit)
}

// covers refuses whoever does not manage accounts in the unit, or has not
// every action of the role there. A role that is no longer known has none.
func (s *Service) covers(ctx context.Context, tx *db.Tx, role Role, unit string) error {
	if err := s.manages(ctx, tx, unit); err != nil {
		return err
	}
	if role == Admin && !From(ctx).everything() {
		return errs.New(errs.Denied, "auth.grant.more")
	}
	for _, action := range s.Guard.Roles[role] {
		if ok, err := s.Guard.Can(ctx, tx, action, unit); err != nil || !ok {
			return orDenied(err, "auth.grant.more")
		}
	}
	return nil
}

func (s *Service) manages(ctx context.Context, tx *db.Tx, unit string) error {
	if unit == Everywhere && !s.Guard.Scope(ctx, ManageAccounts).All {
		return errs.New(errs.Denied, "error.denied")
	}
	return s.Guard.Need(ctx, tx, ManageAccounts, ManageAccounts, unit)
}

// everything tells that the actor is an administrator of the whole system.
func (a *Actor) everything() bool {
	return a != nil && slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == Admin && g.Unit == Everywhere })
}

func orDenied(err error, key string) error {
	if err != nil {
		return err
	}
	return errs.New(errs.Denied, key)
}

// known reads an account the actor may know of: one with a grant in their
// scope. Others are not found.
func (s *Service) known(ctx context.Context, tx *db.Tx, id string) (a Account, err error) {
	if a, err = accountByID(ctx, tx, id); err != nil {
		return a, err
	}
	grants, err := grantsOf(ctx, tx, id)
	if err != nil || s.Guard.Scope(ctx, ManageAccounts).All {
		return a, err
	}
	for _, g := range grants {
		if err := s.Guard.Read(ctx, tx, ManageAccounts, g.Unit); !errs.Is(err, errs.NotFound) {
			return a, err
		}
	}
	return a, errs.New(errs.NotFound, "error.notfound")
}

// managed reads an account of which the actor covers every grant: who holds it
// gets no more by it than they have.
func (s *Service) managed(ctx context.Context, tx *db.Tx, id string) (a Account, err error) {
	if a, err = s.known(ctx, tx, id); err != nil {
		return a, err
	}
	grants, err := grantsOf(ctx, tx, id)
	if err != nil {
		return a, err
	}
	for _, g := range grants {
		if err := s.covers(ctx, tx, g.Role, g.Unit); err != nil {
			// Where else the account has a role is nobody's news.
			return a, errs.New(errs.Denied, "auth.grant.more").Because(err)
		}
	}
	return a, nil
}

// Disable closes an account and ends its sessions and tokens, or opens it
// again. Both need the right to give every role the account has.
func (s *Service) Disable(ctx context.Context, id string, disabled bool) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.managed(ctx, tx, id)
		if err != nil {
			return err
		}
		if id == From(ctx).Account {
			return errs.New(errs.Invalid, "auth.disable.self")
		}
		if (a.DisabledAt != nil) == disabled {
			return nil
		}
		return s.disable(ctx, tx, id, disabled)
	})
}

func (s *Service) disable(ctx context.Context, tx *db.Tx, id string, disabled bool) error {
	var at *int64
	action := "account.enable"
	if disabled {
		now := tx.Now()
		at, action = &now, "account.disable"
		if err := endAll(ctx, tx, id, ""); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `/* auth.disable */ UPDATE auth_account SET disabled_at = $2 WHERE id = $1`, id, at); err != nil {
		return err
	}
	return s.note(ctx, tx, action, id, "", nil)
}

// ResetPassword sets another's password, for those who manage the account; all
// its sessions and tokens end. One's own is changed by SetPassword, which asks
// for the old one.
func (s *Service) ResetPassword(ctx context.Context, id, fresh string) error {
	if id == From(ctx).Account {
		return errs.New(errs.Invalid, "auth.password.self")
	}
	if e := checkPassword("password", fresh); e != nil {
		return e
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.managed(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.savePassword(ctx, tx, a, hash); err != nil {
			return err
		}
		return endAll(ctx, tx, id, "")
	})
}
