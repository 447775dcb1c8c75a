package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/target"
)

// promised checks a commitment and puts it in its place.
func (s *Service) promised(ctx context.Context, tx *db.Tx, a Agreement, p Promise, there []Commitment) (c Commitment, err error) {
	var faults errs.List
	c = p.Commitment
	c.Agreement, c.Text, c.Lead, c.Target = a.ID, line(c.Text), line(c.Lead), strings.TrimSpace(c.Target)
	i := slices.IndexFunc(there, func(o Commitment) bool { return o.ID == c.ID })
	if c.ID != "" && i < 0 {
		return c, errs.New(errs.NotFound, "error.notfound")
	}
	if err := s.checkPlace(ctx, tx, a, &c, there, &faults); err != nil {
		return c, err
	}
	if i >= 0 {
		c.DroppedOn, c.DropReason = there[i].DroppedOn, there[i].DropReason
		if there[i].Field == c.Field {
			c.Position = there[i].Position
		}
	}
	need(&faults, "text", c.Text, maxText)
	atMost(&faults, "lead", c.Lead, maxName)
	checkDue(&faults, a, &c)
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return c, err
	}
	checkWho(&faults, parties, c)
	if err := s.checkCounted(ctx, tx, a, parties, &c, p.Counted, &faults); err != nil {
		return c, err
	}
	return c, faults.Err()
}

// checkPlace finds the field a commitment belongs to, and its place there.
func (s *Service) checkPlace(ctx context.Context, tx *db.Tx, a Agreement, c *Commitment, there []Commitment, faults *errs.List) error {
	fields, err := fieldsOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(fields, func(f Field) bool { return f.ID == c.Field }) {
		faults.Add(errs.At("field", "error.choice"))
	}
	c.Position = 1
	for _, o := range there {
		if o.Field == c.Field {
			c.Position = max(c.Position, o.Position+1)
		}
	}
	if c.Position > mostPositions {
		faults.Add(errs.At("text", "agreement.many", errs.Args{"max": mostPositions}))
	}
	return nil
}

// checkDue wants a day within the stage; a commitment without one is due at the
// stage's end.
func checkDue(faults *errs.List, a Agreement, c *Commitment) {
	if c.Due == "" {
		c.Due = a.To
	}
	if c.Due < a.From || c.Due > a.To {
		faults.Add(errs.At("due", "agreement.due.outside", errs.Args{"from": a.From, "to": a.To}))
	}
	if !slices.Contains(Rhythms(), c.Every) {
		faults.Add(errs.At("every", "error.choice"))
	}
}

// Rhythms are after how many months a commitment may be due again; 0: once.
func Rhythms() []int { return []int{0, 1, 3, 6, 12} }

// checkWho wants a side, and of a single party that it stands there.
func checkWho(faults *errs.List, parties []Binds, c Commitment) {
	if c.Side != A && c.Side != B && c.Side != Both {
		faults.Add(errs.At("side", "error.choice"))
		return
	}
	if c.Party == nil {
		return
	}
	if !slices.ContainsFunc(parties, func(b Binds) bool { return b.ID == *c.Party && b.Side == c.Side }) {
		faults.Add(errs.At("party", "error.choice"))
	}
}

// checkCounted reads what is to be counted: an indicator, maybe a part of it,
// whose figure, and how much is promised.
func (s *Service) checkCounted(ctx context.Context, tx *db.Tx, a Agreement, parties []Binds, c *Commitment, typed string, faults *errs.List) error {
	c.Counts = nil
	if c.Indicator == "" {
		c.Dim, c.Part, c.Target = "", "", ""
		return nil
	}
	ind, err := s.catalogue().Indicator(c.Indicator)
	if err != nil {
		faults.Add(errs.At("indicator", "error.choice"))
		return nil
	}
	if c.Dim == "" {
		c.Part = ""
	} else if c.Part == "" || !slices.Contains(ind.Dimensions(), c.Dim) {
		faults.Add(errs.At("part", "error.choice"))
	}
	var fault *errs.Error
	if c.Target, fault = target.ReadAmount("target", c.Target, ind); fault != nil {
		faults.Add(fault)
	}
	u, err := s.counted(ctx, tx, a, parties, *c, typed)
	if errs.Is(err, errs.NotFound) {
		faults.Add(errs.At("counts", "error.unit.unknown", errs.Args{"code": typed}))
		return nil
	}
	if err == nil && u.ID == "" {
		faults.Add(errs.At("counts", "agreement.counts.whose"))
		return nil
	}
	c.Counts = &u.ID
	return err
}

// counted is the unit whose figure a commitment is: the one typed, in the
// writer's scope, else the only unit of the side.
func (s *Service) counted(ctx context.Context, tx *db.Tx, a Agreement, parties []Binds, c Commitment, typed string) (u org.Unit, err error) {
	if strings.TrimSpace(typed) != "" {
		return s.Org.Named(ctx, tx, typed)
	}
	units := unitsOf(parties, c, a.From)
	if len(units) == 0 {
		return u, nil
	}
	return s.Org.UnitByID(ctx, tx, units[0])
}

// unitsOf are the ids of the units that have promised something and are bound on
// a day.
func unitsOf(parties []Binds, c Commitment, on day.Date) (out []string) {
	for _, b := range parties {
		if b.Unit != nil && b.On(on) && c.binds(b, parties) && !slices.Contains(out, *b.Unit) { // an heir may stand there twice
			out = append(out, *b.Unit)
		}
	}
	return out
}

// binds tells whether a commitment is one of a party: of its side, and when one
// party alone promised, of that or of who goes on from it.
func (c Commitment) binds(b Binds, parties []Binds) bool {
	if c.Side != Both && c.Side != b.Side {
		return false
	}
	return c.Party == nil || goesBackTo(b, *c.Party, parties)
}

// goesBackTo follows who a party goes on from.
func goesBackTo(b Binds, party string, parties []Binds) bool {
	for range parties {
		if b.ID == party {
			return true
		}
		i := slices.IndexFunc(parties, func(o Binds) bool { return o.ID == b.Follows })
		if i < 0 {
			return false
		}
		b = parties[i]
	}
	return false
}
