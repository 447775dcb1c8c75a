package org_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// founding is one that is right; each test spoils a part.
func founding() org.Founding {
	return org.Founding{
		ID: db.NewID(), Name: "CĐCS Công ty CP May Đống Đa", Kind: "base", Parent: "HN-BADINH", Sector: "private_enterprise", Bloc: "enterprise",
		Ward: "00004", Employer: "Công ty CP May Đống Đa", Workers: 80, WorkerWomen: 60, FoundedOn: "2023-12-01", DecisionNo: "12/QĐ-LĐLĐ",
		DecidedOn: "2023-11-28", Signer: "Nguyễn Thị Lan", Members: 50, Women: 30, Admitted: 45, AdmittedWomen: 28,
	}
}

func TestAFoundingCountsAtEveryLevelFromItsDayOn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		u, err := k.Org.Found(k.Ctx("officer", "HN-BADINH"), founding())
		if err != nil {
			t.Fatal(err)
		}
		if u.Code != "HN-BADINH-0003" {
			t.Errorf("code %s", u.Code)
		}
		figures(t, k, map[[3]string]string{
			{"HN", "ORG.CDCS.TOTAL", "2023"}: "4", {"HN", "ORG.CDCS.TOTAL", "2023-11"}: "3", {"HN-BADINH", "ORG.CDCS.TOTAL", "2023"}: "3",
			{"HN", "ORG.CDCS.NEW", "2023"}: "1", {"HN-BADINH", "ORG.CDCS.NEW", "2023-12"}: "1", {"HN-LONGBIEN", "ORG.CDCS.NEW", "2023"}: "0",
			{"HN", "ORG.CDCS.NEW", "2022"}: "1", {"HN", "ORG.ND.TOTAL", "2023"}: "1", {"HN", "ORG.DV.TOTAL", "2023"}: "357",
			{"HN", "ORG.DV.TOTAL", "2023-11"}: "307", {"HN-BADINH", "ORG.DV.NEW", "2023"}: "45", {u.Code, "ORG.DV.TOTAL", "2023-11"}: "notalive",
			{"HN-BADINH-0001", "ORG.CDCS.NEW", "2020/2023"}: "0", // stood before the register
		})
		c := card(t, k, u.Code)
		if c.Headcount.Workers != 80 || c.Headcount.Women != 60 || c.Employer.Name != "Công ty CP May Đống Đa" || len(c.Acts) != 1 {
			t.Errorf("card: %+v", c)
		}
	})
}

func TestAFoundingIsRefusedAtItsFields(t *testing.T) {
	long := strings.Repeat("ă", 201)
	for name, c := range map[string]struct {
		spoil func(*org.Founding)
		want  string
	}{
		"no name":               {func(f *org.Founding) { f.Name = "  " }, "name: error.required"},
		"a long name":           {func(f *org.Founding) { f.Name = long }, "name: error.text.long"},
		"an unknown kind":       {func(f *org.Founding) { f.Kind = "club" }, "kind: error.choice"},
		"an unknown sector":     {func(f *org.Founding) { f.Sector = "moon" }, "sector: error.choice"},
		"an unknown bloc":       {func(f *org.Founding) { f.Bloc = "moon" }, "bloc: error.choice"},
		"an unknown parent":     {func(f *org.Founding) { f.Parent = "HN-XXX" }, "parent: error.unit.unknown"},
		"a parent out of scope": {func(f *org.Founding) { f.Parent = "HN-LONGBIEN" }, "parent: error.unit.unknown"},
		"a kind not below":      {func(f *org.Founding) { f.Kind = "district" }, "parent: org.parent.kind"},
		"a day to come":         {func(f *org.Founding) { f.FoundedOn = "2023-12-26" }, "founded_on: error.date.future"},
		"decided tomorrow":      {func(f *org.Founding) { f.DecidedOn = "2023-12-26" }, "decided_on: error.date.future"},
		"a negative count":      {func(f *org.Founding) { f.Members, f.Women, f.Admitted, f.AdmittedWomen = -1, 0, 0, 0 }, "members: error.number.range"},
		"a huge count":          {func(f *org.Founding) { f.Members = org.MaxPeople + 1 }, "members: error.number.range"},
		"more women than all":   {func(f *org.Founding) { f.Women = 51 }, "women: org.more.members"},
		"more admitted":         {func(f *org.Founding) { f.Admitted = 51 }, "admitted: org.more.members"},
		"more women admitted":   {func(f *org.Founding) { f.AdmittedWomen = 31 }, "admitted_women: org.more.admitted"},
		"more women at work":    {func(f *org.Founding) { f.WorkerWomen = 81 }, "worker_women: org.more.workers"},
		"negative workers":      {func(f *org.Founding) { f.Workers, f.WorkerWomen = -5, 0 }, "workers: error.number.range"},
		"a code in Vietnamese":  {func(f *org.Founding) { f.Code = "BA ĐÌNH" }, "code: org.code.form"},
		"a taken code":          {func(f *org.Founding) { f.Code = "hn-badinh-0001" }, "code: error.code.taken"},
		"a long ward":           {func(f *org.Founding) { f.Ward = long }, "ward: error.text.long"},
		"two things at once":    {func(f *org.Founding) { f.Name, f.Kind = "", "" }, "name: error.required\nkind: error.choice"},
	} {
		t.Run(name, func(t *testing.T) {
			k := world(t, testkit.SQLite(t))
			f := founding()
			c.spoil(&f)
			_, err := k.Org.Found(k.Ctx("officer", "HN-BADINH"), f)
			refused(t, err, c.want)
			if got := k.Figure("HN", "ORG.CDCS.TOTAL", "2023"); got != "3" {
				t.Errorf("a refused founding counts: %s", got)
			}
		})
	}
}

