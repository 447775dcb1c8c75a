package target

import (
	"context"
	"maps"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Figure is a ledger's figure with its target and how far it is reached.
type Figure struct {
	ledger.Figure
	Target      *Target
	Achievement *Achievement
	State       State
	Closing     *Closing // of a target that was closed on the last day of its unit
}

// Figures answers a query with targets. A part of a figure (by sex, by sector)
// has no target.
func (s *Service) Figures(ctx context.Context, tx *db.Tx, q ledger.Query) ([]Figure, error) {
	period := PeriodText(q.Period)
	if q.Own || q.Share {
		period = ""
	}
	return s.figures(ctx, tx, q, period)
}

// figures are compared with the targets of a period; with none where it is
// empty.
func (s *Service) figures(ctx context.Context, tx *db.Tx, q ledger.Query, period string) ([]Figure, error) {
	figures, err := s.ledger().Figures(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	targets, err := s.targetsFor(ctx, tx, q, period)
	if err != nil {
		return nil, err
	}
	closed, err := closedOf(ctx, tx, targets, period)
	if err != nil {
		return nil, err
	}
	out := make([]Figure, len(figures))
	for i, f := range figures {
		out[i] = Figure{Figure: f, State: NoState}
		if t := targets[key{f.Unit, f.Indicator.Code}]; t != nil && f.Part == "" {
			out[i].Target = t
			out[i].Achievement, out[i].Closing = achievement(f.Value, t), closed[key{f.Unit, f.Indicator.Code}]
		}
		out[i].State = s.Rules.state(f, out[i].Target, out[i].Achievement, tx.Today())
		if out[i].Closing != nil && out[i].State != OK {
			out[i].State = NoState // nobody can reach it any more: its rest is with others
		}
	}
	return out, nil
}

type key struct{ unit, indicator string }

func (s *Service) targetsFor(ctx context.Context, tx *db.Tx, q ledger.Query, period string) (map[key]*Target, error) {
	if period == "" {
		return nil, nil
	}
	codes := make([]string, len(q.Indicators))
	for i, ind := range q.Indicators {
		codes[i] = ind.Code
	}
	list, err := targetsOf(ctx, tx, q.Units, codes, period, tx.Today())
	if err != nil {
		return nil, err
	}
	out := map[key]*Target{}
	for i := range list {
		out[key{list[i].Unit, list[i].Indicator}] = &list[i]
	}
	return out, nil
}

// closedOf finds which of some targets of a period are closed.
func closedOf(ctx context.Context, tx *db.Tx, targets map[key]*Target, period string) (map[key]*Closing, error) {
	units := map[string]bool{}
	for k := range targets {
		units[k.unit] = true
	}
	list, err := closingsOf(ctx, tx, slices.Sorted(maps.Keys(units)), period)
	out := map[key]*Closing{}
	for i := range list {
		out[key{list[i].Unit, list[i].Indicator}] = &list[i]
	}
	return out, err
}

// History lists the givings of one target up to today, the newest first; out
// of scope the unit is not found.
func (s *Service) History(ctx context.Context, tx *db.Tx, unit, indicator, period string) (out []Target, err error) {
	defer errs.Wrap(&err, "target.History(%s)", indicator)
	if err := s.Org.Guard.Read(ctx, tx, Read, unit); err != nil {
		return nil, err
	}
	p, err := ledger.ParsePeriod(period)
	if err != nil {
		return nil, err
	}
	rows, err := history(ctx, tx, []string{unit}, PeriodText(p), tx.Today())
	for _, t := range rows {
		if t.Indicator == indicator {
			out = append(out, t)
		}
	}
	return out, err
}
