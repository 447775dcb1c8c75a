package org

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
)

// WardRule asks for the rows that put base unions under the unions of their
// communes, as the reform of 2025 did (domain.md §1.2).
type WardRule struct {
	Unit   string   // code of the federation whose base unions are placed
	On     day.Date // first day of the new order; communes are those of this day
	Direct bool     // only those directly below the unit, as between 01/07 and 01/10/2025
	Found  bool     // found the ward unions that do not stand yet
	End    bool     // end the superiors that are left with nothing, the wards their heirs
}

// Unsure is a base union whose commune was split, or is not known: somebody must
// say where it goes.
type Unsure struct {
	Unit     Unit
	Choices  []places.Place // none if the commune is not known
	Proposed string         // code of the ward union in its row; empty: it has no row
}

// sited is a base union with its superior on a day.
type sited struct {
	Unit
	Superior string `db:"superior"` // id
}

// ByWards makes the rows of a rule from each base union's commune. Nothing is
// changed. Unions that stand where they should have no row.
func (s *Service) ByWards(ctx context.Context, q WardRule) (lines []Line, unsure []Unsure, err error) {
	defer errs.Wrap(&err, "org.ByWards(%s)", q.Unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		lines, unsure, err = s.ByWardsIn(ctx, tx, q)
		return err
	})
	return lines, unsure, err
}

// ByWardsIn is ByWards inside the caller's transaction.
func (s *Service) ByWardsIn(ctx context.Context, tx *db.Tx, q WardRule) ([]Line, []Unsure, error) {
	top, err := s.manage(ctx, tx, q.Unit)
	if err != nil {
		return nil, nil, err
	}
	w := &warder{Service: s, rule: q, top: top, wards: map[string]*warded{}, emptied: map[string][]string{}}
	bases, err := basesBelow(ctx, tx, top.ID, q.On.Add(-1), q.On)
	if err != nil {
		return nil, nil, err
	}
	bases = slices.DeleteFunc(bases, func(b sited) bool { return !s.Rules.Kind(b.Kind).Counted || (q.Direct && b.Superior != top.ID) })
	if err := w.know(ctx, tx, bases); err != nil {
		return nil, nil, err
	}
	for _, b := range bases {
		w.place(b)
	}
	return w.lines(), w.unsure, nil
}

// warder puts base unions under ward unions.
type warder struct {
	*Service
	rule      WardRule
	top       Unit
	superiors map[string]Unit     // by id
	before    map[string]string   // of units by id: code of the district they stood in before
	wards     map[string]*warded  // by code of the commune
	emptied   map[string][]string // codes of ward unions by that of the superior they take over from
	moves     []Line
	unsure    []Unsure
}

// warded is a ward union that gets base unions.
type warded struct {
	place   places.Place
	code    string
	id      string          // empty: it does not stand yet
	follows map[string]bool // codes of districts
}

// know reads what the rows need to tell: the superiors now and before, and which
// ward unions stand.
func (w *warder) know(ctx context.Context, tx *db.Tx, bases []sited) (err error) {
	ids, superiors := make([]string, len(bases)), map[string]bool{}
	for i, b := range bases {
		ids[i], superiors[b.Superior] = b.ID, true
	}
	if w.superiors, err = unitsByID(ctx, tx, slices.Sorted(maps.Keys(superiors))); err != nil {
		return err
	}
	if w.before, err = districtsBefore(ctx, tx, ids, w.rule.On); err != nil {
		return err
	}
	stand, err := standing(ctx, tx)
	for _, c := range w.Places.Communes(w.province(), w.rule.On) {
		ward := &warded{place: c, code: wardCode(w.top.Code, c), follows: map[string]bool{}}
		if u := stand.wards[c.Code]; u != nil && u.FoundedOn <= w.rule.On {
			ward.code, ward.id = u.Code, u.ID
		}
		w.wards[c.Code] = ward
	}
	return err
}

// province is the official code of the federation's province; empty if it is none.
func (w *warder) province() string {
	for _, p := range w.Places.Provinces(w.rule.On) {
		if ProvinceCode(p) == w.top.Code || (w.top.Kind == provincial && isOf(w.top.Name, p)) {
			return p.Code
		}
	}
	return ""
}

