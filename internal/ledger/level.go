package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Level books typed levels of stocks, "on this day 412": the difference to
// what was known. The day is then fixed: facts dated earlier but recorded
// later are balanced on it, so the level stays true (design.md §3 "A fact").
// Quantity is the level, 0 or more.
func (l *Ledger) Level(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (err error) {
	defer errs.Wrap(&err, "ledger.Level(%s %s)", act.Kind, act.ID)
	return l.adjust(ctx, tx, act, facts, func(f Fact, series int64) (int64, error) {
		if f.Quantity < 0 || f.Quantity > MaxQuantity {
			return 0, errs.New(errs.Invalid, "ledger.quantity.range", errs.Args{"max": MaxQuantity})
		}
		current, err := stockOf(ctx, tx, f.Unit, series, f.Day)
		if err != nil {
			return 0, err
		}
		return f.Quantity - current, putLevel(ctx, tx, f.Unit, series, f.Day, f.Quantity)
	})
}

// Unlevel takes typed levels back: what they booked on their day is reversed
// and the day is free again.
func (l *Ledger) Unlevel(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (err error) {
	defer errs.Wrap(&err, "ledger.Unlevel(%s %s)", act.Kind, act.ID)
	return l.adjust(ctx, tx, act, facts, func(f Fact, series int64) (int64, error) {
		booked, err := adjustedOn(ctx, tx, f.Unit, series, f.Day)
		if err != nil {
			return 0, err
		}
		return -booked, dropLevel(ctx, tx, f.Unit, series, f.Day)
	})
}

// adjust books for each fact the difference that by works out. Posting waits
// meanwhile: a level and a late fact must not miss each other.
func (l *Ledger) adjust(ctx context.Context, tx *db.Tx, act Act, facts []Fact, by func(Fact, int64) (int64, error)) error {
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	old, err := factsOf(ctx, tx, act)
	if err != nil {
		return err
	}
	facts = slices.Clone(facts) // the caller may have to run its transaction again
	type level struct {
		counter
		on day.Date
	}
	seen := map[level]bool{}
	for i, f := range facts {
		m, series, err := l.Catalogue.series(f)
		if err != nil {
			return err
		}
		if !m.Levelled {
			return fmt.Errorf("ledger: measure %s has no levels", m.Code)
		}
		k := level{counter{f.Unit, series}, f.Day}
		if seen[k] {
			return errs.New(errs.Conflict, "error.exists")
		}
		seen[k] = true
		if facts[i].Quantity, err = by(f, series); err != nil {
			return err
		}
	}
	rows, err := l.rows(tx, act, nextRevision(old), facts)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].ID += typed + adjustment
	}
	return l.book(ctx, tx, rows)
}

// adjustment marks facts that exist to make a level true; Replace leaves them
// alone, because the reversal of their cause brings their own opposite.
const adjustment = "/L"

// typed sets what typing a level books apart from what keeping one true books.
const typed = "/T"

func isAdjustment(id string) bool { return strings.HasSuffix(id, adjustment) }

// keepLevels adds, for every fact that is dated up to a typed level, its
// opposite on the level's day.
func (l *Ledger) keepLevels(ctx context.Context, tx *db.Tx, rows []row) ([]row, error) {
	var stocks []row
	for _, r := range rows {
		if l.Catalogue.levelled[r.Series] {
			stocks = append(stocks, r)
		}
	}
	levels, err := levelsOf(ctx, tx, stocks)
	if err != nil {
		return nil, err
	}
	for _, r := range stocks {
		if on, found := levels.next(r); found {
			r.ID, r.Day, r.Quantity, r.Reverses = r.ID+adjustment, on, -r.Quantity, nil
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// counter is one series of one unit.
type counter struct {
	unit   string
	series int64
}

// fixed is the days on which counters have a typed level, in order.
type fixed map[counter][]day.Date

// next is the first level a fact would disturb: a level holds at the end of its
// day, and what makes it true on that day disturbs the one after.
func (f fixed) next(r row) (on day.Date, found bool) {
	days := f[counter{r.Unit, r.Series}]
	i, same := slices.BinarySearch(days, r.Day)
	if same && isAdjustment(r.ID) {
		i++
	}
	if i == len(days) {
		return "", false
	}
	return days[i], true
}
