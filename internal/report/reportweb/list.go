package reportweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/report"
)

// listView is the page of the list.
type listView struct {
	Lead     string
	Begin    string // address; empty when one may not
	Register string
	CallHref string // address of the form of a call
	Duties   []dutyView
	Rounds   []roundLine
	Filters  []filterView
	Filtered bool
	Rows     []rowView
	First    string
	Next     string
}

// dutyView is a report that is owed.
type dutyView struct {
	Name, Due, Note, Href, Do string
	Tag                       tagView
}

// roundLine is a call with how many have answered.
type roundLine struct {
	Name, Due, Href, Text string
	Bar                   ui.GoalView
	Late                  string
}

type filterView struct {
	Label string
	Chips []ui.Chip
}

// rowView is one report in the list.
type rowView struct {
	Name, Unit, Number, When, Href string
	Ended                          string // that the unit has ended, and when
	Tag                            tagView
}

// listAsk is what the list is narrowed by.
type listAsk struct {
	Template, Period, State, Own, Cursor string
}

func listAskOf(q url.Values) listAsk {
	return listAsk{q.Get("template"), q.Get("period"), q.Get("state"), q.Get("own"), q.Get("cursor")}
}

func (a listAsk) href() string {
	return address("/reports", "state", a.State, "template", a.Template, "period", a.Period, "own", a.Own, "cursor", a.Cursor)
}

func (a listAsk) filtered() bool { return a.Template+a.Period+a.State+a.Own != "" }

// shownStates are the states in the order a report goes through them.
var shownStates = []report.State{report.Draft, report.Submitted, report.Returned, report.Accepted, report.Signed}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), listAskOf(r.URL.Query())
	v := listView{Filtered: a.filtered()}
	var u org.Unit
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if u, err = p.Org.Acting(ctx, tx); err != nil {
			return err
		}
		if err := p.fillList(ctx, tx, &v, u, a); err != nil {
			return err
		}
		return p.fillDue(ctx, tx, &v, u)
	})
	if err != nil {
		return err
	}
	if v.Rounds, err = p.rounds(ctx, u); err != nil {
		return err
	}
	v.Lead = i18n.T(ctx, "report.list.lead", i18n.Args{"unit": u.Name})
	v.Register = address("/reports/register", "unit", u.Code)
	return p.Site.Render(w, r, http.StatusOK, page(i18n.T(ctx, "report.list.title")), listPage(v))
}

// fillList reads the reports and what they can be narrowed by.
func (p *Pages) fillList(ctx context.Context, tx *db.Tx, v *listView, u org.Unit, a listAsk) error {
	f := report.Filter{Unit: u.ID, Own: a.Own != "", Template: a.Template, Period: a.Period, Cursor: a.Cursor}
	kept, err := p.Report.KeptIn(ctx, tx, report.Filter{Unit: u.ID})
	if err != nil {
		return err
	}
	if s := report.State(a.State); slices.Contains(shownStates, s) {
		f.States = []report.State{s}
	} else if a.State != "" {
		return errs.New(errs.NotFound, "error.notfound")
	}
	rows, next, err := p.Report.ListIn(ctx, tx, f)
	if err != nil {
		return err
	}
	for _, row := range rows {
		v.Rows = append(v.Rows, p.row(ctx, row))
	}
	if len(kept) > 0 {
		v.Filters = p.filters(ctx, a, u, kept)
	}
	if a.Cursor != "" {
		v.First = listAsk{a.Template, a.Period, a.State, a.Own, ""}.href()
	}
	if next != "" {
		v.Next = listAsk{a.Template, a.Period, a.State, a.Own, next}.href()
	}
	return nil
}

