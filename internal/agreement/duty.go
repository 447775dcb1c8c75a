package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// span is one time that a commitment is due.
type span struct{ from, due day.Date }

// spans lists the times a commitment is due within an agreement: once, or again
// after so many months up to its last day. The last day of a month stays one.
func spans(a Agreement, c Commitment) (out []span) {
	last := a.Last()
	if c.DroppedOn != "" {
		last = day.Min(last, c.DroppedOn)
	}
	from := a.From
	for n := 0; ; n++ {
		due := months(c.Due, n*c.Every)
		if due > last {
			return out
		}
		out = append(out, span{from, due})
		if c.Every == 0 {
			return out
		}
		from = due.Add(1)
	}
}

// months is a day so many months later, at most the last of that month; the last
// day of a month becomes the last day.
func months(d day.Date, n int) day.Date {
	first := day.New(d.Year(), d.Month()+n, 1)
	last := first.LastOfMonth()
	if d == d.LastOfMonth() {
		return last
	}
	return day.Min(first.Add(d.FirstOfMonth().Days(d)-1), last)
}

// schedule brings the duties of a signed agreement to what its commitments say.
// What has come out stays; what is open and due no more is waived.
func (s *Service) schedule(ctx context.Context, tx *db.Tx, a Agreement) error {
	if a.SignedOn == "" {
		return nil
	}
	commitments, err := commitmentsOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	duties, err := dutiesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, c := range commitments {
		own := slices.DeleteFunc(slices.Clone(duties), func(d Duty) bool { return d.Commitment != c.ID })
		wanted := spans(a, c)
		if a.WithdrawnAt != nil {
			wanted = nil
		}
		if err := reschedule(ctx, tx, c, own, wanted, day.Max(tx.Today(), a.EndedOn)); err != nil {
			return err
		}
	}
	return nil
}

