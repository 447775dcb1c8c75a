package org

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Fate is what became, between two days, of a unit directly below another, or
// where it came from.
type Fate string

// Fates in the order they are shown: of the earlier day, then of the later.
const (
	FateStays Fate = "stays" // below the same unit on both days
	FateEnded Fate = "ended" // lives no more on the later day
	FateAway  Fate = "away"  // lives, below another
	FateNew   Fate = "new"   // did not live on the earlier day
	FateCame  Fate = "came"  // lived, below another
)

// GroupRows is how many units of a group are shown unless all are asked for.
const GroupRows = 10

// CompareAsk is what of two days is asked.
type CompareAsk struct {
	Unit     string // code
	From, To day.Date
	All      Fate // of this group all units are shown
}

// Comparison is what stands below a unit on two days, side by side.
type Comparison struct {
	Unit    Unit
	Old     Side
	New     Side
	Flows   []Flow // of base unions, the largest first of each old unit
	Renamed int    // of those that stay
}

// Side is one of the two days.
type Side struct {
	Day    day.Date
	Stands bool // the unit itself lives on the day
	Groups []Group
	Count  int  // units directly below
	Total  Size // of the unit with all below it
	Own    Size // what no unit directly below has: what the unit booked itself
}

// Group is the units of one fate.
type Group struct {
	Fate  Fate
	Count int
	Size  Size
	Rows  []Compared // the first of them, or all
}

// Compared is a unit below on one of the days, named as it was then.
type Compared struct {
	Unit  Unit
	Size  Size
	Was   string    // the other day's name, if it is another
	Other []Related // its successors or predecessors, or where it stands on the other day
	More  int       // how many of these are left out
}

// MaxOthers is how many others stand at a row.
const MaxOthers = 2

// Compare puts the units directly below one on two days side by side. Days the
// wrong way round are turned.
func (s *Service) Compare(ctx context.Context, ask CompareAsk) (c Comparison, err error) {
	defer errs.Wrap(&err, "org.Compare(%q)", ask.Unit)
	if ask.From > ask.To {
		ask.From, ask.To = ask.To, ask.From
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if c.Unit, err = s.Find(ctx, tx, ask.Unit); err != nil {
			return err
		}
		m := comparer{Service: s, tx: tx, ask: ask, unit: c.Unit}
		return m.fill(ctx, &c)
	})
	return c, err
}

// comparer compares two days of one unit.
type comparer struct {
	*Service
	tx       *db.Tx
	ask      CompareAsk
	unit     Unit
	old, new map[string]Unit // directly below on each day, by id, as called then
}

func (m *comparer) fill(ctx context.Context, c *Comparison) (err error) {
	if m.old, err = m.below(ctx, m.ask.From); err != nil {
		return err
	}
	if m.new, err = m.below(ctx, m.ask.To); err != nil {
		return err
	}
	if c.Old, err = m.side(ctx, m.ask.From, m.old, m.new, []Fate{FateEnded, FateAway, FateStays}); err != nil {
		return err
	}
	if c.New, err = m.side(ctx, m.ask.To, m.new, m.old, []Fate{FateNew, FateCame, FateStays}); err != nil {
		return err
	}
	for id, u := range m.old {
		if is, stays := m.new[id]; stays && is.Name != u.Name {
			c.Renamed++
		}
	}
	c.Flows, err = m.flows(ctx)
	return err
}

// below reads what stands directly below the unit on a day, as far as the actor
// may read it.
func (m *comparer) below(ctx context.Context, on day.Date) (map[string]Unit, error) {
	scope, err := m.scope(ctx, on)
	if err != nil {
		return nil, err
	}
	var units []Unit
	cond, args := ledger.Under("p.unit", 3, scope)
	if err := m.tx.Select(ctx, &units, `/* org.compare below */
		SELECT `+unitColumns+` FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND `+cond, append([]any{m.unit.ID, on}, args...)...); err != nil {
		return nil, err
	}
	if err := asOn(ctx, m.tx, each(units, func(u *Unit) *Unit { return u }), on); err != nil {
		return nil, err
	}
	out := make(map[string]Unit, len(units))
	for _, u := range units {
		out[u.ID] = u
	}
	return out, nil
}

