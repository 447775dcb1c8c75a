package org

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// UndoReorg takes a reorganisation back by a counter-act: everything stands
// again as if it had never been signed. It is a Conflict, at the row, when
// something has come to depend on it: units or records in what it founded,
// later moves of what it moved. Undoing it twice is undoing it once.
func (s *Service) UndoReorg(ctx context.Context, id, reason string) (r Reorg, err error) {
	defer errs.Wrap(&err, "org.UndoReorg(%s)", id)
	if reason, err = checkReason(reason); err != nil {
		return r, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err = s.undoReorg(ctx, tx, id, reason)
		return err
	})
	return r, err
}

func (s *Service) undoReorg(ctx context.Context, tx *db.Tx, id, reason string) (r Reorg, err error) {
	if err := lockAct(ctx, tx, id); err != nil {
		return r, err
	}
	if r, err = reorgByID(ctx, tx, id); err != nil {
		return r, err
	}
	if err := s.Guard.Need(ctx, tx, Manage, Read, r.Unit); err != nil || r.State == ReorgUndone {
		return r, err
	}
	o := &reorganiser{Service: s, tx: tx, r: r}
	o.r.SignedBy = auth.From(ctx).Account
	if o.lines, err = linesOf(ctx, tx, id); err != nil {
		return r, err
	}
	if o.units, err = unitsByCode(ctx, tx, codesOf(o.lines)); err != nil {
		return r, err
	}
	if err := o.undo(ctx, reason); err != nil {
		return r, err
	}
	if err := setUndone(ctx, tx, id, reason); err != nil {
		return r, err
	}
	r.State = ReorgUndone
	return r, s.noteReorg(ctx, tx, "org.unreorganise", r)
}

// undo goes backwards through what was carried out.
func (o *reorganiser) undo(ctx context.Context, reason string) error {
	slices.Reverse(o.lines)
	steps := []struct {
		op LineOp
		do func(context.Context, Line, string) error
	}{{OpRename, o.unrename}, {OpEnd, o.unend}}
	for _, step := range steps {
		if err := o.each(ctx, step.op, func(ctx context.Context, l Line) error { return step.do(ctx, l, reason) }); err != nil {
			return err
		}
	}
	if err := dropSuccessors(ctx, o.tx, o.r.ID); err != nil {
		return err
	}
	if err := o.unmove(ctx); err != nil {
		return err
	}
	return o.each(ctx, OpFound, func(ctx context.Context, l Line) error { return o.unfound(ctx, l, reason) })
}

func (o *reorganiser) unrename(ctx context.Context, l Line, _ string) error {
	u := o.units[l.Unit]
	if u.Name != l.Name {
		return depends(l, "org.reorg.renamed", u)
	}
	return setName(ctx, o.tx, u, l.Was)
}

func (o *reorganiser) unend(ctx context.Context, l Line, reason string) error {
	u := o.units[l.Unit]
	if u.DissolvedOn != o.last() {
		return depends(l, "org.reorg.changed", u)
	}
	if err := o.Ledger.Unlevel(ctx, o.tx, o.book(l, reason), o.noneLeft(u, o.r.EffectiveOn)...); err != nil {
		return err
	}
	for _, part := range []string{".carry", ".end"} {
		act := ledger.Act{Kind: ReorgSource, ID: o.book(l, "").ID + part, Recorder: o.r.SignedBy, Reason: reason}
		if err := o.Ledger.Replace(ctx, o.tx, act); err != nil {
			return err
		}
	}
	if len(l.heirs()) == 1 {
		if err := o.Ledger.Disown(ctx, o.tx, u.ID); err != nil {
			return err
		}
	}
	if err := o.Ledger.Reopen(ctx, o.tx, u.ID); err != nil {
		return err
	}
	return setDissolved(ctx, o.tx, u.ID, "")
}

func (o *reorganiser) unmove(ctx context.Context) error {
	var moved []ledger.Moved
	if err := json.Unmarshal([]byte(o.r.Moved), &moved); err != nil || len(moved) == 0 {
		return err
	}
	return o.Ledger.Unmove(ctx, o.tx, moved)
}

func (o *reorganiser) unfound(ctx context.Context, l Line, reason string) error {
	u := o.units[l.Unit]
	if err := o.checkNothingHangs(ctx, o.tx, u); err != nil {
		e := *errs.Of(err)
		e.Args = errs.Args{"row": l.Position, "name": u.Name}
		return &e
	}
	if err := o.Ledger.Replace(ctx, o.tx, o.book(l, reason)); err != nil {
		return err
	}
	if err := o.Ledger.Unplace(ctx, o.tx, u.ID); errs.Is(err, errs.Conflict) {
		return depends(l, "org.withdraw.inuse", u).Because(err)
	} else if err != nil {
		return err
	}
	return setDissolved(ctx, o.tx, u.ID, u.firstDay().Add(-1))
}

// depends says by which row something has come to depend on the act.
func depends(l Line, key string, u Unit) *errs.Error {
	e := errs.New(errs.Conflict, key, errs.Args{"row": l.Position, "name": u.Name})
	e.Field = "row." + strings.TrimSpace(u.Code)
	return e
}
