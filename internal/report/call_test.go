package report_test

import (
	"context"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

func calling() report.Calling {
	return report.Calling{Unit: "HN", Template: "year", Period: "2023", Due: "2023-12-20"}
}

// standings are the units of a round: late or in time, and how far.
func standings(r report.Round) (out []string) {
	for _, s := range r.Standings {
		line := s.Unit.Code
		if s.Report != nil {
			line += " " + string(s.Report.State)
		}
		if s.Late {
			line += " late"
		}
		if s.InTime {
			line += " in time"
		}
		out = append(out, line)
	}
	return out
}

func TestWhoIsLate(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city := k.Ctx("officer", "HN")
		k.Kit.DB.Clock.Set("2023-12-01")
		c, err := k.CallFor(city, calling())
		same(t, "error", err, error(nil))
		round := func() report.Round {
			t.Helper()
			r, err := k.Round(city, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		same(t, "before the day", standings(round()), []string{"BD", "LB"})
		k.begin()
		k.Kit.DB.Clock.Set("2023-12-21")
		same(t, "after it", standings(round()), []string{"BD draft late", "LB late"})
		r := k.begin()
		if _, err := k.Submit(k.officer(), r.ID, r.Version); err != nil {
			t.Fatal(err)
		}
		same(t, "handed in late", standings(round()), []string{"BD submitted late", "LB late"})
		g := calling()
		g.Due = "2023-12-31"
		again, err := k.CallFor(city, g)
		same(t, "the day is moved", []any{again.ID, err}, []any{c.ID, error(nil)})
		same(t, "now in time", standings(round()), []string{"BD submitted in time", "LB"})
		same(t, "handed in", round().Handed, 1)
	})
}

func TestNudging(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city := k.Ctx("officer", "HN")
		var told []string
		k.Tell = func(_ context.Context, _ *db.Tx, n report.News) error {
			told = append(told, n.Key+" "+n.Name)
			return nil
		}
		c, err := k.CallFor(city, calling())
		same(t, "error", err, error(nil))
		nudge := func(ctx context.Context, units ...string) any {
			n, err := k.Nudge(ctx, c.ID, units)
			if err != nil {
				return errs.KindOf(err)
			}
			return n
		}
		same(t, "two and one of nobody's", nudge(city, "BD", "LB", "BD-1"), 2)
		same(t, "the same day", nudge(city, "BD", "LB"), 0)
		same(t, "a unit nudges itself", nudge(k.officer(), "LB"), errs.NotFound)
		k.Kit.DB.Clock.Set("2023-12-26")
		r := k.begin()
		if _, err := k.Submit(k.officer(), r.ID, r.Version); err != nil {
			t.Fatal(err)
		}
		same(t, "who has handed in is left in peace", nudge(city, "BD", "LB"), 1)
		same(t, "told", told, []string{
			"report.news.called LĐLĐ quận Ba Đình", "report.news.called LĐLĐ quận Long Biên",
			"report.news.nudged LĐLĐ quận Ba Đình", "report.news.nudged LĐLĐ quận Long Biên",
			"report.news.submitted LĐLĐ quận Ba Đình", "report.news.nudged LĐLĐ quận Long Biên",
		})
	})
}

func TestDutiesOfAUnit(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		if _, err := k.CallFor(k.Ctx("officer", "HN"), calling()); err != nil {
			t.Fatal(err)
		}
		duties := func() (n int) {
			testkit.Read(t, d, func(tx *db.Tx) error {
				u, err := k.Kit.Org.Find(k.System(), tx, "BD")
				if err != nil {
					return err
				}
				list, err := k.Duties(k.officer(), tx, u)
				n = len(list)
				return err
			})
			return n
		}
		same(t, "owed", duties(), 1)
		r := k.begin()
		same(t, "begun", duties(), 1)
		if _, err := k.Submit(k.officer(), r.ID, r.Version); err != nil {
			t.Fatal(err)
		}
		same(t, "handed in", duties(), 0)
	})
}

func TestWhoMayCall(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for _, c := range []struct {
			name   string
			ctx    context.Context
			change func(*report.Calling)
			want   string
		}{
			{"who only reads", k.Ctx("viewer", "HN"), nil, "error.notfound"},
			{"a unit for its superior", k.officer(), nil, "error.notfound"},
			{"without a day", k.Ctx("officer", "HN"), func(g *report.Calling) { g.Due = "" }, "due: error.required"},
			{"before the period", k.Ctx("officer", "HN"), func(g *report.Calling) { g.Due = "2022-12-31" }, "due: report.call.early"},
			{"another cycle", k.Ctx("officer", "HN"), func(g *report.Calling) { g.Period = "2023-Q1" }, "period: report.period.cycle"},
			{"no template", k.Ctx("officer", "HN"), func(g *report.Calling) { g.Template = "x" }, "template: error.choice"},
		} {
			g := calling()
			if c.change != nil {
				c.change(&g)
			}
			_, err := k.CallFor(c.ctx, g)
			same(t, c.name, testkit.Refused(err), c.want)
		}
	})
}
