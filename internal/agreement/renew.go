package agreement

import (
	"context"
	"regexp"
	"strconv"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Renewal is what somebody writes to go on with an agreement after its stage.
type Renewal struct {
	ID       string // of the new agreement, made by the form, so that a double click makes one
	Of       string // id of the agreement it follows
	Title    string // empty: the old one with the years moved
	From, To day.Date
}

// NextStage is what a form of a renewal begins with: a stage as long as the old
// one that begins the day after it.
func (a Agreement) NextStage() (from, to day.Date) {
	from = a.Last().Add(1)
	n := monthsBetween(a.From, a.To.Add(1))
	if to = months(from, n).Add(-1); n == 0 || months(a.From, n).Add(-1) != a.To { // no whole months
		to = from.Add(a.From.Days(a.To) - 1)
	}
	return from, to
}

// monthsBetween is how many months lie between two days, those of their days of
// the month left aside.
func monthsBetween(a, b day.Date) int { return (b.Year()-a.Year())*12 + b.Month() - a.Month() }

var yearText = regexp.MustCompile(`\b(19|20|21)\d\d\b`)

// NextTitle is a title with its years moved from one stage to another.
func (a Agreement) NextTitle(from, to day.Date) string {
	moved := map[string]string{
		strconv.Itoa(a.From.Year()): strconv.Itoa(from.Year()),
		strconv.Itoa(a.To.Year()):   strconv.Itoa(to.Year()),
	}
	return yearText.ReplaceAllStringFunc(a.Title, func(y string) string {
		if to, there := moved[y]; there {
			return to
		}
		return y
	})
}

// Renew drafts the next stage of a signed agreement: the same parties as they are
// bound today, the same fields, what was promised moved by as many months as the
// stage. The same again returns the draft there is.
func (s *Service) Renew(ctx context.Context, r Renewal) (a Agreement, err error) {
	defer errs.Wrap(&err, "agreement.Renew(%s)", r.Of)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err = s.RenewIn(ctx, tx, r)
		return err
	})
	return a, err
}

// RenewIn is Renew inside the caller's transaction.
func (s *Service) RenewIn(ctx context.Context, tx *db.Tx, r Renewal) (a Agreement, err error) {
	if err := tx.LockExclusive(ctx, "agreement "+r.Of); err != nil {
		return a, err
	}
	old, err := s.own(ctx, tx, r.Of)
	if err != nil {
		return a, err
	}
	if old.SignedOn == "" {
		return a, errs.New(errs.Conflict, "agreement.draft")
	}
	next, err := successorsOf(ctx, tx, old.ID)
	if err != nil {
		return a, err
	}
	if len(next) > 0 {
		if next[0].ID == r.ID {
			return next[0], nil // a double click
		}
		return a, errs.New(errs.Conflict, "agreement.predecessor.taken", errs.Args{"title": next[0].Title})
	}
	parties, err := partiesOf(ctx, tx, old.ID)
	if err != nil {
		return a, err
	}
	if a, err = s.beginNext(ctx, tx, old, r, parties); err != nil {
		return a, err
	}
	same, err := s.carryParties(ctx, tx, a, parties)
	if err != nil {
		return a, err
	}
	return a, s.carryFields(ctx, tx, old, a, same)
}

// beginNext begins the draft with its head and parties.
func (s *Service) beginNext(ctx context.Context, tx *db.Tx, old Agreement, r Renewal, parties []Binds) (a Agreement, err error) {
	u, err := s.Org.UnitByID(ctx, tx, old.Unit)
	if err != nil {
		return a, err
	}
	from, to := old.NextStage()
	if r.From == "" {
		r.From = from
	}
	if r.To == "" {
		r.To = to
	}
	if r.From <= old.From { // a stage may begin before the old one is over: seeds/004, 2016-2020 and 2020-2025
		return a, errs.At("from", "agreement.review.overlap", errs.Args{"from": old.From})
	}
	if line(r.Title) == "" {
		r.Title = old.NextTitle(r.From, r.To)
	}
	h := Head{
		ID: r.ID, Unit: u.Code, Kind: old.Kind, Title: r.Title, Place: old.Place, From: r.From, To: r.To, Notice: old.Notice, Review: old.Review,
		Visits: old.Visits, FirstHost: old.FirstHost, Lang: old.Lang, Predecessor: old.ID,
	}
	for _, b := range parties {
		if !b.On(tx.Today()) || (b.Unit != nil && *b.Unit == old.Unit) {
			continue
		}
		h.Opposite = append(h.Opposite, Opposite{Side: b.Side, Unit: b.Code, Name: b.Name, Kind: b.Kind, Country: b.Country})
	}
	return s.BeginIn(ctx, tx, h)
}

// carryParties takes over how the parties sign and whom one writes to. It gives
// the new party of each old one, those that are bound no more by who goes on
// from them.
func (s *Service) carryParties(ctx context.Context, tx *db.Tx, a Agreement, old []Binds) (map[string]string, error) {
	fresh, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	same := map[string]string{}
	for _, b := range fresh {
		for _, o := range old {
			if !o.On(tx.Today()) || !o.sameBody(b) {
				continue
			}
			for _, p := range old {
				if goesBackTo(o, p.ID, old) {
					same[p.ID] = b.ID
				}
			}
			b.Signer, b.Post, b.Authority, b.Contact, b.Email = o.Signer, o.Post, o.Authority, o.Contact, o.Email
			if err := updateParty(ctx, tx, b); err != nil {
				return nil, err
			}
		}
	}
	return same, nil
}

// carryFields takes over the fields and what was promised in them.
func (s *Service) carryFields(ctx context.Context, tx *db.Tx, old, a Agreement, same map[string]string) error {
	fields, err := s.fields(ctx, tx, old)
	if err != nil {
		return err
	}
	n := monthsBetween(old.From, a.From)
	for _, f := range fields {
		commitments := f.Commitments
		f.ID, f.Agreement, f.Commitments = db.NewID(), a.ID, nil
		if err := insertField(ctx, tx, f); err != nil {
			return err
		}
		for _, c := range commitments {
			if c.DroppedOn != "" {
				continue
			}
			c.ID, c.Agreement, c.Field = db.NewID(), a.ID, f.ID
			c.Due = day.Max(a.From, day.Min(months(c.Due, n), a.To))
			if c.Party != nil {
				to, there := same[*c.Party]
				if c.Party = &to; !there {
					c.Party = nil // nobody goes on from it: the side has promised
				}
			}
			if err := insertCommitment(ctx, tx, c); err != nil {
				return err
			}
		}
	}
	return nil
}
