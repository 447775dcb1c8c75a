package org

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// ReorgKind is what people call a reorganisation (domain.md §1.3).
type ReorgKind string

const (
	Merging     ReorgKind = "merge"    // sáp nhập: into one that stands
	Uniting     ReorgKind = "unite"    // hợp nhất: into a new one
	Dividing    ReorgKind = "divide"   // chia: the old one ends
	Splitting   ReorgKind = "split"    // tách: the old one stands
	Transfer    ReorgKind = "transfer" // chuyển: to another superior
	Renaming    ReorgKind = "rename"
	Reforming   ReorgKind = "reform" // many at once, by a list
	ReorgDraft            = "draft"
	ReorgSigned           = "signed"
	ReorgUndone           = "undone"
)

// ReorgSource is the kind under which reorganisations post facts.
const ReorgSource = "org.reorg"

// Reorg is one decision that rearranges units from a day on.
type Reorg struct {
	ID          string    `db:"id"`
	Unit        string    `db:"unit"` // id of who decides
	Kind        ReorgKind `db:"kind"`
	DecisionNo  string    `db:"decision_no"`
	DecidedOn   day.Date  `db:"decided_on"`
	EffectiveOn day.Date  `db:"effective_on"` // first day of the new order
	Signer      string    `db:"signer"`
	Reason      string    `db:"reason"`
	State       string    `db:"state"`
	Version     int       `db:"version"`
	Recorder    string    `db:"recorder"`
	RecordedAt  int64     `db:"recorded_at"`
	SignedAt    *int64    `db:"signed_at"`
	SignedBy    string    `db:"signed_by"`
	UndoneAt    *int64    `db:"undone_at"`
	UndoneFor   string    `db:"undone_for"`
	Moved       string    `db:"moved"` // JSON of []ledger.Moved
}

// LineOp is what one line of a reorganisation does.
type LineOp string

const (
	OpFound  LineOp = "found"
	OpMove   LineOp = "move"
	OpEnd    LineOp = "end"
	OpRename LineOp = "rename"
)

// Line is one thing a reorganisation does to one unit.
type Line struct {
	Reorg    string `db:"reorg"`
	Position int    `db:"position"` // from 1: the row of a list
	Op       LineOp `db:"op"`
	Unit     string `db:"unit"`   // code
	Parent   string `db:"parent"` // code: of what is founded or moves
	Name     string `db:"name"`   // of what is founded or renamed
	Was      string `db:"was"`    // the name before, filled in when it is signed
	Kind     string `db:"kind"`   // of what is founded
	Sector   string `db:"sector"`
	Bloc     string `db:"bloc"`
	Ward     string `db:"ward"`
	Heirs    string `db:"heirs"` // codes with commas: who goes on with what ends
}

