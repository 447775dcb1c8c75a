package report_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// ends is Ba Đình's end on 30/06/2023, its CĐCS directly under the city.
func (k *kit) ends() org.Plan {
	p := org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-06-20", EffectiveOn: "2023-07-01", Signer: "Trần Văn An", Reason: "Sắp xếp",
	}
	for _, code := range []string{"BD-1", "BD-2", "BD-3"} {
		p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: code, Parent: "HN"})
	}
	p.Lines = append(p.Lines, org.Line{Op: org.OpEnd, Unit: "BD"})
	return p
}

func TestAReportGoesOnWithTheSuperiorWhenItsUnitEnds(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		var told []report.News
		k.Service.Tell = func(_ context.Context, _ *db.Tx, n report.News) error {
			told = append(told, n)
			return nil
		}
		k.Kit.Org.Followers = append(k.Kit.Org.Followers, k.Service)
		r := k.begin()
		city := i18n.With(k.Ctx("chair", "HN"), k.Site.Words.Printer(i18n.Vi))
		f, err := k.Kit.Org.Forecast(city, k.ends())
		if err != nil || len(f.Hanging) != 1 || f.Hanging[0].Unit != "BD" || !strings.Contains(f.Hanging[0].Text, "Bản nháp: từ 01/07/2023 đơn vị chỉ còn xem") {
			t.Fatalf("forecast: %+v, %v", f.Hanging, err)
		}
		told = nil
		act, err := k.Kit.Org.Reorganise(city, k.ends())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(told, func(n report.News) bool {
			return n.Key == "report.news.left" && n.Unit == k.UnitID("HN") && n.Name == "LĐLĐ quận Ba Đình"
		}) {
			t.Errorf("told: %+v", told)
		}
		_, err = k.Submit(k.Ctx("chair", "BD"), r.ID, r.Version)
		if !errs.Is(err, errs.Denied) || errs.Of(err).Key != "error.ended" {
			t.Errorf("its own chair submits: %v", err)
		}
		if v := k.show(r.ID); v.MayWrite || v.MaySign || v.MayReview {
			t.Errorf("its own officer may more than read: %+v", v)
		}
		same(t, "left to the city", k.left("HN"), []string{"draft 2023 of LĐLĐ quận Ba Đình"})
		if r, err = k.Submit(city, r.ID, r.Version); err == nil {
			r, err = k.Accept(city, r.ID, r.Version)
		}
		if err == nil {
			r, err = k.Sign(city, r.ID, r.Version, signing())
		}
		if err != nil {
			t.Fatal(err)
		}
		want := "LĐLĐ TP Hà Nội lập thay LĐLĐ quận Ba Đình đã kết thúc hoạt động ngày 30/06/2023."
		if v := k.show(r.ID); v.Frozen.OnBehalf != want || !v.Intact {
			t.Errorf("on behalf: %q, intact %v", v.Frozen.OnBehalf, v.Intact)
		}
		same(t, "nothing left", k.left("HN"), []string(nil))
		if _, err := k.Kit.Org.UndoReorg(city, act.ID, "ký nhầm"); err != nil {
			t.Fatal(err)
		}
		again, err := k.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "year", Period: "2023", Supplements: r.ID})
		if err != nil || k.show(again.ID).Behalf != "" || !k.show(again.ID).MayWrite {
			t.Errorf("lives again: %v", err)
		}
	})
}

// left is what units that ended have left to do at a unit, a line each.
func (k *kit) left(unit string) (out []string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		u, err := k.Kit.Org.Find(k.System(), tx, unit)
		if err != nil {
			return err
		}
		w, err := k.Waiting(k.Ctx("officer", unit), tx, u)
		for _, r := range w.Left {
			out = append(out, string(r.State)+" "+r.Period+" of "+r.UnitName)
		}
		return err
	})
	return out
}

func TestACallWaitsForWhoEndedWithinItsPeriodOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city := k.Ctx("officer", "HN")
		if _, err := k.Kit.Org.Reorganise(city, k.ends()); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			period, due string
			want        []string
		}{
			{"2022", "2023-01-10", []string{"BD", "LB"}}, // both lived on the day it was due
			{"2023", "2023-12-30", []string{"BD", "LB"}}, // Ba Đình ended within: the city makes its report
			{"2024", "2024-12-20", []string{"LB"}},       // it ended before
		} {
			k.Kit.DB.Clock.Set("2024-12-25")
			call, err := k.CallFor(city, report.Calling{Unit: "HN", Template: "year", Period: c.period, Due: day.Date(c.due)})
			if err != nil {
				t.Fatal(err)
			}
			r, err := k.Round(city, call.ID)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range r.Standings {
				if s.Unit.Kind == "district" {
					got = append(got, s.Unit.Code)
				}
			}
			slices.Sort(got)
			same(t, c.period, got, c.want)
		}
		testkit.Read(t, k.Kit.DB, func(tx *db.Tx) error {
			u, err := k.Kit.Org.Find(k.System(), tx, "HN")
			if err != nil {
				return err
			}
			late, err := k.LateRounds(city, tx, u)
			var got []string
			for _, l := range late {
				got = append(got, l.Period+" "+string(rune('0'+l.Missing)))
			}
			same(t, "missing", got, []string{"2023 5", "2024 4"})
			return err
		})
	})
}

// TestWhatWasHandedToAnEndedSuperiorIsWithThePresentOne: nobody is left who
// could accept it.
func TestWhatWasHandedToAnEndedSuperiorIsWithThePresentOne(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.Kit.DB.Clock.Set("2023-06-25")
		below := k.Ctx("officer", "BD-1")
		r, err := k.Begin(below, report.Beginning{Unit: "BD-1", Template: "year", Period: "2022"})
		if err == nil {
			r, err = k.Submit(below, r.ID, r.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
		k.Kit.DB.Clock.Set("2023-12-25")
		p := k.ends()
		p.Lines = append(p.Lines, org.Line{Op: org.OpFound, Unit: "P-MOT", Name: "Công đoàn phường Một", Kind: "ward", Parent: "HN"})
		p.Lines[0].Parent = "P-MOT"
		if _, err := k.Kit.Org.Reorganise(k.Ctx("officer", "HN"), p); err != nil {
			t.Fatal(err)
		}
		same(t, "with the ward", k.waiting(k.Ctx("officer", "P-MOT"), "P-MOT"), []string{"accept 2022 of CĐCS Điện lực"})
		if _, err := k.Accept(k.Ctx("officer", "P-MOT"), r.ID, r.Version); err != nil {
			t.Error(err)
		}
	})
}
