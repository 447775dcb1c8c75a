package org_test

import (
	"fmt"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// inBlocs is the city of the reform, its base unions in blocs: D1-1 and D2-1 of
// communes, D1-2 of education. D1-1 has registered a regulation, of 2023.
func inBlocs(t *testing.T, d *db.DB) *testkit.Kit {
	k := testkit.NewSite(t, d)
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ thành phố", Kind: "provincial"},
		org.Founding{Code: "D1", Name: "LĐLĐ quận Một", Kind: "district", Parent: "HN"},
		org.Founding{Code: "D2", Name: "LĐLĐ quận Hai", Kind: "district", Parent: "HN"},
		org.Founding{Code: "D1-1", Name: "CĐCS Một Một", Kind: "base", Parent: "D1", Bloc: "commune", Members: 30},
		org.Founding{Code: "D1-2", Name: "CĐCS Một Hai", Kind: "base", Parent: "D1", Bloc: "education", FoundedOn: "2023-02-01", Members: 10},
		org.Founding{Code: "D2-1", Name: "CĐCS Hai Một", Kind: "base", Parent: "D2", Bloc: "commune", Members: 5},
		org.Founding{Code: "D2-2", Name: "CĐCS Hai Hai", Kind: "base", Parent: "D2", Members: 5},
	)
	registers(t, k, "D1-1", "2023-03-01", 1)
	return k
}

func registers(t *testing.T, k *testkit.Kit, unit string, on day.Date, n int64) {
	t.Helper()
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "coordination.rule", Unit: k.UnitID(unit), Day: on, Quantity: n})
	})
}

// shares is the share of who registered a regulation on a day: of all, and by
// bloc, "commune 1/2".
func shares(t *testing.T, k *testkit.Kit, unit string, on day.Date) (out []string) {
	t.Helper()
	ind, err := k.Ledger.Catalogue.Indicator("ORG.REG.COORD.PCT")
	if err != nil {
		t.Fatal(err)
	}
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		for _, by := range []string{"", "bloc"} {
			figures, err := k.Ledger.Figures(k.System(), tx, ledger.Query{
				Units: []string{k.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Period: ledger.Days(on, on), Tree: ledger.Then, By: by, On: on,
			})
			if err != nil {
				return err
			}
			for _, f := range figures {
				if f.Denominator != nil && *f.Denominator > 0 {
					out = append(out, fmt.Sprintf("%s%d/%d", f.Part+" ", f.Numerator, *f.Denominator))
				}
			}
		}
		return nil
	})
	return out
}

