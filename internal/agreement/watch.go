package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// WatchKind is what has to be done.
type WatchKind string

const (
	OfDuty   WatchKind = "duty"
	OfNotice WatchKind = "notice" // somebody has to say what comes next
	OfEnd    WatchKind = "end"    // the stage ends: its final review is due
	OfReview WatchKind = "review"
	OfVisit  WatchKind = "visit"
)

// Lead is how many days before its day a unit is told first. The notice of an
// agreement is written in it, 90 days unless it says otherwise (domain.md §5), and
// is told of when it begins; the other spans are this program's own: as far ahead
// as the page of what to do looks, a month to call a conference, two to prepare a
// delegation.
func (k WatchKind) Lead() int {
	switch k {
	case OfDuty:
		return 14
	case OfEnd, OfReview:
		return 30
	case OfVisit:
		return 60
	}
	return 0
}

// Stage is the step a watch takes next.
type Stage string

const (
	Before Stage = "ahead" // it is told before its day
	AtDue  Stage = "due"   // on its day
	Climb  Stage = "climb" // it goes to the superior
)

// patience is for how many days a level may ignore what it was told before the
// next one is.
const patience = 7

// Watch is something that has to be done about an agreement by a day, at a unit.
type Watch struct {
	ID        string    `db:"id"`
	Agreement string    `db:"agreement"`
	Kind      WatchKind `db:"kind"`
	Subject   string    `db:"subject"`
	Unit      string    `db:"unit"` // id: has to do it
	Text      string    `db:"text"` // what was promised; empty: the kind says it
	Due       day.Date  `db:"due"`
	Round     int       `db:"round"`
	Stage     Stage     `db:"stage"`
	Level     int       `db:"level"`
	Stands    string    `db:"stands"`
	Next      day.Date  `db:"next_on"`
	ClosedOn  day.Date  `db:"closed_on"`
	At        int64     `db:"at"`
}

// watch brings the reminders of an agreement to what it says now, and those of
// the one whose stage it follows.
func (s *Service) watch(ctx context.Context, tx *db.Tx, a Agreement) error {
	if err := s.rewatch(ctx, tx, a); err != nil {
		return err
	}
	return s.rewatchID(ctx, tx, a.Predecessor)
}

// settleFrom settles a new version of an agreement; the old may have followed
// another one, which somebody has to be reminded of again.
func (s *Service) settleFrom(ctx context.Context, tx *db.Tx, old, fresh Agreement) error {
	if err := s.settle(ctx, tx, fresh); err != nil {
		return err
	}
	return s.rewatchID(ctx, tx, old.Predecessor)
}

func (s *Service) rewatchID(ctx context.Context, tx *db.Tx, id *string) error {
	if id == nil {
		return nil
	}
	a, err := agreementByID(ctx, tx, *id)
	if err != nil {
		return err
	}
	return s.rewatch(ctx, tx, a)
}

// rewatch opens, moves and closes the watches of one agreement; what is right
// stays as it is.
func (s *Service) rewatch(ctx context.Context, tx *db.Tx, a Agreement) error {
	if a.SignedOn > tx.Today() { // the demo's day was moved back to before it
		return nil
	}
	wanted, err := s.deadlines(ctx, tx, a)
	if err != nil {
		return err
	}
	there, err := watchesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, d := range wanted {
		i := slices.IndexFunc(there, d.isOf)
		if i < 0 {
			err = openWatch(ctx, tx, a, d)
		} else {
			err = meetWatch(ctx, tx, there[i], d)
			there = slices.Delete(there, i, i+1)
		}
		if err != nil {
			return err
		}
	}
	return dropWatches(ctx, tx, a, there)
}

func (d deadline) isOf(w Watch) bool {
	return w.Kind == d.kind && w.Subject == d.subject && w.Unit == d.unit
}

func openWatch(ctx context.Context, tx *db.Tx, a Agreement, d deadline) error {
	if d.over != "" {
		return nil
	}
	w := Watch{ID: db.NewID(), Agreement: a.ID, Kind: d.kind, Subject: d.subject, Unit: d.unit, Text: d.text}
	return insertWatch(ctx, tx, w.begin(d.due, tx.Today()))
}

// begin lets a watch begin anew with a day: nobody has been told of it.
func (w Watch) begin(due, today day.Date) Watch {
	w.Due, w.Round, w.Stage, w.Level, w.Stands, w.ClosedOn = due, w.Round+1, Before, 0, w.Unit, ""
	w.Next = day.Max(due.Add(-w.Kind.Lead()), today)
	return w
}

// meetWatch brings a watch to its deadline.
func meetWatch(ctx context.Context, tx *db.Tx, w Watch, d deadline) error {
	was := w
	w.Text = d.text
	switch {
	case d.over != "" && w.ClosedOn != d.over:
		w.ClosedOn, w.Next = d.over, ""
	case d.over == "" && (w.ClosedOn != "" || w.Due != d.due):
		w = w.begin(d.due, tx.Today())
	}
	if w == was {
		return nil
	}
	return updateWatch(ctx, tx, w)
}

// dropWatches closes what nobody has to do any more.
func dropWatches(ctx context.Context, tx *db.Tx, a Agreement, some []Watch) error {
	for _, w := range some {
		if w.ClosedOn != "" {
			continue
		}
		w.ClosedOn, w.Next = tx.Today(), ""
		if a.PhaseOn(tx.Today()) == Closed {
			w.ClosedOn = a.ClosedOn
		}
		if err := updateWatch(ctx, tx, w); err != nil {
			return err
		}
	}
	return nil
}
