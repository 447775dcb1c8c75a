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
			own, below []string // due days
			most, none int      // of both counted up to 2; without a day
		}{
			{"the union", w.Ctx("officer", "A1"), "A1", []string{"2023-12-20", "2023-12-25", "2023-12-28"}, nil, 2, 1},
			{"its district", w.Ctx("officer", "HN-A"), "HN-A", nil, []string{"2023-12-20", "2023-12-25", "2023-12-28"}, 2, 0},
			{"the other district", w.Ctx("officer", "HN-B"), "HN-B", []string{"2023-12-01"}, nil, 1, 0},
			{"the city", w.Ctx("officer", "HN"), "HN", nil, []string{"2023-12-01", "2023-12-20", "2023-12-25", "2023-12-28"}, 2, 0},
			{"the city, for the other district", w.Ctx("officer", "HN"), "HN-B", []string{"2023-12-01"}, nil, 1, 0},
			{"a section below the union", w.Ctx("officer", "A1-S"), "A1-S", nil, nil, 0, 0},
			{"a section, asking for the union", w.Ctx("officer", "A1-S"), "A1", nil, nil, 0, 0},
			{"another district, asking for this", w.Ctx("officer", "HN-B"), "HN-A", nil, nil, 0, 0},
			{"who only reads", w.Ctx("viewer", "HN"), "HN", nil, nil, 0, 0},
		} {
			t.Run(c.who, func(t *testing.T) {
				testkit.Read(t, w.DB, func(tx *db.Tx) error {
					unit, until := w.UnitID(c.unit), day.Date("2023-12-28")
					days := func(list func(context.Context, *db.Tx, string, day.Date, int) ([]activity.Line, error)) (out []string) {
						lines, err := list(c.ctx, tx, unit, until, 10)
						if err != nil {
							t.Fatal(err)
						}
						for _, l := range lines {
							out = append(out, string(l.Due))
						}
						return out
					}
					count := func(count func(context.Context, *db.Tx, string, day.Date, int) (int, error), most int) int {
						n, err := count(c.ctx, tx, unit, until, most)
						if err != nil {
							t.Fatal(err)
						}
						return n
					}
					if diff := cmp.Diff([][]string{c.own, c.below}, [][]string{days(w.activity.DueIn), days(w.activity.DueBelowIn)}); diff != "" {
						t.Errorf("its own and below (-want +got):\n%s", diff)
					}
					undated, err := w.activity.UndatedIn(c.ctx, tx, unit, 10)
					got := []int{
						count(w.activity.CountDue, 10), count(w.activity.CountDueBelow, 10),
						count(w.activity.CountDue, 2) + count(w.activity.CountDueBelow, 2), len(undated),
					}
					if diff := cmp.Diff([]int{len(c.own), len(c.below), c.most, c.none}, got); diff != "" {
						t.Errorf("counts: its own, below, up to 2, without a day (-want +got):\n%s", diff)
					}
					return err
				})
			})
		}
	})
}
