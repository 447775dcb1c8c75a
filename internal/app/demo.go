package app

import (
	"context"
	"net/http"
	"time"

	"donghanh/demo"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/config"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

// DemoDay is the day of seeds/001, on which the demo opens.
const DemoDay day.Date = "2023-12-25"

// DemoPassword is that of every account of the demo, printed at start. The
// demo listens on this machine only unless told otherwise.
const DemoPassword = "dong-hanh-2023"

// Names of app_setting: that the data are the demo's, that its world is whole,
// and the day it is there.
const (
	settingDemo  = "demo"
	settingWorld = "world"
	settingDay   = "day"
)

func machine() time.Time { return time.UnixMicro(day.Machine()) }

// followDemo sets the clock of a command that opens the demo's data to the
// demo's day, unless --today says another.
func (a *App) followDemo(ctx context.Context, c config.Config) error {
	demo, err := a.setting(ctx, settingDemo)
	if err != nil || demo == "" {
		return err
	}
	a.demo.Store(true)
	d, err := a.setting(ctx, settingDay)
	if err == nil && c.Today == "" {
		a.DB.Clock.Set(day.Date(d))
	}
	return err
}

// BuildDemo builds the demo's world where there is none; progress is told the
// acts done.
func (a *App) BuildDemo(ctx context.Context, today day.Date, progress func(done, total int, what string)) error {
	a.demo.Store(true)
	world, err := a.setting(ctx, settingWorld)
	if err != nil {
		return err
	}
	if world == "" {
		a.building.Store(true)
		defer a.building.Store(false)
		if err := a.demoGround(ctx); err != nil {
			return err
		}
		s := demo.Services{DB: a.DB, Auth: a.Auth, Org: a.Org, Target: a.Target, Activity: a.Activity, Report: a.Report, Practice: a.Practice, Agreement: a.Agreement, Gameshow: a.Gameshow, Tunes: a.tunes, Bank: a.bank}
		if err := a.Gameshow.ShipBank(auth.With(ctx, auth.System()), a.bank); err != nil { // a database that was opened otherwise has none yet
			return err
		}
		if err := demo.Build(ctx, s, DemoPassword, progress); err != nil {
			return err
		}
		if err := a.set(ctx, settingWorld, "complete"); err != nil {
			return err
		}
	}
	return a.moveDay(ctx, today)
}

// whenBuilt lets nobody in while the demo's world is being built.
func (a *App) whenBuilt(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.building.Load() {
			w.Header().Set("Retry-After", "5")
			w.Header().Set("Refresh", "5")
			http.Error(w, a.Words.T(i18n.Vi, "demo.building"), http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// demoGround marks a fresh database as the demo's; one that holds accounts
// already (a real installation, a world that was not finished) is refused.
func (a *App) demoGround(ctx context.Context) error {
	fresh, err := a.Auth.Fresh(ctx)
	if err != nil {
		return err
	}
	if !fresh {
		return errs.New(errs.Conflict, "demo.notfresh")
	}
	return a.set(ctx, settingDemo, "yes")
}

func (a *App) moveDay(ctx context.Context, d day.Date) error {
	if err := a.set(ctx, settingDay, string(d)); err != nil {
		return err
	}
	a.DB.Clock.Set(d)
	return nil
}

// setDemoDay is the strip: it moves the day of the whole demo.
func (a *App) setDemoDay(w http.ResponseWriter, r *http.Request) error {
	if !a.demo.Load() {
		return errs.New(errs.NotFound, "error.notfound")
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	to := day.Date(f.Text("day"))
	for _, d := range demoDays {
		if to == d || (d == "" && to == "today") {
			if err := a.moveDay(r.Context(), d); err != nil {
				return err
			}
			said := i18n.T(r.Context(), "demo.moved", i18n.Args{"date": a.DB.Clock.Today()})
			return a.Site.Done(w, r, web.Back(r), said)
		}
	}
	return errs.At("day", "error.choice")
}

func (a *App) setting(ctx context.Context, name string) (value string, err error) {
	err = a.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Get(ctx, &value, `/* app.setting */ SELECT COALESCE(MAX(value), '') FROM app_setting WHERE name = $1`, name)
	})
	return value, err
}

func (a *App) set(ctx context.Context, name, value string) error {
	return a.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `/* app.set */
			INSERT INTO app_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
		return err
	})
}
