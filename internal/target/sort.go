package target

import (
	"cmp"
	"slices"
	"strings"

	"donghanh/internal/ledger"
)

// sortRows orders rows that come by name; what is equal keeps that order.
func sortRows(rows []Row, indicators []*ledger.Indicator, by string) {
	by, down := strings.CutPrefix(by, "-")
	at := slices.IndexFunc(indicators, func(i *ledger.Indicator) bool { return i.Code == by })
	switch {
	case by == "name":
		if down {
			slices.Reverse(rows)
		}
	case at >= 0:
		slices.SortStableFunc(rows, func(a, b Row) int { return compareFigures(a.Figures[at], b.Figures[at], down) })
	default:
		slices.SortStableFunc(rows, compareRows)
	}
	slices.SortStableFunc(rows, endedLast)
}

// endedLast puts what is left of units that have ended after all others.
func endedLast(a, b Row) int {
	switch {
	case a.Ended == b.Ended:
		return 0
	case a.Ended:
		return 1
	}
	return -1
}

// byCare lists the states by how much care they need, the worst first.
var byCare = [...]State{Far, Behind, OnTrack, OK}

// compareRows puts the row with more of the worst figures first, those without
// any target last.
func compareRows(a, b Row) int {
	for _, s := range byCare {
		if d := cmp.Compare(b.count(s), a.count(s)); d != 0 {
			return d
		}
	}
	return 0
}

func (r Row) count(s State) (n int) {
	for _, f := range r.Figures {
		if f.State == s {
			n++
		}
	}
	return n
}

// compareFigures puts the lower first (down: the higher): by achievement, then
// what has none by value; what has no value is always last.
func compareFigures(a, b Figure, down bool) int {
	if d := cmp.Compare(sortClass(a), sortClass(b)); d != 0 {
		return d
	}
	d := 0
	switch {
	case a.Value == nil:
	case a.Achievement != nil:
		d = a.Achievement.Value.Cmp(b.Achievement.Value)
	default:
		d = a.Value.Cmp(b.Value)
	}
	if down {
		return -d
	}
	return d
}

func sortClass(f Figure) int {
	switch {
	case f.Value == nil:
		return 2
	case f.Achievement == nil:
		return 1
	}
	return 0
}
