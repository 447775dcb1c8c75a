package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Signing is how a draft was signed: on paper, by people.
type Signing struct {
	On      day.Date // empty: today
	Place   string
	Number  string
	Details map[string]Details // by id of party; those not named stay as they are
}

// Sign records that a draft was signed: from then on what it promises is due,
// counts and is reminded of. The same again changes nothing.
func (s *Service) Sign(ctx context.Context, id string, version int, g Signing) (a Agreement, err error) {
	defer errs.Wrap(&err, "agreement.Sign(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err = s.SignIn(ctx, tx, id, version, g)
		return err
	})
	return a, err
}

// SignIn is Sign inside the caller's transaction.
func (s *Service) SignIn(ctx context.Context, tx *db.Tx, id string, version int, g Signing) (a Agreement, err error) {
	if err := tx.LockExclusive(ctx, "agreement "+id); err != nil {
		return a, err
	}
	old, err := s.own(ctx, tx, id)
	if err != nil {
		return old, err
	}
	if g.On == "" {
		g.On = tx.Today()
	}
	if old.SignedOn != "" {
		if old.SignedOn == g.On {
			return old, nil // a double click
		}
		return old, errs.New(errs.Conflict, "agreement.signed.already", errs.Args{"date": old.SignedOn})
	}
	a = old
	a.SignedOn, a.Place = g.On, line(g.Place)
	if g.Number = line(g.Number); g.Number != "" {
		a.Number = g.Number
	}
	if err := s.checkSigning(ctx, tx, a, g); err != nil {
		return a, err
	}
	return a, s.replace(ctx, tx, old, version, &a, "agreement.sign", "")
}

// checkSigning refuses a signature that cannot have been: on a day to come, with
// nobody on a side, of a unit that did not live. Who signs is kept.
func (s *Service) checkSigning(ctx context.Context, tx *db.Tx, a Agreement, g Signing) error {
	var faults errs.List
	if a.SignedOn > tx.Today() {
		faults.Add(errs.At("signed_on", "error.date.future", errs.Args{"date": a.SignedOn, "today": tx.Today()}))
	}
	if a.SignedOn > a.To {
		faults.Add(errs.At("signed_on", "agreement.signed.after", errs.Args{"to": a.To}))
	}
	need(&faults, "place", a.Place, maxName)
	atMost(&faults, "number", a.Number, maxNumber)
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, side := range []Side{A, B} {
		if !slices.ContainsFunc(parties, func(b Binds) bool { return b.Side == side }) {
			faults.Add(errs.At("opposite", "agreement.side.empty."+string(side)))
		}
	}
	for _, b := range parties {
		if err := s.checkLives(ctx, tx, a, b, &faults); err != nil {
			return err
		}
		if err := keepDetails(ctx, tx, b, g.Details[b.ID], tx.Today(), &faults); err != nil {
			return err
		}
	}
	return faults.Err()
}

func (s *Service) checkLives(ctx context.Context, tx *db.Tx, a Agreement, b Binds, faults *errs.List) error {
	if b.Unit == nil {
		return nil
	}
	u, err := s.Org.UnitByID(ctx, tx, *b.Unit)
	if err != nil {
		return err
	}
	switch {
	case u.EndedBy(a.SignedOn):
		faults.Add(errs.At("signed_on", "agreement.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn}))
	case u.FoundedOn > a.SignedOn:
		faults.Add(errs.At("signed_on", "agreement.unit.notyet", errs.Args{"name": u.Name, "date": u.FoundedOn}))
	}
	return nil
}

// keepDetails writes how a party signed; its faults are told at "signer_<id>".
func keepDetails(ctx context.Context, tx *db.Tx, b Binds, d Details, today day.Date, faults *errs.List) error {
	if d == (Details{}) {
		return nil
	}
	var own errs.List
	d.check(&own, today)
	for _, f := range own {
		f.Field += "_" + b.ID
		faults.Add(f)
	}
	b.Signer, b.Post = d.Signer, d.Post
	for _, f := range []struct {
		to   *string
		from string
	}{{&b.Authority, d.Authority}, {&b.Number, d.Number}, {&b.Contact, d.Contact}, {&b.Email, d.Email}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	if d.SignedOn != "" {
		b.SignedOn = d.SignedOn
	}
	if len(own) > 0 {
		return nil
	}
	return updateParty(ctx, tx, b)
}

// End ends an agreement before its stage is over, for a reason: on is its last
// day. What is due later is waived.
func (s *Service) End(ctx context.Context, id string, version int, on day.Date, reason string) (a Agreement, err error) {
	defer errs.Wrap(&err, "agreement.End(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err = s.EndIn(ctx, tx, id, version, on, reason)
		return err
	})
	return a, err
}

// EndIn is End inside the caller's transaction.
func (s *Service) EndIn(ctx context.Context, tx *db.Tx, id string, version int, on day.Date, reason string) (a Agreement, err error) {
	old, err := s.own(ctx, tx, id)
	if err != nil {
		return old, err
	}
	var faults errs.List
	switch {
	case old.SignedOn == "":
		return old, errs.New(errs.Conflict, "agreement.draft")
	case old.EndedOn != "" && old.EndedOn == on && old.EndReason == line(reason) && old.Version == version+1:
		return old, nil // a double click
	case old.EndedOn != "" && on == "":
	case on == "":
		faults.Add(errs.At("on", "error.required"))
	case on < old.SignedOn || on > old.To:
		faults.Add(errs.At("on", "agreement.due.outside", errs.Args{"from": old.SignedOn, "to": old.To}))
	}
	checkReason(&faults, true, reason)
	if err := faults.Err(); err != nil {
		return old, err
	}
	a = old
	a.EndedOn, a.EndReason = on, line(reason)
	return a, s.replace(ctx, tx, old, version, &a, "agreement.end", strings.TrimSpace(reason))
}
