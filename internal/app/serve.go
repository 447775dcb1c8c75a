package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"donghanh/internal/platform/job"
	"donghanh/migrations"
)

const (
	sealEvery = 5 * time.Minute
	purgeAt   = 3*time.Hour + 30*time.Minute // at night
	dueAt     = time.Minute                  // a day's names begin with it
	runners   = 3                            // so that seals and imports do not wait for a slow mail server
	drain     = 10 * time.Second             // how long running requests may take when the server stops
)

// Serve answers requests until the context ends, then lets the running ones
// finish. started is told the address.
func (a *App) Serve(ctx context.Context, listen string, started func(addr string)) error {
	l, err := listenOn(ctx, listen)
	if err != nil {
		return err
	}
	a.shows.Listen = l.Addr().String()
	s := &http.Server{
		Handler: a.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 5 * time.Minute,
		IdleTimeout: 2 * time.Minute, BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	var background sync.WaitGroup
	for range runners {
		background.Go(func() { (&job.Runner{DB: a.DB, Workers: a.Workers, Log: a.Log, Every: time.Second}).Run(ctx) })
	}
	background.Go(func() { a.Bus.Run(ctx, a.DB) })
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		stopped <- s.Shutdown(end)
	}()
	started(l.Addr().String())
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	err = <-stopped
	background.Wait() // finishes the jobs in hand
	return errors.Join(err, a.DB.Close())
}

// alive: the process lives.
func (a *App) alive(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "ok") }

// ready: the database is migrated and, for the demo, its world is whole.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	why := a.notReady(r.Context())
	if why != "" {
		http.Error(w, why, http.StatusServiceUnavailable)
		return
	}
	_, _ = fmt.Fprintln(w, "ready") // the asker is gone; there is nobody to tell
}

func (a *App) notReady(ctx context.Context) string {
	if done, err := a.DB.Migrated(ctx, migrations.FS); err != nil || !done {
		return "the database is not migrated"
	}
	if !a.demo.Load() {
		return ""
	}
	if world, err := a.setting(ctx, settingWorld); err != nil || world == "" {
		return "the demo's world is being built"
	}
	return ""
}

func listenOn(ctx context.Context, address string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	return l, nil
}
