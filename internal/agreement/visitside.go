package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// checkSides reads hosts and guests: nobody is both, none is named twice, each
// unit lives on the first day.
func (s *Service) checkSides(ctx context.Context, tx *db.Tx, v *Visit, p VisitPlan, old *Visit, faults *errs.List) error {
	v.Sides = nil
	for _, r := range []struct {
		role  VisitRole
		field string
		named []Opposite
	}{{HostRole, "hosts", p.Hosts}, {GuestRole, "guests", p.Guests}} {
		if len(r.named) == 0 {
			faults.Add(errs.At(r.field, "error.required"))
		}
		if len(r.named) > mostSides {
			faults.Add(errs.At(r.field, "agreement.many", errs.Args{"max": mostSides}))
		}
		for i, o := range r.named {
			x, err := s.visitSide(ctx, tx, v, o, r.field, faults)
			if err != nil {
				return err
			}
			if x.Name == "" || v.twice(x, r.role, r.field, faults) {
				continue
			}
			x.ID, x.Visit, x.Role, x.Position = db.NewID(), v.ID, r.role, i+1
			v.Sides = append(v.Sides, x.as(old))
		}
	}
	return s.checkDropped(ctx, tx, v, old, faults)
}

// twice refuses somebody who stands there already.
func (v *Visit) twice(x VisitSide, role VisitRole, field string, faults *errs.List) bool {
	for _, there := range v.Sides {
		if !there.body().sameBody(x.body()) {
			continue
		}
		key := "agreement.visit.twice"
		if there.Role != role {
			key = "agreement.visit.both"
		}
		faults.Add(errs.At(field, key, errs.Args{"name": x.Name}))
		return true
	}
	return false
}

// as keeps the id of a side that stood there before: topics name it.
func (x VisitSide) as(old *Visit) VisitSide {
	if old == nil {
		return x
	}
	for _, was := range old.Sides {
		if was.body().sameBody(x.body()) && was.Role == x.Role {
			x.ID = was.ID
		}
	}
	return x
}

// visitSide reads one host or guest: a unit, a partner that is known by the name,
// or a new one when its kind is told; the zero side when it cannot be.
func (s *Service) visitSide(ctx context.Context, tx *db.Tx, v *Visit, o Opposite, field string, faults *errs.List) (x VisitSide, err error) {
	typed := strings.TrimSpace(o.Unit)
	if typed == "" {
		return s.visitPartner(ctx, tx, o, field, faults)
	}
	u, err := s.Org.Anywhere(ctx, tx, typed)
	if errs.Is(err, errs.NotFound) || (err == nil && u.Withdrawn()) {
		o.Name = typed
		if x, err = namedPartner(ctx, tx, typed); err != nil || x.Name != "" {
			return x, err
		}
		if o.Kind != "" {
			return s.visitPartner(ctx, tx, o, field, faults)
		}
		faults.Add(errs.At(field, "agreement.visit.who", errs.Args{"name": typed}))
		return x, nil
	}
	if err != nil {
		return x, err
	}
	on := v.First()
	if on == "" {
		on = tx.Today()
	}
	living(u, on, field, faults)
	return VisitSide{Unit: &u.ID, Name: u.Name, Code: u.Code, Kind: Union}, nil
}

// visitPartner reads a partner as agreements name them.
func (s *Service) visitPartner(ctx context.Context, tx *db.Tx, o Opposite, field string, faults *errs.List) (x VisitSide, err error) {
	var own errs.List
	b, err := s.partnerParty(ctx, tx, o, &own)
	for _, f := range own {
		if f.Field == "opposite" {
			f.Field = field
		}
		faults.Add(f)
	}
	return VisitSide{Partner: b.Partner, Name: b.Name, Kind: b.Kind, Country: b.Country}, err
}

// namedPartner finds a partner by its whole name, of whatever kind; the zero side
// when there is none.
func namedPartner(ctx context.Context, tx *db.Tx, name string) (x VisitSide, err error) {
	var p Partner
	err = tx.Get(ctx, &p, `/* agreement.namedPartner */
		SELECT id, name, kind, country FROM agreement_partner WHERE folded = $1 ORDER BY at, id LIMIT 1`, search.Fold(name))
	if errs.Is(err, errs.NotFound) {
		return x, nil
	}
	return VisitSide{Partner: &p.ID, Name: p.Name, Kind: p.Kind, Country: p.Country}, err
}

// checkDropped keeps those who have asked or answered something.
func (s *Service) checkDropped(ctx context.Context, tx *db.Tx, v, old *Visit, faults *errs.List) error {
	if old == nil {
		return nil
	}
	for _, was := range old.Sides {
		if slices.ContainsFunc(v.Sides, func(x VisitSide) bool { return x.ID == was.ID }) {
			continue
		}
		used, err := sideSpoke(ctx, tx, was.ID)
		if err != nil {
			return err
		}
		if used {
			faults.Add(errs.At(string(was.Role)+"s", "agreement.visit.spoke", errs.Args{"name": was.Name}))
		}
	}
	return nil
}

func visitAct(ctx context.Context, v Visit) ledger.Act {
	return ledger.Act{Kind: VisitSource, ID: v.ID, Recorder: actor(ctx)}
}

// visitFacts are the facts of a visit that was held, at each unit that received
// it or came, on its first day. They are those of the kind of work "delegation"
// as well, so that nobody records it there again: each host has received all the
// people, but of several guests the first brings them, or they would count as
// often as there are guests.
func visitFacts(v Visit) (out []ledger.Fact) {
	if v.WithdrawnAt != nil || v.HeldFrom == "" || v.CancelledOn != "" {
		return nil
	}
	for _, x := range v.Sides {
		if x.Unit == nil {
			continue
		}
		direction := map[VisitRole]string{HostRole: "in", GuestRole: "out"}[x.Role]
		out = append(out,
			ledger.Fact{Measure: "visit.done", Unit: *x.Unit, Day: v.HeldFrom, Quantity: 1, Dims: map[string]string{"role": string(x.Role)}},
			ledger.Fact{Measure: "delegation", Unit: *x.Unit, Day: v.HeldFrom, Quantity: 1})
		if v.People > 0 && (x.Role == HostRole || x.Position == 1) {
			out = append(out, ledger.Fact{
				Measure: "delegation.person", Unit: *x.Unit, Day: v.HeldFrom, Quantity: int64(v.People), Dims: map[string]string{"direction": direction},
			})
		}
	}
	return out
}

// VisitSources names visits behind figures, for whoever was allowed to learn the
// ids.
func (s *Service) VisitSources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	out := make(map[string]ledger.SourceName, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	return out, tx.Each(ctx, `/* agreement.VisitSources */ SELECT id, title FROM agreement_visit WHERE id IN (`+db.In(1, len(ids))+`)`, db.Anys(ids),
		func(scan func(...any) error) error {
			var id, title string
			err := scan(&id, &title)
			out[id] = ledger.SourceName{Title: title, URL: VisitHref(id)}
			return err
		})
}

// living refuses a unit that did not live on a day.
func living(u org.Unit, on day.Date, field string, faults *errs.List) {
	switch {
	case u.EndedBy(on):
		faults.Add(errs.At(field, "agreement.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn}))
	case u.FoundedOn > on:
		faults.Add(errs.At(field, "agreement.visit.notyet", errs.Args{"name": u.Name, "date": u.FoundedOn}))
	}
}
