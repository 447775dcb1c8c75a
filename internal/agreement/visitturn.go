package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// Turn is the visit of one year of an agreement whose sides go to each other in
// turn.
type Turn struct {
	Year   int
	Host   Side     // whose turn it is to receive
	Due    day.Date // the last planned day, else the last of the year or of the agreement
	State  TurnState
	Visits []Visit // of that year, held or planned or cancelled
}

// TurnState is how the visit of a year stands.
type TurnState string

const (
	TurnAhead   TurnState = "ahead"   // of a year to come
	TurnOpen    TurnState = "open"    // of this year, nothing planned
	TurnPlanned TurnState = "planned" // or under way
	TurnHeld    TurnState = "held"
	TurnSkipped TurnState = "skipped" // cancelled for a reason, and nothing else planned
	TurnMissed  TurnState = "missed"  // its day is over
)

// Waits tells that a visit is still to be held or to be given up.
func (t Turn) Waits() bool { return t.State != TurnHeld && t.State != TurnSkipped }

// TurnsOf are the visits of an agreement year by year. A year of the agreement
// begins with each anniversary of its first day: a memorandum of August 2022 to
// August 2027 has five (domain.md 3.2). The sides take turns by calendar years
// and not by visits held: Seoul came to Hà Nội in 2022 and 2024 (seeds/003), so
// 2023 and 2025 are Hà Nội's turns to travel whether it did or not.
func TurnsOf(a Agreement, visits []Visit, on day.Date) (out []Turn) {
	if !a.Visits {
		return nil
	}
	for i, host := 0, a.FirstHost; i == 0 || months(a.From, 12*i) < a.Last(); i, host = i+1, other(host) {
		t := Turn{Year: a.From.Year() + i, Host: host}
		for _, v := range visits {
			if v.First().Year() == t.Year {
				t.Visits = append(t.Visits, v)
			}
		}
		t.judge(a, on)
		out = append(out, t)
	}
	return out
}

func other(s Side) Side {
	if s == A {
		return B
	}
	return A
}

// judge tells how the turn stands on a day.
func (t *Turn) judge(a Agreement, on day.Date) {
	t.Due = day.Min(day.New(t.Year, 12, 31), a.Last())
	states := map[VisitState]bool{}
	for _, v := range t.Visits {
		state := v.StateOn(on)
		states[state] = true
		if state != VisitCancelled && state != VisitHeld {
			t.Due = v.End()
		}
	}
	switch {
	case states[VisitHeld]:
		t.State = TurnHeld
	case t.Due < on && (len(states) > 1 || !states[VisitCancelled]):
		t.State = TurnMissed
	case states[VisitPlanned] || states[VisitUnderWay]:
		t.State = TurnPlanned
	case states[VisitCancelled]:
		t.State = TurnSkipped
	case t.Year > on.Year():
		t.State = TurnAhead
	default:
		t.State = TurnOpen
	}
}

// Visiting is how the visits of an agreement stand.
type Visiting struct {
	Turns  []Turn
	Others []Visit // of years without a turn, or of an agreement that has none
	Held   int     // turns in which a visit was held
	Next   *VisitDue
}

// VisitDue is a visit that is still to be held: what a reminder tells.
type VisitDue struct {
	Year  int
	Host  Side
	Due   day.Date
	Visit string // id of the one that is planned; empty: none is
}

// Visiting reads how the visits of an agreement stand today, for whoever may
// read the agreement.
func (s *Service) Visiting(ctx context.Context, tx *db.Tx, a Agreement) (out Visiting, err error) {
	visits, err := s.visitsOf(ctx, tx, a.ID)
	if err != nil {
		return out, err
	}
	out.Turns = TurnsOf(a, visits, tx.Today())
	for _, v := range visits {
		if !slices.ContainsFunc(out.Turns, func(t Turn) bool { return t.Year == v.First().Year() }) {
			out.Others = append(out.Others, v)
		}
	}
	for _, t := range out.Turns {
		if t.State == TurnHeld {
			out.Held++
		}
	}
	due, err := s.visitsDue(ctx, tx, a)
	if err != nil {
		return out, err
	}
	// What was missed in a year that is over is told in its row; next is what can still be done.
	if i := slices.IndexFunc(due, func(d VisitDue) bool { return d.Due >= tx.Today() || d.Year == tx.Today().Year() }); i >= 0 {
		out.Next = &due[i]
	}
	return out, nil
}

// visitsDue are the visits an agreement still asks for, the earliest first, with
// the day by which each is to be held: its planned last day, else the last of its
// year. One that was not held stays due until it is recorded, or given up for a
// reason (SkipYear). Drafts and agreements that are over ask for none.
func (s *Service) visitsDue(ctx context.Context, tx *db.Tx, a Agreement) (out []VisitDue, err error) {
	on := tx.Today()
	if !a.Visits || !a.PhaseOn(on).Holds() {
		return nil, nil
	}
	visits, err := s.visitsOf(ctx, tx, a.ID)
	for _, t := range TurnsOf(a, visits, on) {
		if !t.Waits() {
			continue
		}
		d := VisitDue{Year: t.Year, Host: t.Host, Due: t.Due}
		for _, v := range t.Visits {
			if v.StateOn(on) != VisitCancelled {
				d.Visit = v.ID
			}
		}
		out = append(out, d)
	}
	return out, err
}
