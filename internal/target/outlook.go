package target

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Outlook is how the targets of a unit stand, and what asks for care in the
// units directly below it.
type Outlook struct {
	Own    []Figure // each target of the unit itself, in the catalogue's order
	Late   []Row    // living units directly below with late targets, one each, the worst first
	Below  int      // living units directly below
	Above  bool     // some of them are no base unions
	Rests  []Rest   // what the unit keeps of targets of units that ended
	Shared []string // indicators somebody directly below has a target for
}

// Met counts the unit's own targets that are reached, of those it has.
func (o Outlook) Met() (met, all int) { return Row{Figures: o.Own}.Met() }

// Undistributed lists the unit's own targets that are not reached and nobody
// below has a share of. Percentages are not shared out.
func (o Outlook) Undistributed() (out []Figure) {
	for _, f := range o.Own {
		if o.Below > 0 && f.State != OK && f.Indicator.Adds() && !slices.Contains(o.Shared, f.Indicator.Code) {
			out = append(out, f)
		}
	}
	return out
}

// Outlook reads figures only for units and indicators with targets, so it costs
// little however many units stand below. Who asks has been allowed to read u.
func (s *Service) Outlook(ctx context.Context, tx *db.Tx, u org.Unit, p ledger.Period) (o Outlook, err error) {
	defer errs.Wrap(&err, "target.Outlook(%s)", u.Code)
	children, err := s.Org.Children(ctx, tx, u.ID, tx.Today(), tx.Today(), org.ChildFilter{})
	if err != nil {
		return o, err
	}
	o.Below = len(children)
	if o.Rests, err = s.RestsAt(ctx, tx, u.ID, p); err != nil {
		return o, err
	}
	text := PeriodText(p)
	codes, err := indicatorsBelow(ctx, tx, u.ID, text, tx.Today(), tx.Today())
	if err != nil || len(codes) == 0 {
		return o, err
	}
	byID, ids := map[string]org.Node{}, []string{u.ID}
	for _, c := range children {
		byID[c.ID], ids = c, append(ids, c.ID)
		o.Above = o.Above || !s.Org.Rules.Kind(c.Kind).Counted
	}
	given, err := targetsOf(ctx, tx, ids, codes, text, tx.Today())
	if err != nil {
		return o, err
	}
	return o, s.fillOutlook(ctx, tx, &o, u, p, byID, given)
}

func (s *Service) fillOutlook(ctx context.Context, tx *db.Tx, o *Outlook, u org.Unit, p ledger.Period, below map[string]org.Node, given []Target) error {
	var units []string
	var indicators []*ledger.Indicator
	for _, ind := range s.ledger().Catalogue.Indicators {
		if slices.ContainsFunc(given, func(t Target) bool { return t.Indicator == ind.Code }) {
			indicators = append(indicators, &ind)
		}
	}
	for _, t := range given {
		if units = append(units, t.Unit); t.Unit != u.ID {
			o.Shared = append(o.Shared, t.Indicator)
		}
	}
	slices.Sort(units)
	units = slices.Compact(units)
	slices.Sort(o.Shared)
	o.Shared = slices.Compact(o.Shared)
	figures, err := s.Figures(ctx, tx, ledger.Query{Units: units, Indicators: indicators, Period: p, Tree: ledger.Then})
	for _, f := range figures {
		switch {
		case f.Target == nil:
		case f.Unit == u.ID:
			o.Own = append(o.Own, f)
		case f.Late():
			n := below[f.Unit]
			o.Late = append(o.Late, Row{Unit: n.Unit, Below: n.Below, Figures: []Figure{f}})
		}
	}
	slices.SortStableFunc(o.Late, func(a, b Row) int { return compareFigures(a.Figures[0], b.Figures[0], false) })
	return err
}
