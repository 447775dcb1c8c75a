package target

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Entry is a target as it holds today, how far it is reached, and what was
// given before it.
type Entry struct {
	Unit    org.Unit
	Figure  Figure
	History []Target // the newest first; the first is the one that holds
}

// List is the targets of a period: those of a unit, then those of the units
// below it, worst first.
type List struct {
	Unit     org.Unit
	Superior org.Unit // who gives to the unit today; empty for a root
	Today    day.Date
	Own      []Entry
	Below    []Entry
	Rests    []Rest              // what the unit keeps of targets of units that ended
	Units    map[string]org.Unit // the givers, and who keeps rests, by id
	MayGive  bool
	Children int // units below
}

// List reads the targets of a unit and of those below it.
func (s *Service) List(ctx context.Context, q BoardQuery) (l List, err error) {
	defer errs.Wrap(&err, "target.List(%s)", q.Unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		b, err := s.boardIn(ctx, tx, q)
		if err != nil {
			return err
		}
		l = List{Unit: b.Unit, Today: b.Today, MayGive: b.MayGive, Children: b.Units, Rests: b.Rests, Units: map[string]org.Unit{}}
		if l.Superior, err = s.Org.ParentOn(ctx, tx, b.Unit.ID, b.Today); err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		return s.fillList(ctx, tx, &l, b, q.Period)
	})
	return l, err
}

func (s *Service) fillList(ctx context.Context, tx *db.Tx, l *List, b Board, p ledger.Period) error {
	ids := []string{b.Unit.ID}
	for _, r := range b.Rows {
		ids = append(ids, r.Unit.ID)
	}
	rows, err := history(ctx, tx, ids, PeriodText(p), b.Today)
	if err != nil {
		return err
	}
	past, givers := map[key][]Target{}, []string{}
	for _, t := range rows {
		k := key{t.Unit, t.Indicator}
		past[k] = append(past[k], t)
		givers = append(givers, t.Giver)
	}
	l.Own = entries(b.Total, past)
	for _, r := range b.Rows {
		l.Below = append(l.Below, entries(r, past)...)
	}
	for _, e := range slices.Concat(l.Own, l.Below) {
		if e.Figure.Closing != nil {
			givers = append(givers, e.Figure.Closing.Keeper, e.Figure.Closing.Superior)
		}
	}
	l.Units, err = s.Org.UnitsByID(ctx, tx, givers)
	return err
}

func entries(r Row, past map[key][]Target) (out []Entry) {
	for _, f := range r.Figures {
		if f.Target != nil {
			out = append(out, Entry{r.Unit, f, past[key{r.Unit.ID, f.Indicator.Code}]})
		}
	}
	return out
}
