package gameshow_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// scores tells names and points, the first first.
func (k *kit) scores(g gameshow.Game) (out []string) {
	k.t.Helper()
	_, live, err := k.Load(k.host(), g.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, s := range live.Standings() {
		out = append(out, fmt.Sprintf("%s %d", s.Name, s.Points))
	}
	return out
}

func TestAGameIsItsLog(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g := k.start()
		an, binh := k.join(g, "An"), k.join(g, "Bình")
		k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 0})
		if _, err := k.Store(t.Context(), g.ID, []gameshow.Submission{
			{Game: g.ID, Question: 0, Player: an.Player, Answer: gameshow.Answer{Text: "beo dat may troi"}},
			{Game: g.ID, Question: 0, Player: binh.Player, Answer: gameshow.Answer{Text: "mây trôi"}},
		}); err != nil {
			t.Fatal(err)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Shut, Question: 0})
		chi := k.join(g, "Chi")
		if got := k.answer(chi, 0, 1); got != gameshow.Refused {
			t.Errorf("an answer to what was asked before they came is %s", got)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 1})
		if got := k.answer(chi, 1, 1); got != gameshow.Stored {
			t.Errorf("an answer is %s", got)
		}
		if got := k.answer(chi, 1, 0); got != gameshow.Twice {
			t.Errorf("a second answer is %s", got)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Shut, Question: 1})
		if got := k.answer(an, 1, 1); got != gameshow.TooLate {
			t.Errorf("an answer after the end is %s", got)
		}
		if diff := cmp.Diff([]string{"An 1000", "Chi 1000", "Bình 0"}, k.scores(g)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Accepted, Question: 0, Text: "mây trôi"})
		k.do(g, gameshow.Event{Kind: gameshow.Over})
		if diff := cmp.Diff([]string{"An 1000", "Bình 1000", "Chi 1000"}, k.scores(g)); diff != "" {
			t.Errorf("after a near one was taken (-want +got):\n%s", diff)
		}
		if _, err := k.Join(t.Context(), g.ID, gameshow.Entrance{Name: "Dung"}); !errs.Is(err, errs.Conflict) {
			t.Errorf("who comes when all is over: %v", err)
		}
	})
}

// ClassQuiz a) and d): no answer is lost and none counts twice, however many
// come at once and however often each is sent.
func TestNoAnswerIsLostOrCountsTwice(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g := k.start()
		const players, sends = 40, 3
		var seats []gameshow.Ticket
		for i := range players {
			seats = append(seats, k.join(g, fmt.Sprintf("Người %02d", i)))
		}
		k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 0})
		k.do(g, gameshow.Event{Kind: gameshow.Shut, Question: 0})
		k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 1})
		kept := make(chan gameshow.Kept, players*sends)
		var all sync.WaitGroup
		for _, seat := range seats {
			for range sends {
				all.Go(func() {
					out, err := k.Store(t.Context(), g.ID, []gameshow.Submission{{Game: g.ID, Question: 1, Player: seat.Player, Answer: gameshow.Answer{Picks: []int{1}}}})
					if err != nil {
						t.Error(err)
						return
					}
					kept <- out[0]
				})
			}
		}
		all.Wait()
		close(kept)
		counts := map[gameshow.Kept]int{}
		for c := range kept {
			counts[c]++
		}
		if diff := cmp.Diff(map[gameshow.Kept]int{gameshow.Stored: players, gameshow.Twice: players * (sends - 1)}, counts); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Shut, Question: 1})
		for _, s := range k.scores(g) {
			if !strings.HasSuffix(s, " 1000") {
				t.Errorf("%s", s)
			}
		}
	})
}

func TestASeatIsGivenBackToWhoeverHasItsCode(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g, other := k.start(), k.start()
		seat := k.join(g, "An")
		back, err := k.Return(t.Context(), g.ID, " "+strings.ToLower(seat.Resume))
		if err != nil || back.Player != seat.Player || back.Name != "An" {
			t.Errorf("%+v, %v", back, err)
		}
		if _, err := k.Return(t.Context(), other.ID, seat.Resume); !errs.Is(err, errs.NotFound) {
			t.Errorf("in another game: %v", err)
		}
		if _, err := k.Return(t.Context(), g.ID, "AAAA"); !errs.Is(err, errs.NotFound) {
			t.Errorf("with a wrong code: %v", err)
		}
	})
}

func TestOnlyTheHostsOfAUnitHoldItsGames(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		g := k.start()
		if _, err := k.Do(k.Ctx("officer", "Q1"), g.ID, gameshow.Event{Kind: gameshow.Asked, Question: 0}); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit asks: %v", err)
		}
		if _, err := k.Start(k.Ctx("officer", "Q1"), k.show.ID, false); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit starts: %v", err)
		}
		if _, _, err := k.Load(k.Ctx("officer", "Q1"), g.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit reads: %v", err)
		}
		if _, err := k.Do(k.Ctx("officer", "HCM"), g.ID, gameshow.Event{Kind: gameshow.Asked, Question: 0}); err != nil {
			t.Errorf("the superior: %v", err)
		}
	})
}

func TestNamesAreFitForTheBigScreen(t *testing.T) {
	for typed, want := range map[string]string{
		"  Nguyễn   Văn An ": "Nguyễn Văn An", "Lan 🌸": "Lan 🌸", "\u202eAn": "An", "Z̶̢̛̬̰͔͙͎̹a": "Z\u0336\u0322a", "An\nBình": "An Bình", strings.Repeat("ă", 60): strings.Repeat("ă", 24),
	} {
		got, err := gameshow.PlayerName(typed)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", " \u200f\u202e ", "\x00"} {
		if got, err := gameshow.PlayerName(typed); err == nil {
			t.Errorf("%q is a name: %q", typed, got)
		}
	}
}
