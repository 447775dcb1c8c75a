package org_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// afterReform is the world of [reformed] after [wards], with D1-1 renamed on
// 01/11/2023 and D2-1 split on 01/12/2023.
func afterReform(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	k := reformed(t, d)
	sign(t, k, wards())
	sign(t, k, org.Plan{
		Unit: "HN", Kind: org.Renaming, DecisionNo: "70/QĐ", DecidedOn: "2023-10-20", EffectiveOn: "2023-11-01",
		Lines: []org.Line{{Op: org.OpRename, Unit: "D1-1", Name: "CĐCS Một Mới"}},
	})
	sign(t, k, org.Plan{
		Unit: "HN", Kind: org.Splitting, DecisionNo: "80/QĐ", DecidedOn: "2023-11-20", EffectiveOn: "2023-12-01",
		Lines: []org.Line{{Op: org.OpFound, Unit: "D2-2", Name: "CĐCS Hai Hai", Kind: "base", Parent: "W2", Follows: "D2-1", Members: 2}},
	})
	return k
}

func sign(t *testing.T, k *testkit.Kit, p org.Plan) org.Reorg {
	t.Helper()
	p.Signer = "Trần Văn An"
	r, err := k.Org.Reorganise(k.Ctx("officer", "HN"), p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// events writes a life as lines: day kind decision: others, superiors, names.
func events(t *testing.T, l org.Life) (out []string) {
	t.Helper()
	for _, e := range l.Events {
		line := fmt.Sprintf("%s %s %s", e.Day, e.Kind, e.Decision.No)
		for _, u := range e.Units {
			line += " " + u.Code
		}
		if len(e.Below) > 0 {
			var codes []string
			for _, u := range e.Below {
				codes = append(codes, u.Code)
			}
			line += " under " + strings.Join(codes, ">")
		}
		if e.To != "" {
			line += " " + e.From + ">" + e.To
		}
		if e.Undone {
			line += " undone"
		}
		out = append(out, strings.Join(strings.Fields(line), " "))
	}
	return out
}

func lifeOf(t *testing.T, k *testkit.Kit, code string) org.Life {
	t.Helper()
	l, err := k.Org.Life(k.Ctx("viewer", "HN"), code)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestTheLifeOfAUnitIsToldInTheOrderOfTime(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		for code, want := range map[string][]string{
			"D1": {"stood under HN", "2023-09-30 ended 61/QĐ-LĐLĐ W1 W2"},
			"D1-1": {
				"stood under D1", "2023-10-01 moved 61/QĐ-LĐLĐ under D1>W1", "2023-11-01 renamed 70/QĐ CĐCS Một Một>CĐCS Một Mới",
			},
			"D2-1": {"stood under D2", "2023-10-01 moved 61/QĐ-LĐLĐ under D2>W2", "2023-12-01 parted 80/QĐ D2-2"},
			"D2-2": {"2023-12-01 began 80/QĐ D2-1 under W2"},
			"W2":   {"2023-10-01 began 61/QĐ-LĐLĐ D1 D2 under HN"},
			"HN":   {"stood"},
		} {
			if diff := cmp.Diff(want, events(t, lifeOf(t, k, code))); diff != "" {
				t.Errorf("%s: %s", code, diff)
			}
		}
	})
}

func TestALifeNamesWhoGoesOn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		old, fresh := lifeOf(t, k, "D1"), lifeOf(t, k, "W2")
		if len(old.Heirs) != 1 || old.Heirs[0].Day != "2023-10-01" || len(old.Heirs[0].Units) != 2 || old.Heirs[0].Units[0].Code != "W1" {
			t.Errorf("heirs of D1: %+v", old.Heirs)
		}
		if len(fresh.Before) != 1 || fresh.Before[0].Day != "2023-10-01" || len(fresh.Before[0].Units) != 2 {
			t.Errorf("W2 goes on with: %+v", fresh.Before)
		}
		l, err := k.Org.Life(k.Ctx("viewer", "W1"), "D1-1")
		if err != nil {
			t.Fatal(err)
		}
		if moved := l.Events[1].Below; moved[0].MayRead || !moved[1].MayRead {
			t.Errorf("a ward opens the old district of its base union: %+v", moved)
		}
	})
}

func TestWhatWasUndoneIsToldAsSuch(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		r := sign(t, k, wards())
		if _, err := k.Org.UndoReorg(k.Ctx("officer", "HN"), r.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		for code, want := range map[string][]string{
			"D1-1": {"stood under D1", "2023-10-01 moved 61/QĐ-LĐLĐ under W1 undone"},
			"D1":   {"stood under HN", "2023-09-30 ended 61/QĐ-LĐLĐ W1 W2 undone"},
		} {
			if diff := cmp.Diff(want, events(t, lifeOf(t, k, code))); diff != "" {
				t.Errorf("%s: %s", code, diff)
			}
		}
	})
}

