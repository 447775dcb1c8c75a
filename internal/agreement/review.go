package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
)

// ReviewKind is what sort of review it is (domain.md §5: each half year and
// year, and at the end of the stage).
type ReviewKind string

const (
	HalfReview    ReviewKind = "half"    // of some months, usually six
	InterimReview ReviewKind = "interim" // sơ kết
	FinalReview   ReviewKind = "final"   // tổng kết
)

// ReviewKinds are all kinds, in the order they are offered.
func ReviewKinds() []ReviewKind { return []ReviewKind{HalfReview, InterimReview, FinalReview} }

// Template is the code of the report a review of the kind is drafted as.
func (k ReviewKind) Template() string { return "agreement_" + string(k) }

// Review is one look back on an agreement: planned by its rhythm or begun
// unplanned, drafted as a report, held when that is signed.
type Review struct {
	ID        string     `db:"id"`
	Agreement string     `db:"agreement"`
	Kind      ReviewKind `db:"kind"`
	From      day.Date   `db:"from_day"` // what it looks back on
	To        day.Date   `db:"to_day"`
	Due       day.Date   `db:"due"` // the last day that is in time
	Planned   bool       `db:"planned"`
	Report    string     `db:"report"`     // id; empty: not begun
	Unmet     bool       `db:"unmet"`      // of a final one: what is late then is put down as unmet
	HeldOn    day.Date   `db:"held_on"`    // day of its signed paper
	DroppedOn day.Date   `db:"dropped_on"` // since when it is planned no more
	Version   int        `db:"version"`

	Paper *report.Report `db:"-"` // the report, of one that was begun and not thrown away
	State ReviewState    `db:"-"` // today
}

// ReviewState is how far a review has come.
type ReviewState string

const (
	ReviewAhead   ReviewState = "ahead"
	ReviewDrafted ReviewState = "drafted"
	ReviewLate    ReviewState = "late"
	ReviewMissed  ReviewState = "missed" // nobody held it before the next one was due
	ReviewHeld    ReviewState = "held"
)

// Open tells that somebody is to hold it.
func (s ReviewState) Open() bool {
	return s == ReviewAhead || s == ReviewDrafted || s == ReviewLate
}

// stateOn is how far a review had come on a day; next is when the one after it
// is due, empty when there is none.
func (r Review) stateOn(on, next day.Date) ReviewState {
	switch {
	case r.HeldOn != "" && r.HeldOn <= on:
		return ReviewHeld
	case r.Paper != nil:
		return ReviewDrafted
	case r.Kind != FinalReview && next != "" && next <= on:
		return ReviewMissed
	case r.Due < on:
		return ReviewLate
	}
	return ReviewAhead
}

// Reviews lists the reviews of an agreement, the earliest first, as far as they
// were known today.
func (s *Service) Reviews(ctx context.Context, agreement string) (out []Review, err error) {
	defer errs.Wrap(&err, "agreement.Reviews(%s)", agreement)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.readable(ctx, tx, agreement); err != nil {
			return err
		}
		out, err = s.reviews(ctx, tx, agreement)
		return err
	})
	return out, err
}

// ReviewsIn is Reviews on the caller's snapshot, for whoever was allowed to read
// the agreement.
func (s *Service) ReviewsIn(ctx context.Context, tx *db.Tx, agreement string) ([]Review, error) {
	return s.reviews(ctx, tx, agreement)
}

func (s *Service) reviews(ctx context.Context, tx *db.Tx, agreement string) ([]Review, error) {
	rows, err := reviewsOf(ctx, tx, agreement)
	if err != nil {
		return nil, err
	}
	if rows, err = knownReviews(ctx, tx, agreement, rows); err != nil {
		return nil, err
	}
	today := tx.Today()
	rows = slices.DeleteFunc(rows, func(r Review) bool { return r.DroppedOn != "" && r.DroppedOn <= today })
	if err := s.papers(ctx, tx, rows); err != nil {
		return nil, err
	}
	for i := range rows {
		next := day.Date("")
		if i+1 < len(rows) {
			if next = rows[i+1].Due; rows[i+1].HeldOn != "" {
				next = day.Min(next, rows[i+1].HeldOn)
			}
		}
		rows[i].State = rows[i].stateOn(today, next)
	}
	return rows, nil
}

// papers adds to reviews the reports they were drafted as.
func (s *Service) papers(ctx context.Context, tx *db.Tx, rows []Review) error {
	var ids []string
	for _, r := range rows {
		if r.Report != "" {
			ids = append(ids, r.Report)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	all, err := s.Report.Brief(ctx, tx, ids)
	for i, r := range rows {
		if p, there := all[r.Report]; there && p.State != report.Dropped && p.CreatedAt < tx.Tomorrow() {
			rows[i].Paper = &p
		}
	}
	return err
}

// reviewsDue are the reviews somebody is to hold, with the days they are due:
// for whoever reminds.
func (s *Service) reviewsDue(ctx context.Context, tx *db.Tx, a Agreement) (out []Review, err error) {
	if a.WithdrawnAt != nil || a.SignedOn == "" || (a.ClosedOn != "" && a.ClosedOn <= tx.Today()) {
		return nil, nil
	}
	all, err := s.reviews(ctx, tx, a.ID)
	return slices.DeleteFunc(all, func(r Review) bool { return !r.State.Open() }), err
}
