package agreement

import (
	"context"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// shown is how many tasks of each span the page of an agreement shows.
func shown(sp Span) int {
	if sp == Later {
		return 2
	}
	return 3
}

// Reminders are what there is to do about an agreement on a day.
type Reminders struct {
	Shown     []Place
	Rest      int       // tasks that are not shown
	Decision  *Decision // what was decided to come after the stage
	Decider   string    // name
	MayDecide bool
}

// Place is a task with where it stands, in names.
type Place struct {
	Reminder
	Units   map[string]string // names of the units in its steps, by id
	Taker   string            // name of who has taken it
	Above   string            // name of the unit that is told next; empty: nobody is above
	ClimbOn day.Date          // when that is; empty: not any more, or it waits for its day first
	MayTake bool
}

// RemindersIn reads what there is to do about an agreement, for whoever was
// allowed to read it.
func (s *Service) RemindersIn(ctx context.Context, tx *db.Tx, a Agreement) (out Reminders, err error) {
	if a.WithdrawnAt != nil || !a.PhaseOn(tx.Today()).Holds() {
		return out, nil
	}
	q := openOn(tx)
	q.And(`w.agreement = $n`, a.ID)
	all, err := q.reminders(ctx, tx, 1000)
	if err != nil {
		return out, err
	}
	picked := pickShown(all, tx.Today())
	out.Rest = len(all) - len(picked)
	if err := standings(ctx, tx, picked); err != nil {
		return out, err
	}
	if out.Shown, err = s.PlacesIn(ctx, tx, picked); err != nil {
		return out, err
	}
	return out, s.decided(ctx, tx, a, &out)
}

func pickShown(all []Reminder, today day.Date) (out []Reminder) {
	count := map[Span]int{}
	for _, r := range all {
		sp := r.SpanOn(today)
		if count[sp]++; count[sp] <= shown(sp) {
			out = append(out, r)
		}
	}
	return out
}

// PlacesIn names where the tasks of a list stand, and which of them the actor may
// take.
func (s *Service) PlacesIn(ctx context.Context, tx *db.Tx, list []Reminder) (out []Place, err error) {
	for _, r := range list {
		st, err := s.stands(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		out = append(out, st)
	}
	return out, nil
}

// stands names where a task stands, and who is told next.
func (s *Service) stands(ctx context.Context, tx *db.Tx, r Reminder) (st Place, err error) {
	st = Place{Reminder: r, Units: map[string]string{}}
	var ids []string
	for _, t := range r.Steps {
		ids = append(ids, t.Unit)
	}
	units, err := s.Org.UnitsByID(ctx, tx, ids)
	if err != nil {
		return st, err
	}
	for id, u := range units {
		st.Units[id] = u.Name
	}
	if r.TookOn != nil {
		names, err := auth.Names(ctx, tx, []string{r.TookOn.Account})
		if err != nil {
			return st, err
		}
		st.Taker = names[r.TookOn.Account]
	}
	if st.MayTake, err = s.mayAct(ctx, tx, r.Watch); err != nil || !r.Told(tx.Today()) {
		st.MayTake = false
		return st, err
	}
	return st, s.climbs(ctx, tx, &st)
}

// climbs says when a task goes on to whom. On a day the demo was moved back to
// that is not known.
func (s *Service) climbs(ctx context.Context, tx *db.Tx, st *Place) error {
	if st.Stage != Climb || st.Next < tx.Today() {
		return nil
	}
	up, err := s.Org.LivingAbove(ctx, tx, st.Stands, tx.Today(), tx.Today())
	if err == nil && up.ID != "" {
		st.Above, st.ClimbOn = up.Name, st.Next
	}
	return err
}

func (s *Service) decided(ctx context.Context, tx *db.Tx, a Agreement, out *Reminders) (err error) {
	d, err := decisionOn(ctx, tx, a.ID, a.To, tx.Today())
	if err != nil {
		return err
	}
	if d.ID != "" {
		names, err := auth.Names(ctx, tx, []string{d.Account})
		if err != nil {
			return err
		}
		out.Decision, out.Decider = &d, names[d.Account]
	}
	if a.PhaseOn(tx.Today()) != Ending && a.PhaseOn(tx.Today()) != Overdue {
		return nil
	}
	out.MayDecide, err = s.mayAct(ctx, tx, Watch{Unit: a.Unit, Stands: a.Unit})
	return err
}
