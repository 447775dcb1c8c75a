package org_test

import (
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// signs makes wards()'s head the head of other lines and signs it.
func signs(k *testkit.Kit, t *testing.T, kind org.ReorgKind, lines ...org.Line) org.Reorg {
	t.Helper()
	r, err := k.Org.Reorganise(k.Ctx("officer", "HN"), deciding(kind, lines...))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func deciding(kind org.ReorgKind, lines ...org.Line) org.Plan {
	p := wards()
	p.Kind, p.Lines = kind, lines
	return p
}

// expect compares figures in the tree of the day with what they should be.
func expect(k *testkit.Kit, t *testing.T, want map[[3]string]string) {
	t.Helper()
	for q, w := range want {
		if got := value(k, t, ledger.Then, q[0], q[1], q[2]); got != w {
			t.Errorf("%s %s %s: %s, want %s", q[0], q[1], q[2], got, w)
		}
	}
}

func TestWhoIsFoundToHaveBeenInAMergedUnitGoesToItsHeir(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		r := signs(k, t, org.Merging, org.Line{Op: org.OpEnd, Unit: "D1-2", Heirs: "D2-1"})
		joins(k, t, "D1-2", "2023-09-10", 4)
		expect(k, t, map[[3]string]string{
			{"D1-2", "ORG.DV.TOTAL", "2023-09"}: "14", {"D2-1", "ORG.DV.TOTAL", "2023"}: "19", {"HN", "ORG.DV.TOTAL", "2023"}: "49",
			{"D1", "ORG.DV.TOTAL", "2023"}: "30", {"D2", "ORG.DV.TOTAL", "2023"}: "19",
		})
		k.Verify()
		if _, err := k.Org.UndoReorg(k.Ctx("officer", "HN"), r.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		expect(k, t, map[[3]string]string{
			{"D1-2", "ORG.DV.TOTAL", "2023"}: "14", {"D2-1", "ORG.DV.TOTAL", "2023"}: "5", {"HN", "ORG.DV.TOTAL", "2023"}: "49",
		})
		k.Verify()
	})
}

func joins(k *testkit.Kit, t *testing.T, unit, on string, n int64) {
	t.Helper()
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member", Dims: map[string]string{"kind": "base"}, Unit: k.UnitID(unit), Day: day.Date(on), Quantity: n})
	})
}

func TestAWardFoundedMonthsLaterGoesOnFromADistrict(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		admitted(k, t, "D2", "2023-02-02", 3)
		end := deciding(org.Reforming,
			org.Line{Op: org.OpMove, Unit: "D2-1", Parent: "HN"}, org.Line{Op: org.OpEnd, Unit: "D2"})
		end.EffectiveOn = "2023-07-01"
		if _, err := k.Org.Reorganise(k.Ctx("officer", "HN"), end); err != nil {
			t.Fatal(err)
		}
		begin := signs(k, t, org.Reforming,
			org.Line{Op: org.OpFound, Unit: "W2", Name: "Công đoàn phường Hai", Kind: "ward", Parent: "HN", Follows: "D2"},
			org.Line{Op: org.OpMove, Unit: "D2-1", Parent: "W2"})
		if got := value(k, t, ledger.Today, "W2", "ORG.DV.NEW", "2023"); got != "3" {
			t.Errorf("the district's own in today's tree of its ward: %s, want 3", got)
		}
		expect(k, t, map[[3]string]string{
			{"D2", "ORG.DV.TOTAL", "2023"}: "5", {"HN", "ORG.DV.TOTAL", "2023-08"}: "45", {"W2", "ORG.DV.TOTAL", "2023"}: "5",
			{"D2", "ORG.CDCS.TOTAL", "2023-08"}: "–",
		})
		k.Verify()
		again := deciding(org.Reforming, org.Line{Op: org.OpFound, Unit: "W3", Name: "Công đoàn phường Ba", Kind: "ward", Parent: "HN", Follows: "D2"})
		if _, err := k.Org.Reorganise(k.Ctx("officer", "HN"), again); testkit.Refused(err) != "follows: org.reorg.followed" {
			t.Errorf("followed twice: %v", err)
		}
		if _, err := k.Org.UndoReorg(k.Ctx("officer", "HN"), begin.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		k.Verify()
	})
}

func TestANameSignedAheadWaitsForItsDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		p := deciding(org.Renaming, org.Line{Op: org.OpRename, Unit: "D1", Name: "LĐLĐ quận Mới"})
		p.EffectiveOn = "2024-03-01"
		r, err := k.Org.Reorganise(k.Ctx("officer", "HN"), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ today, want string }{
			{"2024-02-29", "LĐLĐ quận Một"}, {"2024-03-01", "LĐLĐ quận Mới"}, {"2024-03-02", "LĐLĐ quận Mới"},
		} {
			k.DB.Clock.Set(day.Date(c.today))
			testkit.Write(t, k.DB, func(tx *db.Tx) error { return k.Org.Due(k.System(), tx, org.DueArgs{}) })
			if u, _ := k.Org.Open(k.Ctx("officer", "HN"), "D1"); u.Name != c.want {
				t.Errorf("on %s: %s, want %s", c.today, u.Name, c.want)
			}
		}
		if _, err := k.Org.UndoReorg(k.Ctx("officer", "HN"), r.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		if u, _ := k.Org.Open(k.Ctx("officer", "HN"), "D1"); u.Name != "LĐLĐ quận Một" {
			t.Errorf("undone: %s", u.Name)
		}
	})
}

func TestABaseUnionBecomesAnOccupationalOne(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		r := signs(k, t, org.Recasting, org.Line{Op: org.OpRecast, Unit: "D1-2", Kind: "occupational"})
		want := map[[3]string]string{
			{"D1", "ORG.ND.TOTAL", "2023"}: "1", {"D1", "ORG.ND.TOTAL", "2023-09"}: "0", {"D1", "ORG.CDCS.TOTAL", "2023"}: "2",
			{"D1", "ORG.DV.TOTAL", "2023"}: "40", {"D1", "ORG.CDCS.MOVED", "2023"}: "0", {"D1", "ORG.CDCS.NEW", "2023"}: "0",
		}
		expect(k, t, want)
		if u, _ := k.Org.Open(k.Ctx("officer", "HN"), "D1-2"); u.Kind != "occupational" {
			t.Errorf("kind: %s", u.Kind)
		}
		k.Verify()
		if _, err := k.Org.UndoReorg(k.Ctx("officer", "HN"), r.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		expect(k, t, map[[3]string]string{{"D1", "ORG.ND.TOTAL", "2023"}: "0", {"D1", "ORG.DV.TOTAL", "2023"}: "40"})
		k.Verify()
	})
}

func TestSomeMembersSplitOffAndTheSumStays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		signs(k, t, org.Splitting,
			org.Line{Op: org.OpFound, Unit: "D1-3", Name: "CĐCS Một Ba", Kind: "base", Parent: "D1", Follows: "D1-1", Members: 12, Women: 0})
		expect(k, t, map[[3]string]string{
			{"D1-1", "ORG.DV.TOTAL", "2023"}: "18", {"D1-3", "ORG.DV.TOTAL", "2023"}: "12", {"D1", "ORG.DV.TOTAL", "2023"}: "40",
			{"D1", "ORG.CDCS.TOTAL", "2023"}: "3", {"D1", "ORG.CDCS.NEW", "2023"}: "0", {"D1", "ORG.DV.NEW", "2023"}: "0",
		})
		k.Verify()
	})
}

