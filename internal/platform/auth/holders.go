package auth

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Holders lists the accounts that were granted an action in the unit itself:
// those who look after it, not everybody above who may. Disabled ones are left
// out.
func (g *Guard) Holders(ctx context.Context, tx *db.Tx, action Action, unit string) (ids []string, err error) {
	defer errs.Wrap(&err, "auth.Holders(%s)", action)
	roles := g.Roles.with(action)
	if len(roles) == 0 {
		return nil, nil
	}
	err = tx.Select(ctx, &ids, `/* auth.Holders */
		SELECT DISTINCT g.account FROM auth_grant g JOIN auth_account a ON a.id = g.account
		WHERE g.unit = $1 AND g.role IN (`+db.In(2, len(roles))+`) AND a.disabled_at IS NULL ORDER BY g.account`,
		append([]any{unit}, db.Anys(roles)...)...)
	return ids, err
}

// with lists the roles that have an action.
func (r Roles) with(action Action) (out []Role) {
	for role := range r {
		if role != Admin && r.Has(role, action) {
			out = append(out, role)
		}
	}
	return out
}

// Held is an account that was granted a role in a unit.
type Held struct {
	Unit    string `db:"unit"`
	Account string `db:"account"`
	Name    string `db:"name"`
	Display string `db:"display"`
	Role    Role   `db:"role"`
}

// HeldAt lists the accounts with a role in some units themselves, by unit and
// name, for whoever was allowed to learn them. Disabled ones are left out.
func HeldAt(ctx context.Context, tx *db.Tx, units []string) (out []Held, err error) {
	for part := range slices.Chunk(units, 500) {
		var rows []Held
		if err := tx.Select(ctx, &rows, `/* auth.HeldAt */
			SELECT g.unit, g.account, a.name, a.display, g.role FROM auth_grant g JOIN auth_account a ON a.id = g.account
			WHERE g.unit IN (`+db.In(1, len(part))+`) AND a.disabled_at IS NULL ORDER BY g.unit, a.name, g.role`, db.Anys(part)...); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}
