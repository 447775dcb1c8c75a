package auth_test

import (
	"slices"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// mayIn lists the units an actor may do something in, today.
func mayIn(w *world, name string, action auth.Action) (out []string) {
	w.t.Helper()
	testkit.Read(w.t, w.db, func(tx *db.Tx) error {
		for _, u := range []string{"tld", "hn", "badinh", "longbien", "bd1", "bd2", "gone"} {
			ok, err := w.Guard.Can(w.as(name), tx, action, u)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, u)
			}
		}
		return nil
	})
	return out
}

func TestAGrantReachesTheUnitAndAllBelow(t *testing.T) {
	each(t, func(w *world) {
		w.account("district", "officer@badinh")
		w.account("two", "officer@bd1", "viewer@longbien")
		w.account("root", "admin@*")
		for _, tc := range []struct {
			name   string
			action auth.Action
			want   []string
		}{
			{"district", record, []string{"badinh", "bd1", "bd2"}},
			{"two", record, []string{"bd1"}},
			{"two", read, []string{"longbien", "bd1"}},
			{"district", auth.ManageAccounts, nil},
			{"root", auth.ManageAccounts, []string{"tld", "hn", "badinh", "longbien", "bd1", "bd2", "gone"}},
		} {
			if diff := cmp.Diff(tc.want, mayIn(w, tc.name, tc.action)); diff != "" {
				t.Errorf("%s may %s in: %s", tc.name, tc.action, diff)
			}
		}
	})
}

func TestScopesHoldExactlyTheGrants(t *testing.T) {
	each(t, func(w *world) {
		w.account("two", "officer@bd1", "viewer@longbien", "viewer@bd1")
		w.account("root", "admin@*", "viewer@bd1")
		for _, tc := range []struct {
			name   string
			action auth.Action
			want   auth.Scope
		}{
			{"two", read, auth.Scope{Roots: []string{"bd1", "longbien"}}},
			{"two", record, auth.Scope{Roots: []string{"bd1"}}},
			{"two", auth.ManageAccounts, auth.Scope{}},
			{"root", "something.nobody.named", auth.Scope{All: true}},
		} {
			got := w.Guard.Scope(w.as(tc.name), tc.action)
			slices.Sort(got.Roots)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s, %s: %s", tc.name, tc.action, diff)
			}
		}
		if s := w.Guard.Scope(w.t.Context(), read); !s.Empty() {
			t.Errorf("nobody may read in %+v", s)
		}
	})
}

func TestNeedTellsNothingOfWhatIsOutOfSight(t *testing.T) {
	each(t, func(w *world) {
		w.account("district", "officer@badinh")
		testkit.Read(w.t, w.db, func(tx *db.Tx) error {
			ctx := w.as("district")
			w.must(w.Guard.Need(ctx, tx, record, read, "bd1"))
			w.must(w.Guard.Read(ctx, tx, read, "gone"))
			w.refuses(w.Guard.Need(ctx, tx, record, read, "gone"), errs.Denied, "error.denied")
			w.refuses(w.Guard.Need(ctx, tx, record, read, "longbien"), errs.NotFound, "error.notfound")
			w.refuses(w.Guard.Need(ctx, tx, record, read, "hn"), errs.NotFound, "error.notfound")
			w.refuses(w.Guard.Need(w.t.Context(), tx, record, read, "bd1"), errs.Unauthorised, "")
			return nil
		})
	})
}

