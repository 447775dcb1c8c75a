package gameshow

import (
	"context"
	"fmt"
	"time"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// WriteBank keeps a new question of a unit, a draft; unit is a code, or a code
// in brackets behind a name. With an id that is there already it is the second
// click: what there is comes back. Without a code it is given the unit's next.
func (s *Service) WriteBank(ctx context.Context, unit string, q BankQuestion) (out BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.WriteBank")
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if q.ID != "" {
			if out, err = s.bankReadable(ctx, tx, q.ID); !errs.Is(err, errs.NotFound) {
				return err
			}
		}
		u, err := s.bankUnit(ctx, tx, unit)
		if errs.Is(err, errs.Invalid) {
			return join(err, q.tidied().check())
		}
		if err == nil {
			out, err = s.writeBank(ctx, tx, u, q)
		}
		return err
	})
	return out, err
}

// bankUnit finds the unit somebody writes questions for.
func (s *Service) bankUnit(ctx context.Context, tx *db.Tx, typed string) (u org.Unit, err error) {
	if line(typed) == "" {
		return u, errs.At("unit", "gameshow.bank.need.unit")
	}
	u, err = s.Org.Named(ctx, tx, typed)
	switch {
	case errs.Is(err, errs.NotFound):
		return u, errs.At("unit", "error.unit.unknown", errs.Args{"code": line(typed)})
	case err != nil:
		return u, err
	case u.EndedBy(tx.Today()):
		return u, errs.At("unit", "gameshow.bank.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn})
	}
	return u, s.Org.Guard.Need(ctx, tx, Host, Read, u.ID)
}

// writeBank keeps a new question; one writer of a unit after the other, for its
// codes and for what it asks already.
func (s *Service) writeBank(ctx context.Context, tx *db.Tx, u org.Unit, q BankQuestion) (BankQuestion, error) {
	if err := tx.LockExclusive(ctx, "gameshow bank "+u.ID); err != nil {
		return q, err
	}
	q = q.tidied()
	if q.ID == "" {
		q.ID = db.NewID()
	}
	q.Unit, q.State, q.Version, q.Writer, q.RecordedAt = u.ID, BankDraft, 1, actor(ctx), tx.Now()
	q.WrittenAt = q.RecordedAt
	q.Checked, q.Reviewer, q.ReviewedOn = "", "", ""
	if err := s.checkBank(ctx, tx, q); err != nil {
		return q, err
	}
	if q.Code == "" {
		var err error
		if q.Code, err = nextCode(ctx, tx, u.ID); err != nil {
			return q, err
		}
	}
	if err := insertQuestion(ctx, tx, q); err != nil {
		return q, err
	}
	return q, note(ctx, tx, "gameshow.bank.write", q.ID, q.Unit)
}

// nextCode is the first free code of a unit, counted from its questions.
func nextCode(ctx context.Context, tx *db.Tx, unit string) (string, error) {
	n, err := countQuestions(ctx, tx, unit)
	for {
		n++
		code := fmt.Sprintf("CH-%04d", n)
		if err != nil {
			return "", err
		}
		if _, err = bankByCode(ctx, tx, unit, code); errs.Is(err, errs.NotFound) {
			return code, nil
		}
	}
}

// checkBank refuses what is wrong with a question, and one its unit has already.
func (s *Service) checkBank(ctx context.Context, tx *db.Tx, q BankQuestion) error {
	var faults errs.List
	for _, e := range failed(q.check()) {
		faults.Add(e)
	}
	same, err := bankByAsked(ctx, tx, q.Unit, q.asked())
	switch {
	case err == nil && same.ID != q.ID:
		faults.Add(errs.At("ask", "gameshow.bank.twice", errs.Args{"code": same.Code}))
	case err != nil && !errs.Is(err, errs.NotFound):
		return err
	}
	if q.Code == "" {
		return faults.Err()
	}
	same, err = bankByCode(ctx, tx, q.Unit, q.Code)
	switch {
	case err == nil && same.ID != q.ID:
		faults.Add(errs.At("code", "gameshow.bank.code.taken", errs.Args{"code": q.Code}))
	case err != nil && !errs.Is(err, errs.NotFound):
		return err
	}
	return faults.Err()
}

// ChangeBank writes a question of a unit anew. One that was reviewed is to be
// reviewed again. Conflict when somebody changed it since version.
func (s *Service) ChangeBank(ctx context.Context, id string, version int, q BankQuestion) (out BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.ChangeBank(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.bankOwn(ctx, tx, id)
		if err == nil {
			out, err = s.changeBank(ctx, tx, old, version, q)
		}
		return err
	})
	return out, err
}

