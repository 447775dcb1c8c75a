package org_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func gazetteer(t *testing.T) *places.Gazetteer {
	t.Helper()
	g, err := places.Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// beginning is an empty system on a day after the reform.
func beginning(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	d.Clock.Set("2026-11-22")
	k := testkit.NewSite(t, d)
	return k
}

// plan is a skeleton's plan for an administrator, a row a line: its state,
// code, superior and name.
func plan(t *testing.T, k *testkit.Kit, sk org.Skeleton) (lines []string) {
	t.Helper()
	rows, err := k.Org.PlanStart(k.System(), sk)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		switch {
		case r.Fault != nil:
			lines = append(lines, strings.Join([]string{"!", r.Code, r.Fault.Key}, " "))
		case r.Have != nil:
			lines = append(lines, strings.Join([]string{"=", r.Have.Code, r.Have.Name}, " "))
		default:
			lines = append(lines, strings.Join([]string{"+", r.Code, "<", r.Parent, r.Name}, " "))
		}
	}
	return lines
}

// start carries a plan out; want is how many units it founds.
func start(t *testing.T, k *testkit.Kit, sk org.Skeleton, want int) {
	t.Helper()
	if n, err := k.Org.Start(k.System(), sk); err != nil || n != want {
		t.Fatalf("%+v founded %d units, want %d: %v", sk, n, want, err)
	}
}

// founded counts all units.
func founded(t *testing.T, k *testkit.Kit) (n int) {
	t.Helper()
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		return tx.Get(t.Context(), &n, `SELECT COUNT(*) FROM org_unit`)
	})
	return n
}

func TestProvinceCodesAreOfLettersAndNoTwoAreAlike(t *testing.T) {
	seen := map[string]string{"TLD": "the confederation"}
	for _, p := range gazetteer(t).Provinces("2026-11-22") {
		code := org.ProvinceCode(p)
		if seen[code] != "" || !regexp.MustCompile(`^[A-Z]{2,12}$`).MatchString(code) {
			t.Errorf("%s: code %q, that of %s", p.Name, code, seen[code])
		}
		seen[code] = p.Name
	}
	for code, name := range map[string]string{"HN": "Hà Nội", "HCM": "Hồ Chí Minh", "NGHEAN": "Nghệ An", "DAKLAK": "Đắk Lắk", "DONGNAI": "Đồng Nai"} {
		if seen[code] != name {
			t.Errorf("%s is %q, want %s", code, seen[code], name)
		}
	}
}

func TestACityStandsAndASecondStartFoundsNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		sk := org.Skeleton{Province: "01", Wards: org.AllWards}
		rows := plan(t, k, sk)
		want := []string{"+ HN <  LĐLĐ TP Hà Nội", "+ HN-P09877 < HN Công đoàn xã An Khánh", "+ HN-P00004 < HN Công đoàn phường Ba Đình"}
		if diff := cmp.Diff(want, rows[:3]); diff != "" || len(rows) != 127 {
			t.Errorf("%d rows: %s", len(rows), diff)
		}
		start(t, k, sk, 127)
		start(t, k, sk, 0)
		for _, line := range plan(t, k, sk) {
			if !strings.HasPrefix(line, "= ") {
				t.Errorf("after the start: %s", line)
			}
		}
		u := unit(t, k, "HN-P00004")
		if u.Ward != "00004" || u.Kind != "ward" || u.FoundedOn != "" {
			t.Errorf("Ba Đình: %+v", u)
		}
		k.Verify()
	})
}

func TestTheNationStandsAndACityOfItIsLeftAlone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		start(t, k, org.Skeleton{Wards: org.NoWards}, 35)
		start(t, k, org.Skeleton{Province: "75", Wards: org.ChosenWards, Chosen: []string{"26368", "26368"}}, 1)
		if diff := cmp.Diff([]string{
			"= TLD Tổng Liên đoàn Lao động Việt Nam", "= DONGNAI LĐLĐ TP Đồng Nai", "= DONGNAI-P26368 Công đoàn phường Long Thành",
		}, plan(t, k, org.Skeleton{Province: "75", Wards: org.ChosenWards, Chosen: []string{"26368"}})); diff != "" {
			t.Error(diff)
		}
		start(t, k, org.Skeleton{Wards: org.AllWards}, 3320)
		if n := founded(t, k); n != 1+34+3321 {
			t.Errorf("%d units", n)
		}
		k.Verify()
	})
}

