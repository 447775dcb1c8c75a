package gameshow

import (
	"context"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
)

// ImportBankRow takes one row of a file of questions in the caller's transaction.
// The same row again changes nothing; another text under the code of a question
// of the unit is a change of it. A file cannot say that a question was reviewed:
// such a one waits for it here.
func (s *Service) ImportBankRow(ctx context.Context, tx *db.Tx, row sheet.Row) error {
	r, err := readBankRow(row.Get)
	if r.unit == "" {
		return join(s.importShipped(ctx, tx, r), err)
	}
	u, wrong := s.bankUnit(ctx, tx, r.unit)
	if wrong != nil {
		return atUnit(wrong, err)
	}
	if err != nil {
		return err
	}
	return s.importQuestion(ctx, tx, u, r.BankQuestion)
}

// atUnit says at its column that the sender may not write for a unit, with what
// else is wrong.
func atUnit(wrong, err error) error {
	switch errs.KindOf(wrong) {
	case errs.Denied, errs.NotFound:
		e := *errs.Of(wrong)
		e.Field = "unit"
		return join(&e, err)
	case errs.Invalid:
		return join(wrong, err)
	}
	return wrong
}

// importShipped lets a question that comes with the program pass as it is: an
// export has them too.
func (s *Service) importShipped(ctx context.Context, tx *db.Tx, r bankRead) error {
	if r.Code == "" {
		return errs.At("unit", "gameshow.bank.need.unit")
	}
	q, err := bankByCode(ctx, tx, "", r.Code)
	switch {
	case errs.Is(err, errs.NotFound):
		return errs.At("unit", "gameshow.bank.need.unit")
	case err == nil && q.print() != r.print():
		return errs.At("unit", "gameshow.bank.import.shipped", errs.Args{"code": q.Code})
	}
	return err
}

func (s *Service) importQuestion(ctx context.Context, tx *db.Tx, u org.Unit, q BankQuestion) error {
	sent := slices.Contains([]BankState{BankWaiting, BankReviewed, BankAgain}, q.State)
	old, err := importedBefore(ctx, tx, u.ID, q)
	switch {
	case errs.Is(err, errs.NotFound):
		old, err = s.writeBank(ctx, tx, u, q)
	case err != nil:
	case old.WithdrawnAt != nil:
		err = errs.At("code", "gameshow.bank.import.withdrawn", errs.Args{"code": old.Code})
	case old.print() == q.print():
	case q.Code == "":
		err = errs.At("code", "gameshow.bank.import.other", errs.Args{"code": old.Code})
	default:
		old, err = s.changeBank(ctx, tx, old, old.Version, q)
	}
	if err != nil || !sent {
		return err
	}
	return s.sendBank(ctx, tx, &old)
}

// importedBefore is the question of a unit that a row is about: by its code, or
// by what it asks when it has none.
func importedBefore(ctx context.Context, tx *db.Tx, unit string, q BankQuestion) (BankQuestion, error) {
	if q.Code == "" {
		return bankByAsked(ctx, tx, unit, q.asked())
	}
	return bankByCode(ctx, tx, unit, q.Code)
}
