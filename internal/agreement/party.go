package agreement

import (
	"context"
	"net/mail"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// mostParties is how many may sign one text: the widest of the seeds has 33.
const mostParties = 300

// bound reads who is to sign: the keeper first on side A, then those named.
// Nobody stands on both sides, nor twice on one.
func (s *Service) bound(ctx context.Context, tx *db.Tx, a Agreement, keeper org.Unit, named []Opposite, faults *errs.List) (out []Binds, err error) {
	if keeper.ID != "" {
		out = append(out, Binds{ID: db.NewID(), Agreement: a.ID, Side: A, Position: 1, Unit: &keeper.ID, Name: keeper.Name, Code: keeper.Code, Kind: Union})
	}
	if len(named) >= mostParties {
		faults.Add(errs.At(named[0].at(), "agreement.many", errs.Args{"max": mostParties}))
		return out, nil
	}
	for _, o := range named {
		b, err := s.opposite(ctx, tx, a, o, out, faults)
		if err != nil {
			return nil, err
		}
		if b.ID != "" {
			out = append(out, b)
		}
	}
	return out, nil
}

// opposite reads one to sign with; the zero Binds when it cannot be.
func (s *Service) opposite(ctx context.Context, tx *db.Tx, a Agreement, o Opposite, there []Binds, faults *errs.List) (b Binds, err error) {
	if o.Side == "" {
		o.Side = B
	}
	if strings.TrimSpace(o.Unit) != "" {
		b, err = s.unitParty(ctx, tx, o, faults)
	} else {
		b, err = s.partnerParty(ctx, tx, o, faults)
	}
	if err != nil || b.Name == "" {
		return Binds{}, err
	}
	for _, other := range there {
		if other.To != "" || !b.sameBody(other) {
			continue
		}
		key := "agreement.party.twice"
		if other.Side != o.Side {
			key = "agreement.party.sides"
		}
		faults.Add(errs.At(o.at(), key, errs.Args{"name": b.Name}))
		return Binds{}, nil
	}
	if b.ID = o.ID; b.ID == "" {
		b.ID = db.NewID()
	}
	b.Agreement, b.Side, b.Position = a.ID, o.Side, 1
	for _, other := range there {
		if other.Side == b.Side {
			b.Position = max(b.Position, other.Position+1)
		}
	}
	return b, nil
}

// at is the field of the form at which what is wrong with it is told.
func (o Opposite) at() string {
	if o.At != "" {
		return o.At
	}
	return "opposite"
}

// sameBody tells that two parties are one unit or one partner.
func (b Binds) sameBody(o Binds) bool {
	if b.Unit != nil {
		return o.Unit != nil && *b.Unit == *o.Unit
	}
	return o.Partner != nil && *b.Partner == *o.Partner
}

func (s *Service) unitParty(ctx context.Context, tx *db.Tx, o Opposite, faults *errs.List) (b Binds, err error) {
	u, err := s.Org.Anywhere(ctx, tx, o.Unit)
	switch {
	case errs.Is(err, errs.NotFound) || (err == nil && u.Withdrawn()):
		faults.Add(errs.At(o.at(), "error.unit.unknown", errs.Args{"code": strings.TrimSpace(o.Unit)}))
		return b, nil
	case err != nil:
		return b, err
	case u.EndedBy(tx.Today()):
		faults.Add(errs.At(o.at(), "agreement.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn}))
		return b, nil
	}
	return Binds{Unit: &u.ID, Name: u.Name, Code: u.Code, Kind: Union}, nil
}

func (s *Service) partnerParty(ctx context.Context, tx *db.Tx, o Opposite, faults *errs.List) (b Binds, err error) {
	p := Partner{Name: line(o.Name), Kind: o.Kind, Country: strings.ToUpper(line(o.Country))}
	before := len(*faults)
	need(faults, o.at(), p.Name, maxName)
	if !slices.Contains(PartnerKinds(), p.Kind) {
		faults.Add(errs.At("partner_kind", "error.choice"))
	}
	if p.Country != "" && !country(p.Country) {
		faults.Add(errs.At("country", "agreement.country"))
	}
	if p.Kind == Foreign && p.Country == "" {
		faults.Add(errs.At("country", "error.required"))
	}
	if len(*faults) > before {
		return b, nil
	}
	kept, err := partnerCalled(ctx, tx, search.Fold(p.Name), p.Kind)
	if errs.Is(err, errs.NotFound) {
		p.ID = db.NewID()
		kept, err = p, insertPartner(ctx, tx, p, search.Fold(p.Name))
	}
	return Binds{Partner: &kept.ID, Name: kept.Name, Kind: kept.Kind, Country: kept.Country}, err
}

// country tells whether a text may be a country's code.
func country(code string) bool {
	return len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'
}

// AddParties adds some to those who are to sign a draft.
func (s *Service) AddParties(ctx context.Context, id string, named ...Opposite) (err error) {
	defer errs.Wrap(&err, "agreement.AddParties(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, there, err := s.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(named) > 0 && slices.ContainsFunc(there, func(b Binds) bool { return b.ID == named[0].ID }) {
			return nil // a double click
		}
		var faults errs.List
		switch {
		case len(named) == 0:
			faults.Add(errs.At("opposite", "error.required"))
		case len(there)+len(named) > mostParties:
			faults.Add(errs.At(named[0].at(), "agreement.many", errs.Args{"max": mostParties}))
		}
		for _, o := range named {
			b, err := s.opposite(ctx, tx, a, o, there, &faults)
			if err != nil {
				return err
			}
			if b.ID != "" {
				there = append(there, b)
				if err := insertParty(ctx, tx, b); err != nil {
					return err
				}
			}
		}
		if err := faults.Err(); err != nil {
			return err
		}
		return s.note(ctx, tx, "agreement.party.add", a, "")
	})
}

// DropParty takes one from those who are to sign a draft; the keeper stays.
func (s *Service) DropParty(ctx context.Context, id, party string) (err error) {
	defer errs.Wrap(&err, "agreement.DropParty(%s)", party)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, there, err := s.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(there, func(b Binds) bool { return b.ID == party })
		if i < 0 {
			return errs.New(errs.NotFound, "error.notfound")
		}
		if there[i].Unit != nil && *there[i].Unit == a.Unit {
			return errs.New(errs.Conflict, "agreement.party.keeper")
		}
		used, err := promises(ctx, tx, party)
		if err != nil {
			return err
		}
		if used {
			return errs.New(errs.Conflict, "agreement.party.promises", errs.Args{"name": there[i].Name})
		}
		if err := deleteParty(ctx, tx, party); err != nil {
			return err
		}
		return s.note(ctx, tx, "agreement.party.drop", a, "")
	})
}

