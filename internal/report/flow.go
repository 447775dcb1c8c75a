package report

import (
	"context"
	"strings"
	"unicode/utf8"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Submit hands a report to the superior. A report with a figure that has no
// value cannot be handed in. At the top of the tree there is nobody to check
// it, and of some templates none is to: such a one may be signed at once. The second click of a double one changes
// nothing.
func (s *Service) Submit(ctx context.Context, id string, version int) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Submit(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		rep, err = s.SubmitIn(ctx, tx, id, version)
		return err
	})
	return rep, err
}

// SubmitIn is Submit inside the caller's transaction.
func (s *Service) SubmitIn(ctx context.Context, tx *db.Tx, id string, version int) (rep Report, err error) {
	if rep, err = s.own(ctx, tx, id, Write); err != nil {
		return rep, err
	}
	if rep.State.Handed() && rep.Version == version+1 {
		return rep, nil
	}
	if !rep.State.Writable() {
		return rep, errs.New(errs.Conflict, "report.cannot."+string(rep.State))
	}
	if rep.Version != version {
		return rep, errs.New(errs.Conflict, "error.conflict")
	}
	if err := s.complete(ctx, tx, rep); err != nil {
		return rep, err
	}
	above, err := s.checker(ctx, tx, rep)
	if err != nil {
		return rep, err
	}
	if above.ID == "" || s.needsNobody(rep) {
		return rep, s.move(ctx, tx, &rep, Accepted, "submitted", "")
	}
	if err := s.move(ctx, tx, &rep, Submitted, "submitted", ""); err != nil {
		return rep, err
	}
	return rep, s.tell(ctx, tx, News{Key: "report.news.submitted", Unit: above.ID, Action: Review, Report: rep})
}

// needsNobody tells that a report may be signed without a superior's word.
func (s *Service) needsNobody(rep Report) bool {
	tpl := s.Templates.Find(rep.Template)
	return tpl != nil && tpl.Own
}

// complete refuses a report in which a figure has no value by now.
func (s *Service) complete(ctx context.Context, tx *db.Tx, rep Report) error {
	sections, err := sectionsOf(ctx, tx, rep.ID)
	if err != nil {
		return err
	}
	return s.checkWords(ctx, tx, rep, sections)
}

// TakeBack makes a draft of what was handed in and not accepted yet.
func (s *Service) TakeBack(ctx context.Context, id string, version int) (rep Report, err error) {
	defer errs.Wrap(&err, "report.TakeBack(%s)", id)
	return s.change(ctx, id, version, Write, func(tx *db.Tx, rep *Report) error {
		if rep.State != Submitted {
			return errs.New(errs.Conflict, "report.cannot."+string(rep.State))
		}
		return s.move(ctx, tx, rep, Draft, "withdrawn", "")
	})
}

// Drop throws a draft away; its number of words is kept for whoever asks why.
func (s *Service) Drop(ctx context.Context, id string, version int) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Drop(%s)", id)
	return s.change(ctx, id, version, Write, func(tx *db.Tx, rep *Report) error {
		if !rep.State.Writable() {
			return errs.New(errs.Conflict, "report.cannot."+string(rep.State))
		}
		return s.move(ctx, tx, rep, Dropped, "dropped", "")
	})
}

// Return gives a report back with a reason; who checks it does.
func (s *Service) Return(ctx context.Context, id string, version int, reason string) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Return(%s)", id)
	return s.review(ctx, id, version, func(tx *db.Tx, rep *Report) error {
		reason := strings.TrimSpace(tidy(reason))
		switch {
		case reason == "":
			return errs.At("reason", "error.required")
		case utf8.RuneCountInString(reason) > maxReason:
			return errs.At("reason", "error.text.long", errs.Args{"max": maxReason})
		case rep.State != Submitted && rep.State != Accepted:
			return errs.New(errs.Conflict, "report.cannot."+string(rep.State))
		}
		if err := s.move(ctx, tx, rep, Returned, "returned", reason); err != nil {
			return err
		}
		return s.tell(ctx, tx, News{Key: "report.news.returned", Unit: rep.Unit, Action: Write, Report: *rep, Reason: reason})
	})
}

