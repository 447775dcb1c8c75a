package gameshowweb

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func TestAPhoneDiesAndItsPlayerGoesOnElsewhere(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		seat := h.join("An")
		first := h.phone(seat)
		if f := first.hear("state"); f.Stage != "lobby" || f.Me.Name != "An" {
			t.Errorf("%+v", f)
		}
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		if f := first.hear("ask"); f.Asked.Ask != "Một?" || f.Of != 3 || len(f.Asked.Options) != 2 {
			t.Errorf("%+v", f)
		}
		first.pick(0, 1)
		if f := first.hear("kept"); f.Kept != "stored" {
			t.Errorf("%+v", f)
		}
		_ = first.CloseNow()
		second := h.phone(seat)
		if f := second.hear("state"); f.Stage != "asking" || !f.Me.Sent {
			t.Errorf("on another phone: %+v", f)
		}
		second.pick(0, 0)
		if f := second.hear("kept"); f.Kept != "twice" {
			t.Errorf("a second answer from another phone: %+v", f)
		}
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		if f := second.hear("state"); f.Stage != "told" || f.Me.Points != 1000 || f.Told.Good != 1 {
			t.Errorf("%+v %+v %+v", f, f.Me, f.Told)
		}
	})
}

// Another game hears nothing (ClassQuiz b), and on two nodes of one database
// both halves of a hall play the same game.
func TestTwoNodesPlayOneGame(t *testing.T) {
	source := testkit.Postgres(t)
	h := newHall(t, source)
	other := node(t, source)
	other.game = h.game
	here, there := h.phone(h.join("An")), other.phone(other.join("Bình"))
	here.hear("state")
	there.hear("state")
	other.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
	here.hear("ask")
	there.hear("ask")
	here.pick(0, 1)
	there.pick(0, 0)
	here.hear("kept")
	there.hear("kept")
	h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
	if f := here.hear("state"); f.Me.Points != 1000 || f.Me.Of != 2 || f.Told.All != 2 {
		t.Errorf("%+v %+v", f.Me, f.Told)
	}
	if f := there.hear("state"); f.Me.Points != 0 || f.Me.Place != 2 {
		t.Errorf("%+v", f.Me)
	}
}

func TestAHallPlays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		const players = 100
		var all sync.WaitGroup
		phones := make([]*phone, players)
		for i := range players {
			phones[i] = h.phone(h.join(fmt.Sprintf("Người %03d", i)))
			phones[i].hear("state")
		}
		for q := range 3 {
			h.do(gameshow.Event{Kind: gameshow.Asked, Question: q})
			for i, p := range phones {
				all.Go(func() {
					p.hear("ask")
					p.pick(q, i%2)
					if f := p.hear("kept"); f.Kept != "stored" {
						t.Errorf("player %d: %s", i, f.Kept)
					}
				})
			}
			all.Wait()
			h.do(gameshow.Event{Kind: gameshow.Shut, Question: q})
			for i, p := range phones {
				if f := p.hear("state"); f.Me.Points != 1000*(q+1)*(i%2) || f.Told.All != players || f.Told.Good != players/2 {
					t.Fatalf("player %d after %d: %+v %+v", i, q, f.Me, f.Told)
				}
			}
		}
	})
}

// A question shuts itself when all who could answer it have: one who was sent
// out is not waited for, nor does their answer stand for another's; and one who
// came in the middle of it is not waited for.
func TestAQuestionWaitsForWhoCanAnswerIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		an, binh, chi := h.phone(h.join("An")), h.phone(h.join("Bình")), h.phone(h.join("Chi"))
		an.hear("state")
		binh.hear("state")
		chi.hear("state")
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		for _, p := range []*phone{an, binh} {
			p.hear("ask")
			p.pick(0, 1)
			p.hear("kept")
		}
		_, live, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		h.do(gameshow.Event{Kind: gameshow.Removed, Player: live.Players()[0].ID})
		an.hear("out")
		h.join("Đến muộn")
		time.Sleep(2 * glance) // a room that counts An would shut it now
		if g, err := h.show.Hosted(h.host(), h.game.ID); err != nil || !g.Asking {
			t.Fatalf("it does not wait for Chi: %v", err)
		}
		chi.pick(0, 1)
		if f := chi.hear("state"); f.Stage != "told" || f.Told.All != 2 {
			t.Errorf("%s %+v", f.Stage, f.Told)
		}
	})
}
