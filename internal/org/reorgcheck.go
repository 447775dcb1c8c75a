package org

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

func (p Plan) checkHead(faults *errs.List, today day.Date) {
	checkText(faults, "decision_no", strings.TrimSpace(p.DecisionNo), 60, true)
	checkText(faults, "signer", strings.TrimSpace(p.Signer), 100, true)
	checkText(faults, "reason", p.Reason, 500, false)
	if !slices.Contains(ReorgKinds(), p.Kind) {
		faults.Add(errs.At("kind", "error.choice"))
	}
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

// lateReason asks for a reason when the new order begins in a period of which
// a unit that it touches, or one above, has signed its report: the report stays
// as it is and lists what changed (design.md §1.5).
func (o *reorganiser) lateReason(ctx context.Context) (*errs.Error, error) {
	from, today := o.Reorg.EffectiveOn, o.tx.Today()
	if o.Reorg.Reason != "" || from == "" || from > today {
		return nil, nil
	}
	units := []string{o.Reorg.Unit}
	for _, u := range o.superiors() {
		units = append(units, u.ID)
	}
	var reports []string
	for _, u := range units {
		some, err := o.signedReports(ctx, o.tx, u, from, today)
		if err != nil {
			return nil, err
		}
		reports = append(reports, some...)
	}
	slices.Sort(reports)
	if reports = slices.Compact(reports); len(reports) == 0 {
		return nil, nil
	}
	return errs.At("reason", "org.signed", errs.Args{"reports": strings.Join(reports, "; "), "date": from}), nil
}

// checker checks the rows of a plan, each by itself and against the others.
type checker struct {
	*reorganiser
	decider Unit
	founded map[string]Line // by code
	stand   map[string]bool // ids: below the decider on the first day or the one before
	stood   map[string]bool // ids: ever below the decider
	heired  map[string]bool // ids: have heirs already
	seen    map[[2]string]bool
	faults  *errs.List
}

func (o *reorganiser) checkRows(ctx context.Context, decider Unit, faults *errs.List) (err error) {
	c := &checker{reorganiser: o, decider: decider, founded: map[string]Line{}, seen: map[[2]string]bool{}, faults: faults}
	for _, l := range o.of(OpFound) {
		c.founded[l.Unit] = l
	}
	if c.stand, c.stood, err = standingBelow(ctx, o.tx, decider.ID, o.last(), o.Reorg.EffectiveOn, o.Units); err != nil {
		return err
	}
	if c.heired, err = haveHeirs(ctx, o.tx, o.Units); err != nil {
		return err
	}
	for _, l := range o.Lines {
		c.row(l)
	}
	return nil
}

// row checks one row; a unit comes once, but may get a new name or kind as well.
func (c *checker) row(l Line) {
	class := "place"
	if l.Op == OpRename || l.Op == OpRecast {
		class = string(l.Op)
	}
	if key := [2]string{class, l.Unit}; l.Unit != "" && c.seen[key] {
		c.fault(l, "unit", "org.reorg.twice", errs.Args{"code": l.Unit})
		return
	} else {
		c.seen[key] = true
	}
	check, known := map[LineOp]func(Line){OpFound: c.found, OpMove: c.move, OpEnd: c.end, OpRename: c.renamed, OpRecast: c.recast}[l.Op]
	if !known {
		c.fault(l, "op", "error.choice", errs.Args{})
		return
	}
	check(l)
}

func (c *checker) fault(l Line, field, key string, args errs.Args) {
	c.faults.Add(rowFault(l, field, key, args))
}

// there tells whether a code is that of a unit below the decider that lives on
// the last day of the old order or the first of the new one, or is founded here.
func (c *checker) there(l Line, field, code string) bool {
	u, known := c.Units[code]
	_, founded := c.founded[code]
	switch {
	case founded:
		return true
	case code == "":
		c.fault(l, field, "error.required", errs.Args{})
	case !known || (u.ID != c.decider.ID && !c.stood[u.ID]):
		c.fault(l, field, "error.unit.unknown", errs.Args{"code": code})
	case !u.AliveOn(c.Reorg.EffectiveOn) && !u.AliveOn(c.last()):
		c.fault(l, field, "org.notalive", errs.Args{"date": c.Reorg.EffectiveOn})
	case u.ID != c.decider.ID && !c.stand[u.ID]:
		c.fault(l, field, "org.reorg.elsewhere", errs.Args{"name": u.Name, "date": c.Reorg.EffectiveOn})
	default:
		return true
	}
	return false
}

func (c *checker) found(l Line) {
	if u, taken := c.Units[l.Unit]; taken {
		c.fault(l, "unit", "org.reorg.taken", errs.Args{"code": l.Unit, "name": u.Name})
	} else if !codeForm.MatchString(l.Unit) {
		c.fault(l, "unit", "org.code.form", errs.Args{})
	}
	c.text(l, "name", l.Name)
	c.follows(l)
	if l.Sector != "" && NameOf(c.Rules.Sectors, l.Sector) == l.Sector {
		c.fault(l, "sector", "error.choice", errs.Args{})
	}
	if l.Bloc != "" && NameOf(c.Rules.Blocs, l.Bloc) == l.Bloc {
		c.fault(l, "bloc", "error.choice", errs.Args{})
	}
	if c.Rules.Kind(l.Kind).Code == "" {
		c.fault(l, "kind", "error.choice", errs.Args{})
	} else if c.there(l, "parent", l.Parent) {
		c.under(l, l.Kind)
	}
}

// follows checks those a founded unit goes on from: they stand, or stood, below
// the decider, and nobody went on from them before.
func (c *checker) follows(l Line) {
	for _, code := range l.FollowedCodes() {
		u, known := c.Units[code]
		switch {
		case !known || !c.stood[u.ID]:
			c.fault(l, "follows", "error.unit.unknown", errs.Args{"code": code})
		case c.heired[u.ID]:
			c.fault(l, "follows", "org.reorg.followed", errs.Args{"name": u.Name})
		case u.Withdrawn() || u.FoundedOn > c.last():
			c.fault(l, "follows", "org.notalive", errs.Args{"date": c.last()})
		}
	}
	switch {
	case l.Members < 0 || l.Members > MaxPeople:
		c.fault(l, "members", "error.number.range", errs.Args{"min": 0, "max": MaxPeople})
	case l.Women < 0 || l.Women > l.Members:
		c.fault(l, "women", "org.more.members", errs.Args{"max": l.Members})
	case l.Members > 0 && len(l.FollowedCodes()) != 1:
		c.fault(l, "follows", "org.reorg.from", errs.Args{})
	}
}

func (c *checker) move(l Line) {
	if c.there(l, "unit", l.Unit) && c.there(l, "parent", l.Parent) {
		c.under(l, c.Units[l.Unit].Kind)
	}
}

func (c *checker) end(l Line) {
	c.there(l, "unit", l.Unit)
	for _, code := range l.HeirCodes() {
		switch {
		case code == l.Unit:
			c.fault(l, "heirs", "org.reorg.self", errs.Args{"name": c.Units[code].Name})
		case c.ends(code):
			c.fault(l, "heirs", "org.reorg.heirends", errs.Args{"name": c.Units[code].Name})
		default:
			c.there(l, "heirs", code)
		}
	}
}

func (c *checker) renamed(l Line) {
	if c.there(l, "unit", l.Unit) {
		c.text(l, "name", l.Name)
	}
}

func (c *checker) recast(l Line) {
	if !c.there(l, "unit", l.Unit) {
		return
	}
	switch kind := c.Rules.Kind(l.Kind); {
	case kind.Code == "":
		c.fault(l, "kind", "error.choice", errs.Args{})
	case kind.Code == c.Units[l.Unit].Kind:
		c.fault(l, "kind", "org.reorg.samekind", errs.Args{"name": c.Units[l.Unit].Name, "kind": kind.Name})
	}
}

func (c *checker) text(l Line, field, text string) {
	switch {
	case text == "":
		c.fault(l, field, "error.required", errs.Args{})
	case len([]rune(text)) > 200:
		c.fault(l, field, "error.text.long", errs.Args{"max": 200})
	}
}

// under asks whether a kind may stand under the superior of a row.
func (c *checker) under(l Line, kind string) {
	parent := c.Units[l.Parent].Kind
	if f, founded := c.founded[l.Parent]; founded {
		parent = f.Kind
	}
	if !slices.Contains(c.Rules.Kind(kind).Under, parent) {
		c.fault(l, "parent", "org.parent.kind", errs.Args{"kind": c.Rules.Kind(kind).Name, "parent": c.Rules.Kind(parent).Name})
	}
}
