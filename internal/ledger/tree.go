package ledger

import (
	"cmp"
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
	places map[string][]place
	heirs  map[string]place   // of closed units: the stay with their heir
	old    map[string][]place // of units whose places have changed: those that are stored
}

// readTree reads the places of units and of all that ever stood above any of
// them.
func readTree(ctx context.Context, tx *db.Tx, units ...string) (*tree, error) {
	t := &tree{map[string][]place{}, map[string]place{}, map[string][]place{}}
	return t, t.read(ctx, tx, units)
}

// read reads level by level: a tree is not deep.
func (t *tree) read(ctx context.Context, tx *db.Tx, units []string) error {
	for len(units) > 0 {
		above := map[string]bool{}
		for _, some := range chunks(units) {
			parents, err := t.add(ctx, tx, some)
			if err != nil {
				return err
			}
			for _, p := range parents {
				above[p] = true
			}
		}
		delete(above, "")
		maps.DeleteFunc(above, func(unit string, _ bool) bool { return t.places[unit] != nil })
		units = slices.Sorted(maps.Keys(above))
	}
	return nil
}

// add reads the stays of some units and lists whom they stood under.
func (t *tree) add(ctx context.Context, tx *db.Tx, units []string) (parents []string, err error) {
	places, heirs, err := staysOf(ctx, tx, units)
	for _, p := range places {
		t.places[p.Unit], parents = append(t.places[p.Unit], p), append(parents, p.Parent)
	}
	for _, h := range heirs {
		t.heirs[h.Unit], parents = h, append(parents, h.Parent)
	}
	return parents, err
}

// move changes a unit's places and tells where it stood.
func (t *tree) move(m Placing, from day.Date) (was Moved, err error) {
	i := t.on(m.Unit, from)
	if i < 0 {
		return was, errs.New(errs.Invalid, "ledger.move.notalive", errs.Args{"unit": m.Unit, "day": from})
	}
	old := t.places[m.Unit][i]
	if m.Parent != "" && !t.lives(m.Parent, from, old.To) {
		return was, errs.New(errs.Invalid, "ledger.move.parent", errs.Args{"unit": m.Unit, "parent": m.Parent, "day": from})
	}
	if old.From == from {
		return was, errs.New(errs.Invalid, "ledger.move.sameday", errs.Args{"unit": m.Unit, "day": from})
	}
	all := t.change(m.Unit)
	all[i].To = from.Add(-1)
	t.places[m.Unit] = slices.Insert(all, i+1, place{m.Unit, m.Parent, from, old.To})
	return Moved{m.Unit, old.Parent, from, old.To}, nil
}

// unmove joins a unit's new place with the one before it. What was taken out of
// the tree since has nothing to take back.
func (t *tree) unmove(m Moved) error {
	if len(t.places[m.Unit]) == 0 {
		return nil
	}
	all := t.change(m.Unit)
	i := slices.IndexFunc(all, func(p place) bool { return p.From == m.From })
	again := i < 1 || all[i-1].Parent != m.Parent || (i < len(all)-1 && all[i].To != m.To) // its last day may be another by now
	if again {
		return errs.New(errs.Conflict, "ledger.move.again", errs.Args{"unit": m.Unit})
	}
	if m.Parent != "" && !t.lives(m.Parent, m.From, all[i].To) {
		return errs.New(errs.Conflict, "ledger.move.gone", errs.Args{"unit": m.Unit, "parent": m.Parent})
	}
	all[i-1].To = all[i].To
	t.places[m.Unit] = slices.Delete(all, i, i+1)
	return nil
}

// change keeps a unit's places as they are stored and gives them to be changed.
func (t *tree) change(unit string) []place {
	if t.old[unit] == nil {
		t.old[unit] = slices.Clone(t.places[unit])
	}
	return t.places[unit]
}

// on is which of a unit's places it has on a day; -1 if none.
func (t *tree) on(unit string, d day.Date) int {
	return slices.IndexFunc(t.places[unit], func(p place) bool { return p.From <= d && d <= p.To })
}

// lives tells whether a unit lives on all of some days.
func (t *tree) lives(unit string, from, to day.Date) bool {
	all := t.places[unit]
	return len(all) > 0 && all[0].From <= from && to <= all[len(all)-1].To
}

// loops tells whether a unit stands below itself on any of some days.
func (t *tree) loops(unit string, from, to day.Date) bool {
	return t.above(unit, unit, from, to, 0)
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

// stays is where a unit's facts stand on every day there is: what is before its
// first place or after its last counts with these, and from the day it has an
// heir under the heir.
func (t *tree) stays(unit string) []place {
	out := slices.Clone(t.places[unit])
	if len(out) == 0 {
		return nil
	}
	out[0].From, out[len(out)-1].To = day.Opening, day.Never
	if heir, has := t.heirs[unit]; has {
		out[len(out)-1].To = heir.From.Add(-1)
		out = append(out, heir)
	}
	return out
}

// parentsOf lists all that units ever stand under.
func (t *tree) parentsOf(units []string) []string {
	all := map[string]bool{}
	for _, u := range units {
		for _, p := range t.stays(u) {
			all[p.Parent] = true
		}
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// way is all the stays of a unit as one word: leaves of one way may be in one
// atom.
func (t *tree) way(unit string) string {
	var b strings.Builder
	under := "?"
	for _, p := range t.stays(unit) {
		if p.Parent != under {
			b.WriteString(string(p.From) + ">" + p.Parent + ">")
		}
		under = p.Parent
	}
	return b.String()
}

// standings works out all ancestors of a unit over all days.
func (t *tree) standings(unit string) []place {
	var out []place
	t.climb(unit, day.Opening, day.Never, 0, &out)
	return joined(out)
}

func (t *tree) climb(unit string, from, to day.Date, depth int, out *[]place) {
	for _, p := range t.stays(unit) {
		lo, hi := day.Max(p.From, from), day.Min(p.To, to)
		if p.Parent == "" || lo > hi || depth > maxDepth {
			continue
		}
		*out = append(*out, place{Parent: p.Parent, From: lo, To: hi})
		t.climb(p.Parent, lo, hi, depth+1, out)
	}
}

// joined puts days of one ancestor together that follow each other.
func joined(all []place) (out []place) {
	slices.SortFunc(all, byParent)
	for _, p := range all {
		n := len(out)
		if n > 0 && out[n-1].Parent == p.Parent && (out[n-1].To == day.Never || p.From <= out[n-1].To.Add(1)) {
			out[n-1].To = day.Max(out[n-1].To, p.To)
			continue
		}
		out = append(out, p)
	}
	return out
}

func byParent(a, b place) int {
	return cmp.Or(cmp.Compare(a.Parent, b.Parent), cmp.Compare(a.From, b.From))
}
