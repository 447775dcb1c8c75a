package org

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Dissolution is what a decision to dissolve says.
type Dissolution struct {
	ID         string
	Unit       string // code
	LastDay    day.Date
	DecisionNo string
	DecidedOn  day.Date
	Signer     string
	Reason     string
}

// Dissolve ends a unit: on the day after its last one it and its members no
// longer count. A unit with living units below it is refused: they go first.
func (s *Service) Dissolve(ctx context.Context, d Dissolution) (u Unit, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		u, err = s.DissolveIn(ctx, tx, d)
		return err
	})
	return u, err
}

// DissolveIn is Dissolve inside the caller's transaction.
func (s *Service) DissolveIn(ctx context.Context, tx *db.Tx, d Dissolution) (u Unit, err error) {
	defer errs.Wrap(&err, "org.Dissolve(%q)", d.Unit)
	if err := lockAct(ctx, tx, d.ID); err != nil {
		return u, err
	}
	if u, err = s.manage(ctx, tx, d.Unit); err != nil {
		return u, err
	}
	if a, err := actByID(ctx, tx, d.ID); err == nil && a.Unit == u.ID {
		return u, nil // a double click
	}
	if u, err = s.lockLife(ctx, tx, u); err != nil {
		return u, err
	}
	if err := s.checkDissolution(ctx, tx, d, u); err != nil {
		return u, err
	}
	if d.ID == "" {
		d.ID = db.NewID()
	}
	a := Act{
		ID: d.ID, Kind: DissolutionAct, Unit: u.ID, DecisionNo: strings.TrimSpace(d.DecisionNo), DecidedOn: d.DecidedOn,
		EffectiveOn: d.LastDay, Signer: strings.TrimSpace(d.Signer), Reason: strings.TrimSpace(d.Reason),
		Recorder: auth.From(ctx).Account, RecordedAt: tx.Now(),
	}
	if err := insertAct(ctx, tx, a); err != nil {
		return u, err
	}
	if err := s.end(ctx, tx, u, a); err != nil {
		return u, err
	}
	u.DissolvedOn = d.LastDay
	u.Version++
	for _, f := range s.Dissolved {
		if err := f.Follow(ctx, tx, dissolving(u, a)); err != nil {
			return u, err
		}
	}
	return u, note(ctx, tx, "unit.dissolve", u.ID, a.ID)
}

func (s *Service) checkDissolution(ctx context.Context, tx *db.Tx, d Dissolution, u Unit) error {
	var faults errs.List
	today := tx.Today()
	if d.LastDay == "" {
		faults.Add(errs.At("last_day", "error.required"))
	} else if d.LastDay > today {
		faults.Add(errs.At("last_day", "error.date.future", errs.Args{"date": d.LastDay, "today": today}))
	} else if d.LastDay < u.FoundedOn {
		faults.Add(errs.At("last_day", "org.dissolved.before", errs.Args{"date": u.FoundedOn}))
	} else if on, err := s.Ledger.LastBooked(ctx, tx, u.ID, today); err != nil {
		return err
	} else if on > d.LastDay && u.DissolvedOn == "" {
		faults.Add(errs.At("last_day", "org.dissolved.later", errs.Args{"date": on}))
	}
	if d.DecidedOn > today {
		faults.Add(errs.At("decided_on", "error.date.future", errs.Args{"date": d.DecidedOn, "today": today}))
	}
	checkText(&faults, "decision_no", d.DecisionNo, 60, false)
	checkText(&faults, "signer", d.Signer, 100, false)
	checkText(&faults, "reason", d.Reason, 500, false)
	late, err := s.lateReason(ctx, tx, u.ID, d.LastDay, d.Reason)
	if err != nil {
		return err
	}
	faults.Add(late)
	if u.DissolvedOn != "" {
		faults.Add(errs.At("last_day", "org.dissolved.already", errs.Args{"date": u.DissolvedOn}))
	}
	if d.LastDay == "" {
		return faults.Err()
	}
	n, err := livingBelowFrom(ctx, tx, u.ID, d.LastDay.Add(1))
	if n > 0 {
		faults.Add(errs.At("last_day", "org.dissolved.below", errs.Args{"count": n}))
	}
	if err != nil {
		return err
	}
	return faults.Err()
}