func TestWhatStandsUnderAnotherCodeIsKnown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		k.Found(
			org.Founding{Code: "LDTH", Name: "Liên đoàn Lao động tỉnh Thanh Hoá", Kind: "provincial"}, // the newer place of the tone mark
			org.Founding{Code: "LDTH-0001", Name: "CĐ phường Hạc Thành", Kind: "ward", Parent: "LDTH", Ward: "14758"},
		)
		lines := plan(t, k, org.Skeleton{Province: "38", Wards: org.AllWards})
		if lines[0] != "= LDTH Liên đoàn Lao động tỉnh Thanh Hoá" || !slices.Contains(lines, "= LDTH-0001 CĐ phường Hạc Thành") {
			t.Errorf("what stands: %v", lines[:3])
		}
		if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "+ ") }); i < 0 || !strings.HasPrefix(lines[i], "+ LDTH-P") || !strings.Contains(lines[i], "< LDTH ") {
			t.Errorf("the new ones: %v", lines)
		}
	})
}

func TestWhatIsInTheWayIsNamedAndNothingIsWritten(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "HN-P00004", Name: "CĐCS Trường Mầm non", Kind: "base", Parent: "HN"},
			org.Founding{Code: "HN-P00008", Name: "Công đoàn phường Ngọc Hà", Kind: "ward", Parent: "HN", Ward: "00008"},
		)
		if _, err := k.Org.Dissolve(k.System(), org.Dissolution{Unit: "HN-P00008", LastDay: "2026-01-31"}); err != nil {
			t.Fatal(err)
		}
		sk := org.Skeleton{Province: "01", Wards: org.ChosenWards, Chosen: []string{"00004", "00008", "00025", "26368", "99999", "01"}}
		if diff := cmp.Diff([]string{
			"= HN LĐLĐ TP Hà Nội", "! HN-P00004 org.start.taken", "! HN-P00008 org.start.ended", "+ HN-P00025 < HN Công đoàn phường Giảng Võ",
			"! HN-P01 org.start.stranger", "! HN-P26368 org.start.stranger", "! HN-P99999 org.start.stranger",
		}, plan(t, k, sk), cmpopts.SortSlices(strings.Compare)); diff != "" {
			t.Error(diff)
		}
		if _, err := k.Org.Start(k.System(), sk); testkit.Refused(err) != "org.start.refused" {
			t.Errorf("start: %v", err)
		}
		if n := founded(t, k); n != 3 {
			t.Errorf("%d units", n)
		}
	})
}

func TestBadSkeletonsAreRefusedAtTheirField(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		k.Found(org.Founding{Code: "HUE", Name: "LĐLĐ TP Huế", Kind: "provincial", FoundedOn: "2026-01-01"})
		for name, c := range map[string]struct {
			sk   org.Skeleton
			want string
		}{
			"no such province":             {org.Skeleton{Province: "02", Wards: org.AllWards}, "province: error.choice"},
			"a commune as province":        {org.Skeleton{Province: "00004", Wards: org.AllWards}, "province: error.choice"},
			"no choice of wards":           {org.Skeleton{Province: "01"}, "wards: error.choice"},
			"chosen wards of the nation":   {org.Skeleton{Wards: org.ChosenWards, Chosen: []string{"00004"}}, "wards: error.choice"},
			"none chosen":                  {org.Skeleton{Province: "01", Wards: org.ChosenWards}, "wards: org.start.nowards"},
			"tomorrow":                     {org.Skeleton{Province: "01", Wards: org.NoWards, FoundedOn: "2026-11-23"}, "founded_on: error.date.future"},
			"wards before the reform":      {org.Skeleton{Province: "01", Wards: org.AllWards, FoundedOn: "2025-06-30"}, "founded_on: org.start.early"},
			"before the federation":        {org.Skeleton{Province: "46", Wards: org.AllWards, FoundedOn: "2025-12-31"}, "founded_on: org.founded.before"},
			"standing before what did not": {org.Skeleton{Province: "46", Wards: org.AllWards}, "founded_on: org.founded.before"},
			"a long number":                {org.Skeleton{Province: "01", Wards: org.NoWards, DecisionNo: strings.Repeat("1", 61)}, "decision_no: error.text.long"},
		} {
			if _, err := k.Org.PlanStart(k.System(), c.sk); testkit.Refused(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
			if _, err := k.Org.Start(k.System(), c.sk); testkit.Refused(err) != c.want {
				t.Errorf("start, %s: %v, want %s", name, err, c.want)
			}
		}
		if n := founded(t, k); n != 1 {
			t.Errorf("%d units", n)
		}
	})
}

