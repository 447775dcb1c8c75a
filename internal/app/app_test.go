package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// world is the demo's world behind a real server, on one engine.
type world struct {
	*App
	url string
}

// newWorld builds the demo on a fresh database and serves it.
func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	a, err := New(d, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.BuildDemo(t.Context(), DemoDay, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	return &world{a, s.URL}
}

// testLog fails the test when the program logs an error.
type testLog struct{ t *testing.T }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Errorf("the program logged: %s", b)
	return len(b), nil
}

// token is an API key of an account of the demo.
func (w *world) token(t *testing.T, account string) string {
	t.Helper()
	key, err := w.Auth.TokenFor(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// call sends a request with an account's key and returns status and body.
func (w *world) call(t *testing.T, key, method, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	r.Header.Set("Content-Type", "application/json")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// bare is the program on a fresh database without a world, one for all tests
// that only look at its shape.
var bare = sync.OnceValue(func() *App {
	a, err := New(&db.DB{Dialect: db.SQLite}, slog.New(slog.DiscardHandler), false)
	if err != nil {
		panic(err)
	}
	return a
})

// TestEveryRouteNeedsSomethingKnown: closed unless opened, and no action
// without a role that has it.
func TestEveryRouteNeedsSomethingKnown(t *testing.T) {
	known := map[auth.Action]bool{web.Public: true, web.SignedIn: true}
	for _, actions := range roles() {
		for _, a := range actions {
			known[a] = true
		}
	}
	used := map[auth.Action]bool{}
	for _, r := range bare().Routes() {
		if !known[r.Need] {
			t.Errorf("%s needs %q, which no role has", r.Pattern, r.Need)
		}
		used[r.Need] = true
	}
	for a := range known {
		if !used[a] && a != auth.ManageAccounts {
			t.Errorf("no route needs %q", a)
		}
	}
}

// public is the routes anybody may use. A new one must be written here too.
var public = map[string]bool{
	"GET /login": true, "POST /login": true, "GET /first": true, "POST /first": true,
	"GET /api/v1/openapi.json": true, "GET /api/docs": true, "POST /demo/day": true,
	"GET /play": true, "POST /play/join": true, "GET /play/units": true, "POST /play/language": true, "GET /play/{game}": true, "POST /play/{game}/seat": true,
	"GET /play/{game}/live": true, "GET /play/{game}/sound/{question}": true, "GET /play/{game}/picture/{question}": true, "GET /screen/{game}": true,
	"GET /xac-thuc": true, "GET /xac-thuc/{fingerprint}": true,
	"GET /lich/{file}":  true,
	"GET /room/{token}": true, "POST /room/{token}/language": true, "POST /room/{token}/code": true,
	"GET /room/{token}/enter": true, "POST /room/{token}/enter": true, "POST /room/{token}/leave": true,
	"GET /room/{token}/text": true, "GET /room/{token}/files/{file}": true, "GET /room/{token}/files/{file}/preview": true,
	"GET /room/{token}/say": true, "POST /room/{token}/say": true, "GET /room/{token}/duties/{duty}": true, "POST /room/{token}/duties/{duty}": true,
	"GET /room/{token}/reviews/{review}": true, "POST /room/{token}/reviews/{review}": true,
}

// TestRolesTimesRoutes walks every route as nobody and as every role: who
// lacks the action is refused before anything is done.
func TestRolesTimesRoutes(t *testing.T) {
	d := testkit.SQLite(t)
	a, err := New(d, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	w := &world{a, s.URL}
	keys := roleKeys(t, w)
	for _, r := range a.Routes() {
		if (r.Need == web.Public) != public[r.Pattern] {
			t.Errorf("%s: public is %v, the list says %v", r.Pattern, r.Need == web.Public, public[r.Pattern])
		}
		method, path, _ := strings.Cut(r.Pattern, " ")
		for _, p := range []string{"{code}", "{id}", "{indicator}", "{kind}", "{$}"} {
			path = strings.ReplaceAll(path, p, map[string]string{"{$}": ""}[p]+strings.Trim(p, "{}$"))
		}
		for role, key := range keys {
			status, _ := w.call(t, key, method, path, "")
			allowed := r.Need == web.Public || (key != "" && (r.Need == web.SignedIn || roles().Has(role, r.Need)))
			refused := status == http.StatusForbidden || status == http.StatusUnauthorized || (key == "" && status == http.StatusSeeOther && method == "GET")
			if !allowed && !refused {
				t.Errorf("%s as %q: status %d, should be refused", r.Pattern, role, status)
			}
			if allowed && status == http.StatusForbidden && r.Need != web.Public {
				t.Errorf("%s as %q: forbidden, though the role has %s", r.Pattern, role, r.Need)
			}
		}
	}
}

// roleKeys makes an account of each role in a small unit; "" is nobody.
func roleKeys(t *testing.T, w *world) map[auth.Role]string {
	t.Helper()
	system := auth.With(context.Background(), auth.System())
	u, err := w.Org.Found(system, foundingOf("TLD", "Tổng Liên đoàn", "confederation", ""))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[auth.Role]string{"": ""}
	for role := range roles() {
		n := auth.NewAccount{Name: "role-" + string(role), Display: "An", Password: "mật khẩu dài", Role: role, Unit: u.ID}
		if role == auth.Admin {
			n.Unit = auth.Everywhere
		}
		if err := w.Auth.Create(system, n); err != nil {
			t.Fatal(err)
		}
		keys[role] = w.token(t, n.Name)
	}
	return keys
}

func firstAdmin() auth.NewAccount {
	return auth.NewAccount{Name: "admin", Display: "An", Password: "mật khẩu dài"}
}
