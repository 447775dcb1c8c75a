package demo

import (
	"context"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
)

// registerSteps open the register: the units above, the accounts, the CĐCS
// that stood before, in bulks.
func (b *builder) registerSteps() []step {
	above := []org.Founding{
		{Code: "TLD", Name: "Tổng Liên đoàn Lao động Việt Nam", Kind: "confederation"},
		{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial", Parent: "TLD"},
		{Code: "HN-BADINH", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
	}
	out := []step{
		{registered, "Tài khoản quản trị", func(ctx context.Context) error { return b.open(ctx, "system", b.accounts[:1]) }},
		{registered, "Đơn vị cấp trên", func(ctx context.Context) error { return b.foundAll(b.as(ctx, "admin"), above) }},
		{registered, "Tài khoản cấp trên", func(ctx context.Context) error { return b.open(ctx, "admin", b.accounts[1:4]) }},
	}
	for from := 0; from < unitsOld; from += 40 {
		out = append(out, step{registered, "CĐCS đầu kỳ", func(ctx context.Context) error {
			return b.foundAll(b.as(ctx, "badinh"), foundings(b.units[from:min(from+40, unitsOld)]))
		}})
	}
	return append(out, step{registered, "Tài khoản CĐCS", func(ctx context.Context) error { return b.open(ctx, "admin", b.accounts[4:]) }})
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
