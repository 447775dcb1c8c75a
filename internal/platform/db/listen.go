package db

import (
	"context"
	"database/sql/driver"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// channel is the one channel of PostgreSQL that topics go through.
const channel = "donghanh"

// Tell wakes whoever listens to a topic, on any node, once the transaction is
// committed. It says that something is new, not what: listeners read that from
// the database, so that nothing is lost when a word of it is. A topic has at
// most some hundred characters.
func (t *Tx) Tell(ctx context.Context, topic string) error {
	if t.dialect == Postgres {
		_, err := t.Exec(ctx, `/* db.Tell */ SELECT pg_notify($1, $2)`, channel, topic)
		return err
	}
	t.After(func() { t.ears.tell(topic) })
	return nil
}

// ears are the listeners of this process, where the database has no channel.
type ears struct {
	mu   sync.Mutex
	next int
	fns  map[int]func(topic string)
}

func (e *ears) tell(topic string) {
	e.mu.Lock()
	fns := make([]func(string), 0, len(e.fns))
	for _, fn := range e.fns {
		fns = append(fns, fn)
	}
	e.mu.Unlock()
	for _, fn := range fns {
		fn(topic)
	}
}

func (e *ears) add(fn func(string)) (remove func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fns == nil {
		e.fns = map[int]func(string){}
	}
	id := e.next
	e.next++
	e.fns[id] = fn
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.fns, id)
	}
}

// Listen calls heard with each topic that is told, until the context ends. It
// is called with "" whenever topics may have been missed: at the beginning, and
// after a broken connection has been made anew.
func (d *DB) Listen(ctx context.Context, heard func(topic string)) {
	if d.Dialect == SQLite {
		defer d.ears.add(heard)()
		heard("")
		<-ctx.Done()
		return
	}
	for wait := 50 * time.Millisecond; ctx.Err() == nil; wait = min(2*wait, 5*time.Second) {
		if d.listen(ctx, heard) {
			wait = 50 * time.Millisecond
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// listen holds one connection for as long as it lasts, and tells whether it
// ever heard on it.
func (d *DB) listen(ctx context.Context, heard func(topic string)) (ever bool) {
	c, err := d.write.Conn(ctx)
	if err != nil {
		return false
	}
	defer func() { _ = c.Close() }() // it is broken, or the program ends
	if _, err := c.ExecContext(ctx, `/* db.listen */ LISTEN `+channel); err != nil {
		return false
	}
	heard("")
	_ = c.Raw(func(raw any) error {
		for {
			n, err := raw.(*stdlib.Conn).Conn().WaitForNotification(ctx)
			if err != nil {
				return driver.ErrBadConn // the pool must not use it again
			}
			heard(n.Payload)
		}
	})
	return true
}
