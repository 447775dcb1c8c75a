package agreement

import (
	"context"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
)

// ReportSigned hears, in its transaction, that a report was signed: of a review's
// that the review was held, on the day of the paper. A final one closes the
// agreement. A supplement changes nothing.
func (s *Service) ReportSigned(ctx context.Context, tx *db.Tx, rep report.Report) (err error) {
	defer errs.Wrap(&err, "agreement.ReportSigned(%s)", rep.ID)
	if rep.Subject == "" || rep.Supplements != "" {
		return nil
	}
	r, err := reviewByReport(ctx, tx, rep.ID)
	if errs.Is(err, errs.NotFound) {
		return nil // it is about something else
	}
	if err != nil {
		return err
	}
	if r.Paper = &rep; r.HeldOn != "" {
		return heldAlready(r)
	}
	paper, err := rep.Frozen()
	if err != nil {
		return err
	}
	return s.hold(ctx, tx, r, day.Date(paper.Day), rep.Number)
}

// hold puts a review down as held.
func (s *Service) hold(ctx context.Context, tx *db.Tx, r Review, on day.Date, number string) error {
	a, err := agreementByID(ctx, tx, r.Agreement)
	if err != nil {
		return err
	}
	switch {
	case a.WithdrawnAt != nil:
		return errs.New(errs.Conflict, "agreement.withdrawn")
	case a.ClosedOn != "":
		return errs.New(errs.Conflict, "agreement.review.closed", errs.Args{"date": a.ClosedOn})
	case on < r.From || on < a.SignedOn:
		return errs.At("day", "agreement.review.early", errs.Args{"date": day.Max(r.From, a.SignedOn)})
	}
	r.HeldOn = on
	if err := updateReview(ctx, tx, r); err != nil {
		return err
	}
	entry := audit.Entry{
		Account: actor(ctx), Action: "agreement.review.held", Target: a.ID, TargetKind: "agreement", Unit: a.Unit,
		Detail: map[string]string{"kind": string(r.Kind), "number": number},
	}
	if err := audit.Add(ctx, tx, entry); err != nil {
		return err
	}
	if r.Kind != FinalReview {
		return s.settle(ctx, tx, a)
	}
	return s.closeStage(ctx, tx, a, r, number)
}

// closeStage ends an agreement with its final review.
func (s *Service) closeStage(ctx context.Context, tx *db.Tx, a Agreement, r Review, number string) error {
	if r.Unmet {
		if err := s.giveUp(ctx, tx, a, r.HeldOn, number); err != nil {
			return err
		}
	}
	fresh := a
	fresh.ClosedOn = r.HeldOn
	return s.replace(ctx, tx, a, a.Version, &fresh, "agreement.close", "")
}

// giveUp puts the duties whose time is over down as unmet.
func (s *Service) giveUp(ctx context.Context, tx *db.Tx, a Agreement, on day.Date, number string) error {
	duties, err := dutiesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if !d.Late(on) {
			continue
		}
		p, err := s.promiseOf(ctx, tx, a.ID, d.Commitment)
		if err != nil {
			return err
		}
		c := Coming{Outcome: Unmet, On: on, Text: "Quá hạn khi tổng kết (Báo cáo số " + number + ").", Shared: true}
		if _, err := s.conclude(ctx, tx, p, d, c, Entry{Account: actor(ctx), Unit: &a.Unit, Writer: display(ctx)}); err != nil {
			return err
		}
	}
	return nil
}
