package report

import (
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// A report that is open when its unit ends stays in the unit's name: the unit's
// own officers only read it, whoever may write, check or sign in the superior's
// name goes on with it, and the paper says so.

// Touched lists the reports that are open at the units a reorganisation ends.
func (s *Service) Touched(ctx context.Context, tx *db.Tx, t org.Turn) (out []org.Hanging, err error) {
	defer errs.Wrap(&err, "report.Touched(%s)", t.Reorg.ID)
	rows, err := openOf(ctx, tx, ended(t))
	for _, r := range rows {
		args := i18n.Args{"report": s.titled(r.Report), "state": i18n.T(ctx, "report.state."+string(r.State)), "date": t.Reorg.EffectiveOn}
		out = append(out, org.Hanging{
			What: "report.touched.head", Unit: r.UnitCode, Name: r.UnitName, Text: i18n.T(ctx, "report.touched.open", args), Href: "/reports/" + r.ID,
		})
	}
	return out, err
}

func ended(t org.Turn) (ids []string) {
	for _, e := range t.Endings() {
		ids = append(ids, e.Unit.ID)
	}
	return ids
}

// Follow tells the superiors which reports they are to go on with.
func (s *Service) Follow(ctx context.Context, tx *db.Tx, t org.Turn) (err error) {
	defer errs.Wrap(&err, "report.Follow(%s)", t.Reorg.ID)
	rows, err := openOf(ctx, tx, ended(t))
	for _, r := range rows {
		if err != nil {
			return err
		}
		var above org.Unit
		if above, err = s.Org.LivingAbove(ctx, tx, r.Unit, t.Reorg.Last(), t.Reorg.EffectiveOn); err != nil || above.ID == "" {
			continue
		}
		r.To = t.Reorg.Last() // the day the notice names
		err = s.tell(ctx, tx, News{
			Key: "report.news.left", Unit: above.ID, Action: Write, Report: r.Report, Once: "report.left." + t.Reorg.ID + "." + r.ID,
		})
	}
	return err
}

// Unfollow has nothing to take back: a unit that lives again has its reports.
func (s *Service) Unfollow(context.Context, *db.Tx, org.Turn) error { return nil }

// titled is a report's name with its period.
func (s *Service) titled(r Report) string {
	if tpl := s.Templates.Find(r.Template); tpl != nil {
		return tpl.Names(r)
	}
	return r.Template + " " + PeriodWords(r.Period)
}

// checker is the unit that checks a report: who it goes to, while that lives;
// then the unit's present superior, or of one that has ended the nearest above
// it that lives.
func (s *Service) checker(ctx context.Context, tx *db.Tx, rep Report) (org.Unit, error) {
	above, err := s.superior(ctx, tx, rep)
	if err != nil || !above.EndedBy(tx.Today()) {
		return above, err
	}
	return s.Org.LivingAbove(ctx, tx, rep.Unit, tx.Today(), tx.Today())
}

// onBehalf says on a paper who makes it for a unit that has ended; empty for one
// that lives.
func (c *composer) onBehalf(ctx context.Context) (string, error) {
	if !c.unit.EndedBy(c.tx.Today()) {
		return "", nil
	}
	above, err := c.Org.LivingAbove(ctx, c.tx, c.unit.ID, c.unit.DissolvedOn, c.tx.Today())
	if err != nil || above.ID == "" {
		return "", err
	}
	return above.Name + " lập thay " + c.unit.Name + " đã kết thúc hoạt động ngày " + i18n.Date(c.unit.DissolvedOn) + ".", nil
}

// endedCalled are the units below a caller that lived on a day of a call's
// period and ended there before a day: what they owe, the caller goes on with.
func (s *Service) endedCalled(ctx context.Context, tx *db.Tx, c Call, by day.Date) ([]org.Node, error) {
	p, err := ledger.ParsePeriod(c.Period)
	if err != nil {
		return nil, err
	}
	all, err := s.Org.Children(ctx, tx, c.Unit, p.From, day.Min(p.To, by), org.ChildFilter{})
	out := slices.DeleteFunc(all, func(n org.Node) bool { return !n.EndedBy(by) || n.DissolvedOn > p.To })
	for i := 0; i < len(out) && err == nil; i++ {
		var last org.Unit
		if last, err = s.Org.ParentOn(ctx, tx, out[i].ID, out[i].DissolvedOn); last.ID != c.Unit {
			out = slices.Delete(out, i, i+1)
			i--
		}
	}
	return out, err
}

// endedOwing counts those of them that have not answered a call that is late.
func (s *Service) endedOwing(ctx context.Context, tx *db.Tx, c Call) (n int, err error) {
	tpl := s.Templates.Find(c.Template)
	if tpl == nil {
		return 0, nil
	}
	units, err := s.endedCalled(ctx, tx, c, c.Due)
	if err != nil {
		return 0, err
	}
	reports, err := reportsOf(ctx, tx, c, units)
	for _, u := range units {
		rep, has := reports[u.ID]
		if slices.Contains(tpl.Units, u.Kind) && (!has || !rep.State.Handed()) {
			n++
		}
	}
	return n, err
}

// lateWithEnded lists a unit's calls that are late and before whose due day a
// unit below it ended.
func lateWithEnded(ctx context.Context, tx *db.Tx, unit string, since day.Date) (out []Call, err error) {
	err = tx.Select(ctx, &out, `/* report.lateWithEnded */ SELECT `+callColumns+` FROM report_call c
		WHERE c.unit = $1 AND c.due < $2 AND c.due >= $3 AND EXISTS (
			SELECT 1 FROM ledger_place p JOIN org_unit u ON u.id = p.unit
			WHERE p.parent = c.unit AND p.valid_to = u.dissolved_on AND p.valid_to < c.due)
		ORDER BY c.due, c.id`, unit, tx.Today(), since)
	return out, err
}

// reportsOf are the reports by which some units answer a call, by unit.
func reportsOf(ctx context.Context, tx *db.Tx, c Call, units []org.Node) (map[string]Report, error) {
	out := map[string]Report{}
	for part := range slices.Chunk(units, 500) {
		ids := make([]string, len(part))
		for i, u := range part {
			ids[i] = u.ID
		}
		var rows []Report
		if err := tx.Select(ctx, &rows, `/* report.reportsOf */ SELECT `+leanColumns+` FROM report_report r
			WHERE r.template = $1 AND r.period = $2 AND r.supplements = '' AND r.state <> 'dropped' AND r.unit IN (`+db.In(3, len(part))+`)`,
			append([]any{c.Template, c.Period}, db.Anys(ids)...)...); err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Unit] = r
		}
	}
	return out, nil
}