func TestShareOfABloc(t *testing.T) {
	type when map[day.Date][]string
	for name, c := range map[string]struct {
		do   func(t *testing.T, k *testkit.Kit)
		want when
	}{
		"as founded": {nil, when{
			"2023-01-31": {" 0/3", "commune 0/2"},
			"2023-03-01": {" 1/4", "commune 1/2", "education 0/1"},
		}},
		"after its stage": {func(t *testing.T, k *testkit.Kit) { registers(t, k, "D1-1", "2023-11-01", -1) }, when{
			"2023-10-31": {" 1/4", "commune 1/2", "education 0/1"}, "2023-11-01": {" 0/4", "commune 0/2", "education 0/1"},
		}},
		"another bloc, from its day on": {func(t *testing.T, k *testkit.Kit) { blocOf(t, k, "D1-1", 1, "education") }, when{
			"2023-12-24": {" 1/4", "commune 1/2", "education 0/1"}, "2023-12-25": {" 1/4", "commune 0/1", "education 1/2"},
		}},
		"twice on a day": {func(t *testing.T, k *testkit.Kit) {
			blocOf(t, k, "D1-1", 1, "education")
			blocOf(t, k, "D1-1", 2, "commune")
		}, when{"2023-12-25": {" 1/4", "commune 1/2", "education 0/1"}}},
		"none any more": {func(t *testing.T, k *testkit.Kit) { blocOf(t, k, "D1-1", 1, "") }, when{
			"2023-12-25": {" 1/4", "commune 0/1", "education 0/1"},
		}},
		"merged": {func(t *testing.T, k *testkit.Kit) {
			decide(t, k, "2023-10-01", org.Line{Op: org.OpEnd, Unit: "D1-1", Heirs: "D2-1"})
		}, when{
			"2023-09-30": {" 1/4", "commune 1/2", "education 0/1"}, "2023-10-01": {" 0/3", "commune 0/1", "education 0/1"},
		}},
		"merged, then undone": {func(t *testing.T, k *testkit.Kit) {
			r := decide(t, k, "2023-10-01", org.Line{Op: org.OpEnd, Unit: "D1-1", Heirs: "D2-1"})
			if _, err := k.Org.UndoReorg(k.System(), r.ID, "Ký nhầm"); err != nil {
				t.Fatal(err)
			}
		}, when{"2023-10-01": {" 1/4", "commune 1/2", "education 0/1"}}},
		"ended late, after its bloc was changed": {func(t *testing.T, k *testkit.Kit) {
			blocOf(t, k, "D1-2", 1, "commune")
			decide(t, k, "2023-10-01", org.Line{Op: org.OpEnd, Unit: "D1-2"})
		}, when{
			"2023-09-30": {" 1/4", "commune 1/2", "education 0/1"}, "2023-10-01": {" 1/3", "commune 1/2"}, "2023-12-25": {" 1/3", "commune 1/2"},
		}},
		"dissolved": {func(t *testing.T, k *testkit.Kit) { dissolved(t, k, "D1-2") }, when{
			"2023-11-30": {" 1/4", "commune 1/2", "education 0/1"}, "2023-12-01": {" 1/3", "commune 1/2"},
		}},
		"dissolved, then withdrawn": {func(t *testing.T, k *testkit.Kit) {
			if _, err := k.Org.WithdrawDissolution(k.System(), dissolved(t, k, "D1-2"), "Ký nhầm"); err != nil {
				t.Fatal(err)
			}
		}, when{"2023-12-01": {" 1/4", "commune 1/2", "education 0/1"}}},
		"a reform that founds and moves": {func(t *testing.T, k *testkit.Kit) {
			decide(t, k, "2023-10-01", org.Line{Op: org.OpMove, Unit: "D1-1", Parent: "D2"},
				org.Line{Op: org.OpFound, Unit: "D2-3", Name: "CĐCS phường Ba", Kind: "base", Bloc: "commune", Parent: "D2"})
		}, when{"2023-09-30": {" 1/4", "commune 1/2", "education 0/1"}, "2023-10-01": {" 1/5", "commune 1/3", "education 0/1"}}},
		"signed ahead": {func(t *testing.T, k *testkit.Kit) {
			decide(t, k, "2024-02-01", org.Line{Op: org.OpEnd, Unit: "D1-1", Heirs: "D2-1"})
		}, when{"2024-01-31": {" 1/4", "commune 1/2", "education 0/1"}, "2024-02-01": {" 0/3", "commune 0/1", "education 0/1"}}},
		"kept by an earlier version": {func(t *testing.T, k *testkit.Kit) {
			testkit.Write(t, k.DB, func(tx *db.Tx) error { // as the migration leaves it
				_, err := tx.Exec(k.System(), `INSERT INTO org_bloc (unit, bloc) VALUES ($1, 'commune')`, k.UnitID("D2-2"))
				return err
			})
			for range 2 {
				if err := k.Org.BookBlocs(k.System()); err != nil {
					t.Fatal(err)
				}
			}
		}, when{"2023-03-01": {" 1/4", "commune 1/3", "education 0/1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := inBlocs(t, d)
				if c.do != nil {
					c.do(t, k)
				}
				for on, want := range c.want {
					if diff := cmp.Diff(want, shares(t, k, "HN", on)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", on, diff)
					}
				}
				k.Verify()
			})
		})
	}
}

func blocOf(t *testing.T, k *testkit.Kit, unit string, version int, bloc string) {
	t.Helper()
	if _, err := k.Org.SetDetails(k.System(), org.Details{Unit: unit, Version: version, Bloc: bloc}); err != nil {
		t.Fatal(err)
	}
}

func decide(t *testing.T, k *testkit.Kit, on day.Date, lines ...org.Line) org.Reorg {
	t.Helper()
	r, err := k.Org.Reorganise(k.System(), org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: on, Signer: "Trần Văn An", Reason: "Sắp xếp", Lines: lines,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func dissolved(t *testing.T, k *testkit.Kit, unit string) (act string) {
	t.Helper()
	act = db.NewID()
	if _, err := k.Org.Dissolve(k.System(), org.Dissolution{ID: act, Unit: unit, LastDay: "2023-11-30", DecisionNo: "7/QĐ", Reason: "Giải thể"}); err != nil {
		t.Fatal(err)
	}
	return act
}

// A unit whose founding is withdrawn was never in a bloc.
func TestAWithdrawnFoundingLeavesItsBloc(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := inBlocs(t, d)
		act := db.NewID()
		if _, err := k.Org.Found(k.System(), org.Founding{ID: act, Code: "D1-9", Name: "CĐCS ghi nhầm", Kind: "base", Parent: "D1", Bloc: "commune", FoundedOn: "2023-05-01"}); err != nil {
			t.Fatal(err)
		}
		if got := shares(t, k, "HN", "2023-05-01"); got[1] != "commune 1/3" {
			t.Errorf("founded: %v", got)
		}
		if _, err := k.Org.WithdrawFounding(k.System(), act, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		if got := shares(t, k, "HN", "2023-05-01"); got[1] != "commune 1/2" {
			t.Errorf("withdrawn: %v", got)
		}
		k.Verify()
	})
}
