package demo

import (
	"math/rand/v2"
	"slices"

	"donghanh/internal/target"
)

// goal is how many new members the city gives the district, and the district
// its units.
const goal = 1500

// share is what one unit is given of the goal; first is what it was given
// before the revision.
type share struct {
	unit        int
	first, last int64
}

// planShares shares the goal out so that the year ends as years do: most have
// reached theirs, some nearly, a few are far.
func planShares(admissions []admission, rng *rand.Rand) []share {
	reached := map[int]int64{}
	for _, a := range admissions {
		if a.slip == nil || !a.slip.withdrawn {
			reached[a.unit] += a.count
		}
	}
	var out []share
	var far []int // places in out
	var weights []int64
	left := int64(goal)
	for _, u := range sortedKeys(reached) {
		n := shareOf(reached[u], rng)
		if n == 0 {
			far, weights = append(far, len(out)), append(weights, reached[u])
		}
		left -= n
		out = append(out, share{u, n, n})
	}
	for i, n := range target.Propose(left, weights) {
		out[far[i]].first, out[far[i]].last = n, n
	}
	revise(out, far)
	return out
}

// shareOf is what is asked of a unit that will admit n; 0 when it is asked far
// more, out of what the others leave.
func shareOf(n int64, rng *rand.Rand) int64 {
	luck := rng.IntN(100)
	switch {
	case luck < 17 && n < 20:
		return 0
	case luck < 35 && n >= 6:
		return (n*100 + 85) / 86
	}
	return max(1, n*100/int64(100+rng.IntN(22)))
}

// revise moves a part of one unit's share to another, so that the sum stays:
// what was given first is made up backwards from what holds at the end.
func revise(list []share, far []int) {
	less := &list[far[len(far)/2]]
	more := &list[slices.IndexFunc(list, func(s share) bool { return s.unit > 1 && s.unit != less.unit && s.last >= 12 })]
	less.first += 5
	more.first -= 5
}

func sortedKeys(m map[int]int64) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
