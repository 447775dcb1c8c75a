package ledger

import (
	"cmp"
	"slices"
)

// Move is what facts do to the two parts of an indicator, as numbers of their
// own: a level typed later may balance them.
type Move struct {
	Indicator   *Indicator
	Numerator   int64
	Denominator int64 // of percentages only
}

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
		above, counts := ind.numerator[series]
		below, divides := ind.denominator[series]
		if (counts || divides) && first < 0 {
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
