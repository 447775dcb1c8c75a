package journeys

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/testkit/browser"
)

// showPages are those of the show inside the office.
var showPages = []struct{ name, account, path string }{
	{"shows", "badinh", "/shows"},
	{"show-new", "badinh", "/shows/new"},
	{"show", "badinh", "/shows/{show}"},
	{"show-question", "badinh", "/shows/{show}/rounds/{songs}/questions/{question}"},
	{"show-law", "badinh", "/shows/{show}/bank?round={round}"},
	{"show-media", "badinh", "/shows/{show}/media"},
	{"bank", "badinh", "/bank"},
	{"bank-question", "badinh", "/bank/{asked}"},
	{"bank-new", "badinh", "/bank/new"},
	{"show-host", "badinh", "/games/{on}"},
	{"show-results", "badinh", "/games/{played}/results"},
}

// newEvening is the demo with a game of Ba Đình's in the middle of a question,
// and the one that was played.
func newEvening(t *testing.T) *lived {
	t.Helper()
	l := &lived{onSQLite(t), map[string]string{}}
	ctx := l.ctx(t, "badinh")
	shows, err := l.Gameshow.Shows(ctx)
	if err != nil || len(shows) == 0 {
		t.Fatalf("%d shows, %v", len(shows), err)
	}
	_, show, err := l.Gameshow.OpenShow(ctx, shows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	held, err := l.Gameshow.Games(ctx, shows[0].ID)
	if err != nil || len(held) == 0 {
		t.Fatalf("%d games, %v", len(held), err)
	}
	bank, err := l.Gameshow.Usable(ctx)
	if err != nil || len(bank) == 0 {
		t.Fatalf("%d questions, %v", len(bank), err)
	}
	l.named["{show}"], l.named["{played}"], l.named["{asked}"] = shows[0].ID, held[0].ID, bank[0].ID
	l.named["{round}"], l.named["{songs}"], l.named["{question}"] = show.Rounds[1].ID, show.Rounds[0].ID, show.Rounds[0].Questions[0].ID
	l.named["{on}"] = l.started(t, shows[0].ID, show)
	return l
}

// started is a game that is on: forty play, the first question was told and the
// second is open.
func (l *lived) started(t *testing.T, show string, of gameshow.Show) string {
	t.Helper()
	ctx := l.ctx(t, "badinh")
	g, err := l.Gameshow.Start(ctx, show, false)
	if err != nil {
		t.Fatal(err)
	}
	var seats []gameshow.Ticket
	for i := range 40 {
		seat, err := l.Gameshow.Join(t.Context(), g.ID, gameshow.Entrance{Name: fmt.Sprintf("Người chơi %02d", i+1), Unit: fmt.Sprintf("HN-BADINH-%04d", 1+i%12)})
		if err != nil {
			t.Fatal(err)
		}
		seats = append(seats, seat)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for no := range 2 {
		if _, err := l.Gameshow.Do(ctx, g.ID, gameshow.Event{Kind: gameshow.Asked, Question: no}); err != nil {
			t.Fatal(err)
		}
		for i, s := range seats {
			sub := gameshow.Submission{Game: g.ID, Question: no, Player: s.Player, Took: int64(2+i%15) * 1_000_000, Answer: gameshow.Guess(of.Questions()[no], 0.6, chance)}
			if _, err := l.Gameshow.Store(t.Context(), g.ID, []gameshow.Submission{sub}); err != nil {
				t.Fatal(err)
			}
			if no == 1 && i == 24 {
				break // the others think still
			}
		}
		if no == 0 {
			if _, err := l.Gameshow.Do(ctx, g.ID, gameshow.Event{Kind: gameshow.Shut, Question: no}); err != nil {
				t.Fatal(err)
			}
		}
	}
	l.named["{seat}"] = seats[39].Resume
	return g.ID
}

// TestEveryPageOfShowsAtEveryWidth looks at them as at all others.
func TestEveryPageOfShowsAtEveryWidth(t *testing.T) {
	l := newEvening(t)
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel() // a tab waits for the server most of its time
			tab := l.tabs(t, width, 800)
			for _, page := range showPages {
				p := tab(page.account)
				p.Go(l.at(page.path))
				look(t, p, fmt.Sprintf("%s at %d", page.path, width))
				light(t, p, page.path, cmp.Or(heavy[page.name], firstLoad))
			}
		})
	}
}

// screens draws what the hall sees: the big screen and a phone.
func (l *lived) screens(t *testing.T, dir string) {
	t.Helper()
	phone := browser.Open(t, 360, 740)
	phone.Go(l.url + "/play")
	phone.Eval(fmt.Sprintf(`localStorage.setItem("donghanh.seats", JSON.stringify([{game: %q, seat: %q, name: "Người chơi 40"}]))`, l.named["{on}"], l.named["{seat}"]), nil)
	phone.Go(l.at("/play/{on}"))
	phone.Wait(".tile")
	phone.Shot(dir + "/show-phone-360.png")
	trim(t, dir+"/show-phone-360.png", 740)
	p := browser.Open(t, 1920, 1080)
	for _, name := range []string{"on", "played"} {
		p.Go(l.at("/screen/{" + name + "}"))
		p.Wait(".page:not([hidden])")
		file := dir + "/show-screen-" + name + "-1920.png"
		p.Shot(file)
		trim(t, file, 1080)
	}
}
