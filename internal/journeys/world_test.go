package journeys

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"donghanh/internal/app"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit/browser"
	"donghanh/internal/testkit/pgtest"
	"donghanh/migrations"
)

// world is the demo behind a real server.
type world struct {
	*app.App
	url string
}

// newWorld serves the demo from a database, and builds it first where it is not there.
func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	a, err := app.New(d, slog.New(slog.NewTextHandler(failing{t}, &slog.HandlerOptions{Level: slog.LevelError})), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.BuildDemo(t.Context(), app.DemoDay, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	return &world{a, s.URL}
}

// failing is a log nothing should be written to.
type failing struct{ t *testing.T }

func (f failing) Write(b []byte) (int, error) {
	f.t.Errorf("the program logged: %s", b)
	return len(b), nil
}

// as opens a browser of a width and signs somebody in.
func (w *world) as(t *testing.T, account string, width int) *browser.Page {
	t.Helper()
	p := browser.Open(t, width, 800)
	p.Go(w.url + "/login")
	w.signIn(p, account)
	return p
}

func (w *world) signIn(p *browser.Page, account string) {
	p.Fill("#f-name", account)
	p.Fill("#f-password", app.DemoPassword)
	p.Click("form[action='/login'] button")
}

// eachWorld runs a journey on both engines.
func eachWorld(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, onSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, onPostgres(t)) })
}

// run names this process: what it builds is of its own code.
var run = fmt.Sprint("journeys ", os.Getpid(), " ", time.Now().UnixNano())

// onPostgres copies the demo as onSQLite does.
func onPostgres(t *testing.T) *world {
	t.Helper()
	return newWorld(t, opened(t, pgtest.Template(t, run, buildDemo)))
}

// onSQLite is for what does not depend on the engine: looks, scripts. The demo
// is built once and copied.
func onSQLite(t *testing.T) *world {
	t.Helper()
	whole, err := demoFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "demo.db")
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	return newWorld(t, opened(t, path+"?synchronous=OFF"))
}

// opened is a database that is closed when the test ends.
func opened(t *testing.T, source string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), source, day.Fixed(app.DemoDay))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// demoFile is the demo's database as a file.
var demoFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "donghanh-demo")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "demo.db")
	if err := buildDemo(path + "?journal_mode=DELETE&synchronous=OFF"); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func buildDemo(source string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, source, day.Fixed(app.DemoDay))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }() // the error that matters is the building's
	if err := d.Migrate(ctx, migrations.FS); err != nil {
		return err
	}
	a, err := app.New(d, slog.New(slog.DiscardHandler), false)
	if err != nil {
		return err
	}
	return a.BuildDemo(ctx, app.DemoDay, func(int, int, string) {})
}
