package app

import (
	"context"
	"net/http"

	"donghanh/internal/activity/activityweb"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/app/accountweb"
	"donghanh/internal/app/homeweb"
	"donghanh/internal/app/importweb"
	"donghanh/internal/app/noticeweb"
	"donghanh/internal/gameshow/gameshowweb"
	"donghanh/internal/org/orgweb"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice/practiceweb"
	"donghanh/internal/report"
	"donghanh/internal/report/reportweb"
	"donghanh/internal/target/targetweb"
)

// Routes is the whole table of addresses with what each needs.
func (a *App) Routes() []web.Route { return a.routes }

// reportAbout leads to what a report is about: agreements are what there is.
func (a *App) reportAbout(ctx context.Context, tx *db.Tx, rep report.Report) (ui.Link, error) {
	names, err := a.Agreement.Sources(ctx, tx, []string{rep.Subject})
	return ui.Link{Text: names[rep.Subject].Title, Href: names[rep.Subject].URL}, err
}

// pages builds the pages and collects their addresses, once: imports also
// register their workers.
func (a *App) pages() []web.Route {
	units := &orgweb.Pages{Site: a.Site, Org: a.Org}
	targets := &targetweb.Pages{Site: a.Site, Org: a.Org, Target: a.Target, Names: a.namers()}
	records := &activityweb.Pages{Site: a.Site, Activity: a.Activity, Org: a.Org}
	a.home = &homeweb.Pages{Site: a.Site, Org: a.Org, Target: a.Target, Activity: a.Activity, Report: a.Report, Agreement: a.Agreement}
	accounts := &accountweb.Pages{Site: a.Site, Auth: a.Auth, Org: a.Org}
	imports := &importweb.Pages{Site: a.Site, DB: a.DB, Kinds: a.importKinds(), Workers: a.Workers}
	notices := &noticeweb.Pages{Site: a.Site, DB: a.DB}
	reports := &reportweb.Pages{Site: a.Site, Report: a.Report, Org: a.Org, DB: a.DB, Names: a.namers(), Base: a.base, About: a.reportAbout}
	agreements := &agreementweb.Pages{Site: a.Site, Org: a.Org, Agreement: a.Agreement, Base: a.base}
	practices := &practiceweb.Pages{Site: a.Site, Org: a.Org, Practice: a.Practice}
	a.shows = &gameshowweb.Pages{Site: a.Site, Show: a.Gameshow, Org: a.Org, Base: a.base, Bus: a.Bus, Log: a.Log, Tunes: a.tunes, Now: day.Stopwatch()}
	all := a.Site.SignInRoutes()
	for _, more := range [][]web.Route{
		a.home.Routes(), units.Routes(), targets.Routes(), records.Routes(), accounts.Routes(), imports.Routes(), notices.Routes(), reports.Routes(), agreements.Routes(), practices.Routes(), a.shows.Routes(), a.API().Routes(),
		{{Pattern: "POST /demo/day", Need: web.Public, Do: a.setDemoDay}},
	} {
		all = append(all, more...)
	}
	return all
}

// base is the address of this site on papers: the one that was set, else the
// one this request was sent to.
func (a *App) base(r *http.Request) string {
	if a.baseURL != "" {
		return a.baseURL
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
