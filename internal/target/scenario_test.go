package target_test

import (
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// The scenarios of issue 4 as people see them: acts by their units' superior,
// figures and boards; each name is the expected answer.

func eachRearranged(t *testing.T, fn func(k *kit)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := rearranged(t, d)
		fn(k)
		k.Verify()
	})
}

// says compares figures: tree, unit, indicator, period → text, or the reason.
func (k *kit) says(want map[[4]string]string) {
	k.t.Helper()
	for q, w := range want {
		ind, err := k.Ledger.Catalogue.Indicator(q[2])
		if err != nil {
			k.t.Fatal(err)
		}
		testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
			f, err := k.Figures(k.System(), tx, ledger.Query{
				Units: []string{k.UnitID(q[1])}, Indicators: []*ledger.Indicator{ind}, Period: k.period(q[3]), Tree: ledger.Tree(q[0]),
			})
			if err != nil {
				return err
			}
			got := ledger.Text(f[0].Figure)
			if f[0].Reason != "" {
				got = string(f[0].Reason)
			}
			if got != w {
				k.t.Errorf("%v: %s, want %s", q, got, w)
			}
			return nil
		})
	}
}

func TestMovedOnThe10thItsDays1To9CountAtTheOldSuperiorAnd10To31AtTheNew(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.join("D1-2", "2023-05-09", 100)
		k.join("D1-2", "2023-05-10", 2000)
		k.decide(decision("2023-05-10", moves("D1-2", "D2")))
		k.says(map[[4]string]string{
			{"then", "D1", "ORG.DV.NEW", "2023-05"}: "103", {"then", "D2", "ORG.DV.NEW", "2023-05"}: "2.000",
			{"then", "D1", "ORG.DV.NEW", "2023-05-01/2023-05-09"}: "103", {"then", "D2", "ORG.DV.NEW", "2023-05-01/2023-05-09"}: "0",
			{"today", "D1", "ORG.DV.NEW", "2023-05"}: "3", {"today", "D2", "ORG.DV.NEW", "2023-05"}: "2.100",
			{"then", "HN", "ORG.DV.NEW", "2023-05"}: "2.103", {"today", "HN", "ORG.DV.NEW", "2023-05"}: "2.103",
			{"then", "D1", "ORG.CDCS.TOTAL", "2023-04"}: "3", {"then", "D1", "ORG.CDCS.TOTAL", "2023-05"}: "2",
		})
		same(t, "the old superior's rows", k.rows("D1", "2023-05", ledger.Then), "D1-3 0; D1-2 to 2023-05-09 100; D1-1 0; = 103")
		same(t, "the new one's", k.rows("D2", "2023-05", ledger.Then), "D2-1 0; D1-2 from 2023-05-10 2000; = 2000")
		same(t, "and today", k.rows("D2", "2023-05", ledger.Today), "D2-1 0; D1-2 2100; = 2100")
	})
}

func TestMergedAcrossDistrictsItsFlowsStayThenAndGoWithItsHeirToday(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.join("D1-2", "2023-02-01", 7)
		k.decide(decision("2023-07-01", ends("D1-2", "D2-1")))
		k.says(map[[4]string]string{
			{"then", "D1", "ORG.DV.NEW", "2023"}: "10", {"then", "D2", "ORG.DV.NEW", "2023"}: "0",
			{"today", "D1", "ORG.DV.NEW", "2023"}: "3", {"today", "D2", "ORG.DV.NEW", "2023"}: "7",
			{"then", "D2-1", "ORG.DV.TOTAL", "2023"}: "22", {"then", "D1-2", "ORG.DV.TOTAL", "2023"}: "17", // on its own last day
			{"then", "D1", "ORG.DV.TOTAL", "2023"}: "30", {"then", "HN", "ORG.DV.TOTAL", "2023"}: "52",
			{"then", "HN", "ORG.CDCS.NEW", "2023"}: "0", {"then", "HN", "ORG.CDCS.CLOSED", "2023"}: "0", {"then", "HN", "ORG.CDCS.MOVED", "2023"}: "−1",
			{"today", "D1-2", "ORG.DV.NEW", "2023"}: "notintree", {"then", "D1-2", "ORG.DV.NEW", "2024"}: "notbegun",
		})
		same(t, "the heir has no row for it", k.rows("D2", "2023", ledger.Today), "D2-1 7; = 7")
	})
}

