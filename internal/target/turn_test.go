package target_test

import (
	"context"
	"slices"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// following is a kit whose reorganisations tell targets on.
func following(t testing.TB, d *db.DB) *kit {
	k := newKit(t, d)
	k.Kit.Org.Followers = append(k.Kit.Org.Followers, k.Service)
	return k
}

// endsLB is Long Biên's end on 30/06/2023, its CĐCS directly under the city.
func endsLB(heirs string) org.Plan {
	return org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-06-20", EffectiveOn: "2023-07-01", Signer: "Trần Văn An",
		Lines: []org.Line{{Op: org.OpMove, Unit: "LB-1", Parent: "HN"}, {Op: org.OpEnd, Unit: "LB", Heirs: heirs}},
	}
}

// begins founds the ward that goes on, on 01/10/2023.
func begins() org.Plan {
	p := endsLB("")
	p.DecisionNo, p.DecidedOn, p.EffectiveOn = "99/QĐ-LĐLĐ", "2023-09-20", "2023-10-01"
	p.Lines = []org.Line{
		{Op: org.OpFound, Unit: "BODE", Name: "Công đoàn phường Bồ Đề", Kind: "ward", Parent: "HN", Follows: "LB"},
		{Op: org.OpMove, Unit: "LB-1", Parent: "BODE"},
	}
	return p
}

func (k *kit) signs(p org.Plan) org.Reorg {
	k.t.Helper()
	r, err := k.Kit.Org.Reorganise(k.Ctx("officer", "HN"), p)
	if err != nil {
		k.t.Fatal(err)
	}
	return r
}

func (k *kit) gives(unit, period, value string) {
	k.t.Helper()
	k.give(k.System(), func(g *target.Giving) { g.Unit, g.Period, g.Value = unit, period, value })
}

func (k *kit) rests(unit, period string) (out [][5]int64) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		all, err := k.RestsAt(k.System(), tx, k.UnitID(unit), k.period(period))
		for _, r := range all {
			out = append(out, [5]int64{int64(r.Units), r.Given, r.Reached, r.Handed, r.Open})
		}
		return err
	})
	return out
}

func hand(unit, value string) target.HandDown {
	return target.HandDown{
		ID: db.NewID(), Unit: "HN", Indicator: "ORG.DV.NEW", Period: "2023", Document: "Kế hoạch 120/KH-LĐLĐ", IssuedOn: "2023-10-05",
		Shares: []target.Share{{Unit: unit, Value: value}},
	}
}

func (k *kit) hands(ctx context.Context, h target.HandDown) error {
	_, _, err := k.HandDown(ctx, h)
	return err
}

func TestATargetIsClosedOnTheLastDayAndItsRestHandedDownAcrossAGap(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB", "2023", "20")
		k.admit("LB-1", "2023-06-30", 8)
		act := k.signs(endsLB(""))
		k.admit("LB-1", "2023-07-01", 5) // is the city's
		f := k.figure("LB", "ORG.DV.NEW", "2023")
		if f.Closing == nil || f.Closing.Achieved != "8" || *f.Closing.Rest != 12 || f.Closing.Keeper != k.UnitID("HN") || f.State != target.NoState || f.Late() {
			t.Fatalf("closed: %+v %s", f.Closing, f.State)
		}
		same(t, "achieved", f.Achievement.Text, "40%")
		same(t, "the city keeps", k.rests("HN", "2023"), [][5]int64{{1, 20, 8, 0, 12}})
		k.signs(begins())
		p, err := k.RestPlan(k.Ctx("officer", "HN"), "HN", "ORG.DV.NEW", "2023")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "proposed to who goes on", p.Shares("members"), []target.Share{{Unit: "BODE", Value: "12"}})
		h := hand("BODE", "7")
		for range 2 { // a double click
			if err := k.hands(k.Ctx("officer", "HN"), h); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "handed", k.figure("BODE", "ORG.DV.NEW", "2023").Target.Amount, "7")
		same(t, "some handed", k.rests("HN", "2023"), [][5]int64{{1, 20, 8, 7, 5}})
		_, err = k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), act.ID, "ký nhầm")
		if !errs.Is(err, errs.Conflict) || errs.Of(err).Key != "target.rest.handed" || errs.Of(err).Args["name"] != "Công đoàn phường Bồ Đề" {
			t.Errorf("undone after handing down: %v", err)
		}
		if err := k.hands(k.Ctx("officer", "HN"), hand("BODE", "5")); err != nil {
			t.Fatal(err)
		}
		same(t, "added", k.figure("BODE", "ORG.DV.NEW", "2023").Target.Amount, "12")
		same(t, "all handed", k.rests("HN", "2023"), [][5]int64{{1, 20, 8, 12, 0}})
	})
}