func TestHeirsAcrossAGapAreFollowedFromTheirOwnDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		p := wards()
		p.EffectiveOn, p.Lines = "2023-07-01", []org.Line{
			{Op: org.OpMove, Unit: "D2-1", Parent: "HN"}, {Op: org.OpEnd, Unit: "D2"},
		}
		sign(t, k, p)
		p = wards()
		p.DecisionNo = "62/QĐ"
		p.Lines = []org.Line{
			{Op: org.OpFound, Unit: "W2", Name: "Công đoàn phường Hai", Kind: "ward", Parent: "HN", Follows: "D2"}, {Op: org.OpMove, Unit: "D2-1", Parent: "W2"},
		}
		sign(t, k, p)
		want := []string{"stood under HN", "2023-06-30 ended 61/QĐ-LĐLĐ", "2023-10-01 followed 62/QĐ W2"}
		old := lifeOf(t, k, "D2")
		if diff := cmp.Diff(want, events(t, old)); diff != "" {
			t.Error(diff)
		}
		if len(old.Heirs) != 1 || old.Heirs[0].Day != "2023-10-01" {
			t.Errorf("heirs: %+v", old.Heirs)
		}
		want = []string{"stood under D2", "2023-07-01 moved 61/QĐ-LĐLĐ under D2>HN", "2023-10-01 moved 62/QĐ under HN>W2"}
		if diff := cmp.Diff(want, events(t, lifeOf(t, k, "D2-1"))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestANameIsThatOfItsDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		sign(t, k, org.Plan{
			Unit: "HN", Kind: org.Renaming, DecisionNo: "71/QĐ", DecidedOn: "2023-12-01", EffectiveOn: "2024-01-01",
			Lines: []org.Line{{Op: org.OpRename, Unit: "D1-1", Name: "CĐCS Một Sang Năm"}},
		})
		for on, want := range map[day.Date]string{
			"2023-10-31": "CĐCS Một Một", "2023-11-01": "CĐCS Một Mới", "2023-12-25": "CĐCS Một Mới", "2024-01-01": "CĐCS Một Sang Năm",
		} {
			testkit.Read(t, k.DB, func(tx *db.Tx) error {
				u, err := k.Org.UnitByCode(t.Context(), tx, "D1-1")
				if err != nil {
					return err
				}
				got, err := k.Org.NameOn(t.Context(), tx, u, on)
				if got != want {
					t.Errorf("%s: %s, want %s", on, got, want)
				}
				return err
			})
		}
	})
}

// outlined writes a tree as one line: the roots and, in brackets, what is open.
func outlined(o org.Outline) string {
	var write func(nodes []org.Node) string
	write = func(nodes []org.Node) string {
		var out []string
		for _, n := range nodes {
			s := fmt.Sprintf("%s %d", n.Code, n.Below)
			if b := o.Open[n.ID]; b != nil && n.Below > 0 {
				s += " [" + write(b.Nodes) + "]"
			}
			out = append(out, s)
		}
		return strings.Join(out, ", ")
	}
	return write(o.Roots)
}

func TestTheTreeOfADay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		for _, c := range []struct {
			unit, open string
			on         day.Date
			want       string
		}{
			{"HN", "", "2023-09-30", "HN 2 [D2 1, D1 2]"},
			{"HN", "D1", "2023-09-30", "HN 2 [D2 1, D1 2 [D1-2 0, D1-1 0]]"},
			{"HN", "", "2023-10-01", "HN 2 [W2 2, W1 1]"},
			{"HN", "D1", "2023-10-01", "HN 2 [W2 2, W1 1]"},
			{"HN", "D1-1", "", "HN 2 [W2 3, W1 1 [D1-1 0]]"},
			{"D1", "", "2023-09-30", "D1 2 [D1-2 0, D1-1 0]"},
			{"D1", "", "", ""},
			{"W1", "", "2023-09-30", ""},
			{"W2", "", "2023-12-01", "W2 3 [D2-2 0, D2-1 0, D1-2 0]"},
		} {
			o, err := k.Org.Outline(k.Ctx("viewer", c.unit), c.open, org.View{On: c.on})
			if err != nil {
				t.Fatal(err)
			}
			if got := outlined(o); got != c.want {
				t.Errorf("%s opens %q on %s: %s, want %s", c.unit, c.open, c.on, got, c.want)
			}
			if missing := o.Missing != nil; missing != (c.open == "D1" && c.on == "2023-10-01") {
				t.Errorf("%s opens %q on %s: missing is %v", c.unit, c.open, c.on, missing)
			}
		}
	})
}

