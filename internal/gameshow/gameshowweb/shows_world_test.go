package gameshowweb

import (
	"context"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/live"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// office is LĐLĐ TP Hồ Chí Minh above Bình Tân (BT) and Quận 1 (Q1), with the
// pages of shows.
type office struct {
	*testkit.Kit
	show  *gameshow.Service
	pages *Pages
	tunes []gameshow.Tune
	law   []gameshow.BankQuestion // that are law on the day of the tests
}

func newOffice(t testing.TB, d *db.DB) *office {
	t.Helper()
	o := &office{}
	var err error
	if o.tunes, err = gameshow.LoadTunes(catalogue.FS); err != nil {
		t.Fatal(err)
	}
	bus := live.NewBus()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); bus.Run(ctx, d) }()
	t.Cleanup(func() { stop(); <-done })
	begin := time.Now()
	o.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		o.show = &gameshow.Service{DB: d, Org: k.Org}
		o.pages = &Pages{
			Site: k.Site, Show: o.show, Org: k.Org, Bus: bus, Log: slog.New(slog.DiscardHandler), Tunes: o.tunes,
			Base: func(r *http.Request) string { return "http://" + r.Host }, Now: func() int64 { return time.Since(begin).Microseconds() },
		}
		return o.pages.Routes()
	})
	o.Found(
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "Q1", Name: "LĐLĐ Quận 1", Kind: "district", Parent: "HCM"},
	)
	shipped, err := gameshow.LoadBank(catalogue.FS)
	if err == nil {
		err = o.show.ShipBank(o.System(), shipped)
	}
	if err == nil {
		o.law, err = o.show.Usable(o.System())
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// each runs a test in an office on both databases.
func each(t *testing.T, fn func(t *testing.T, o *office)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, newOffice(t, d))
	})
}

// begun makes a show by the form and gives its address.
func begun(t *testing.T, c *testkit.Client, change ...string) string {
	t.Helper()
	f := url.Values{
		"once": {c.Get("/shows/new").Must(t, http.StatusOK).Value(t, "once")}, "title": {"Tháng Công nhân"}, "unit": {"BT"}, "scoring": {"speed"}, "teams": {"none"}, "streaks": {"1"},
	}
	return c.Post("/shows/new", with(f, change...)).Must(t, http.StatusSeeOther).Location
}

// with is a form changed by pairs.
func with(f url.Values, change ...string) url.Values {
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

// idOf is the id of the show of an address.
func idOf(at string) string { return strings.TrimPrefix(at, "/shows/") }

// data is a show as it is kept.
func (o *office) data(t *testing.T, at string) gameshow.Show {
	t.Helper()
	_, show, err := o.show.OpenShow(o.System(), idOf(at))
	if err != nil {
		t.Fatal(err)
	}
	return show
}

// addRound adds a round by the page and gives its id.
func (o *office) addRound(t *testing.T, c *testkit.Client, at, kind, title string) string {
	t.Helper()
	page := c.Get(at).Must(t, http.StatusOK)
	c.Post(at, url.Values{"do": {"add"}, "once": {db.NewID()}, "version": {page.Value(t, "version")}, "kind": {kind}, "title": {title}}).Must(t, http.StatusSeeOther)
	rounds := o.data(t, at).Rounds
	return rounds[len(rounds)-1].ID
}

// blank is the form of a question as its page has it.
func blank(t *testing.T, c *testkit.Client, at string, change ...string) url.Values {
	t.Helper()
	page := c.Get(at).Must(t, http.StatusOK)
	f := url.Values{"once": {page.Value(t, "once")}, "version": {page.Value(t, "version")}, "kind": {"one"}, "seconds": {"20"}, "points": {"1.000"}}
	return with(f, change...)
}

var hrefs = regexp.MustCompile(`href="([^"]*)"`)

// links are the addresses of a page below a prefix, each once, in their order.
func links(a testkit.Answer, prefix string) (out []string) {
	seen := map[string]bool{}
	for _, m := range hrefs.FindAllStringSubmatch(a.Body, -1) {
		if strings.HasPrefix(m[1], prefix) && !seen[m[1]] {
			seen[m[1]] = true
			out = append(out, m[1])
		}
	}
	return out
}

var (
	controls  = regexp.MustCompile(`(?s)<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select.*?</select>`)
	nameOf    = regexp.MustCompile(` name="([^"]*)"`)
	valueOf   = regexp.MustCompile(` value="([^"]*)"`)
	isChecked = regexp.MustCompile(` checked( |>|=|/)`)
	selected  = regexp.MustCompile(`<option value="([^"]*)" selected`)
	inside    = regexp.MustCompile(`(?s)<textarea[^>]*>(.*?)</textarea>`)
)

// typed is what the forms of a page would send.
func typed(t *testing.T, a testkit.Answer) url.Values {
	t.Helper()
	f := url.Values{}
	for _, control := range controls.FindAllString(a.Body, -1) {
		name := nameOf.FindStringSubmatch(control)
		if name == nil {
			continue
		}
		if value, sent := sends(control); sent {
			f.Add(name[1], html.UnescapeString(value))
		}
	}
	return f
}

// sends is what one control would send.
func sends(control string) (value string, sent bool) {
	tag, _, _ := strings.Cut(control, ">")
	switch {
	case strings.HasPrefix(control, "<textarea"):
		return inside.FindStringSubmatch(control)[1], true
	case strings.HasPrefix(control, "<select"):
		if m := selected.FindStringSubmatch(control); m != nil {
			return m[1], true
		}
		return "", true
	}
	if m := valueOf.FindStringSubmatch(tag); m != nil {
		value = m[1]
	}
	ticks := strings.Contains(tag, `type="checkbox"`) || strings.Contains(tag, `type="radio"`)
	return value, !ticks || isChecked.MatchString(control)
}
