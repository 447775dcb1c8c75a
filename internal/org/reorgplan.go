package org

import (
	"context"
	"errors"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Reorganise signs a plan: all of it or nothing. The same plan again (a double
// click) is one act.
func (s *Service) Reorganise(ctx context.Context, p Plan) (r Reorg, err error) {
	defer errs.Wrap(&err, "org.Reorganise(%s)", p.Unit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err = s.ReorganiseIn(ctx, tx, p)
		return err
	})
	return r, err
}

// ReorganiseIn is Reorganise inside the caller's transaction.
func (s *Service) ReorganiseIn(ctx context.Context, tx *db.Tx, p Plan) (r Reorg, err error) {
	if err := lockAct(ctx, tx, p.ID); err != nil {
		return r, err
	}
	if old, err := reorgByID(ctx, tx, p.ID); !errs.Is(err, errs.NotFound) {
		return old, err
	}
	o, err := s.prepare(ctx, tx, p)
	if err != nil {
		return r, err
	}
	if err := insertReorg(ctx, tx, o.r, o.lines); err != nil {
		return r, err
	}
	if err := o.carryOut(ctx); err != nil {
		return r, err
	}
	if err := setMoved(ctx, tx, o.r); err != nil {
		return r, err
	}
	return o.r, s.noteReorg(ctx, tx, "org.reorganise", o.r)
}

// prepare reads a plan, checks all its rows and gathers the units it names.
func (s *Service) prepare(ctx context.Context, tx *db.Tx, p Plan) (*reorganiser, error) {
	decider, err := s.manage(ctx, tx, p.Unit)
	if err != nil {
		return nil, err
	}
	o := &reorganiser{Service: s, tx: tx, r: p.head(ctx, tx, decider)}
	for i, l := range p.Lines {
		o.lines = append(o.lines, l.tidy(o.r.ID, i+1))
	}
	if o.units, err = unitsByCode(ctx, tx, codesOf(o.lines)); err != nil {
		return nil, err
	}
	var faults errs.List
	p.checkHead(&faults, tx.Today())
	if err := o.checkRows(ctx, decider, &faults); err != nil {
		return nil, err
	}
	late, err := s.lateReason(ctx, tx, decider.ID, p.EffectiveOn, p.Reason)
	if err != nil {
		return nil, err
	}
	faults.Add(late)
	return o, faults.Err()
}

func (p Plan) head(ctx context.Context, tx *db.Tx, decider Unit) Reorg {
	now := tx.Now()
	r := Reorg{
		ID: p.ID, Unit: decider.ID, Kind: p.Kind, DecisionNo: strings.TrimSpace(p.DecisionNo), DecidedOn: p.DecidedOn, EffectiveOn: p.EffectiveOn,
		Signer: strings.TrimSpace(p.Signer), Reason: strings.TrimSpace(p.Reason), State: ReorgSigned, Version: 1,
		Recorder: auth.From(ctx).Account, RecordedAt: now, SignedAt: &now, SignedBy: auth.From(ctx).Account, Moved: "[]",
	}
	if r.ID == "" {
		r.ID = db.NewID()
	}
	return r
}

func (l Line) tidy(reorg string, position int) Line {
	l.Reorg, l.Position = reorg, position
	l.Unit, l.Parent = tidyCode(l.Unit), tidyCode(l.Parent)
	l.Name = strings.Join(strings.Fields(l.Name), " ")
	l.Heirs = strings.Join(l.heirs(), ",")
	return l
}

func (p Plan) checkHead(faults *errs.List, today day.Date) {
	checkText(faults, "decision_no", p.DecisionNo, 60, true)
	checkText(faults, "signer", p.Signer, 100, true)
	checkText(faults, "reason", p.Reason, 500, false)
	switch {
	case p.DecidedOn == "":
		faults.Add(errs.At("decided_on", "error.required"))
	case p.DecidedOn > today:
		faults.Add(errs.At("decided_on", "error.date.future", errs.Args{"date": p.DecidedOn, "today": today}))
	}
	if p.EffectiveOn == "" {
		faults.Add(errs.At("effective_on", "error.required"))
	}
	if len(p.Lines) == 0 {
		faults.Add(errs.At("lines", "org.reorg.empty"))
	}
}

// checkRows checks each row by itself and against the others.
func (o *reorganiser) checkRows(ctx context.Context, decider Unit, faults *errs.List) error {
	founded, seen := map[string]bool{}, map[string]bool{}
	for _, l := range o.of(OpFound) {
		founded[l.Unit] = true
	}
	below, err := standingBelow(ctx, o.tx, decider.ID, o.r.EffectiveOn, o.units)
	if err != nil {
		return err
	}
	for _, l := range o.lines {
		if seen[l.Unit] && l.Op != OpRename {
			faults.Add(rowFault(l, "unit", "org.reorg.twice", errs.Args{"code": l.Unit}))
			continue
		}
		seen[l.Unit] = seen[l.Unit] || l.Op != OpRename
		o.checkRow(l, decider, founded, below, faults)
	}
	return nil
}

func (o *reorganiser) checkRow(l Line, decider Unit, founded, below map[string]bool, faults *errs.List) {
	there := func(field, code string) bool {
		u, known := o.units[code]
		switch {
		case founded[code]:
			return true
		case !known || (u.ID != decider.ID && !below[u.ID]):
			faults.Add(rowFault(l, field, "error.unit.unknown", errs.Args{"code": code}))
		case !u.AliveOn(o.r.EffectiveOn) && !u.AliveOn(o.last()):
			faults.Add(rowFault(l, field, "org.notalive", errs.Args{"date": o.r.EffectiveOn}))
		default:
			return true
		}
		return false
	}
	switch l.Op {
	case OpFound:
		o.checkFound(l, there, faults)
	case OpMove:
		if there("unit", l.Unit) && there("parent", l.Parent) {
			o.checkUnder(l, o.units[l.Unit].Kind, faults)
		}
	case OpEnd:
		there("unit", l.Unit)
		for _, h := range l.heirs() {
			there("heirs", h)
		}
	case OpRename:
		there("unit", l.Unit)
		checkRowText(l, "name", l.Name, faults)
	default:
		faults.Add(rowFault(l, "op", "error.choice", errs.Args{}))
	}
}

func (o *reorganiser) checkFound(l Line, there func(field, code string) bool, faults *errs.List) {
	if _, taken := o.units[l.Unit]; taken {
		faults.Add(rowFault(l, "unit", "error.code.taken", errs.Args{"code": l.Unit}))
	} else if !codeForm.MatchString(l.Unit) {
		faults.Add(rowFault(l, "unit", "org.code.form", errs.Args{}))
	}
	checkRowText(l, "name", l.Name, faults)
	if o.Rules.Kind(l.Kind).Code == "" {
		faults.Add(rowFault(l, "kind", "error.choice", errs.Args{}))
	} else if there("parent", l.Parent) {
		o.checkUnder(l, l.Kind, faults)
	}
}

func checkRowText(l Line, field, text string, faults *errs.List) {
	switch {
	case text == "":
		faults.Add(rowFault(l, field, "error.required", errs.Args{}))
	case len([]rune(text)) > 200:
		faults.Add(rowFault(l, field, "error.text.long", errs.Args{"max": 200}))
	}
}

// checkUnder asks whether a kind may stand under the superior of a row.
func (o *reorganiser) checkUnder(l Line, kind string, faults *errs.List) {
	parent := o.units[l.Parent].Kind
	if parent == "" { // founded by the same act
		for _, f := range o.of(OpFound) {
			if f.Unit == l.Parent {
				parent = f.Kind
			}
		}
	}
	if !slices.Contains(o.Rules.Kind(kind).Under, parent) {
		faults.Add(rowFault(l, "parent", "org.parent.kind", errs.Args{"kind": o.Rules.Kind(kind).Name, "parent": o.Rules.Kind(parent).Name}))
	}
}

// Forecast is what a plan would do.
type Forecast struct {
	Founded, Moved, Ended, Renamed int
	Members                        int64 // of what moves, on the last day of the old order
	Superiors                      []Share
	Hanging                        []Hanging
}

// Share is what a superior has before and after.
type Share struct {
	Unit          Unit
	Before, After Size
}

// Size is how many base unions and members stand below a unit.
type Size struct{ Unions, Members int64 }

// Hanging is something of a higher domain that a plan touches: a target on a
// unit that ends, a report not signed, an account whose scope changes.
type Hanging struct {
	What string // message key
	Unit string // code
	Name string
	Text string
}

// errDropPlan undoes a trial.
var errDropPlan = errors.New("org: a forecast is not kept")

// Forecast carries a plan out, reads what became of it and undoes it all: it
// is no estimate. A plan that is refused gives the refusals.
func (s *Service) Forecast(ctx context.Context, p Plan) (f Forecast, err error) {
	defer errs.Wrap(&err, "org.Forecast(%s)", p.Unit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if f, err = s.forecast(ctx, tx, p); err != nil {
			return err
		}
		return errDropPlan
	})
	if errors.Is(err, errDropPlan) {
		err = nil
	}
	return f, err
}

