package ledger

import (
	"cmp"
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
		if err := l.takeBack(ctx, tx, act, f, series); err != nil {
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
	type of struct {
		counter
		on day.Date
	}
	seen := map[of]bool{}
	for i, f := range facts {
		m, series, err := l.Catalogue.series(f)
		if err != nil {
			return err
		}
		if !m.Levelled {
			return fmt.Errorf("ledger: measure %s has no levels", m.Code)
		}
		k := of{counter{f.Unit, series}, f.Day}
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

// inherited marks what a level hands on to the unit's heir.
const inherited = "/I"

func isAdjustment(id string) bool {
	return strings.HasSuffix(id, adjustment) || strings.HasSuffix(id, inherited)
}

// HandOn makes the levels a unit has on a day hand on to an heir what facts
// recorded later bring: a merged unit stays empty and whom it is found to have
// had goes the way of the others, so that no total above both changes. Unlevel
// takes back what went.
func (l *Ledger) HandOn(ctx context.Context, tx *db.Tx, unit, heir string, on day.Date) (err error) {
	defer errs.Wrap(&err, "ledger.HandOn(%s to %s)", unit, heir)
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	return setHeir(ctx, tx, unit, heir, on)
}

// takeBack books the opposite of what a level handed on.
func (l *Ledger) takeBack(ctx context.Context, tx *db.Tx, act Act, f Fact, series int64) error {
	heir, n, err := handedOn(ctx, tx, f.Unit, series, f.Day)
	if err != nil || n == 0 {
		return err
	}
	f.Unit, f.Quantity = heir, -n
	rows, err := l.rows(tx, Act{act.Kind, fmt.Sprintf("%s.%s.%d", act.ID, heir, series), act.Recorder, act.Reason}, 1, []Fact{f})
	if err != nil {
		return err
	}
	return l.book(ctx, tx, rows)
}

// keepLevels adds, for every fact that is dated up to a typed level, its
// opposite on the level's day, and what heirs get by it.
func (l *Ledger) keepLevels(ctx context.Context, tx *db.Tx, rows []row) ([]row, error) {
	var stocks []row
	for _, r := range rows {
		if l.Catalogue.levelled[r.Series] {
			stocks = append(stocks, r)
		}
	}
	for len(stocks) > 0 {
		levels, err := levelsOf(ctx, tx, stocks)
		if err != nil {
			return nil, err
		}
		var heirs []row
		for _, r := range stocks {
			at, found := levels.next(r)
			if !found {
				continue
			}
			r.Day, r.Reverses = at.on, nil
			if at.heir != "" {
				in := r
				in.ID, in.Unit = r.ID+"/H:"+r.Unit, at.heir
				heirs = append(heirs, in)
			}
			r.ID, r.Quantity = r.ID+adjustment, -r.Quantity
			rows = append(rows, r)
		}
		for _, r := range heirs {
			r.ID += inherited
			rows = append(rows, r)
		}
		stocks = heirs
	}
	return rows, nil
}

// counter is one series of one unit.
type counter struct {
	unit   string
	series int64
}

// level is a typed level of a counter: from its day on its unit's facts of
// before change nothing, or change the heir.
type level struct {
	on   day.Date
	heir string
}

// fixed is the typed levels of counters, by their days.
type fixed map[counter][]level

// next is the first level a fact would disturb: a level holds at the end of its
// day, and what makes it true on that day disturbs the one after.
func (f fixed) next(r row) (at level, found bool) {
	all := f[counter{r.Unit, r.Series}]
	i, same := slices.BinarySearchFunc(all, r.Day, func(l level, d day.Date) int { return cmp.Compare(l.on, d) })
	if same && isAdjustment(r.ID) {
		i++
	}
	if i == len(all) {
		return level{}, false
	}
	return all[i], true
}
