package activity_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestTheListIsReadToItsEndOnce(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		for i := range 7 { // three days, so that pages end inside a day
			w.record("count", fmt.Sprint(i+1), "women", "", "day", fmt.Sprintf("%d/12/2023", 20-i/3))
		}
		var seen []string
		pages, cursor := 0, ""
		for {
			lines, next, err := w.activity.List(w.Ctx("viewer", "HN-A"), activity.Filter{Limit: 2, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lines {
				seen = append(seen, string(l.Day[8:])+":"+l.Fields["count"])
			}
			pages++
			if cursor = next; next == "" {
				break
			}
		}
		if got := strings.Join(seen, " "); got != "20:3 20:2 20:1 19:6 19:5 19:4 18:7" || pages != 4 {
			t.Errorf("%d pages: %s", pages, got)
		}
	})
}

func TestTheListIsNarrowed(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.record("count", "5", "day", "1/11/2023")
		w.record("count", "6", "day", "30/11/2023")
		w.record("count", "7", "day", "1/12/2023", "unit", "A1-S")
		w.record("count", "8", "day", "1/12/2023", "unit", "B1")
		for name, c := range map[string]struct {
			f    activity.Filter
			want string
		}{
			"a month, ends included": {activity.Filter{From: "2023-11-01", To: "2023-11-30"}, "A1 Kết nạp 5 đoàn viên, A1 Kết nạp 6 đoàn viên"},
			"a unit and all below":   {activity.Filter{Unit: w.UnitID("A1"), From: "2023-11-30"}, "A1 Kết nạp 6 đoàn viên, A1-S Kết nạp 7 đoàn viên"},
			"another kind":           {activity.Filter{Kind: "visit"}, ""},
			"a unit out of scope":    {activity.Filter{Unit: w.UnitID("B1")}, ""},
			"a cursor of nonsense":   {activity.Filter{Cursor: "x", From: "2023-12-01"}, "A1-S Kết nạp 7 đoàn viên"},
		} {
			if got := w.visible("leader", "HN-A", c.f); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

// TestTheListEndsToday: where the demo's day was moved back, what is dated after
// it is not there yet.
func TestTheListEndsToday(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.record("count", "5", "day", "19/12/2023")
		w.record("count", "6", "day", "20/12/2023")
		w.DB.Clock.Set("2023-12-19")
		for name, f := range map[string]activity.Filter{"all": {}, "to a later day": {To: "2023-12-31"}, "of a unit": {Unit: w.UnitID("A1")}} {
			if got := w.visible("leader", "HN-A", f); got != "A1 Kết nạp 5 đoàn viên" {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
}

func TestRecordsAreFoundByWords(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.record("title", "Lễ kết nạp lớp công nhân mới", "ref", "KN-7/2023")
		w.record("partner", "Đoàn phường Phúc Xá")
		old := w.record("title", "Thăm nhà trọ")
		testkit.Write(t, w.DB, func(tx *db.Tx) error { // from before records were searched
			_, err := tx.Exec(t.Context(), `UPDATE activity_record SET search = '' WHERE id = $1`, old.ID)
			return err
		})
		if got := w.visible("leader", "HN-A", activity.Filter{Query: "nha tro"}); got != "" {
			t.Errorf("found %q before it was folded", got)
		}
		if err := w.activity.Fold(t.Context(), activity.FoldArgs{}); err != nil {
			t.Fatal(err)
		}
		for typed, want := range map[string]string{
			"le ket nap": "A1 Lễ kết nạp lớp công nhân mới", "KN-7": "A1 Lễ kết nạp lớp công nhân mới", "Phúc": "A1 Kết nạp 5 đoàn viên",
			"nhà TRỌ": "A1 Thăm nhà trọ", "hong co": "", "%": "A1 Kết nạp 5 đoàn viên, A1 Lễ kết nạp lớp công nhân mới, A1 Thăm nhà trọ",
		} {
			if got := w.visible("leader", "HN-A", activity.Filter{Query: typed}); got != want {
				t.Errorf("%q finds %q, want %q", typed, got, want)
			}
		}
	})
}

func TestAPreviewTellsWhatSavingWouldDo(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := w.Ctx("officer", "HN-A")
		rec := w.record("count", "5", "women", "3")
		preview := func(tr activity.Trial) []string {
			tr.Unit = w.UnitID("HN-A")
			period, effects, err := w.activity.Preview(ctx, tr)
			if err != nil || period.Text != "2023" {
				t.Fatal(period, err)
			}
			var out []string
			for _, e := range effects {
				s := e.Before.Indicator.Code + " " + ledger.Text(e.Before)
				if e.After != nil {
					s += " → " + ledger.Text(*e.After)
				}
				out = append(out, s)
			}
			return out
		}
		for name, c := range map[string]struct {
			trial activity.Trial
			want  []string
		}{
			"a new one": {activity.Trial{Draft: draft("count", "3", "women", "3")}, []string{
				"ORG.DV.NEW 5 → 8", "ORG.DV.NEW.NU.PCT 60% → 75%", "ORG.DV.TOTAL 15 → 18", "ORG.DV.NET 5 → 8", "ORG.DV.PCT – → –",
			}},
			"a change": {activity.Trial{Record: rec.ID, Version: 1, Draft: draft("count", "4", "women", "1")}, []string{
				"ORG.DV.NEW 5 → 4", "ORG.DV.NEW.NU.PCT 60% → 25%", "ORG.DV.TOTAL 15 → 14", "ORG.DV.NET 5 → 4", "ORG.DV.PCT – → –",
			}},
			"nothing typed yet": {activity.Trial{Draft: activity.Draft{Kind: "admission"}}, []string{
				"ORG.DV.NEW 5", "ORG.DV.NEW.NU.PCT 60%", "ORG.DV.TOTAL 15", "ORG.DV.NET 5", "ORG.DV.PCT –",
			}},
			"what cannot be saved": {activity.Trial{Draft: draft("unit", "B1", "women", "9")}, []string{
				"ORG.DV.NEW 5", "ORG.DV.NEW.NU.PCT 60%", "ORG.DV.TOTAL 15", "ORG.DV.NET 5", "ORG.DV.PCT –",
			}},
		} {
			if diff := cmp.Diff(c.want, preview(c.trial)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if w.count() != 1 {
			t.Error("a preview was kept")
		}
		w.is("HN-A: 15 members, 5 new, 3/5 women", "HN-A")
		if _, _, err := w.activity.Preview(ctx, activity.Trial{Unit: w.UnitID("HN-B"), Draft: draft()}); testkit.Refused(err) != "error.notfound" {
			t.Errorf("figures of another district: %v", err)
		}
	})
}