func TestATreeOfAnotherDayCallsUnitsAsThen(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		for on, want := range map[day.Date]string{"2023-10-31": "CĐCS Một Một", "2023-11-01": "CĐCS Một Mới"} {
			b, err := k.Org.Branch(k.System(), "W1", org.View{On: on})
			if err != nil || len(b.Nodes) != 1 || b.Nodes[0].Name != want {
				t.Errorf("%s: %+v, %v", on, b, err)
			}
		}
	})
}

// Whoever began later, or has ended, is shown where what they may read stood.
func TestWhoDoesNotStandOnADayIsToldWhereTheirUnitsDo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		for _, c := range []struct {
			unit string
			on   day.Date
			want []string
		}{
			{"D1", "", []string{"D1-2 Công đoàn phường Hai", "D1-1 Công đoàn phường Một"}},
			{"W1", "2023-09-30", []string{"D1-1 LĐLĐ quận Một"}},
			{"D1", "2023-09-30", nil},
		} {
			o, err := k.Org.Outline(k.Ctx("viewer", c.unit), "", org.View{On: c.on})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, u := range o.Strays {
				got = append(got, u.Code+" "+u.Superior)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || (len(o.Absent) == 1) != (len(c.want) > 0) {
				t.Errorf("%s on %s, absent %v: %s", c.unit, c.on, o.Absent, diff)
			}
		}
	})
}

// A unit that is read because it once stood in the actor's tree does not show
// what came to stand below it afterwards.
func TestAPastUnitShowsNothingThatCameLater(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		k.Found(org.Founding{Code: "OLD", Name: "CĐCS thành viên Cũ", Kind: "base_member", Parent: "D1-1"})
		sign(t, k, wards())
		k.Found(org.Founding{Code: "NEW", Name: "CĐCS thành viên Mới", Kind: "base_member", Parent: "D1-1", FoundedOn: "2023-11-01"})
		for unit, want := range map[string]string{"D1": "[OLD]", "W1": "[NEW OLD]"} {
			b, err := k.Org.Branch(k.Ctx("viewer", unit), "D1-1", org.View{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range b.Nodes {
				got = append(got, n.Code)
			}
			slices.Sort(got)
			if fmt.Sprint(got) != want || b.Total != int64(len(got)) {
				t.Errorf("%s sees %v of %d, want %s", unit, got, b.Total, want)
			}
			c, err := k.Org.Compare(k.Ctx("viewer", unit), org.CompareAsk{Unit: "D1-1", From: "2023-06-30", To: "2023-12-25"})
			if err != nil || c.New.Count != len(got) {
				t.Errorf("%s compares %d, want %s: %v", unit, c.New.Count, want, err)
			}
		}
	})
}

func TestTheDaysOnWhichTheTreeTurned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		for _, c := range []struct {
			unit, open string
			on         day.Date
			want       []string
		}{
			{"HN", "", "", []string{"2023-10-01 +2 -2 61/QĐ-LĐLĐ", "2023-12-25 +0 -0"}},
			{"HN", "W1", "", []string{"2023-10-01 +3 -2 61/QĐ-LĐLĐ", "2023-11-01 +0 -0 70/QĐ", "2023-12-25 +0 -0"}},
			{"W1", "", "2023-09-30", []string{"2023-09-30 +0 -0", "2023-10-01 +1 -0 61/QĐ-LĐLĐ", "2023-11-01 +0 -0 70/QĐ", "2023-12-25 +0 -0"}},
			{"D2", "", "2023-09-01", []string{"2023-09-01 +0 -0", "2023-10-01 +0 -1 61/QĐ-LĐLĐ", "2023-12-25 +0 -0"}},
		} {
			o, err := k.Org.Outline(k.Ctx("viewer", c.unit), c.open, org.View{On: c.on})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, turn := range o.Turns {
				line := fmt.Sprintf("%s +%d -%d", turn.Day, turn.Came, turn.Gone)
				for _, a := range turn.Acts {
					line += " " + a.DecisionNo
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s opens %q: %s", c.unit, c.open, diff)
			}
		}
	})
}

// compared writes one side as a line.
func compared(s org.Side) string {
	var out []string
	for _, g := range s.Groups {
		line := fmt.Sprintf("%s %d (%d, %d):", g.Fate, g.Count, g.Size.Unions, g.Size.Members)
		for _, r := range g.Rows {
			line += " " + r.Unit.Code
			for _, u := range r.Other {
				line += "~" + u.Code
			}
		}
		out = append(out, line)
	}
	return fmt.Sprintf("%s; all %d (%d, %d) own (%d, %d)", strings.Join(out, "; "), s.Count, s.Total.Unions, s.Total.Members, s.Own.Unions, s.Own.Members)
}

