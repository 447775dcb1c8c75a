package agreement

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// DutySource is the kind under which duties post facts.
const DutySource = "agreement.duty"

// book brings the figures of an agreement to what it says now: whom each unit
// has signed with, and what was due and done in time. What is right stays.
func (s *Service) book(ctx context.Context, tx *db.Tx, a Agreement) error {
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if err := s.rebook(ctx, tx, ledger.Act{Kind: Source, ID: a.ID, Recorder: actor(ctx)}, signatures(a, parties)); err != nil {
		return err
	}
	commitments, err := commitmentsOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	duties, err := dutiesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, d := range duties {
		i := slices.IndexFunc(commitments, func(c Commitment) bool { return c.ID == d.Commitment })
		act := ledger.Act{Kind: DutySource, ID: d.ID, Recorder: actor(ctx)}
		if err := s.rebook(ctx, tx, act, due(a, commitments[i], d, parties)); err != nil {
			return err
		}
	}
	return nil
}

// signatures are the facts of a signature: each unit that signed has one more
// text with each party of the other side. Who goes on from a party signs nothing.
func signatures(a Agreement, parties []Binds) (out []ledger.Fact) {
	if a.SignedOn == "" || a.WithdrawnAt != nil {
		return nil
	}
	for _, b := range parties {
		if b.Unit == nil || b.Follows != "" {
			continue
		}
		for _, o := range parties {
			if o.Side == b.Side || o.Follows != "" {
				continue
			}
			out = append(out, ledger.Fact{
				Measure: "agreement.signed", Unit: *b.Unit, Day: signedOn(a, b, o), Quantity: 1,
				Dims: map[string]string{"agreement": string(a.Kind), "partner": string(o.Kind)},
			})
		}
	}
	if len(out) > 0 {
		out = append(out, ledger.Fact{Measure: "agreement.text", Unit: out[0].Unit, Day: a.SignedOn, Quantity: 1})
	}
	return out
}

// signedOn is the day two parties had both signed.
func signedOn(a Agreement, b, o Binds) day.Date {
	on := a.SignedOn
	for _, d := range []day.Date{b.SignedOn, o.SignedOn} {
		if d != "" {
			on = day.Max(on, d)
		}
	}
	return on
}

// due are the facts of a duty, at each unit that promised it: it was due on its
// day, and done in time or not. What was waived was never due.
func due(a Agreement, c Commitment, d Duty, parties []Binds) (out []ledger.Fact) {
	if a.WithdrawnAt != nil || d.Outcome == Waived {
		return nil
	}
	for _, u := range unitsOf(parties, c, d.Due) {
		out = append(out, ledger.Fact{Measure: "commitment.due", Unit: u, Day: d.Due, Quantity: 1})
		if d.Outcome == Done && d.DoneOn <= d.Due {
			out = append(out, ledger.Fact{Measure: "commitment.ontime", Unit: u, Day: d.Due, Quantity: 1})
		}
	}
	return out
}

// rebook replaces what an act has booked, unless it is the same.
func (s *Service) rebook(ctx context.Context, tx *db.Tx, act ledger.Act, facts []ledger.Fact) error {
	same, err := s.ledger().Booked(ctx, tx, act, facts...)
	if err != nil || same {
		return err
	}
	return s.ledger().Replace(ctx, tx, act, facts...)
}
