package report

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Call is a superior's call for the reports of the units directly below it.
type Call struct {
	ID       string   `db:"id"`
	Unit     string   `db:"unit"`
	Template string   `db:"template"`
	Period   string   `db:"period"`
	Due      day.Date `db:"due"` // the last day that is in time
	Note     string   `db:"note"`
	By       string   `db:"by"`
	At       int64    `db:"at"`
}

// Calling is what somebody fills in to call for reports.
type Calling struct {
	Unit     string // code
	Template string
	Period   string
	Due      day.Date
	Note     string
}

// CallFor calls for reports, or moves the day of a call there is. The units are
// told.
func (s *Service) CallFor(ctx context.Context, g Calling) (c Call, err error) {
	defer errs.Wrap(&err, "report.CallFor(%s %s)", g.Template, g.Period)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err = s.CallForIn(ctx, tx, g)
		return err
	})
	return c, err
}

// CallForIn is CallFor inside the caller's transaction.
func (s *Service) CallForIn(ctx context.Context, tx *db.Tx, g Calling) (c Call, err error) {
	u, tpl, c, err := s.readCalling(ctx, tx, g)
	if err != nil {
		return c, err
	}
	if old, err := oneCall(ctx, tx, c); err == nil {
		c.ID = old.ID
	} else if !errs.Is(err, errs.NotFound) {
		return c, err
	}
	if err := putCall(ctx, tx, c); err != nil {
		return c, err
	}
	entry := audit.Entry{Account: actor(ctx), Action: "report.call", Target: c.ID, TargetKind: "report.call", Unit: u.ID}
	if err := audit.Add(ctx, tx, entry); err != nil {
		return c, err
	}
	below, err := s.called(ctx, tx, c, tpl)
	for _, unit := range below {
		if err == nil && !unit.EndedBy(tx.Today()) { // nobody writes there any more
			err = s.tellCalled(ctx, tx, "report.news.called", c, unit.Unit, "report.called."+c.ID+"."+string(c.Due)+"."+unit.ID)
		}
	}
	return c, err
}

func (s *Service) readCalling(ctx context.Context, tx *db.Tx, g Calling) (u org.Unit, tpl *Template, c Call, err error) {
	var faults errs.List
	if u, err = s.Org.Find(ctx, tx, g.Unit); err != nil {
		return u, nil, c, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Review, Read, u.ID); err != nil {
		return u, nil, c, err
	}
	c = Call{ID: db.NewID(), Unit: u.ID, Template: g.Template, Due: g.Due, Note: strings.TrimSpace(tidy(g.Note)), By: actor(ctx), At: tx.Now()}
	if tpl = s.Templates.Find(g.Template); tpl == nil || tpl.About != "" {
		faults.Add(errs.At("template", "error.choice"))
		return u, nil, c, faults.Err()
	}
	p, err := tpl.period(strings.TrimSpace(g.Period))
	if err != nil {
		faults.Add(errs.Of(err))
	}
	c.Period = p.Text
	switch {
	case g.Due == "":
		faults.Add(errs.At("due", "error.required"))
	case err == nil && g.Due < p.From:
		faults.Add(errs.At("due", "report.call.early"))
	}
	if len([]rune(c.Note)) > maxReason {
		faults.Add(errs.At("note", "error.text.long", errs.Args{"max": maxReason}))
	}
	return u, tpl, c, faults.Err()
}

// Standing is how a unit stands to a call.
type Standing struct {
	Unit   org.Unit
	Report *Report  // nil: not begun
	Nudged day.Date // the last day it was nudged; empty if never
	Late   bool     // not handed in by the due day
	InTime bool     // handed in by then
}

// Round is a call with all who are to answer it.
type Round struct {
	Call
	Tpl       *Template
	UnitRow   org.Unit
	Standings []Standing
	Handed    int
	Late      int
	MayNudge  bool
}

// Round reads a call with its units; out of scope it is not found.
func (s *Service) Round(ctx context.Context, id string) (r Round, err error) {
	defer errs.Wrap(&err, "report.Round(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err := callByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, c.Unit); err != nil {
			return err
		}
		r, err = s.round(ctx, tx, c)
		return err
	})
	return r, err
}

func (s *Service) round(ctx context.Context, tx *db.Tx, c Call) (r Round, err error) {
	r = Round{Call: c, Tpl: s.Templates.Find(c.Template)}
	if r.UnitRow, err = s.Org.UnitByID(ctx, tx, c.Unit); err != nil || r.Tpl == nil {
		return r, err
	}
	if r.MayNudge, err = s.Org.Guard.Can(ctx, tx, Review, c.Unit); err != nil {
		return r, err
	}
	below, err := s.called(ctx, tx, c, r.Tpl)
	if err != nil {
		return r, err
	}
	reports, err := reportsOf(ctx, tx, c, below)
	if err != nil {
		return r, err
	}
	nudges, err := nudgesOf(ctx, tx, c.ID)
	if err != nil {
		return r, err
	}
	for _, u := range below {
		st := Standing{Unit: u.Unit, Nudged: nudges[u.ID]}
		if rep, ok := reports[u.ID]; ok {
			st.Report = &rep
		}
		st.judge(c.Due, tx.Today())
		r.add(st)
	}
	return r, nil
}

