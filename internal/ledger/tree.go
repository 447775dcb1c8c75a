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

// place is one stay of a unit under a parent.
type place struct {
	Unit   string   `db:"unit"`
	Parent string   `db:"parent"` // empty for a root
	From   day.Date `db:"valid_from"`
	To     day.Date `db:"valid_to"`
}

// tree is the places of some units and of all above them, in the order of time.
type tree struct {
	places  map[string][]place
	touched map[string]bool // units whose places have changed
}

// readTree reads the places of units that move, of those they move under, and
// of all that ever stood above any of them.
func readTree(ctx context.Context, tx *db.Tx, moves []Placing) (*tree, error) {
	ids := map[string]bool{}
	for _, m := range moves {
		ids[m.Unit] = true
		if m.Parent != "" {
			ids[m.Parent] = true
		}
	}
	t := &tree{places: map[string][]place{}, touched: map[string]bool{}}
	return t, t.read(ctx, tx, slices.Sorted(maps.Keys(ids)))
}

// read reads level by level: a tree is not deep.
func (t *tree) read(ctx context.Context, tx *db.Tx, units []string) error {
	for len(units) > 0 {
		above := map[string]bool{}
		for _, some := range chunks(units) {
			rows, err := placesOf(ctx, tx, some)
			if err != nil {
				return err
			}
			for _, p := range rows {
				t.places[p.Unit] = append(t.places[p.Unit], p)
				above[p.Parent] = p.Parent != ""
			}
		}
		units = units[:0:0]
		for u, real := range above {
			if _, known := t.places[u]; real && !known {
				units = append(units, u)
			}
		}
	}
	return nil
}

// move changes a unit's places and tells where it stood.
func (t *tree) move(m Placing, from day.Date) (was Moved, err error) {
	i := t.on(m.Unit, from)
	if i < 0 {
		return was, errs.New(errs.Invalid, "ledger.move.notalive", errs.Args{"unit": m.Unit, "day": from})
	}
	if m.Parent != "" && t.on(m.Parent, from) < 0 {
		return was, errs.New(errs.Invalid, "ledger.move.parent", errs.Args{"parent": m.Parent, "day": from})
	}
	old := t.places[m.Unit][i]
	if old.From == from {
		return was, errs.New(errs.Invalid, "ledger.move.sameday", errs.Args{"unit": m.Unit, "day": from})
	}
	fresh := place{m.Unit, m.Parent, from, old.To}
	t.places[m.Unit][i].To = from.Add(-1)
	t.places[m.Unit] = slices.Insert(t.places[m.Unit], i+1, fresh)
	t.touched[m.Unit] = true
	return Moved{m.Unit, old.Parent, from, old.To}, nil
}

// unmove joins a unit's new place with the one before it.
func (t *tree) unmove(m Moved) error {
	all := t.places[m.Unit]
	i := slices.IndexFunc(all, func(p place) bool { return p.From == m.From })
	if i < 1 || all[i].To != m.To || all[i-1].To != m.From.Add(-1) || all[i-1].Parent != m.Parent {
		return errs.New(errs.Conflict, "ledger.move.again", errs.Args{"unit": m.Unit})
	}
	all[i-1].To = all[i].To
	t.places[m.Unit] = slices.Delete(all, i, i+1)
	t.touched[m.Unit] = true
	return nil
}

// on is which of a unit's places it has on a day; -1 if none.
func (t *tree) on(unit string, d day.Date) int {
	return slices.IndexFunc(t.places[unit], func(p place) bool { return p.From <= d && d <= p.To })
}

// checkLoop refuses a move that puts a unit below itself on any day.
func (t *tree) checkLoop(m Moved) error {
	if t.above(m.Unit, m.Unit, m.From, m.To, 0) {
		return errs.New(errs.Invalid, "ledger.move.loop", errs.Args{"unit": m.Unit})
	}
	return nil
}

// maxDepth is deeper than any tree of units.
const maxDepth = 30

// above tells whether a unit stands above another on any of some days.
func (t *tree) above(top, unit string, from, to day.Date, depth int) bool {
	for _, p := range t.places[unit] {
		lo, hi := day.Max(from, p.From), day.Min(to, p.To)
		if p.Parent == "" || lo > hi {
			continue
		}
		if p.Parent == top || depth > maxDepth || t.above(top, p.Parent, lo, hi, depth+1) {
			return true
		}
	}
	return false
}

// parentsOf lists the superiors of what moved.
func (t *tree) parentsOf(moved []Moved) []string {
	all := map[string]bool{}
	for _, m := range moved {
		for _, p := range t.places[m.Unit] {
			all[p.Parent] = true
		}
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// way is all the places of a unit as one word: those of one way are in the same
// atom. The first and the last are taken as open, so that it does not tell when
// a unit was founded or ended.
func (t *tree) way(unit string) string {
	var b strings.Builder
	for i, p := range t.places[unit] {
		if i > 0 {
			b.WriteString(string(p.From))
		}
		b.WriteString(">" + p.Parent + ">")
	}
	return b.String()
}


// standings works out all ancestors of a unit over all days. What is before its
// first place and after its last is counted with these: an atom stands
// somewhere on every day.
func (t *tree) standings(unit string) []place {
	var out []place
	t.climb(unit, day.Opening, day.Never, 0, &out)
	return joined(out)
}

func (t *tree) climb(unit string, from, to day.Date, depth int, out *[]place) {
	all := t.places[unit]
	for i, p := range all {
		lo, hi := p.From, p.To
		if i == 0 {
			lo = day.Opening
		}
		if i == len(all)-1 {
			hi = day.Never
		}
		lo, hi = day.Max(lo, from), day.Min(hi, to)
		if p.Parent == "" || lo > hi || depth > maxDepth {
			continue
		}
		*out = append(*out, place{Parent: p.Parent, From: lo, To: hi})
		t.climb(p.Parent, lo, hi, depth+1, out)
	}
}

// joined puts days of one ancestor together that follow each other.
func joined(all []place) (out []place) {
	slices.SortFunc(all, func(a, b place) int {
		if c := strings.Compare(a.Parent, b.Parent); c != 0 {
			return c
		}
		return strings.Compare(string(a.From), string(b.From))
	})
	for _, p := range all {
		if n := len(out); n > 0 && out[n-1].Parent == p.Parent && p.From <= out[n-1].To.Add(1) {
			out[n-1].To = day.Max(out[n-1].To, p.To)
			continue
		}
		out = append(out, p)
	}
	return out
}
