package org

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// WithdrawFounding takes a founding back that should not have been recorded:
// the unit never lived, counts nowhere and has no place in any tree. Its code
// stays taken and its page tells why. It is refused while anything hangs on the
// unit but what the founding itself and head counts booked, and to all who may
// not found under its superior.
func (s *Service) WithdrawFounding(ctx context.Context, actID, reason string) (u Unit, err error) {
	defer errs.Wrap(&err, "org.WithdrawFounding(%s)", actID)
	if reason, err = checkReason(reason); err != nil {
		return u, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		var a Act
		if u, a, err = s.actToWithdraw(ctx, tx, actID, FoundingAct, reason); err != nil || a.WithdrawnAt != nil {
			return err
		}
		if u, err = s.lockLife(ctx, tx, u); err != nil {
			return err
		}
		if err := s.checkNothingHangs(ctx, tx, u); err != nil {
			return err
		}
		return s.undoFounding(ctx, tx, u, a, reason)
	})
	return u, err
}

func checkReason(reason string) (string, error) {
	var faults errs.List
	reason = strings.TrimSpace(reason)
	checkText(&faults, "reason", reason, 500, true)
	return reason, faults.Err()
}

// actToWithdraw finds an act of a kind and its unit for somebody who may
// withdraw it. Of the same withdrawal sent twice, the second finds WithdrawnAt
// set and has nothing to do.
func (s *Service) actToWithdraw(ctx context.Context, tx *db.Tx, id string, kind ActKind, reason string) (u Unit, a Act, err error) {
	if err := lockAct(ctx, tx, id); err != nil {
		return u, a, err
	}
	if a, err = actByID(ctx, tx, id); err != nil {
		return u, a, err
	}
	if u, err = unitByID(ctx, tx, a.Unit); err != nil {
		return u, a, err
	}
	if err := s.Guard.Read(ctx, tx, Read, u.ID); err != nil {
		return u, a, err
	}
	if ok, err := s.fromAbove(ctx, tx, u.ID); err != nil || !ok {
		return u, a, first(err, errs.New(errs.Denied, "error.denied"))
	}
	if a.Kind != kind || (a.WithdrawnAt != nil && a.WithdrawnFor != reason) {
		return u, a, errs.New(errs.Conflict, "org.act.withdrawn")
	}
	return u, a, nil
}

func (s *Service) checkNothingHangs(ctx context.Context, tx *db.Tx, u Unit) error {
	if u.DissolvedOn != "" {
		return errs.New(errs.Conflict, "org.withdraw.dissolved")
	}
	if some, err := hasBelow(ctx, tx, u.ID); err != nil || some {
		return first(err, errs.New(errs.Conflict, "org.withdraw.children"))
	}
	if some, err := hasPeople(ctx, tx, u.ID); err != nil || some {
		return first(err, errs.New(errs.Conflict, "org.withdraw.people"))
	}
	for _, inUse := range s.InUse {
		if some, err := inUse(ctx, tx, u.ID); err != nil || some {
			return first(err, errs.New(errs.Conflict, "org.withdraw.inuse"))
		}
	}
	return nil
}

// undoFounding reverses what the founding booked and the head counts, which
// tell of nothing but the unit itself. The ledger refuses when more than that
// counts in the unit.
func (s *Service) undoFounding(ctx context.Context, tx *db.Tx, u Unit, a Act, reason string) error {
	book := ledger.Act{Kind: ActSource, ID: a.ID, Recorder: auth.From(ctx).Account, Reason: reason}
	days, err := countedOn(ctx, tx, u.ID)
	if err != nil {
		return err
	}
	for _, on := range days {
		if err := s.Ledger.Unlevel(ctx, tx, book,
			ledger.Fact{Measure: "worker", Unit: u.ID, Day: on}, ledger.Fact{Measure: "worker.women", Unit: u.ID, Day: on}); err != nil {
			return err
		}
	}
	if err := s.Ledger.Replace(ctx, tx, book); err != nil {
		return err
	}
	if err := s.bookBloc(ctx, tx, u.ID); err != nil {
		return err
	}
	if err := s.Ledger.Unplace(ctx, tx, u.ID); errs.Is(err, errs.Conflict) {
		return errs.New(errs.Conflict, "org.withdraw.inuse").Because(err)
	} else if err != nil {
		return err
	}
	if err := setDissolved(ctx, tx, u.ID, u.firstDay().Add(-1)); err != nil {
		return err
	}
	if err := withdrawAct(ctx, tx, a.ID, reason); err != nil {
		return err
	}
	return note(ctx, tx, "unit.unfound", u.ID, a.ID)
}
