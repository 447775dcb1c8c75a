package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"

	"github.com/a-h/templ"
)

// need refuses whoever may not use a route at all.
func (s *Site) need(r *http.Request, need auth.Action) error {
	switch {
	case need == Public:
		return nil
	case auth.From(r.Context()) == nil:
		return errs.New(errs.Unauthorised, "error.unauthorised")
	case need == SignedIn || s.Auth.Guard.May(r.Context(), need):
		return nil
	}
	return errs.New(errs.Denied, "error.denied")
}

// session finds the actor by the bearer token or the cookie.
func (s *Site) session(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := s.actor(r)
		if err != nil && !errs.Is(err, errs.Unauthorised) {
			s.Fail(w, r, err)
			return
		}
		if err != nil && bearer(r) != "" {
			s.Fail(w, r, err) // a wrong token is told, a stale cookie is just nobody
			return
		}
		ctx := auth.With(r.Context(), a)
		if a != nil {
			ctx = i18n.With(ctx, s.Words.Printer(i18n.Lang(a.Lang)))
		}
		next.ServeHTTP(w, r.WithContext(ui.WithWords(ctx, words(ctx))))
	})
}

func (s *Site) actor(r *http.Request) (*auth.Actor, error) {
	if t := bearer(r); t != "" {
		return s.Auth.ByToken(r.Context(), t)
	}
	if strings.HasPrefix(r.URL.Path, "/assets/") {
		return nil, nil
	}
	if c := s.given(r, sessionCookie); c != "" {
		return s.Auth.BySession(r.Context(), c)
	}
	return nil, nil
}

func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// language sets the printer of somebody who is not signed in.
func (s *Site) language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := i18n.Vi // the language of the house; English is chosen in the profile
		if s.given(r, langCookie) == string(i18n.En) {
			lang = i18n.En
		}
		next.ServeHTTP(w, s.Speak(r, lang))
	})
}

// Speak is a request whose page is in a language.
func (s *Site) Speak(r *http.Request, lang i18n.Lang) *http.Request {
	ctx := i18n.With(r.Context(), s.Words.Printer(lang))
	return r.WithContext(ui.WithWords(ctx, words(ctx)))
}

// words lets the ui kit speak the reader's language.
func words(ctx context.Context) ui.Words {
	p := i18n.From(ctx)
	return func(key string) string {
		if !p.Has(key) {
			return ""
		}
		return p.T(key, i18n.Args{"n": "{n}", "unit": "{unit}"}) // the kit fills these itself
	}
}

type requestKey struct{}

// RequestID names the request in logs and on error pages.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// log gives the request its id and writes one line when it is answered. The
// query is left out: it may hold a name somebody searched for.
func (s *Site) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := db.NewID()
		ctx := context.WithValue(r.Context(), requestKey{}, id)
		ctx = audit.WithRequest(ctx, audit.Request{ID: id, IP: IP(r)})
		rec := &recorder{ResponseWriter: w}
		start := time.Now()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(rec, r.WithContext(ctx))
		s.Log.DebugContext(ctx, "request", "id", id, "method", r.Method, "path", masked(r.URL.Path), "status", rec.status, "took", time.Since(start))
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int // 0 until the answer has begun
}

func (r *recorder) WriteHeader(status int) {
	if r.status < http.StatusOK { // 1xx come before the answer
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status < http.StatusOK {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// IP is the address the request came from. Behind a proxy on the same machine
// it is what that proxy saw: the last address of the last header line, for all
// before it may have been sent by the client.
func IP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := net.ParseIP(strings.TrimSpace(chain[len(chain)-1])); last != nil {
			return last.String()
		}
	}
	return host
}

// recover answers a panic with the error page. An answer that had begun is
// broken off, so that it is not taken for a whole one.
func (s *Site) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &recorder{ResponseWriter: w}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if e, ok := p.(error); ok && errors.Is(e, http.ErrAbortHandler) {
				panic(p)
			}
			s.Log.ErrorContext(r.Context(), "panic", "id", RequestID(r.Context()), "cause", p, "stack", string(debug.Stack()))
			if rec.status >= http.StatusOK {
				panic(http.ErrAbortHandler)
			}
			s.Fail(rec, r, fmt.Errorf("panic: %v", p))
		}()
		next.ServeHTTP(rec, r)
	})
}

// readable tells whether an address is text. Both databases would stumble over
// anything else.
func readable(u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	text := u.Path + query
	return err == nil && utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

func headers(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if secret(r.URL.Path) {
			keepSecret(h)
		}
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// write renders a component first and sends it only when it is whole.
func write(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader is gone; there is nobody to tell
	return nil
}
