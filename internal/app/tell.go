package app

import (
	"context"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/practice"
	"donghanh/internal/report"
)

// tellReport tells news of a report to those who look after the unit it
// concerns, but not to whoever made them.
func (a *App) tellReport(ctx context.Context, tx *db.Tx, n report.News) error {
	to, err := a.Org.Guard.Holders(ctx, tx, n.Action, n.Unit)
	if err != nil {
		return err
	}
	me := auth.From(ctx).Account
	to = slices.DeleteFunc(to, func(id string) bool { return id == me })
	called := report.PeriodWords(n.Report.Period)
	if t := a.Report.Templates.Find(n.Report.Template); t != nil {
		called = t.Names(n.Report)
	}
	return notify.Add(ctx, tx, notify.Notice{
		To: to, Key: n.Key, Href: n.Href, Once: n.Once,
		Args: i18n.Args{
			"name": n.Name, "report": called, "reason": n.Reason, "due": string(n.Report.To),
		},
	})
}

// tellPractice tells those who look after a practice that a unit has taken it
// over, or how it went there.
func (a *App) tellPractice(ctx context.Context, tx *db.Tx, n practice.News) error {
	to, err := a.Org.Guard.Holders(ctx, tx, practice.Write, n.Practice.Unit)
	if err != nil {
		return err
	}
	if me := auth.From(ctx); me != nil {
		to = slices.DeleteFunc(to, func(id string) bool { return id == me.Account })
	}
	u, err := a.Org.UnitByID(ctx, tx, n.Adoption.Unit)
	if err != nil {
		return err
	}
	return notify.Add(ctx, tx, notify.Notice{
		To: to, Key: n.Key, Href: practice.Href(n.Practice.ID), Args: i18n.Args{"unit": u.Name, "title": n.Practice.Title},
	})
}

// tellDue tells people of what is due of an agreement.
func tellDue(ctx context.Context, tx *db.Tx, n agreement.News) error {
	return notify.Add(ctx, tx, notify.Notice{
		To: n.To, Key: n.Key, Href: n.Href, Once: n.Once,
		Args: i18n.Args{"what": n.What, "title": n.Title, "unit": n.UnitName, "due": string(n.Due)},
	})
}
