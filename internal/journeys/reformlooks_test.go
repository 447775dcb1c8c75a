package journeys

import (
	"cmp"
	"fmt"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
)

// reformDay is the first day of the unions of wards (the strip's third).
const reformDay day.Date = "2025-10-01"

// reformPages are those that the reform of 2025 has made, and what it has made
// of others.
var reformPages = []struct{ name, account, path string }{
	{"reorgs", "hn", "/reorgs"},
	{"reorg-new", "hn", "/reorgs/new"},
	{"reorg-merge", "hn", "/reorgs/new?kind=merge&of=HN-BADINH-0001"},
	{"reorg-list", "hn", "/reorgs/new?kind=reform"},
	{"reorg", "hn", "/reorgs/{ended}"},
	{"reorg-began", "hn", "/reorgs/{began}"},
	{"reorg-rows", "hn", "/reorgs/{began}/rows"},
	{"reorg-picture", "hn", "/reorgs/{began}/picture"},
	{"reorg-undo", "hn", "/reorgs/{began}/undo"},
	{"reorg-below", "badinh", "/reorgs/{ended}"},
	{"tree-then", "hn", "/tree?on=2025-06-30"},
	{"tree-between", "hn", "/tree?on=2025-08-01"},
	{"compare", "hn", "/tree/compare?unit=HN&from=2025-06-30&to=2025-10-01"},
	{"unit-closed", "hn", "/units/HN-BADINH"},
	{"unit-ward", "hn", "/units/HN-P00004"},
	{"board-reform", "hn", "/board?period=2025"},
	{"board-reform-today", "hn", "/board?period=2023&tree=today"},
	{"figure-reform", "hn", "/figures/ORG.DV.NEW?period=2025"},
	{"figure-moved", "hn", "/figures/ORG.DV.TOTAL?unit=HN-P00004&period=2025"},
	{"figure-closed", "badinh", "/figures/ORG.DV.NEW?unit=HN-BADINH&period=2023&tree=today"},
	{"targets-closed", "hn", "/targets?period=2025"},
	{"overview-closed", "badinh", "/"},
	{"switch-closed", "badinh", "/switch"},
	{"start", "admin", "/start"},
	{"start-city", "admin", "/start/48"},
}

// newReformed is the demo on the day of the reform.
func newReformed(t *testing.T) *lived {
	t.Helper()
	l := &lived{onSQLite(t), map[string]string{}}
	l.DB.Clock.Set(reformDay)
	acts, err := l.Org.Reorgs(l.ctx(t, "hn"), "HN", 10, 0)
	if err != nil || len(acts) != 2 {
		t.Fatalf("decisions of the city: %d, %v", len(acts), err)
	}
	for _, a := range acts {
		l.named[map[bool]string{true: "{began}", false: "{ended}"}[a.EffectiveOn == reformDay]] = a.ID
		if a.State != org.ReorgSigned {
			t.Errorf("%s is %s", a.DecisionNo, a.State)
		}
	}
	return l
}

// TestEveryPageOfTheReformAtEveryWidth looks at them as at all others.
func TestEveryPageOfTheReformAtEveryWidth(t *testing.T) {
	l := newReformed(t)
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel() // a tab waits for the server most of its time
			tab := l.tabs(t, width, 800)
			for _, page := range reformPages {
				p := tab(page.account)
				p.Go(l.at(page.path))
				look(t, p, fmt.Sprintf("%s at %d", page.path, width))
				light(t, p, page.path, cmp.Or(heavy[page.name], firstLoad))
			}
		})
	}
}
