package browser

import (
	_ "embed"
	"strings"
	"testing"
)

// axe-core 4.14.1 from npm, MPL-2.0 (the licence lies next to it). For tests
// only; no page of the product carries it.
//
//go:embed axe/axe.min.js
var axe string

// Violation is one rule of accessibility the page breaks.
type Violation struct {
	ID     string   // axe's name of the rule: "label", "color-contrast"
	Impact string   // "minor", "moderate", "serious" or "critical"
	Help   string   // the rule in a sentence
	Nodes  []string // a selector of each element, and what is wrong with it
}

// Axe checks the page for accessibility with every rule axe-core has on by
// default and returns what it found; nothing found is an empty slice.
func (p *Page) Axe(tb testing.TB) []Violation {
	tb.Helper()
	p.Eval("window.axe ? undefined : (()=>{"+axe+"\n})()", nil)
	var found []Violation
	p.Eval(`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => ({
		ID: v.id, Impact: v.impact, Help: v.help,
		Nodes: v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary)})))`, &found)
	return found
}

// NoSidewaysScroll fails when the page is wider than its window; tables may
// scroll in a box of their own.
func (p *Page) NoSidewaysScroll(tb testing.TB) {
	tb.Helper()
	var page struct {
		Width int
		Over  []string
	}
	p.tool("sideways", &page)
	if page.Width > p.width {
		tb.Errorf("browser: the page is %d px wide in a window of %d px, because of\n  %s%s",
			page.Width, p.width, strings.Join(page.Over, "\n  "), p.picture())
	}
}