func (r *Round) add(st Standing) {
	r.Standings = append(r.Standings, st)
	if st.Report != nil && st.Report.State.Handed() {
		r.Handed++
	}
	if st.Late {
		r.Late++
	}
}

// judge tells late from in time: what was handed in counts by its day.
func (st *Standing) judge(due, today day.Date) {
	if st.Report == nil || !st.Report.State.Handed() || st.Report.SubmittedAt == nil {
		st.Late = today > due
		return
	}
	st.InTime = dayOf(*st.Report.SubmittedAt) <= due
	st.Late = !st.InTime
}

// called are the units that are to answer: those directly below on the due
// day, or today, that make such reports, and those that ended there within the
// period, whose reports the caller makes. Who ended before it owes nothing.
func (s *Service) called(ctx context.Context, tx *db.Tx, c Call, tpl *Template) ([]org.Node, error) {
	on := day.Min(c.Due, tx.Today())
	all, err := s.Org.Children(ctx, tx, c.Unit, on, on, org.ChildFilter{})
	if err != nil {
		return nil, err
	}
	ended, err := s.endedCalled(ctx, tx, c, on)
	all = append(all, ended...)
	return slices.DeleteFunc(all, func(n org.Node) bool { return !slices.Contains(tpl.Units, n.Kind) }), err
}

// Nudge reminds units that have not handed in; each at most once a day. It
// tells how many were reminded.
func (s *Service) Nudge(ctx context.Context, id string, units []string) (n int, err error) {
	defer errs.Wrap(&err, "report.Nudge(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		n = 0
		c, err := callByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Need(ctx, tx, Review, Read, c.Unit); err != nil {
			return err
		}
		r, err := s.round(ctx, tx, c)
		if err != nil {
			return err
		}
		for _, st := range r.Standings {
			if !slices.Contains(units, st.Unit.Code) || st.handed() || st.Nudged == tx.Today() || st.Unit.EndedBy(tx.Today()) {
				continue
			}
			if err := s.nudge(ctx, tx, c, st.Unit); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

func (st Standing) handed() bool { return st.Report != nil && st.Report.State.Handed() }

func (s *Service) nudge(ctx context.Context, tx *db.Tx, c Call, u org.Unit) error {
	if err := insertNudge(ctx, tx, c.ID, u.ID); err != nil {
		return err
	}
	entry := audit.Entry{Account: actor(ctx), Action: "report.nudge", Target: c.ID, TargetKind: "report.call", Unit: u.ID}
	if err := audit.Add(ctx, tx, entry); err != nil {
		return err
	}
	return s.tellCalled(ctx, tx, "report.news.nudged", c, u, "report.nudged."+c.ID+"."+string(tx.Today())+"."+u.ID)
}

func (s *Service) tellCalled(ctx context.Context, tx *db.Tx, key string, c Call, u org.Unit, once string) error {
	rep := Report{Unit: u.ID, Template: c.Template, Period: c.Period, To: c.Due}
	return s.tell(ctx, tx, News{
		Key: key, Unit: u.ID, Action: Write, Report: rep, Reason: c.Note, Once: once,
		Href: "/reports/new?unit=" + u.Code + "&template=" + c.Template + "&period=" + c.Period,
	})
}

// Duty is a report a unit owes.
type Duty struct {
	Call
	UnitCode string
	UnitName string
	Report   *Report // begun or returned; nil: not begun
}

// Duties lists what a unit owes its superior, the nearest due day first.
func (s *Service) Duties(ctx context.Context, tx *db.Tx, u org.Unit) (out []Duty, err error) {
	defer errs.Wrap(&err, "report.Duties")
	own, err := unsettled(ctx, tx, u.ID)
	if err != nil {
		return nil, err
	}
	return s.owed(ctx, tx, u, own)
}

// Rounds lists the calls of a unit, the newest due day first, with how many
// have answered.
func (s *Service) Rounds(ctx context.Context, unit string, limit int) (out []Round, err error) {
	defer errs.Wrap(&err, "report.Rounds(%s)", unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Org.Find(ctx, tx, unit)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, u.ID); err != nil {
			return err
		}
		calls, err := callsOf(ctx, tx, u.ID, limit)
		for _, c := range calls {
			r, err := s.round(ctx, tx, c)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return err
	})
	return out, err
}
