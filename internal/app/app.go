package app

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"

	"donghanh/assets"
	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/app/apiweb"
	"donghanh/internal/app/homeweb"
	"donghanh/internal/gameshow"
	"donghanh/internal/gameshow/gameshowweb"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/config"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/live"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/sound"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/migrations"
)

// App is the built program: every service on one database.
type App struct {
	DB        *db.DB
	Log       *slog.Logger
	Words     *i18n.Catalogue
	Auth      *auth.Service
	Ledger    *ledger.Ledger
	Org       *org.Service
	Target    *target.Service
	Activity  *activity.Service
	Report    *report.Service
	Practice  *practice.Service
	Agreement *agreement.Service
	Gameshow  *gameshow.Service
	tunes     []gameshow.Tune
	shows     *gameshowweb.Pages
	bank      []gameshow.BankQuestion // questions that come with the program
	Bus       *live.Bus
	Files     *blob.Store
	Mailer    *notify.Mailer
	Workers   *job.Workers
	Site      *web.Site
	home      *homeweb.Pages // counts what presses
	routes    []web.Route
	baseURL   string      // without a slash at the end; empty: not told
	demo      atomic.Bool // these are the demo's data
	building  atomic.Bool // and its world is not whole yet
}

// Open opens the database of a configuration, brings it to the newest state
// and builds the program on it.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	clock := day.Fixed(day.Date(c.Today))
	source, err := c.Source()
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, source, clock)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx, migrations.FS); err != nil {
		return nil, err
	}
	a, err := New(d, log, c.Secure())
	if err != nil {
		return nil, err
	}
	a.baseURL = strings.TrimSuffix(c.BaseURL, "/")
	if a.Mailer.Server, err = mailServer(c); err != nil {
		return nil, err
	}
	if err := a.Org.BookBlocs(auth.With(ctx, auth.System())); err != nil {
		return nil, err
	}
	if err := a.Gameshow.ShipBank(auth.With(ctx, auth.System()), a.bank); err != nil {
		return nil, err
	}
	return a, a.followDemo(ctx, c)
}

// New builds the program on an open, migrated database.
func New(d *db.DB, log *slog.Logger, secure bool) (*App, error) {
	words, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	a := &App{DB: d, Log: log, Words: words, Files: &blob.Store{DB: d}, Mailer: &notify.Mailer{DB: d, Words: words, Log: log}, Bus: live.NewBus()}
	if err := a.domains(); err != nil {
		return nil, err
	}
	a.Site = &web.Site{Auth: a.Auth, Words: words, Log: log, Secure: secure, Chrome: a.chrome}
	a.work()
	a.routes = a.pages()
	return a, nil
}

// domains builds the services, lowest first.
func (a *App) domains() error {
	rules, err := ledger.LoadCatalogue(catalogue.FS)
	if err != nil {
		return err
	}
	a.Ledger = &ledger.Ledger{Catalogue: rules}
	guard := &auth.Guard{Roles: roles(), Tree: a.Ledger}
	a.Auth = auth.New(a.DB, guard)
	units, err := org.LoadRules(catalogue.FS)
	if err != nil {
		return err
	}
	country, err := places.Load()
	if err != nil {
		return err
	}
	a.Org = &org.Service{DB: a.DB, Guard: guard, Ledger: a.Ledger, Rules: units, Places: country}
	targets, err := target.LoadRules(catalogue.FS, rules)
	if err != nil {
		return err
	}
	a.Target = &target.Service{DB: a.DB, Org: a.Org, Rules: targets}
	a.Org.InUse = append(a.Org.InUse, a.Target.InUse)
	kinds, err := activity.LoadKinds(catalogue.FS, rules)
	if err != nil {
		return err
	}
	a.Activity = &activity.Service{DB: a.DB, Org: a.Org, Kinds: kinds}
	a.Org.InUse = append(a.Org.InUse, a.Activity.InUse)
	a.Files.Used = append(a.Files.Used, a.Activity.UsedFiles)
	a.Gameshow = &gameshow.Service{DB: a.DB, Org: a.Org, Activity: a.Activity, Sound: sound.FindTool()}
	a.Files.Used = append(a.Files.Used, a.Gameshow.UsedFiles)
	a.Org.InUse = append(a.Org.InUse, a.Gameshow.BankInUse)
	if a.tunes, err = gameshow.LoadTunes(catalogue.FS); err != nil {
		return err
	}
	if a.bank, err = gameshow.LoadBank(catalogue.FS); err != nil {
		return err
	}
	return a.reports()
}

