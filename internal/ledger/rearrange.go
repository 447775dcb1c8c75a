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
// moves, under one that does not live all the time until the next move, or under
// one that stands below it on any of these days.
//
// All posting waits until the transaction ends. One that rearranges does so
// before it posts or places: to wait for those that have done as much could be
// to wait in a circle.
func (l *Ledger) Rearrange(ctx context.Context, tx *db.Tx, from day.Date, moves ...Placing) (out []Moved, err error) {
	defer errs.Wrap(&err, "ledger.Rearrange(%s)", from)
	if _, err := day.Parse(string(from)); err != nil {
		return nil, err
	}
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return nil, err
	}
	t, err := readTree(ctx, tx, unitsOf(moves)...)
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
		if t.loops(m.Unit, m.From, m.To) {
			return nil, errs.New(errs.Invalid, "ledger.move.loop", errs.Args{"unit": m.Unit})
		}
	}
	return out, l.replant(ctx, tx, t, namesOf(out))
}

// Unmove takes moves back: each unit stands again where it stood before, up to
// the day its new place ended; one that was taken out of the tree is left out.
// It is a Conflict when a unit has moved again inside that time, when its old
// superior no longer lives then, or stands below it by now.
func (l *Ledger) Unmove(ctx context.Context, tx *db.Tx, moved []Moved) (err error) {
	defer errs.Wrap(&err, "ledger.Unmove")
	if err := tx.LockExclusive(ctx, treeLock); err != nil {
		return err
	}
	back := make([]Placing, len(moved))
	for i, m := range moved {
		back[i] = Placing{m.Unit, m.Parent}
	}
	t, err := readTree(ctx, tx, unitsOf(back)...)
	if err != nil {
		return err
	}
	for _, m := range moved {
		if err := t.unmove(m); err != nil {
			return err
		}
	}
	for _, m := range moved {
		if t.loops(m.Unit, m.From, day.Never) {
			return errs.New(errs.Conflict, "ledger.move.loop", errs.Args{"unit": m.Unit})
		}
	}
	return l.replant(ctx, tx, t, namesOf(moved))
}

// unitsOf lists all units that moves name, each once.
func unitsOf(moves []Placing) (out []string) {
	for _, m := range moves {
		if out = append(out, m.Unit); m.Parent != "" {
			out = append(out, m.Parent)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func namesOf(moved []Moved) []string {
	out := make([]string, len(moved))
	for i, m := range moved {
		out[i] = m.Unit
	}
	return out
}

// replant writes the places that have changed and works out anew where the
// atoms of all units that stand elsewhere now do.
func (l *Ledger) replant(ctx context.Context, tx *db.Tx, t *tree, units []string) error {
	if err := t.writePlaces(ctx, tx); err != nil {
		return err
	}
	slices.Sort(units)
	units = slices.Compact(units)
	_, fresh, err := partition(ctx, tx, t.parentsOf(units))
	if err != nil {
		return err
	}
	for _, p := range fresh {
		if err := l.promote(ctx, tx, p); err != nil {
			return err
		}
	}
	atoms, err := t.separate(ctx, tx, units)
	if err != nil {
		return err
	}
	return reroll(ctx, tx, atoms)
}

// separate gives leaves that left others behind an atom of their own, one for
// all that go the same way, and lists the atoms that stand elsewhere now. What
// has units below it goes with all of them.
func (t *tree) separate(ctx context.Context, tx *db.Tx, units []string) (atoms []string, err error) {
	nodes, leaves, err := partition(ctx, tx, units)
	if err != nil {
		return nil, err
	}
	if atoms, err = atomsBelow(ctx, tx, nodes); err != nil {
		return nil, err
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

// group is leaves of one atom that have the same stays from now on.
type group struct {
	atom  string
	units []string
}

// groups sorts leaves by their atom and by all the stays they have had. One that
// was taken out of the tree stays where it is.
func (t *tree) groups(ctx context.Context, tx *db.Tx, leaves []string) (out []group, err error) {
	atoms, err := leafAtoms(ctx, tx, leaves)
	if err != nil {
		return nil, err
	}
	at := map[[2]string]int{}
	for _, u := range leaves {
		key := [2]string{atoms[u], t.way(u)}
		if key[1] == "" {
			continue
		}
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
