package target_test

import (
	"slices"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"pgregory.net/rapid"
)

func shares(pairs ...string) (out []target.Share) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, target.Share{Unit: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func handDown(change func(*target.Distribution)) target.Distribution {
	d := target.Distribution{
		Unit: "BD", Indicator: "ORG.DV.NEW", Period: "2023", Document: "Kế hoạch 15/KH-LĐLĐ", IssuedOn: "2023-02-10",
		Shares: shares("BD-1", "12", "BD-2", "8", "BD-3", ""),
	}
	if change != nil {
		change(&d)
	}
	return d
}

func TestDistribute(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Comparison = "BD", ">" })
		for _, c := range []struct {
			name   string
			change func(*target.Distribution)
			want   string
		}{
			{"too few", func(d *target.Distribution) { d.Shares = shares("BD-1", "12", "BD-2", "7") }, "sum: target.sum.lacking"},
			{"too many", func(d *target.Distribution) { d.Shares = shares("BD-1", "12", "BD-2", "9") }, "sum: target.sum.over"},
			{"junk is told at its own field", func(d *target.Distribution) {
				d.Shares, d.Differs = shares("BD-1", "x", "BD-2", "-1"), true
			}, "share-BD-1: error.number.form\nshare-BD-2: error.number.range"},
			{"not below", func(d *target.Distribution) { d.Shares = shares("BD-1", "12", "LB-1", "8") }, "share-LB-1: target.below.not"},
			{"no document", func(d *target.Distribution) { d.Document = "" }, "document: error.required"},
			{"nothing to hand down", func(d *target.Distribution) { d.Indicator = "ORG.CDCS.NEW" }, "target.none"},
		} {
			t.Run(c.name, func(t *testing.T) {
				same(t, "refusal", testkit.Refused(k.Distribute(k.Ctx("officer", "BD"), handDown(c.change))), c.want)
				same(t, "nothing was given", len(k.history("BD-1")), 0)
			})
		}
		for name, c := range map[string]struct {
			role, unit string
			want       errs.Kind
		}{"who only reads": {"viewer", "BD", errs.Denied}, "a unit below": {"officer", "BD-1", errs.NotFound}, "a sibling": {"officer", "LB", errs.NotFound}} {
			err := k.Distribute(k.Ctx(auth.Role(c.role), c.unit), handDown(nil))
			if same(t, name, errs.KindOf(err), c.want); err == nil {
				t.Errorf("%s: done", name)
			}
		}
	})
}

func TestWhatWasHandedDown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Comparison = "BD", ">" })
		district := k.Ctx("officer", "BD")
		for _, again := range []string{"first", "once more"} {
			if err := k.Distribute(district, handDown(nil)); err != nil {
				t.Fatalf("%s: %v", again, err)
			}
		}
		same(t, "history", k.history("BD-1"), []string{"2023-02-10 12 Kế hoạch 15/KH-LĐLĐ"})
		f := k.figure("BD-1", "ORG.DV.NEW", "2023")
		same(t, "comparison is the target's", f.Target.Comparison, target.MoreThan)
		same(t, "giver", f.Target.Giver, k.UnitID("BD"))
		if k.figure("BD-3", "ORG.DV.NEW", "2023").Target != nil {
			t.Error("an empty share was given")
		}

		// Who is left empty keeps what they have, and it counts in the sum.
		move := handDown(func(d *target.Distribution) { d.Shares, d.IssuedOn = shares("BD-2", "5", "BD-3", "3"), "2023-07-01" })
		if err := k.Distribute(district, move); err != nil {
			t.Fatal(err)
		}
		same(t, "who was left empty", k.history("BD-1"), []string{"2023-02-10 12 Kế hoạch 15/KH-LĐLĐ"})
		same(t, "who got less", k.figure("BD-2", "ORG.DV.NEW", "2023").Target.Text(), "5")
		differs := handDown(func(d *target.Distribution) {
			d.Shares, d.IssuedOn, d.Differs = shares("BD-3", "30"), "2023-08-01", true
		})
		if err := k.Distribute(district, differs); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAPercentageHoldsForEach(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Indicator, g.Value = "BD", "ORG.DV.PCT", "75,5" })
		plan, err := k.Plan(k.Ctx("officer", "BD"), "BD", "ORG.DV.PCT", "2023")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "proposal", plan.Shares("even"), shares("BD-3", "75,5", "BD-1", "75,5", "BD-2", "75,5"))
		down := handDown(func(d *target.Distribution) { d.Indicator, d.Shares = "ORG.DV.PCT", plan.Shares("even") })
		if err := k.Distribute(k.Ctx("officer", "BD"), down); err != nil {
			t.Error(err)
		}
	})
}

func TestPlanByMembers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Value = "BD", "1.500" })
		plan, err := k.Plan(k.Ctx("viewer", "BD"), "BD", "ORG.DV.NEW", "2023")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "by members", plan.Shares("members"), shares("BD-3", "0", "BD-1", "1.125", "BD-2", "375"))
		same(t, "even", plan.Shares("even"), shares("BD-3", "500", "BD-1", "500", "BD-2", "500"))
		same(t, "may give", plan.MayGive, false)
		if _, err := k.Plan(k.Ctx("officer", "LB"), "BD", "ORG.DV.NEW", "2023"); !errs.Is(err, errs.NotFound) {
			t.Errorf("a sibling reads the plan: %v", err)
		}
	})
}

func TestProposeIsExactAndFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(0, 1_000_000_000_000_000).Draw(t, "amount")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000_000), 1, 60).Draw(t, "weights")
		got := target.Propose(amount, weights)
		var sum, total int64
		for i, n := range got {
			sum, total = sum+n, total+weights[i]
			if n < 0 {
				t.Fatalf("a share of %d", n)
			}
		}
		if sum != amount {
			t.Fatalf("the shares of %d add up to %d", amount, sum)
		}
		order := make([]int, len(weights))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return int(min(max(weights[a]-weights[b], -1), 1)) })
		for i := 1; i < len(order); i++ {
			light, heavy := order[i-1], order[i]
			if got[light] > got[heavy]+boolInt(weights[light] == weights[heavy]) {
				t.Fatalf("%d weighs %d and gets %d, %d weighs %d and gets %d", light, weights[light], got[light], heavy, weights[heavy], got[heavy])
			}
		}
	})
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func TestProposeForNobody(t *testing.T) {
	same(t, "nobody", target.Propose(20, nil), []int64(nil))
	same(t, "no weights", target.Propose(5, []int64{0, 0, 0}), []int64{2, 2, 1})
}
