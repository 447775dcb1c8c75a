package bench

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"donghanh/internal/app"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/migrations"
)

// visited is what users look at, one page a second each (issue 2), in the demo's district of 503 CĐCS.
var visited = []struct{ name, path string }{
	{"overview of the district", "/"},
	{"board, 503 units × 4 indicators", "/board"},
	{"figure with months, units below and records", "/figures/ORG.DV.NEW"},
	{"all figures", "/figures"},
	{"list of records", "/activities"},
	{"form of a record", "/activities/new?kind=admission"},
	{"tree", "/tree"},
	{"page of a unit", "/units/HN-BADINH-0001"},
}

// pages measures whole answers over real connections, page by page, while all
// users look around.
func pages(t *testing.T, source string, s size) []measurement {
	t.Helper()
	url := demoServer(t, source)
	took := make([][]time.Duration, len(visited))
	var mu sync.Mutex
	var wg sync.WaitGroup
	until := time.Now().Add(s.looking)
	for u := range s.users {
		client := signedIn(t, url)
		wg.Go(func() {
			time.Sleep(time.Duration(u) * time.Second / time.Duration(s.users)) // not all in the same moment
			for i := u; time.Now().Before(until); i++ {
				page, began := i%len(visited), time.Now()
				if err := fetch(t.Context(), client, url+visited[page].path); err != nil {
					t.Error(err)
					return
				}
				d := time.Since(began)
				mu.Lock()
				took[page] = append(took[page], d)
				mu.Unlock()
				time.Sleep(max(time.Second-d, 0))
			}
		})
	}
	wg.Wait()
	return lines(took)
}

func lines(took [][]time.Duration) (out []measurement) {
	var all []time.Duration
	for i, d := range took {
		if len(d) == 0 {
			continue
		}
		all = append(all, d...)
		out = append(out, line(visited[i].name, d))
	}
	return append(out, line("all pages", all))
}

func line(name string, took []time.Duration) measurement {
	slices.Sort(took)
	return measurement{name: name, p50: took[len(took)/2], p99: took[len(took)*99/100], reps: len(took)}
}

// demoServer serves the demo's world on a database of its own.
func demoServer(t *testing.T, source string) string {
	t.Helper()
	d, err := db.Open(t.Context(), source, day.Fixed(app.DemoDay))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // the database goes with the test
	if err := d.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(d, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.BuildDemo(t.Context(), app.DemoDay, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	return s.URL
}

func signedIn(t *testing.T, site string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Transport: &http.Transport{}} // a connection of one's own, as a browser has
	form := url.Values{"name": {"badinh"}, "password": {app.DemoPassword}}
	res, err := c.PostForm(site+"/login", form)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("log-in: %s", res.Status)
	}
	return c
}

func fetch(ctx context.Context, c *http.Client, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := c.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, res.Status)
	}
	return nil
}