// openOf lists reports of some units that are not signed, nor thrown away.
func openOf(ctx context.Context, tx *db.Tx, units []string) (out []Row, err error) {
	for part := range slices.Chunk(units, 500) {
		var rows []Row
		if err := tx.Select(ctx, &rows, `/* report.openOf */
			SELECT `+leanColumns+`, u.code AS unit_code, u.name AS unit_name FROM report_report r JOIN org_unit u ON u.id = r.unit
			WHERE r.unit IN (`+db.In(1, len(part))+`) AND r.state IN ('draft', 'submitted', 'returned', 'accepted')
			ORDER BY u.code, r.to_day, r.id`, db.Anys(part)...); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// leftBelow lists the reports that are not signed of units that ended below a
// unit.
func leftBelow(ctx context.Context, tx *db.Tx, unit string) (out []Row, err error) {
	err = tx.Select(ctx, &out, `/* report.leftBelow */
		SELECT `+leanColumns+`, u.code AS unit_code, u.name AS unit_name
		FROM ledger_place p JOIN org_unit u ON u.id = p.unit JOIN report_report r ON r.unit = u.id
		WHERE p.parent = $1 AND p.valid_to < $2 AND u.dissolved_on = p.valid_to AND r.state IN ('draft', 'returned', 'accepted')
		ORDER BY r.created_at, r.id`, unit, tx.Today())
	return out, err
}

// orphaned puts together what units directly below a unit have handed to a
// superior that has ended since.
func orphaned(ctx context.Context, tx *db.Tx, unit string) (out []Batch, err error) {
	err = tx.Select(ctx, &out, `/* report.orphaned */
		SELECT r.template, r.period, COUNT(*) AS count, MIN(r.submitted_at) AS since, MIN(r.id) AS report, MIN(u.name) AS unit_name
		FROM ledger_place n JOIN report_report r ON r.unit = n.unit JOIN org_unit u ON u.id = r.unit
		JOIN ledger_place p ON p.unit = r.unit AND p.valid_from = (
			SELECT MAX(q.valid_from) FROM ledger_place q
			WHERE q.unit = r.unit AND q.valid_from <= CASE WHEN r.to_day < $2 THEN r.to_day ELSE $2 END)
		JOIN org_unit s ON s.id = p.parent AND s.dissolved_on <> '' AND s.dissolved_on < $2
		WHERE n.parent = $1 AND n.valid_from <= $2 AND n.valid_to >= $2 AND r.state = 'submitted'
		GROUP BY r.template, r.period ORDER BY since, r.template, r.period`, unit, tx.Today())
	return out, err
}

// join adds batches of the same template and period together.
func join(all []Batch) (out []Batch) {
	for _, b := range all {
		i := slices.IndexFunc(out, func(x Batch) bool { return x.Template == b.Template && x.Period == b.Period })
		if i < 0 {
			out = append(out, b)
			continue
		}
		out[i].Count += b.Count
		out[i].Since, out[i].Report = min(out[i].Since, b.Since), ""
	}
	return out
}