func (s *Service) changeBank(ctx context.Context, tx *db.Tx, old BankQuestion, version int, q BankQuestion) (BankQuestion, error) {
	q = q.tidied()
	fresh := old
	fresh.Question, fresh.LawName, fresh.ArticleNo, fresh.Clause, fresh.Difficulty, fresh.Topic = q.Question, q.LawName, q.ArticleNo, q.Clause, q.Difficulty, q.Topic
	fresh.Verified, fresh.ValidFrom, fresh.ValidTo, fresh.ID = q.Verified, q.ValidFrom, q.ValidTo, old.ID
	if fresh.print() == old.print() {
		return old, nil // a double click
	}
	if err := tx.LockExclusive(ctx, "gameshow bank "+old.Unit); err != nil {
		return old, err
	}
	if err := s.checkBank(ctx, tx, fresh); err != nil {
		return old, err
	}
	if fresh.State == BankReviewed {
		fresh.State = BankAgain
	}
	fresh.Writer, fresh.WrittenAt, fresh.Version = actor(ctx), tx.Now(), version
	return fresh, s.replaceBank(ctx, tx, &fresh, "gameshow.bank.change")
}

// replaceBank writes a question over the version it was made from.
func (s *Service) replaceBank(ctx context.Context, tx *db.Tx, q *BankQuestion, action string) error {
	if err := updateQuestion(ctx, tx, *q); err != nil {
		return err
	}
	q.Version++
	return note(ctx, tx, action, q.ID, q.Unit)
}

// SendBank gives a draft to be reviewed; one that waits already stays.
func (s *Service) SendBank(ctx context.Context, id string) (out BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.SendBank(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if out, err = s.bankOwn(ctx, tx, id); err != nil {
			return err
		}
		return s.sendBank(ctx, tx, &out)
	})
	return out, err
}

func (s *Service) sendBank(ctx context.Context, tx *db.Tx, q *BankQuestion) error {
	if q.State != BankDraft {
		return nil
	}
	q.State = BankWaiting
	return s.replaceBank(ctx, tx, q, "gameshow.bank.send")
}

// Reviewing is what somebody says who has compared a question with the law.
type Reviewing struct {
	Version int
	Source  string   // the text they read
	On      day.Date // empty: today
}

// ReviewBank records that somebody else than its writer has compared a question
// with the law. Conflict when it was changed since version.
func (s *Service) ReviewBank(ctx context.Context, id string, r Reviewing) (out BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.ReviewBank(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if out, err = s.bankOwn(ctx, tx, id); err != nil {
			return err
		}
		if out.State == BankReviewed && out.Reviewer == actor(ctx) && out.Version == r.Version+1 && !out.Ended(tx.Today()) {
			return nil // a double click
		}
		if err := s.reviewable(ctx, out, tx.Today()); err != nil {
			return err
		}
		if r.On == "" {
			r.On = tx.Today()
		}
		if err := checkReview(r, out, tx.Today()); err != nil {
			return err
		}
		out.State, out.Reviewer, out.ReviewedOn, out.Verified, out.Version = BankReviewed, actor(ctx), r.On, line(r.Source), r.Version
		return s.replaceBank(ctx, tx, &out, "gameshow.bank.review")
	})
	return out, err
}