func TestADividedUnionMustShareOutAllItsMembers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		part := func(code string, n int64) org.Line {
			return org.Line{Op: org.OpFound, Unit: code, Name: "CĐCS " + code, Kind: "base", Parent: "D1", Follows: "D1-1", Members: n}
		}
		end := org.Line{Op: org.OpEnd, Unit: "D1-1", Heirs: "D1-3,D1-4"}
		_, err := k.Org.Reorganise(k.Ctx("officer", "HN"), deciding(org.Dividing, part("D1-3", 12), part("D1-4", 17), end))
		if got := testkit.Refused(err); got != "heirs: org.reorg.left" {
			t.Errorf("one left over: %s", got)
		}
		_, err = k.Org.Reorganise(k.Ctx("officer", "HN"), deciding(org.Dividing, part("D1-3", 12), part("D1-4", 31), end))
		if got := testkit.Refused(err); got != "members: org.more.members" {
			t.Errorf("more than there are: %s", got)
		}
		signs(k, t, org.Dividing, part("D1-3", 12), part("D1-4", 18), end)
		expect(k, t, map[[3]string]string{
			{"D1-3", "ORG.DV.TOTAL", "2023"}: "12", {"D1-4", "ORG.DV.TOTAL", "2023"}: "18", {"D1", "ORG.DV.TOTAL", "2023"}: "40",
			{"D1", "ORG.CDCS.TOTAL", "2023"}: "3", {"D1-1", "ORG.DV.TOTAL", "2023"}: "30",
		})
		k.Verify()
	})
}

func TestPostsEndWithTheirUnitAndComeBackWithIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		ctx := k.Ctx("officer", "HN")
		if err := k.Org.AddOfficer(ctx, "D2", org.Officer{Committee: "standing", Post: "chair", Name: "Trần Thị Bích", From: "2023-01-05"}); err != nil {
			t.Fatal(err)
		}
		r, err := k.Org.Reorganise(ctx, wards())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2023-09-30", ""} {
			if c, _ := k.Org.Card(ctx, "D2"); string(c.Officers[0].To) != want {
				t.Errorf("last day in the post: %q, want %q", c.Officers[0].To, want)
			}
			if _, err := k.Org.UndoReorg(ctx, r.ID, "ký nhầm"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestADraftChangesNothingUntilItIsSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		ctx := k.Ctx("officer", "HN")
		p := wards()
		p.ID, p.DecisionNo, p.Lines[0].Name = db.NewID(), "", "" // not whole yet
		r, err := k.Org.SaveDraft(ctx, p, 0)
		if err != nil || r.Version != 1 {
			t.Fatal(r.Version, err)
		}
		if _, err := k.Org.SignDraft(ctx, p.ID, 1); testkit.Refused(err) != "decision_no: error.required\nname: error.required" {
			t.Errorf("signed as it is: %v", err)
		}
		whole := wards()
		whole.ID = p.ID
		if r, err = k.Org.SaveDraft(ctx, whole, 1); err != nil || r.Version != 2 {
			t.Fatal(r.Version, err)
		}
		if _, err := k.Org.SaveDraft(ctx, whole, 1); !errs.Is(err, errs.Conflict) {
			t.Errorf("somebody else's version: %v", err)
		}
		f, err := k.Org.Forecast(ctx, whole)
		if err != nil || f.Ended != 2 {
			t.Errorf("forecast of a draft: %+v %v", f, err)
		}
		if _, err := k.Org.OpenReorg(k.Ctx("officer", "D1"), p.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a draft is not for those below: %v", err)
		}
		expect(k, t, map[[3]string]string{{"D1", "ORG.CDCS.TOTAL", "2023-11"}: "2"})
		for range 2 {
			if r, err = k.Org.SignDraft(ctx, p.ID, 2); err != nil || r.State != org.ReorgSigned {
				t.Fatal(r.State, err)
			}
		}
		expect(k, t, map[[3]string]string{{"W2", "ORG.CDCS.TOTAL", "2023-11"}: "2"})
		c, err := k.Org.OpenReorg(k.Ctx("officer", "D1"), p.ID)
		if err != nil || len(c.Lines) != 3 || c.MayEdit { // two moves and its own end
			t.Errorf("the act for those of a district: %d lines, %v", len(c.Lines), err)
		}
		for account, want := range map[string]int{"HN": 1, "D1": 1, "D2-1": 1, "W1": 1} {
			if list, err := k.Org.Reorgs(k.Ctx("officer", account), "", 10, 0); err != nil || len(list) != want {
				t.Errorf("list of %s: %d, %v", account, len(list), err)
			}
		}
		if err := k.Org.DropDraft(ctx, p.ID, 0); !errs.Is(err, errs.Conflict) {
			t.Errorf("a signed one is no draft: %v", err)
		}
		k.Verify()
	})
}
