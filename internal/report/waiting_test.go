package report_test

import (
	"context"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// waiting is what waits for somebody at a unit, a word each.
func (k *kit) waiting(ctx context.Context, unit string) (out []string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		u, err := k.Kit.Org.Find(k.System(), tx, unit)
		if err != nil {
			return err
		}
		w, err := k.Waiting(ctx, tx, u)
		if err != nil {
			return err
		}
		for _, d := range w.Owed {
			line := "owed " + d.Period + " by " + string(d.Due)
			if d.Report != nil {
				line += ", " + string(d.Report.State)
			}
			out = append(out, line)
		}
		for _, r := range w.Begun {
			out = append(out, string(r.State)+" "+r.Period)
		}
		for _, r := range w.Sign {
			out = append(out, "sign "+r.Period)
		}
		for _, b := range w.Below {
			out = append(out, "accept "+b.Period+" of "+b.UnitName)
			same(k.t, "one leads to itself", b.Count == 1, b.Report != "")
		}
		late, err := k.LateRounds(ctx, tx, u)
		for _, r := range late {
			out = append(out, "missing "+r.Period+": "+string(rune('0'+r.Missing)))
		}
		return err
	})
	return out
}

// TestWhatWaitsForWhom follows a report from the call to the signature and
// asks, at each step, for whom it waits.
func TestWhatWaitsForWhom(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city, officer, chair, below := k.Ctx("officer", "HN"), k.officer(), k.Ctx("chair", "BD"), k.Ctx("officer", "BD-1")
		other := k.Ctx("officer", "LB")
		all := func(what string, wantCity, wantOfficer, wantChair []string) {
			t.Helper()
			same(t, what+": the city", k.waiting(city, "HN"), wantCity)
			same(t, what+": the district", k.waiting(officer, "BD"), wantOfficer)
			same(t, what+": its chair", k.waiting(chair, "BD"), wantChair)
			same(t, what+": the city, looking at the district", k.waiting(k.Ctx("viewer", "HN"), "BD"), []string(nil))
			same(t, what+": another district, at this one", k.waiting(other, "BD"), []string(nil))
			same(t, what+": a union", k.waiting(below, "BD-1"), []string(nil))
		}
		all("nothing", nil, nil, nil)
		r := k.begin()
		all("begun", nil, []string{"draft 2023"}, []string{"draft 2023"})
		if _, err := k.CallFor(city, calling()); err != nil {
			t.Fatal(err)
		}
		owed := []string{"owed 2023 by 2023-12-20, draft"}
		all("called for, five days late", []string{"missing 2023: 2"}, owed, owed)
		r, err := k.Submit(officer, r.ID, r.Version)
		same(t, "submitted", err, error(nil))
		all("handed in", []string{"accept 2023 of LĐLĐ quận Ba Đình", "missing 2023: 1"}, nil, nil)
		r, err = k.Return(city, r.ID, r.Version, "thiếu số")
		same(t, "returned", err, error(nil))
		owed = []string{"owed 2023 by 2023-12-20, returned"}
		all("returned", []string{"missing 2023: 2"}, owed, owed)
		r, err = k.Submit(officer, r.ID, r.Version)
		same(t, "submitted again", err, error(nil))
		r, err = k.Accept(city, r.ID, r.Version)
		same(t, "accepted", err, error(nil))
		all("accepted", []string{"missing 2023: 1"}, nil, []string{"sign 2023"})
		_, err = k.Sign(chair, r.ID, r.Version, signing())
		same(t, "signed", err, error(nil))
		all("signed", []string{"missing 2023: 1"}, nil, nil)
		k.Kit.DB.Clock.Set("2024-12-19")
		all("a year later", []string{"missing 2023: 1"}, nil, nil)
		k.Kit.DB.Clock.Set("2024-12-20")
		all("and a day", nil, nil, nil)
	})
}

// TestAReportWaitsForWhomItWasHandedTo: several together, the oldest first.
func TestAReportWaitsForWhomItWasHandedTo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for _, b := range []report.Beginning{
			{Unit: "BD-1", Template: "year", Period: "2022"},
			{Unit: "BD-1", Template: "year", Period: "2023"},
			{Unit: "BD", Template: "year", Period: "2022"},
			{Unit: "BD-2", Template: "year", Period: "2023"},
		} {
			r, err := k.Begin(k.System(), b)
			if err == nil {
				_, err = k.Submit(k.System(), r.ID, r.Version)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		testkit.Read(t, d, func(tx *db.Tx) error {
			u, err := k.Kit.Org.Find(k.System(), tx, "BD")
			if err != nil {
				return err
			}
			w, err := k.Waiting(k.officer(), tx, u)
			same(t, "its own is with the city", len(w.Begun)+len(w.Owed), 0)
			var got []any
			for _, b := range w.Below {
				got = append(got, b.Period, b.Count)
			}
			same(t, "batches", got, []any{"2022", 1, "2023", 2})
			return err
		})
	})
}

func TestTurns(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.begin()
		r, err := k.Submit(k.officer(), r.ID, r.Version)
		if err == nil {
			r, err = k.Return(k.Ctx("officer", "HN"), r.ID, r.Version, "thiếu số")
		}
		if err != nil {
			t.Fatal(err)
		}
		testkit.Read(t, d, func(tx *db.Tx) error {
			turns, err := k.Turns(k.officer(), tx, []string{r.ID})
			same(t, "the last", []string{turns[r.ID].Act, turns[r.ID].Reason}, []string{"returned", "thiếu số"})
			if err != nil {
				return err
			}
			none, err := k.Turns(k.officer(), tx, nil)
			same(t, "of none", len(none), 0)
			return err
		})
	})
}