// heirs are the codes of a line's successors.
func (l Line) heirs() (out []string) {
	for c := range strings.SplitSeq(l.Heirs, ",") {
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

// reorganiser carries one reorganisation out, in one transaction.
type reorganiser struct {
	*Service
	tx    *db.Tx
	r     Reorg
	lines []Line
	units map[string]Unit // by code, those founded by it as well
}

// of lists the lines of an operation, in their order.
func (o *reorganiser) of(op LineOp) (out []Line) {
	for _, l := range o.lines {
		if l.Op == op {
			out = append(out, l)
		}
	}
	return out
}

// last is the last day of the old order.
func (o *reorganiser) last() day.Date { return o.r.EffectiveOn.Add(-1) }

// book is the ledger's act of one line: each is undone by itself.
func (o *reorganiser) book(l Line, reason string) ledger.Act {
	return ledger.Act{Kind: ReorgSource, ID: o.r.ID + "." + strconv.Itoa(l.Position), Recorder: o.r.SignedBy, Reason: reason}
}

// carryOut founds, moves, ends and renames, in this order: what moves finds its
// new superior, what ends has nothing below it any more.
func (o *reorganiser) carryOut(ctx context.Context) error {
	if err := o.each(ctx, OpFound, o.found); err != nil {
		return err
	}
	if err := o.move(ctx); err != nil {
		return err
	}
	if err := o.each(ctx, OpEnd, o.end); err != nil {
		return err
	}
	return o.each(ctx, OpRename, o.rename)
}

func (o *reorganiser) each(ctx context.Context, op LineOp, do func(context.Context, Line) error) error {
	for _, l := range o.of(op) {
		if err := do(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// counts is what a unit that comes or goes by a reorganisation books: it is no
// founding and no dissolution, so that neither counts as one (design.md §3).
func (o *reorganiser) counts(u Unit, on day.Date, n int64) []ledger.Fact {
	if !o.Rules.Kind(u.Kind).Counted {
		return nil
	}
	dims := map[string]string{"kind": u.Kind, "sector": u.Sector}
	return []ledger.Fact{
		{Measure: "unit.alive", Dims: dims, Unit: u.ID, Day: on, Quantity: n},
		{Measure: "unit.rearranged", Dims: dims, Unit: u.ID, Day: on, Quantity: n},
	}
}

func (o *reorganiser) found(ctx context.Context, l Line) error {
	parent := o.units[l.Parent]
	f := Founding{
		Code: l.Unit, Name: l.Name, Kind: l.Kind, Sector: l.Sector, Bloc: l.Bloc, Ward: l.Ward, FoundedOn: o.r.EffectiveOn,
	}
	u, err := o.insert(ctx, o.tx, f)
	if err != nil {
		return err
	}
	if err := o.Ledger.Place(ctx, o.tx, u.ID, parent.ID, o.r.EffectiveOn); err != nil {
		return err
	}
	o.units[u.Code] = u
	return o.Ledger.Post(ctx, o.tx, o.book(l, o.r.Reason), o.counts(u, o.r.EffectiveOn, 1)...)
}

func (o *reorganiser) move(ctx context.Context) error {
	var all []ledger.Placing
	for _, l := range o.of(OpMove) {
		all = append(all, ledger.Placing{Unit: o.units[l.Unit].ID, Parent: o.units[l.Parent].ID})
	}
	if len(all) == 0 {
		return nil
	}
	moved, err := o.Ledger.Rearrange(ctx, o.tx, o.r.EffectiveOn, all...)
	if err != nil {
		return err
	}
	text, err := json.Marshal(moved)
	o.r.Moved = string(text)
	return err
}

// end closes a unit. What stood in it goes to its only heir; with several, or
// none, it ends with the unit.
func (o *reorganiser) end(ctx context.Context, l Line) error {
	u := o.units[l.Unit]
	if n, err := livingBelowOn(ctx, o.tx, u.ID, o.r.EffectiveOn); err != nil || n > 0 {
		return first(err, rowFault(l, "unit", "org.reorg.below", errs.Args{"name": u.Name, "count": n}))
	}
	if err := o.bequeath(ctx, l, u); err != nil {
		return err
	}
	if err := o.close(ctx, l, u); err != nil {
		return err
	}
	if heirs := l.heirs(); len(heirs) == 1 { // in today's tree it stands where its heir stands
		return o.Ledger.Succeed(ctx, o.tx, u.ID, o.units[heirs[0]].ID, o.r.EffectiveOn)
	}
	return nil
}

// close ends a unit that has nothing below it: nothing stands in it any more.
func (o *reorganiser) close(ctx context.Context, l Line, u Unit) error {
	if err := o.Ledger.Level(ctx, o.tx, o.book(l, o.r.Reason), o.noneLeft(u, o.r.EffectiveOn)...); err != nil {
		return err
	}
	if err := o.Ledger.End(ctx, o.tx, u.ID, o.last()); err != nil {
		return err
	}
	counts := ledger.Act{Kind: ReorgSource, ID: o.book(l, "").ID + ".end", Recorder: o.r.SignedBy, Reason: o.r.Reason}
	if err := o.Ledger.Post(ctx, o.tx, counts, o.counts(u, o.r.EffectiveOn, -1)...); err != nil {
		return err
	}
	return setDissolved(ctx, o.tx, u.ID, o.last())
}

// bequeath names the heirs. An only one takes over what stands in the unit.
func (o *reorganiser) bequeath(ctx context.Context, l Line, u Unit) error {
	heirs := l.heirs()
	for _, code := range heirs {
		if err := insertSuccessor(ctx, o.tx, u.ID, o.units[code].ID, o.r.ID, o.r.EffectiveOn); err != nil {
			return err
		}
	}
	if len(heirs) != 1 {
		return nil
	}
	heir := o.units[heirs[0]]
	carry := ledger.Act{Kind: ReorgSource, ID: o.book(l, "").ID + ".carry", Recorder: o.r.SignedBy, Reason: "sáp nhập"}
	return o.Ledger.Carry(ctx, o.tx, carry, u.ID, heir.ID, o.r.EffectiveOn)
}

func (o *reorganiser) rename(ctx context.Context, l Line) error {
	u := o.units[l.Unit]
	if err := setName(ctx, o.tx, u, l.Name); err != nil {
		return err
	}
	return setWas(ctx, o.tx, l, u.Name)
}

// rowFault is a refusal at a row of the list.
func rowFault(l Line, field, key string, args errs.Args) *errs.Error {
	e := errs.At(field, key, args)
	e.Args["row"] = l.Position
	return e
}

func (s *Service) noteReorg(ctx context.Context, tx *db.Tx, action string, r Reorg) error {
	return audit.Add(ctx, tx, audit.Entry{
		Account: auth.From(ctx).Account, Action: action, Target: r.ID, TargetKind: "org.reorg", Unit: r.Unit,
	})
}

// codesOf lists every code a plan names, each once.
func codesOf(lines []Line) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Unit)
		if l.Parent != "" {
			out = append(out, l.Parent)
		}
		out = append(out, l.heirs()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
