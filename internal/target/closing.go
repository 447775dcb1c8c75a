package target

import (
	"context"
	"math/big"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// Closing is a target closed on the last day of its unit, because a
// reorganisation ended the unit while the target's period ran. What was reached
// by then and what is left do not change any more: what becomes known later
// shows in the figure beside it.
type Closing struct {
	ID        string   `db:"id"`
	Reorg     string   `db:"reorg"`
	Target    string   `db:"target"` // id of the giving that held
	Indicator string   `db:"indicator"`
	Unit      string   `db:"unit"`
	Period    string   `db:"period"`
	Amount    string   `db:"value"` // as given
	Last      day.Date `db:"last_day"`
	Achieved  string   `db:"achieved"` // to the last day, as figures are printed; empty: no value
	Rest      *int64   `db:"rest"`     // what goes on; nil where it does not add up over units
	Superior  string   `db:"superior"` // id of the unit above on the last day
	Keeper    string   `db:"keeper"`   // id of who keeps what is left of the rest, to hand it down
	Within    string   `db:"within"`   // id of the superior's closing, whose rest this one is a part of
	ClosedAt  int64    `db:"closed_at"`
	Handed    int64    `db:"handed"`  // of the rest, to others
	To        string   `db:"goes_to"` // name of who took up the rest with the act, else of who keeps it
}

// Open is what is left of the rest to be handed down; of a rest that lies in
// that of the superior, nothing.
func (c Closing) Open() int64 {
	if c.Rest == nil || c.Within != "" {
		return 0
	}
	return *c.Rest - c.Handed
}

// Reached is what counts as reached of the target: all but the rest.
func (c Closing) Reached() int64 {
	if c.Rest == nil {
		return 0
	}
	return c.given() - *c.Rest
}

func (c Closing) given() int64 { return whole((&Target{Amount: c.Amount}).Value()) }

// ending is a unit that an act ends, as its targets are closed for it.
type ending struct {
	Reorg    string   `db:"reorg"`
	Unit     string   `db:"unit"`
	Last     day.Date `db:"last_day"`
	Heir     string   `db:"heir"` // id of the only heir
	Document string   `db:"document"`
	IssuedOn day.Date `db:"issued_on"`
}

// standing is a target that an end closes, with what is reached of it.
type standing struct {
	Target
	period ledger.Period
	figure ledger.Figure
}

// standing reads the targets of units that reach beyond a last day and are not
// closed, with the figures as they are at its end; by unit, period and indicator.
func (s *Service) standing(ctx context.Context, tx *db.Tx, units []string, last day.Date) (out []standing, err error) {
	all, err := openTargets(ctx, tx, units)
	if err != nil {
		return nil, err
	}
	periods := map[string][]int{}
	for _, t := range all {
		p, err := ledger.ParsePeriod(t.Period)
		if err != nil {
			return nil, err
		}
		if p.To > last {
			periods[t.Period] = append(periods[t.Period], len(out))
			out = append(out, standing{Target: t, period: p})
		}
	}
	for _, at := range periods {
		if err := s.reach(ctx, tx, out, at, last); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// reach reads the figures of some targets of one period in one query.
func (s *Service) reach(ctx context.Context, tx *db.Tx, all []standing, at []int, last day.Date) error {
	q := ledger.Query{Period: all[at[0]].period, Tree: ledger.Then, On: day.Min(last, tx.Today())}
	seen := map[string]bool{}
	for _, i := range at {
		t := all[i]
		ind, err := s.ledger().Catalogue.Indicator(t.Indicator)
		if err != nil {
			return err
		}
		if all[i].figure.Indicator = ind; !seen[t.Indicator] {
			q.Indicators = append(q.Indicators, ind)
		}
		if !seen[t.Unit] {
			q.Units = append(q.Units, t.Unit)
		}
		seen[t.Indicator], seen[t.Unit] = true, true
	}
	figures, err := s.ledger().Figures(ctx, tx, q)
	by := map[key]ledger.Figure{}
	for _, f := range figures {
		by[key{f.Unit, f.Indicator.Code}] = f
	}
	for _, i := range at {
		all[i].figure = by[key{all[i].Unit, all[i].Indicator}]
	}
	return err
}

// passes tells whether what is left of a target can be reached by others: what
// is counted from 0 on and adds up over units.
func (t standing) passes() bool {
	ind := t.figure.Indicator
	return ind.Adds() && ind.Grows() && t.Comparison.upward()
}

// rest is what is left of the target; nil where nothing passes on.
func (t standing) rest() *int64 {
	if !t.passes() {
		return nil
	}
	left := new(big.Rat).Sub(t.Value(), new(big.Rat).SetInt64(t.figure.Numerator))
	n := max(whole(left), 0)
	return &n
}

// reached is the figure as it is printed; empty when there is no value.
func (t standing) reached() string {
	if t.figure.Value == nil {
		return ""
	}
	return ledger.Text(t.figure)
}

func (t standing) closing(e ending, tx *db.Tx) Closing {
	return Closing{
		ID: db.NewID(), Reorg: e.Reorg, Target: t.ID, Indicator: t.Indicator, Unit: t.Unit, Period: t.Period, Amount: t.Amount,
		Last: e.Last, Achieved: t.reached(), Rest: t.rest(), ClosedAt: tx.Now(),
	}
}
