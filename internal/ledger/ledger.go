// Package ledger keeps what happened as facts and answers with figures.
//
// A domain does its act and, in the same transaction, posts facts: how much of
// a measure happened in which unit on which day. Beside each fact one counter
// row, the cell of (series, atom, year), is moved, so every figure at every
// level is right the moment the act is committed (design.md §3, rollup.md).
//
// The ledger knows units only as opaque ids with places in a tree over time.
// Facts are never changed or deleted: a correction posts the exact reversal
// and a new fact, with a reason.
package ledger

import (
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

// MaxQuantity bounds one fact: 10^15, the largest sum of đồng design.md allows.
const MaxQuantity = 1_000_000_000_000_000

// Ledger posts facts and answers figures by the rules of its catalogue. All
// its methods work inside the caller's transaction.
type Ledger struct {
	Catalogue *Catalogue
}

// Fact is one quantity of a measure, in a unit, on a day.
type Fact struct {
	Measure  string            // code in the catalogue
	Dims     map[string]string // a value for each of the measure's dimensions
	Unit     string            // id
	Day      day.Date
	Quantity int64 // people, đồng, units: the measure says which
}

// Act is what facts follow from. Its source makes their ids, so that recording
// the same act twice is a conflict and never a double count.
type Act struct {
	Kind     string // kind of record, e.g. "activity"
	ID       string // id of the record
	Recorder string // account that recorded it
	Reason   string // why, for corrections
}

// Tree says in which tree a figure is counted (design.md §3 "Time and trees").
type Tree string

const (
	Then  Tree = "then"  // as it stood
	Today Tree = "today" // as it stands on the transaction's day
)

// ParseTree reads "then" or "today"; empty is Then.
func ParseTree(s string) (Tree, error) {
	switch Tree(s) {
	case "", Then:
		return Then, nil
	case Today:
		return Today, nil
	}
	return "", errs.At("tree", "ledger.tree.unknown", errs.Args{"tree": s})
}

// treeLock excludes posting while the tree is rearranged: a fact must find the
// atom its unit is in at commit.
const treeLock = "ledger.tree"
