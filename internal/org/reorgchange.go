package org

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// change gives a unit another name, or keeps it for its day. A name given by an
// act with effect later stays, and so the older one is refused.
func (o *reorganiser) change(ctx context.Context, l Line) error {
	u := o.Units[l.Unit]
	if later, err := changedSince(ctx, o.tx, l.Op, l.Unit, o.Reorg.EffectiveOn); err != nil || later {
		return first(err, depends(l, "org.reorg.renamed", u))
	}
	if o.Reorg.EffectiveOn > o.tx.Today() {
		return nil
	}
	l.Reorg = o.Reorg.ID
	return bringInForce(ctx, o.tx, l, u)
}

// bringInForce makes a new name or kind the unit's.
func bringInForce(ctx context.Context, tx *db.Tx, l Line, u Unit) error {
	if l.Op == OpRename {
		if err := setName(ctx, tx, u, l.Name); err != nil {
			return err
		}
		return setInForce(ctx, tx, l, u.Name)
	}
	if err := setKind(ctx, tx, u.ID, l.Kind); err != nil {
		return err
	}
	return setInForce(ctx, tx, l, u.Kind)
}

// recast makes a unit one of another kind. What it has counts under the new kind
// from the day on; nobody joins or leaves by it, and no unit is new.
func (o *reorganiser) recast(ctx context.Context, l Line) error {
	was := o.Units[l.Unit]
	is := was
	is.Kind = l.Kind
	if err := o.checkKind(ctx, l, is); err != nil {
		return err
	}
	if err := o.Ledger.Post(ctx, o.tx, o.book(l, ""), append(o.counts(was, -1), o.counts(is, 1)...)...); err != nil {
		return err
	}
	if err := o.bookBloc(ctx, o.tx, is.ID); err != nil {
		return err
	}
	before, after := o.memberKind(was.Kind)["kind"], o.memberKind(is.Kind)["kind"]
	if before != after {
		if err := o.Ledger.Recast(ctx, o.tx, o.book(l, "recast"), is.ID, "kind", before, after, o.Reorg.EffectiveOn); err != nil {
			return err
		}
	}
	return o.change(ctx, l)
}

// checkKind asks whether the new kind may stand where the unit does on the day,
// and what stands below it under the new kind.
func (o *reorganiser) checkKind(ctx context.Context, l Line, u Unit) error {
	parent, err := o.ParentOn(ctx, o.tx, u.ID, o.Reorg.EffectiveOn)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	kind := o.Rules.Kind(u.Kind)
	if parent.Kind != "" && !slices.Contains(kind.Under, parent.Kind) {
		return rowFault(l, "kind", "org.parent.kind", errs.Args{"kind": kind.Name, "parent": o.Rules.Kind(parent.Kind).Name})
	}
	below, err := kindsBelow(ctx, o.tx, u.ID, o.Reorg.EffectiveOn)
	for _, k := range below {
		if !slices.Contains(o.Rules.Kind(k).Under, u.Kind) {
			return rowFault(l, "kind", "org.parent.kind", errs.Args{"kind": o.Rules.Kind(k).Name, "parent": kind.Name})
		}
	}
	return err
}

// unchange takes a name or kind back, if it has come in force.
func (o *reorganiser) unchange(ctx context.Context, l Line) error {
	u := o.Units[l.Unit]
	switch {
	case !l.InForce:
		return nil
	case l.Op == OpRename && u.Name != l.Name, l.Op == OpRecast && u.Kind != l.Kind:
		return depends(l, "org.reorg.renamed", u)
	case l.Op == OpRename:
		return setName(ctx, o.tx, u, l.Was)
	}
	return setKind(ctx, o.tx, u.ID, l.Was)
}

func (o *reorganiser) unrecast(ctx context.Context, l Line) error {
	for _, part := range []string{"", "recast"} {
		if err := o.Ledger.Replace(ctx, o.tx, o.book(l, part)); err != nil {
			return err
		}
	}
	if err := o.bookBloc(ctx, o.tx, o.Units[l.Unit].ID); err != nil {
		return err
	}
	return o.unchange(ctx, l)
}

// DueArgs brings names and kinds in force whose day has come.
type DueArgs struct{}

// Kind names the job.
func (DueArgs) Kind() string { return "org.due" }

// Due brings in force the names and kinds of acts that were signed ahead.
func (s *Service) Due(ctx context.Context, tx *db.Tx, _ DueArgs) error {
	lines, err := waitingLines(ctx, tx)
	if err != nil {
		return err
	}
	for _, l := range lines {
		u, err := unitByCode(ctx, tx, l.Unit)
		if err != nil {
			return err
		}
		if err := bringInForce(ctx, tx, l, u); err != nil {
			return err
		}
	}
	return nil
}

// ReorgSources names the reorganisations behind facts; the ids are those of
// their lines.
func (s *Service) ReorgSources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	acts := map[string][]string{}
	for _, id := range ids {
		acts[reorgOf(id)] = append(acts[reorgOf(id)], id)
	}
	out := map[string]ledger.SourceName{}
	for act, lines := range acts {
		r, err := reorgByID(ctx, tx, act)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, id := range lines {
			out[id] = ledger.SourceName{Title: "Sắp xếp tổ chức theo " + r.DecisionNo, URL: ReorgHref(act)}
		}
	}
	return out, nil
}