func (p *Pages) row(ctx context.Context, row report.Row) rowView {
	v := rowView{Name: p.names(row.Report), Unit: row.UnitName, Number: row.Number, Href: reportHref(row.ID), Tag: stateTag(ctx, row.State)}
	v.Ended = org.EndedText(ctx, row.UnitEnded, p.Org.DB.Clock.Today())
	if row.Supplements != "" {
		v.Name = i18n.T(ctx, "report.supplement.name", i18n.Args{"name": v.Name})
	}
	switch {
	case row.SignedAt != nil:
		v.When = i18n.T(ctx, "report.when.signed", i18n.Args{"day": dayOf(*row.SignedAt)})
	case row.State.Handed() && row.SubmittedAt != nil:
		v.When = i18n.T(ctx, "report.when.submitted", i18n.Args{"day": dayOf(*row.SubmittedAt)})
	default:
		v.When = i18n.T(ctx, "report.when.created", i18n.Args{"day": dayOf(row.CreatedAt)})
	}
	return v
}

func dayOf(micro int64) day.Date { return day.Of(time.UnixMicro(micro)) }

// filters are the chips; those that would change nothing are left out.
func (p *Pages) filters(ctx context.Context, a listAsk, u org.Unit, kept []report.Kept) (out []filterView) {
	all := i18n.T(ctx, "report.filter.all")
	states := []ui.Chip{{Text: all, Href: listAsk{a.Template, a.Period, "", a.Own, ""}.href(), Current: a.State == ""}}
	for _, s := range shownStates {
		states = append(states, ui.Chip{
			Text: i18n.T(ctx, "report.state."+string(s)), Href: listAsk{a.Template, a.Period, string(s), a.Own, ""}.href(), Current: a.State == string(s),
		})
	}
	out = append(out, filterView{i18n.T(ctx, "report.filter.state"), states})
	var templates, periods []string
	for _, k := range kept {
		if !slices.Contains(templates, k.Template) {
			templates = append(templates, k.Template)
		}
		if (a.Template == "" || a.Template == k.Template) && !slices.Contains(periods, k.Period) {
			periods = append(periods, k.Period)
		}
	}
	if len(templates) > 1 {
		chips := []ui.Chip{{Text: all, Href: listAsk{"", a.Period, a.State, a.Own, ""}.href(), Current: a.Template == ""}}
		for _, t := range templates {
			chips = append(chips, ui.Chip{Text: p.templateName(t), Href: listAsk{t, "", a.State, a.Own, ""}.href(), Current: a.Template == t})
		}
		out = append(out, filterView{i18n.T(ctx, "report.filter.template"), chips})
	}
	if len(periods) > 1 || a.Period != "" {
		chips := []ui.Chip{{Text: all, Href: listAsk{a.Template, "", a.State, a.Own, ""}.href(), Current: a.Period == ""}}
		for _, t := range periods[:min(len(periods), 8)] {
			chips = append(chips, ui.Chip{Text: i18n.Upper(report.PeriodWords(t)), Href: listAsk{a.Template, t, a.State, a.Own, ""}.href(), Current: a.Period == t})
		}
		out = append(out, filterView{i18n.T(ctx, "report.filter.period"), chips})
	}
	if len(p.Org.Rules.Below(u.Kind)) > 0 {
		out = append(out, filterView{i18n.T(ctx, "report.filter.unit"), []ui.Chip{
			{Text: i18n.T(ctx, "report.filter.below"), Href: listAsk{a.Template, a.Period, a.State, "", ""}.href(), Current: a.Own == ""},
			{Text: i18n.T(ctx, "report.filter.own"), Href: listAsk{a.Template, a.Period, a.State, "1", ""}.href(), Current: a.Own != ""},
		}})
	}
	return out
}

func (p *Pages) templateName(code string) string {
	if t := p.Report.Templates.Find(code); t != nil {
		return t.Name
	}
	return code
}

