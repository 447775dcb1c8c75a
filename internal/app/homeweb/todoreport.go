package homeweb

import (
	"context"
	"net/url"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/report"
)

func (p *Pages) readReports(ctx context.Context, tx *db.Tx, t *todo) (err error) {
	if t.waiting, err = p.Report.Waiting(ctx, tx, t.unit); err != nil {
		return err
	}
	var ids []string
	for _, d := range t.waiting.Owed {
		if d.Report != nil {
			ids = append(ids, d.Report.ID)
		}
	}
	for _, r := range append(t.waiting.Begun[:len(t.waiting.Begun):len(t.waiting.Begun)], t.waiting.Sign...) {
		ids = append(ids, r.ID)
	}
	if t.turns, err = p.Report.Turns(ctx, tx, ids); err != nil {
		return err
	}
	t.late, err = p.Report.LateRounds(ctx, tx, t.unit)
	return err
}

// called names a report inside a sentence: "báo cáo năm 2023".
func (p *Pages) called(template, period string) string {
	name := template + " " + report.PeriodWords(period)
	if tpl := p.Report.Templates.Find(template); tpl != nil {
		name = tpl.Called(period)
	}
	return i18n.Lower(name)
}

// ranks is how pressing each thing is that waits, in the order of reportTasks.
func ranks(w report.Waiting, today day.Date) (out []rank) {
	for _, d := range w.Owed {
		out = append(out, rankOfDuty(d, today))
	}
	for _, r := range w.Begun {
		out = append(out, rankOfBegun(r))
	}
	for _, r := range w.Left {
		out = append(out, rankOfBegun(r.Report))
	}
	for range len(w.Sign) + len(w.Below) {
		out = append(out, pressing)
	}
	return out
}

func rankOfDuty(d report.Duty, today day.Date) rank {
	if d.Report != nil && d.Report.State == report.Returned {
		return sentBack
	}
	return rankOf(d.Due, today)
}

func rankOfBegun(r report.Report) rank {
	if r.State == report.Returned {
		return sentBack
	}
	return idle
}

// reportTasks are the reports to write, to mend, to sign, to accept and to
// remind others of.
func (t todo) reportTasks(ctx context.Context) (out []task) {
	for _, d := range t.waiting.Owed {
		out = append(out, t.owed(ctx, d))
	}
	for _, r := range t.waiting.Begun {
		out = append(out, t.begun(ctx, r))
	}
	for _, r := range t.waiting.Left {
		out = append(out, t.left(ctx, r))
	}
	for _, r := range t.waiting.Sign {
		out = append(out, t.toSign(ctx, r))
	}
	for _, b := range t.waiting.Below {
		out = append(out, t.toAccept(ctx, b))
	}
	for _, r := range t.late {
		out = append(out, t.toRemind(ctx, r))
	}
	for i := range out {
		out[i].kind = ofReports
	}
	return out
}

// owed is a report the superior called for.
func (t todo) owed(ctx context.Context, d report.Duty) task {
	name, due := t.names(d.Template, d.Period), say(ctx, "due.by", i18n.Args{"day": i18n.LongDate(d.Due)})
	if d.Report != nil && d.Report.State == report.Returned {
		x := t.returned(ctx, *d.Report)
		x.Text += " " + due + "."
		return x
	}
	x := task{Title: say(ctx, "owed.title", i18n.Args{"report": name}), Text: due + "."}
	if dueTag(ctx, &x, d.Due, t.today()); d.Note != "" {
		x.Text = due + ": " + d.Note
	}
	if d.Report != nil {
		x.Href, x.Do = "/reports/"+d.Report.ID, say(ctx, "begun.do")
		x.Text += " " + say(ctx, "owed.begun")
		return x
	}
	x.Do = say(ctx, "owed.do")
	x.Href = "/reports/new?unit=" + url.QueryEscape(d.UnitCode) + "&template=" + url.QueryEscape(d.Template) + "&period=" + url.QueryEscape(d.Period)
	return x
}

// returned is a report that came back with a reason.
func (t todo) returned(ctx context.Context, r report.Report) task {
	back := t.turns[r.ID]
	return task{
		State: ui.Low, Icon: "undo", Tag: say(ctx, "returned.tag"), Title: say(ctx, "returned.title", i18n.Args{"report": t.title(ctx, r), "reason": back.Reason}),
		Text: say(ctx, "returned.text", i18n.Args{"since": t.waited(ctx, t.day(back.At))}),
		Href: "/reports/" + r.ID, Do: say(ctx, "returned.do"), rank: sentBack, day: t.day(back.At),
	}
}

// begun is a draft nobody calls for.
func (t todo) begun(ctx context.Context, r report.Report) task {
	if r.State == report.Returned {
		return t.returned(ctx, r)
	}
	return task{
		State: ui.None, Icon: "edit", Tag: say(ctx, "begun.tag"), Title: say(ctx, "begun.title", i18n.Args{"report": t.title(ctx, r)}),
		Text: say(ctx, "begun.text", i18n.Args{"since": t.waited(ctx, t.day(r.CreatedAt))}),
		Href: "/reports/" + r.ID, Do: say(ctx, "begun.do"), rank: rankOfBegun(r), day: t.day(r.CreatedAt),
	}
}

// left is a report of a unit below that ended before it was signed.
func (t todo) left(ctx context.Context, r report.Row) task {
	return task{
		State: ui.None, Icon: "edit", Tag: say(ctx, "left.tag"), Title: say(ctx, "left.title", i18n.Args{"report": t.title(ctx, r.Report), "unit": r.UnitName}),
		Text: say(ctx, "left.text"), Href: "/reports/" + r.ID, Do: say(ctx, "begun.do"), rank: rankOfBegun(r.Report), day: t.day(r.CreatedAt),
	}
}

func (t todo) toSign(ctx context.Context, r report.Report) task {
	since := t.day(t.turns[r.ID].At)
	return task{
		State: ui.Slow, Icon: "edit", Tag: say(ctx, "sign.tag"), Title: say(ctx, "sign.title", i18n.Args{"report": t.title(ctx, r)}),
		Text: say(ctx, "sign.text", i18n.Args{"since": t.waited(ctx, since)}), Href: "/reports/" + r.ID + "/sign", Do: say(ctx, "sign.do"), rank: pressing, day: since,
	}
}

// title names a report, and says when it completes a signed one.
func (t todo) title(ctx context.Context, r report.Report) string {
	name := t.names(r.Template, r.Period)
	if r.About != "" {
		name += ": " + r.About
	}
	if r.Supplements != "" {
		return say(ctx, "supplement", i18n.Args{"report": name})
	}
	return name
}
