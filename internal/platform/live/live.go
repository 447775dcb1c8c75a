// Package live wakes what waits for news: a page that shows a game, a long
// poll. News are told in the transaction that makes them (db.Tx.Tell) and heard
// on every node; what is new is read from the database by whoever was woken.
//
// Behind it is the process itself with SQLite, and LISTEN/NOTIFY with
// PostgreSQL; another way between nodes would be one more file in platform/db.
package live

import (
	"context"
	"sync"

	"donghanh/internal/platform/db"
)

// Bus wakes subscribers of topics.
type Bus struct {
	mu     sync.Mutex
	topics map[string]map[chan struct{}]bool
}

// NewBus has no subscribers yet.
func NewBus() *Bus { return &Bus{topics: map[string]map[chan struct{}]bool{}} }

// Run hears what is told until the context ends.
func (b *Bus) Run(ctx context.Context, d *db.DB) { d.Listen(ctx, b.wake) }

// Subscribe gives a channel that is rung when a topic was told, or may have been.
// Many rings before one is heard are one. stop ends it; the channel is never
// closed.
func (b *Bus) Subscribe(topic string) (rung <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.topics[topic] == nil {
		b.topics[topic] = map[chan struct{}]bool{}
	}
	b.topics[topic][c] = true
	return c, func() { b.leave(topic, c) }
}

func (b *Bus) leave(topic string, c chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.topics[topic], c)
	if len(b.topics[topic]) == 0 {
		delete(b.topics, topic)
	}
}

// wake rings for a topic; for all when it is not known what was missed.
func (b *Bus) wake(topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if topic != "" {
		ring(b.topics[topic])
		return
	}
	for _, all := range b.topics {
		ring(all)
	}
}

func ring(all map[chan struct{}]bool) {
	for c := range all {
		select {
		case c <- struct{}{}:
		default: // rung already
		}
	}
}
