package testkit

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
)

// Client is somebody's browser without scripts: it has their cookies, and sees
// redirects instead of following them.
type Client struct {
	Name string // log-in name; with [Password] also for a real browser
	http *http.Client
	base string
	tb   testing.TB
}

// As makes an account with a role in a unit (a code, or [auth.Everywhere]) and
// signs in with it through the log-in page.
func (k *Kit) As(tb testing.TB, role auth.Role, unit string) *Client {
	tb.Helper()
	c := k.Nobody(tb)
	c.Name = strings.ToLower(fmt.Sprintf("%s-%s", role, db.NewID()[24:]))
	n := auth.NewAccount{Name: c.Name, Display: "Trần Thị Ánh", Password: Password, Role: role, Unit: k.UnitID(unit)}
	if err := k.Auth.Create(k.System(), n); err != nil {
		tb.Fatal(err)
	}
	if a := c.Post("/login", url.Values{"name": {c.Name}, "password": {Password}}); a.Status != http.StatusSeeOther {
		tb.Fatalf("log-in of %s: %d\n%s", c.Name, a.Status, a.Text())
	}
	return c
}

// Nobody is a visitor who is not signed in.
func (k *Kit) Nobody(tb testing.TB) *Client {
	tb.Helper()
	jar := must(cookiejar.New(nil))(tb)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{http: &http.Client{Jar: jar, CheckRedirect: stay}, base: k.URL, tb: tb}
}

// Answer is what came back.
type Answer struct {
	Status   int
	Location string // of a redirect
	Body     string
	Header   http.Header
}

// Get asks for a page; header are pairs of name and value.
func (c *Client) Get(path string, header ...string) Answer {
	c.tb.Helper()
	return c.send(must(http.NewRequest(http.MethodGet, c.base+path, nil))(c.tb), header)
}

// Post sends a form.
func (c *Client) Post(path string, form url.Values, header ...string) Answer {
	c.tb.Helper()
	req := must(http.NewRequest(http.MethodPost, c.base+path, strings.NewReader(form.Encode())))(c.tb)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(req, header)
}

// Upload sends a body of a type of its own: a form with a file.
func (c *Client) Upload(path, contentType, body string) Answer {
	c.tb.Helper()
	req := must(http.NewRequest(http.MethodPost, c.base+path, strings.NewReader(body)))(c.tb)
	req.Header.Set("Content-Type", contentType)
	return c.send(req, nil)
}

func (c *Client) send(req *http.Request, header []string) Answer {
	c.tb.Helper()
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res := must(c.http.Do(req.WithContext(c.tb.Context())))(c.tb)
	body := must(io.ReadAll(res.Body))(c.tb)
	_ = res.Body.Close() // all of it has been read
	a := Answer{Status: res.StatusCode, Location: res.Header.Get("Location"), Body: string(body), Header: res.Header}
	if strings.ContainsAny(a.Body, "⟦⟧") {
		c.tb.Errorf("%s %s shows a message that does not exist: %s", req.Method, req.URL.Path, around(a.Body, "⟦"))
	}
	return a
}

func around(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	return mark + string([]rune(rest)[:min(60, len([]rune(rest)))])
}

// Text is the words of the page, without tags, blanks joined.
func (a Answer) Text() string {
	s := tag.ReplaceAllString(unseen.ReplaceAllString(a.Body, " "), " ")
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}

// Must fails the test unless the answer has the status.
func (a Answer) Must(tb testing.TB, status int) Answer {
	tb.Helper()
	if a.Status != status {
		tb.Fatalf("status %d, want %d: %s", a.Status, status, a.Text())
	}
	return a
}

// Has fails the test unless the page says all the words.
func (a Answer) Has(tb testing.TB, words ...string) Answer {
	tb.Helper()
	for _, w := range words {
		if !strings.Contains(a.Text(), w) {
			tb.Errorf("the page does not say %q: %s", w, a.Text())
		}
	}
	return a
}

// Lacks fails the test if the page says one of the words.
func (a Answer) Lacks(tb testing.TB, words ...string) Answer {
	tb.Helper()
	for _, w := range words {
		if strings.Contains(a.Text(), w) {
			tb.Errorf("the page says %q: %s", w, a.Text())
		}
	}
	return a
}

// Value is that of the page's input with a name, as typed; it is how a test
// reads the hidden fields of a form.
func (a Answer) Value(tb testing.TB, name string) string {
	tb.Helper()
	for _, in := range input.FindAllString(a.Body, -1) {
		if strings.Contains(in, `name="`+name+`"`) {
			m := value.FindStringSubmatch(in)
			if m == nil {
				return ""
			}
			return html.UnescapeString(m[1])
		}
	}
	tb.Fatalf("the page has no input %q", name)
	return ""
}