// reviewable tells why the actor may not review a question, as a Conflict; nil
// when they may.
func (s *Service) reviewable(ctx context.Context, q BankQuestion, today day.Date) error {
	switch {
	case q.Shipped():
		return errs.New(errs.Conflict, "gameshow.bank.shipped")
	case q.State == BankDraft:
		return errs.New(errs.Conflict, "gameshow.bank.review.draft")
	case q.Ended(today):
		return errs.New(errs.Conflict, "gameshow.bank.review.ended", errs.Args{"date": q.ValidTo})
	case q.State == BankReviewed:
		return errs.New(errs.Conflict, "gameshow.bank.review.done")
	case q.Writer == actor(ctx):
		return errs.New(errs.Conflict, "gameshow.bank.review.own")
	}
	return nil
}

func checkReview(r Reviewing, q BankQuestion, today day.Date) error {
	var faults errs.List
	if line(r.Source) == "" {
		faults.Add(errs.At("source", "gameshow.bank.need.source"))
	}
	checkSource(&faults, line(r.Source))
	if r.On > today {
		faults.Add(errs.At("on", "error.date.future", errs.Args{"date": r.On, "today": today}))
	}
	if written := day.Of(time.UnixMicro(q.WrittenAt)); r.On < written {
		faults.Add(errs.At("on", "gameshow.bank.review.early", errs.Args{"date": written}))
	}
	return faults.Err()
}

// CopyBank makes a draft of a unit out of a question one may read; a second
// click with the same id gets what there is.
func (s *Service) CopyBank(ctx context.Context, from, id, unit string) (out BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.CopyBank(%s)", from)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if out, err = s.bankReadable(ctx, tx, id); !errs.Is(err, errs.NotFound) {
			return err
		}
		q, err := s.bankReadable(ctx, tx, from)
		if err != nil {
			return err
		}
		u, err := s.bankUnit(ctx, tx, unit)
		if err != nil {
			return err
		}
		q.ID, q.Copied, q.Code = id, q.Code, ""
		out, err = s.writeBank(ctx, tx, u, q)
		return errs.Renamed(err, "ask", "unit") // the form of a copy asks for nothing else
	})
	return out, err
}

// WithdrawBank takes a question of a unit out of the bank; shows that were built
// with it keep theirs.
func (s *Service) WithdrawBank(ctx context.Context, id string, version int) (out BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.WithdrawBank(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if out, err = s.bankReadable(ctx, tx, id); err == nil && out.WithdrawnAt != nil {
			return nil // a double click
		}
		if out, err = s.bankOwn(ctx, tx, id); err != nil {
			return err
		}
		now := tx.Now()
		out.WithdrawnAt, out.Version = &now, version
		return s.replaceBank(ctx, tx, &out, "gameshow.bank.withdraw")
	})
	return out, err
}

// bankOwn reads a question that the actor may change: of a unit they hold shows
// for, and not withdrawn.
func (s *Service) bankOwn(ctx context.Context, tx *db.Tx, id string) (q BankQuestion, err error) {
	if q, err = s.bankReadable(ctx, tx, id); err != nil {
		return q, err
	}
	if q.Shipped() {
		return q, errs.New(errs.Conflict, "gameshow.bank.shipped")
	}
	if err := s.Org.Guard.Need(ctx, tx, Host, Read, q.Unit); err != nil {
		if errs.Is(err, errs.NotFound) { // it is of a unit above: read, not changed
			err = errs.New(errs.Denied, "gameshow.bank.above")
		}
		return q, err
	}
	if q.WithdrawnAt != nil {
		return q, errs.New(errs.Conflict, "gameshow.bank.withdrawn")
	}
	return q, nil
}

// BankInUse tells whether a unit has questions, so that its founding cannot be
// withdrawn.
func (s *Service) BankInUse(ctx context.Context, tx *db.Tx, unit string) (bool, error) {
	n, err := countQuestions(ctx, tx, unit)
	return n > 0, err
}

// join is two refusals as one.
func join(a, b error) error {
	var faults errs.List
	for _, e := range append(failed(a), failed(b)...) {
		faults.Add(e)
	}
	return faults.Err()
}
