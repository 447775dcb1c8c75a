package gameshow_test

import (
	"fmt"
	"sync"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// A phone that asks again and again with the code of its seat has one seat, even
// if it asks at once.
func TestOneCodeIsOneSeat(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g := k.start()
		var all sync.WaitGroup
		got := make([]gameshow.Ticket, 8)
		for i := range got {
			all.Go(func() {
				var err error
				if got[i], err = k.Join(t.Context(), g.ID, gameshow.Entrance{Name: "Mơ", Seat: "ABCDEFGHIJKLMNOP"}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, other := range got[1:] {
			if diff := cmp.Diff(got[0], other); diff != "" {
				t.Error(diff)
			}
		}
		if _, live, err := k.Load(k.host(), g.ID); err != nil || live.Count() != 1 {
			t.Errorf("%d are seated, %v", live.Count(), err)
		}
	})
}

func TestAFullHallTakesNobodyButWhoIsInIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g := k.start()
		mine := k.join(g, "Mơ")
		testkit.Write(t, d, func(tx *db.Tx) error {
			for i := range gameshow.MostPlayers - 1 {
				if _, err := tx.Exec(t.Context(), `INSERT INTO gameshow_player (game, id, name, team, unit, first, resume, at) VALUES ($1, $2, 'x', '', '', 0, $3, 0)`,
					g.ID, db.NewID(), fmt.Sprint(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if _, err := k.Join(t.Context(), g.ID, gameshow.Entrance{Name: "Bình"}); testkit.Refused(err) != "gameshow.full" || !errs.Is(err, errs.Denied) {
			t.Errorf("one more: %v", err)
		}
		if again, err := k.Join(t.Context(), g.ID, gameshow.Entrance{Name: "Mơ", Seat: mine.Resume}); err != nil || again.Player != mine.Player {
			t.Errorf("one who is in it: %v", err)
		}
	})
}

func TestMarksAloneAreNoName(t *testing.T) {
	for _, typed := range []string{"\u0301\u0323", "\ufe0f\u200d", "\u3164", "\u2800 \u115f", "\u200b\ufeff"} {
		if got, err := gameshow.PlayerName(typed); err == nil {
			t.Errorf("%q is a name: %q", typed, got)
		}
	}
	for _, typed := range []string{"🌸", "...", "7", "愛", "عامل"} {
		if got, err := gameshow.PlayerName(typed); err != nil || got != typed {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}
