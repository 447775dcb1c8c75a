package ledger

import (
	"context"
	"maps"
	"math/big"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Figure is one number with where it comes from.
type Figure struct {
	Indicator   *Indicator
	Unit        string // id
	Period      Period
	Tree        Tree
	Dim, Part   string // set when asked by a dimension: "sex", "female"
	Numerator   int64
	Denominator *int64   // of percentages only
	Value       *big.Rat // percent points for percentages; nil with a Reason
	Reason      Reason
}

// Reason is why there is no value; its text is the message key "ledger.reason.…".
type Reason string

const (
	NotAlive      Reason = "notalive"      // the unit lived on no day of the period
	NotBegun      Reason = "notbegun"      // the period lies ahead
	NotInTree     Reason = "notintree"     // the unit is not in the tree that was asked
	NoDenominator Reason = "nodenominator" // nothing to divide by
	NoRecords     Reason = "norecords"     // no fact to pick one from
)

// Query asks for figures of one or more units.
type Query struct {
	Units      []string
	Indicators []*Indicator
	Period     Period
	Tree       Tree
	By         string // a dimension every indicator must know, or empty
	Part       string // of Sources: the value of By that is asked; with By it may be empty
	Own        bool   // only what the units booked themselves, nothing below them
	// Share asks for what each unit adds to those above it, though it has no
	// figure itself: because it has ended, or did not live in the period.
	Share bool
	On    day.Date // counts as today: figures run to it and today's tree is that of it; empty: the transaction's day
}

// today is the day that counts as today.
func (q Query) today(tx *db.Tx) day.Date {
	if q.On != "" {
		return q.On
	}
	return tx.Today()
}

// Figures answers a query: for each unit, in the order asked, each indicator
// in the order asked (by its parts when By is set). A flow counts to the end of
// the period or today, a stock stands on that day (design.md §3).
func (l *Ledger) Figures(ctx context.Context, tx *db.Tx, q Query) (out []Figure, err error) {
	defer errs.Wrap(&err, "ledger.Figures(%s)", q.Period.Text)
	lives, err := q.lives(ctx, tx)
	if err != nil {
		return nil, err
	}
	flows, stocks, err := q.values(ctx, tx, lives)
	if err != nil {
		return nil, err
	}
	known, err := q.known(ctx, tx, lives)
	if err != nil {
		return nil, err
	}
	for _, unit := range q.Units {
		for _, ind := range q.Indicators {
			parts, err := ind.asked(q.By)
			if err != nil {
				return nil, err
			}
			for _, p := range parts {
				f := Figure{Indicator: ind, Unit: unit, Period: q.Period, Tree: q.Tree, Dim: q.By, Part: p.name}
				from := flows
				if ind.Stocky() {
					from = stocks
				}
				if err := q.fill(&f, p, from[unit], known, lives[unit], q.today(tx)); err != nil {
					return nil, err
				}
				out = append(out, f)
			}
		}
	}
	return out, nil
}

// values reads all sums the query needs: one pass for flows, one for stocks,
// and one for each unit that ended inside the period.
func (q Query) values(ctx context.Context, tx *db.Tx, lives map[string]span) (flows, stocks values, err error) {
	flowSeries, stockSeries := q.series()
	today := q.today(tx)
	flows, stocks = values{}, values{}
	for end, units := range q.byEnd(lives, today) {
		f, err := q.sum(ctx, tx, units, flowSeries, q.spanOf(Flow, end, today))
		if err != nil {
			return nil, nil, err
		}
		s, err := q.sum(ctx, tx, units, stockSeries, q.spanOf(Stock, end, today))
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(flows, f)
		maps.Copy(stocks, s)
	}
	return flows, stocks, nil
}

func (q Query) sum(ctx context.Context, tx *db.Tx, units []string, series []int64, s span) (values, error) {
	if !q.Own {
		return sums(ctx, tx, units, series, s)
	}
	out := values{}
	for _, part := range chunks(units) {
		if len(series) == 0 {
			break
		}
		if err := sumOwn(ctx, tx, out, part, series, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// spanOf is the days and the tree a figure of a type is counted over, when the
// last day that counts is end. Flows run on to the period's end in units that
// ended, for facts recorded late about them.
func (q Query) spanOf(t IndicatorType, end, today day.Date) span {
	to := day.Min(q.Period.To, today)
	s := span{from: q.Period.From, to: to, byDay: true, treeFrom: q.Period.From, treeTo: to}
	if t == Stock {
		s.from, s.to, s.byDay, s.treeFrom, s.treeTo = day.Opening, end, false, end, end
	}
	if q.Tree == Today {
		s.byDay, s.treeFrom, s.treeTo = false, today, today
	}
	return s
}

func (q Query) series() (flows, stocks []int64) {
	f, s := map[int64]bool{}, map[int64]bool{}
	for _, ind := range q.Indicators {
		if ind.CountsUnits() || ind.Pick != "" {
			continue // has a statement of its own
		}
		into := f
		if ind.Stocky() {
			into = s
		}
		parts, _ := ind.asked(q.By) // refused where the figures are made
		for _, p := range parts {
			for k := range p.sum() {
				into[k] = true
			}
		}
		for k := range ind.denominator {
			into[k] = true
		}
	}
	return slices.Sorted(maps.Keys(f)), slices.Sorted(maps.Keys(s))
}

// fill works out one figure from the sums of its unit.
func (q Query) fill(f *Figure, p part, sums map[int64]int64, known pairs, life span, today day.Date) (err error) {
	if f.Reason = q.reason(life, today); f.Reason != "" {
		return nil
	}
	switch ind, is := f.Indicator, known[pairKey{f.Indicator, p.name, f.Unit}]; {
	case ind.Type == Ratio:
		return q.fillRatio(f, p, sums, known)
	case ind.Pick != "" && is.d == 0:
		f.Reason = NoRecords
		return nil
	case ind.Pick != "" || ind.CountsUnits():
		f.Numerator = is.n
	default:
		f.Numerator, err = p.sum().sum(sums)
	}
	f.Value = new(big.Rat).SetInt64(f.Numerator)
	return err
}

// number is the figure of a count that is known already.
func (q Query) number(ind *Indicator, unit string, n int64, life span, today day.Date) *Figure {
	f := &Figure{Indicator: ind, Unit: unit, Period: q.Period, Tree: q.Tree, Reason: q.reason(life, today)}
	if f.Reason == "" {
		f.Numerator, f.Value = n, new(big.Rat).SetInt64(n)
	}
	return f
}

// last is the last day that counts for a unit: the period's, today, or its own.
func (q Query) last(life span, today day.Date) day.Date {
	end := day.Min(q.Period.To, today)
	if q.Share {
		return end
	}
	return day.Min(end, life.to)
}

func (q Query) reason(life span, today day.Date) Reason {
	switch {
	case life.from != "" && q.Period.From > today:
		return NotBegun
	case life.from != "" && q.Share:
		return ""
	case life.from == "" || life.from > day.Min(q.Period.To, today) || life.to < q.Period.From:
		return NotAlive
	case q.Tree == Today && life.to < today:
		return NotInTree
	}
	return ""
}
