package report

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Waiting is what waits at a unit for whoever asks: what one may not do oneself
// is left out of it.
type Waiting struct {
	Owed  []Duty   // called for by the superior and not handed in, the nearest due day first
	Begun []Report // drafts and returned ones nobody calls for, the oldest first
	Sign  []Report // accepted: they wait for the signature
	Below []Batch  // handed in by units directly below, the longest waiting first
	Left  []Row    // of units below that have ended: to go on with in their name, the oldest first
}

// Batch is the reports of one template and period that units directly below a
// unit have handed in and that are to be accepted.
type Batch struct {
	Template string `db:"template"`
	Period   string `db:"period"`
	Count    int    `db:"count"`
	Since    int64  `db:"since"`     // when the first was handed in, microseconds UTC
	Report   string `db:"report"`    // id, where it is one
	UnitName string `db:"unit_name"` // whose, where it is one
}

// Waiting lists what waits for the actor at a unit. It is asked for each page
// that is shown: five statements, all by indexes.
func (s *Service) Waiting(ctx context.Context, tx *db.Tx, u org.Unit) (w Waiting, err error) {
	defer errs.Wrap(&err, "report.Waiting(%s)", u.Code)
	write, err := s.Org.Guard.Can(ctx, tx, Write, u.ID)
	if err != nil {
		return w, err
	}
	sign, err := s.Org.Guard.Can(ctx, tx, Sign, u.ID)
	if err != nil {
		return w, err
	}
	if write || sign {
		if err := s.waitingHere(ctx, tx, u, &w); err != nil {
			return w, err
		}
	}
	if !write {
		w.Owed, w.Begun = nil, nil
	}
	if !sign {
		w.Sign = nil
	}
	if may, err := s.Org.Guard.Can(ctx, tx, Review, u.ID); err != nil || !may {
		return w, err
	}
	return w, s.waitingBelow(ctx, tx, u, write, &w)
}

// waitingBelow is what those below have handed in, or left behind with their end.
func (s *Service) waitingBelow(ctx context.Context, tx *db.Tx, u org.Unit, write bool, w *Waiting) (err error) {
	handed, err := handedBelow(ctx, tx, u.ID)
	if err != nil {
		return err
	}
	more, err := orphaned(ctx, tx, u.ID)
	if w.Below = join(append(handed, more...)); err == nil && write {
		w.Left, err = leftBelow(ctx, tx, u.ID)
	}
	return err
}

// waitingHere is what the unit itself has to do.
func (s *Service) waitingHere(ctx context.Context, tx *db.Tx, u org.Unit, w *Waiting) error {
	own, err := unsettled(ctx, tx, u.ID)
	if err != nil {
		return err
	}
	if w.Owed, err = s.owed(ctx, tx, u, own); err != nil {
		return err
	}
	for _, r := range own {
		switch {
		case r.State == Accepted:
			w.Sign = append(w.Sign, r)
		case !slices.ContainsFunc(w.Owed, func(d Duty) bool { return d.Report != nil && d.Report.ID == r.ID }):
			w.Begun = append(w.Begun, r)
		}
	}
	return nil
}

