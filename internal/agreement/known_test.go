package agreement_test

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func TestWhatIsChangedLaterIsNotKnownToday(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, _ := k.begin(head())
		a = k.sign(a, "2023-02-01")
		d.Clock.Set("2024-05-02")
		h := head()
		h.Title, h.To = "Đổi tên", "2026-12-31"
		a, err := k.Change(k.officer(), a.ID, a.Version, h, "Kéo dài")
		if err == nil {
			_, err = k.End(k.officer(), a.ID, a.Version, "2024-06-30", "Thôi phối hợp")
		}
		if err != nil {
			t.Fatal(err)
		}
		if c := k.open(a.ID); c.EndedOn != "2024-06-30" || c.Title != "Đổi tên" {
			t.Errorf("on the day: %q ends on %q", c.Title, c.EndedOn)
		}
		d.Clock.Set("2023-12-25")
		c := k.open(a.ID)
		if c.EndedOn != "" || c.Title != head().Title || c.To != head().To || c.Version != a.Version+1 {
			t.Errorf("before: %q to %s ends on %q, version %d", c.Title, c.To, c.EndedOn, c.Version)
		}
		list, _, err := k.List(k.officer(), agreement.Filter{})
		if err != nil || len(list) != 1 || list[0].EndedOn != "" || list[0].Title != head().Title {
			t.Errorf("%+v, %v", list, err)
		}
	})
}
