package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// verifyTree reads all places once and works out anew where every atom stands.
func verifyTree(ctx context.Context, tx *db.Tx) (faults []string, err error) {
	t, err := wholeTree(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, unit := range slices.Sorted(maps.Keys(t.places)) {
		faults = append(faults, t.faultsOf(unit)...)
	}
	if len(faults) > 0 {
		return faults, nil // where atoms stand would only say it again
	}
	return t.faultsOfRolls(ctx, tx)
}

func wholeTree(ctx context.Context, tx *db.Tx) (*tree, error) {
	t := &tree{places: map[string][]place{}, heirs: map[string]place{}}
	var all []place
	if err := tx.Select(ctx, &all, `/* ledger.wholeTree */
		SELECT unit, COALESCE(parent, '') AS parent, valid_from, valid_to FROM ledger_place ORDER BY unit, valid_from`); err != nil {
		return nil, err
	}
	for _, p := range all {
		t.places[p.Unit] = append(t.places[p.Unit], p)
	}
	var heirs []place
	err := tx.Select(ctx, &heirs, `/* ledger.wholeTree heirs */ SELECT unit, heir AS parent, valid_from, CAST($1 AS TEXT) AS valid_to FROM ledger_heir`, day.Never)
	for _, h := range heirs {
		t.heirs[h.Unit] = h
	}
	return t, err
}

// faultsOf looks at the places of one unit: without gaps, not two at once, under
// superiors that live.
func (t *tree) faultsOf(unit string) (faults []string) {
	say := func(format string, args ...any) {
		faults = append(faults, "ledger: unit "+unit+" "+fmt.Sprintf(format, args...))
	}
	all := t.places[unit]
	for i, p := range all {
		if i > 0 && p.From != all[i-1].To.Add(1) {
			say("stands nowhere or twice between %s and %s", all[i-1].To, p.From)
		}
		from := p.From
		if above := t.places[p.Parent]; i == 0 && len(above) > 0 {
			from = day.Max(from, above[0].From) // Place takes what stood before the register
		}
		if p.Parent != "" && !t.lives(p.Parent, from, p.To) {
			say("stands from %s to %s under %s, which does not live all that time", p.From, p.To, p.Parent)
		}
	}
	if t.loops(unit, day.Opening, day.Never) {
		say("stands below itself")
	}
	if h, has := t.heirs[unit]; has && (all[len(all)-1].To >= h.From || t.on(h.Parent, h.From) < 0) {
		say("lives when %s inherits on %s, or the heir does not", h.Parent, h.From)
	}
	return faults
}

// faultsOfRolls compares where each unit stands by its places with where its
// atom does, once for all units of one atom that have had the same places.
func (t *tree) faultsOfRolls(ctx context.Context, tx *db.Tx) (faults []string, err error) {
	stands, nodes, err := rolledUp(ctx, tx)
	if err != nil {
		return nil, err
	}
	seen := map[[2]string]bool{}
	err = tx.Each(ctx, `/* ledger.verifyTree leaves */ SELECT atom, unit FROM ledger_leaf ORDER BY atom, unit`, nil, func(scan func(...any) error) error {
		var atom, unit string
		if err := scan(&atom, &unit); err != nil || len(t.places[unit]) == 0 {
			return err
		}
		key := [2]string{atom, t.way(unit)}
		if nodes[unit] {
			key[1] += unit
		}
		if seen[key] {
			return nil
		}
		seen[key] = true
		want := t.standsAs(unit, nodes[unit])
		if line := [2]string{atom, want}; want != stands[atom] && !seen[line] {
			seen[line] = true
			faults = append(faults, fmt.Sprintf("ledger: atom %s stands below %s, its unit %s below %s", atom, stands[atom], unit, want))
		}
		return nil
	})
	return faults, err
}

// standsAs says all ancestors of a unit in the words of rolledUp.
func (t *tree) standsAs(unit string, node bool) string {
	all := t.standings(unit)
	if node {
		all = append(all, place{Parent: unit, From: day.Opening, To: day.Never})
	}
	return inWords(joined(all))
}

// rolledUp says of each atom all its ancestors with their days, and lists the
// units that are ancestors.
func rolledUp(ctx context.Context, tx *db.Tx) (stands map[string]string, nodes map[string]bool, err error) {
	rows, stands, nodes := map[string][]place{}, map[string]string{}, map[string]bool{}
	err = tx.Each(ctx, `/* ledger.rolledUp */ SELECT atom, ancestor, valid_from, valid_to FROM ledger_roll`, nil, func(scan func(...any) error) error {
		var p place
		err := scan(&p.Unit, &p.Parent, &p.From, &p.To)
		rows[p.Unit], nodes[p.Parent] = append(rows[p.Unit], p), true
		return err
	})
	for atom, all := range rows {
		slices.SortFunc(all, byParent)
		stands[atom] = inWords(all)
	}
	return stands, nodes, err
}

func inWords(all []place) string {
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = p.Parent + " " + string(p.From) + "/" + string(p.To)
	}
	return strings.Join(words, ", ")
}
