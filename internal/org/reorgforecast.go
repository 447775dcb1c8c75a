package org

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Forecast is what a plan would do.
type Forecast struct {
	Founded, Moved, Ended, Renamed, Recast int
	Members                                int64 // of what moves or ends, on the last day of the old order
	Superiors                              []Share
	Hanging                                []Hanging
	Others                                 []Reorg // that touch the same units on or after the day, signed or drafts
}

// Share is what a superior has before and after.
type Share struct {
	Unit          Unit
	Before, After Size
	Begins, Ends  bool
}

// Size is how many base unions and members stand below a unit.
type Size struct{ Unions, Members int64 }

// errDropPlan undoes a trial.
var errDropPlan = errors.New("org: a forecast is not kept")

// Forecast carries a plan out, reads what became of it and undoes it all: it
// is no estimate. A plan that is refused gives the refusals.
func (s *Service) Forecast(ctx context.Context, p Plan) (f Forecast, err error) {
	defer errs.Wrap(&err, "org.Forecast(%s)", p.Unit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if f, err = s.forecast(ctx, tx, p); err != nil {
			return err
		}
		return errDropPlan
	})
	if errors.Is(err, errDropPlan) {
		err = nil
	}
	return f, err
}

func (s *Service) forecast(ctx context.Context, tx *db.Tx, p Plan) (f Forecast, err error) {
	o, err := s.prepare(ctx, tx, p)
	if err != nil {
		return f, err
	}
	f = Forecast{
		Founded: len(o.of(OpFound)), Moved: len(o.of(OpMove)), Ended: len(o.of(OpEnd)), Renamed: len(o.of(OpRename)), Recast: len(o.of(OpRecast)),
	}
	if f.Hanging, err = o.hanging(ctx); err != nil {
		return f, err
	}
	if f.Others, err = othersTouching(ctx, tx, o.Reorg, o.Lines); err != nil {
		return f, err
	}
	if f.Members, err = o.membersTouched(ctx); err != nil {
		return f, err
	}
	before, err := o.sizes(ctx, o.last())
	if err != nil {
		return f, err
	}
	if err := dropReorg(ctx, tx, o.Reorg.ID); err != nil { // the draft of which it is the trial
		return f, err
	}
	if err := o.sign(ctx); err != nil {
		return f, err
	}
	after, err := o.sizes(ctx, o.Reorg.EffectiveOn)
	for _, u := range o.superiors() {
		f.Superiors = append(f.Superiors, Share{u, before[u.ID], after[u.ID], u.FoundedOn == o.Reorg.EffectiveOn, o.ends(u.Code)})
	}
	return f, err
}

func (o *reorganiser) hanging(ctx context.Context) (out []Hanging, err error) {
	for _, f := range o.Followers {
		some, err := f.Touched(ctx, o.tx, o.Turn)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// Became tells what a signed act did to what hung on its units, as far as the
// card's reader sees them.
func (s *Service) Became(ctx context.Context, c ReorgCard) (out []Hanging, err error) {
	defer errs.Wrap(&err, "org.Became(%s)", c.Reorg.ID)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		for _, f := range s.Followers {
			t, tells := f.(Teller)
			if !tells {
				continue
			}
			some, err := t.Became(ctx, tx, Turn{Reorg: c.Reorg, Lines: c.Lines, Units: c.Units})
			if err != nil {
				return err
			}
			out = append(out, some...)
		}
		return nil
	})
	return out, err
}

// superiors are all units that rows name as superiors, and those that end, but
// for base unions, by code.
func (o *reorganiser) superiors() (out []Unit) {
	seen := map[string]bool{}
	for _, l := range o.Lines {
		code := l.Parent
		if l.Op == OpEnd {
			code = l.Unit
		}
		if u, known := o.Units[code]; known && !seen[code] && !o.Rules.Kind(u.Kind).Counted {
			seen[code] = true
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b Unit) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// sizes reads unions and members below the superiors at the end of a day, in
// the tree of that day.
func (o *reorganiser) sizes(ctx context.Context, on day.Date) (map[string]Size, error) {
	var ids []string
	for _, u := range o.superiors() {
		ids = append(ids, u.ID)
	}
	out := map[string]Size{}
	figures, err := o.stocks(ctx, ids, on, "ORG.CDCS.TOTAL", "ORG.DV.TOTAL")
	for _, f := range figures {
		size := out[f.Unit]
		if f.Indicator.Code == "ORG.DV.TOTAL" {
			size.Members = f.Numerator
		} else {
			size.Unions = f.Numerator
		}
		out[f.Unit] = size
	}
	return out, err
}

// stocks reads figures of a day, which may lie ahead.
func (o *reorganiser) stocks(ctx context.Context, ids []string, on day.Date, codes ...string) ([]ledger.Figure, error) {
	var inds []*ledger.Indicator
	for _, code := range codes {
		ind, err := o.Ledger.Catalogue.Indicator(code)
		if err != nil {
			return nil, err
		}
		inds = append(inds, ind)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return o.Ledger.Figures(ctx, o.tx, ledger.Query{Units: ids, Indicators: inds, Period: ledger.Days(on, on), Tree: ledger.Then, On: on})
}

// membersTouched counts the members of what moves, with all below it, and of
// base unions that end.
func (o *reorganiser) membersTouched(ctx context.Context) (n int64, err error) {
	var ids []string
	for _, l := range o.Lines {
		u := o.Units[l.Unit]
		if l.Op == OpMove || (l.Op == OpEnd && o.Rules.Kind(u.Kind).Counted) {
			ids = append(ids, u.ID)
		}
	}
	figures, err := o.stocks(ctx, ids, o.last(), "ORG.DV.TOTAL")
	for _, f := range figures {
		n += f.Numerator
	}
	return n, err
}

// membersOf counts a base union's members at the end of a day.
func (o *reorganiser) membersOf(ctx context.Context, u Unit, on day.Date) (n int64, err error) {
	if !o.Rules.Kind(u.Kind).Counted {
		return 0, nil
	}
	figures, err := o.stocks(ctx, []string{u.ID}, on, "ORG.DV.TOTAL")
	for _, f := range figures {
		n += f.Numerator
	}
	return n, err
}