func TestAccountsAreThoseInScopeWithTheirGrantsThere(t *testing.T) {
	each(t, func(w *world) {
		w.account("boss", "manager@badinh")
		w.account("anh", "officer@bd1", "viewer@badinh")
		w.account("both", "viewer@bd2", "viewer@longbien")
		w.account("once", "viewer@gone")
		w.account("far", "viewer@longbien")
		w.account("root", "admin@*")
		w.account("bare", "viewer@bd1")
		root, boss := w.as("root"), w.as("boss")
		w.must(w.Ungrant(boss, w.id("bare"), auth.From(w.as("bare")).Grants[0].ID))
		for _, tc := range []struct {
			name string
			want []string
		}{
			{"boss", []string{"anh officer@bd1 viewer@badinh", "boss manager@badinh", "both viewer@bd2 +1", "once viewer@gone"}},
			{"anh", nil},
			{"root", []string{
				"anh officer@bd1 viewer@badinh", "bare", "boss manager@badinh", "both viewer@bd2 viewer@longbien",
				"far viewer@longbien", "once viewer@gone", "root admin@*",
			}},
		} {
			list, err := w.Accounts(w.as(tc.name), under)
			w.must(err)
			if diff := cmp.Diff(tc.want, said(list)); diff != "" {
				t.Errorf("%s sees %s", tc.name, diff)
			}
		}
		m, err := w.Managed(boss, under, w.id("both"))
		w.must(err)
		if m.Name != "both" || m.Password != "" {
			t.Errorf("got %+v", m)
		}
		_, err = w.Managed(boss, under, w.id("far"))
		w.refuses(err, errs.NotFound, "")
		_, err = w.Managed(root, under, "0190")
		w.refuses(err, errs.NotFound, "")
	})
}

func said(list []auth.Managed) (out []string) {
	for _, m := range list {
		line := m.Name
		for _, g := range m.Grants {
			line += " " + string(g.Role) + "@" + g.Unit
		}
		if m.Elsewhere > 0 {
			line += " +1"
		}
		out = append(out, line)
	}
	return out
}

func TestGrantsAreGivenAndTakenWithinOnesReach(t *testing.T) {
	each(t, func(w *world) {
		w.account("boss", "manager@badinh")
		w.account("anh", "viewer@bd1")
		w.account("far", "viewer@longbien")
		boss, id := w.as("boss"), w.id("anh")
		w.must(w.Grant(boss, id, "officer", "bd2"))
		w.must(w.Grant(boss, id, "officer", "bd2")) // having it is no error
		if n := w.count(`SELECT COUNT(*) FROM audit_entry WHERE action = 'grant.give' AND target = $1`, id); n != 2 {
			t.Errorf("%d entries of giving, want 2: that of the account and that of the boss", n)
		}
		if diff := cmp.Diff([]string{"bd2"}, mayIn(w, "anh", record)); diff != "" {
			t.Error(diff)
		}
		grants := auth.From(w.as("anh")).Grants
		w.refuses(w.Ungrant(boss, w.id("far"), grants[1].ID), errs.NotFound, "") // not that account's
		w.refuses(w.Ungrant(boss, w.id("far"), auth.From(w.as("far")).Grants[0].ID), errs.NotFound, "")
		w.must(w.Ungrant(boss, id, grants[1].ID))
		w.refuses(w.Ungrant(boss, id, grants[1].ID), errs.NotFound, "")
		if got := mayIn(w, "anh", record); got != nil {
			t.Errorf("may still record in %v", got)
		}
	})
}

func TestAnAccountIsMadeOnceByADoubleClick(t *testing.T) {
	each(t, func(w *world) {
		w.account("boss", "manager@badinh")
		n := auth.NewAccount{ID: db.NewID(), Name: "moi", Display: "Người mới", Password: password, Role: "officer", Unit: "bd1"}
		w.must(w.Create(w.as("boss"), n))
		w.must(w.Create(w.as("boss"), n))
		n.ID = db.NewID()
		w.refuses(w.Create(w.as("boss"), n), errs.Invalid, "name: auth.name.taken")
		n.ID, n.Name, n.Unit = db.NewID(), "khac", "longbien"
		w.refuses(w.Create(w.as("boss"), n), errs.NotFound, "")
	})
}

func TestOnlyRolesOneCoversAreOffered(t *testing.T) {
	each(t, func(w *world) {
		w.account("clerk", "clerk@badinh")
		w.account("boss", "manager@badinh")
		w.account("root", "admin@*")
		for name, want := range map[string][]auth.Role{
			"clerk": {"clerk", "viewer"},
			"boss":  {"clerk", "manager", "officer", "viewer"},
			"root":  {"clerk", "manager", "officer", "viewer", auth.Admin},
		} {
			if diff := cmp.Diff(want, w.Givable(w.as(name))); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

func TestAFirstPasswordIsLongAndNeverTheSame(t *testing.T) {
	a, b := auth.NewPassword(), auth.NewPassword()
	if a == b || len(a) != 14 {
		t.Errorf("%q and %q", a, b)
	}
}
