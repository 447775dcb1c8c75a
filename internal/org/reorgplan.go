package org

import (
	"context"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Reorganise signs a plan: all of it or nothing. The same plan again (a double
// click) is one act; a draft of its id becomes the act.
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
	o, err := s.prepare(ctx, tx, p)
	if err != nil {
		return r, err
	}
	switch old, err := reorgByID(ctx, tx, p.ID); {
	case err == nil && old.State != ReorgDraft:
		return old, nil
	case err == nil:
		o.Reorg.Version, o.Reorg.Recorder, o.Reorg.RecordedAt = old.Version+1, old.Recorder, old.RecordedAt
		if err := dropReorg(ctx, tx, old.ID); err != nil {
			return r, err
		}
	case !errs.Is(err, errs.NotFound):
		return r, err
	}
	if err := o.sign(ctx); err != nil {
		return r, err
	}
	return o.Reorg, s.noteReorg(ctx, tx, "org.reorganise", o.Reorg)
}

// sign writes the act down and carries it out.
func (o *reorganiser) sign(ctx context.Context) error {
	if err := insertReorg(ctx, o.tx, o.Reorg, o.Lines); err != nil {
		return err
	}
	if err := o.carryOut(ctx); err != nil {
		return err
	}
	return setMoved(ctx, o.tx, o.Reorg)
}

// prepare reads a plan, checks all its rows and gathers the units it names. Of
// a plan that was signed before only who may sign it is checked.
func (s *Service) prepare(ctx context.Context, tx *db.Tx, p Plan) (*reorganiser, error) {
	decider, err := s.manage(ctx, tx, p.Unit)
	if err != nil {
		return nil, err
	}
	o := &reorganiser{Service: s, tx: tx, Turn: Turn{Reorg: p.head(ctx, tx, decider), Lines: p.rows()}}
	if old, err := reorgByID(ctx, tx, p.ID); err == nil && old.State != ReorgDraft {
		return o, nil
	}
	if o.Units, err = unitsByCode(ctx, tx, codesOf(o.Lines)); err != nil {
		return nil, err
	}
	var faults errs.List
	p.checkHead(&faults, tx.Today())
	if err := faults.Err(); err != nil && p.EffectiveOn == "" {
		return nil, err // the rows cannot be judged without the day
	}
	if err := o.checkRows(ctx, decider, &faults); err != nil {
		return nil, err
	}
	late, err := o.lateReason(ctx)
	if err != nil {
		return nil, err
	}
	faults.Add(late)
	return o, faults.Err()
}

// head is the act a plan becomes when it is signed now.
func (p Plan) head(ctx context.Context, tx *db.Tx, decider Unit) Reorg {
	now := tx.Now()
	r := p.draft(ctx, tx, decider)
	r.State, r.SignedAt, r.SignedBy = ReorgSigned, &now, auth.From(ctx).Account
	return r
}

// draft is the act a plan is while it is written.
func (p Plan) draft(ctx context.Context, tx *db.Tx, decider Unit) Reorg {
	r := Reorg{
		ID: p.ID, Unit: decider.ID, Kind: p.Kind, DecisionNo: strings.TrimSpace(p.DecisionNo), DecidedOn: p.DecidedOn, EffectiveOn: p.EffectiveOn,
		Signer: strings.TrimSpace(p.Signer), Reason: strings.TrimSpace(p.Reason), State: ReorgDraft, Version: 1,
		Recorder: auth.From(ctx).Account, RecordedAt: tx.Now(), Moved: "[]",
	}
	if r.ID == "" {
		r.ID = db.NewID()
	}
	return r
}

// rows are the lines of a plan in their order, tidied.
func (p Plan) rows() []Line {
	out := make([]Line, len(p.Lines))
	for i, l := range p.Lines {
		out[i] = l.tidy(p.ID, i+1)
	}
	return out
}

func (l Line) tidy(reorg string, position int) Line {
	l.Reorg, l.Position = reorg, position
	l.Unit, l.Parent, l.Ward = tidyCode(l.Unit), tidyCode(l.Parent), strings.TrimSpace(l.Ward)
	l.Name = strings.Join(strings.Fields(l.Name), " ")
	l.Heirs, l.Follows = strings.Join(l.HeirCodes(), ","), strings.Join(l.FollowedCodes(), ",")
	l.Was, l.InForce = "", false
	return l
}
