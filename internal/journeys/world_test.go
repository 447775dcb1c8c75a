package journeys

import (
	"log/slog"
	"net/http/httptest"
	"testing"

	"donghanh/internal/app"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// world is the demo behind a real server.
type world struct {
	*app.App
	url string
}

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

// onSQLite is for what does not depend on the engine: looks, scripts.
func onSQLite(t *testing.T) *world {
	t.Helper()
	return newWorld(t, testkit.SQLite(t))
}
