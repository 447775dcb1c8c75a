package agreement

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
)

// look is all that a review is drafted from, on one snapshot.
type look struct {
	agreement Agreement
	review    Review
	keeper    org.Unit
	parties   []Binds
	fields    []Field
	proofs    map[string]string // words of outcomes, by duty
	met       map[string]bool   // what is counted has come to what was promised, by duty
	codes     map[string]string // of units whose figures are promised, by id
	catalogue *ledger.Catalogue
	before    *Agreement
	next      *Agreement // of a final review: what follows, with its fields
	headings  []string   // of those fields
	on        day.Date   // today: what came after the stage is told as well
	bound     day.Date   // the last day of it on which parties are bound
}

func (s *Service) look(ctx context.Context, tx *db.Tx, a Agreement, r Review, keeper org.Unit) (d *look, err error) {
	d = &look{agreement: a, review: r, keeper: keeper, catalogue: s.catalogue(), codes: map[string]string{}, met: map[string]bool{}, on: tx.Today(), bound: day.Min(tx.Today(), a.Last())}
	for _, read := range []func() error{
		func() error { d.parties, err = partiesOf(ctx, tx, a.ID); return err },
		func() error { d.fields, err = s.fields(ctx, tx, a); return err },
		func() error { d.proofs, err = saidOf(ctx, tx, a.ID, tx.Tomorrow()); return err },
		func() error { return s.lookAround(ctx, tx, d) },
		func() error { return s.lookAtUnits(ctx, tx, d) },
		func() error { return s.lookAtCounts(ctx, tx, d) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// lookAround reads what the agreement follows, and what follows it.
func (s *Service) lookAround(ctx context.Context, tx *db.Tx, d *look) error {
	before, after, err := s.chain(ctx, tx, d.agreement)
	if d.before = before; err != nil || len(after) == 0 {
		return err
	}
	d.next = &after[0]
	fields, err := fieldsOf(ctx, tx, d.next.ID)
	for _, f := range fields {
		d.headings = append(d.headings, f.Heading)
	}
	return err
}

func (s *Service) lookAtUnits(ctx context.Context, tx *db.Tx, d *look) error {
	for _, f := range d.fields {
		for _, c := range f.Commitments {
			if c.Counts == nil || d.codes[*c.Counts] != "" {
				continue
			}
			u, err := s.Org.UnitByID(ctx, tx, *c.Counts)
			if err != nil {
				return err
			}
			d.codes[*c.Counts] = u.Code
		}
	}
	return nil
}

// lookAtCounts tells which open duties have come to their figure already.
func (s *Service) lookAtCounts(ctx context.Context, tx *db.Tx, d *look) error {
	for _, c := range d.all() {
		for _, x := range d.told(c) {
			if c.Indicator == "" || x.OutcomeOn(d.on) != Open {
				continue
			}
			n, err := s.count(ctx, tx, c, x, d.on)
			if err != nil {
				return err
			}
			d.met[x.ID] = n.Met
		}
	}
	return nil
}

// told are the duties of a commitment a review tells of: those that were due in
// its time, and those from before that are still open.
func (d *look) told(c Commitment) []Duty {
	return slices.DeleteFunc(slices.Clone(c.Duties), func(x Duty) bool {
		o := x.OutcomeOn(d.on)
		switch {
		case x.From > d.on || x.From > d.review.To:
			return true // its time has not begun
		case o == Waived && x.By == "":
			return true // it was due no more
		}
		return x.Due < d.review.From && o != Open
	})
}

// late are the duties of them that were not done.
func (d *look) late(c Commitment) []Duty {
	return slices.DeleteFunc(d.told(c), func(x Duty) bool { return !x.Late(d.on) && x.OutcomeOn(d.on) != Unmet })
}

// ahead is the next time a commitment is due; false when it is over.
func (d *look) ahead(c Commitment) (Duty, bool) {
	i := slices.IndexFunc(c.Duties, func(x Duty) bool { return x.OutcomeOn(d.on) == Open && x.Due >= d.on })
	if i < 0 {
		return Duty{}, false
	}
	return c.Duties[i], true
}

// all are the commitments, field by field.
func (d *look) all() (out []Commitment) {
	for _, f := range d.fields {
		out = append(out, f.Commitments...)
	}
	return out
}

// fill is what goes into the sections of the report.
func (d *look) fill() map[string]report.Filling {
	var fields []report.Part
	for _, f := range d.fields {
		part := report.Part{Level: 2, Heading: f.Heading, Hint: fieldHint}
		for _, c := range f.Commitments {
			part.Lines = append(part.Lines, d.line(c)...)
		}
		fields = append(fields, part)
	}
	return map[string]report.Filling{
		"signing": {Lines: d.signing()},
		"fields":  {Below: fields},
		"verdict": {Lines: d.verdict()},
		"late":    {Lines: d.lateLines()},
		"ahead":   {Lines: d.aheadLines()},
	}
}
