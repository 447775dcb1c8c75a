package live_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/live"
	"donghanh/internal/testkit"
)

// node is a bus of its own on a database, heard from the start.
func node(t *testing.T, d *db.DB) *live.Bus {
	t.Helper()
	b := live.NewBus()
	rung, stop := b.Subscribe("begin")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); b.Run(ctx, d) }()
	t.Cleanup(func() { cancel(); <-done })
	wait(t, rung, "the beginning")
	stop()
	return b
}

func wait(t *testing.T, rung <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-rung:
	case <-time.After(10 * time.Second):
		t.Fatalf("nobody was woken by %s", what)
	}
}

func TestNewsAreHeardOnEveryNodeOnceTheyAreCommitted(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		one, other := node(t, d), node(t, d)
		heard, stop := one.Subscribe("game 1")
		defer stop()
		far, stopFar := other.Subscribe("game 1")
		defer stopFar()
		elsewhere, stopElsewhere := other.Subscribe("game 2")
		defer stopElsewhere()
		lost := errors.New("no")
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return errors.Join(tx.Tell(t.Context(), "game 2"), lost) }); !errors.Is(err, lost) {
			t.Fatal(err)
		}
		testkit.Write(t, d, func(tx *db.Tx) error { return tx.Tell(t.Context(), "game 1") })
		wait(t, heard, "a topic of theirs")
		wait(t, far, "what another node told")
		select {
		case <-elsewhere:
			t.Error("what was rolled back, or told to others, woke somebody")
		default:
		}
	})
}

func TestWhoLeavesIsNotWoken(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := node(t, d)
		left, stop := b.Subscribe("game")
		stop()
		stays, stopStays := b.Subscribe("game")
		defer stopStays()
		testkit.Write(t, d, func(tx *db.Tx) error { return tx.Tell(t.Context(), "game") })
		wait(t, stays, "a topic")
		select {
		case <-left:
			t.Error("who left was woken")
		default:
		}
	})
}
