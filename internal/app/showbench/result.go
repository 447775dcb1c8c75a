package showbench

import (
	"fmt"
	"slices"
	"time"
)

// Result is what became of a hall's answers.
type Result struct {
	Players, Questions       int
	Sent, Acknowledged       int // answers
	Stored                   int // answers in time, as the program told at the end of each question
	Late, Refused, Twice     int // of those acknowledged
	Shown                    int // questions times phones that saw them
	Lost, Doubled            int
	ShownTimes, Acknowledges Times
}

// Times are percentiles of some durations.
type Times struct{ P50, P99, Most time.Duration }

// TimesOf sorts microseconds into percentiles.
func TimesOf(us []int64) (t Times) {
	if len(us) == 0 {
		return t
	}
	slices.Sort(us)
	at := func(share float64) time.Duration {
		return time.Duration(us[min(len(us)-1, int(share*float64(len(us))))]) * time.Microsecond
	}
	return Times{at(0.5), at(0.99), at(1)}
}

func (t Times) String() string {
	return fmt.Sprintf("p50 %s, p99 %s, most %s", round(t.P50), round(t.P99), round(t.Most))
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }

// Result counts, once the game is over.
func (h *Hall) Result() (r Result) {
	var shown, acked []int64
	r.Players = len(h.phones)
	for _, p := range h.phones {
		r.Questions = max(r.Questions, len(p.shown))
		shown, acked = append(shown, p.shown...), append(acked, p.acked...)
		r.Sent += p.sent
		r.Late += p.kept["late"]
		r.Refused += p.kept["refused"]
		r.Twice += p.kept["twice"]
	}
	for _, n := range h.reported {
		r.Stored += n
	}
	r.Shown, r.Acknowledged = len(shown), len(acked)
	in := r.Acknowledged - r.Late - r.Refused - r.Twice // what the program has promised to count
	r.Lost = (r.Sent - r.Acknowledged) + r.Refused + max(0, in-r.Stored)
	r.Doubled = max(0, r.Stored-in) + r.Twice
	r.ShownTimes, r.Acknowledges = TimesOf(shown), TimesOf(acked)
	return r
}

// Line is the summary in one line.
func (r Result) Line() string {
	return fmt.Sprintf("gameshow: players=%d questions=%d shown=%d sent=%d stored=%d acknowledged=%d late=%d lost=%d doubled=%d shown_p99=%s ack_p99=%s",
		r.Players, r.Questions, r.Shown, r.Sent, r.Stored, r.Acknowledged, r.Late, r.Lost, r.Doubled, round(r.ShownTimes.P99), round(r.Acknowledges.P99))
}
