package activity

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Withdraw takes a record back; nothing of it counts any more. Withdrawing it
// twice is one withdrawal.
func (s *Service) Withdraw(ctx context.Context, id string, version int, reason string) (rec Record, err error) {
	defer errs.Wrap(&err, "activity.Withdraw(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id)
		if errs.Of(err).Key == "activity.withdrawn" && old.Version == version+1 {
			rec = old
			return nil // the second click
		}
		if err != nil {
			return err
		}
		if err := s.checkWithdrawal(ctx, tx, old, reason); err != nil {
			return err
		}
		if old.Version != version {
			return errs.New(errs.Conflict, "error.conflict")
		}
		rec, err = withdraw(ctx, tx, old, visible(reason))
		if err != nil {
			return err
		}
		act := ledger.Act{Kind: Source, ID: id, Recorder: changer(ctx), Reason: visible(reason)}
		if err := s.Org.Ledger.Replace(ctx, tx, act); err != nil {
			return err
		}
		return note(ctx, tx, "activity.withdraw", rec, reason)
	})
	return rec, err
}

// checkWithdrawal asks for a reason and for the parts to go first.
func (s *Service) checkWithdrawal(ctx context.Context, tx *db.Tx, old Record, reason string) error {
	if err := tx.LockExclusive(ctx, "activity "+old.ID); err != nil {
		return err
	}
	parts, err := partsOf(ctx, tx, old.ID, true)
	if err != nil {
		return err
	}
	if len(parts) > 0 {
		return errs.New(errs.Conflict, "activity.parts.first", errs.Args{"count": len(parts), "parts": titles(parts)})
	}
	late, err := s.checkSigned(ctx, tx, old.Unit, old.Day, reason)
	if err != nil {
		return err
	}
	if late == nil {
		late = checkReason(reason)
	}
	return adding(nil, late)
}

// titles names the first few of some records.
func titles(parts []Record) string {
	var names []string
	for _, p := range parts[:min(len(parts), 3)] {
		names = append(names, "“"+p.Title+"”")
	}
	if len(parts) > 3 {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

func withdraw(ctx context.Context, tx *db.Tx, old Record, reason string) (Record, error) {
	now := tx.Now()
	rec := old
	rec.Version, rec.WithdrawnAt = old.Version+1, &now
	return rec, replaceRecord(ctx, tx, old, rec, reason)
}