func TestATopUnitIsFoundedOnlyByWhoManagesEverything(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	_, err := k.Org.Found(k.Ctx("officer", "HN"), org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"})
	is(t, err, errs.Denied)
	_, err = k.Org.Found(k.System(), org.Founding{Code: "X", Name: "Quận", Kind: "district"})
	refused(t, err, "parent: org.parent.required\ncode: org.code.form")
}

func TestASecondClickFoundsOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, f := world(t, d), founding()
		ctx := k.Ctx("officer", "HN-BADINH")
		var wait sync.WaitGroup
		codes := make([]string, 6)
		for i := range codes {
			wait.Go(func() {
				u, err := k.Org.Found(ctx, f)
				if err != nil {
					t.Error(err)
				}
				codes[i] = u.Code
			})
		}
		wait.Wait()
		for _, c := range codes {
			if c != "HN-BADINH-0003" {
				t.Errorf("codes %v", codes)
			}
		}
		figures(t, k, map[[3]string]string{{"HN", "ORG.CDCS.NEW", "2023"}: "1", {"HN", "ORG.DV.NEW", "2023"}: "45"})
		f.Name = "Một đơn vị khác"
		_, err := k.Org.Found(ctx, f)
		refused(t, err, "org.act.done")
	})
}

func TestFoundingsAtOnceAreGivenDifferentCodes(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		var wait sync.WaitGroup
		var mu sync.Mutex
		got := map[string]bool{}
		for range 8 {
			wait.Go(func() {
				f := founding()
				u, err := k.Org.Found(k.Ctx("officer", "HN-BADINH"), f)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				got[u.Code] = true
				mu.Unlock()
			})
		}
		wait.Wait()
		if len(got) != 8 || !got["HN-BADINH-0003"] || !got["HN-BADINH-0010"] {
			t.Errorf("codes %v", got)
		}
		figures(t, k, map[[3]string]string{{"HN-BADINH", "ORG.CDCS.TOTAL", "2023"}: "10"})
	})
}

