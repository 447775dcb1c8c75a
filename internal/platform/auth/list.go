package auth

import (
	"context"
	"maps"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Under gives the SQL condition that a column of unit ids lies in a scope;
// package ledger has it.
type Under func(column string, first int, scope Scope) (cond string, args []any)

// Managed is an account with those of its grants that lie in the asker's
// scope, and how many it has elsewhere.
type Managed struct {
	Account
	Grants    []Grant
	Elsewhere int
}

// Accounts lists the accounts that have a grant in the actor's scope, by name.
// Whoever manages everything sees also those without any.
func (s *Service) Accounts(ctx context.Context, under Under) (out []Managed, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, err = s.accounts(ctx, tx, under, "")
		return err
	})
	return out, err
}

// Managed is one account of that list; one that is not on it is not found.
func (s *Service) Managed(ctx context.Context, under Under, id string) (m Managed, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err := s.accounts(ctx, tx, under, id)
		if err == nil && len(list) == 0 {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err == nil {
			m = list[0]
		}
		return err
	})
	return m, err
}

// accounts reads the list in two statements, however long it is; id narrows it
// to one account.
func (s *Service) accounts(ctx context.Context, tx *db.Tx, under Under, id string) (out []Managed, err error) {
	scope := s.Guard.Scope(ctx, ManageAccounts)
	if scope.Empty() {
		return nil, nil
	}
	cond, args := under("g.unit", 3, scope)
	args = append([]any{id, scope.All}, args...)
	var accounts []Account
	if err := tx.Select(ctx, &accounts, `/* auth.accounts */
		SELECT a.id, a.name, a.display, '' AS password, a.lang, a.created_at, a.disabled_at FROM auth_account a
		WHERE ($1 = '' OR a.id = $1) AND ($2 OR EXISTS (SELECT 1 FROM auth_grant g WHERE g.account = a.id AND `+cond+`))
		ORDER BY a.name`, args...); err != nil {
		return nil, err
	}
	var grants []struct {
		Grant
		Inside bool `db:"inside"`
	}
	if err := tx.Select(ctx, &grants, `/* auth.accounts grants */
		SELECT g.id, g.account, g.role, g.unit, ($2 OR `+cond+`) AS inside FROM auth_grant g
		WHERE ($1 = '' OR g.account = $1) ORDER BY g.granted_at, g.id`, args...); err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, a := range accounts {
		at[a.ID], out = i, append(out, Managed{Account: a})
	}
	for _, g := range grants {
		i, listed := at[g.Account]
		switch {
		case !listed:
		case g.Inside:
			out[i].Grants = append(out[i].Grants, g.Grant)
		default:
			out[i].Elsewhere++
		}
	}
	return out, nil
}

// Givable are the roles the actor may give somewhere: those of which they have
// every action in a unit where they manage accounts. Which unit, Grant asks.
func (s *Service) Givable(ctx context.Context) (out []Role) {
	for _, role := range slices.Sorted(maps.Keys(s.Guard.Roles)) {
		lacks := func(a Action) bool { return !s.Guard.May(ctx, a) }
		if role != Admin && !slices.ContainsFunc(s.Guard.Roles[role], lacks) {
			out = append(out, role)
		}
	}
	if From(ctx).everything() {
		out = append(out, Admin)
	}
	return out
}

// Names are the names people see of accounts, by id.
func Names(ctx context.Context, tx *db.Tx, ids []string) (map[string]string, error) {
	var rows []Account
	err := tx.Select(ctx, &rows, `/* auth.names */ SELECT id, display FROM auth_account WHERE id IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	out := make(map[string]string, len(rows))
	for _, a := range rows {
		out[a.ID] = a.Display
	}
	return out, err
}