// reschedule writes the duties of one commitment; those due no more are waived on
// a day, which may lie ahead where an agreement is to end.
func reschedule(ctx context.Context, tx *db.Tx, c Commitment, own []Duty, wanted []span, on day.Date) error {
	for i, w := range wanted {
		if i >= len(own) {
			if err := insertDuty(ctx, tx, Duty{ID: db.NewID(), Agreement: c.Agreement, Commitment: c.ID, No: i + 1, From: w.from, Due: w.due}); err != nil {
				return err
			}
			continue
		}
		d := own[i]
		if d.Outcome == Waived && d.By == "" { // waived by a schedule, wanted again
			d.Outcome, d.DoneOn = Open, ""
		}
		if d.Outcome != Open || (d.From == w.from && d.Due == w.due && own[i].Outcome == Open) {
			continue
		}
		d.From, d.Due = w.from, w.due
		if err := updateDuty(ctx, tx, d); err != nil {
			return err
		}
	}
	for _, d := range own[min(len(own), len(wanted)):] {
		if d.Outcome != Open {
			continue
		}
		d.Outcome, d.DoneOn = Waived, on
		if err := updateDuty(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// Coming is what somebody says of how a duty came out.
type Coming struct {
	Outcome Outcome
	On      day.Date // empty: today
	Text    string
	Files   []string // ids of files, as proof
	Shared  bool     // the other side reads it as well
}

// Conclude says how a duty came out. A duty that is counted is done when the
// figure is reached; one that is done has a proof: words, a file, or a record of
// work. Given up and waived ask for words.
func (s *Service) Conclude(ctx context.Context, duty string, version int, c Coming) (d Duty, err error) {
	defer errs.Wrap(&err, "agreement.Conclude(%s)", duty)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err = s.ConcludeIn(ctx, tx, duty, version, c)
		return err
	})
	return d, err
}

// ConcludeIn is Conclude inside the caller's transaction.
func (s *Service) ConcludeIn(ctx context.Context, tx *db.Tx, duty string, version int, c Coming) (d Duty, err error) {
	d, err = dutyByID(ctx, tx, duty)
	if err != nil {
		return d, err
	}
	p, err := s.dutyOf(ctx, tx, d)
	if err != nil {
		return d, err
	}
	if d.Outcome == c.Outcome && d.Version == version+1 && d.By == actor(ctx) {
		return d, nil // a double click
	}
	if d.Outcome != Open {
		return d, errs.New(errs.Conflict, "agreement.duty.over")
	}
	if d.Version != version {
		return d, errs.New(errs.Conflict, "error.conflict")
	}
	return s.conclude(ctx, tx, p, d, c, Entry{Account: actor(ctx), Unit: &p.unit.ID, Writer: display(ctx)})
}

// conclude checks and writes an outcome, whoever says it.
func (s *Service) conclude(ctx context.Context, tx *db.Tx, p promise, d Duty, c Coming, by Entry) (Duty, error) {
	var faults errs.List
	c.Text = lines(c.Text)
	if c.On == "" {
		c.On = tx.Today()
	}
	if !slices.Contains([]Outcome{Done, Unmet, Waived}, c.Outcome) {
		faults.Add(errs.At("outcome", "error.choice"))
	}
	switch {
	case c.On > tx.Today():
		faults.Add(errs.At("on", "error.date.future", errs.Args{"date": c.On, "today": tx.Today()}))
	case c.On < p.SignedOn && c.On < p.From:
		faults.Add(errs.At("on", "agreement.duty.early", errs.Args{"date": day.Min(p.SignedOn, p.From)}))
	}
	atMost(&faults, "text", c.Text, maxText)
	result, err := s.checkProof(ctx, tx, p, d, c, &faults)
	if err != nil {
		return d, err
	}
	if err := faults.Err(); err != nil {
		return d, err
	}
	now := tx.Now()
	d.Outcome, d.DoneOn, d.Result, d.At = c.Outcome, c.On, result, &now
	if d.By = by.Account; by.Party != nil {
		d.By = "party:" + *by.Party
	}
	if err := updateDuty(ctx, tx, d); err != nil {
		return d, err
	}
	d.Version++
	by.Kind, by.Duty, by.Commitment, by.Text, by.Shared, by.Files = Came, &d.ID, &d.Commitment, c.Text, c.Shared, c.Files
	if err := s.enter(ctx, tx, p.Agreement, by); err != nil {
		return d, err
	}
	return d, s.settle(ctx, tx, p.Agreement)
}

// checkProof wants what an outcome rests on, and gives what was counted.
func (s *Service) checkProof(ctx context.Context, tx *db.Tx, p promise, d Duty, c Coming, faults *errs.List) (string, error) {
	count, err := s.count(ctx, tx, p.commitment, d, c.On)
	if err != nil {
		return "", err
	}
	if c.Outcome != Done {
		need(faults, "text", c.Text, maxText)
		return count.Text, nil
	}
	if count.Asked && !count.Met {
		faults.Add(errs.At("outcome", "agreement.short", errs.Args{"have": count.Text, "want": count.Goal}))
		return "", nil
	}
	if c.Text != "" || len(c.Files) > 0 || count.Asked {
		return count.Text, nil
	}
	shown, err := hasWork(ctx, tx, d.Commitment, d.From, c.On)
	if !shown {
		faults.Add(errs.At("text", "agreement.proof"))
	}
	return "", err
}

// Reopen takes the outcome of a duty back, for a reason.
func (s *Service) Reopen(ctx context.Context, duty string, version int, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.Reopen(%s)", duty)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err := dutyByID(ctx, tx, duty)
		if err != nil {
			return err
		}
		p, err := s.dutyOf(ctx, tx, d)
		if err != nil {
			return err
		}
		if d.Outcome == Open && d.Version == version+1 {
			return nil // a double click
		}
		var faults errs.List
		checkReason(&faults, true, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		if d.Outcome == Open || d.Version != version {
			return errs.New(errs.Conflict, "error.conflict")
		}
		d.Outcome, d.DoneOn, d.Result, d.By, d.At = Open, "", "", "", nil
		if err := updateDuty(ctx, tx, d); err != nil {
			return err
		}
		e := Entry{Kind: Reopened, Duty: &d.ID, Commitment: &d.Commitment, Account: actor(ctx), Unit: &p.unit.ID, Writer: display(ctx), Text: line(reason), Shared: true}
		if err := s.enter(ctx, tx, p.Agreement, e); err != nil {
			return err
		}
		return s.settle(ctx, tx, p.Agreement)
	})
}
