package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tools are the functions the steps below call in the page. They are evaluated
// from outside, which no content security policy forbids and which works with
// scripts turned off.
//
//go:embed tools.js
var tools string

// Go loads a page and waits until it is at rest. A navigation that is still
// under way can abort the new one; then it is asked for again.
func (p *Page) Go(url string) {
	p.tb.Helper()
	p.Settle()
	p.do("go to "+url, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for try := 1; ; try++ {
			res, err := cdp.Call(ctx, t, page.Navigate, page.NavigateParams{URL: url})
			if err != nil || res.ErrorText == "" {
				return err
			}
			if res.ErrorText != "net::ERR_ABORTED" || try == 5 {
				return errors.New(res.ErrorText)
			}
			time.Sleep(time.Duration(try) * 100 * time.Millisecond)
		}
	}))
	p.Settle()
}

// URL returns the address of the page.
func (p *Page) URL() string {
	var url string
	if err := p.evaluate("location.href", &url); err != nil {
		return fmt.Sprintf("unknown (%v)", err)
	}
	return url
}

// HTML returns the document as it is now.
func (p *Page) HTML() string {
	p.tb.Helper()
	var html string
	p.Eval("document.documentElement.outerHTML", &html)
	return html
}

// Exists reports whether something matches right now.
func (p *Page) Exists(selector string) bool {
	p.tb.Helper()
	var found bool
	p.tool("exists", &found, selector)
	return found
}

// Text returns the words of the first match as they are shown, blanks joined.
func (p *Page) Text(selector string) string {
	p.tb.Helper()
	p.Wait(selector)
	return p.Texts(selector)[0]
}

// Texts returns the words of every match, in the order of the document.
func (p *Page) Texts(selector string) []string {
	p.tb.Helper()
	var words []string
	p.tool("texts", &words, selector)
	return words
}

// Value returns what is in a field.
func (p *Page) Value(selector string) string {
	p.tb.Helper()
	p.Wait(selector)
	var value string
	p.tool("value", &value, selector)
	return value
}

// Fill replaces what is in a field, a date or a choice in a list (by its value
// or its words), and tells the page as typing does.
func (p *Page) Fill(selector, text string) {
	p.tb.Helper()
	p.Wait(selector)
	var refused string
	p.tool("fill", &refused, selector, text)
	if refused != "" {
		p.fail("fill %s with %q: %s", selector, text, refused)
	}
	p.Settle()
}

// Upload chooses files for a file field.
func (p *Page) Upload(selector string, paths ...string) {
	p.tb.Helper()
	p.Wait(selector)
	object := p.object("find", selector)
	p.do("upload to "+selector, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: paths, ObjectID: object})
		return err
	}))
	p.Settle()
}

// Click presses the middle of the first match, as a finger would: something
// lying over it is a failure. It waits until the page is at rest again, be it a
// new one or a changed part.
func (p *Page) Click(selector string) {
	p.tb.Helper()
	p.Wait(selector)
	var at struct {
		X, Y    float64
		Refused string
	}
	p.tool("aim", &at, selector)
	if at.Refused != "" {
		p.fail("click %s: %s", selector, at.Refused)
	}
	p.do("click "+selector, chromedp.MouseClickXY(at.X, at.Y))
	p.Settle()
}

// Press sends keys to what has the focus; package kb of chromedp names the
// special ones, such as kb.Enter.
func (p *Page) Press(keys string) {
	p.tb.Helper()
	p.do("press keys", chromedp.KeyEvent(keys))
	p.Settle()
}

// Wait waits until something matches.
func (p *Page) Wait(selector string) {
	p.tb.Helper()
	for deadline := time.Now().Add(patience); !p.Exists(selector); time.Sleep(30 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.fail("%s: nothing matches", selector)
		}
	}
}

// quiet is how long nothing may have begun or ended loading.
const quiet = 80 * time.Millisecond

// Settle waits until the page is at rest: loaded, nothing on its way, htmx
// done. Steps do it by themselves. A page that acts on a timer needs Wait.
func (p *Page) Settle() {
	p.tb.Helper()
	deadline := time.Now().Add(patience)
	// The first look is behind the step in the queue of the page's own thread,
	// so that what the step sets off is known by the second.
	for calm := 0; calm < 2; time.Sleep(20 * time.Millisecond) {
		var ready bool
		err := p.evaluate(tools+".ready()", &ready)
		urls, since := p.seen.pending()
		if err == nil && ready && len(urls) == 0 && since >= quiet {
			calm++
			continue
		}
		calm = 0
		if time.Now().After(deadline) {
			p.fail("the page does not come to rest; loading %v, ready %v, %v", urls, ready, err)
		}
	}
}

// Eval runs JavaScript in the page, waits for a promise, and decodes the result
// into out, which may be nil.
func (p *Page) Eval(js string, out any) {
	p.tb.Helper()
	if err := p.evaluate(js, out); err != nil {
		p.fail("evaluate %.200s: %v", js, err)
	}
}

func (p *Page) evaluate(js string, out any) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](js, chromedp.EvalAwaitPromise, chromedp.EvalAsValue))
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(raw, out)
}

// tool calls one of the functions of tools.js. A page that is being replaced
// has no answer for a moment.
func (p *Page) tool(name string, out any, args ...string) {
	p.tb.Helper()
	js := call(name, args)
	deadline := time.Now().Add(patience)
	err := p.evaluate(js, out)
	for replaced(err) && time.Now().Before(deadline) {
		time.Sleep(30 * time.Millisecond)
		err = p.evaluate(js, out)
	}
	if err != nil {
		p.fail("%s %s: %v", name, strings.Join(args, " "), err)
	}
}

func call(name string, args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		b, _ := json.Marshal(a) // a string always can
		quoted[i] = string(b)
	}
	return tools + "." + name + "(" + strings.Join(quoted, ", ") + ")"
}

func replaced(err error) bool {
	if err == nil {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "context was destroyed") || strings.Contains(text, "Cannot find context") ||
		strings.Contains(text, "navigated or closed")
}

// object returns a handle of an element for commands that want one.
func (p *Page) object(name, selector string) runtime.RemoteObjectID {
	p.tb.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	o, err := chromedp.Run(ctx, chromedp.Evaluate[*runtime.RemoteObject](call(name, []string{selector})))
	if err != nil {
		p.fail("%s: %v", selector, err)
	}
	return o.ObjectID
}
