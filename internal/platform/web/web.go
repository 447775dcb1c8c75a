// Package web turns routes into a handler: who asks, may they, what answers,
// and how an error looks. It knows no domain.
package web

import (
	"fmt"
	"log/slog"
	"net/http"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"

	"github.com/a-h/templ"
)

// Handler answers a request or returns why not. It never renders an error.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one line of the route table. Without Need the program does not start.
type Route struct {
	Pattern string      // as for http.ServeMux: "GET /units/{code}"
	Need    auth.Action // what the actor must be allowed somewhere; the Service asks where
	Do      Handler
}

// Needs that are no action of a role.
const (
	Public   auth.Action = "public"   // anybody
	SignedIn auth.Action = "signedin" // anybody with an account
)

// Page says what frame a page stands in.
type Page struct {
	Title string
	Nav   string // key of the current item of the navigation
	Wide  bool
}

// Site is what all pages share.
type Site struct {
	Auth   *auth.Service
	Words  *i18n.Catalogue
	Log    *slog.Logger
	Secure bool // cookies over HTTPS only
	// Chrome builds the frame around a page for the actor of the request.
	Chrome func(r *http.Request, p Page) (ui.Chrome, error)
}

// Handler builds the program's handler from the route table.
func (s *Site) Handler(routes []Route) http.Handler {
	mux := http.NewServeMux()
	for _, route := range routes {
		if route.Need == "" {
			panic(fmt.Sprintf("web: route %q has no Need", route.Pattern))
		}
		mux.Handle(route.Pattern, s.serve(route))
	}
	mux.Handle("/", s.serve(Route{Need: Public, Do: notFound}))
	cross := http.NewCrossOriginProtection()
	cross.AddInsecureBypassPattern(SecretRoot) // nobody else's page knows the address a form there goes to
	cross.SetDenyHandler(s.serve(Route{Need: Public, Do: crossOrigin}))
	// recover stands inside the request's id and language, which its page needs.
	return s.log(headers(s.Secure, compress(s.language(s.recover(s.session(cross.Handler(mux)))))))
}

// serve checks the route's Need, then runs it.
func (s *Site) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := s.need(r, route.Need)
		if !readable(r.URL) {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err == nil {
			err = route.Do(w, r)
		}
		if err != nil {
			s.Fail(w, r, err)
		}
	})
}

// Render answers with a page in the site's frame.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, p Page, body templ.Component) error {
	c, err := s.Chrome(r, p)
	if err != nil {
		return err
	}
	c.Flash = s.takeFlash(w, r)
	ctx := templ.WithChildren(r.Context(), body)
	return write(w, r.WithContext(ctx), status, ui.Shell(c))
}

// Fragment answers with a part of a page, for htmx.
func (s *Site) Fragment(w http.ResponseWriter, r *http.Request, body templ.Component) error {
	return write(w, r, http.StatusOK, body)
}

// Bare answers with a page without the frame: log-in, errors.
func (s *Site) Bare(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return write(w, r.WithContext(templ.WithChildren(r.Context(), body)), status, ui.Bare(title))
}

// Whole answers with a page that brings its own frame.
func (s *Site) Whole(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	return write(w, r, status, page)
}

// IsFragment tells that htmx asks for a part of a page.
func IsFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") != "true" && r.Header.Get("HX-History-Restore-Request") != "true"
}
