package org

import (
	"context"
	"encoding/json"
	"slices"

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
	if r.State == ReorgDraft {
		return r, errs.New(errs.Conflict, "org.reorg.draft")
	}
	o, err := s.signed(ctx, tx, r)
	if err != nil {
		return r, err
	}
	o.Reorg.SignedBy, o.Reorg.Reason = auth.From(ctx).Account, reason // as the ledger is to note it
	if err := o.undo(ctx); err != nil {
		return r, err
	}
	if err := setUndone(ctx, tx, id, reason); err != nil {
		return r, err
	}
	r.State = ReorgUndone
	return r, s.noteReorg(ctx, tx, "org.unreorganise", r)
}

// signed reads a signed act with its lines and units.
func (s *Service) signed(ctx context.Context, tx *db.Tx, r Reorg) (o *reorganiser, err error) {
	o = &reorganiser{Service: s, tx: tx, Turn: Turn{Reorg: r}}
	if o.Lines, err = linesOf(ctx, tx, r.ID); err != nil {
		return nil, err
	}
	o.Units, err = unitsByCode(ctx, tx, codesOf(o.Lines))
	return o, err
}

// undo goes backwards through what was carried out.
func (o *reorganiser) undo(ctx context.Context) error {
	for _, f := range slices.Backward(o.Followers) {
		if err := f.Unfollow(ctx, o.tx, o.Turn); err != nil {
			return err
		}
	}
	slices.Reverse(o.Lines)
	if err := o.unfollow(ctx); err != nil {
		return err
	}
	for _, step := range []struct {
		op LineOp
		do func(context.Context, Line) error
	}{{OpRecast, o.unrecast}, {OpRename, o.unchange}, {OpEnd, o.unend}} {
		if err := o.each(ctx, step.op, step.do); err != nil {
			return err
		}
	}
	if err := o.unmove(ctx); err != nil {
		return err
	}
	return o.each(ctx, OpFound, o.unfound)
}

// unfollow takes back who goes on from whom.
func (o *reorganiser) unfollow(ctx context.Context) error {
	heirs := map[string]int{}
	for _, l := range o.of(OpFound) {
		for _, code := range o.endedBefore(l) {
			heirs[code]++
		}
	}
	for code, n := range heirs {
		if n != 1 {
			continue
		}
		if err := o.Ledger.Disown(ctx, o.tx, o.Units[code].ID); err != nil {
			return err
		}
	}
	return dropSuccessors(ctx, o.tx, o.Reorg.ID)
}

func (o *reorganiser) unend(ctx context.Context, l Line) error {
	u := o.Units[l.Unit]
	if u.DissolvedOn != o.last() {
		return depends(l, "org.reorg.changed", u)
	}
	if err := o.Ledger.Unlevel(ctx, o.tx, o.book(l, ""), o.noneLeft(u, o.Reorg.EffectiveOn)...); err != nil {
		return err
	}
	for _, part := range []string{"carry", "end"} {
		if err := o.Ledger.Replace(ctx, o.tx, o.book(l, part)); err != nil {
			return err
		}
	}
	if err := o.bookBloc(ctx, o.tx, u.ID); err != nil {
		return err
	}
	if len(l.HeirCodes()) == 1 {
		if err := o.Ledger.Disown(ctx, o.tx, u.ID); err != nil {
			return err
		}
	}
	if err := o.Ledger.Reopen(ctx, o.tx, u.ID); err != nil {
		return err
	}
	if err := reopenPosts(ctx, o.tx, u.ID, o.Reorg.ID); err != nil {
		return err
	}
	return setDissolved(ctx, o.tx, u.ID, "")
}

func (o *reorganiser) unmove(ctx context.Context) error {
	var moved []ledger.Moved
	if err := json.Unmarshal([]byte(o.Reorg.Moved), &moved); err != nil || len(moved) == 0 {
		return err
	}
	err := o.Ledger.Unmove(ctx, o.tx, moved)
	if id, _ := errs.Of(err).Args["unit"].(string); errs.Is(err, errs.Conflict) {
		for _, l := range o.of(OpMove) {
			if o.Units[l.Unit].ID == id {
				return depends(l, "org.reorg.changed", o.Units[l.Unit]).Because(err)
			}
		}
	}
	return err
}

func (o *reorganiser) unfound(ctx context.Context, l Line) error {
	u := o.Units[l.Unit]
	if err := o.checkNothingHangs(ctx, o.tx, u); err != nil {
		e := *errs.Of(err)
		e.Args = errs.Args{"row": l.Position, "name": u.Name}
		e.Field = "row." + u.Code
		return &e
	}
	if err := o.Ledger.Replace(ctx, o.tx, o.book(l, "")); err != nil {
		return err
	}
	if err := o.bookBloc(ctx, o.tx, u.ID); err != nil {
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
	e.Field = "row." + u.Code
	return e
}