func TestFoundedAndDissolvedInOneMonthItCountsInThatMonthAndIsARowOfEndedOnesToday(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.Found(org.Founding{Code: "D1-9", Name: "CĐCS Chín", Kind: "base", Parent: "D1", FoundedOn: "2023-06-05", Members: 8, Admitted: 8})
		if _, err := k.Kit.Org.Dissolve(k.System(), org.Dissolution{Unit: "D1-9", LastDay: "2023-06-25", DecidedOn: "2023-06-25", DecisionNo: "1"}); err != nil {
			t.Fatal(err)
		}
		k.says(map[[4]string]string{
			{"then", "D1", "ORG.CDCS.NEW", "2023-06"}: "1", {"then", "D1", "ORG.CDCS.CLOSED", "2023-06"}: "1", {"then", "D1", "ORG.DV.NEW", "2023-06"}: "8",
			{"then", "D1", "ORG.CDCS.TOTAL", "2023-06"}: "3", {"then", "D1-9", "ORG.DV.NEW", "2023-06"}: "8", {"then", "D1-9", "ORG.DV.NEW", "2023-07"}: "notalive",
			{"today", "D1-9", "ORG.DV.NEW", "2023-06"}: "notintree", {"today", "D1", "ORG.DV.NEW", "2023-06"}: "8",
		})
		same(t, "then", k.rows("D1", "2023-06", ledger.Then), "D1-9 8; D1-3 0; D1-2 0; D1-1 0; = 8")
		same(t, "today", k.rows("D1", "2023-06", ledger.Today), "D1-3 0; D1-2 0; D1-1 0; D1-9 ended 8; = 8")
	})
}

func TestTwoReformsInAYearEachPieceCountsInItsOwnTree(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		for unit, n := range map[string]int64{"D1-1": 1, "D2-1": 1_000_000} {
			k.join(unit, "2023-02-01", n)
			k.join(unit, "2023-06-01", 10*n)
			k.join(unit, "2023-11-01", 100*n)
		}
		k.decide(decision("2023-03-16", moves("D1-1", "D2")), decision("2023-10-01", wards()...))
		k.says(map[[4]string]string{
			{"then", "D1", "ORG.DV.NEW", "2023"}: "4", {"then", "D2", "ORG.DV.NEW", "2023"}: "11.000.010",
			{"then", "W1", "ORG.DV.NEW", "2023"}: "100", {"then", "W2", "ORG.DV.NEW", "2023"}: "100.000.000",
			{"then", "HN", "ORG.DV.NEW", "2023"}: "111.000.114", {"today", "HN", "ORG.DV.NEW", "2023"}: "111.000.114",
			{"today", "W1", "ORG.DV.NEW", "2023"}: "111", {"today", "W2", "ORG.DV.NEW", "2023"}: "111.000.000",
		})
		same(t, "then", k.rows("D2", "2023", ledger.Then), "D2-1 to 2023-09-30 11000000; D1-1 from 2023-03-16 to 2023-09-30 10; = 11000010")
		same(t, "the city then", k.rows("HN", "2023", ledger.Then), "W2 100000000; W1 100; D2 11000010; D1 4; = 111000114")
		same(t, "the city today", k.rows("HN", "2023", ledger.Today), "W2 111000000; W1 111; D1 ended 3; = 111000114")
	})
}