func TestADissolvedUnitAndItsMembersStopCountingTheDayAfter(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		ctx := k.Ctx("officer", "HN")
		dis := org.Dissolution{ID: db.NewID(), Unit: "HN-BADINH-0002", LastDay: "2023-06-30", DecisionNo: "9/QĐ", DecidedOn: "2023-06-20", Reason: "Hết việc"}
		for range 2 { // a double click
			if _, err := k.Org.Dissolve(ctx, dis); err != nil {
				t.Fatal(err)
			}
		}
		want := map[[3]string]string{
			{"HN-BADINH", "ORG.CDCS.TOTAL", "2023-06"}: "2", {"HN-BADINH", "ORG.CDCS.TOTAL", "2023-07"}: "1",
			{"HN-BADINH", "ORG.DV.TOTAL", "2023-06-30/2023-06-30"}: "107", {"HN-BADINH", "ORG.DV.TOTAL", "2023-07-01/2023-07-01"}: "60",
			{"HN", "ORG.CDCS.CLOSED", "2023"}: "1", {"HN", "ORG.CDCS.NEW", "2022"}: "1", {"HN", "ORG.ND.TOTAL", "2023"}: "0",
			{"HN-BADINH-0002", "ORG.DV.TOTAL", "2023"}: "47", {"HN-BADINH-0002", "ORG.DV.TOTAL", "2023-07"}: "notalive",
		}
		figures(t, k, want)

		// Five members of May become known only now: they were there in June and are gone with the others in July.
		fact(t, k, "late", ledger.Fact{Measure: "member", Dims: map[string]string{"kind": "occupational"}, Unit: "HN-BADINH-0002", Day: "2023-05-15", Quantity: 5})
		want[[3]string{"HN-BADINH", "ORG.DV.TOTAL", "2023-06-30/2023-06-30"}] = "112"
		want[[3]string{"HN-BADINH-0002", "ORG.DV.TOTAL", "2023"}] = "52"
		figures(t, k, want)

		// The superior takes the dissolution back: as if it had never been signed.
		for range 2 {
			if _, err := k.Org.WithdrawDissolution(ctx, dis.ID, "Ghi nhầm đơn vị"); err != nil {
				t.Fatal(err)
			}
		}
		_, err := k.Org.WithdrawDissolution(ctx, dis.ID, "Lý do khác")
		refused(t, err, "org.act.withdrawn")
		figures(t, k, map[[3]string]string{
			{"HN-BADINH", "ORG.CDCS.TOTAL", "2023"}: "2", {"HN-BADINH", "ORG.DV.TOTAL", "2023"}: "112", {"HN", "ORG.CDCS.CLOSED", "2023"}: "0",
		})
	})
}

func TestADissolutionIsRefusedAtItsFields(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	fact(t, k, "recorded", ledger.Fact{Measure: "member.admitted", Unit: "HN-LONGBIEN-0001", Day: "2023-11-02", Quantity: 3})
	ctx := k.Ctx("officer", "HN")
	for name, c := range map[string]struct {
		d    org.Dissolution
		want string
	}{
		"no day":                {org.Dissolution{Unit: "HN-BADINH-0002"}, "last_day: error.required"},
		"a day to come":         {org.Dissolution{Unit: "HN-BADINH-0002", LastDay: "2024-01-01"}, "last_day: error.date.future"},
		"before its founding":   {org.Dissolution{Unit: "HN-BADINH-0002", LastDay: "2022-02-28"}, "last_day: org.dissolved.before"},
		"with units below":      {org.Dissolution{Unit: "HN-BADINH", LastDay: "2023-12-01"}, "last_day: org.dissolved.below"},
		"with later figures":    {org.Dissolution{Unit: "HN-LONGBIEN-0001", LastDay: "2023-11-01"}, "last_day: org.dissolved.later"},
		"an unknown unit":       {org.Dissolution{Unit: "HN-NO", LastDay: "2023-11-01"}, "error.notfound"},
		"decided in the future": {org.Dissolution{Unit: "HN-BADINH-0002", LastDay: "2023-12-01", DecidedOn: "2024-01-01"}, "decided_on: error.date.future"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := k.Org.Dissolve(ctx, c.d)
			refused(t, err, c.want)
		})
	}
	if _, err := k.Org.Dissolve(ctx, org.Dissolution{Unit: "HN-BADINH-0002", LastDay: "2023-12-01"}); err != nil {
		t.Fatal(err)
	}
	_, err := k.Org.Dissolve(ctx, org.Dissolution{Unit: "HN-BADINH-0002", LastDay: "2023-12-02"})
	refused(t, err, "last_day: org.dissolved.already")
	f := founding()
	f.Parent, f.Kind, f.FoundedOn = "HN-BADINH-0002", "section", "2023-12-02"
	_, err = k.Org.Found(ctx, f)
	refused(t, err, "parent: org.parent.ended")
}

