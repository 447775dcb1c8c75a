package org

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// ReorgKind is what people call a reorganisation (domain.md §1.3).
type ReorgKind string

const (
	Merging   ReorgKind = "merge"    // sáp nhập: into one that stands
	Uniting   ReorgKind = "unite"    // hợp nhất: into a new one
	Dividing  ReorgKind = "divide"   // chia: the old one ends
	Splitting ReorgKind = "split"    // tách: the old one stands
	Transfer  ReorgKind = "transfer" // chuyển: to another superior
	Renaming  ReorgKind = "rename"   // đổi tên
	Recasting ReorgKind = "kind"     // đổi loại hình
	Reforming ReorgKind = "reform"   // sắp xếp: many at once, by a list
)

// ReorgKinds are all kinds, in the order they are offered.
func ReorgKinds() []ReorgKind {
	return []ReorgKind{Merging, Uniting, Dividing, Splitting, Transfer, Renaming, Recasting, Reforming}
}

// ReorgState is how far a reorganisation has come.
type ReorgState string

const (
	ReorgDraft  ReorgState = "draft" // written, nothing has happened yet
	ReorgSigned ReorgState = "signed"
	ReorgUndone ReorgState = "undone" // signed and taken back by a counter-act
)

// ReorgSource is the kind under which reorganisations post facts.
const ReorgSource = "org.reorg"

// Reorg is one decision that rearranges units from a day on.
type Reorg struct {
	ID          string     `db:"id"`
	Unit        string     `db:"unit"` // id of who decides
	Kind        ReorgKind  `db:"kind"`
	DecisionNo  string     `db:"decision_no"`
	DecidedOn   day.Date   `db:"decided_on"`
	EffectiveOn day.Date   `db:"effective_on"` // first day of the new order
	Signer      string     `db:"signer"`
	Reason      string     `db:"reason"`
	State       ReorgState `db:"state"`
	Version     int        `db:"version"`
	Recorder    string     `db:"recorder"`
	RecordedAt  int64      `db:"recorded_at"`
	SignedAt    *int64     `db:"signed_at"`
	SignedBy    string     `db:"signed_by"`
	UndoneAt    *int64     `db:"undone_at"`
	UndoneFor   string     `db:"undone_for"`
	Moved       string     `db:"moved"` // JSON of []ledger.Moved
}

// Last is the last day of the old order.
func (r Reorg) Last() day.Date { return r.EffectiveOn.Add(-1) }

// LineOp is what one line of a reorganisation does.
type LineOp string

const (
	OpFound  LineOp = "found"
	OpMove   LineOp = "move"
	OpEnd    LineOp = "end"
	OpRename LineOp = "rename"
	OpRecast LineOp = "kind" // another kind of unit
)

// LineOps are all operations, in the order they are carried out.
func LineOps() []LineOp { return []LineOp{OpFound, OpMove, OpEnd, OpRename, OpRecast} }

// Line is one thing a reorganisation does to one unit.
type Line struct {
	Reorg    string `db:"reorg"`
	Position int    `db:"position"` // from 1: the row of a list
	Op       LineOp `db:"op"`
	Unit     string `db:"unit"`   // code
	Parent   string `db:"parent"` // code: of what is founded or moves
	Name     string `db:"name"`   // of what is founded or renamed
	Was      string `db:"was"`    // the name or kind before, filled in when it comes in force
	Kind     string `db:"kind"`   // of what is founded or changes its kind
	Sector   string `db:"sector"`
	Bloc     string `db:"bloc"`
	Ward     string `db:"ward"`
	Heirs    string `db:"heirs"`   // codes with commas: who goes on with what ends
	Follows  string `db:"follows"` // codes with commas: what the founded goes on from
	Members  int64  `db:"members"` // people who come from the one it follows
	Women    int64  `db:"women"`   // of them
	InForce  bool   `db:"in_force"`
}

// HeirCodes are the codes of a line's successors.
func (l Line) HeirCodes() []string { return codes(l.Heirs) }

// FollowedCodes are the codes of those a founded unit goes on from.
func (l Line) FollowedCodes() []string { return codes(l.Follows) }

func codes(list string) (out []string) {
	for c := range strings.SplitSeq(list, ",") {
		if c = tidyCode(c); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// Plan is a reorganisation as somebody writes it.
type Plan struct {
	ID          string
	Unit        string // code of who decides
	Kind        ReorgKind
	DecisionNo  string
	DecidedOn   day.Date
	EffectiveOn day.Date
	Signer      string
	Reason      string
	Lines       []Line
}

// Turn is a reorganisation as higher domains follow it.
type Turn struct {
	Reorg Reorg
	Lines []Line
	Units map[string]Unit // by code; those it founds as soon as it is carried out
}

// Ending is a unit that a reorganisation ends on its last day, and who goes on.
type Ending struct {
	Unit  Unit
	Heirs []Unit
}

// Endings lists what ends, in the order of the lines.
func (t Turn) Endings() (out []Ending) {
	for _, l := range t.of(OpEnd) {
		out = append(out, Ending{t.Units[l.Unit], t.named(l.HeirCodes())})
	}
	return out
}

// Beginning is a unit that a reorganisation founds, and those it goes on from.
type Beginning struct {
	Unit    Unit
	Follows []Unit
}

// Beginnings lists what is founded, in the order of the lines.
func (t Turn) Beginnings() (out []Beginning) {
	for _, l := range t.of(OpFound) {
		out = append(out, Beginning{t.Units[l.Unit], t.named(l.FollowedCodes())})
	}
	return out
}

func (t Turn) of(op LineOp) (out []Line) {
	for _, l := range t.Lines {
		if l.Op == op {
			out = append(out, l)
		}
	}
	return out
}

func (t Turn) named(codes []string) (out []Unit) {
	for _, c := range codes {
		if u, known := t.Units[c]; known {
			out = append(out, u)
		}
	}
	return out
}

// Follower is a higher domain that a reorganisation tells on. All is done in
// the transaction of the reorganisation: it stands or falls with it.
type Follower interface {
	// Touched tells, before anything is done, what of the domain it touches.
	Touched(ctx context.Context, tx *db.Tx, t Turn) ([]Hanging, error)
	// Follow does what follows for the domain, after units were founded, moved
	// and ended.
	Follow(ctx context.Context, tx *db.Tx, t Turn) error
	// Unfollow takes that back before the reorganisation itself is; a Conflict
	// tells what has come to depend on it.
	Unfollow(ctx context.Context, tx *db.Tx, t Turn) error
}

// Teller is a follower that can tell what a signed act did to things of its
// domain. The turn has the lines the reader may see.
type Teller interface {
	Became(ctx context.Context, tx *db.Tx, t Turn) ([]Hanging, error)
}

// Hanging is something of a higher domain that a reorganisation touches: a
// target on a unit that ends, a report not signed, an account.
type Hanging struct {
	What string // message key of the heading it stands under
	Unit string // code
	Name string // of the unit
	Text string // the thing itself and what becomes of it, in the language of the context
	Href string // its page; empty if it has none
}

// codesOf lists every code a plan names, each once.
func codesOf(lines []Line) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Unit)
		if l.Parent != "" {
			out = append(out, l.Parent)
		}
		out = append(out, l.HeirCodes()...)
		out = append(out, l.FollowedCodes()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
