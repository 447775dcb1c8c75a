package gameshow_test

import (
	"fmt"
	"slices"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func title(text string) func(*gameshow.Show) error {
	return func(s *gameshow.Show) error { s.Title = text; return nil }
}

func TestAShowIsChangedByOneAfterTheOther(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first, err := k.EditShow(k.host(), k.show.ID, 1, title("Một"))
		if err != nil || first.Version != 2 {
			t.Fatalf("%+v, %v", first, err)
		}
		if _, err := k.EditShow(k.host(), k.show.ID, 1, title("Hai")); !errs.Is(err, errs.Conflict) {
			t.Errorf("the slower one: %v", err)
		}
		if again, err := k.EditShow(k.host(), k.show.ID, 1, title("Một")); err != nil || again.Version != 2 {
			t.Errorf("a double click: %+v, %v", again, err)
		}
		if _, err := k.EditShow(k.host(), k.show.ID, 2, title(" ")); !errs.Is(err, errs.Invalid) {
			t.Errorf("without a title: %v", err)
		}
		if _, err := k.EditShow(k.Ctx("officer", "Q1"), k.show.ID, 2, title("Ba")); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit: %v", err)
		}
		if _, err := k.EditShow(k.Ctx("viewer", "BT"), k.show.ID, 2, title("Ba")); !errs.Is(err, errs.Denied) {
			t.Errorf("a reader: %v", err)
		}
		if _, show, err := k.OpenShow(k.host(), k.show.ID); err != nil || show.Title != "Một" || len(show.Questions()) != 3 {
			t.Errorf("%+v, %v", show, err)
		}
	})
}

func TestOfManyAtOnceOneChangesAShow(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		const hosts = 8
		came := make(chan error, hosts)
		for i := range hosts {
			go func() {
				_, err := k.EditShow(k.host(), k.show.ID, 1, title(fmt.Sprint("Người ", i)))
				came <- err
			}()
		}
		won := 0
		for range hosts {
			switch err := <-came; {
			case err == nil:
				won++
			case !errs.Is(err, errs.Conflict):
				t.Error(err)
			}
		}
		saved, _, err := k.OpenShow(k.host(), k.show.ID)
		if won != 1 || saved.Version != 2 || err != nil {
			t.Errorf("%d changed it, version %d, %v", won, saved.Version, err)
		}
	})
}

func TestAWithdrawnShowLeavesItsGames(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g := k.start()
		if err := k.WithdrawShow(k.Ctx("viewer", "BT"), k.show.ID, 1); !errs.Is(err, errs.Denied) {
			t.Errorf("a reader: %v", err)
		}
		if err := k.WithdrawShow(k.host(), k.show.ID, 7); !errs.Is(err, errs.Conflict) {
			t.Errorf("of another version: %v", err)
		}
		if err := k.WithdrawShow(k.host(), k.show.ID, 1); err != nil {
			t.Fatal(err)
		}
		if _, _, err := k.OpenShow(k.host(), k.show.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("it opens: %v", err)
		}
		if _, err := k.Start(k.host(), k.show.ID, false); !errs.Is(err, errs.NotFound) {
			t.Errorf("it starts: %v", err)
		}
		if shows, err := k.Shows(k.host()); err != nil || len(shows) > 0 {
			t.Errorf("it is listed: %v, %v", shows, err)
		}
		k.join(g, "An")
		k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 0})
		held, err := k.Games(k.host(), "")
		if err != nil || len(held) != 1 || held[0].Title != "Âm nhạc và công nhân" || held[0].Players != 1 || held[0].EndedAt != nil {
			t.Errorf("%+v, %v", held, err)
		}
	})
}

func TestAGameIsBegunOnceByOneButton(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		id := db.NewID()
		first, err := k.StartOnce(k.host(), id, k.show.ID, true)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := k.StartOnce(k.host(), id, k.show.ID, true); err != nil || again.PIN != first.PIN {
			t.Errorf("%+v, %v", again, err)
		}
		other, err := k.SaveShow(k.host(), "", "BT", 0, evening())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.StartOnce(k.host(), id, other.ID, true); !errs.Is(err, errs.NotFound) {
			t.Errorf("of another show: %v", err)
		}
		if held, err := k.Games(k.host(), ""); err != nil || len(held) != 1 || !held[0].Rehearsal {
			t.Errorf("%+v, %v", held, err)
		}
	})
}

// Who reads what: a unit's own, and what is below it.
func TestShowsAndGamesAreThoseOfOnesUnits(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for _, unit := range []string{"HCM", "Q1"} {
			show := evening()
			show.Title = unit
			saved, err := k.SaveShow(k.System(), "", unit, 0, show)
			if err == nil {
				_, err = k.Start(k.System(), saved.ID, unit == "Q1")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		k.start()
		const bt = "Âm nhạc và công nhân"
		for who, want := range map[[2]string][]string{
			{"officer", "HCM"}: {"HCM", "Q1", bt}, {"viewer", "HCM"}: {"HCM", "Q1", bt}, {"officer", "BT"}: {bt}, {"viewer", "BT"}: {bt}, {"officer", "Q1"}: {"Q1"},
			{"stranger", "BT"}: nil, {"officer", auth.Everywhere}: {"HCM", "Q1", bt},
		} {
			ctx := k.Ctx(auth.Role(who[0]), who[1])
			shows, err := k.Shows(ctx)
			if err != nil {
				t.Fatal(err)
			}
			games, err := k.Games(ctx, "")
			if err != nil {
				t.Fatal(err)
			}
			var listed, held []string
			for _, s := range shows {
				listed = append(listed, s.Title)
			}
			for _, g := range games {
				held = append(held, g.Title)
				if g.Rehearsal != (g.Title == "Q1") {
					t.Errorf("%s is a rehearsal: %v", g.Title, g.Rehearsal)
				}
			}
			slices.Sort(listed)
			slices.Sort(held)
			if diff := cmp.Diff([][]string{want, want}, [][]string{listed, held}); diff != "" {
				t.Errorf("%v (-want +got):\n%s", who, diff)
			}
		}
	})
}

// Of a question, too long a source or too many names is said at its field.
func TestSourcesAndNamesHaveLimits(t *testing.T) {
	long := make([]rune, 1001)
	for i := range long {
		long[i] = 'ă'
	}
	q := gameshow.Question{Kind: gameshow.Text, Ask: "Bài gì?", Titles: []string{"Cò lả"}, Seconds: 20, Points: 1000}
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	q.Why, q.Law, q.Article, q.Titles = string(long), string(long), string(long), append(make([]string, 20), "Cò lả")
	q.Titles[0], q.Titles[1] = "Cò lả", string(long)
	var fields []string
	for _, e := range errs.All(q.Check()) {
		fields = append(fields, e.Field)
	}
	if diff := cmp.Diff([]string{"law", "article", "why", "titles", "titles"}, fields); diff != "" {
		t.Error(diff)
	}
}
