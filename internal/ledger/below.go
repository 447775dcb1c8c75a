package ledger

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Stay is some days on which a unit, or what is left of it, stands directly
// below another.
type Stay struct {
	Unit     string
	From, To day.Date
}

// Below lists who stands directly below a unit on any day from one to another,
// each with those of its days there: by Then in the tree of each day, by Today in
// that of today, where a stay is all of the days. Facts count by these days: a
// flow of the unit is what it booked itself and the shares of all stays
// ([Query.Share]). Who has ended without an only heir goes on standing where it
// stood last, and who was founded stood there before.
func (l *Ledger) Below(ctx context.Context, tx *db.Tx, unit string, in Tree, from, to day.Date) (out []Stay, err error) {
	defer errs.Wrap(&err, "ledger.Below(%s)", unit)
	days := Stay{From: from, To: to}
	if in == Today {
		days.From, days.To = tx.Today(), tx.Today()
	}
	var units []string
	if err := tx.Select(ctx, &units, whoStoodBelow, unit); err != nil {
		return nil, err
	}
	for _, some := range chunks(units) {
		t := &tree{map[string][]place{}, map[string]place{}, nil}
		if _, err := t.add(ctx, tx, some); err != nil {
			return nil, err
		}
		for _, u := range some {
			out = append(out, t.under(u, unit, days)...)
		}
	}
	if in == Today {
		for i := range out {
			out[i].From, out[i].To = from, to
		}
	}
	return out, nil
}

const whoStoodBelow = `/* ledger.Below */
	SELECT unit FROM ledger_place WHERE parent = $1 UNION SELECT unit FROM ledger_heir WHERE heir = $1`

// under is when inside a stay a unit stood directly under another.
func (t *tree) under(unit, parent string, in Stay) (out []Stay) {
	for _, p := range t.stays(unit) {
		s := Stay{unit, day.Max(p.From, in.From), day.Min(p.To, in.To)}
		n := len(out)
		switch {
		case p.Parent != parent || s.From > s.To:
		case n > 0 && out[n-1].To.Add(1) == s.From: // it moved to where it stood
			out[n-1].To = s.To
		default:
			out = append(out, s)
		}
	}
	return out
}