func (s *Service) forecast(ctx context.Context, tx *db.Tx, p Plan) (f Forecast, err error) {
	o, err := s.prepare(ctx, tx, p)
	if err != nil {
		return f, err
	}
	f.Founded, f.Moved, f.Ended, f.Renamed = len(o.of(OpFound)), len(o.of(OpMove)), len(o.of(OpEnd)), len(o.of(OpRename))
	for _, ask := range s.Hangs {
		some, err := ask(ctx, tx, o.touched())
		if err != nil {
			return f, err
		}
		f.Hanging = append(f.Hanging, some...)
	}
	before, err := o.sizes(ctx, o.last())
	if err != nil {
		return f, err
	}
	if f.Members, err = o.membersMoved(ctx); err != nil {
		return f, err
	}
	if err := insertReorg(ctx, tx, o.r, o.lines); err != nil {
		return f, err
	}
	if err := o.carryOut(ctx); err != nil {
		return f, err
	}
	after, err := o.sizes(ctx, o.r.EffectiveOn)
	for _, u := range o.superiors() {
		f.Superiors = append(f.Superiors, Share{u, before[u.ID], after[u.ID]})
	}
	return f, err
}

// touched are the units that exist already and are named by rows, by id.
func (o *reorganiser) touched() map[string]Line {
	out := map[string]Line{}
	for _, l := range o.lines {
		if u, known := o.units[l.Unit]; known {
			out[u.ID] = l
		}
	}
	return out
}

