package org

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// reorganiser carries one reorganisation out, in one transaction.
type reorganiser struct {
	*Service
	Turn
	tx *db.Tx
}

// last is the last day of the old order.
func (o *reorganiser) last() day.Date { return o.Reorg.Last() }

// book is the ledger's act of one line, or of a part of it: each is undone by
// itself.
func (o *reorganiser) book(l Line, part string) ledger.Act {
	id := o.Reorg.ID + "." + strconv.Itoa(l.Position)
	if part != "" {
		id += "." + part
	}
	return ledger.Act{Kind: ReorgSource, ID: id, Recorder: o.Reorg.SignedBy, Reason: o.Reorg.Reason}
}

// carryOut founds, moves, ends and renames, in this order: what moves finds its
// new superior, what ends has nothing below it any more. Higher domains follow.
func (o *reorganiser) carryOut(ctx context.Context) error {
	if err := o.each(ctx, OpFound, o.found); err != nil {
		return err
	}
	if err := o.move(ctx); err != nil {
		return err
	}
	for _, step := range []struct {
		op LineOp
		do func(context.Context, Line) error
	}{{OpEnd, o.end}, {OpRename, o.change}, {OpRecast, o.recast}} {
		if err := o.each(ctx, step.op, step.do); err != nil {
			return err
		}
	}
	if err := o.follow(ctx); err != nil {
		return err
	}
	for _, f := range o.Followers {
		if err := f.Follow(ctx, o.tx, o.Turn); err != nil {
			return err
		}
	}
	return nil
}

func (o *reorganiser) each(ctx context.Context, op LineOp, do func(context.Context, Line) error) error {
	for _, l := range o.of(op) {
		if err := do(ctx, l); err != nil {
			return o.atRow(l, err)
		}
	}
	return nil
}

// atRow says at which row the ledger refuses.
func (o *reorganiser) atRow(l Line, err error) error {
	e := errs.Of(err)
	if (e.Kind != errs.Invalid && e.Kind != errs.Conflict) || e.Args["row"] != nil || len(e.Fields) > 0 {
		return err
	}
	args := errs.Args{"name": o.Units[l.Unit].Name, "code": l.Unit}
	for k, v := range e.Args {
		if k != "unit" && k != "parent" && k != "heir" { // ids mean nothing to people
			args[k] = v
		}
	}
	return rowFault(l, "unit", e.Key, args).Because(err)
}

// counts is what a unit that comes or goes by a reorganisation books: it is no
// founding and no dissolution, so that neither counts as one (design.md §3).
func (o *reorganiser) counts(u Unit, n int64) []ledger.Fact {
	if !o.Rules.Kind(u.Kind).Counted {
		return nil
	}
	dims, on := map[string]string{"kind": u.Kind, "sector": u.Sector}, o.Reorg.EffectiveOn
	return []ledger.Fact{
		{Measure: "unit.alive", Dims: dims, Unit: u.ID, Day: on, Quantity: n},
		{Measure: "unit.rearranged", Dims: dims, Unit: u.ID, Day: on, Quantity: n},
	}
}

func (o *reorganiser) found(ctx context.Context, l Line) error {
	parent := o.Units[l.Parent]
	f := Founding{
		Code: l.Unit, Name: l.Name, Kind: l.Kind, Sector: l.Sector, Bloc: l.Bloc, Ward: l.Ward, FoundedOn: o.Reorg.EffectiveOn,
	}
	u, err := o.insert(ctx, o.tx, f)
	if err != nil {
		return err
	}
	if err := o.Ledger.Place(ctx, o.tx, u.ID, parent.ID, o.Reorg.EffectiveOn); err != nil {
		return err
	}
	o.Units[u.Code] = u
	facts, err := o.people(ctx, l, u)
	if err != nil {
		return err
	}
	if err := o.Ledger.Post(ctx, o.tx, o.book(l, ""), append(facts, o.counts(u, 1)...)...); err != nil || u.Bloc == "" {
		return err
	}
	return o.setBloc(ctx, o.tx, u.ID, u.Bloc, "")
}

// people are those who come to a founded unit from the one it follows: they
// leave there and join here, and are nobody's new members.
func (o *reorganiser) people(ctx context.Context, l Line, u Unit) (out []ledger.Fact, err error) {
	if l.Members == 0 {
		return nil, nil
	}
	from := o.Units[l.FollowedCodes()[0]]
	have, err := o.membersOf(ctx, from, o.last())
	if err == nil && have < l.Members {
		err = rowFault(l, "members", "org.more.members", errs.Args{"max": have})
	}
	for _, side := range []struct {
		unit Unit
		sign int64
	}{{from, -1}, {u, 1}} {
		out = append(out,
			ledger.Fact{Measure: "member", Dims: o.memberKind(side.unit.Kind), Unit: side.unit.ID, Day: o.Reorg.EffectiveOn, Quantity: side.sign * l.Members},
			ledger.Fact{Measure: "member.women", Unit: side.unit.ID, Day: o.Reorg.EffectiveOn, Quantity: side.sign * l.Women})
	}
	return out, err
}

