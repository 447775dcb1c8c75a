package org

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Life is what happened to a unit, the first thing first.
type Life struct {
	Unit   Unit
	Today  day.Date
	Events []Event
	Heirs  []Kin // who goes on with it; of a unit that has ended
	Before []Kin // with what it goes on
}

// Kin are units that go on with another from a day on, or from which it goes on.
type Kin struct {
	Day   day.Date
	Units []Related
}

// Related is a unit that another's life has to do with, and whether the actor
// may open it.
type Related struct {
	Unit
	MayRead bool
}

// EventKind is what happened to a unit.
type EventKind string

// What happens to units, in the order it is told of one day.
const (
	EventStood    EventKind = "stood"    // it was there before the register
	EventFounded  EventKind = "founded"  // a founding act
	EventBegan    EventKind = "began"    // a reorganisation founded it
	EventReceived EventKind = "received" // others ended and go on in it
	EventParted   EventKind = "parted"   // others split off; it stands
	EventMoved    EventKind = "moved"
	EventRenamed  EventKind = "renamed"
	EventRecast   EventKind = "recast" // another kind of unit
	EventEnded    EventKind = "ended"  // on its last day
	EventFollowed EventKind = "followed"
)

var eventOrder = []EventKind{
	EventStood, EventFounded, EventBegan, EventReceived, EventParted, EventMoved, EventRenamed, EventRecast, EventEnded, EventFollowed,
}

// Event is one thing that happened to a unit.
type Event struct {
	Day      day.Date // empty: before the register
	Kind     EventKind
	From, To string    // names or kinds before and after
	Below    []Related // its superiors before and after, or the one it came to stand under
	Units    []Related // the others it has to do with
	Decision Decision
	Undone   bool // the decision was withdrawn or undone: it is as if it had not happened
}

// Decision is the signed paper behind an event; Reorg is the id of a
// reorganisation, empty of other acts.
type Decision struct {
	Reorg     string
	Act       ReorgKind
	No        string
	DecidedOn day.Date
	Signer    string
}

// Life reads the life line of a unit; out of scope it is not found.
func (s *Service) Life(ctx context.Context, code string) (l Life, err error) {
	defer errs.Wrap(&err, "org.Life(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Find(ctx, tx, code)
		if err != nil {
			return err
		}
		l, err = s.life(ctx, tx, u)
		return err
	})
	return l, err
}

func (s *Service) life(ctx context.Context, tx *db.Tx, u Unit) (Life, error) {
	b := biographer{unit: u}
	if err := b.read(ctx, tx); err != nil {
		return Life{}, err
	}
	b.tell()
	known, err := s.related(ctx, tx, b.units)
	if err != nil {
		return Life{}, err
	}
	l := Life{Unit: u, Today: tx.Today()}
	for _, e := range b.events {
		l.Events = append(l.Events, e.with(known))
	}
	slices.SortStableFunc(l.Events, byDay)
	if l.Heirs, err = s.heirsOf(ctx, tx, u); err != nil {
		return l, err
	}
	l.Before, err = s.beforeOf(ctx, tx, u)
	return l, err
}

func byDay(a, b Event) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), slices.Index(eventOrder, a.Kind)-slices.Index(eventOrder, b.Kind))
}

// heirsOf are the successors of a unit that has ended, by the day they took over.
func (s *Service) heirsOf(ctx context.Context, tx *db.Tx, u Unit) ([]Kin, error) {
	heirs, err := s.Successors(ctx, tx, u.ID, tx.Today())
	if err != nil {
		return nil, err
	}
	return s.kin(ctx, tx, heirs, func(heir Unit) day.Date { return takesOver(u, heir) })
}

// beforeOf are the units with which a unit goes on.
func (s *Service) beforeOf(ctx context.Context, tx *db.Tx, u Unit) ([]Kin, error) {
	old, err := s.Predecessors(ctx, tx, u.ID, tx.Today())
	if err != nil {
		return nil, err
	}
	return s.kin(ctx, tx, old, func(was Unit) day.Date { return takesOver(was, u) })
}

// takesOver is the day from which a unit goes on with another: the day after its
// end, or, across a gap, the day it was founded itself.
func takesOver(old, heir Unit) day.Date { return day.Max(old.DissolvedOn.Add(1), heir.FoundedOn) }

func (s *Service) kin(ctx context.Context, tx *db.Tx, units []Unit, on func(Unit) day.Date) (out []Kin, err error) {
	byCode := map[string]Unit{}
	for _, u := range units {
		byCode[u.Code] = u
	}
	known, err := s.related(ctx, tx, byCode)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		i := slices.IndexFunc(out, func(k Kin) bool { return k.Day == on(u) })
		if i < 0 {
			i, out = len(out), append(out, Kin{Day: on(u)})
		}
		out[i].Units = append(out[i].Units, known[u.Code])
	}
	slices.SortFunc(out, func(a, b Kin) int { return cmp.Compare(a.Day, b.Day) })
	return out, nil
}

// related tells of units which the actor may open.
func (s *Service) related(ctx context.Context, tx *db.Tx, units map[string]Unit) (map[string]Related, error) {
	ids := map[string]Unit{}
	for _, u := range units {
		ids[u.ID] = u
	}
	seen, err := s.readable(ctx, tx, ids)
	out := map[string]Related{}
	for code, u := range units {
		out[code] = Related{u, seen[u.ID]}
	}
	return out, err
}

// readable tells which of some units, by id, the actor may read.
func (s *Service) readable(ctx context.Context, tx *db.Tx, units map[string]Unit) (map[string]bool, error) {
	cond, args := ledger.Under("u.id", 1, s.Guard.Scope(ctx, Read))
	return someOf(ctx, tx, units, func(n int) string {
		return `/* org.readable */ SELECT u.id FROM org_unit u WHERE ` + cond + ` AND u.id IN (` + db.In(1+len(args), n) + `)`
	}, args...)
}

// with puts the units an event names by their codes in.
func (e told) with(known map[string]Related) Event {
	e.Below, e.Units = named(e.below, known), named(e.others, known)
	return e.Event
}

func named(codes []string, known map[string]Related) (out []Related) {
	for _, code := range codes {
		if u, is := known[code]; is {
			out = append(out, u)
		}
	}
	return out
}

// HeirsOf are the successors by now of units that have ended, by the ids of
// these, for lists in which closed units stand.
func (s *Service) HeirsOf(ctx context.Context, ended []Unit) (out map[string][]Related, err error) {
	defer errs.Wrap(&err, "org.HeirsOf")
	out = map[string][]Related{}
	if len(ended) == 0 {
		return out, nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		for _, u := range ended {
			heirs, err := s.heirsOf(ctx, tx, u)
			if err != nil {
				return err
			}
			for _, k := range heirs {
				out[u.ID] = append(out[u.ID], k.Units...)
			}
		}
		return nil
	})
	return out, err
}