// owed joins the calls a unit has not answered with what it has begun.
func (s *Service) owed(ctx context.Context, tx *db.Tx, u org.Unit, own []Report) (out []Duty, err error) {
	calls, err := unansweredBy(ctx, tx, u.ID, 50)
	if err != nil {
		return nil, err
	}
	for _, c := range slices.Backward(calls) {
		tpl := s.Templates.Find(c.Template)
		if tpl == nil || !slices.Contains(tpl.Units, u.Kind) {
			continue
		}
		d := Duty{Call: c, UnitCode: u.Code, UnitName: u.Name}
		for _, r := range own {
			if r.Template == c.Template && r.Period == c.Period && r.Supplements == "" && r.State.Writable() {
				d.Report = &r
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// Turns tells which step brought each of some reports to where it is. Who asks
// has been allowed to read them.
func (s *Service) Turns(ctx context.Context, tx *db.Tx, ids []string) (out map[string]Step, err error) {
	defer errs.Wrap(&err, "report.Turns")
	out = map[string]Step{}
	if len(ids) == 0 {
		return out, nil
	}
	steps, err := turnsOf(ctx, tx, ids)
	for _, st := range steps { // the last one stays
		out[st.Report] = st
	}
	return out, err
}

// LateRound is a call whose day is past, with how many living units have not
// answered it.
type LateRound struct {
	Call
	Missing int
}

// lateFor is for how many days after its due day a call is still asked about.
const lateFor = 365

// LateRounds lists the unit's own calls of the last year that somebody has not
// answered in time and still not answered, the longest ago first: for whoever
// may remind them.
func (s *Service) LateRounds(ctx context.Context, tx *db.Tx, u org.Unit) (out []LateRound, err error) {
	defer errs.Wrap(&err, "report.LateRounds(%s)", u.Code)
	if may, err := s.Org.Guard.Can(ctx, tx, Review, u.ID); err != nil || !may {
		return nil, err
	}
	rows, err := missingIn(ctx, tx, u.ID, tx.Today().Add(-lateFor))
	for _, m := range rows {
		tpl := s.Templates.Find(m.Template)
		if tpl == nil || !slices.Contains(tpl.Units, m.Kind) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].ID == m.ID {
			out[n-1].Missing += m.Missing
		} else {
			out = append(out, LateRound{m.Call, m.Missing})
		}
	}
	if err != nil {
		return nil, err
	}
	return s.lateEnded(ctx, tx, u, out)
}

// lateEnded adds what units that have ended owe: it is the superior's to make.
func (s *Service) lateEnded(ctx context.Context, tx *db.Tx, u org.Unit, out []LateRound) ([]LateRound, error) {
	calls, err := lateWithEnded(ctx, tx, u.ID, tx.Today().Add(-lateFor))
	for _, c := range calls {
		n, err := s.endedOwing(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(r LateRound) bool { return r.ID == c.ID })
		switch {
		case n == 0:
		case i >= 0:
			out[i].Missing += n
		default:
			out = append(out, LateRound{c, n})
		}
	}
	slices.SortStableFunc(out, func(a, b LateRound) int { return strings.Compare(string(a.Due), string(b.Due)) })
	return out, err
}

// unanswered is how many units of a kind have not answered a call.
type unanswered struct {
	Call
	Kind    string `db:"kind"`
	Missing int    `db:"missing"`
}

// unsettled are a unit's reports that are begun, returned or accepted.
func unsettled(ctx context.Context, tx *db.Tx, unit string) (out []Report, err error) {
	err = tx.Select(ctx, &out, `/* report.unsettled */ SELECT `+leanColumns+` FROM report_report r
		WHERE r.unit = $1 AND r.state <> 'dropped' AND r.state IN ('draft', 'returned', 'accepted') ORDER BY r.created_at, r.id`, unit)
	return out, err
}

// unansweredBy are the calls of the present superior for which a unit has not
// handed anything in, the latest due day first.
func unansweredBy(ctx context.Context, tx *db.Tx, unit string, limit int) (out []Call, err error) {
	err = tx.Select(ctx, &out, `/* report.unansweredBy */
		SELECT `+callColumns+` FROM ledger_place p JOIN report_call c ON c.unit = p.parent
		WHERE p.unit = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND NOT EXISTS (
			SELECT 1 FROM report_report r WHERE r.unit = $1 AND r.template = c.template AND r.period = c.period AND r.supplements = ''
			   AND r.state <> 'dropped' AND r.state IN ('submitted', 'accepted', 'signed')
		) ORDER BY c.due DESC, c.id DESC LIMIT $3`, unit, tx.Today(), limit)
	return out, err
}

// handedBelow puts together what stands with a unit to be accepted. Whom a
// report was handed to is who was its unit's superior at the end of its period.
func handedBelow(ctx context.Context, tx *db.Tx, unit string) (out []Batch, err error) {
	err = tx.Select(ctx, &out, `/* report.handedBelow */
		SELECT r.template, r.period, COUNT(*) AS count, MIN(r.submitted_at) AS since, MIN(r.id) AS report, MIN(u.name) AS unit_name
		FROM ledger_place p JOIN report_report r ON r.unit = p.unit JOIN org_unit u ON u.id = r.unit
		WHERE p.parent = $1 AND r.state = 'submitted' AND p.valid_from = (
			SELECT MAX(q.valid_from) FROM ledger_place q
			WHERE q.unit = p.unit AND q.valid_from <= CASE WHEN r.to_day < $2 THEN r.to_day ELSE $2 END
		) GROUP BY r.template, r.period ORDER BY since, r.template, r.period`, unit, tx.Today())
	return out, err
}

func turnsOf(ctx context.Context, tx *db.Tx, ids []string) (out []Step, err error) {
	err = tx.Select(ctx, &out, `/* report.turnsOf */ SELECT id, report, act, reason, by, at FROM report_step
		WHERE report IN (`+db.In(1, len(ids))+`) AND act IN ('created', 'submitted', 'withdrawn', 'returned', 'accepted') ORDER BY at, id`, db.Anys(ids)...)
	return out, err
}

// missingIn counts, for each call of a unit that was due since a day and before
// today, the units that stood below on that day, live, and have not answered.
func missingIn(ctx context.Context, tx *db.Tx, unit string, since day.Date) (out []unanswered, err error) {
	err = tx.Select(ctx, &out, `/* report.missingIn */
		SELECT `+callColumns+`, u.kind, COUNT(*) AS missing FROM report_call c
		JOIN ledger_place p ON p.parent = c.unit AND p.valid_from <= c.due AND p.valid_to >= c.due
		JOIN org_unit u ON u.id = p.unit AND (u.dissolved_on = '' OR u.dissolved_on >= $2)
		WHERE c.unit = $1 AND c.due < $2 AND c.due >= $3 AND NOT EXISTS (
			SELECT 1 FROM report_report r WHERE r.unit = p.unit AND r.template = c.template AND r.period = c.period AND r.supplements = ''
			   AND r.state <> 'dropped' AND r.state IN ('submitted', 'accepted', 'signed')
		) GROUP BY `+callColumns+`, u.kind ORDER BY c.due, c.id, u.kind`, unit, tx.Today(), since)
	return out, err
}
