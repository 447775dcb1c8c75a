package activity_test

import (
	"context"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestWorkThatIsDue(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		for _, d := range []activity.Draft{
			letter("due", "20/12/2023"), letter("due", "25/12/2023"), letter("due", "28/12/2023"), letter("due", "29/12/2023"),
			letter("due", "10/12/2023", "done", "09/12/2023"), letter("due", ""),
		} {
			if _, err := w.activity.Record(w.System(), d); err != nil {
				t.Fatal(err)
			}
		}
		b := letter("due", "01/12/2023")
		b.Unit = "HN-B"
		if _, err := w.activity.Record(w.System(), b); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			who        string
			ctx        context.Context
			unit       string
			want       []string // due days
			most, none int      // counted up to 2, without a day
		}{
			{"the union", w.Ctx("officer", "A1"), "A1", []string{"2023-12-20", "2023-12-25", "2023-12-28"}, 2, 1},
			{"its district", w.Ctx("officer", "HN-A"), "HN-A", []string{"2023-12-20", "2023-12-25", "2023-12-28"}, 2, 1},
			{"the other district", w.Ctx("officer", "HN-B"), "HN-B", []string{"2023-12-01"}, 1, 0},
			{"the city", w.Ctx("officer", "HN"), "HN", []string{"2023-12-01", "2023-12-20", "2023-12-25", "2023-12-28"}, 2, 1},
			{"a section below the union", w.Ctx("officer", "A1-S"), "A1-S", nil, 0, 0},
			{"a section, asking for the union", w.Ctx("officer", "A1-S"), "A1", nil, 0, 0},
			{"another district, asking for this", w.Ctx("officer", "HN-B"), "HN-A", nil, 0, 0},
			{"who only reads", w.Ctx("viewer", "HN"), "HN", nil, 0, 0},
		} {
			t.Run(c.who, func(t *testing.T) {
				testkit.Read(t, w.DB, func(tx *db.Tx) error {
					unit, until := w.UnitID(c.unit), day.Date("2023-12-28")
					lines, err := w.activity.DueIn(c.ctx, tx, unit, until, 10)
					if err != nil {
						return err
					}
					var got []string
					for _, l := range lines {
						got = append(got, string(l.Due))
					}
					if diff := cmp.Diff(c.want, got); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
					all, err := w.activity.CountDue(c.ctx, tx, unit, until, 10)
					if err != nil {
						return err
					}
					most, err := w.activity.CountDue(c.ctx, tx, unit, until, 2)
					if err != nil {
						return err
					}
					undated, err := w.activity.UndatedIn(c.ctx, tx, unit, 10)
					if diff := cmp.Diff([]int{len(c.want), c.most, c.none}, []int{all, most, len(undated)}); diff != "" {
						t.Errorf("counts: all, up to 2, without a day (-want +got):\n%s", diff)
					}
					return err
				})
			})
		}
	})
}