func TestATargetGoesOnWithTheOnlyHeirAndComesBackWithACounterAct(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB", "2023", "20")
		k.gives("LB", "2023-Q4", "9") // begins after the end
		k.gives("LB", "2023-Q2", "3") // is over with it
		k.gives("BD", "2023", "100")
		k.give(k.System(), func(g *target.Giving) { g.Unit, g.Indicator, g.Value = "LB", "ORG.DV.TOTAL", "50" })
		k.admit("LB-1", "2023-03-01", 8)
		k.gives("LB", "2022", "20")
		k.admit("LB-1", "2022-05-05", 23)
		act := k.signs(endsLB("BD"))
		for period, want := range map[string]string{"2023": "112", "2023-Q4": "9"} {
			f := k.figure("BD", "ORG.DV.NEW", period)
			same(t, "the heir's "+period, f.Target.Amount, want)
			same(t, "by", f.Target.Document, "61/QĐ-LĐLĐ")
		}
		if f := k.figure("BD", "ORG.DV.TOTAL", "2023"); f.Target != nil {
			t.Errorf("a stock goes on: %+v", f.Target)
		}
		if f := k.figure("LB", "ORG.DV.TOTAL", "2023"); f.Closing == nil || f.Closing.Rest != nil {
			t.Errorf("a stock: %+v", f.Closing)
		}
		if f := k.figure("LB", "ORG.DV.NEW", "2023-Q2"); f.Closing != nil {
			t.Errorf("a period that was over: %+v", f.Closing)
		}
		same(t, "the year before", k.figure("LB", "ORG.DV.NEW", "2022").Achievement.Text, "115%")
		same(t, "tied out", k.rests("HN", "2023"), [][5]int64{{1, 20, 8, 12, 0}})
		_, err := k.Give(k.System(), giving(func(g *target.Giving) { g.Unit, g.IssuedOn, g.Value = "LB", "2023-11-01", "30" }))
		same(t, "given again", testkit.Refused(err), "unit: target.closed")
		if _, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), act.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		same(t, "the heir's own again", k.figure("BD", "ORG.DV.NEW", "2023").Target.Amount, "100")
		if f := k.figure("LB", "ORG.DV.NEW", "2023"); f.Closing != nil || f.Target.Amount != "20" || k.rests("HN", "2023") != nil {
			t.Errorf("not open again: %+v", f.Closing)
		}
		if f := k.figure("BD", "ORG.DV.NEW", "2023-Q4"); f.Target != nil {
			t.Errorf("the heir keeps %s", f.Target.Amount)
		}
	})
}

func TestAnHeirsRevisedTargetKeepsTheActSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB", "2023", "20")
		act := k.signs(endsLB("BD"))
		k.give(k.System(), func(g *target.Giving) { g.Unit, g.Value, g.IssuedOn = "BD", "25", "2023-08-01" })
		_, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), act.ID, "ký nhầm")
		if !errs.Is(err, errs.Conflict) || errs.Of(err).Key != "target.rest.revised" {
			t.Errorf("undone: %v", err)
		}
	})
}

func TestWhatHandingDownRefuses(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB", "2023", "20")
		k.admit("LB-1", "2023-03-01", 8)
		k.signs(endsLB(""))
		k.signs(begins())
		officer := k.Ctx("officer", "HN")
		for _, c := range []struct {
			name   string
			ctx    context.Context
			change func(*target.HandDown)
			want   string
		}{
			{"more than the rest", nil, func(h *target.HandDown) { h.Shares[0].Value = "13" }, "sum: target.rest.over"},
			{"nothing", nil, func(h *target.HandDown) { h.Shares[0].Value = "0" }, "sum: target.rest.nothing"},
			{"a unit not below", nil, func(h *target.HandDown) { h.Shares[0].Unit = "BD-1" }, "share-BD-1: target.below.not"},
			{"the closed unit", nil, func(h *target.HandDown) { h.Shares[0].Unit = "LB" }, "share-LB: target.below.not"},
			{"no document", nil, func(h *target.HandDown) { h.Document = "" }, "document: error.required"},
			{"no number", nil, func(h *target.HandDown) { h.Shares[0].Value = "-3" }, "share-BODE: error.number.range"},
			{"who may not", k.Ctx("officer", "BD"), nil, "error.notfound"},
			{"who only reads", k.Ctx("viewer", "HN"), nil, "error.denied"},
		} {
			h := hand("BODE", "12")
			if c.change != nil {
				c.change(&h)
			}
			if c.ctx == nil {
				c.ctx = officer
			}
			if got := testkit.Refused(k.hands(c.ctx, h)); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		if err := k.hands(officer, hand("BODE", "12")); err != nil {
			t.Fatal(err)
		}
		same(t, "twice", testkit.Refused(k.hands(officer, hand("BODE", "12"))), "sum: target.rest.over")
	})
}