func TestATargetOnAnAbolishedUnitStaysWithItsFigureThen(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.join("D1-1", "2022-03-01", 23)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Period, g.Value, g.IssuedOn = "D1", "2022", "20", "2022-01-30" })
		before := k.reached("D1", "2022")
		k.decide(decision("2023-10-01", wards()...))
		same(t, "before and after", k.reached("D1", "2022"), before)
		same(t, "reached", before, "23/20 115%")
		b := k.board(func(q *target.BoardQuery) { q.Unit, q.Period, q.Tree = "HN", k.period("2022"), ledger.Today })
		for _, r := range b.Rows {
			if _, all := r.Met(); all > 0 {
				t.Errorf("by today's tree %s has a target", r.Unit.Code)
			}
		}
	})
}

func (k *kit) reached(unit, period string) (out string) {
	k.t.Helper()
	ind, err := k.Ledger.Catalogue.Indicator("ORG.DV.NEW")
	if err != nil {
		k.t.Fatal(err)
	}
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		f, err := k.Figures(k.Ctx("officer", unit), tx, ledger.Query{Units: []string{k.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Period: k.period(period), Tree: ledger.Then})
		if err == nil && f[0].Target != nil {
			out = ledger.Text(f[0].Figure) + "/" + f[0].Target.Text() + " " + f[0].Achievement.Text
		}
		return err
	})
	return out
}

func TestAUnitAskedForAYearInWhichItDidNotLiveHasNoValueAndItsHeirsAreNamed(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.decide(decision("2023-10-01", wards()...))
		k.Kit.DB.Clock.Set("2024-05-01")
		defer k.Kit.DB.Clock.Set(testkit.Today)
		k.says(map[[4]string]string{
			{"then", "D1", "ORG.DV.NEW", "2024"}: "notalive", {"then", "W1", "ORG.DV.NEW", "2022"}: "notalive",
			{"today", "D1", "ORG.DV.NEW", "2023"}: "notintree", {"then", "D1", "ORG.DV.NEW", "2023"}: "3",
		})
		same(t, "heirs", k.kin("D1", "2024-05-01"), "W1,W2/")
		same(t, "of one", k.kin("D2", "2024-05-01"), "W2/")
		same(t, "whom a ward follows", k.kin("W2", "2023-10-01"), "/D1,D2")
		same(t, "the day before", k.kin("W2", "2023-09-30")+k.kin("D1", "2023-09-30"), "//")
	})
}

// kin are the heirs of a unit and whom it follows, by a day.
func (k *kit) kin(unit, on string) (out string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		after, err := k.Kit.Org.Successors(k.System(), tx, k.UnitID(unit), dayOf(on))
		if err != nil {
			return err
		}
		before, err := k.Kit.Org.Predecessors(k.System(), tx, k.UnitID(unit), dayOf(on))
		out = join(org.CodesOf(after)) + "/" + join(org.CodesOf(before))
		return err
	})
	return out
}

func TestACorrectionOlderThanAnActCountsWhereTheUnitStoodOnItsDay(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		act := ledger.Act{Kind: "test", ID: "fixed", Recorder: "test", Reason: "ghi nhầm"}
		fact := func(n int64) ledger.Fact {
			return ledger.Fact{Measure: "member.admitted", Unit: k.UnitID("D1-1"), Day: "2023-04-01", Quantity: n}
		}
		testkit.Write(t, k.Kit.DB, func(tx *db.Tx) error { return k.Ledger.Post(k.System(), tx, act, fact(50)) })
		k.decide(decision("2023-10-01", wards()...))
		testkit.Write(t, k.Kit.DB, func(tx *db.Tx) error { return k.Ledger.Replace(k.System(), tx, act, fact(40)) })
		k.says(map[[4]string]string{
			{"then", "D1", "ORG.DV.NEW", "2023"}: "43", {"then", "W1", "ORG.DV.NEW", "2023"}: "0", {"today", "W1", "ORG.DV.NEW", "2023"}: "40",
			{"then", "HN", "ORG.DV.NEW", "2023"}: "43", {"today", "HN", "ORG.DV.NEW", "2023"}: "43",
		})
	})
}

