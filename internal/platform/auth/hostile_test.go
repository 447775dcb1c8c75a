package auth_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"
)

func TestNobodyGivesARoleWithMoreThanTheyHave(t *testing.T) {
	each(t, func(w *world) {
		w.account("clerk", "clerk@badinh")
		w.account("global", "clerk@*")
		w.account("mixed", "clerk@badinh", "officer@longbien")
		w.account("target", "viewer@bd1")
		id := w.id("target")
		w.refuses(w.Grant(w.as("clerk"), id, "officer", "bd1"), errs.Denied, "auth.grant.more")
		w.refuses(w.Grant(w.as("mixed"), id, "officer", "bd1"), errs.Denied, "auth.grant.more")
		w.refuses(w.Grant(w.as("global"), id, auth.Admin, "bd1"), errs.Denied, "auth.grant.more")
		w.refuses(w.Grant(w.as("global"), id, auth.Admin, auth.Everywhere), errs.Denied, "auth.grant.more")
		w.refuses(w.Grant(w.as("clerk"), id, "viewer", auth.Everywhere), errs.Denied, "error.denied")
		w.refuses(w.Grant(w.as("clerk"), id, "viewer", "longbien"), errs.NotFound, "error.notfound")
		w.refuses(w.Grant(w.as("clerk"), id, "viewer", "gone"), errs.Denied, "error.denied")
		w.refuses(w.Grant(w.as("clerk"), id, "king", "bd1"), errs.Invalid, "role: error.choice")
		w.refuses(w.Grant(w.as("clerk"), id, "viewer", ""), errs.Invalid, "unit: error.required")
		w.must(w.Grant(w.as("clerk"), id, "clerk", "bd1"))
	})
}

func TestNobodyTakesOverAnAccountThatMayMore(t *testing.T) {
	each(t, func(w *world) {
		w.account("root", "admin@*")
		w.account("clerk", "clerk@badinh")
		w.account("global", "clerk@*")
		w.account("officer", "officer@bd1")
		w.account("both", "viewer@bd1", "viewer@longbien")
		w.account("city", "viewer@hn")
		w.refuses(w.ResetPassword(w.as("clerk"), w.id("officer"), "một câu rất dài"), errs.Denied, "auth.grant.more")
		w.refuses(w.Disable(w.as("clerk"), w.id("officer"), true), errs.Denied, "auth.grant.more")
		w.refuses(w.ResetPassword(w.as("global"), w.id("root"), "một câu rất dài"), errs.Denied, "auth.grant.more")
		w.refuses(w.ResetPassword(w.as("clerk"), w.id("both"), "một câu rất dài"), errs.Denied, "auth.grant.more")
		w.refuses(w.Disable(w.as("clerk"), w.id("both"), true), errs.Denied, "auth.grant.more")
		w.refuses(w.Grant(w.as("clerk"), w.id("city"), "viewer", "bd1"), errs.NotFound, "")
		w.refuses(w.Disable(w.as("root"), "0190-no-such", true), errs.NotFound, "")
	})
}

func TestAdministratorsCannotLockThemselvesOut(t *testing.T) {
	each(t, func(w *world) {
		w.account("root", "admin@*")
		w.refuses(w.Disable(w.as("root"), w.id("root"), true), errs.Invalid, "auth.disable.self")
		w.refuses(w.Ungrant(w.as("root"), w.id("root"), auth.From(w.as("root")).Grants[0].ID), errs.Invalid, "auth.grant.self")
		// Whoever finds a machine open must not get round the question for the old password.
		w.refuses(w.ResetPassword(w.as("root"), w.id("root"), "một câu rất dài"), errs.Invalid, "auth.password.self")
	})
}

// A guesser's tries count while they are being tried, not only afterwards.
func TestManyTriesAtOnceAreNoWayRoundTheThrottle(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		var wg sync.WaitGroup
		var mu sync.Mutex
		tried := 0
		for i := range 20 {
			wg.Go(func() {
				_, err := w.SignIn(w.t.Context(), "anh", fmt.Sprint("đoán lần thứ ", i), auth.Device{IP: "203.0.113.1"})
				mu.Lock()
				defer mu.Unlock()
				if !errs.Is(err, errs.TooMany) {
					tried++
				}
			})
		}
		wg.Wait()
		if tried > 6 {
			t.Errorf("%d guesses were let through", tried)
		}
	})
}

func guess(w *world, name, ip string) error {
	_, err := w.SignIn(w.t.Context(), name, "đoán mò thôi", auth.Device{IP: ip})
	return err
}

