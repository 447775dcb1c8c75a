package web

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

func TestTheAddressIsWhatTheNearestProxySaw(t *testing.T) {
	for name, tc := range map[string]struct {
		remote  string
		forward []string
		want    string
	}{
		"direct":                        {"203.0.113.9:4711", nil, "203.0.113.9"},
		"direct, with a lie":            {"203.0.113.9:4711", []string{"198.51.100.1"}, "203.0.113.9"},
		"proxy":                         {"127.0.0.1:4711", []string{"203.0.113.9"}, "203.0.113.9"},
		"proxy that adds to a lie":      {"127.0.0.1:4711", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		"proxy that adds a header line": {"127.0.0.1:4711", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		"proxy says nonsense":           {"127.0.0.1:4711", []string{"203.0.113.9, <b>"}, "127.0.0.1"},
		"IPv6":                          {"[::1]:4711", []string{"2001:db8::1"}, "2001:db8::1"},
		"the machine itself":            {"127.0.0.1:4711", nil, "127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = tc.remote, tc.forward
			if got := IP(r); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func zip(t *testing.T, accept string, next http.HandlerFunc) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(compress(next))
	defer server.Close()
	r := httptest.NewRequest(http.MethodGet, server.URL, nil)
	r.RequestURI = ""
	r.Header.Set("Accept-Encoding", accept)
	res, err := (&http.Transport{DisableCompression: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body := io.Reader(res.Body)
	if res.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(res.Body); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

func TestPagesAreSentSmall(t *testing.T) {
	page := strings.Repeat("<p>Công đoàn</p>", 500)
	for name, tc := range map[string]struct {
		accept, kind string
		status       int
		zipped       bool
	}{
		"page":           {"gzip, deflate, br", "text/html; charset=utf-8", 200, true},
		"problem":        {"gzip", "application/problem+json", 404, true},
		"no gzip wanted": {"br, gzip;q=0", "text/html", 200, false},
		"nothing wanted": {"", "text/html", 200, false},
		"picture":        {"gzip", "image/png", 200, false},
		"Excel":          {"gzip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 200, false},
		"part of a file": {"gzip", "text/csv", 206, false},
		"events":         {"gzip", "text/event-stream", 200, false},
		"sniffed":        {"gzip", "", 200, true},
	} {
		t.Run(name, func(t *testing.T) {
			w, body := zip(t, tc.accept, func(w http.ResponseWriter, _ *http.Request) {
				if tc.kind != "" {
					w.Header().Set("Content-Type", tc.kind)
				}
				w.WriteHeader(http.StatusEarlyHints) // says nothing yet of the answer
				if tc.status != 200 {
					w.WriteHeader(tc.status)
				}
				fmt.Fprint(w, page)
			})
			if got := w.Header.Get("Content-Encoding") == "gzip"; got != tc.zipped || body != page || w.StatusCode != tc.status {
				t.Errorf("zipped %v, status %d, %d bytes", got, w.StatusCode, len(body))
			}
			if text := strings.HasPrefix(w.Header.Get("Content-Type"), "text/html"); text && w.Header.Get("Vary") != "Accept-Encoding" {
				t.Error("a cache may mix the forms up")
			}
		})
	}
}

func TestAStreamIsNotHeldBack(t *testing.T) {
	out := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	compress(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, "một phần")
		before := out.Body.Len()
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		if after := out.Body.Len(); after <= before {
			t.Errorf("%d bytes out, %d before the flush", after, before)
		}
	})).ServeHTTP(out, r)
}

// An answer that breaks off must look broken off.
func TestABrokenAnswerIsNotMadeWhole(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{Words: words, Log: slog.New(slog.DiscardHandler)}
	server := httptest.NewServer(s.log(compress(s.language(s.recover(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, strings.Repeat("Công đoàn ", 10_000))
		panic("giữa chừng")
	}))))))
	defer server.Close()
	res, err := http.Get(server.URL) //nolint:noctx // a test
	if err != nil {
		return // cut before the first byte: also fine
	}
	defer func() { _ = res.Body.Close() }()
	if b, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("read to a proper end: …%s", b[max(0, len(b)-80):])
	}
}

// Only the reader who has gone gets no answer; a context that ended inside does not make an empty page.
func TestAnEndInsideIsAnError(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{Words: words, Log: slog.New(slog.DiscardHandler)}
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	s.Fail(w, r.WithContext(i18n.With(r.Context(), words.Printer(i18n.Vi))), fmt.Errorf("job: %w", context.Canceled))
	if w.Code != http.StatusInternalServerError || w.Body.Len() == 0 {
		t.Errorf("status %d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestAFieldLeavesTheChoicesAlone(t *testing.T) {
	choices := []ui.Choice{{Value: "a"}, {Value: "b"}}
	f := &Form{Values: map[string][]string{"x": {"b"}}, ctx: t.Context()}
	if got := f.Field(ui.FieldView{Name: "x", Choices: choices}); !got.Choices[1].Current || choices[1].Current {
		t.Error("a list shared by all requests was written into")
	}
}

func TestEveryKindHasATitleInBothLanguages(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for k := errs.Internal; k <= errs.TooMany; k++ {
		if key := fmt.Sprintf("web.title.%d", Status(k)); !words.Has(key) {
			t.Errorf("no %s", key)
		}
	}
	for _, key := range ui.WordKeys() {
		if !words.Has(key) {
			t.Errorf("no %s", key)
		}
	}
}

// What opens a door by being known does not stand in a log.
func TestSecretsOfAddressesStayOutOfLogs(t *testing.T) {
	for path, want := range map[string]string{
		"/room/abc": "/room/‹secret›", "/room/abc/duties/1": "/room/‹secret›/duties/1", "/lich/abc.ics": "/lich/‹secret›", "/agreements/1": "/agreements/1",
	} {
		if got := masked(path); got != want {
			t.Errorf("%s is logged as %s, want %s", path, got, want)
		}
	}
}

// A reader who leaves while the database works is no fault of ours, whatever the
// database calls it.
func TestAReaderWhoLeftIsNoFault(t *testing.T) {
	var log strings.Builder
	s := &Site{Log: slog.New(slog.NewTextHandler(&log, nil))}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	s.Fail(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), errors.New("interrupted (9)"))
	if log.Len() > 0 {
		t.Errorf("it is logged: %s", log.String())
	}
}
