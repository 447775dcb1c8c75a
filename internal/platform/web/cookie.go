package web

import (
	"net/http"
	"net/url"
	"strings"

	"donghanh/internal/platform/i18n"
)

// The site's cookies. None is for scripts.
const (
	sessionCookie = "dh_session"
	heldCookie    = "dh_held"  // a form waits in the session
	flashCookie   = "dh_flash" // what has just been done
	langCookie    = "dh_lang"  // what this machine reads before log-in
	whoCookie     = "dh_who"   // the account that was last signed in here
)

// named is a cookie's name. Over HTTPS the prefix keeps neighbouring sites of
// the same domain from planting one, a session of their own for instance.
func (s *Site) named(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}

// cookie sets one of the site's cookies; maxAge as in http.Cookie.
func (s *Site) cookie(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.named(name), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// given is the value of one of the site's cookies; empty when there is none.
func (s *Site) given(r *http.Request, name string) string {
	c, err := r.Cookie(s.named(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// maxFlash keeps a message within what browsers take as a cookie (4 KB, three
// letters a byte).
const maxFlash = 1200

// Done redirects after a good POST and says on the next page what was done.
func (s *Site) Done(w http.ResponseWriter, r *http.Request, to, said string) error {
	if len(said) > maxFlash {
		said = strings.ToValidUTF8(said[:maxFlash], "") + "…"
	}
	if said != "" {
		s.cookie(w, flashCookie, url.QueryEscape(said), 60)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Site) takeFlash(w http.ResponseWriter, r *http.Request) string {
	said, err := url.QueryUnescape(s.given(r, flashCookie))
	if err != nil || said == "" {
		return ""
	}
	s.cookie(w, flashCookie, "", -1)
	return said
}

// Remember lets this machine speak a language also before log-in.
func (s *Site) Remember(w http.ResponseWriter, lang i18n.Lang) {
	const year = 365 * 24 * 60 * 60
	s.cookie(w, langCookie, string(lang), year)
}
