package org_test

import (
	"fmt"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// TestEachBaseUnionGoesToTheUnionOfItsCommune: Phúc Xá (00001) and Trúc Bạch
// (00004) of Ba Đình went into one ward each, Cống Vị (00007) was split, 99999 is
// nowhere.
func TestEachBaseUnionGoesToTheUnionOfItsCommune(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		d.Clock.Set("2025-12-01")
		k := testkit.NewSite(t, d)
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "HN-BADINH", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
			org.Founding{Code: "A1", Name: "CĐCS Một", Kind: "base", Parent: "HN-BADINH", Members: 30, Ward: "00001"},
			org.Founding{Code: "A2", Name: "CĐCS Hai", Kind: "base", Parent: "HN-BADINH", Members: 10, Ward: "00004"},
			org.Founding{Code: "A3", Name: "CĐCS Ba", Kind: "base", Parent: "HN-BADINH", Ward: "99999"},
			org.Founding{Code: "A4", Name: "CĐCS Bốn", Kind: "base", Parent: "HN", Ward: "00001"},
			org.Founding{Code: "A5", Name: "CĐCS Năm", Kind: "base", Parent: "HN-BADINH", Ward: "00007"},
		)
		ctx := k.Ctx("officer", "HN")
		lines, unsure, err := k.Org.ByWards(ctx, org.WardRule{Unit: "HN", On: "2025-10-01", Found: true, End: true})
		if err != nil {
			t.Fatal(err)
		}
		doubts := map[string]string{}
		for _, u := range unsure {
			doubts[u.Unit.Code] = fmt.Sprintf("%d places, %s", len(u.Choices), u.Proposed)
		}
		if diff := cmp.Diff(map[string]string{"A3": "0 places, ", "A5": "2 places, HN-P00008"}, doubts); diff != "" {
			t.Error(diff)
		}
		moved := map[string]string{}
		for _, l := range lines {
			if l.Op == org.OpMove {
				moved[l.Unit] = l.Parent
			}
		}
		if diff := cmp.Diff(map[string]string{"A1": "HN-P00097", "A2": "HN-P00004", "A4": "HN-P00097", "A5": "HN-P00008"}, moved); diff != "" {
			t.Error(diff)
		}
		p := deciding(org.Reforming, append(lines, org.Line{Op: org.OpMove, Unit: "A3", Parent: "HN-P00004"})...)
		p.DecidedOn, p.EffectiveOn = "2025-09-20", "2025-10-01"
		if _, err := k.Org.Reorganise(ctx, p); err != nil {
			t.Fatal(err)
		}
		if got := value(k, t, ledger.Then, "HN-P00004", "ORG.DV.TOTAL", "2025"); got != "10" {
			t.Errorf("members of the ward: %s, want 10", got)
		}
		again, _, err := k.Org.ByWards(ctx, org.WardRule{Unit: "HN", On: "2025-11-01", Found: true, End: true})
		if err != nil || len(again) != 0 {
			t.Errorf("the rule once more: %v %v", again, err)
		}
		k.Verify()
	})
}

func TestAFoundedWardGoesOnFromTheDistrictsOfBeforeTheGap(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		d.Clock.Set("2025-12-01")
		k := testkit.NewSite(t, d)
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "HN-BADINH", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
			org.Founding{Code: "A1", Name: "CĐCS Một", Kind: "base", Parent: "HN-BADINH", Members: 30, Ward: "00001"},
		)
		ctx := k.Ctx("officer", "HN")
		p := deciding(org.Reforming, org.Line{Op: org.OpMove, Unit: "A1", Parent: "HN"}, org.Line{Op: org.OpEnd, Unit: "HN-BADINH"})
		p.DecidedOn, p.EffectiveOn = "2025-06-20", "2025-07-01"
		if _, err := k.Org.Reorganise(ctx, p); err != nil {
			t.Fatal(err)
		}
		lines, _, err := k.Org.ByWards(ctx, org.WardRule{Unit: "HN", On: "2025-10-01", Direct: true, Found: true})
		if err != nil || len(lines) != 2 || lines[0].Follows != "HN-BADINH" {
			t.Fatalf("%+v %v", lines, err)
		}
	})
}
