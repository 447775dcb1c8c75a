package agreement_test

import (
	"fmt"
	"slices"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

var phases = []agreement.Phase{
	agreement.Draft, agreement.Ahead, agreement.Running, agreement.Ending, agreement.Overdue, agreement.Closed, agreement.Ended,
}

// A list by a phase has exactly the agreements that are in it, whatever the day.
func TestAListByPhaseIsWhatThePhaseTells(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for i, stage := range []struct{ from, to, signed, ended day.Date }{
			{"2023-01-01", "2025-12-31", "2022-12-01", ""},
			{"2023-01-01", "2025-12-31", "", ""},
			{"2024-01-01", "2024-06-30", "2023-12-20", ""},
			{"2020-01-01", "2023-12-31", "2020-01-01", ""},
			{"2020-01-01", "2022-12-31", "2020-01-01", ""},
			{"2020-01-01", "2024-12-31", "2020-01-01", "2022-06-30"},
		} {
			h := head()
			h.From, h.To, h.Title = stage.from, stage.to, fmt.Sprintf("Chương trình %d", i)
			a, _ := k.begin(h)
			if stage.signed != "" {
				a = k.sign(a, stage.signed)
			}
			if stage.ended != "" {
				if _, err := k.End(k.officer(), a.ID, a.Version, stage.ended, "Đơn vị bạn kết thúc hoạt động"); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, today := range []day.Date{"2023-12-25", "2024-01-01", "2024-07-01", "2025-10-01", "2025-12-31", "2026-01-01"} {
			d.Clock.Set(today)
			all, _, err := k.List(k.officer(), agreement.Filter{})
			if err != nil || len(all) != 6 {
				t.Fatalf("%d of 6: %v", len(all), err)
			}
			for _, phase := range phases {
				var want, got []string
				for _, l := range all {
					if l.PhaseOn(today) == phase {
						want = append(want, l.Title)
					}
				}
				lines, _, err := k.List(k.officer(), agreement.Filter{Phase: phase})
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range lines {
					got = append(got, l.Title)
				}
				if !slices.Equal(want, got) {
					t.Errorf("%s, %s: got %v, want %v", today, phase, got, want)
				}
			}
		}
	})
}

func TestAListHasPages(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for i := range 5 {
			h := head()
			h.Title = fmt.Sprintf("Chương trình %d", i)
			k.begin(h)
		}
		seen, cursor := map[string]bool{}, ""
		for range 3 {
			lines, next, err := k.List(k.officer(), agreement.Filter{Limit: 2, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lines {
				seen[l.ID] = true
			}
			cursor = next
		}
		if len(seen) != 5 || cursor != "" {
			t.Errorf("three pages of two have %d of 5, and go on at %q", len(seen), cursor)
		}
	})
}
