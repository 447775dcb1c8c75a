package browser

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// record is what the tab told us: which requests are on their way, and what
// went wrong. Chromium's reader writes it while the test reads.
type record struct {
	mu       sync.Mutex
	loading  map[network.RequestID]request
	last     time.Time // of the last beginning or end of a request
	problems []string
	allowed  []string
}

type request struct {
	url    string
	loader cdp.LoaderID
}

func newRecord() *record {
	return &record{loading: map[network.RequestID]request{}, last: time.Now()}
}

// listen takes every event of the tab. It must be quick and may not call back.
func (r *record) listen(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.began(e)
	case *network.EventResponseReceived:
		r.answered(e)
	case *network.EventLoadingFinished:
		r.ended(e.RequestID)
	case *network.EventLoadingFailed:
		r.failed(e)
	case *page.EventFrameNavigated:
		r.navigated(e.Frame)
	default:
		r.complained(event)
	}
}

// endless are requests that live as long as the page, or that it does not wait for.
var endless = []network.ResourceType{network.ResourceTypeEventSource, network.ResourceTypeWebSocket,
	network.ResourceTypePing, network.ResourceTypePrefetch, network.ResourceTypeCSPViolationReport}

func (r *record) began(e *network.EventRequestWillBeSent) {
	if slices.Contains(endless, e.Type) {
		return
	}
	r.loading[e.RequestID] = request{e.Request.URL, e.LoaderID}
	r.last = time.Now()
}

func (r *record) ended(id network.RequestID) {
	delete(r.loading, id)
	r.last = time.Now()
}

// navigated forgets what the page before was still loading: the news of its
// end may never come.
func (r *record) navigated(f *cdp.Frame) {
	if f.ParentID != "" {
		return
	}
	maps.DeleteFunc(r.loading, func(_ network.RequestID, q request) bool { return q.loader != f.LoaderID })
	r.last = time.Now()
}

// answered notes files the page asks for and does not get. A refusal of a page
// or of a form (404, 422) is an ordinary answer the test looks at itself.
func (r *record) answered(e *network.EventResponseReceived) {
	status := e.Response.Status
	asked := slices.Contains([]network.ResourceType{network.ResourceTypeDocument, network.ResourceTypeXHR, network.ResourceTypeFetch}, e.Type)
	if status >= 500 || status >= 400 && !asked {
		r.problem("%s: status %d", e.Response.URL, status)
	}
}

func (r *record) failed(e *network.EventLoadingFailed) {
	if q, known := r.loading[e.RequestID]; known && !e.Canceled {
		r.problem("%s: not loaded: %s %s", q.url, e.ErrorText, e.BlockedReason)
	}
	r.ended(e.RequestID)
}

// complained notes errors and warnings of the console.
func (r *record) complained(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		d := e.ExceptionDetails
		r.problem("script error at %s:%d: %s %s", d.URL, d.LineNumber+1, d.Text, describe(d.Exception))
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			r.problem("console.%s: %s", e.Type, describe(e.Args...))
		}
	case *log.EventEntryAdded:
		// Failures to load are told better by the network events.
		if (e.Entry.Level == "error" || e.Entry.Level == "warning") && e.Entry.Source != "network" {
			r.problem("%s %s: %s (%s)", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	}
}

func describe(values ...*runtime.RemoteObject) string {
	var words []string
	for _, v := range values {
		switch {
		case v == nil:
		case v.Description != "":
			words = append(words, v.Description)
		default:
			words = append(words, plain(v.Value))
		}
	}
	return strings.Join(words, " ")
}

// plain takes a text out of its JSON; anything else is shown as JSON.
func plain(value []byte) string {
	var text string
	if json.Unmarshal(value, &text) != nil {
		return string(value)
	}
	return text
}

func (r *record) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

// pending returns what is still loading and for how long nothing has changed.
func (r *record) pending() (urls []string, quiet time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.loading {
		urls = append(urls, q.url)
	}
	return urls, time.Since(r.last)
}

// complaints returns the problems nobody has allowed.
func (r *record) complaints() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []string
	for _, p := range r.problems {
		if !slices.ContainsFunc(r.allowed, func(part string) bool { return strings.Contains(p, part) }) {
			left = append(left, p)
		}
	}
	return left
}

func (r *record) allow(part string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.allowed = append(r.allowed, part)
}
