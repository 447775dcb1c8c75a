package web

import (
	"net/http"
	"net/url"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// SignIn is what the log-in page shows.
type SignIn struct {
	Next  string // where to go afterwards
	Held  string // a form that waits
	Ended bool   // the session ended while somebody was typing
	Form  *Form
	Hint  []ui.Link // accounts of the demo
}

// SignInRoutes are log-in, log-out and the first run.
func (s *Site) SignInRoutes() []Route {
	return []Route{
		{"GET /login", Public, s.signInForm},
		{"POST /login", Public, s.signIn},
		{"POST /logout", SignedIn, s.signOut},
		{"GET /first", Public, s.firstForm},
		{"POST /first", Public, s.first},
	}
}

func (s *Site) signInForm(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.Auth.Fresh(r.Context())
	if err != nil {
		return err
	}
	if fresh {
		http.Redirect(w, r, "/first", http.StatusSeeOther)
		return nil
	}
	view := SignIn{Next: Local(r.URL.Query().Get("next")), Form: &Form{Values: url.Values{}, ctx: r.Context()}}
	return s.Bare(w, r, http.StatusOK, i18n.T(r.Context(), "web.signin.title"), signInPage(view))
}

func (s *Site) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := ReadForm(w, r)
	if err != nil {
		return err
	}
	cookie, err := s.Auth.SignIn(r.Context(), f.Text("name"), f.Values.Get("password"), auth.Device{IP: IP(r), Agent: r.UserAgent()})
	if f.Take(err) {
		retryAfter(w, errs.Of(err))
		view := SignIn{Next: Local(f.Text("next")), Held: f.Values.Get("held"), Form: f}
		return s.Bare(w, r, f.Status(), i18n.T(r.Context(), "web.signin.title"), signInPage(view))
	}
	if err != nil {
		return err
	}
	return s.welcome(w, r, cookie, f)
}

// welcome opens the session in the browser and goes on where one was. The
// session that was open here before ends.
func (s *Site) welcome(w http.ResponseWriter, r *http.Request, cookie string, f *Form) error {
	if err := s.leave(r); err != nil {
		return err
	}
	a, err := s.Auth.BySession(r.Context(), cookie)
	if err != nil {
		return err
	}
	s.cookie(w, sessionCookie, cookie, int(auth.Whole.Seconds()))
	s.cookie(w, whoCookie, a.Account, int(auth.Whole.Seconds()))
	s.Remember(w, i18n.Lang(a.Lang))
	if err := s.release(w, r, cookie, a.Account, f.Values.Get("held")); err != nil {
		return err
	}
	http.Redirect(w, r, Local(f.Text("next")), http.StatusSeeOther)
	return nil
}

// leave ends the session of the request, if there is one.
func (s *Site) leave(r *http.Request) error {
	me := Me(r)
	if me == nil || me.Session == "" {
		return nil
	}
	err := s.Auth.Revoke(r.Context(), me.Session)
	if errs.Is(err, errs.NotFound) {
		return nil // ended meanwhile, from another device
	}
	return err
}

// Local lets nobody be sent to another site, nor to log-in again: what is not a
// page of this site is the first page. Every redirect to an address that came
// with a request goes through it.
func Local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return "/"
	}
	switch u.Path {
	case "/login", "/logout", "/first":
		return "/"
	}
	return u.RequestURI()
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.leave(r); err != nil {
		return err
	}
	s.cookie(w, sessionCookie, "", -1)
	return s.Done(w, r, "/login", "")
}

func (s *Site) firstForm(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.Auth.Fresh(r.Context())
	if err != nil {
		return err
	}
	if !fresh {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	f := &Form{Values: url.Values{"name": {"admin"}}, ctx: r.Context()}
	return s.Bare(w, r, http.StatusOK, i18n.T(r.Context(), "web.first.title"), firstPage(f))
}

// first makes the administrator and signs them in.
func (s *Site) first(w http.ResponseWriter, r *http.Request) error {
	f, err := ReadForm(w, r)
	if err != nil {
		return err
	}
	n := auth.NewAccount{Name: f.Text("name"), Display: f.Text("display"), Password: f.Values.Get("password")}
	err = s.Auth.First(r.Context(), n)
	if f.Take(err) {
		return s.Bare(w, r, f.Status(), i18n.T(r.Context(), "web.first.title"), firstPage(f))
	}
	if err != nil {
		return err
	}
	cookie, err := s.Auth.SignIn(r.Context(), n.Name, n.Password, auth.Device{IP: IP(r), Agent: r.UserAgent()})
	if err != nil {
		return err
	}
	return s.welcome(w, r, cookie, f)
}

// signInField shows a field also where no form was typed yet.
func signInField(f *Form, v ui.FieldView) ui.FieldView {
	if f == nil {
		return v
	}
	return f.Field(v)
}

// endedKey promises that what was typed comes back only where it does.
func endedKey(v SignIn) string {
	if v.Held == "" {
		return "web.ended_plain"
	}
	return "web.ended"
}
