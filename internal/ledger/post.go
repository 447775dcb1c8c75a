package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Post books the facts of a new act. An act that was posted before is a
// Conflict. A quantity of 0 books nothing.
func (l *Ledger) Post(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (err error) {
	defer errs.Wrap(&err, "ledger.Post(%s %s)", act.Kind, act.ID)
	rows, err := l.rows(tx, act, 1, facts)
	if err != nil {
		return err
	}
	return l.book(ctx, tx, rows)
}

// Replace corrects an act: all it booked is reversed, exactly and on the same
// days, and the new facts are booked. Without new facts the act is withdrawn.
func (l *Ledger) Replace(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (err error) {
	defer errs.Wrap(&err, "ledger.Replace(%s %s)", act.Kind, act.ID)
	old, err := factsOf(ctx, tx, act)
	if err != nil {
		return err
	}
	rows, err := l.rows(tx, act, nextRevision(old), facts)
	if err != nil {
		return err
	}
	return l.book(ctx, tx, append(reversals(tx, act, old), rows...))
}

// row is a fact as it is stored.
type row struct {
	ID         string   `db:"id"`
	Series     int64    `db:"series"`
	Unit       string   `db:"unit"`
	Day        day.Date `db:"day"`
	Quantity   int64    `db:"quantity"`
	SourceKind string   `db:"source_kind"`
	SourceID   string   `db:"source_id"`
	Reverses   *string  `db:"reverses"`
	Reason     string   `db:"reason"`
	RecordedAt int64    `db:"recorded_at"`
	Recorder   string   `db:"recorder"`
}

// rows checks facts against the catalogue and gives them ids derived from the
// act: kind/id/revision/number. Facts of 0 are not numbered, so that two posts
// of one act meet in their first fact whatever they hold.
func (l *Ledger) rows(tx *db.Tx, act Act, revision int, facts []Fact) ([]row, error) {
	var out []row
	for _, f := range facts {
		if f.Quantity == 0 {
			continue
		}
		if f.Quantity > MaxQuantity || f.Quantity < -MaxQuantity {
			return nil, errs.New(errs.Invalid, "ledger.quantity.range", errs.Args{"max": MaxQuantity})
		}
		if _, err := day.Parse(string(f.Day)); err != nil {
			return nil, err
		}
		_, series, err := l.Catalogue.series(f)
		if err != nil {
			return nil, err
		}
		out = append(out, row{
			ID: fmt.Sprintf("%s/%s/%d/%d", act.Kind, act.ID, revision, len(out)), Series: series, Unit: f.Unit, Day: f.Day,
			Quantity: f.Quantity, SourceKind: act.Kind, SourceID: act.ID, Reason: act.Reason,
			RecordedAt: tx.Now(), Recorder: act.Recorder,
		})
	}
	return out, nil
}

// book writes rows and moves their cells, keys in one global order so that
// writers cannot wait for each other in a circle (rollup.md §4.2).
func (l *Ledger) book(ctx context.Context, tx *db.Tx, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	if err := tx.LockShared(ctx, treeLock); err != nil {
		return err
	}
	rows, err := l.keepLevels(ctx, tx, rows)
	if err != nil {
		return err
	}
	atoms, err := atomsOf(ctx, tx, rows)
	if err != nil {
		return err
	}
	if err := insertFacts(ctx, tx, rows); err != nil {
		return err
	}
	cells, err := deltas(rows, atoms)
	if err != nil {
		return err
	}
	return addCells(ctx, tx, cells)
}

// cell is the movement of one counter row.
type cell struct {
	Series int64
	Atom   string
	Year   int
	M      [12]int64
}

// deltas sums rows by the cell they move, sorted.
func deltas(rows []row, atoms map[string]string) (out []cell, err error) {
	type key struct {
		series int64
		atom   string
		year   int
	}
	sums := map[key]*cell{}
	for _, r := range rows {
		k := key{r.Series, atoms[r.Unit], r.Day.Year()}
		if sums[k] == nil {
			sums[k] = &cell{Series: k.series, Atom: k.atom, Year: k.year}
		}
		m := &sums[k].M[r.Day.Month()-1]
		if *m, err = plus(*m, r.Quantity); err != nil {
			return nil, err
		}
	}
	for _, c := range sums {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.Series, b.Series), cmp.Compare(a.Atom, b.Atom), cmp.Compare(a.Year, b.Year))
	})
	return out, nil
}

func nextRevision(old []row) int {
	n := 0
	for _, r := range old {
		n = max(n, revisionOf(r.ID))
	}
	return n + 1
}

// reversals makes the exact opposite of every fact that still counts.
func reversals(tx *db.Tx, act Act, old []row) []row {
	gone := map[string]bool{}
	for _, r := range old {
		if r.Reverses != nil {
			gone[*r.Reverses] = true
		}
	}
	var out []row
	for _, r := range old {
		if r.Reverses != nil || gone[r.ID] || isAdjustment(r.ID) {
			continue
		}
		id := r.ID
		r.ID, r.Reverses, r.Quantity = id+"/R", &id, -r.Quantity
		r.Reason, r.Recorder, r.RecordedAt = act.Reason, act.Recorder, tx.Now()
		out = append(out, r)
	}
	return out
}

// Booked tells whether an act has booked exactly these facts, as they stand.
func (l *Ledger) Booked(ctx context.Context, tx *db.Tx, act Act, facts ...Fact) (same bool, err error) {
	defer errs.Wrap(&err, "ledger.Booked(%s %s)", act.Kind, act.ID)
	rows, err := l.rows(tx, act, 1, facts)
	if err != nil {
		return false, err
	}
	old, err := factsOf(ctx, tx, act)
	if err != nil {
		return false, err
	}
	sums := map[row]int64{}
	add := func(r row, sign int64) {
		sums[row{Series: r.Series, Unit: r.Unit, Day: r.Day}] += sign * r.Quantity
	}
	for _, r := range rows {
		add(r, 1)
	}
	for _, r := range old { // reversals are among them
		add(r, -1)
	}
	for _, n := range sums {
		if n != 0 {
			return false, nil
		}
	}
	return true, nil
}
