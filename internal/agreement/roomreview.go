package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
)

// reviewed is the kind under which reviews are asked for and confirmed.
const reviewed = "review"

// RoomReview is a review partners are asked to confirm.
type RoomReview struct {
	Review
	Confirmed []Confirmation // in a room: that of its own party only
}

// AskReview lets the partners of an agreement read the signed report of a review
// in their rooms and confirm it. Until then no room shows it: it tells of all
// sides. A second time changes nothing.
func (s *Service) AskReview(ctx context.Context, agreement, review string) (err error) {
	defer errs.Wrap(&err, "agreement.AskReview(%s)", review)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.shares(ctx, tx, agreement)
		if err != nil {
			return err
		}
		held, err := s.heldReviews(ctx, tx, agreement)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(held, func(r Review) bool { return r.ID == review }) {
			return errs.New(errs.NotFound, "error.notfound")
		}
		n, err := tx.Exec(ctx, `/* agreement.AskReview */
			INSERT INTO agreement_asked (kind, subject, agreement, by, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, subject) DO NOTHING`,
			reviewed, review, agreement, actor(ctx), tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return s.note(ctx, tx, "agreement.review.ask", a, "")
	})
}

// heldReviews are those whose report was signed.
func (s *Service) heldReviews(ctx context.Context, tx *db.Tx, agreement string) ([]Review, error) {
	all, err := s.reviews(ctx, tx, agreement)
	return slices.DeleteFunc(all, func(r Review) bool { return r.State != ReviewHeld || r.Paper == nil }), err
}

// AskedIn sorts the held reviews of an agreement: those partners are asked to
// confirm, with who did, and those they might be asked for.
func (s *Service) AskedIn(ctx context.Context, tx *db.Tx, a Agreement) (asked []RoomReview, others []Review, err error) {
	held, err := s.heldReviews(ctx, tx, a.ID)
	if err != nil || len(held) == 0 {
		return nil, nil, err
	}
	var ids []string
	if err := tx.Select(ctx, &ids, `/* agreement.AskedIn */ SELECT subject FROM agreement_asked WHERE kind = $1 AND agreement = $2 AND at < $3`,
		reviewed, a.ID, tx.Tomorrow()); err != nil {
		return nil, nil, err
	}
	for _, r := range held {
		if !slices.Contains(ids, r.ID) {
			others = append(others, r)
			continue
		}
		confirmed, err := Confirmations(ctx, tx, reviewed, r.ID)
		if err != nil {
			return nil, nil, err
		}
		asked = append(asked, RoomReview{r, confirmed})
	}
	return asked, others, nil
}

// roomReviews are the reviews a guest is asked to confirm, with its own word.
func (s *Service) roomReviews(ctx context.Context, tx *db.Tx, g Guest) ([]RoomReview, error) {
	asked, _, err := s.AskedIn(ctx, tx, g.Of)
	for i, r := range asked {
		asked[i].Confirmed = slices.DeleteFunc(r.Confirmed, func(c Confirmation) bool { return !slices.Contains(g.lineage(), c.Party) })
	}
	return asked, err
}

func (s *Service) roomReview(ctx context.Context, tx *db.Tx, g Guest, id string) (RoomReview, error) {
	all, err := s.roomReviews(ctx, tx, g)
	if err != nil {
		return RoomReview{}, err
	}
	if i := slices.IndexFunc(all, func(r RoomReview) bool { return r.ID == id }); i >= 0 {
		return all[i], nil
	}
	return RoomReview{}, errs.New(errs.NotFound, "error.notfound")
}

// RoomReview is a review a guest is asked to confirm, with its signed paper. base
// is the address of this site.
func (s *Service) RoomReview(ctx context.Context, secret, cookie, id, base string) (r RoomReview, p paper.Paper, err error) {
	defer errs.Wrap(&err, "agreement.RoomReview(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := s.inside(ctx, tx, secret, cookie)
		if err != nil {
			return err
		}
		if r, err = s.roomReview(ctx, tx, g, id); err != nil {
			return err
		}
		p, err = s.Report.SignedPaper(ctx, tx, r.Report, base)
		return err
	})
	return r, p, err
}

// RoomConfirm says that a guest's party agrees with a review, with words if there
// are any. A second time changes nothing.
func (s *Service) RoomConfirm(ctx context.Context, secret, cookie, id, text string) (err error) {
	defer errs.Wrap(&err, "agreement.RoomConfirm(%s)", id)
	return s.act(ctx, secret, cookie, func(ctx context.Context, tx *db.Tx, g Guest) error {
		if _, err := s.roomReview(ctx, tx, g, id); err != nil {
			return err
		}
		_, err := s.ConfirmIn(ctx, tx, g, reviewed, id, text)
		return err
	})
}