func TestAnActSignedAheadClosesWhenItsLastDayIsOver(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.Kit.DB.Clock.Set("2023-06-20")
		k.gives("LB", "2023", "20")
		act := k.signs(endsLB("BD"))
		k.admit("LB-1", "2023-06-19", 8)
		due := func(on string) *target.Closing {
			k.Kit.DB.Clock.Set(day.Date(on))
			testkit.Write(t, k.Kit.DB, func(tx *db.Tx) error { return k.Due(t.Context(), tx, target.DueArgs{}) })
			return k.figure("LB", "ORG.DV.NEW", "2023").Closing
		}
		if c := due("2023-06-30"); c != nil {
			t.Errorf("closed on its last day: %+v", c)
		}
		for range 2 {
			if c := due("2023-07-01"); c == nil || *c.Rest != 12 {
				t.Fatalf("not closed: %+v", c)
			}
		}
		same(t, "the heir's", k.figure("BD", "ORG.DV.NEW", "2023").Target.Amount, "12")
		if _, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), act.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheRestOfAUnitLiesInThatOfItsSuperiorWhenBothEnd(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB", "2023", "20")
		k.gives("LB-1", "2023", "15")
		k.admit("LB-1", "2023-03-01", 8)
		p := endsLB("")
		p.Lines = []org.Line{{Op: org.OpEnd, Unit: "LB-1"}, {Op: org.OpEnd, Unit: "LB"}}
		act := k.signs(p)
		same(t, "the city keeps one rest", k.rests("HN", "2023"), [][5]int64{{1, 20, 8, 0, 12}})
		f := k.figure("LB-1", "ORG.DV.NEW", "2023")
		if f.Closing.Within != k.figure("LB", "ORG.DV.NEW", "2023").Closing.ID || f.Closing.Open() != 0 || *f.Closing.Rest != 7 {
			t.Errorf("the base union's: %+v", f.Closing)
		}
		if _, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), act.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestARestGoesUpWhenItsKeeperEnds(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB-1", "2023", "15")
		first := endsLB("")
		first.Lines = []org.Line{{Op: org.OpEnd, Unit: "LB-1"}}
		k.signs(first)
		same(t, "the district keeps", k.rests("LB", "2023"), [][5]int64{{1, 15, 0, 0, 15}})
		second := endsLB("")
		second.EffectiveOn = "2023-08-01"
		second.Lines = []org.Line{{Op: org.OpEnd, Unit: "LB"}}
		act := k.signs(second)
		same(t, "the city keeps", k.rests("HN", "2023"), [][5]int64{{1, 15, 0, 0, 15}})
		same(t, "the district no more", len(k.rests("LB", "2023")), 0)
		if _, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), act.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		same(t, "the district again", k.rests("LB", "2023"), [][5]int64{{1, 15, 0, 0, 15}})
	})
}

func TestTheDistributionAddsUpAcrossAnEnd(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("HN", "2023", "100")
		k.gives("BD", "2023", "80")
		k.gives("LB", "2023", "20")
		k.admit("LB-1", "2023-03-01", 8)
		k.signs(endsLB(""))
		k.signs(begins())
		again := func(value string) error {
			return k.Distribute(k.System(), target.Distribution{
				Unit: "HN", Indicator: "ORG.DV.NEW", Period: "2023", Document: "Kế hoạch 2", IssuedOn: "2023-11-01", Shares: []target.Share{{Unit: "BD", Value: value}},
			})
		}
		same(t, "too few", testkit.Refused(again("79")), "sum: target.sum.lacking")
		if err := again("80"); err != nil {
			t.Errorf("before the rest is handed down: %v", err)
		}
		if err := k.hands(k.System(), hand("BODE", "12")); err != nil {
			t.Fatal(err)
		}
		same(t, "too many", testkit.Refused(again("81")), "sum: target.sum.over")
		if err := again("80"); err != nil {
			t.Errorf("after the rest is handed down: %v", err)
		}
	})
}

func TestAForecastTellsTheTargetsItTouches(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := following(t, d)
		k.gives("LB", "2023", "20")
		k.admit("LB-1", "2023-03-01", 8)
		ctx := i18n.With(k.Ctx("officer", "HN"), k.Site.Words.Printer(i18n.Vi))
		told := func(p org.Plan) (out []string) {
			f, err := k.Kit.Org.Forecast(ctx, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range f.Hanging {
				out = append(out, h.Unit+": "+h.Text)
			}
			return out
		}
		same(t, "to the city", told(endsLB("")), []string{
			"LB: Chỉ tiêu Đoàn viên kết nạp mới năm 2023: giao 20 người, đạt 8 người đến 30/06/2023; phần còn lại 12 người chuyển LĐLĐ TP Hà Nội",
		})
		if got := told(endsLB("BD")); !slices.ContainsFunc(got, func(s string) bool { return len(s) > 0 && s[len(s)-len("Ba Đình"):] == "Ba Đình" }) {
			t.Errorf("to the heir: %v", got)
		}
		k.signs(endsLB(""))
		same(t, "waits", told(begins()), []string{
			"LB: Phần còn lại 12 người của chỉ tiêu Đoàn viên kết nạp mới năm 2023 đang ở LĐLĐ TP Hà Nội, chờ giao cho Công đoàn phường Bồ Đề",
		})
	})
}
