package gameshowweb

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"time"
)

// gate is how people come into the games of a node. A whole hall stands behind
// one address, so no address is ever turned away: what comes from it in great
// numbers has to do a little work for each further try, which a phone does in a
// moment and a flood of robots does not (hashcash). What a stranger tries in
// vain costs more than coming in.
type gate struct {
	now func() int64 // microseconds, only forward

	mu    sync.Mutex
	debts map[string]debt // by address and what is tried
	spent map[string]int64
}

// debt is how many tries stand against an address, as of a moment; it drains.
type debt struct {
	tries float64
	at    int64
}

// trying is something an address may do so often.
type trying struct {
	name    string
	free    float64 // before any work is asked for
	drains  float64 // tries a second that are forgotten
	doubles float64 // so many more make the work twice as much
	hardest int     // bits of work at most
}

var (
	// entering: 2,000 phones come in within minutes; the last of them work for a
	// tenth of a second.
	entering = trying{"enter", 500, 20, 500, 18}
	// guessing: numbers that are no game's. After the free ones, each costs up to
	// four million hashes: a game's number is found in days, and is changed by then.
	guessing = trying{"guess", 100, 0.5, 50, 22}
)

const (
	easiest   = 14 // bits of work, to begin with
	fresh     = 10 // minutes for which a stamp is taken: clocks of nodes may differ
	forgotten = 100_000
)

func newGate(now func() int64) *gate {
	return &gate{now: now, debts: map[string]debt{}, spent: map[string]int64{}}
}

// bits is how much work an address owes for its next try; 0: none.
func (g *gate) bits(address string, t trying) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	over := g.debt(address, t).tries - t.free
	if over < 0 {
		return 0
	}
	return min(easiest+bits.Len(uint(over/t.doubles)), t.hardest)
}

// count puts a try down.
func (g *gate) count(address string, t trying) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.debts) > forgotten {
		g.sweep()
	}
	now := g.debt(address, t)
	now.tries++
	g.debts[t.name+" "+address] = now
}

func (g *gate) debt(address string, t trying) debt {
	now := g.now()
	was := g.debts[t.name+" "+address]
	return debt{max(0, was.tries-t.drains*float64(now-was.at)/1e6), now}
}

// sweep forgets addresses that have not come for an hour, and when there are
// still too many, all: a flood of addresses must not fill the memory.
func (g *gate) sweep() {
	for key, was := range g.debts {
		if g.now()-was.at > int64(time.Hour/time.Microsecond) {
			delete(g.debts, key)
		}
	}
	if len(g.debts) > forgotten {
		clear(g.debts)
	}
}

// stamp is what work is done on: when, and what for.
func stamp(minute int64, pin string) string { return strconv.FormatInt(minute, 10) + "." + pin }

// worked tells whether somebody did so many bits of work for a number: the stamp,
// a blank, and what they found, whose hash begins with so many zeros. Each is
// taken once.
func (g *gate) worked(work, pin string, minute int64, bits int) bool {
	head, _, found := strings.Cut(work, " ")
	at, of, _ := strings.Cut(head, ".")
	when, err := strconv.ParseInt(at, 10, 64)
	if !found || err != nil || of != pin || when < minute-fresh || when > minute+fresh || len(work) > 100 || zeros(work) < bits {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.spent) > forgotten {
		for old, at := range g.spent {
			if at < minute-2*fresh {
				delete(g.spent, old)
			}
		}
	}
	if _, twice := g.spent[work]; twice {
		return false
	}
	g.spent[work] = when
	return true
}

// zeros is with how many zero bits the hash of a text begins, 64 at most.
func zeros(text string) int {
	sum := sha256.Sum256([]byte(text))
	return bits.LeadingZeros64(binary.BigEndian.Uint64(sum[:8]))
}
