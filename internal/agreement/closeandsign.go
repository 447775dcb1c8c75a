package agreement

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
)

// Turnover closes a stage and signs the next at one conference (seeds/004:
// 29/10/2020): the paper of the final review and the new text, on one day.
type Turnover struct {
	Agreement   string // id of the one whose stage ends
	Version     int    // of the report of its final review
	Next        string // id of the draft that follows
	NextVersion int
	On          day.Date       // empty: today
	Paper       report.Signing // of the review; its day is On
	Signing     Signing        // of the new text; its day is On, its place that of the paper unless it has one
}

// CloseAndSign holds the final review and signs the next stage: both or neither.
// Faults of the new text are told at "next_number" and "signer_<party>".
func (s *Service) CloseAndSign(ctx context.Context, t Turnover) (next Agreement, err error) {
	defer errs.Wrap(&err, "agreement.CloseAndSign(%s)", t.Agreement)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		next, err = s.CloseAndSignIn(ctx, tx, t)
		return err
	})
	return next, err
}

// CloseAndSignIn is CloseAndSign inside the caller's transaction, which is not to
// be committed when it fails.
func (s *Service) CloseAndSignIn(ctx context.Context, tx *db.Tx, t Turnover) (next Agreement, err error) {
	if t.On == "" {
		t.On = tx.Today()
	}
	t.Paper.Day, t.Signing.On = t.On, t.On
	if t.Signing.Place == "" {
		t.Signing.Place = t.Paper.Place
	}
	a, r, err := s.turning(ctx, tx, t)
	if err != nil {
		return next, err
	}
	rep := *r.Paper
	if rep.State.Writable() {
		if rep, err = s.Report.SubmitIn(ctx, tx, rep.ID, t.Version); err != nil {
			return next, err
		}
		t.Version++
	}
	if _, err := s.Report.SignIn(ctx, tx, rep.ID, t.Version, t.Paper); err != nil {
		return next, err
	}
	next, err = s.SignIn(ctx, tx, t.Next, t.NextVersion, t.Signing)
	if err == nil && (next.Predecessor == nil || *next.Predecessor != a.ID) {
		err = errs.New(errs.Conflict, "agreement.review.nochain", errs.Args{"title": next.Title})
	}
	return next, errs.Renamed(errs.Renamed(err, "number", "next_number"), "signed_on", "day")
}

// turning finds the stage that ends and its final review, which must have
// been drafted and not be held.
func (s *Service) turning(ctx context.Context, tx *db.Tx, t Turnover) (a Agreement, r Review, err error) {
	if a, err = s.own(ctx, tx, t.Agreement); err != nil {
		return a, r, err
	}
	old, err := s.reviewThere(ctx, tx, a, Review{Kind: FinalReview})
	switch {
	case err != nil:
		return a, r, err
	case a.ClosedOn != "":
		return a, r, errs.New(errs.Conflict, "agreement.review.closed", errs.Args{"date": a.ClosedOn})
	case old == nil || old.Paper == nil:
		return a, r, errs.New(errs.Conflict, "agreement.review.undrafted")
	}
	return a, *old, nil
}
