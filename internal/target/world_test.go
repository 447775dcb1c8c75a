package target_test

import (
	"context"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// kit is, today being 25/12/2023:
//
//	HN  LĐLĐ TP Hà Nội
//	├ BD  LĐLĐ quận Ba Đình
//	│ ├ BD-1  CĐCS Điện lực, bloc enterprise, 30 members
//	│ ├ BD-2  CĐCS Trường Ngọc Hà, bloc education, 10 members
//	│ └ BD-3  CĐCS Công ty Hoa Sen, bloc enterprise, founded 01/06/2023
//	└ LB  LĐLĐ quận Long Biên
//	  └ LB-1  CĐCS Bồ Đề
type kit struct {
	*testkit.Kit
	*target.Service
	t testing.TB
}

func newKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Bloc: "enterprise", Members: 30},
		org.Founding{Code: "BD-2", Name: "CĐCS Trường Ngọc Hà", Kind: "base", Parent: "BD", Bloc: "education", Members: 10},
		org.Founding{Code: "BD-3", Name: "CĐCS Công ty Hoa Sen", Kind: "base", Parent: "BD", Bloc: "enterprise", FoundedOn: "2023-06-01"},
		org.Founding{Code: "LB-1", Name: "CĐCS Bồ Đề", Kind: "base", Parent: "LB"},
	)
	return &kit{k, &target.Service{DB: d, Org: k.Org, Rules: rules}, t}
}

// giving is a target of Ba Đình's first CĐCS, typed right; each test changes a
// part.
func giving(change func(*target.Giving)) target.Giving {
	g := target.Giving{
		Indicator: "ORG.DV.NEW", Unit: "BD-1", Period: "2023", Value: "20", Document: "Kế hoạch 08/KH-LĐLĐ", IssuedOn: "2023-01-30",
	}
	if change != nil {
		change(&g)
	}
	return g
}

func (k *kit) give(ctx context.Context, change func(*target.Giving)) target.Target {
	k.t.Helper()
	t, err := k.Give(ctx, giving(change))
	if err != nil {
		k.t.Fatalf("give: %v", err)
	}
	return t
}

// admit books members newly admitted.
func (k *kit) admit(unit string, on day.Date, n int64) {
	k.t.Helper()
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member.admitted", Unit: k.UnitID(unit), Day: on, Quantity: n})
	})
}

// figure is one figure with its target.
func (k *kit) figure(unit, indicator, period string) target.Figure {
	k.t.Helper()
	ind, err := k.Ledger.Catalogue.Indicator(indicator)
	if err != nil {
		k.t.Fatal(err)
	}
	q := ledger.Query{Units: []string{k.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Period: k.period(period), Tree: ledger.Then}
	var f target.Figure
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		all, err := k.Figures(k.System(), tx, q)
		if err == nil {
			f = all[0]
		}
		return err
	})
	return f
}

func (k *kit) period(text string) ledger.Period {
	k.t.Helper()
	p, err := ledger.ParsePeriod(text)
	if err != nil {
		k.t.Fatal(err)
	}
	return p
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