// reports builds the service of reports and hangs it on the lower domains:
// what is dated in a signed period asks for a reason.
func (a *App) reports() error {
	templates, err := report.LoadTemplates(catalogue.FS, a.Ledger.Catalogue)
	if err != nil {
		return err
	}
	a.Report = &report.Service{DB: a.DB, Org: a.Org, Target: a.Target, Templates: templates, Tell: a.tellReport}
	a.Org.InUse = append(a.Org.InUse, a.Report.InUse)
	a.Activity.Signed = append(a.Activity.Signed, a.Report.SignedOver)
	a.Org.Signed = append(a.Org.Signed, a.Report.SignedOver)
	if err := a.practices(); err != nil {
		return err
	}
	if err := a.agreements(); err != nil {
		return err
	}
	a.Org.Followers = append(a.Org.Followers, a.Target, a.Report, a.Agreement, accountTurn{a})
	a.Org.Dissolved = append(a.Org.Dissolved, a.Agreement)
	return nil
}

// practices builds the library of good models and hangs it on the lower domains.
func (a *App) practices() error {
	fields, err := practice.LoadFields(catalogue.FS)
	if err != nil {
		return err
	}
	a.Practice = &practice.Service{DB: a.DB, Org: a.Org, Activity: a.Activity, Fields: fields, Tell: a.tellPractice}
	a.Org.InUse = append(a.Org.InUse, a.Practice.InUse)
	a.Files.Used = append(a.Files.Used, a.Practice.UsedFiles)
	return nil
}

// agreements builds the service of agreements and hangs it on the lower domains.
func (a *App) agreements() error {
	templates, err := agreement.LoadTemplates(catalogue.FS)
	if err != nil {
		return err
	}
	a.Agreement = &agreement.Service{
		DB: a.DB, Org: a.Org, Activity: a.Activity, Report: a.Report, Practice: a.Practice, Templates: templates, Auth: a.Auth, Mail: a.Mailer,
		Tell: tellDue,
	}
	a.Report.Signed = append(a.Report.Signed, a.Agreement.ReportSigned)
	a.Report.Counted = a.Agreement.CountReview
	a.Activity.Purposes = agreement.Purposes{Service: a.Agreement}
	a.Org.InUse = append(a.Org.InUse, a.Agreement.InUse)
	a.Files.Used = append(a.Files.Used, a.Agreement.UsedFiles)
	return nil
}

// work registers what is done in the background.
func (a *App) work() {
	a.Workers = job.NewWorkers()
	job.Register(a.Workers, audit.Work)
	a.Workers.Every("audit.seal", sealEvery, audit.SealArgs{})
	job.Register(a.Workers, auth.Purge)
	a.Workers.Daily("auth.purge", purgeAt, auth.PurgeArgs{})
	job.Register(a.Workers, a.Org.Due)
	a.Workers.Daily("org.due", dueAt, org.DueArgs{})
	job.Register(a.Workers, a.Target.Due)
	a.Workers.Daily("target.due", dueAt, target.DueArgs{})
	job.Register(a.Workers, a.Agreement.Due)
	a.Workers.Daily("agreement.due", dueAt, agreement.DueArgs{})
	job.RegisterOutside(a.Workers, a.Mailer.Mail)
	job.Register(a.Workers, notify.Purge)
	a.Workers.Daily("notify.purge", purgeAt, notify.PurgeArgs{})
	job.RegisterOutside(a.Workers, a.Agreement.RoomLetter)
	job.Register(a.Workers, agreement.RoomPurge)
	a.Workers.Daily("agreement.room.purge", purgeAt, agreement.RoomPurgeArgs{})
	job.RegisterOutside(a.Workers, a.Files.Purge)
	a.Workers.Daily("blob.purge", purgeAt, blob.PurgeArgs{})
	job.RegisterOutside(a.Workers, a.Activity.Fold)
	a.Workers.Daily("activity.fold", purgeAt, activity.FoldArgs{})
}

// namers says how the records behind facts are called.
func (a *App) namers() ledger.Namers {
	return ledger.Namers{
		activity.Source:         a.Activity.Sources,
		org.ActSource:           a.Org.ActSources,
		org.HeadcountSource:     a.Org.HeadcountSources,
		org.ReorgSource:         a.Org.ReorgSources,
		org.BlocSource:          a.Org.BlocSources,
		agreement.Source:        a.Agreement.Sources,
		agreement.DutySource:    a.Agreement.DutySources,
		agreement.VisitSource:   a.Agreement.VisitSources,
		practice.Source:         a.Practice.Sources,
		practice.AdoptionSource: a.Practice.AdoptionSources,
	}
}

// Handler is the whole program as a handler.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", assets.Handler())
	mux.HandleFunc("GET /healthz", a.alive)
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("/", a.whenBuilt(a.Site.Handler(a.Routes())))
	return mux
}

// API is the JSON API.
func (a *App) API() *apiweb.API {
	return &apiweb.API{
		Site: a.Site, Org: a.Org, Target: a.Target, Activity: a.Activity, Names: a.namers(), DB: a.DB,
	}
}