// Accept says that a report may be signed.
func (s *Service) Accept(ctx context.Context, id string, version int) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Accept(%s)", id)
	return s.review(ctx, id, version, func(tx *db.Tx, rep *Report) error {
		if rep.State != Submitted {
			return errs.New(errs.Conflict, "report.cannot."+string(rep.State))
		}
		if err := s.move(ctx, tx, rep, Accepted, "accepted", ""); err != nil {
			return err
		}
		return s.tell(ctx, tx, News{Key: "report.news.accepted", Unit: rep.Unit, Action: Write, Report: *rep})
	})
}

// change does one step to a report the actor has an action for.
func (s *Service) change(ctx context.Context, id string, version int, need auth.Action, do func(*db.Tx, *Report) error) (rep Report, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if rep, err = s.own(ctx, tx, id, need); err != nil {
			return err
		}
		if rep.Version != version {
			return errs.New(errs.Conflict, "error.conflict")
		}
		return do(tx, &rep)
	})
	return rep, err
}

// review is change for who checks the report: the superior's officers, or the
// unit's own leader.
func (s *Service) review(ctx context.Context, id string, version int, do func(*db.Tx, *Report) error) (rep Report, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if rep, err = s.readable(ctx, tx, id); err != nil {
			return err
		}
		may, err := s.mayReview(ctx, tx, rep)
		if err != nil {
			return err
		}
		if !may {
			return errs.New(errs.Denied, "report.review.denied")
		}
		if rep.Version != version {
			return errs.New(errs.Conflict, "error.conflict")
		}
		return do(tx, &rep)
	})
	return rep, err
}

func (s *Service) mayReview(ctx context.Context, tx *db.Tx, rep Report) (bool, error) {
	if may, err := s.Org.Guard.Can(ctx, tx, Sign, rep.Unit); err != nil || may {
		return may, err
	}
	above, err := s.checker(ctx, tx, rep)
	if err != nil || above.ID == "" || s.needsNobody(rep) {
		return false, err
	}
	return s.Org.Guard.Can(ctx, tx, Review, above.ID)
}

// move writes the new state with the step that led there.
func (s *Service) move(ctx context.Context, tx *db.Tx, rep *Report, to State, act, reason string) error {
	if err := setState(ctx, tx, *rep, to); err != nil {
		return err
	}
	rep.State = to
	rep.Version++
	return s.step(ctx, tx, *rep, act, reason)
}

// readable reads a report; out of scope it is not found.
func (s *Service) readable(ctx context.Context, tx *db.Tx, id string) (rep Report, err error) {
	if rep, err = reportByID(ctx, tx, id); err != nil {
		return rep, err
	}
	return rep, s.Org.Guard.Read(ctx, tx, Read, rep.Unit)
}

// own reads a report of a unit the actor has an action for.
func (s *Service) own(ctx context.Context, tx *db.Tx, id string, need auth.Action) (rep Report, err error) {
	if rep, err = reportByID(ctx, tx, id); err != nil {
		return rep, err
	}
	return rep, s.Org.Guard.Need(ctx, tx, need, Read, rep.Unit)
}

// writable is own for changing words.
func (s *Service) writable(ctx context.Context, tx *db.Tx, id string) (Report, error) {
	rep, err := s.own(ctx, tx, id, Write)
	if err == nil && !rep.State.Writable() {
		err = errs.New(errs.Conflict, "report.cannot."+string(rep.State))
	}
	return rep, err
}

// tell sends news when somebody listens.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n News) error {
	if s.Tell == nil {
		return nil
	}
	u, err := s.Org.UnitByID(ctx, tx, n.Report.Unit)
	if err != nil {
		return err
	}
	n.Name = u.Name
	if n.Href == "" {
		n.Href = "/reports/" + n.Report.ID
	}
	if n.Once == "" {
		n.Once = n.Key + "." + n.Report.ID + "." + plain(int64(n.Report.Version))
	}
	return s.Tell(ctx, tx, n)
}