func (o *reorganiser) move(ctx context.Context) error {
	var all []ledger.Placing
	rows := map[string]Line{}
	for _, l := range o.of(OpMove) {
		u := o.Units[l.Unit]
		rows[u.ID] = l
		all = append(all, ledger.Placing{Unit: u.ID, Parent: o.Units[l.Parent].ID})
	}
	if len(all) == 0 {
		return nil
	}
	moved, err := o.Ledger.Rearrange(ctx, o.tx, o.Reorg.EffectiveOn, all...)
	if err != nil {
		id, _ := errs.Of(err).Args["unit"].(string)
		if l, known := rows[id]; known {
			return o.atRow(l, err)
		}
		return err
	}
	text, err := json.Marshal(moved)
	o.Reorg.Moved = string(text)
	return err
}

// end closes a unit. What stood in it goes to its only heir; with several, or
// none, it ends with the unit.
func (o *reorganiser) end(ctx context.Context, l Line) error {
	u := o.Units[l.Unit]
	if n, err := livingBelowFrom(ctx, o.tx, u.ID, o.Reorg.EffectiveOn); err != nil || n > 0 {
		return first(err, rowFault(l, "unit", "org.reorg.below", errs.Args{"name": u.Name, "count": n}))
	}
	if err := o.bequeath(ctx, l, u); err != nil {
		return err
	}
	if err := o.close(ctx, l, u); err != nil {
		return err
	}
	if heirs := l.HeirCodes(); len(heirs) == 1 { // in today's tree it stands where its heir stands
		return o.Ledger.Succeed(ctx, o.tx, u.ID, o.Units[heirs[0]].ID, o.Reorg.EffectiveOn)
	}
	return nil
}

// close ends a unit that has nothing below it: nothing stands in it any more,
// and nobody holds a post in it.
func (o *reorganiser) close(ctx context.Context, l Line, u Unit) error {
	if err := o.Ledger.Level(ctx, o.tx, o.book(l, ""), o.noneLeft(u, o.Reorg.EffectiveOn)...); err != nil {
		return err
	}
	if heirs := o.named(l.HeirCodes()); len(heirs) == 1 { // those found to have been here go there too
		if err := o.Ledger.HandOn(ctx, o.tx, u.ID, heirs[0].ID, o.Reorg.EffectiveOn); err != nil {
			return err
		}
	}
	if err := o.Ledger.End(ctx, o.tx, u.ID, o.last()); err != nil {
		return err
	}
	if err := o.Ledger.Post(ctx, o.tx, o.book(l, "end"), o.counts(u, -1)...); err != nil {
		return err
	}
	if err := o.bookBloc(ctx, o.tx, u.ID); err != nil {
		return err
	}
	if err := endPosts(ctx, o.tx, u.ID, o.last(), o.Reorg.ID); err != nil {
		return err
	}
	return setDissolved(ctx, o.tx, u.ID, o.last())
}

// bequeath names the heirs. An only one takes over what stands in the unit;
// several must have been given the people by name of their rows.
func (o *reorganiser) bequeath(ctx context.Context, l Line, u Unit) error {
	heirs := o.named(l.HeirCodes())
	for _, heir := range heirs {
		if err := insertSuccessor(ctx, o.tx, u.ID, heir.ID, o.Reorg.ID, o.Reorg.EffectiveOn); err != nil {
			return err
		}
	}
	switch len(heirs) {
	case 0:
		return nil
	case 1:
		carry := o.book(l, "carry")
		carry.Reason = "sáp nhập"
		return o.Ledger.Carry(ctx, o.tx, carry, u.ID, heirs[0].ID, o.Reorg.EffectiveOn)
	}
	left, err := o.membersOf(ctx, u, o.Reorg.EffectiveOn)
	if err == nil && left > 0 {
		err = rowFault(l, "heirs", "org.reorg.left", errs.Args{"name": u.Name, "count": left})
	}
	return err
}

// follow names founded units as heirs of those that ended before, perhaps with
// a gap between (30/06 to 01/10/2025). One with a single heir stands in today's
// tree where that stands.
func (o *reorganiser) follow(ctx context.Context) error {
	var order []string
	heirs := map[string][]Unit{}
	for _, l := range o.of(OpFound) {
		for _, code := range o.endedBefore(l) {
			if heirs[code] == nil {
				order = append(order, code)
			}
			heirs[code] = append(heirs[code], o.Units[l.Unit])
		}
	}
	for _, code := range order {
		if err := o.succeed(ctx, o.Units[code], heirs[code]); err != nil {
			return err
		}
	}
	return nil
}

func (o *reorganiser) succeed(ctx context.Context, u Unit, heirs []Unit) error {
	for _, heir := range heirs {
		if err := insertSuccessor(ctx, o.tx, u.ID, heir.ID, o.Reorg.ID, o.Reorg.EffectiveOn); err != nil {
			return err
		}
	}
	if len(heirs) != 1 {
		return nil
	}
	return o.Ledger.Succeed(ctx, o.tx, u.ID, heirs[0].ID, o.Reorg.EffectiveOn)
}

// endedBefore are those of the units a founded one follows that ended before
// this reorganisation; of those it ends itself its own lines name the heirs.
func (o *reorganiser) endedBefore(l Line) (out []string) {
	for _, code := range l.FollowedCodes() {
		if u := o.Units[code]; u.EndedBy(o.Reorg.EffectiveOn) && !o.ends(code) {
			out = append(out, code)
		}
	}
	return out
}

// ends tells whether a line ends a unit.
func (o *reorganiser) ends(code string) bool {
	return slices.ContainsFunc(o.Lines, func(l Line) bool { return l.Op == OpEnd && l.Unit == code })
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