// One who has an account of their own cannot clear the address's counter with it.
func TestAGoodLogInDoesNotWashAnAddressClean(t *testing.T) {
	each(t, func(w *world) {
		w.account("own", "viewer@bd1")
		w.refuses(guess(w, "victim", "203.0.113.1"), errs.Invalid, "auth.signin.wrong")
		w.exec(`UPDATE auth_throttle SET failures = 59 WHERE name = 'ip:203.0.113.1'`)
		w.enter("own", "203.0.113.1", "")
		for i := range 3 {
			_ = guess(w, fmt.Sprint("other", i), "203.0.113.1")
		}
		w.refuses(guess(w, "next", "203.0.113.1"), errs.TooMany, "error.toomany")
	})
}

func TestAnIPv6NetworkIsOneAddress(t *testing.T) {
	each(t, func(w *world) {
		_ = guess(w, "victim", "2001:db8:1:2::1")
		w.exec(`UPDATE auth_throttle SET failures = 59 WHERE name LIKE 'ip:%'`)
		_ = guess(w, "another", "2001:db8:1:2::2")
		w.refuses(guess(w, "next", "2001:db8:1:2:ffff::1"), errs.TooMany, "error.toomany")
		w.refuses(guess(w, "next", "2001:db8:1:3::1"), errs.Invalid, "auth.signin.wrong")
	})
}

// A stranger who keeps guessing at a name must not keep its owner out of their own office.
func TestAStrangerCannotLockSomebodyOut(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		w.enter("anh", "198.51.100.7", "")
		for range 8 {
			_ = guess(w, "anh", "203.0.113.1")
		}
		w.refuses(guess(w, "anh", "203.0.113.2"), errs.TooMany, "error.toomany")
		w.enter("anh", "198.51.100.7", "")
	})
}

func TestANameIsOneNameHoweverItIsTyped(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		for _, typed := range []string{"anh", "ANH", " anh ", "Anh\u00a0", "\tanh", "aNh"} {
			_ = guess(w, typed, "203.0.113.1")
		}
		w.refuses(guess(w, "anh", "203.0.113.9"), errs.TooMany, "error.toomany")
	})
}

// PostgreSQL takes neither NUL nor broken UTF-8; a browser or a robot may send both.
func TestBrokenTextIsRefusedNotAFault(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		w.refuses(guess(w, "a\x00nh", "203.0.113.1"), errs.Invalid, "auth.signin.wrong")
		w.refuses(guess(w, "a\xffnh", "203.0.113.1"), errs.Invalid, "auth.signin.wrong")
		w.refuses(guess(w, strings.Repeat("a", 1<<20), "203.0.113.1"), errs.Invalid, "auth.signin.wrong")
		ctx, _ := w.enter("anh", "203.0.113.1", "Mozilla\xff\x00/5.0")
		_, err := w.NewToken(ctx, "máy \xff\x00 in")
		w.refuses(err, errs.Invalid, "label: auth.text.control")
		bad := auth.NewAccount{Name: "binh", Display: "Bình\x00\u202e", Password: password, Role: "viewer", Unit: "bd1"}
		w.refuses(w.Create(w.system(), bad), errs.Invalid, "display: auth.text.control")
		bad.Display = strings.Repeat("ơ", 101)
		w.refuses(w.Create(w.system(), bad), errs.Invalid, "display: error.text.long")
	})
}

// The same Vietnamese word comes in two encodings, by keyboard and system.
func TestAPasswordIsTheSameHoweverItsMarksAreEncoded(t *testing.T) {
	each(t, func(w *world) {
		w.must(w.Create(w.system(), auth.NewAccount{Name: "anh", Display: "Ánh", Password: "ma\u0323\u0302t kha\u0302\u0309u của tôi", Role: "viewer", Unit: "bd1"}))
		_, err := w.SignIn(w.t.Context(), "anh", "m\u1eadt kh\u1ea9u của tôi", auth.Device{})
		w.must(err)
	})
}

// A stolen token must not make itself a second life.
func TestATokenMakesNoTokensAndChangesNoPassword(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		ctx, _ := w.enter("anh", "203.0.113.1", "")
		plain, err := w.NewToken(ctx, "phần mềm kế toán")
		w.must(err)
		a, err := w.ByToken(w.t.Context(), plain)
		w.must(err)
		byToken := auth.With(w.t.Context(), a)
		_, err = w.NewToken(byToken, "thứ hai")
		w.refuses(err, errs.Denied, "auth.token.session")
		w.refuses(w.SetPassword(byToken, password, "một câu rất dài"), errs.Denied, "auth.token.session")
	})
}

// Somebody at an open machine must not try the old password without end.
func TestTheOldPasswordIsThrottledToo(t *testing.T) {
	each(t, func(w *world) {
		w.account("anh", "viewer@bd1")
		ctx, _ := w.enter("anh", "203.0.113.1", "")
		for range 6 {
			_ = w.SetPassword(ctx, "đoán mò thôi", "một câu rất dài")
		}
		w.refuses(w.SetPassword(ctx, password, "một câu rất dài"), errs.TooMany, "error.toomany")
	})
}
