package ledger

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Placing puts a unit under another superior; an empty one makes a root.
type Placing struct{ Unit, Parent string }

// Moved is where a unit stood before a move, so that the move can be undone.
type Moved struct {
	Unit   string
	Parent string   // before; empty for a root
	From   day.Date // first day in the new place
	To     day.Date // last day in it: the unit's last, or the day before a later move
}

// Rearrange moves units from a day on, all at once; the day may lie ahead or
// back. A later move of a unit stays: it stands in its new place until then.
// No number of before that day changes, and none above both places.
//
// It is Invalid to move a unit on a day on which it does not live or already
// moves, under one that does not live then, or under one that stands below it.
func (l *Ledger) Rearrange(ctx context.Context, tx *db.Tx, from day.Date, moves ...Placing) (out []Moved, err error) {
	defer errs.Wrap(&err, "ledger.Rearrange(%s)", from)
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return nil, err
	}
	t, err := readTree(ctx, tx, moves)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		was, err := t.move(m, from)
		if err != nil {
			return nil, err
		}
		out = append(out, was)
	}
	for _, m := range out {
		if err := t.checkLoop(m); err != nil {
			return nil, err
		}
	}
	return out, l.replant(ctx, tx, t, out)
}

// Unmove takes moves back: each unit stands again where it stood before, up to
// the day its new place ended. It is a Conflict when one has moved again inside
// that time.
func (l *Ledger) Unmove(ctx context.Context, tx *db.Tx, moved []Moved) (err error) {
	defer errs.Wrap(&err, "ledger.Unmove")
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	back := make([]Placing, len(moved))
	for i, m := range moved {
		back[i] = Placing{m.Unit, m.Parent}
	}
	t, err := readTree(ctx, tx, back)
	if err != nil {
		return err
	}
	for _, m := range moved {
		if err := t.unmove(m); err != nil {
			return err
		}
	}
	return l.replant(ctx, tx, t, moved)
}

// replant writes the places and works out anew where the atoms of all that
// moved stand.
func (l *Ledger) replant(ctx context.Context, tx *db.Tx, t *tree, moved []Moved) error {
	for unit := range t.touched {
		if err := writePlaces(ctx, tx, unit, t.places[unit]); err != nil {
			return err
		}
	}
	for _, parent := range t.parentsOf(moved) {
		if err := l.promote(ctx, tx, parent); err != nil {
			return err
		}
	}
	atoms, err := l.separate(ctx, tx, t, moved)
	if err != nil {
		return err
	}
	return reroll(ctx, tx, atoms)
}

// separate gives leaves that left others behind an atom of their own, one for
// all that go the same way, and lists the atoms that stand elsewhere now. What
// has units below it goes with all of them.
func (l *Ledger) separate(ctx context.Context, tx *db.Tx, t *tree, moved []Moved) (atoms []string, err error) {
	nodes, leaves, err := partition2(ctx, tx, moved)
	if err != nil {
		return nil, err
	}
	for _, some := range chunks(nodes) {
		below, err := atomsBelow(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		atoms = append(atoms, below...)
	}
	groups, err := t.groups(ctx, tx, leaves)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		atom, err := g.part(ctx, tx)
		if err != nil {
			return nil, err
		}
		atoms = append(atoms, atom)
	}
	slices.Sort(atoms)
	return slices.Compact(atoms), nil
}

// partition2 is partition of what moved, in pieces a statement can take.
func partition2(ctx context.Context, tx *db.Tx, moved []Moved) (nodes, leaves []string, err error) {
	units := make([]string, len(moved))
	for i, m := range moved {
		units[i] = m.Unit
	}
	for _, some := range chunks(units) {
		n, l, err := partition(ctx, tx, some)
		if err != nil {
			return nil, nil, err
		}
		nodes, leaves = append(nodes, n...), append(leaves, l...)
	}
	return nodes, leaves, nil
}

// group is leaves of one atom that have the same places from now on.
type group struct {
	atom  string
	units []string
}

// groups sorts leaves by their atom and by all the places they have had.
func (t *tree) groups(ctx context.Context, tx *db.Tx, leaves []string) (out []group, err error) {
	atoms := map[string]string{}
	for _, some := range chunks(leaves) {
		if err := leafAtoms(ctx, tx, some, atoms); err != nil {
			return nil, err
		}
	}
	at := map[[2]string]int{}
	for _, u := range leaves {
		key := [2]string{atoms[u], t.way(u)}
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out = append(out, group{atom: atoms[u]})
		}
		out[i].units = append(out[i].units, u)
	}
	return out, nil
}

// part makes the group an atom of its own unless it is all there is in its
// atom, and names it.
func (g group) part(ctx context.Context, tx *db.Tx) (string, error) {
	n, err := unitsIn(ctx, tx, g.atom)
	if err != nil || n == len(g.units) {
		return g.atom, err
	}
	fresh := db.NewID()
	return fresh, partAtom(ctx, tx, g.atom, fresh, g.units)
}