func TestAWithdrawnFoundingLeavesNoRowAndNoFigureInAnyTree(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.Found(org.Founding{Code: "D1-9", Name: "CĐCS Chín", Kind: "base", Parent: "D1", FoundedOn: "2023-06-05", Members: 8, Admitted: 8})
		k.decide(decision("2023-08-10", moves("D1-9", "D2")))
		c, err := k.Kit.Org.Card(k.System(), "D1-9")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.Kit.Org.WithdrawFounding(k.System(), c.Acts[0].ID, "ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		k.says(map[[4]string]string{
			{"then", "D1-9", "ORG.DV.NEW", "2023"}: "notalive", {"then", "D1", "ORG.CDCS.NEW", "2023"}: "0", {"today", "D2", "ORG.DV.NEW", "2023"}: "0",
		})
		same(t, "then", k.rows("D1", "2023", ledger.Then), "D1-3 0; D1-2 0; D1-1 0; = 3")
		same(t, "today", k.rows("D2", "2023", ledger.Today), "D2-1 0; = 0")
	})
}

func TestADecisionThatLiesAheadChangesNothingYetAndNobodyHasEnded(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.join("D1-1", "2023-03-01", 20)
		k.decide(decision("2024-07-01", wards()...))
		same(t, "then", k.rows("HN", "2023", ledger.Then), "D2 0; D1 23; = 23")
		same(t, "today", k.rows("HN", "2023", ledger.Today), "D2 0; D1 23; = 23")
		k.says(map[[4]string]string{{"then", "W1", "ORG.DV.NEW", "2023"}: "notalive", {"today", "W1", "ORG.DV.NEW", "2023"}: "notalive", {"today", "D1", "ORG.DV.NEW", "2023"}: "23"})
		same(t, "heirs", k.kin("D1", "2023-12-25"), "/")
		b := k.board(func(q *target.BoardQuery) { q.Unit, q.Period = "HN", k.period("2023") })
		same(t, "decisions told", len(b.Changes), 0)
		k.Kit.DB.Clock.Set("2024-12-31")
		defer k.Kit.DB.Clock.Set(testkit.Today)
		same(t, "afterwards", k.rows("HN", "2024", ledger.Today), "W2 0; W1 0; = 0")
		b = k.board(func(q *target.BoardQuery) { q.Unit, q.Period = "HN", k.period("2024") })
		same(t, "decisions told afterwards", len(b.Changes), 1)
	})
}

func TestColumnsAreOfTargetsOfUnitsThatStoodHereInThePeriod(t *testing.T) {
	eachRearranged(t, func(k *kit) {
		k.give(k.Ctx("officer", "D1"), func(g *target.Giving) { g.Unit, g.Indicator, g.Value, g.IssuedOn = "D1-2", "INIT.N", "5", "2023-11-01" })
		k.decide(decision("2023-06-01", moves("D1-2", "D2")))
		has := func(unit, period string, tree ledger.Tree) bool {
			b := k.board(func(q *target.BoardQuery) { q.Unit, q.Period, q.Tree = unit, k.period(period), tree })
			for _, ind := range b.Indicators {
				if ind.Code == "INIT.N" {
					return true
				}
			}
			return false
		}
		same(t, "the old superior, then", has("D1", "2023", ledger.Then), true)
		same(t, "the old superior, today", has("D1", "2023", ledger.Today), false)
		same(t, "the new one, today", has("D2", "2023", ledger.Today), true)
		o := k.outlook("D1")
		same(t, "what waits at the old superior", join(o.Shared), "")
	})
}

func (k *kit) outlook(unit string) (o target.Outlook) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		u, err := k.Kit.Org.UnitByCode(k.System(), tx, unit)
		if err != nil {
			return err
		}
		o, err = k.Outlook(k.System(), tx, u, k.period("2023"))
		return err
	})
	return o
}
