package testkit

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"donghanh/assets"
	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// Roles of tests: an officer does everything in a unit but sign, which a chair
// does as well; a leader and a viewer only read, an outsider nothing but the tree.
func Roles() auth.Roles {
	officer := []auth.Action{
		org.Read, org.Manage, "target.read", "target.give", "activity.read", "activity.record", "figure.read",
		"report.read", "report.write", "report.review", "agreement.read", "agreement.write", "agreement.share", "practice.read", "practice.write", "gameshow.read", "gameshow.host",
	}
	return auth.Roles{
		"officer":  officer,
		"chair":    append([]auth.Action{"report.sign"}, officer...),
		"leader":   {org.Read, "target.read", "activity.read", "figure.read", "agreement.read", "practice.read", "gameshow.read"},
		"viewer":   {org.Read, "target.read", "activity.read", "figure.read", "agreement.read", "practice.read", "gameshow.read"},
		"outsider": {org.Read},
	}
}

// Password is that of every account [Kit.As] makes.
const Password = "đúng mật khẩu"

// Kit is the program on one database: its lower services and a real server.
type Kit struct {
	DB     *db.DB
	Auth   *auth.Service
	Ledger *ledger.Ledger
	Org    *org.Service
	Site   *web.Site
	URL    string // of the server, without a slash at the end
	tb     testing.TB
}

// NewSite starts a server with log-in, assets and the routes that are made from
// the kit; it stops when the test ends. What the server logs as an error fails
// the test.
func NewSite(tb testing.TB, d *db.DB, routes ...func(*Kit) []web.Route) *Kit {
	tb.Helper()
	k := &Kit{DB: d, tb: tb, Ledger: &ledger.Ledger{Catalogue: must(ledger.LoadCatalogue(catalogue.FS))(tb)}}
	guard := &auth.Guard{Roles: Roles(), Tree: k.Ledger}
	k.Auth = auth.New(d, guard)
	k.Org = &org.Service{DB: d, Guard: guard, Ledger: k.Ledger, Rules: must(org.LoadRules(catalogue.FS))(tb), Places: must(country())(tb)}
	k.Site = &web.Site{
		Auth: k.Auth, Words: must(i18n.Load())(tb), Chrome: k.chrome,
		Log: slog.New(slog.NewTextHandler(failing{tb}, &slog.HandlerOptions{Level: slog.LevelError})),
	}
	all := k.Site.SignInRoutes()
	for _, r := range routes {
		all = append(all, r(k)...)
	}
	all = append(all, web.Route{Pattern: "GET /assets/", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
		assets.Handler().ServeHTTP(w, r)
		return nil
	}})
	server := httptest.NewServer(k.Site.Handler(all))
	tb.Cleanup(server.Close)
	k.URL = server.URL
	return k
}

// country is read once for all tests.
var country = sync.OnceValues(places.Load)

// must is a result that has to be there: must(f())(tb).
func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// failing is a log nothing should be written to.
type failing struct{ tb testing.TB }

func (f failing) Write(line []byte) (int, error) {
	f.tb.Errorf("the server logged: %s", line)
	return len(line), nil
}

// chrome is a small frame: the unit acted for and a few places.
func (k *Kit) chrome(r *http.Request, p web.Page) (ui.Chrome, error) {
	me := web.Me(r)
	c := ui.Chrome{Title: p.Title, Wide: p.Wide, LogoutHref: "/logout", SearchHref: "/tree"}
	if me == nil {
		return c, nil
	}
	c.Account = ui.Account{Name: me.Display, Role: "Cán bộ", Initial: "A"}
	if me.Unit != "" {
		err := k.DB.Read(r.Context(), func(tx *db.Tx) error {
			u, err := k.Org.UnitByID(r.Context(), tx, me.Unit)
			c.Unit = ui.UnitBadge{Name: u.Name, Code: u.Code}
			return err
		})
		if err != nil {
			return c, err
		}
	}
	items := []ui.NavItem{
		{Text: "Tổng quan", Href: "/", Icon: "home"}, {Text: "Việc", Href: "/activities", Icon: "task"}, {Text: "Ghi", Href: "/activities/new", Icon: "plus"},
		{Text: "Cây", Href: "/tree", Icon: "tree", Current: p.Nav == "tree"}, {Text: "Thêm", Href: ui.MenuHref, Icon: "dots"},
	}
	c.Nav, c.Dock = []ui.NavGroup{{Items: items[:4]}}, items
	return c, nil
}

// System is a context in which everything is allowed.
func (k *Kit) System() context.Context { return auth.With(k.tb.Context(), auth.System()) }

// Ctx is the context of somebody with one role in one unit (a code, or
// [auth.Everywhere]), for calling services; no account is made.
func (k *Kit) Ctx(role auth.Role, unit string) context.Context {
	k.tb.Helper()
	id := k.UnitID(unit)
	name := fmt.Sprintf("%s@%s", role, unit)
	return auth.With(k.tb.Context(), &auth.Actor{Account: name, Name: name, Grants: []auth.Grant{{Account: name, Role: role, Unit: id}}})
}

// UnitID is the id of a code; that of [auth.Everywhere] is itself.
func (k *Kit) UnitID(code string) (id string) {
	k.tb.Helper()
	if code == auth.Everywhere {
		return code
	}
	Read(k.tb, k.DB, func(tx *db.Tx) error {
		u, err := k.Org.UnitByCode(k.tb.Context(), tx, code)
		id = u.ID
		return err
	})
	return id
}

// Found founds units one after the other, with everything allowed.
func (k *Kit) Found(units ...org.Founding) {
	k.tb.Helper()
	for _, f := range units {
		if _, err := k.Org.Found(k.System(), f); err != nil {
			k.tb.Fatalf("found %s: %v", f.Code, err)
		}
	}
}

// Figure is a figure in the tree as it stood, for comparing: "412" or "3/4",
// or why there is none: "notalive".
func (k *Kit) Figure(unit, indicator, period string) string {
	k.tb.Helper()
	ind := must(k.Ledger.Catalogue.Indicator(indicator))(k.tb)
	q := ledger.Query{Units: []string{k.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Tree: ledger.Then}
	q.Period = must(ledger.ParsePeriod(period))(k.tb)
	var f ledger.Figure
	Read(k.tb, k.DB, func(tx *db.Tx) error {
		all, err := k.Ledger.Figures(k.tb.Context(), tx, q)
		if err == nil {
			f = all[0]
		}
		return err
	})
	switch {
	case f.Reason != "":
		return string(f.Reason)
	case f.Denominator != nil:
		return fmt.Sprintf("%d/%d", f.Numerator, *f.Denominator)
	}
	return fmt.Sprint(f.Numerator)
}

// Verify fails the test unless the ledger agrees with itself.
func (k *Kit) Verify() {
	k.tb.Helper()
	Read(k.tb, k.DB, func(tx *db.Tx) error {
		faults, err := k.Ledger.Verify(k.tb.Context(), tx)
		for _, f := range faults {
			k.tb.Error(f)
		}
		return err
	})
}

var (
	unseen = regexp.MustCompile(`(?s)<(script|style|template|head)\b.*?</(script|style|template|head)>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

var (
	input = regexp.MustCompile(`<input\b[^>]*>`)
	value = regexp.MustCompile(`\bvalue="([^"]*)"`)
)

// Refused tells what was refused, "field: key" one a line, for comparing.
func Refused(err error) string {
	if err == nil {
		return ""
	}
	var out []string
	for _, e := range errs.All(err) {
		out = append(out, strings.TrimPrefix(e.Field+": "+e.Key, ": "))
	}
	return strings.Join(out, "\n")
}
