package agreement_test

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// A review of the rhythm and the visit of a year are watched like what was
// promised; the visit's watch closes when the year is given up for a reason.
func TestReviewsAndVisitsAreWatched(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.From, h.To, h.Review, h.Visits, h.FirstHost = "2023-01-01", "2024-12-31", 12, true, agreement.A
		a, _ := k.begin(h)
		k.sign(a, "2023-01-10")
		got := map[agreement.WatchKind][]string{}
		all, _, _, err := k.ListDue(k.officer(), agreement.DueFilter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range all {
			got[w.Kind] = append(got[w.Kind], string(w.Due))
		}
		want := map[agreement.WatchKind][]string{
			agreement.OfReview: {"2023-12-31"}, agreement.OfVisit: {"2023-12-31", "2024-12-31"}, agreement.OfNotice: {"2024-10-02"}, agreement.OfEnd: {"2024-12-31"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
