package gameshow

// Scoring is how points are given.
type Scoring string

const (
	BySpeed    Scoring = "speed"    // half of the points are for being quick
	ByAccuracy Scoring = "accuracy" // when does not matter
)

// MaxCredit is the most that is taken off an answer's time for the way it came,
// in microseconds: what a liar could gain (ClassQuiz: 999 ms).
const MaxCredit = 300_000

// Credit is what is taken off for the way, in microseconds: half of the shortest
// way there and back that the server has measured in the lobby.
func Credit(shortest int64) int64 { return min(max(shortest/2, 0), MaxCredit) }

// Took is how long an answer took, in microseconds, by the server's own clock:
// from when the question was sent to when the answer came, less the credit.
func Took(sent, received, credit int64) int64 {
	return max(received-sent-min(max(credit, 0), MaxCredit), 0)
}

// InTime tells whether an answer counts: it came before the question closed, or
// no later than its way took.
func InTime(took int64, seconds int) bool { return took <= int64(seconds)*1_000_000 }

// Points is what an answer is worth: so much of the question's points as it is
// good, of which by speed half go down in a straight line to nothing at the end
// of the time. Fractions are cut, so that anybody can do the sum by hand.
func Points(s Scoring, q Question, share int, took int64) int {
	points := q.Points * share / whole
	if s != BySpeed {
		return points
	}
	limit := int64(q.Seconds) * 1_000_000
	left := max(limit-took, 0)
	return points - points/2 + int(int64(points/2)*left/limit)
}

// Streak is what a row of right answers adds: a tenth of the points for each one
// before, at most half.
func Streak(points, before int) int { return points * min(before, 5) / 10 }