// fillDue tells what the unit owes and what the actor may begin.
func (p *Pages) fillDue(ctx context.Context, tx *db.Tx, v *listView, u org.Unit) error {
	may, err := p.Org.Guard.Can(ctx, tx, report.Write, u.ID)
	if err != nil {
		return err
	}
	if may && len(p.Report.Templates.For(u.Kind)) > 0 {
		v.Begin = address("/reports/new", "unit", u.Code)
	}
	if may, err = p.Org.Guard.Can(ctx, tx, report.Review, u.ID); err != nil {
		return err
	}
	if may && len(p.callable(u)) > 0 {
		v.CallHref = address("/reports/calls/new", "unit", u.Code)
	}
	duties, err := p.Report.Duties(ctx, tx, u)
	for _, d := range duties {
		v.Duties = append(v.Duties, p.duty(ctx, d, tx.Today(), v.Begin != ""))
	}
	return err
}

func (p *Pages) duty(ctx context.Context, d report.Duty, today day.Date, mayWrite bool) dutyView {
	v := dutyView{Name: p.called(d.Template, d.Period), Due: i18n.LongDate(d.Due), Note: d.Note, Tag: dueTag(ctx, d.Due, today)}
	switch {
	case d.Report != nil && d.Report.State == report.Returned:
		v.Href, v.Do = reportHref(d.Report.ID), i18n.T(ctx, "report.duty.mend")
	case d.Report != nil:
		v.Href, v.Do = reportHref(d.Report.ID), i18n.T(ctx, "report.duty.go_on")
	case mayWrite:
		v.Href = address("/reports/new", "unit", d.UnitCode, "template", d.Template, "period", d.Period)
		v.Do = i18n.T(ctx, "report.duty.begin")
	}
	return v
}

// soon is from how many days before it a due day is marked.
const soon = 7

// dueTag tells how far off a due day is.
func dueTag(ctx context.Context, due, today day.Date) tagView {
	left := today.Days(due) - 1
	switch {
	case left < 0:
		return tagView{ui.Low, "", i18n.T(ctx, "report.due.late", i18n.Args{"days": -left})}
	case left == 0:
		return tagView{ui.Slow, "clock", i18n.T(ctx, "report.due.today")}
	case left <= soon:
		return tagView{ui.Slow, "clock", i18n.T(ctx, "report.due.left", i18n.Args{"days": left})}
	}
	return tagView{ui.None, "clock", i18n.T(ctx, "report.due.left", i18n.Args{"days": left})}
}

// shownRounds is how many calls the list's page tells of.
const shownRounds = 4

func (p *Pages) rounds(ctx context.Context, u org.Unit) (out []roundLine, err error) {
	if len(p.callable(u)) == 0 {
		return nil, nil
	}
	rounds, err := p.Report.Rounds(ctx, u.Code, shownRounds)
	for _, r := range rounds {
		if r.Tpl != nil {
			out = append(out, p.roundLine(ctx, r))
		}
	}
	return out, err
}

func (p *Pages) roundLine(ctx context.Context, r report.Round) roundLine {
	v := roundLine{
		Name: p.called(r.Template, r.Period), Due: i18n.T(ctx, "report.round.due", i18n.Args{"day": r.Due}), Href: "/reports/calls/" + r.ID,
		Text: i18n.T(ctx, "report.round.progress", i18n.Args{"handed": r.Handed, "all": len(r.Standings)}),
	}
	v.Bar = ui.GoalView{Label: v.Text, Share: true, Thin: true}
	if n := len(r.Standings); n > 0 {
		v.Bar.Percent = 100 * float64(r.Handed) / float64(n)
	}
	if r.Late > 0 {
		v.Late = i18n.T(ctx, "report.round.late", i18n.Args{"count": r.Late})
	}
	return v
}

// callable are the templates a unit can call the units below it for.
func (p *Pages) callable(u org.Unit) (out []*report.Template) {
	for _, t := range p.Report.Templates.List {
		if t.About == "" && slices.ContainsFunc(p.Org.Rules.Below(u.Kind), func(k org.Kind) bool { return slices.Contains(t.Units, k.Code) }) {
			out = append(out, t)
		}
	}
	return out
}
