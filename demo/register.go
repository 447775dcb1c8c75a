package demo

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// registerSteps open the register: the units above, the accounts, the CĐCS
// that stood before, in bulks. Sơn Tây begins years before the others, those of
// the articles of 2023 are entered a year later.
func (b *builder) registerSteps() []step {
	out := []step{
		{tried, "Tài khoản quản trị", func(ctx context.Context) error { return b.open(ctx, "system", b.accounts[:1]) }},
		{tried, "Đơn vị cấp trên", func(ctx context.Context) error { return b.foundAll(b.as(ctx, "admin"), b.above()) }},
		{tried, "Tài khoản cấp trên", func(ctx context.Context) error { return b.open(ctx, "admin", b.accountsOf(false)) }},
	}
	for _, f := range b.federations() {
		on := opened
		if f.Code == sonTayCode {
			on = tried
		}
		out = append(out, b.standing(on, f.clerk, f.units[:f.standing])...)
	}
	out = append(out, b.standing(registered, "badinh", b.units[:unitsOld])...)
	out = append(out, b.standing(registered, "binhtan", b.south[:southBases+southTrades])...)
	return append(out, step{registered, "Tài khoản CĐCS", func(ctx context.Context) error { return b.open(ctx, "admin", b.accountsOf(true)) }})
}

// accountsOf are the accounts of CĐCS, or those of units above; the first is
// the administrator's and made before.
func (b *builder) accountsOf(base bool) []account {
	return slices.DeleteFunc(slices.Clone(b.accounts[1:]), func(a account) bool { return (strings.Count(a.unit, "-") > 1) != base })
}

// standing enters the units of a district that stood before the register.
func (b *builder) standing(on day.Date, by string, units []unit) (out []step) {
	for bulk := range slices.Chunk(units, 40) {
		out = append(out, step{on, "CĐCS đầu kỳ", func(ctx context.Context) error {
			return b.foundAll(b.as(ctx, by), foundings(bulk))
		}})
	}
	return out
}

func foundings(units []unit) []org.Founding {
	out := make([]org.Founding, len(units))
	for i, u := range units {
		out[i] = u.Founding
	}
	return out
}

func (b *builder) foundAll(ctx context.Context, list []org.Founding) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		for _, f := range list {
			if _, err := b.Org.FoundIn(ctx, tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// open makes accounts and keeps their actors for what they will do.
func (b *builder) open(ctx context.Context, by string, accounts []account) error {
	for _, a := range accounts {
		unit, err := b.unitID(b.as(ctx, by), a.unit)
		if err != nil {
			return err
		}
		n := auth.NewAccount{Name: a.name, Display: a.display, Password: b.password, Role: auth.Role(a.role), Unit: unit}
		if err := b.Auth.Create(b.as(ctx, by), n); err != nil {
			return err
		}
		if b.actors[a.name], err = b.Auth.ActorByName(ctx, a.name); err != nil {
			return err
		}
	}
	return nil
}

// unitID is the id of a code; everywhere for none.
func (b *builder) unitID(ctx context.Context, code string) (id string, err error) {
	if code == "" {
		return auth.Everywhere, nil
	}
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := b.Org.Find(ctx, tx, code)
		id = u.ID
		return err
	})
	return id, err
}