// superiors are all units that rows name as superiors, or that end and had
// others below, by code.
func (o *reorganiser) superiors() (out []Unit) {
	for _, l := range o.lines {
		code := l.Parent
		if l.Op == OpEnd {
			code = l.Unit
		}
		if u, known := o.units[code]; known && !slices.ContainsFunc(out, func(x Unit) bool { return x.ID == u.ID }) && !o.Rules.Kind(u.Kind).Counted {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b Unit) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// sizes reads unions and members below the superiors at the end of a day, in
// the tree of that day.
func (o *reorganiser) sizes(ctx context.Context, on day.Date) (map[string]Size, error) {
	var ids []string
	for _, u := range o.superiors() {
		ids = append(ids, u.ID)
	}
	out := map[string]Size{}
	if len(ids) == 0 {
		return out, nil
	}
	figures, err := o.stocks(ctx, ids, on)
	for _, f := range figures {
		size := out[f.Unit]
		if f.Indicator.Code == "ORG.DV.TOTAL" {
			size.Members = f.Numerator
		} else {
			size.Unions = f.Numerator
		}
		out[f.Unit] = size
	}
	return out, err
}

func (o *reorganiser) stocks(ctx context.Context, ids []string, on day.Date) ([]ledger.Figure, error) {
	var inds []*ledger.Indicator
	for _, code := range []string{"ORG.CDCS.TOTAL", "ORG.DV.TOTAL"} {
		ind, err := o.Ledger.Catalogue.Indicator(code)
		if err != nil {
			return nil, err
		}
		inds = append(inds, ind)
	}
	return o.Ledger.Figures(ctx, o.tx, ledger.Query{Units: ids, Indicators: inds, Period: ledger.Days(on, on), Tree: ledger.Then})
}

func (o *reorganiser) membersMoved(ctx context.Context) (n int64, err error) {
	var ids []string
	for _, l := range o.of(OpMove) {
		ids = append(ids, o.units[l.Unit].ID)
	}
	if len(ids) == 0 {
		return 0, nil
	}
	figures, err := o.stocks(ctx, ids, o.last())
	for _, f := range figures {
		if f.Indicator.Code == "ORG.DV.TOTAL" {
			n += f.Numerator
		}
	}
	return n, err
}
