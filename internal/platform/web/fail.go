package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// Status is the one map from kinds to HTTP.
func Status(k errs.Kind) int {
	switch k {
	case errs.Invalid:
		return http.StatusUnprocessableEntity
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Conflict:
		return http.StatusConflict
	case errs.Denied:
		return http.StatusForbidden
	case errs.Unauthorised:
		return http.StatusUnauthorized
	case errs.TooMany:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}

// Message is what a person reads of one refusal.
func Message(ctx context.Context, e *errs.Error) string {
	if e.Kind == errs.Internal {
		return i18n.T(ctx, "error.internal", i18n.Args{"id": RequestID(ctx)})
	}
	return i18n.T(ctx, e.Key, e.Args)
}

// Fail answers with an error: the one place that does.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	e := errs.Of(err)
	if e.Kind == errs.Internal && r.Context().Err() != nil { // the reader has gone; a database says it in its own words
		s.Log.DebugContext(r.Context(), "reader gone", "id", RequestID(r.Context()), "path", masked(r.URL.Path), "cause", err)
		return
	}
	if e.Kind == errs.Internal {
		s.Log.ErrorContext(r.Context(), "request failed", "id", RequestID(r.Context()), "path", masked(r.URL.Path), "cause", err)
	}
	retryAfter(w, e)
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		writeProblem(w, r, e)
	case e.Kind == errs.Unauthorised && !IsFragment(r):
		s.askToSignIn(w, r)
	default:
		s.errorPage(w, r, e)
	}
}

// retryAfter tells programs how long to wait; people read it in the message.
func retryAfter(w http.ResponseWriter, e *errs.Error) {
	if seconds, ok := e.Args["seconds"].(int64); ok && e.Kind == errs.TooMany {
		w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
}

func (s *Site) errorPage(w http.ResponseWriter, r *http.Request, e *errs.Error) {
	status := Status(e.Kind)
	title := i18n.T(r.Context(), "web.title."+strconv.Itoa(status))
	text := Message(r.Context(), e)
	if len(e.Fields) > 0 {
		text = Message(r.Context(), e.Fields[0])
	}
	back := ui.Link{Text: i18n.T(r.Context(), "web.home"), Href: "/"}
	if auth.From(r.Context()) == nil {
		back = ui.Link{Text: i18n.T(r.Context(), "web.signin.do"), Href: "/login"}
	}
	if e.Kind == errs.Unauthorised { // htmx asked for a part: the whole page goes to log-in
		w.Header().Set("HX-Redirect", "/login?next="+url.QueryEscape(whence(r, r.Header.Get("HX-Current-URL"))))
	}
	if err := s.Bare(w, r, status, title, faultPage(title, text, back)); err != nil {
		http.Error(w, text, status)
	}
}

// Problem is an error of the API (RFC 9457).
type Problem struct {
	Type     string         `json:"type"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail"`
	Instance string         `json:"instance,omitempty"`
	Errors   []ProblemField `json:"errors,omitempty"`
}

// ProblemField is what is wrong with one input.
type ProblemField struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// ProblemOf says an error as a problem.
func ProblemOf(ctx context.Context, e *errs.Error) Problem {
	status := Status(e.Kind)
	p := Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: Message(ctx, e),
		Instance: "urn:uuid:" + RequestID(ctx),
	}
	for _, f := range errs.All(e) {
		if f.Field != "" {
			p.Errors = append(p.Errors, ProblemField{f.Field, Message(ctx, f)})
		}
	}
	return p
}

func writeProblem(w http.ResponseWriter, r *http.Request, e *errs.Error) {
	p := ProblemOf(r.Context(), e)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	if e.Kind == errs.Unauthorised {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader is gone; there is nobody to tell
}

// askToSignIn sends to the log-in page. A form that was sent when the session
// had ended is kept on that page and comes back after log-in.
func (s *Site) askToSignIn(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	view := SignIn{Next: Back(r), Held: s.hold(w, r), Ended: true}
	if view.Held != "" {
		view.Next = Local(r.URL.RequestURI()) // a form has one address
	}
	if err := s.Bare(w, r, http.StatusUnauthorized, i18n.T(r.Context(), "web.signin.title"), signInPage(view)); err != nil {
		http.Error(w, i18n.T(r.Context(), "error.unauthorised"), http.StatusUnauthorized)
	}
}

// Back is the page of this site a small form was sent from, or the first page.
func Back(r *http.Request) string { return whence(r, r.Referer()) }

// whence is the page of this site a form or a part of a page was sent from. The
// address it was sent to need not have a page.
func whence(r *http.Request, page string) string {
	u, err := url.Parse(page)
	if err != nil || u.Host != r.Host {
		return "/"
	}
	return Local(u.RequestURI())
}

func notFound(http.ResponseWriter, *http.Request) error {
	return errs.New(errs.NotFound, "error.notfound")
}

func crossOrigin(http.ResponseWriter, *http.Request) error {
	return errs.New(errs.Denied, "web.crossorigin")
}
