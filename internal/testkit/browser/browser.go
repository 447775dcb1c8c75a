// Package browser drives a real Chromium for tests: what a person sees, at the
// width of their screen.
//
// Every step waits until the page is at rest (nothing loading, htmx settled),
// and a step that cannot be done fails the test with the selector and a
// picture of the page. What the page reports while the test runs (script
// errors, violations of the content security policy, missing files) fails the
// test at its end.
//
// A selector is CSS, or "text=…": the innermost link, button, label or other
// thing to press whose words are exactly these.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience is how long a step may take on a crowded machine.
const patience = 15 * time.Second

// phone is the width, in CSS pixels, below which a page is shown as on a phone.
const phone = 600

// start brings up the one Chromium of this process. Nobody stops it: the kernel
// does when the process ends (chromedp sets the parent-death signal).
var start = sync.OnceValues(func() (context.Context, error) {
	program, err := findChromium()
	if err != nil {
		return nil, err
	}
	profile, err := freshProfile()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.UserDataDir(profile),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "vi-VN"), chromedp.Flag("force-prefers-reduced-motion", true))
	ctx, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return ctx, nil
})

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium is installed: run `make deps`, or apt-get install chromium")
}

// freshProfile makes an empty profile named after this process, and removes
// those of processes that have ended.
func freshProfile() (string, error) {
	root := filepath.Join(os.TempDir(), fmt.Sprintf("donghanh-chromium-%d", os.Getuid()))
	old, err := filepath.Glob(filepath.Join(root, "*"))
	if err != nil {
		return "", fmt.Errorf("look for old profiles: %w", err)
	}
	for _, dir := range old {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err == nil && (syscall.Kill(pid, 0) == syscall.ESRCH || pid == os.Getpid()) {
			_ = os.RemoveAll(dir) // the next run tries again
		}
	}
	dir := filepath.Join(root, strconv.Itoa(os.Getpid()))
	return dir, os.MkdirAll(dir, 0o700)
}

// Page is one tab with cookies and storage of its own. It serves one test and
// is not for several goroutines.
type Page struct {
	tb    testing.TB
	ctx   context.Context
	width int
	seen  *record
	shots int
}

// Open opens an empty tab of this size in CSS pixels, closed when the test
// ends. Below 600 pixels it behaves as a phone: touch, mobile viewport.
func Open(tb testing.TB, width, height int) *Page {
	tb.Helper()
	chromium, err := start()
	if err != nil {
		tb.Fatalf("browser: %v", err)
	}
	seen := newRecord()
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext(), chromedp.WithListener(seen.listen))
	p := &Page{tb: tb, ctx: ctx, width: width, seen: seen}
	tb.Cleanup(func() {
		p.reportProblems()
		cancel()
	})
	var options []chromedp.EmulateViewportOption
	if width < phone {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height), options...)); err != nil {
		tb.Fatalf("browser: open a tab: %v", err)
	}
	return p
}

// NoScript turns scripts off from the next page on, as some offices do.
func (p *Page) NoScript() {
	p.tb.Helper()
	p.do("turn scripts off", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// do runs one action and fails the test when it cannot be done in time.
func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.tb.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		p.fail("%s: %v", what, err)
	}
}
