package journeys

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/testkit/browser"
)

// pages is every page a person meets, and as whom.
var pages = []struct{ name, account, path string }{
	{"overview", "badinh", "/"},
	{"overview-city", "hn", "/"},
	{"overview-base", "badinh-0001", "/"},
	{"board", "badinh", "/board"},
	{"board-city", "hn", "/board"},
	{"figures", "badinh", "/figures"},
	{"figure", "badinh", "/figures/ORG.DV.NEW"},
	{"figure-stock", "badinh", "/figures/ORG.DV.TOTAL"},
	{"figure-ratio", "badinh", "/figures/ORG.DV.PCT"},
	{"figure-by", "badinh", "/figures/ORG.CDCS.TOTAL?by=sector"},
	{"targets", "badinh", "/targets"},
	{"give", "hn", "/targets/new?unit=HN-BADINH&indicator=ORG.DV.NEW&period=2023"},
	{"distribute", "badinh", "/targets/distribute?unit=HN-BADINH&indicator=ORG.DV.NEW&period=2023"},
	{"tree", "badinh", "/tree"},
	{"unit", "badinh", "/units/HN-BADINH"},
	{"unit-base", "badinh", "/units/HN-BADINH-0001"},
	{"found", "badinh", "/units/new?parent=HN-BADINH"},
	{"dissolve", "badinh", "/units/HN-BADINH-0002/dissolve"},
	{"details", "badinh", "/units/HN-BADINH-0001/details"},
	{"activities", "badinh", "/activities"},
	{"record", "badinh-0001", "/activities/new?kind=admission"},
	{"import", "badinh", "/import/units"},
	{"account", "badinh", "/account"},
	{"accounts", "admin", "/admin/accounts"},
	{"audit", "admin", "/admin/audit"},
	{"switch", "badinh", "/switch"},
	{"search", "badinh", "/search?q=kim+ma"},
	{"api", "badinh", "/api/docs"},
	{"notfound", "badinh", "/nowhere"},
}

var widths = []int{360, 768, 1440}

// TestEveryPageAtEveryWidth: nothing sticks out, nothing is raw or English,
// axe-core finds no serious fault, the console is silent.
func TestEveryPageAtEveryWidth(t *testing.T) {
	w := onSQLite(t)
	for _, width := range widths {
		signed := map[string]*browser.Page{}
		for _, page := range pages {
			if signed[page.account] == nil {
				signed[page.account] = w.as(t, page.account, width)
			}
			p := signed[page.account]
			p.Go(w.url + page.path)
			look(t, p, fmt.Sprintf("%s at %d", page.path, width))
		}
	}
}

func look(t *testing.T, p *browser.Page, what string) {
	t.Helper()
	p.NoSidewaysScroll(t)
	text := p.Text("body")
	for _, bad := range []string{"⟦", "⟧", "%!", "<nil>", "internal server error", "Not Found"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s says %q", what, bad)
		}
	}
	for _, v := range p.Axe(t) {
		if v.Impact == "serious" || v.Impact == "critical" {
			t.Errorf("%s, axe: %s (%s): %s", what, v.ID, v.Help, strings.Join(v.Nodes, " | "))
		}
	}
}

// TestSignInLooks: the pages before one is anybody.
func TestSignInLooks(t *testing.T) {
	w := onSQLite(t)
	for _, width := range widths {
		p := browser.Open(t, width, 800)
		p.Go(w.url + "/login")
		look(t, p, fmt.Sprintf("log-in at %d", width))
	}
}

// drawn is the main pages, whose pictures docs/img keeps.
var drawn = map[string]bool{
	"overview": true, "overview-base": true, "board": true, "figure": true, "figures": true, "record": true,
	"give": true, "unit-base": true, "found": true, "import": true, "account": true, "search": true,
}

// TestShots draws the pictures of docs/img (make shots).
func TestShots(t *testing.T) {
	if os.Getenv("DONGHANH_SHOTS") == "" {
		t.Log("pictures are drawn by make shots")
		return
	}
	w := onSQLite(t)
	dir := filepath.Join("..", "..", "docs", "img")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{360, 1440} {
		signed := map[string]*browser.Page{}
		for _, page := range pages {
			if !drawn[page.name] {
				continue
			}
			if signed[page.account] == nil {
				signed[page.account] = w.as(t, page.account, width)
			}
			signed[page.account].Go(w.url + page.path)
			signed[page.account].Shot(filepath.Join(dir, fmt.Sprintf("%s-%d.png", page.name, width)))
		}
	}
}
