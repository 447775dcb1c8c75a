package day

import (
	"sync"
	"time"
)

// Clock tells the time. Its day can be set (--today, the demo's strip); the
// time of day is always the machine's. The zero value is the real clock.
type Clock struct {
	mu  sync.RWMutex
	day Date
}

// Fixed is a clock whose day is d; an empty d is the real clock.
func Fixed(d Date) *Clock { return &Clock{day: d} }

// Set moves the clock to a day; empty returns it to the real one.
func (c *Clock) Set(d Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.day = d
}

// Now is the moment, on the set day if there is one.
func (c *Clock) Now() time.Time {
	now := time.Now()
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.day == "" {
		return now
	}
	y, m, d := c.day.Time().Date()
	l := now.In(Zone)
	return time.Date(y, m, d, l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), Zone)
}

// Today is the day in Vietnam.
func (c *Clock) Today() Date { return Of(c.Now()) }

// Machine is the machine's moment in microseconds UTC, whatever day is set:
// for the lives of sessions and tokens, which must not end because somebody
// moved the demo's day.
func Machine() int64 { return time.Now().UnixMicro() }

// Stopwatch starts a clock that only goes forward, in microseconds: for
// differences of moments, whatever happens to the machine's clock.
func Stopwatch() func() int64 {
	start := time.Now()
	return func() int64 { return time.Since(start).Microseconds() }
}
