package homeweb

import (
	"context"
	"net/url"

	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/report"
)

// toAccept are reports of units directly below: one leads to itself, more to
// the list.
func (t todo) toAccept(ctx context.Context, b report.Batch) task {
	since, name := t.day(b.Since), t.names(b.Template, b.Period)
	x := task{
		State: ui.Slow, Icon: "doc", Tag: say(ctx, "accept.tag"), Title: say(ctx, "accept.one", i18n.Args{"unit": b.UnitName, "report": name}),
		Text: say(ctx, "accept.text", i18n.Args{"since": t.waited(ctx, since)}), Href: "/reports/" + b.Report, Do: say(ctx, "accept.do"), rank: pressing, day: since,
	}
	if b.Count > 1 {
		x.Title = say(ctx, "accept.many", i18n.Args{"count": b.Count, "report": name})
		x.Text = say(ctx, "accept.first", i18n.Args{"since": t.waited(ctx, since)})
		x.Href = "/reports?state=submitted&template=" + url.QueryEscape(b.Template) + "&period=" + url.QueryEscape(b.Period)
	}
	return x
}

// toRemind is a call of the unit that some have not answered in time.
func (t todo) toRemind(ctx context.Context, r report.LateRound) task {
	return task{
		State: ui.Slow, Icon: "clock", Tag: say(ctx, "remind.tag", i18n.Args{"count": r.Missing}),
		Title: say(ctx, "remind.title", i18n.Args{"report": t.names(r.Template, r.Period)}),
		Text:  say(ctx, "remind.text", i18n.Args{"day": i18n.LongDate(r.Due), "days": r.Due.Days(t.today()) - 1}),
		Href:  "/reports/calls/" + r.ID, Do: say(ctx, "remind.do"), rank: behind, day: r.Due, below: true,
	}
}