func TestWardsFoundedByADecisionCountFromTheirDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		start(t, k, org.Skeleton{Province: "01", Wards: org.NoWards}, 1)
		start(t, k, org.Skeleton{Province: "01", Wards: org.ChosenWards, Chosen: []string{"00004", "00008"}, FoundedOn: "2025-10-01", DecisionNo: "12/QĐ-LĐLĐ"}, 2)
		c, err := k.Org.Card(k.System(), "HN-P00008")
		if err != nil || c.Unit.FoundedOn != "2025-10-01" || c.Acts[0].DecisionNo != "12/QĐ-LĐLĐ" || c.Path[0].Code != "HN" {
			t.Errorf("%+v %v", c, err)
		}
	})
}

func TestASignedReportAsksForAReason(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		start(t, k, org.Skeleton{Province: "01", Wards: org.NoWards}, 1)
		k.Org.Signed = append(k.Org.Signed, func(context.Context, *db.Tx, string, day.Date, day.Date) ([]string, error) {
			return []string{"Báo cáo năm 2025"}, nil
		})
		sk := org.Skeleton{Province: "01", Wards: org.ChosenWards, Chosen: []string{"00004", "00008"}, FoundedOn: "2025-10-01"}
		if _, err := k.Org.PlanStart(k.System(), sk); testkit.Refused(err) != "reason: org.signed" {
			t.Errorf("without a reason: %v", err)
		}
		sk.Reason = "Ghi sổ muộn"
		start(t, k, sk, 2)
	})
}

// Before the reform's day (a demo, a clock set back) a start founds what stands
// from that day.
func TestAStartOnAnEarlierDayTakesThePlacesOfTheReform(t *testing.T) {
	k := testkit.NewSite(t, testkit.SQLite(t)) // today is in 2023
	start(t, k, org.Skeleton{Province: "75", Wards: org.ChosenWards, Chosen: []string{"26368"}}, 2)
	if got := unit(t, k, "DONGNAI").Name + ", " + unit(t, k, "DONGNAI-P26368").Name; got != "LĐLĐ tỉnh Đồng Nai, Công đoàn xã Long Thành" {
		t.Error(got)
	}
}

func TestWhoManagesLessThanEverythingFindsNoStart(t *testing.T) {
	k := beginning(t, testkit.SQLite(t))
	start(t, k, org.Skeleton{Province: "01", Wards: org.NoWards}, 1)
	for name, ctx := range map[string]context.Context{
		"officer of the city": k.Ctx("officer", "HN"), "viewer of everything": k.Ctx("viewer", auth.Everywhere), "nobody": t.Context(),
	} {
		if _, err := k.Org.PlanStart(ctx, org.Skeleton{Province: "01", Wards: org.AllWards}); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s plans: %v", name, err)
		}
		if _, err := k.Org.Start(ctx, org.Skeleton{Province: "01", Wards: org.AllWards}); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s starts: %v", name, err)
		}
	}
	if _, err := k.Org.PlanStart(k.Ctx("officer", auth.Everywhere), org.Skeleton{Province: "01", Wards: org.AllWards}); err != nil {
		t.Errorf("an officer of everything: %v", err)
	}
}

// Two who press at once: one founds, the other finds all standing.
func TestTwoStartsAtOnceFoundEachUnitOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		k := beginning(t, d)
		var mine atomic.Int64
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				n, err := k.Org.Start(k.System(), org.Skeleton{Province: "01", Wards: org.AllWards})
				if mine.Add(int64(n)); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if n := founded(t, k); n != 127 || mine.Load() != 127 {
			t.Errorf("%d units, %d founded", n, mine.Load())
		}
	})
}

// unit reads a unit by its code.
func unit(t *testing.T, k *testkit.Kit, code string) (u org.Unit) {
	t.Helper()
	testkit.Read(t, k.DB, func(tx *db.Tx) (err error) {
		u, err = k.Org.UnitByCode(t.Context(), tx, code)
		return err
	})
	return u
}
