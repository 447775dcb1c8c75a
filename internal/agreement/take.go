package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// longestTake is how many days ahead whoever takes a task may put it off.
const longestTake = 60

// Taking is how somebody takes a task on.
type Taking struct {
	ID    string // made by the form, so that a double click takes it once
	Round int    // as it was shown
	Note  string
	Until day.Date // by when they want to have done it
}

// Take takes a task on: nobody above is asked before its day, on which it is told
// again. Whoever may write for its unit, or for one it has climbed to, may.
// Conflict when another was faster.
func (s *Service) Take(ctx context.Context, agreement, watch string, g Taking) (err error) {
	defer errs.Wrap(&err, "agreement.Take(%s)", watch)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, w, err := s.watchFor(ctx, tx, agreement, watch)
		if err != nil {
			return err
		}
		if t, err := stepByID(ctx, tx, g.ID); g.ID != "" && (err == nil || !errs.Is(err, errs.NotFound)) {
			if err == nil && (t.Watch != w.ID || t.Account != actor(ctx)) {
				err = errs.New(errs.NotFound, "error.notfound")
			}
			return err // a double click
		}
		if err := s.checkTake(ctx, tx, w, &g); err != nil {
			return err
		}
		return s.take(ctx, tx, a, w, g)
	})
}

// take keeps who took a task, and lets it wait.
func (s *Service) take(ctx context.Context, tx *db.Tx, a Agreement, was Watch, g Taking) error {
	w := was
	w.Round, w.Stage, w.Next = was.Round+1, AtDue, day.Max(g.Until, was.Due)
	first, err := advance(ctx, tx, was, w)
	if err == nil && !first {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	if g.ID == "" {
		g.ID = db.NewID()
	}
	t := Step{
		ID: g.ID, Watch: w.ID, Round: w.Round, Act: Taken, Level: w.Level, Unit: w.Stands, On: tx.Today(),
		Account: actor(ctx), Note: g.Note, Until: w.Next,
	}
	if _, err := insertStep(ctx, tx, t); err != nil {
		return err
	}
	return s.note(ctx, tx, "agreement.take", a, g.Note)
}

// watchFor reads a task for an actor who may act on it: who writes for its unit
// or for one it stands at. Who writes for a unit above may write for it.
func (s *Service) watchFor(ctx context.Context, tx *db.Tx, agreement, watch string) (a Agreement, w Watch, err error) {
	if a, err = s.readable(ctx, tx, agreement); err != nil {
		return a, w, err
	}
	w, err = watchByID(ctx, tx, watch)
	if err == nil && w.Agreement != a.ID {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return a, w, err
	}
	may, err := s.mayAct(ctx, tx, w)
	if err == nil && !may {
		err = errs.New(errs.Denied, "error.denied")
	}
	return a, w, err
}

// mayAct tells whether the actor may take a task: of a unit that has ended, who
// goes on from it may.
func (s *Service) mayAct(ctx context.Context, tx *db.Tx, w Watch) (bool, error) {
	for _, unit := range slices.Compact([]string{w.Unit, w.Stands}) {
		living, err := s.living(ctx, tx, unit, tx.Today())
		if err != nil {
			return false, err
		}
		if living == "" {
			continue
		}
		if may, err := s.Org.Guard.Can(ctx, tx, Write, living); err != nil || may {
			return may, err
		}
	}
	return false, nil
}

// Told tells that a task is due, or near enough to be told of.
func (w Watch) Told(today day.Date) bool {
	return w.ClosedOn == "" && w.Due.Add(-w.Kind.Lead()) <= today
}

// checkTake refuses what is over, too far ahead, or put off for too long.
func (s *Service) checkTake(ctx context.Context, tx *db.Tx, w Watch, g *Taking) error {
	today := tx.Today()
	switch {
	case w.ClosedOn != "":
		return errs.New(errs.Conflict, "agreement.remind.over")
	case !w.Told(today):
		return errs.New(errs.Conflict, "agreement.remind.early", errs.Args{"date": w.Due.Add(-w.Kind.Lead())})
	case w.Round != g.Round:
		return errs.New(errs.Conflict, "error.conflict")
	}
	var faults errs.List
	g.Note = line(g.Note)
	need(&faults, "note", g.Note, maxReason)
	switch last := today.Add(longestTake); {
	case g.Until == "":
		faults.Add(errs.At("until", "error.required"))
	case g.Until <= today || g.Until > last:
		faults.Add(errs.At("until", "agreement.due.outside", errs.Args{"from": today.Add(1), "to": last}))
	}
	return faults.Err()
}

// Take is what a form to take a task on shows.
type Take struct {
	Watch
	Of       Agreement
	UnitName string
	Longest  int      // days it may be put off
	Last     day.Date // the last of them
}

// OpenTake reads a task for a form, for an actor who may take it.
func (s *Service) OpenTake(ctx context.Context, agreement, watch string) (v Take, err error) {
	defer errs.Wrap(&err, "agreement.OpenTake(%s)", watch)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Of, v.Watch, err = s.watchFor(ctx, tx, agreement, watch); err != nil {
			return err
		}
		u, err := s.Org.UnitByID(ctx, tx, v.Unit)
		v.UnitName, v.Longest, v.Last = u.Name, longestTake, tx.Today().Add(longestTake)
		return err
	})
	return v, err
}
