package gameshow_test

import (
	"context"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// kit is LĐLĐ quận Bình Tân (BT) with a show of its own, and Quận 1 (Q1) without.
type kit struct {
	*testkit.Kit
	*gameshow.Service
	t    testing.TB
	show gameshow.Saved
}

// evening is a show of a song and two questions of law.
func evening() gameshow.Show {
	law := func(ask string) gameshow.Question {
		return gameshow.Question{
			Kind: gameshow.One, Ask: ask, Options: []gameshow.Option{{Text: "Sai"}, {Text: "Đúng", Right: true}}, Seconds: 20, Points: 1000, Article: "Điều 6",
		}
	}
	song := gameshow.Question{Kind: gameshow.Text, Ask: "Bài gì?", Titles: []string{"Bèo dạt mây trôi"}, Seconds: 20, Points: 1000}
	return gameshow.Show{Title: "Âm nhạc và công nhân", Scoring: gameshow.ByAccuracy, Rounds: []gameshow.Round{
		{Kind: gameshow.Songs, Title: "Nhạc", Questions: []gameshow.Question{song}},
		{Kind: gameshow.Law, Title: "Luật", Questions: []gameshow.Question{law("Một?"), law("Hai?")}},
	}}
}

func newKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	k.Found(
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "Q1", Name: "LĐLĐ Quận 1", Kind: "district", Parent: "HCM"},
	)
	out := &kit{Kit: k, Service: &gameshow.Service{DB: d, Org: k.Org}, t: t}
	var err error
	if out.show, err = out.SaveShow(out.host(), "", "BT", 0, evening()); err != nil {
		t.Fatal(err)
	}
	return out
}

func (k *kit) host() context.Context { return k.Ctx("officer", "BT") }

// start begins a game.
func (k *kit) start() gameshow.Game {
	k.t.Helper()
	g, err := k.Start(k.host(), k.show.ID, false)
	if err != nil {
		k.t.Fatal(err)
	}
	return g
}

// do is what the host does.
func (k *kit) do(g gameshow.Game, e gameshow.Event) {
	k.t.Helper()
	if _, err := k.Do(k.host(), g.ID, e); err != nil {
		k.t.Fatalf("%s: %v", e.Kind, err)
	}
}

// join seats a player.
func (k *kit) join(g gameshow.Game, name string) gameshow.Ticket {
	k.t.Helper()
	t, err := k.Join(k.t.Context(), g.ID, gameshow.Entrance{Name: name})
	if err != nil {
		k.t.Fatal(err)
	}
	return t
}

// answer keeps the pick of a player.
func (k *kit) answer(t gameshow.Ticket, question, pick int) gameshow.Kept {
	k.t.Helper()
	out, err := k.Store(k.t.Context(), t.Game, []gameshow.Submission{{Game: t.Game, Question: question, Player: t.Player, Answer: gameshow.Answer{Picks: []int{pick}}}})
	if err != nil {
		k.t.Fatal(err)
	}
	return out[0]
}
