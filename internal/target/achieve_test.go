package target_test

import (
	"math/big"
	"strings"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

func TestAchievement(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city := k.Ctx("officer", "HN")
		for _, c := range []struct {
			name, comparison, target string
			value                    int64
			text                     string
			state                    target.State
		}{
			{"23 of 20", ">=", "20", 23, "115%", target.OK},
			{"1516 of 1500", ">=", "1.500", 1516, "101%", target.OK},
			{"1493 of 1500 is not yet 100 %", ">=", "1.500", 1493, "99,5%", target.OnTrack},
			{"just reached", ">=", "20", 20, "100%", target.OK},
			{"a target of 0", ">=", "0", 0, "", target.OK},
			{"no more than, kept", "<=", "3", 2, "", target.OK},
			{"no more than, passed", "<=", "3", 4, "", target.Far},
			{"less than, touched", "<", "3", 3, "", target.Far},
			{"more than, touched", ">", "20", 20, "100%", target.OnTrack},
			{"more than, passed", ">", "20", 21, "105%", target.OK},
			{"exactly", "=", "20", 20, "100%", target.OK},
			{"exactly, passed", "=", "20", 21, "105%", target.OnTrack},
		} {
			t.Run(c.name, func(t *testing.T) {
				unit := strings.ToUpper("U" + db.NewID()[26:])
				k.Found(foundingOf(unit))
				k.give(city, func(g *target.Giving) { g.Unit, g.Comparison, g.Value, g.Period = unit, c.comparison, c.target, "2022" })
				k.admit(unit, "2022-05-01", c.value)
				f := k.figure(unit, "ORG.DV.NEW", "2022")
				text := ""
				if f.Achievement != nil {
					text = f.Achievement.Text
				}
				same(t, "achievement", text, c.text)
				same(t, "state", f.State, c.state)
			})
		}
	})
}

func TestAnAchievementBelow100IsNeverPrintedAs100(t *testing.T) {
	for text, ratio := range map[string]*big.Rat{
		"99,9%": big.NewRat(9996, 100), "99,5%": big.NewRat(1990, 20), "99%": big.NewRat(9949, 100), "100%": big.NewRat(100, 1),
		"101%": big.NewRat(1005, 10), "0%": new(big.Rat), "−5%": big.NewRat(-5, 1),
	} {
		same(t, ratio.FloatString(4), target.AchievementText(ratio), text)
	}
}

// A flow is compared with the share of the period that has passed, a stock
// with its target at once.
func TestStateByPace(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city := k.Ctx("officer", "HN")
		k.give(city, func(g *target.Giving) { g.Unit, g.Value = "BD", "100" })
		k.give(city, func(g *target.Giving) { g.Unit, g.Value, g.Indicator = "BD", "80", "ORG.DV.TOTAL" })
		k.admit("BD-1", "2023-01-05", 48)
		for today, want := range map[day.Date]target.State{
			"2023-02-15": target.OnTrack, // 48 % by 13 %
			"2023-06-30": target.OnTrack, // by 50 %: 48 is 97 % of it
			"2023-07-15": target.Behind,  // by 54 %: 89 %
			"2023-08-15": target.Far,     // by 62 %: 77 %
			"2023-12-31": target.Far,
		} {
			k.Kit.DB.Clock.Set(today)
			same(t, "on "+string(today), k.figure("BD", "ORG.DV.NEW", "2023").State, want)
			same(t, "stock on "+string(today), k.figure("BD", "ORG.DV.TOTAL", "2023").State, target.Far) // 40 of 80
		}
	})
}

func TestARunningPeriodCountsToItsEndOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Period = "BD", "2023-H1" })
		k.admit("BD-1", "2023-05-05", 19)
		k.admit("BD-1", "2023-08-05", 7)
		f := k.figure("BD", "ORG.DV.NEW", "2023-H1")
		same(t, "achievement", f.Achievement.Text, "95%")
		same(t, "state", f.State, target.OnTrack)
		if k.figure("BD", "ORG.DV.NEW", "2023").Target != nil {
			t.Error("the target of a half-year is shown for the year")
		}
		if k.figure("BD", "ORG.DV.NEW", "2023-01-01/2023-06-30").Target == nil {
			t.Error("the same half-year by its days has no target")
		}
	})
}

func TestWhatHasNoValueHasNoState(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Indicator, g.Value = "BD", "ORG.DV.PCT", "75" })
		f := k.figure("BD", "ORG.DV.PCT", "2023") // nobody counted workers
		if f.Target == nil || f.Achievement != nil || f.State != target.NoState {
			t.Errorf("%+v %+v %s", f.Target, f.Achievement, f.State)
		}
	})
}
