package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/job"
)

// Act is what a step did.
type Act string

const (
	ToldAhead Act = "ahead" // the unit, before the day
	ToldDue   Act = "due"   // the unit, on the day or the first after it the program ran
	ToldAbove Act = "climb" // the superior of who ignored it
	ToldHeir  Act = "heir"  // who goes on from a unit that ended before it acted
	Taken     Act = "take"  // somebody has taken it on
)

// Step is one thing that was done about a watch.
type Step struct {
	ID      string   `db:"id"`
	Watch   string   `db:"watch"`
	Round   int      `db:"round"`
	Act     Act      `db:"act"`
	Level   int      `db:"level"`
	Unit    string   `db:"unit"`
	On      day.Date `db:"on_day"`
	Told    string   `db:"told"`    // ids of accounts, a blank between
	Account string   `db:"account"` // who took it
	Note    string   `db:"note"`
	Until   day.Date `db:"until"`
	At      int64    `db:"at"`
}

// People is how many were told.
func (t Step) People() int { return len(strings.Fields(t.Told)) }

// News is what some accounts are told of a watch.
type News struct {
	To       []string // ids of accounts
	Key      string
	What     string // what was promised; empty where the key says it
	Title    string // of the agreement
	UnitName string // of the unit that has to do it
	Due      day.Date
	Href     string
	Once     string // name of the step
}

// DueArgs reminds of what is due of agreements.
type DueArgs struct{}

// Kind names the job.
func (DueArgs) Kind() string { return "agreement.due" }

// atOnce is how many watches one job looks at; another goes on with the rest, so
// that none holds the writer long.
const atOnce = 200

// Due takes the next step of each watch whose day for it has come, one step a day
// at most: after two months without the program each goes on where it stopped.
// Several nodes may do it at once; each step happens once.
func (s *Service) Due(ctx context.Context, tx *db.Tx, _ DueArgs) (err error) {
	defer errs.Wrap(&err, "agreement.Due")
	woken, err := wakingOn(ctx, tx, tx.Today(), atOnce)
	if err != nil {
		return err
	}
	fresh := map[string]Agreement{}
	for _, w := range woken {
		a, seen := fresh[w.Agreement]
		if !seen {
			if a, err = s.fresh(ctx, tx, w.Agreement); err != nil {
				return err
			}
			fresh[w.Agreement] = a
		}
		if err := s.remind(ctx, tx, a, w.ID); err != nil {
			return err
		}
	}
	if len(woken) == atOnce {
		return job.Add(ctx, tx, DueArgs{}, job.Unique("agreement.due"))
	}
	return nil
}

// fresh reads an agreement and brings its watches to what it says today: its
// phase turns with the day.
func (s *Service) fresh(ctx context.Context, tx *db.Tx, id string) (a Agreement, err error) {
	if a, err = agreementByID(ctx, tx, id); err != nil {
		return a, err
	}
	return a, s.rewatch(ctx, tx, a)
}

// remind takes the next step of a watch, if its day has come.
func (s *Service) remind(ctx context.Context, tx *db.Tx, a Agreement, id string) error {
	was, err := watchByID(ctx, tx, id)
	if err != nil || was.Next == "" || was.Next > tx.Today() {
		return err
	}
	w, act, err := s.next(ctx, tx, was)
	if err != nil {
		return err
	}
	first, err := advance(ctx, tx, was, w)
	if err != nil || !first || act == "" {
		return err
	}
	t := Step{ID: db.NewID(), Watch: w.ID, Round: w.Round, Act: act, Level: w.Level, Unit: w.Stands, On: tx.Today()}
	return s.tell(ctx, tx, a, w, t)
}

// next is where a watch stands after its next step, and which that is; none when
// nobody is left above. Of a unit that has ended its heir is told, before anybody
// above is.
func (s *Service) next(ctx context.Context, tx *db.Tx, w Watch) (Watch, Act, error) {
	today := tx.Today()
	living, err := s.living(ctx, tx, w.Stands, today)
	switch {
	case err != nil || living == "":
		w.Next = ""
		return w, "", err
	case w.Stage == Before && today < w.Due:
		w.Stage, w.Stands, w.Next = AtDue, living, w.Due
		return w, ToldAhead, nil
	case w.Stage != Climb:
		return w.toldAt(living, today), ToldDue, nil
	case living != w.Stands:
		return w.toldAt(living, today), ToldHeir, nil
	}
	up, err := s.Org.LivingAbove(ctx, tx, w.Stands, today, today)
	if err != nil || up.ID == "" { // the highest was told
		w.Next = ""
		return w, "", err
	}
	w.Level++
	return w.toldAt(up.ID, today), ToldAbove, nil
}

// toldAt lets a watch stand at a unit that is told today.
func (w Watch) toldAt(unit string, today day.Date) Watch {
	w.Stage, w.Stands, w.Next = Climb, unit, today.Add(patience)
	return w
}

// tell keeps a step and tells those who look after its unit. Where nobody does,
// the next level is asked on the next day.
func (s *Service) tell(ctx context.Context, tx *db.Tx, a Agreement, w Watch, t Step) error {
	to, err := s.Org.Guard.Holders(ctx, tx, Write, w.Stands)
	if err != nil {
		return err
	}
	taker, err := takenBy(ctx, tx, w.ID, w.Round)
	if err != nil {
		return err
	}
	if taker != "" && t.Act == ToldDue && !slices.Contains(to, taker) {
		to = append(to, taker) // the day they wanted to have done it by
	}
	t.Told = strings.Join(to, " ")
	fresh, err := insertStep(ctx, tx, t)
	if err != nil || !fresh {
		return err
	}
	if len(to) == 0 && w.Stage == Climb {
		w.Next = tx.Today().Add(1)
		return updateWatch(ctx, tx, w)
	}
	return s.send(ctx, tx, a, w, t, to)
}

// send hands the news to whoever tells people.
func (s *Service) send(ctx context.Context, tx *db.Tx, a Agreement, w Watch, t Step, to []string) error {
	if s.Tell == nil || len(to) == 0 {
		return nil
	}
	u, err := s.Org.UnitByID(ctx, tx, w.Unit)
	if err != nil {
		return err
	}
	return s.Tell(ctx, tx, News{
		To: to, Key: "agreement.remind.news." + string(w.Kind) + "." + string(t.Act), What: w.Text, Title: a.Title, UnitName: u.Name, Due: w.Due,
		Href: Href(a.ID) + "#w-" + w.ID, Once: "agreement.watch:" + t.ID,
	})
}

// living is who acts for a unit on a day: itself, its only heir when it has
// ended, else the nearest superior of its last day that lives. Empty: nobody.
func (s *Service) living(ctx context.Context, tx *db.Tx, unit string, on day.Date) (string, error) {
	for range 20 { // heirs of heirs; there are no circles
		u, err := s.Org.UnitByID(ctx, tx, unit)
		if err != nil || !u.EndedBy(on) {
			return unit, err
		}
		heirs, err := s.Org.Successors(ctx, tx, unit, on)
		if err != nil {
			return "", err
		}
		if len(heirs) != 1 {
			break
		}
		unit = heirs[0].ID
	}
	above, err := s.Org.LivingAbove(ctx, tx, unit, on, on)
	return above.ID, err
}
