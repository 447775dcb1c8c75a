package auth_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"

	"github.com/google/go-cmp/cmp"
)

func TestTheFirstRunHappensOnce(t *testing.T) {
	each(t, func(w *world) {
		if fresh, err := w.Fresh(w.t.Context()); err != nil || !fresh {
			t.Fatalf("an empty database is not fresh: %v %v", fresh, err)
		}
		var wg sync.WaitGroup
		failed := make([]error, 8)
		for i := range failed {
			wg.Go(func() {
				failed[i] = w.First(w.t.Context(), auth.NewAccount{Name: fmt.Sprint("admin", i), Display: "Quản trị", Password: password})
			})
		}
		wg.Wait()
		made := 0
		for _, err := range failed {
			if err == nil {
				made++
				continue
			}
			w.refuses(err, errs.Denied, "auth.first.done")
		}
		if n := w.count(`SELECT COUNT(*) FROM auth_account`); made != 1 || n != 1 {
			t.Errorf("%d told they had made it, %d made", made, n)
		}
	})
}

func TestFirstRefusesWhatCannotBeAnAccount(t *testing.T) {
	each(t, func(w *world) {
		err := w.First(w.t.Context(), auth.NewAccount{Name: "Trần Ánh", Display: " ", Password: "ngắn quá"})
		w.refuses(err, errs.Invalid, "display: error.required\nname: auth.name.form\npassword: auth.password.short")
		if fresh, _ := w.Fresh(w.t.Context()); !fresh {
			t.Error("a refused first run was one")
		}
	})
}

func TestSigningInOpensASession(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "officer@badinh", "viewer@longbien")
		ctx, cookie := w.enter("anh", "203.0.113.1", "Mozilla/5.0")
		me := auth.From(ctx)
		if me.Name != "anh" || me.Display != "Người anh" || me.Session == "" || me.Lang != "vi" || len(me.Grants) != 2 {
			t.Errorf("signed in as %+v", me)
		}
		if n := w.count(`SELECT COUNT(*) FROM auth_session WHERE hash = $1`, cookie); n != 0 {
			t.Error("the cookie itself is kept")
		}
		_, err := w.BySession(w.t.Context(), cookie+"x")
		w.refuses(err, errs.Unauthorised, "")
		_, err = w.SignIn(w.t.Context(), "anh", "sai mật khẩu", auth.Device{})
		w.refuses(err, errs.Invalid, "password: auth.signin.wrong")
		_, err = w.SignIn(w.t.Context(), "khong-co", password, auth.Device{})
		w.refuses(err, errs.Invalid, "password: auth.signin.wrong")
		if _, again := w.enter("anh", "203.0.113.1", ""); again == cookie {
			t.Error("two sessions have one cookie")
		}
	})
}

func TestANameIsSlowedAfterFiveFailures(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		for range 4 {
			w.refuses(guess(w, "anh", "203.0.113.1"), errs.Invalid, "auth.signin.wrong")
		}
		w.enter("anh", "203.0.113.1", "") // a good log-in forgets them
		for range 5 {
			w.refuses(guess(w, "anh", "203.0.113.9"), errs.Invalid, "auth.signin.wrong")
		}
		err := guess(w, "anh", "203.0.113.9")
		w.refuses(err, errs.TooMany, "error.toomany")
		if s := errs.Of(err).Args["seconds"]; s != int64(2) {
			t.Errorf("to wait %v seconds, want 2", s)
		}
		w.exec(`UPDATE auth_throttle SET last_at = last_at - 3000000 WHERE name = 'name:anh'`)
		w.refuses(guess(w, "anh", "203.0.113.9"), errs.Invalid, "auth.signin.wrong")
		if s := errs.Of(guess(w, "anh", "203.0.113.9")).Args["seconds"]; s != int64(4) {
			t.Errorf("to wait %v seconds, want 4", s)
		}
		w.exec(`UPDATE auth_throttle SET last_at = last_at - 18000000000 WHERE name = 'name:anh'`)
		w.refuses(guess(w, "anh", "203.0.113.9"), errs.Invalid, "auth.signin.wrong")
		if n := w.count(`SELECT failures FROM auth_throttle WHERE name = 'name:anh'`); n != 2 {
			t.Errorf("%d failures stand after five quiet hours, want 6 − 5 + 1", n)
		}
	})
}

