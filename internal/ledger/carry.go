package ledger

import (
	"context"
	"maps"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Carry takes all that a unit has of levelled measures over to another on a day,
// for a merger: exactly −n at the one and +n at the other, so that the first has
// nothing from that day on and nobody above both sees a change. The act's reason
// says so ("sáp nhập"). Levels typed in the other unit on that day or later stay
// true; one of the first unit on or after that day is a Conflict, for it says
// what the unit still has.
//
// What is recorded later about days before stays with the first unit, and so
// counts where that stands; to carry once more takes it along. An act may carry
// from several units and post beside it; Replace without facts takes all back.
func (l *Ledger) Carry(ctx context.Context, tx *db.Tx, act Act, from, to string, on day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.Carry(%s to %s)", from, to)
	return l.shift(ctx, tx, act, from, on, func(f Fact) (Fact, bool) {
		f.Unit = to
		return f, true
	})
}

// carried is what a unit has of each levelled series on a day.
func (l *Ledger) carried(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []Fact, err error) {
	series := l.Catalogue.levels()
	for _, some := range chunks(slices.Sorted(maps.Keys(series))) {
		if typed, err := typedFrom(ctx, tx, unit, some, on); err != nil {
			return nil, err
		} else if typed != "" {
			return nil, errs.New(errs.Conflict, "ledger.carry.level", errs.Args{"unit": unit, "day": typed})
		}
		v := values{}
		if err := sumOwn(ctx, tx, v, []string{unit}, some, span{from: day.Opening, to: on}); err != nil {
			return nil, err
		}
		for _, s := range some {
			f := series[s]
			f.Unit, f.Day, f.Quantity = unit, on, v[unit][s]
			out = append(out, f)
		}
	}
	return out, nil
}

// levels gives a fact of each levelled series, without unit, day and quantity.
func (c *Catalogue) levels() map[int64]Fact {
	out := map[int64]Fact{}
	for _, m := range c.Measures {
		if !m.Levelled {
			continue
		}
		for _, key := range m.keys(nil) {
			_, dims, _ := strings.Cut(strings.TrimSuffix(key, "}"), "{")
			out[seriesID(key)] = Fact{Measure: m.Code, Dims: filterOf(dims)}
		}
	}
	return out
}