// draft reads an agreement that may be written and is not signed yet, with its
// parties.
func (s *Service) draft(ctx context.Context, tx *db.Tx, id string) (a Agreement, parties []Binds, err error) {
	if a, err = s.own(ctx, tx, id); err != nil {
		return a, nil, err
	}
	if a.SignedOn != "" {
		return a, nil, errs.New(errs.Conflict, "agreement.signed.already", errs.Args{"date": a.SignedOn})
	}
	parties, err = partiesOf(ctx, tx, id)
	return a, parties, err
}

// Details are how a party signs, and who is written to.
type Details struct {
	Signer, Post, Authority string
	Number                  string
	SignedOn                day.Date
	Contact, Email          string
	Was                     string // stamp of the party as the form showed it; empty: whatever it is now
}

// ChangeParty corrects how a party signs, and who is written to.
func (s *Service) ChangeParty(ctx context.Context, id, party string, d Details) (err error) {
	defer errs.Wrap(&err, "agreement.ChangeParty(%s)", party)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		b, err := partyByID(ctx, tx, party)
		if err == nil && b.Agreement != id {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		var faults errs.List
		d.check(&faults, tx.Today())
		if err := faults.Err(); err != nil {
			return err
		}
		was := b.Stamp()
		b.Signer, b.Post, b.Authority, b.Number, b.SignedOn, b.Contact, b.Email = d.Signer, d.Post, d.Authority, d.Number, d.SignedOn, d.Contact, d.Email
		if b.Stamp() == was {
			return nil // a double click
		}
		if d.Was != "" && d.Was != was {
			return errs.New(errs.Conflict, "error.conflict")
		}
		if err := updateParty(ctx, tx, b); err != nil {
			return err
		}
		if err := s.note(ctx, tx, "agreement.party.change", a, ""); err != nil {
			return err
		}
		return s.book(ctx, tx, a) // it may have signed on another day
	})
}

// check tidies what was written and refuses what cannot be.
func (d *Details) check(faults *errs.List, today day.Date) {
	d.Signer, d.Post, d.Authority, d.Number, d.Contact = line(d.Signer), line(d.Post), line(d.Authority), line(d.Number), line(d.Contact)
	for _, f := range []struct{ field, text string }{
		{"signer", d.Signer}, {"post", d.Post}, {"authority", d.Authority}, {"contact", d.Contact},
	} {
		atMost(faults, f.field, f.text, maxName)
	}
	atMost(faults, "number", d.Number, maxNumber)
	if d.SignedOn > today {
		faults.Add(errs.At("signed_on", "error.date.future", errs.Args{"date": d.SignedOn, "today": today}))
	}
	if d.Email = strings.TrimSpace(d.Email); d.Email == "" {
		return
	}
	if at, err := mail.ParseAddress(d.Email); err != nil || at.Address != d.Email || len(d.Email) > 200 {
		faults.Add(errs.At("email", "auth.email.form"))
	}
}

// Partners lists partners that were signed with before and whose names have
// words that begin as typed, for a form.
func (s *Service) Partners(ctx context.Context, typed string, limit int) (out []Partner, err error) {
	defer errs.Wrap(&err, "agreement.Partners")
	if !s.Org.Guard.May(ctx, Read) {
		return nil, errs.New(errs.Denied, "error.denied")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, err = partnersLike(ctx, tx, search.Fold(typed), limit)
		return err
	})
	return out, err
}
