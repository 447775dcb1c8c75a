package auth_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// tree is who stands under whom; a "gone" unit stood there once.
type tree map[string]string

var units = tree{"hn": "tld", "badinh": "hn", "longbien": "hn", "bd1": "badinh", "bd2": "badinh", "gone": "badinh"}

func (t tree) Within(_ context.Context, _ *db.Tx, unit string, roots []string, past bool) (bool, error) {
	if unit == "gone" && !past {
		return slices.Contains(roots, unit), nil
	}
	for u := unit; u != ""; u = t[u] {
		if slices.Contains(roots, u) {
			return true, nil
		}
	}
	return false, nil
}

// under is the scope of a list, as package ledger gives it for real trees.
func under(column string, first int, s auth.Scope) (string, []any) {
	if s.All {
		return "TRUE", nil
	}
	var in []any
	for u := range units {
		if ok, _ := units.Within(context.TODO(), nil, u, s.Roots, true); ok {
			in = append(in, u)
		}
	}
	return column + " IN (" + db.In(first, len(in)) + ")", in
}

const (
	read   auth.Action = "thing.read"
	record auth.Action = "thing.record"
)

var roles = auth.Roles{
	"viewer":  {read},
	"officer": {read, record},
	"manager": {read, record, auth.ManageAccounts},
	"clerk":   {read, auth.ManageAccounts}, // manages accounts but records nothing
}

const password = "mật khẩu đúng"

type world struct {
	*auth.Service
	t  *testing.T
	db *db.DB
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		fn(&world{auth.New(d, &auth.Guard{Roles: roles, Tree: units}), t, d})
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refuses fails the test unless err is of the kind and names the message.
func (w *world) refuses(err error, kind errs.Kind, key string) {
	w.t.Helper()
	if !errs.Is(err, kind) || !strings.Contains(testkit.Refused(err), key) {
		w.t.Errorf("got %v (kind %d), want kind %d %q", err, errs.KindOf(err), kind, key)
	}
}

func (w *world) system() context.Context { return auth.With(w.t.Context(), auth.System()) }

// account makes an account with grants "role@unit".
func (w *world) account(name string, grants ...string) {
	w.t.Helper()
	for i, g := range grants {
		role, unit, _ := strings.Cut(g, "@")
		if i == 0 {
			w.must(w.Create(w.system(), auth.NewAccount{Name: name, Display: "Người " + name, Password: password, Role: auth.Role(role), Unit: unit}))
			continue
		}
		w.must(w.Grant(w.system(), w.id(name), auth.Role(role), unit))
	}
}

// as is the context of an account, by its name.
func (w *world) as(name string) context.Context {
	w.t.Helper()
	a, err := w.ActorByName(w.t.Context(), name)
	w.must(err)
	return auth.With(w.t.Context(), a)
}

func (w *world) id(name string) string {
	w.t.Helper()
	return auth.From(w.as(name)).Account
}

// enter signs in and is the context of the session.
func (w *world) enter(name, ip, agent string) (context.Context, string) {
	w.t.Helper()
	cookie, err := w.SignIn(w.t.Context(), name, password, auth.Device{IP: ip, Agent: agent})
	w.must(err)
	a, err := w.BySession(w.t.Context(), cookie)
	w.must(err)
	return auth.With(w.t.Context(), a), cookie
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	testkit.Write(w.t, w.db, func(tx *db.Tx) error {
		n, err := tx.Exec(w.t.Context(), query, args...)
		if err == nil && n == 0 {
			w.t.Errorf("%s changed nothing", query)
		}
		return err
	})
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	testkit.Read(w.t, w.db, func(tx *db.Tx) error { return tx.Get(w.t.Context(), &n, query, args...) })
	return n
}