// A hundred people behind one address mistype now and then.
func TestAnOfficeBehindOneAddressIsNotHurt(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		for range 12 {
			w.enter("anh", "203.0.113.1", "")
		}
		if n := w.count(`SELECT failures FROM auth_throttle WHERE name = 'ip:203.0.113.1'`); n != 0 {
			t.Errorf("good log-ins count %d failures", n)
		}
		_ = guess(w, "anh", "203.0.113.1")
		w.exec(`UPDATE auth_throttle SET failures = 50, last_at = last_at - 7200000000 WHERE name = 'ip:203.0.113.1'`)
		w.enter("anh", "203.0.113.1", "") // two hours have forgiven them
		_ = guess(w, "anh", "203.0.113.1")
		if n := w.count(`SELECT failures FROM auth_throttle WHERE name = 'ip:203.0.113.1'`); n != 1 {
			t.Errorf("%d failures stand, want 1", n)
		}
	})
}

func TestSessionsAreOnesOwnToSeeAndEnd(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		w.account("binh", "viewer@bd1")
		phone, phoneCookie := w.enter("anh", "203.0.113.1", "phone")
		desk, _ := w.enter("anh", "203.0.113.2", "desk")
		other, otherCookie := w.enter("binh", "203.0.113.3", "binh's")
		if diff := cmp.Diff([]string{"desk", "phone"}, devices(w, desk)); diff != "" {
			t.Error(diff)
		}
		w.refuses(w.Revoke(other, auth.From(phone).Session), errs.NotFound, "")
		w.must(w.Revoke(desk, auth.From(phone).Session))
		_, err := w.BySession(w.t.Context(), phoneCookie)
		w.refuses(err, errs.Unauthorised, "")
		w.enter("anh", "203.0.113.4", "third")
		w.must(w.RevokeOthers(desk))
		if diff := cmp.Diff([]string{"desk"}, devices(w, desk)); diff != "" {
			t.Error(diff)
		}
		_, err = w.BySession(w.t.Context(), otherCookie)
		w.must(err)
	})
}

func devices(w *world, ctx context.Context) (out []string) { //nolint:revive // the world comes first here
	w.t.Helper()
	all, err := w.Sessions(ctx)
	w.must(err)
	for _, s := range all {
		out = append(out, s.Device)
	}
	return out
}

func TestASessionEndsIdleOrOld(t *testing.T) {
	for name, tc := range map[string]struct {
		column string
		ago    time.Duration
		lives  bool
	}{
		"used thirteen days ago":   {"seen_at", 13 * 24 * time.Hour, true},
		"not used for a fortnight": {"seen_at", auth.Idle + time.Minute, false},
		"opened 89 days ago":       {"created_at", 89 * 24 * time.Hour, true},
		"opened 90 days ago":       {"created_at", auth.Whole + time.Minute, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				w.account("anh", "viewer@bd1")
				ctx, cookie := w.enter("anh", "203.0.113.1", "phone")
				w.exec(`UPDATE auth_session SET `+tc.column+` = `+tc.column+` - $1`, tc.ago.Microseconds())
				if got := len(devices(w, ctx)) == 1; got != tc.lives {
					t.Errorf("listed: %v", got)
				}
				before := w.count(`SELECT seen_at FROM auth_session`)
				_, err := w.BySession(w.t.Context(), cookie)
				if (err == nil) != tc.lives {
					t.Errorf("found: %v", err)
				}
				if touched := w.count(`SELECT seen_at FROM auth_session`) > before; touched != (tc.lives && tc.column == "seen_at") {
					t.Errorf("the use was written down: %v", touched)
				}
			})
		})
	}
}