func TestAWithdrawnFoundingNeverWas(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, f := world(t, d), founding()
		before := map[[3]string]string{
			{"HN", "ORG.CDCS.TOTAL", "2023"}: "3", {"HN", "ORG.CDCS.NEW", "2023"}: "0", {"HN-BADINH", "ORG.CDCS.CLOSED", "2023"}: "0",
			{"HN", "ORG.DV.TOTAL", "2023"}: "307", {"HN", "ORG.DV.NEW", "2023"}: "0",
		}
		figures(t, k, before)
		ctx := k.Ctx("officer", "HN-BADINH")
		u, err := k.Org.Found(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Org.Count(ctx, u.Code, org.Headcount{Day: "2023-12-20", Workers: 85, Women: 61}); err != nil {
			t.Fatal(err)
		}
		_, err = k.Org.WithdrawFounding(ctx, f.ID, " ")
		refused(t, err, "reason: error.required")
		for range 2 { // a double click
			if _, err := k.Org.WithdrawFounding(ctx, f.ID, "Ghi trùng"); err != nil {
				t.Fatal(err)
			}
		}
		before[[3]string{u.Code, "ORG.DV.TOTAL", "2023"}] = "notalive"
		figures(t, k, before)

		c := card(t, k, u.Code)
		if !c.Unit.Withdrawn() || c.Unit.Ended() || c.Unit.AliveOn("2023-12-01") || c.MayManage || c.Acts[0].WithdrawnFor != "Ghi trùng" {
			t.Errorf("card: %+v", c)
		}
		if got := codesOf(t, k, "HN-BADINH"); !cmp.Equal(got, []string{"HN-BADINH-0001", "HN-BADINH-0002"}) {
			t.Errorf("below: %v", got)
		}
		// The code stays taken, also for the next one given.
		again := founding()
		again.Code = u.Code
		_, err = k.Org.Found(ctx, again)
		refused(t, err, "code: error.code.taken")
		again.Code = ""
		if next, err := k.Org.Found(ctx, again); err != nil || next.Code != "HN-BADINH-0004" {
			t.Errorf("next: %s, %v", next.Code, err)
		}
		// Nothing can be recorded there any more.
		_, err = k.Org.Dissolve(ctx, org.Dissolution{Unit: u.Code, LastDay: "2023-12-05"})
		refused(t, err, "org.withdrawn")
		refused(t, k.Org.AddOfficer(ctx, u.Code, org.Officer{}), "org.withdrawn")
		below := founding()
		below.Parent, below.Kind = u.Code, "section"
		_, err = k.Org.Found(ctx, below)
		refused(t, err, "parent: org.parent.withdrawn")
	})
}

func codesOf(t *testing.T, k *testkit.Kit, parent string) (out []string) {
	t.Helper()
	b, err := k.Org.Branch(k.System(), parent, org.View{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range b.Nodes {
		out = append(out, n.Code)
	}
	return out
}

func TestAFoundingOnWhichSomethingHangsStays(t *testing.T) {
	officer := org.Officer{Committee: "executive", Post: "chair", Name: "Lê Văn Hải", From: "2023-12-02"}
	for name, c := range map[string]struct {
		hang func(t *testing.T, k *testkit.Kit, code string)
		want string
	}{
		"an officer": {func(t *testing.T, k *testkit.Kit, code string) {
			if err := k.Org.AddOfficer(k.System(), code, officer); err != nil {
				t.Fatal(err)
			}
		}, "org.withdraw.people"},
		"a unit below": {func(_ *testing.T, k *testkit.Kit, code string) {
			k.Found(org.Founding{Code: "S1", Name: "Tổ may 1", Kind: "section", Parent: code, FoundedOn: "2023-12-03"})
		}, "org.withdraw.children"},
		"a figure": {func(t *testing.T, k *testkit.Kit, code string) {
			fact(t, k, "x", ledger.Fact{Measure: "member.admitted", Unit: code, Day: "2023-12-10", Quantity: 2})
		}, "org.withdraw.inuse"},
		"a dissolution": {func(t *testing.T, k *testkit.Kit, code string) {
			if _, err := k.Org.Dissolve(k.System(), org.Dissolution{Unit: code, LastDay: "2023-12-20"}); err != nil {
				t.Fatal(err)
			}
		}, "org.withdraw.dissolved"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k, f := world(t, d), founding()
				ctx := k.Ctx("officer", "HN")
				u, err := k.Org.Found(ctx, f)
				if err != nil {
					t.Fatal(err)
				}
				c.hang(t, k, u.Code)
				_, err = k.Org.WithdrawFounding(ctx, f.ID, "Ghi trùng")
				refused(t, err, c.want)
				is(t, err, errs.Conflict)
				figures(t, k, map[[3]string]string{{"HN", "ORG.CDCS.NEW", "2023"}: "1"})
			})
		})
	}
}

