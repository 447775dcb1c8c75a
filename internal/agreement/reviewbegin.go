package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
)

// ReviewBeginning is what somebody chooses to begin a review.
type ReviewBeginning struct {
	ID        string // of the report, made by the form, so that a double click begins one
	Agreement string
	Kind      ReviewKind
	From, To  day.Date // of a final one empty: the whole stage
	Unmet     bool     // of a final one: what is late on its day is put down as unmet
}

// BeginReview drafts a review as a report of the keeper, with what was promised
// and what became of it. The same again returns what there is. A review that was
// held is a Conflict. The actor keeps the agreement and writes reports for its
// keeper.
func (s *Service) BeginReview(ctx context.Context, b ReviewBeginning) (r Review, err error) {
	defer errs.Wrap(&err, "agreement.BeginReview(%s)", b.Agreement)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err = s.BeginReviewIn(ctx, tx, b)
		return err
	})
	return r, err
}

// BeginReviewIn is BeginReview inside the caller's transaction.
func (s *Service) BeginReviewIn(ctx context.Context, tx *db.Tx, b ReviewBeginning) (r Review, err error) {
	if err := tx.LockExclusive(ctx, "agreement "+b.Agreement); err != nil {
		return r, err
	}
	a, err := s.own(ctx, tx, b.Agreement)
	if err != nil {
		return r, err
	}
	if r, err = s.readReview(a, tx.Today(), b); err != nil {
		return r, err
	}
	old, err := s.reviewThere(ctx, tx, a, r)
	if err != nil || (old != nil && old.Paper != nil) {
		return orZero(old), err
	}
	r.Unmet = b.Unmet && r.Kind == FinalReview
	rep, err := s.draftReview(ctx, tx, a, r, b.ID)
	if err != nil {
		return r, err
	}
	if old != nil {
		old.From, old.To, old.Unmet = r.From, r.To, r.Unmet
		r, old.Report = *old, rep.ID
		r.Report = rep.ID
		err = updateReview(ctx, tx, *old)
		r.Version++
	} else {
		r.Planned, r.Report = false, rep.ID
		err = insertReview(ctx, tx, r)
	}
	if err != nil {
		return r, err
	}
	r.Paper = &rep
	entry := audit.Entry{
		Account: actor(ctx), Action: "agreement.review.begin", Target: a.ID, TargetKind: "agreement", Unit: a.Unit,
		Detail: map[string]string{"kind": string(r.Kind), "report": rep.ID},
	}
	return r, audit.Add(ctx, tx, entry)
}

func orZero(r *Review) Review {
	if r == nil {
		return Review{}
	}
	return *r
}

// readReview checks what was chosen.
func (s *Service) readReview(a Agreement, today day.Date, b ReviewBeginning) (r Review, err error) {
	switch {
	case a.SignedOn == "" || a.SignedOn > today:
		return r, errs.New(errs.Conflict, "agreement.draft")
	case a.ClosedOn != "":
		return r, errs.New(errs.Conflict, "agreement.review.closed", errs.Args{"date": a.ClosedOn})
	}
	var faults errs.List
	if !slices.Contains(ReviewKinds(), b.Kind) {
		faults.Add(errs.At("kind", "error.choice"))
	}
	if b.Kind == FinalReview && b.From == "" && b.To == "" {
		b.From, b.To = a.From, a.Last()
	}
	switch {
	case b.From == "":
		faults.Add(errs.At("from", "error.required"))
	case b.To == "":
		faults.Add(errs.At("to", "error.required"))
	case b.To < b.From:
		faults.Add(errs.At("to", "agreement.review.backwards", errs.Args{"from": b.From, "to": b.To}))
	case b.From < a.From || b.From > a.Last():
		faults.Add(errs.At("from", "agreement.due.outside", errs.Args{"from": a.From, "to": a.Last()}))
	case b.To > a.Last():
		faults.Add(errs.At("to", "agreement.due.outside", errs.Args{"from": a.From, "to": a.Last()}))
	case b.From > today:
		faults.Add(errs.At("from", "agreement.review.ahead", errs.Args{"date": b.From}))
	}
	return newReview(a, b.Kind, b.From, b.To), faults.Err()
}

// reviewThere is the same review when it is planned or begun; nil when it is not.
// One that was held is refused.
func (s *Service) reviewThere(ctx context.Context, tx *db.Tx, a Agreement, r Review) (*Review, error) {
	rows, err := reviewsOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(rows, func(o Review) bool { return o.DroppedOn == "" && o.same(r) })
	if i < 0 {
		return nil, nil
	}
	if err := s.papers(ctx, tx, rows[i:i+1]); err != nil {
		return nil, err
	}
	return &rows[i], heldAlready(rows[i])
}

// heldAlready refuses a review that was held.
func heldAlready(r Review) error {
	if r.HeldOn == "" {
		return nil
	}
	number := ""
	if r.Paper != nil {
		number = r.Paper.Number
	}
	return errs.New(errs.Conflict, "agreement.review.twice", errs.Args{"date": r.HeldOn, "number": number})
}

// draftReview begins the report of a review.
func (s *Service) draftReview(ctx context.Context, tx *db.Tx, a Agreement, r Review, id string) (rep report.Report, err error) {
	u, err := s.Org.UnitByID(ctx, tx, a.Unit)
	if err != nil {
		return rep, err
	}
	d, err := s.look(ctx, tx, a, r, u)
	if err != nil {
		return rep, err
	}
	rep, err = s.Report.BeginIn(ctx, tx, report.Beginning{
		ID: id, Unit: u.Code, Template: r.Kind.Template(), Period: report.Spanning(r.From, r.To),
		Subject: a.ID, About: aboutOf(a), Sent: strings.Join(d.others(), "\n"), Fill: d.fill(),
	})
	return rep, errs.Renamed(err, "period", "to")
}

// aboutOf names an agreement in a sentence, with its stage unless the title says it.
func aboutOf(a Agreement) string {
	from, to := a.From.Time().Format("2006"), a.To.Time().Format("2006")
	if strings.Contains(a.Title, from) && strings.Contains(a.Title, to) {
		return a.Title
	}
	return a.Title + " giai đoạn " + from + " - " + to
}

// CountReview tells what the words of a review's report say now: how many duties
// were due by then, how many of them were done in time, how many are not done.
func (s *Service) CountReview(ctx context.Context, tx *db.Tx, rep report.Report) (map[string]string, error) {
	duties, err := dutiesOf(ctx, tx, rep.Subject)
	if err != nil {
		return nil, err
	}
	var due, ontime, late int64
	on := tx.Today()
	for _, d := range duties {
		o := d.OutcomeOn(on)
		if d.Due < rep.From || d.Due > rep.To || o == Waived || (o == Open && d.Due >= on) {
			continue
		}
		due++
		switch {
		case o == Done && d.DoneOn <= d.Due:
			ontime++
		case o != Done:
			late++
		}
	}
	return map[string]string{"due": i18n.Number(due), "ontime": i18n.Number(ontime), "late": i18n.Number(late)}, nil
}
