package agreement

import (
	"context"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// Span is how near a day is.
type Span string

const (
	Past  Span = "late"  // before today
	Soon  Span = "soon"  // today and the next 30 days
	Later Span = "later" // after them
)

// near is how many days ahead a day is soon.
const near = 30

// SpanOn is how near a task is on a day.
func (w Watch) SpanOn(today day.Date) Span {
	switch {
	case w.Due < today:
		return Past
	case w.Due <= today.Add(near):
		return Soon
	}
	return Later
}

// What is the words of a task.
func (w Watch) What(ctx context.Context) string {
	if w.Text != "" {
		return w.Text
	}
	return i18n.T(ctx, "agreement.remind.kind."+string(w.Kind))
}

// Places a list of what is due may be narrowed to.
const (
	Own   = "own"   // the unit's own, and what has come to it
	Below = "below" // that of units below it
)

// DueFilter narrows a list of what is due.
type DueFilter struct {
	Unit      string // id: it and all below it, as they stand today; empty: all in scope
	Place     string // Own or Below; empty: both
	Span      Span   // empty: all
	Agreement string // id; empty: all
	From      day.Date
	To        day.Date // due from one day to another; empty: any
	Cursor    string   // where the page before ended
	Limit     int      // 0 is 30
}

// Reminder is a task in a list, as it stood on the list's day.
type Reminder struct {
	Watch
	Title    string `db:"title"` // of the agreement
	UnitName string `db:"unit_name"`
	UnitCode string `db:"unit_code"`

	Steps  []Step `db:"-"` // as they came
	TookOn *Step  `db:"-"` // who has taken it, as long as their day has not come
}

// Last is the last step by which somebody was told; where nobody was there to be
// told, the last that was tried. Nil before the first.
func (r Reminder) Last() (last *Step) {
	for i, t := range r.Steps {
		if t.Act != Taken && (t.People() > 0 || last == nil || last.People() == 0) {
			last = &r.Steps[i]
		}
	}
	return last
}

// DueCount is how many tasks there are in each span.
type DueCount struct {
	Late  int `db:"late"`
	Soon  int `db:"soon"`
	Later int `db:"later"`
}

// All is how many there are together.
func (c DueCount) All() int { return c.Late + c.Soon + c.Later }

// ListDue lists what is due in the actor's scope, the oldest first, and counts
// what the filter has in each span. next is the cursor of the page that follows,
// empty on the last.
func (s *Service) ListDue(ctx context.Context, f DueFilter) (out []Reminder, count DueCount, next string, err error) {
	defer errs.Wrap(&err, "agreement.ListDue")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if count, err = s.CountDueIn(ctx, tx, f); err != nil {
			return err
		}
		out, next, err = s.ListDueIn(ctx, tx, f)
		return err
	})
	return out, count, next, err
}

// ListDueIn is the list of ListDue on the caller's snapshot.
func (s *Service) ListDueIn(ctx context.Context, tx *db.Tx, f DueFilter) (out []Reminder, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = 30
	}
	q := s.dueQuery(ctx, tx, f)
	q.span(f.Span, tx.Today())
	if due, id, ok := strings.Cut(f.Cursor, ","); ok {
		q.And(`(w.due, w.id) > ($n, $n)`, due, id)
	}
	if out, err = q.reminders(ctx, tx, f.Limit+1); err != nil {
		return nil, "", err
	}
	if len(out) > f.Limit {
		out = out[:f.Limit]
		last := out[f.Limit-1]
		next = string(last.Due) + "," + last.ID
	}
	return out, next, standings(ctx, tx, out)
}

// reminders reads what a query finds, the oldest first.
func (q *query) reminders(ctx context.Context, tx *db.Tx, limit int) (out []Reminder, err error) {
	q.Args = append(q.Args, limit)
	err = tx.Select(ctx, &out, `/* agreement.reminders */
		SELECT `+watchColumns+`, a.title, u.name AS unit_name, u.code AS unit_code
		FROM agreement_watch w JOIN agreement_agreement a ON a.id = w.agreement JOIN org_unit u ON u.id = w.unit
		WHERE `+q.Text()+` ORDER BY w.due, w.id LIMIT `+db.In(len(q.Args), 1), q.Args...)
	return out, err
}

// CountDueIn counts what a filter has in each span, whichever it asks for.
func (s *Service) CountDueIn(ctx context.Context, tx *db.Tx, f DueFilter) (c DueCount, err error) {
	q := s.dueQuery(ctx, tx, f)
	n := len(q.Args)
	today := tx.Today()
	q.Args = append(q.Args, today, today.Add(near))
	from, until := db.In(n+1, 1), db.In(n+2, 1)
	err = tx.Get(ctx, &c, `/* agreement.CountDue */
		SELECT COALESCE(SUM(CASE WHEN w.due < `+from+` THEN 1 ELSE 0 END), 0) AS late,
			COALESCE(SUM(CASE WHEN w.due >= `+from+` AND w.due <= `+until+` THEN 1 ELSE 0 END), 0) AS soon,
			COALESCE(SUM(CASE WHEN w.due > `+until+` THEN 1 ELSE 0 END), 0) AS later
		FROM agreement_watch w JOIN agreement_agreement a ON a.id = w.agreement WHERE `+q.Text(), q.Args...)
	return c, err
}

// standings adds to tasks what was done about them by today.
func standings(ctx context.Context, tx *db.Tx, some []Reminder) error {
	ids, at := make([]string, len(some)), map[string]int{}
	for i, r := range some {
		ids[i], at[r.ID] = r.ID, i
	}
	steps, err := stepsOf(ctx, tx, ids, tx.Today())
	for _, t := range steps {
		r := &some[at[t.Watch]]
		r.Steps = append(r.Steps, t)
		r.TookOn = nil
		if t.Act == Taken && t.Until >= tx.Today() {
			r.TookOn = &t
		}
	}
	return err
}

// DueAt lists what a unit has to do of agreements by a day, and what has climbed
// to it, the oldest first: for whoever may write there. It is asked for each page
// that is shown.
func (s *Service) DueAt(ctx context.Context, tx *db.Tx, unit string, until day.Date, limit int) (out []Reminder, err error) {
	defer errs.Wrap(&err, "agreement.DueAt")
	if may, err := s.Org.Guard.Can(ctx, tx, Write, unit); err != nil || !may {
		return nil, err
	}
	q := openOn(tx)
	q.And(`w.due <= $n`, until)
	q.And(`w.id IN (SELECT o.id FROM agreement_watch o WHERE o.unit = $n AND o.due <= $n
		UNION SELECT t.watch FROM agreement_watch_step t WHERE t.unit = $n AND t.act IN ('due', 'climb', 'heir') AND t.on_day <= $n)`,
		unit, until, unit, tx.Today())
	if out, err = q.reminders(ctx, tx, limit); err != nil {
		return nil, err
	}
	return out, standings(ctx, tx, out)
}
