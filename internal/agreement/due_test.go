package agreement_test

import (
	"fmt"
	"slices"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// TestWhoSeesWhatIsDue: exactly the tasks of the units in one's scope, whatever
// the filter asks for.
func TestWhoSeesWhatIsDue(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.From, h.To = "2023-01-01", "2023-12-31"
		h.Opposite = []agreement.Opposite{{Unit: "BT"}, {Side: agreement.A, Unit: "BD-1"}}
		a, f := k.begin(h)
		k.promise(f, agreement.Commitment{Text: "Chung", Side: agreement.Both, Due: "2023-12-24"})
		k.sign(a, "2023-02-01")
		all := []string{"notice BD late", "duty BD late", "duty BD-1 late", "duty BT late", "end BD soon"}
		for _, c := range []struct {
			role   auth.Role
			unit   string
			filter agreement.DueFilter
			want   []string
		}{
			{"officer", "HN", agreement.DueFilter{}, []string{"notice BD late", "duty BD late", "duty BD-1 late", "end BD soon"}},
			{"viewer", "BD", agreement.DueFilter{}, []string{"notice BD late", "duty BD late", "duty BD-1 late", "end BD soon"}},
			{"viewer", "BD", agreement.DueFilter{Place: agreement.Own, Unit: "BD"}, []string{"notice BD late", "duty BD late", "end BD soon"}},
			{"viewer", "BD", agreement.DueFilter{Place: agreement.Below, Unit: "BD"}, []string{"duty BD-1 late"}},
			{"viewer", "BD", agreement.DueFilter{Span: agreement.Soon}, []string{"end BD soon"}},
			{"viewer", "BD", agreement.DueFilter{Span: agreement.Later}, nil},
			{"officer", "BD-1", agreement.DueFilter{}, []string{"duty BD-1 late"}},
			{"officer", "LB", agreement.DueFilter{}, nil},
			{"officer", "LB", agreement.DueFilter{Unit: "HN", Agreement: a.ID}, nil},
			{"officer", "HCM", agreement.DueFilter{Agreement: a.ID}, []string{"duty BT late"}},
			{"viewer", "HCM", agreement.DueFilter{Unit: "BD"}, nil},
			{"officer", auth.Everywhere, agreement.DueFilter{}, all},
		} {
			if c.filter.Unit != "" {
				c.filter.Unit = k.UnitID(c.filter.Unit)
			}
			c.filter.Limit = 2 // pages
			var got []string
			for {
				list, count, next, err := k.ListDue(k.Ctx(c.role, c.unit), c.filter)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range list {
					got = append(got, fmt.Sprint(r.Kind, " ", r.UnitCode, " ", r.SpanOn(testkit.Today)))
				}
				if c.filter.Cursor = next; next != "" {
					continue
				}
				if c.filter.Span == "" && count.All() != len(got) {
					t.Errorf("%s of %s: %d counted, %d listed", c.role, c.unit, count.All(), len(got))
				}
				break
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s of %s, %+v (-want +got):\n%s", c.role, c.unit, c.filter, diff)
			}
		}
	})
}

// TestWhatCameLaterIsNotKnownYet: on a day the demo was moved back to, a task that
// was done later is open and nobody has been told of it.
func TestWhatCameLaterIsNotKnownYet(t *testing.T) {
	k := newKit(t, testkit.SQLite(t))
	k.staffed("BD")
	k.Kit.DB.Clock.Set("2024-01-02")
	h := head()
	h.From, h.To = "2024-01-01", "2025-12-31"
	a, f := k.begin(h)
	k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Due: "2024-03-31"})
	k.sign(a, "2024-01-02")
	k.days("2024-01-03", "2024-04-05")
	once := k.open(a.ID).Fields[0].Commitments[0].Duties[0]
	if _, err := k.Conclude(k.officer(), once.ID, once.Version, agreement.Coming{Outcome: agreement.Done, Text: "Đã họp"}); err != nil {
		t.Fatal(err)
	}
	k.Kit.DB.Clock.Set("2024-03-20")
	r, count, _, err := k.ListDue(k.officer(), agreement.DueFilter{Span: agreement.Soon})
	if err != nil || count.Soon != 1 || len(r) != 1 || len(r[0].Steps) != 1 {
		t.Errorf("on 20/03: %+v, %v, want the duty with its first step", r, err)
	}
	k.days("2024-03-20", "2024-03-21")
	if got := k.told(a.ID); len(got) != 2 {
		t.Errorf("told again on a day moved back to: %v", got)
	}
	k.Kit.DB.Clock.Set("2024-01-01")
	if _, count, _, err := k.ListDue(k.officer(), agreement.DueFilter{}); err != nil || count.All() != 0 {
		t.Errorf("before it was signed %d are due, %v", count.All(), err)
	}
}
