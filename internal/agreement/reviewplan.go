package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// plan brings the reviews of a signed agreement to what its rhythm says. What was
// begun or held stays; what is planned no more is dropped.
func (s *Service) plan(ctx context.Context, tx *db.Tx, a Agreement) error {
	if a.SignedOn == "" {
		return nil
	}
	rows, err := reviewsOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r Review) bool { return r.DroppedOn != "" })
	kept := map[string]bool{}
	for _, w := range wantedReviews(a) {
		i := slices.IndexFunc(rows, w.same)
		if i < 0 {
			if err := insertReview(ctx, tx, w); err != nil {
				return err
			}
			continue
		}
		kept[rows[i].ID] = true
		if err := moveReview(ctx, tx, rows[i], w); err != nil {
			return err
		}
	}
	for _, r := range rows {
		if kept[r.ID] || !r.Planned || r.Report != "" {
			continue
		}
		r.DroppedOn = tx.Today()
		if err := updateReview(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// same tells that two reviews are one: there is one final one, and of the others
// one of a kind to a day.
func (r Review) same(o Review) bool {
	return r.Kind == o.Kind && (r.Kind == FinalReview || r.To == o.To)
}

// moveReview takes one that nobody has begun to its days.
func moveReview(ctx context.Context, tx *db.Tx, r, w Review) error {
	if r.Report != "" || r.HeldOn != "" || (r.From == w.From && r.To == w.To && r.Due == w.Due) {
		return nil
	}
	r.From, r.To, r.Due = w.From, w.To, w.Due
	return updateReview(ctx, tx, r)
}

// wantedReviews are the reviews an agreement is to have. Once it is closed those
// that were due before stay.
func wantedReviews(a Agreement) []Review {
	if a.WithdrawnAt != nil {
		return nil
	}
	out := rhythm(a)
	if a.ClosedOn != "" {
		return slices.DeleteFunc(out, func(r Review) bool { return r.Due > a.ClosedOn })
	}
	last := a.Last()
	return append(out, newReview(a, FinalReview, a.From, last))
}

func newReview(a Agreement, kind ReviewKind, from, to day.Date) Review {
	return Review{ID: db.NewID(), Agreement: a.ID, Kind: kind, From: from, To: to, Due: to, Planned: true, Version: 1}
}

// ReviewDays are the days on which the reviews before the final one are due.
func (a Agreement) ReviewDays() (out []day.Date) {
	for _, r := range rhythm(a) {
		out = append(out, r.Due)
	}
	return out
}

// rhythm are the reviews before the final one. They end where halves, quarters
// and years do, as unions' plans of work do: a review that would come in the
// first or last half of its months is left to the next one.
func rhythm(a Agreement) (out []Review) {
	least := a.Review * 15 // days: half of the months
	after, afterYear := a.From, a.From
	for n := 0; a.Review > 0; n++ {
		end := reviewEnd(a, n)
		if end.Add(least) > a.Last() {
			return out
		}
		if a.From.Add(least) > end {
			continue
		}
		if yearly(a, n, end) {
			out = append(out, newReview(a, InterimReview, afterYear, end))
			afterYear = end.Add(1)
		} else {
			out = append(out, newReview(a, HalfReview, after, end))
		}
		after = end.Add(1)
	}
	return out
}

// reviewEnd is the last day of the months of review n, from 0: by the calendar
// where its months fit into years, else counted from the stage's first day.
func reviewEnd(a Agreement, n int) day.Date {
	switch {
	case 12%a.Review == 0:
		first := (a.From.Month() + a.Review - 1) / a.Review * a.Review
		return day.New(a.From.Year(), first+n*a.Review, 1).LastOfMonth()
	case a.Review%12 == 0:
		return day.New(a.From.Year()+(n+1)*a.Review/12-1, 12, 31)
	}
	return months(a.From, (n+1)*a.Review).Add(-1)
}

// yearly tells that a review is one of a year or more.
func yearly(a Agreement, n int, end day.Date) bool {
	if 12%a.Review == 0 {
		return end.Month() == 12
	}
	return (n+1)*a.Review%12 == 0
}
