package org_test

import (
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

func TestActing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := testkit.NewSite(t, d)
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "HN-BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
			org.Founding{Code: "HN-LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		)
		grants := func(units ...string) (out []auth.Grant) {
			for _, u := range units {
				out = append(out, auth.Grant{Role: "officer", Unit: k.UnitID(u)})
			}
			return out
		}
		for name, c := range map[string]struct {
			actor auth.Actor
			want  string
		}{
			"the chosen unit":                          {auth.Actor{Unit: k.UnitID("HN-LB"), Grants: grants("HN-BD", "HN-LB")}, "HN-LB"},
			"a chosen unit below the grant":            {auth.Actor{Unit: k.UnitID("HN-LB"), Grants: grants("HN")}, "HN-LB"},
			"a chosen unit that may no longer be read": {auth.Actor{Unit: k.UnitID("HN-LB"), Grants: grants("HN-BD")}, "HN-BD"},
			"a chosen unit that is no unit":            {auth.Actor{Unit: "gone", Grants: grants("HN-BD")}, "HN-BD"},
			"none chosen, the first by name":           {auth.Actor{Grants: grants("HN-LB", "HN-BD")}, "HN-BD"},
			"everywhere is the root":                   {auth.Actor{Grants: []auth.Grant{{Role: auth.Admin, Unit: auth.Everywhere}}}, "HN"},
			"no grant":                                 {auth.Actor{}, ""},
		} {
			t.Run(name, func(t *testing.T) {
				ctx := auth.With(t.Context(), &c.actor)
				testkit.Read(t, d, func(tx *db.Tx) error {
					u, err := k.Org.Acting(ctx, tx)
					if c.want == "" && errs.Is(err, errs.NotFound) {
						return nil
					}
					if u.Code != c.want {
						t.Errorf("acts for %q, want %q", u.Code, c.want)
					}
					return err
				})
			})
		}
	})
}