func TestTwoDaysSideBySideTieOut(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		c, err := k.Org.Compare(k.Ctx("viewer", "HN"), org.CompareAsk{Unit: "HN", From: "2023-12-25", To: "2023-09-30"}) // the wrong way round
		if err != nil {
			t.Fatal(err)
		}
		if got, want := compared(c.Old), "ended 2 (3, 45): D2~W2 D1~W1~W2; all 2 (3, 45) own (0, 0)"; got != want {
			t.Errorf("before: %s", got)
		}
		if got, want := compared(c.New), "new 2 (4, 45): W2~D1~D2 W1~D1; all 2 (4, 45) own (0, 0)"; got != want {
			t.Errorf("after: %s", got)
		}
		var flows []string
		for _, f := range c.Flows {
			flows = append(flows, fmt.Sprintf("%s>%s %d", f.From.Code, f.To.Code, f.Count))
		}
		if diff := cmp.Diff([]string{"D2>W2 1", "D1>W2 1", "D1>W1 1", ">W2 1"}, flows); diff != "" {
			t.Error(diff)
		}
		f, err := k.Org.Flow(k.Ctx("viewer", "HN"), org.FlowAsk{CompareAsk: org.CompareAsk{Unit: "HN", From: "2023-09-30", To: "2023-12-25"}, Old: "D1", New: "W1"})
		if err != nil || f.Total != 1 || len(f.Units) != 1 || f.Units[0].Code != "D1-1" {
			t.Errorf("D1 to W1: %+v, %v", f, err)
		}
	})
}

func TestTwoDaysOfAWardTellWhoCameFromWhere(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := afterReform(t, d)
		ask := org.CompareAsk{Unit: "W2", From: "2023-09-30", To: "2023-12-25"}
		c, err := k.Org.Compare(k.Ctx("viewer", "W2"), ask)
		if err != nil {
			t.Fatal(err)
		}
		if c.Old.Stands || c.Old.Count != 0 {
			t.Errorf("before it began: %+v", c.Old)
		}
		if got, want := compared(c.New), "new 1 (1, 2): D2-2; came 2 (2, 13): D2-1~D2 D1-2~D1; all 3 (3, 15) own (0, 0)"; got != want {
			t.Errorf("after: %s", got)
		}
		if _, err := k.Org.Compare(k.Ctx("viewer", "W1"), ask); !errs.Is(err, errs.NotFound) {
			t.Errorf("another ward compares it: %v", err)
		}
	})
}

func TestAUnitToComeIsFoundByItsCodeOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		p := wards()
		p.EffectiveOn = "2024-01-01"
		sign(t, k, p)
		for query, want := range map[string]int{"phường Một": 0, "W1": 1, "w1": 1, "quận Một": 1} {
			found, err := k.Org.Look(k.Ctx("viewer", "HN"), query, 10)
			if err != nil || len(found) != want {
				t.Errorf("%s finds %d, want %d: %v", query, len(found), want, err)
			}
		}
	})
}

func TestOfficersOfAClosedUnitWriteNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		k.Found(org.Founding{Code: "D1-3", Name: "CĐCS Một Ba", Kind: "base", Parent: "D1"})
		if _, err := k.Org.Dissolve(k.System(), org.Dissolution{Unit: "D1-3", LastDay: "2023-06-30", DecisionNo: "1/QĐ", DecidedOn: "2023-06-20"}); err != nil {
			t.Fatal(err)
		}
		sign(t, k, wards())
		ctx := k.Ctx("officer", "D1")
		count := org.Headcount{Day: "2023-05-01", Workers: 5}
		for what, err := range map[string]error{
			"counts its own":             k.Org.Count(ctx, "D1", count),
			"counts one that ended":      k.Org.Count(ctx, "D1-3", count),
			"founds below itself":        second(k.Org.Found(ctx, org.Founding{Name: "CĐCS Muộn", Kind: "base", Parent: "D1", FoundedOn: "2023-02-01"})),
			"reorganises its own":        second(k.Org.Reorganise(ctx, org.Plan{Unit: "D1", Kind: org.Renaming})),
			"adds an officer to its own": k.Org.AddOfficer(ctx, "D1", org.Officer{}),
		} {
			if got := testkit.Refused(err); got != "org.closed" {
				t.Errorf("%s: %q", what, got)
			}
		}
		refused(t, k.Org.Count(ctx, "D1-1", count), "error.denied")
		refused(t, k.Org.Count(k.Ctx("officer", "HN"), "D1-3", count), "")
	})
}

func second[T any](_ T, err error) error { return err }