func (m *comparer) scope(ctx context.Context, on day.Date) (auth.Scope, error) {
	return m.look(ctx, m.tx, View{On: on}).below(ctx, m.unit.ID)
}

// side puts the units of one day into groups.
func (m *comparer) side(ctx context.Context, on day.Date, here, there map[string]Unit, fates []Fate) (Side, error) {
	s := Side{Day: on, Count: len(here)}
	sizes, err := m.sizes(ctx, on, here)
	if err != nil {
		return s, err
	}
	if s.Stands, err = standsOn(ctx, m.tx, m.unit.ID, on); err != nil {
		return s, err
	}
	s.Total = sizes[m.unit.ID]
	s.Own = s.Total
	for _, fate := range fates {
		g := Group{Fate: fate}
		for _, u := range here {
			if m.fate(on, u, there) != fate {
				continue
			}
			g.Rows = append(g.Rows, Compared{Unit: u, Size: sizes[u.ID]})
			g.Size = g.Size.plus(sizes[u.ID])
		}
		s.Own = s.Own.minus(g.Size)
		if err := m.show(ctx, &g, there); err != nil {
			return s, err
		}
		if g.Count > 0 {
			s.Groups = append(s.Groups, g)
		}
	}
	return s, nil
}

func (m *comparer) fate(on day.Date, u Unit, there map[string]Unit) Fate {
	_, both := there[u.ID]
	switch old := on == m.ask.From; {
	case both:
		return FateStays
	case old && u.EndedBy(m.ask.To):
		return FateEnded
	case old:
		return FateAway
	case u.FoundedOn > m.ask.From:
		return FateNew
	}
	return FateCame
}

// show keeps the rows of a group that are shown, by name, and says of each with
// which others it has to do.
func (m *comparer) show(ctx context.Context, g *Group, there map[string]Unit) (err error) {
	g.Count = len(g.Rows)
	slices.SortFunc(g.Rows, func(a, b Compared) int { return byName(a.Unit, b.Unit) })
	if m.ask.All != g.Fate {
		g.Rows = g.Rows[:min(len(g.Rows), GroupRows)]
	}
	for i := range g.Rows {
		row := &g.Rows[i]
		if u, both := there[row.Unit.ID]; both && u.Name != row.Unit.Name {
			row.Was = u.Name
		}
		if row.Other, err = m.others(ctx, g.Fate, row.Unit); err != nil {
			return err
		}
		if n := len(row.Other) - MaxOthers; n > 0 {
			row.Other, row.More = row.Other[:MaxOthers], n
		}
	}
	return nil
}

func (m *comparer) others(ctx context.Context, f Fate, u Unit) ([]Related, error) {
	var units []Unit
	var err error
	switch f {
	case FateEnded:
		units, err = m.Successors(ctx, m.tx, u.ID, m.ask.To)
	case FateNew:
		units, err = m.Predecessors(ctx, m.tx, u.ID, m.ask.To)
	case FateAway:
		units, err = m.parents(ctx, u, m.ask.To)
	case FateCame:
		units, err = m.parents(ctx, u, m.ask.From)
	}
	if err != nil || len(units) == 0 {
		return nil, err
	}
	byCode := map[string]Unit{}
	for _, u := range units {
		byCode[u.Code] = u
	}
	known, err := m.related(ctx, m.tx, byCode)
	return named(CodesOf(units), known), err
}

func (m *comparer) parents(ctx context.Context, u Unit, on day.Date) ([]Unit, error) {
	p, err := m.ParentOn(ctx, m.tx, u.ID, on)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	return []Unit{p}, err
}
