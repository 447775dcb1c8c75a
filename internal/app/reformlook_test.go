package app

import (
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// TestPagesAfterAReformInABrowser: the explanation, the lines of a stock and the
// rows of ended units fit a phone and a wide screen, and nothing is wrong for those
// who do not see.
func TestPagesAfterAReformInABrowser(t *testing.T) {
	r := newReformed(t, testkit.SQLite(t), "2023-10-01")
	for _, width := range []int{360, 1440} {
		p := browser.Open(t, width, 900)
		p.Go(r.url + "/login")
		p.Fill("[name=name]", "hn")
		p.Fill("[name=password]", testkit.Password)
		p.Click("form button.btn-primary")
		for _, path := range []string{
			"/figures/ORG.DV.NEW?unit=HN&period=2023", "/figures/ORG.DV.NEW?unit=HN&period=2023&tree=today", "/figures/ORG.DV.TOTAL?unit=W2&period=2023",
			"/figures/ORG.DV.NEW?unit=D1&period=2023&tree=today", "/figures/ORG.DV.NEW?unit=W1&period=2023-03&tree=today",
			"/board?unit=HN&period=2023", "/board?unit=HN&period=2023&tree=today", "/figures?unit=HN&period=2023", "/", "/reports/" + r.report.ID,
		} {
			p.Go(r.url + path)
			if strings.Contains(path, "W2") {
				p.Click("summary:has(.num)")
			}
			p.NoSidewaysScroll(t)
			for _, v := range p.Axe(t) {
				t.Errorf("%s at %d: %+v", path, width, v)
			}
		}
	}
}