func TestTokensActAsTheirAccount(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "officer@badinh")
		ctx, _ := w.enter("anh", "203.0.113.1", "")
		plain, err := w.NewToken(ctx, " phần mềm kế toán ")
		w.must(err)
		a, err := w.ByToken(w.t.Context(), plain)
		w.must(err)
		if a.Name != "anh" || a.Session != "" || len(a.Grants) != 1 {
			t.Errorf("the token is %+v", a)
		}
		list, err := w.Tokens(ctx)
		w.must(err)
		if len(list) != 1 || list[0].Label != "phần mềm kế toán" || list[0].SeenAt == nil {
			t.Errorf("tokens are %+v", list)
		}
		w.account("binh", "viewer@bd1")
		w.refuses(w.RevokeToken(w.as("binh"), list[0].ID), errs.NotFound, "")
		w.must(w.RevokeToken(ctx, list[0].ID))
		_, err = w.ByToken(w.t.Context(), plain)
		w.refuses(err, errs.Unauthorised, "auth.token.unknown")

		plain, err = w.TokenFor(w.system(), " ANH ")
		w.must(err)
		w.exec(`UPDATE auth_token SET expires_at = 1`)
		_, err = w.ByToken(w.t.Context(), plain)
		w.refuses(err, errs.Unauthorised, "auth.token.unknown")
		if list, _ := w.Tokens(ctx); len(list) != 0 {
			t.Errorf("an expired token is listed: %+v", list)
		}
		_, err = w.TokenFor(w.system(), "khong-co")
		w.refuses(err, errs.NotFound, "auth.account.unknown")
	})
}

func TestANewPasswordEndsOtherSessionsAndTokens(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		here, hereCookie := w.enter("anh", "203.0.113.1", "here")
		_, thereCookie := w.enter("anh", "203.0.113.2", "there")
		token, err := w.NewToken(here, "phần mềm")
		w.must(err)
		w.refuses(w.SetPassword(here, "không phải", "một câu rất dài"), errs.Invalid, "password_old: auth.password.wrong")
		w.refuses(w.SetPassword(here, password, "ngắn"), errs.Invalid, "password_new: auth.password.short")
		w.must(w.SetPassword(here, password, "một câu rất dài"))
		_, err = w.BySession(w.t.Context(), hereCookie)
		w.must(err)
		_, err = w.BySession(w.t.Context(), thereCookie)
		w.refuses(err, errs.Unauthorised, "")
		_, err = w.ByToken(w.t.Context(), token)
		w.refuses(err, errs.Unauthorised, "")
		_, err = w.SignIn(w.t.Context(), "anh", password, auth.Device{})
		w.refuses(err, errs.Invalid, "")
		_, err = w.SignIn(w.t.Context(), "anh", "một câu rất dài", auth.Device{})
		w.must(err)
	})
}

func TestADisabledAccountGetsNowhere(t *testing.T) {
	each(t, func(w *world) {
		w.account("root", "admin@*")
		w.account("anh", "viewer@bd1")
		id := w.id("anh")
		ctx, cookie := w.enter("anh", "203.0.113.1", "")
		token, err := w.NewToken(ctx, "phần mềm")
		w.must(err)
		root := w.as("root")
		w.must(w.Disable(root, id, true))
		w.must(w.Disable(root, id, true)) // twice is once
		_, err = w.BySession(w.t.Context(), cookie)
		w.refuses(err, errs.Unauthorised, "")
		_, err = w.ByToken(w.t.Context(), token)
		w.refuses(err, errs.Unauthorised, "")
		_, err = w.SignIn(w.t.Context(), "anh", password, auth.Device{})
		w.refuses(err, errs.Invalid, "password: auth.signin.wrong")
		_, err = w.TokenFor(w.system(), "anh")
		w.refuses(err, errs.NotFound, "")
		_, err = w.ActorByName(w.t.Context(), "anh")
		w.refuses(err, errs.Unauthorised, "")
		w.must(w.Disable(root, id, false))
		_, err = w.ByToken(w.t.Context(), token)
		w.refuses(err, errs.Unauthorised, "") // what was ended stays ended
		w.enter("anh", "203.0.113.1", "")
		if n := w.count(`SELECT COUNT(*) FROM audit_entry WHERE target = $1 AND action = 'account.disable'`, id); n != 1 {
			t.Errorf("%d entries of the disabling", n)
		}
	})
}

func TestWhatWaitedForLogInIsTakenOnceByWhoWantsIt(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		ctx, cookie := w.enter("anh", "203.0.113.1", "")
		w.must(w.Hold(w.t.Context(), cookie, "đã gõ"))
		for i, tc := range []struct {
			wanted bool
			want   string
		}{{false, ""}, {true, "đã gõ"}, {true, ""}} {
			got, err := w.Held(ctx, func(string) bool { return tc.wanted })
			w.must(err)
			if got != tc.want {
				t.Errorf("%d: held %q, want %q", i, got, tc.want)
			}
		}
	})
}