// dissolving is the end of one unit as a turn.
func dissolving(u Unit, a Act) Turn {
	return Turn{
		Reorg: Reorg{ID: a.ID, Unit: u.ID, DecisionNo: a.DecisionNo, DecidedOn: a.DecidedOn, EffectiveOn: a.EffectiveOn.Add(1), Signer: a.Signer, Reason: a.Reason},
		Lines: []Line{{Reorg: a.ID, Position: 1, Op: OpEnd, Unit: u.Code}}, Units: map[string]Unit{u.Code: u},
	}
}

// end books the end of a unit. Its members and workers are set to none on the
// day after, as typed levels, so that facts recorded late do not revive them.
func (s *Service) end(ctx context.Context, tx *db.Tx, u Unit, a Act) error {
	after := a.EffectiveOn.Add(1)
	book := ledger.Act{Kind: ActSource, ID: a.ID, Recorder: a.Recorder, Reason: a.Reason}
	if err := s.Ledger.Level(ctx, tx, book, s.noneLeft(u, after)...); err != nil {
		return err
	}
	if err := s.Ledger.End(ctx, tx, u.ID, a.EffectiveOn); err != nil {
		return err
	}
	if s.Rules.Kind(u.Kind).Counted {
		dims := map[string]string{"kind": u.Kind, "sector": u.Sector}
		if err := s.Ledger.Replace(ctx, tx, book,
			ledger.Fact{Measure: "unit.alive", Dims: dims, Unit: u.ID, Day: after, Quantity: -1},
			ledger.Fact{Measure: "unit.closed", Dims: dims, Unit: u.ID, Day: a.EffectiveOn, Quantity: 1},
		); err != nil {
			return err
		}
	}
	if err := s.bookBloc(ctx, tx, u.ID); err != nil {
		return err
	}
	return setDissolved(ctx, tx, u.ID, a.EffectiveOn)
}

// noneLeft is the levels a unit has from the day after its last one.
func (s *Service) noneLeft(u Unit, on day.Date) []ledger.Fact {
	facts := []ledger.Fact{
		{Measure: "member", Dims: s.memberKind(u.Kind)}, {Measure: "member.women"}, {Measure: "worker"}, {Measure: "worker.women"},
	}
	for i := range facts {
		facts[i].Unit, facts[i].Day = u.ID, on
	}
	return facts
}

// WithdrawDissolution takes a dissolution back: the unit lives on as if it had
// never been signed. Only those above the unit may: its own officers have no
// unit to act for.
func (s *Service) WithdrawDissolution(ctx context.Context, actID, reason string) (u Unit, err error) {
	defer errs.Wrap(&err, "org.WithdrawDissolution(%s)", actID)
	if reason, err = checkReason(reason); err != nil {
		return u, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		var a Act
		if u, a, err = s.actToWithdraw(ctx, tx, actID, DissolutionAct, reason); err != nil || a.WithdrawnAt != nil {
			return err
		}
		return s.revive(ctx, tx, u, a, reason)
	})
	return u, err
}

