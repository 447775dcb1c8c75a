package ledger

import (
	"cmp"
	"slices"
)

// Move is what facts do to the two parts of an indicator, as numbers of their
// own: a level typed later may balance them. Where units are counted or a fact
// is picked they are how many of the facts the figure looks at: whether it
// changes depends on what else the unit has, which only Figures can tell.
type Move struct {
	Indicator   *Indicator
	Numerator   int64
	Denominator int64 // of percentages only
}

// Exact tells whether the numbers are what the parts become more by.
func (m Move) Exact() bool { return !m.Indicator.CountsUnits() && m.Indicator.Pick == "" }

// Moves lists the indicators that facts count in, those of the first fact
// first. Facts of 0 name their indicators too.
func (c *Catalogue) Moves(facts ...Fact) (out []Move, err error) {
	order := map[string]int{}
	for i := range c.Indicators {
		ind := &c.Indicators[i]
		m, first, err := c.move(ind, facts)
		if err != nil {
			return nil, err
		}
		if first >= 0 {
			out, order[ind.Code] = append(out, m), first
		}
	}
	slices.SortStableFunc(out, func(a, b Move) int {
		return cmp.Compare(order[a.Indicator.Code], order[b.Indicator.Code])
	})
	return out, nil
}

// move also tells the place of the first fact that counts in the indicator, −1
// when none does.
func (c *Catalogue) move(ind *Indicator, facts []Fact) (m Move, first int, err error) {
	m, first = Move{Indicator: ind}, -1
	for i, f := range facts {
		_, series, err := c.series(f)
		if err != nil {
			return m, first, err
		}
		above, below := ind.factors(series)
		if n := f.Quantity; !m.Exact() {
			f.Quantity = min(1, max(n, -n))
		}
		if (above != 0 || below != 0) && first < 0 {
			first = i
		}
		if m.Numerator, err = plusTimes(m.Numerator, above, f.Quantity); err != nil {
			return m, first, err
		}
		if m.Denominator, err = plusTimes(m.Denominator, below, f.Quantity); err != nil {
			return m, first, err
		}
	}
	return m, first, nil
}

// factors tells how often a fact of a series counts above and below; where
// units are counted, once or not at all.
func (i *Indicator) factors(series int64) (above, below int64) {
	if !i.CountsUnits() {
		return i.whole.sum()[series], i.denominator[series]
	}
	if i.whole.has(series) {
		above = 1
	}
	if i.denominator[series] != 0 {
		below = 1
	}
	return above, below
}