// place makes the row of a base union, or notes that somebody must.
func (w *warder) place(b sited) {
	choices := w.communes(b.Unit)
	if len(choices) == 0 {
		w.unsure = append(w.unsure, Unsure{Unit: b.Unit})
		return
	}
	ward := w.wards[choices[0].Code]
	if ward == nil || (ward.id == "" && !w.rule.Found) {
		w.unsure = append(w.unsure, Unsure{Unit: b.Unit, Choices: choices})
		return
	}
	if len(choices) > 1 {
		w.unsure = append(w.unsure, Unsure{Unit: b.Unit, Choices: choices, Proposed: ward.code})
	}
	if ward.id == b.Superior {
		return
	}
	if before := w.before[b.ID]; before != "" {
		ward.follows[before] = true
	}
	if up := w.superiors[b.Superior]; up.ID != w.top.ID {
		w.emptied[up.Code] = append(w.emptied[up.Code], ward.code)
	}
	w.moves = append(w.moves, Line{Op: OpMove, Unit: b.Code, Parent: ward.code})
}

// communes are those a unit may be in on the day, the one to propose first. Its
// commune may be told by the code of before the reform.
func (w *warder) communes(u Unit) (out []places.Place) {
	pieces := w.Places.Into(u.Ward)
	if w.rule.On < places.Reform || u.FoundedOn >= places.Reform || len(pieces) == 0 {
		if p, known := w.Places.Find(u.Ward, w.rule.On); known {
			out = append(out, p)
		}
		return out
	}
	slices.SortStableFunc(pieces, func(a, b places.Piece) int { return cmp.Compare(rank(b.Primary), rank(a.Primary)) })
	for _, piece := range pieces {
		if p, known := w.Places.Find(piece.Code, w.rule.On); known {
			out = append(out, p)
		}
	}
	return out
}

func rank(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// lines are the rows: what is founded, what moves, what ends.
func (w *warder) lines() (out []Line) {
	used := map[string]bool{}
	for _, m := range w.moves {
		used[m.Parent] = true
	}
	for _, ward := range w.wards {
		if used[ward.code] && ward.id == "" {
			out = append(out, Line{
				Op: OpFound, Unit: ward.code, Name: w.Rules.titled(wardUnion, ward.place), Kind: wardUnion, Parent: w.top.Code, Ward: ward.place.Code,
				Follows: strings.Join(slices.Sorted(maps.Keys(ward.follows)), ","),
			})
		}
	}
	slices.SortFunc(out, func(a, b Line) int { return cmp.Compare(a.Unit, b.Unit) })
	out = append(out, w.moves...)
	if !w.rule.End {
		return out
	}
	for _, code := range slices.Sorted(maps.Keys(w.emptied)) {
		heirs := slices.Sorted(slices.Values(w.emptied[code]))
		out = append(out, Line{Op: OpEnd, Unit: code, Heirs: strings.Join(slices.Compact(heirs), ",")})
	}
	return out
}

func basesBelow(ctx context.Context, tx *db.Tx, top string, on, first day.Date) (out []sited, err error) {
	err = tx.Select(ctx, &out, `/* org.basesBelow */
		SELECT `+unitColumns+`, p.parent AS superior
		FROM ledger_roll r JOIN ledger_leaf l ON l.atom = r.atom JOIN org_unit u ON u.id = l.unit
		JOIN ledger_place p ON p.unit = u.id AND p.valid_from <= $2 AND p.valid_to >= $2
		WHERE r.ancestor = $1 AND r.valid_from <= $2 AND r.valid_to >= $2 AND u.id <> $1 AND (u.dissolved_on = '' OR u.dissolved_on >= $3)
		ORDER BY u.code`, top, on, first)
	return out, err
}

// districtsBefore is the code of the last district that has ended by a day in
// which each unit stood.
func districtsBefore(ctx context.Context, tx *db.Tx, units []string, on day.Date) (map[string]string, error) {
	out := map[string]string{}
	for some := range slices.Chunk(units, 500) {
		err := tx.Each(ctx, `/* org.districtsBefore */
			SELECT p.unit, d.code FROM ledger_place p JOIN org_unit d ON d.id = p.parent
			WHERE d.kind = 'district' AND d.dissolved_on <> '' AND d.dissolved_on < $1 AND p.valid_to < $1 AND p.unit IN (`+db.In(2, len(some))+`)
			ORDER BY p.valid_from`, append([]any{on}, db.Anys(some)...), func(scan func(...any) error) error {
			var unit, code string
			err := scan(&unit, &code)
			out[unit] = code
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func unitsByID(ctx context.Context, tx *db.Tx, ids []string) (map[string]Unit, error) {
	out := map[string]Unit{}
	for some := range slices.Chunk(ids, 500) {
		var rows []Unit
		if err := tx.Select(ctx, &rows, `/* org.unitsByID */
			SELECT `+unitColumns+` FROM org_unit u WHERE u.id IN (`+db.In(1, len(some))+`)`, db.Anys(some)...); err != nil {
			return nil, err
		}
		for _, u := range rows {
			out[u.ID] = u
		}
	}
	return out, nil
}