func TestTheFoundingOfAUnitWhoseOnlyChildWasWithdrawnCanBeWithdrawn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, f := world(t, d), founding()
		ctx := k.Ctx("officer", "HN")
		u, err := k.Org.Found(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		child := org.Founding{ID: db.NewID(), Name: "Tổ may 1", Kind: "section", Parent: u.Code, FoundedOn: "2023-12-03", Members: 7}
		if _, err := k.Org.Found(ctx, child); err != nil {
			t.Fatal(err)
		}
		for _, act := range []string{child.ID, f.ID} {
			if _, err := k.Org.WithdrawFounding(ctx, act, "Ghi trùng"); err != nil {
				t.Fatal(err)
			}
		}
		figures(t, k, map[[3]string]string{{"HN", "ORG.DV.TOTAL", "2023"}: "307", {"HN", "ORG.CDCS.TOTAL", "2023"}: "3"})
	})
}

func TestOnlyThoseAboveWithdraw(t *testing.T) {
	k, f := world(t, testkit.SQLite(t)), founding()
	u, err := k.Org.Found(k.System(), f)
	if err != nil {
		t.Fatal(err)
	}
	for who, want := range map[[2]string]errs.Kind{
		{"officer", u.Code}: errs.Denied, {"leader", "HN"}: errs.Denied, {"officer", "HN-LONGBIEN"}: errs.NotFound,
	} {
		ctx := k.Ctx("officer", who[1])
		if who[0] == "leader" {
			ctx = k.Ctx("leader", who[1])
		}
		_, err := k.Org.WithdrawFounding(ctx, f.ID, "Không được")
		is(t, err, want)
	}
	own := k.Ctx("officer", u.Code)
	d := org.Dissolution{ID: db.NewID(), Unit: u.Code, LastDay: day.Date("2023-12-20")}
	if _, err := k.Org.Dissolve(own, d); err != nil {
		t.Fatal(err)
	}
	_, err = k.Org.WithdrawDissolution(own, d.ID, "Đổi ý")
	is(t, err, errs.Denied)
	// Officers of a closed unit read on and write nothing.
	is(t, k.Org.AddTerm(own, u.Code, org.Term{Number: "I", From: "2023-12-02", To: "2028-12-01"}), errs.Denied)
	if _, err := k.Org.Card(own, u.Code); err != nil {
		t.Error(err)
	}
}

func TestActsDatedInASignedPeriodAskForAReason(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		k.Org.Signed = append(k.Org.Signed, func(_ context.Context, _ *db.Tx, unit string, from, to day.Date) ([]string, error) {
			if unit != k.UnitID("HN") && from <= "2022-12-31" && to >= "2022-01-01" {
				return []string{"15/BC-LĐLĐ"}, nil
			}
			return nil, nil
		})
		ctx := k.Ctx("officer", "HN")
		late := founding()
		late.FoundedOn, late.DecidedOn = "2022-12-01", "2022-11-28"
		_, founded := k.Org.Found(ctx, late)
		counted := k.Org.Count(ctx, "HN-LONGBIEN-0001", org.Headcount{Day: "2022-05-05", Workers: 10})
		_, ended := k.Org.Dissolve(ctx, org.Dissolution{Unit: "HN-LONGBIEN-0001", LastDay: "2022-12-31"})
		for name, err := range map[string]error{"founding": founded, "counting": counted, "dissolving": ended} {
			if got := testkit.Refused(err); got != "reason: org.signed" {
				t.Errorf("%s: %q", name, got)
			}
		}
		late.Reason = " Quyết định gửi muộn "
		u, err := k.Org.Found(ctx, late)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Org.Count(ctx, "HN-LONGBIEN-0001", org.Headcount{Day: "2022-05-05", Workers: 10, Reason: "Đếm muộn"}); err != nil {
			t.Fatal(err)
		}
		var reasons []string
		testkit.Read(t, d, func(tx *db.Tx) error {
			return tx.Select(t.Context(), &reasons, `SELECT DISTINCT reason FROM ledger_fact WHERE reason <> '' ORDER BY reason`)
		})
		c, err := k.Org.Card(ctx, u.Code)
		if diff := cmp.Diff([]string{"Quyết định gửi muộn", "Đếm muộn"}, reasons); diff != "" || err != nil || c.Acts[0].Reason != "Quyết định gửi muộn" {
			t.Error(diff, err, c.Acts)
		}
	})
}
