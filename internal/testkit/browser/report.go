package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// Shot saves a picture of the whole page, not only of the window, as PNG. The
// directories of path are made.
func (p *Page) Shot(path string) {
	p.tb.Helper()
	if err := p.shoot(path); err != nil {
		p.tb.Fatalf("browser: picture %s: %v", path, err)
	}
}

func (p *Page) shoot(path string) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100)) // 100: PNG
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, png, 0o644)
}

// Problems returns what the pages have reported so far: script errors, console
// errors and warnings, violations of the content security policy, files that
// are missing, answers with a status of 500 and more.
func (p *Page) Problems() []string { return p.seen.complaints() }

// AllowProblem lets problems whose text contains part pass, for a test that
// provokes them.
func (p *Page) AllowProblem(part string) { p.seen.allow(part) }

func (p *Page) reportProblems() {
	p.tb.Helper()
	if problems := p.Problems(); len(problems) > 0 {
		p.tb.Errorf("browser: the page reported:\n  %s%s", strings.Join(problems, "\n  "), p.picture())
	}
}

// fail ends the test with a picture of the page.
func (p *Page) fail(format string, args ...any) {
	p.tb.Helper()
	p.tb.Fatalf("browser: %s%s", fmt.Sprintf(format, args...), p.picture())
}

// picture saves what a person would see now and says where.
func (p *Page) picture() string {
	p.shots++
	name := strings.NewReplacer("/", "-", " ", "-").Replace(p.tb.Name())
	path := filepath.Join(os.TempDir(), "donghanh-shots", fmt.Sprintf("%s-%d.png", name, p.shots))
	if err := p.shoot(path); err != nil {
		return fmt.Sprintf("\n(no picture: %v)", err)
	}
	return fmt.Sprintf("\n(page %s, picture %s)", p.URL(), path)
}
