package report

import (
	"context"
	"slices"
	"strconv"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Cause is why a figure is not what it was when it was signed.
type Cause string

const (
	ByFact       Cause = "fact"       // something was recorded, corrected or withdrawn since
	ByTree       Cause = "tree"       // units moved, with effect in the period
	ByDefinition Cause = "definition" // it is counted by another rule
	ByTarget     Cause = "target"     // the number stands; its target was revised
)

// Difference is a figure that is not what it was when the report was signed.
type Difference struct {
	Signed Figure
	Now    Figure
	Cause  Cause
	Delta  int64           // of the numerator
	Facts  []ledger.Source // recorded since, the newest days first; at most maxFacts
	More   bool            // there are more
}

// maxFacts is how many facts a difference lists.
const maxFacts = 50

// since compares a signed report with the figures as they are.
func (s *Service) since(ctx context.Context, tx *db.Tx, rep Report, frozen Frozen) (out []Difference, err error) {
	defer errs.Wrap(&err, "report.since(%s)", rep.ID)
	now, err := s.asItIs(ctx, tx, frozen.Content.Figures)
	if err != nil {
		return nil, err
	}
	for _, f := range frozen.Content.Figures {
		d := Difference{Signed: f, Now: now[f.key()]}
		if d.Now.Indicator != "" && f.agrees(d.Now) {
			continue
		}
		if err := s.explain(ctx, tx, &d, *rep.SignedAt); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (f Figure) key() figureKey { return figureKey{f.Indicator, f.Unit, f.Dim, f.Part, f.Period} }

// agrees tells that two readings of a figure say the same.
func (f Figure) agrees(o Figure) bool {
	sameGoal := (f.Target == nil) == (o.Target == nil) && (f.Target == nil || (f.Target.Value == o.Target.Value && f.Target.Comparison == o.Target.Comparison))
	return f.Numerator == o.Numerator && f.Denominator == o.Denominator && f.Value == o.Value && sameGoal
}

// asItIs reads figures anew, a query for each period and split.
func (s *Service) asItIs(ctx context.Context, tx *db.Tx, figures []Figure) (map[figureKey]Figure, error) {
	groups := map[wanted][]Figure{}
	for _, f := range figures {
		w := wanted{f.Period, f.Dim}
		groups[w] = append(groups[w], f)
	}
	out := map[figureKey]Figure{}
	for w, list := range groups {
		if err := s.readAgain(ctx, tx, w, list, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) readAgain(ctx context.Context, tx *db.Tx, w wanted, list []Figure, out map[figureKey]Figure) error {
	p, err := ledger.ParsePeriod(w.period)
	if err != nil {
		return err
	}
	q := ledger.Query{Period: p, Tree: ledger.Then, By: w.dim}
	codes, known := map[string]string{}, map[string]bool{}
	for _, f := range list {
		if ind, err := s.catalogue().Indicator(f.Indicator); err == nil && !known["i"+f.Indicator] {
			known["i"+f.Indicator] = true
			q.Indicators = append(q.Indicators, ind)
		}
		if !known["u"+f.Unit] {
			known["u"+f.Unit] = true
			u, err := s.Org.UnitByCode(ctx, tx, f.Unit)
			if err != nil {
				return err
			}
			codes[u.ID] = u.Code
			q.Units = append(q.Units, u.ID)
		}
	}
	figures, err := s.Target.Figures(ctx, tx, q)
	for _, f := range figures {
		now := live(f, codes[f.Unit], p, string(day.Min(p.To, tx.Today())))
		out[now.key()] = now
	}
	return err
}

// explain finds why a figure changed.
func (s *Service) explain(ctx context.Context, tx *db.Tx, d *Difference, signed int64) error {
	was, _ := strconv.ParseInt(d.Signed.Numerator, 10, 64) // written by us
	now, _ := strconv.ParseInt(d.Now.Numerator, 10, 64)
	d.Delta = now - was
	switch {
	case d.Now.Definition != d.Signed.Definition:
		d.Cause = ByDefinition
		return nil
	case d.Now.Numerator == d.Signed.Numerator && d.Now.Denominator == d.Signed.Denominator && d.Now.Value == d.Signed.Value:
		d.Cause = ByTarget
		return nil
	}
	facts, err := s.factsSince(ctx, tx, d.Signed, signed)
	if err != nil {
		return err
	}
	d.Cause = ByTree
	if slices.ContainsFunc(facts, func(f ledger.Source) bool { return f.Kind != org.ReorgSource }) {
		d.Cause = ByFact // what acts that rearrange book follows from the tree
	}
	if d.More = len(facts) > maxFacts; d.More {
		facts = facts[:maxFacts]
	}
	d.Facts = facts
	return nil
}

// factsSince are the facts behind a figure that were recorded after a moment.
func (s *Service) factsSince(ctx context.Context, tx *db.Tx, f Figure, since int64) ([]ledger.Source, error) {
	ind, err := s.catalogue().Indicator(f.Indicator)
	if err != nil {
		return nil, err
	}
	u, err := s.Org.UnitByCode(ctx, tx, f.Unit)
	if err != nil {
		return nil, err
	}
	p, err := ledger.ParsePeriod(f.Period)
	if err != nil {
		return nil, err
	}
	q := ledger.Query{Units: []string{u.ID}, Indicators: []*ledger.Indicator{ind}, Period: p, Tree: ledger.Then, By: f.Dim, Part: f.Part}
	return s.ledger().Later(ctx, tx, q, since, maxFacts+1)
}

func dayOf(micro int64) day.Date { return day.Of(time.UnixMicro(micro)) }