func (s *Service) revive(ctx context.Context, tx *db.Tx, u Unit, a Act, reason string) error {
	for _, f := range s.Dissolved {
		if err := f.Unfollow(ctx, tx, dissolving(u, a)); err != nil {
			return err
		}
	}
	book := ledger.Act{Kind: ActSource, ID: a.ID, Recorder: auth.From(ctx).Account, Reason: reason}
	if err := s.Ledger.Unlevel(ctx, tx, book, s.noneLeft(u, a.EffectiveOn.Add(1))...); err != nil {
		return err
	}
	if err := s.Ledger.Replace(ctx, tx, book); err != nil {
		return err
	}
	if err := s.bookBloc(ctx, tx, u.ID); err != nil {
		return err
	}
	if err := s.Ledger.Reopen(ctx, tx, u.ID); err != nil {
		return err
	}
	if err := setDissolved(ctx, tx, u.ID, ""); err != nil {
		return err
	}
	if err := withdrawAct(ctx, tx, a.ID, reason); err != nil {
		return err
	}
	return note(ctx, tx, "unit.revive", u.ID, a.ID)
}

// manage finds a unit by its code and asks for the right to manage it.
func (s *Service) manage(ctx context.Context, tx *db.Tx, code string) (u Unit, err error) {
	if u, err = unitByCode(ctx, tx, tidyCode(code)); err != nil {
		return u, err
	}
	if err := s.Guard.Need(ctx, tx, Manage, Read, u.ID); err != nil {
		return u, u.why(err, tx.Today())
	}
	if u.Withdrawn() {
		return u, errs.New(errs.Conflict, "org.withdrawn")
	}
	return u, s.needManage(ctx, tx, u)
}

// needManage refuses whoever may not change a unit, and says so of one that has
// ended.
func (s *Service) needManage(ctx context.Context, tx *db.Tx, u Unit) error {
	if ok, err := s.mayManage(ctx, tx, u); err != nil || ok {
		return err
	}
	return u.Refusal(tx.Today())
}

// why says of a unit that has ended that nothing is changed in it any more, to
// whoever may only read it.
func (u Unit) why(err error, today day.Date) error {
	if errs.Is(err, errs.Denied) {
		return u.Refusal(today).Because(err)
	}
	return err
}

// Refusal is what is said to those who may not change a unit.
func (u Unit) Refusal(today day.Date) *errs.Error {
	if u.EndedBy(today) {
		return errs.New(errs.Denied, "org.closed", errs.Args{"name": u.Name, "date": u.DissolvedOn})
	}
	return errs.New(errs.Denied, "error.denied")
}

// mayManage tells whether the actor may change a unit. Of one that has ended
// only those above may: officers of a closed unit write nothing.
func (s *Service) mayManage(ctx context.Context, tx *db.Tx, u Unit) (bool, error) {
	switch {
	case u.Withdrawn():
		return false, nil
	case u.EndedBy(tx.Today()):
		return s.fromAbove(ctx, tx, u.ID)
	}
	return s.Guard.Can(ctx, tx, Manage, u.ID)
}

// fromAbove tells whether the actor manages a unit from above it.
func (s *Service) fromAbove(ctx context.Context, tx *db.Tx, unit string) (bool, error) {
	scope := s.Guard.Scope(ctx, Manage)
	above := slices.DeleteFunc(slices.Clone(scope.Roots), func(root string) bool { return root == unit })
	if scope.All || len(above) == 0 {
		return scope.All, nil
	}
	return s.Guard.Tree.Within(ctx, tx, unit, above, false)
}

func tidyCode(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

// lockAct makes a second sending of the same form wait for the first.
func lockAct(ctx context.Context, tx *db.Tx, id string) error {
	if id == "" {
		return nil
	}
	return tx.LockExclusive(ctx, "org.act."+id)
}

// lockLife keeps others from founding below a unit while it is ended, and
// reads the unit as it then is.
func (s *Service) lockLife(ctx context.Context, tx *db.Tx, u Unit) (Unit, error) {
	if err := tx.LockExclusive(ctx, "org.life."+u.ID); err != nil {
		return u, err
	}
	return unitByID(ctx, tx, u.ID)
}

func note(ctx context.Context, tx *db.Tx, action, unit, target string) error {
	return audit.Add(ctx, tx, audit.Entry{
		Account: auth.From(ctx).Account, Action: action, Target: target, TargetKind: "org", Unit: unit,
	})
}
