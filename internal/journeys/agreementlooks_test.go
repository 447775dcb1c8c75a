package journeys

import (
	"cmp"
	"fmt"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/practice"
)

// followedUp is a day on which agreements of 2024 are followed up (the strip's
// second).
const followedUp day.Date = "2025-06-30"

// agreementPages are those of agreements, visits and good models, on the day the
// demo opens.
var agreementPages = []struct{ name, account, path string }{
	{"agreements", "hn", "/agreements"},
	{"agreements-own", "badinh", "/agreements"},
	{"agreements-due", "badinh", "/agreements/due"},
	{"agreements-calendar", "badinh", "/agreements/calendar"},
	{"agreement", "sontay", "/agreements/{town}"},
	{"agreement-many", "hn", "/agreements/{party}"},
	{"agreement-abroad", "hn", "/agreements/{seoul}"},
	{"agreement-below", "hn", "/agreements/{town}"},
	{"agreement-text", "hn", "/agreements/{seoul}/text"},
	{"agreement-work", "sontay", "/agreements/{town}/work"},
	{"agreement-journal", "sontay", "/agreements/{town}/journal"},
	{"agreement-change", "sontay", "/agreements/{town}/change"},
	{"agreement-field", "sontay", "/agreements/{town}/fields/new"},
	{"agreement-commitment", "sontay", "/agreements/{town}/commitments/new"},
	{"agreement-end", "sontay", "/agreements/{town}/end"},
	{"agreement-review", "sontay", "/agreements/{town}/reviews/new"},
	{"agreement-renew", "sontay", "/agreements/{town}/renew"},
	{"agreement-next", "sontay", "/agreements/{town}/next"},
	{"agreement-minutes", "sontay", "/agreements/{town}/minutes"},
	{"agreement-new", "badinh", "/agreements/new"},
	{"exchanges", "hn", "/exchanges"},
	{"exchange-new", "hn", "/exchanges/new"},
	{"practices", "hn", "/practices"},
	{"practice-new", "badinh", "/practices/new"},
}

// laterPages are those of what came in 2024.
var laterPages = []struct{ name, account, path string }{
	{"agreement-two", "longbien", "/agreements/{two}"},
	{"agreements-due-later", "binhtan", "/agreements/due"},
	{"exchange", "binhtan", "/exchanges/{exchange}"},
	{"exchange-plan", "binhtan", "/exchanges/{exchange}/plan"},
	{"practices-later", "longbien", "/practices"},
	{"practice", "longbien", "/practices/{practice}"},
}

// agreementCalled is the id of the one agreement an account finds by words.
func (l *lived) agreementCalled(t *testing.T, account, words string) string {
	t.Helper()
	found, _, err := l.Agreement.List(l.ctx(t, account), agreement.Filter{Query: words})
	if err != nil || len(found) == 0 {
		t.Fatalf("%q: %d agreements, %v", words, len(found), err)
	}
	return found[0].ID
}

// newAgreed is the demo on the day it opens, and newLater on a later one.
func newAgreed(t *testing.T) *lived {
	t.Helper()
	l := &lived{onSQLite(t), map[string]string{}}
	l.named["{town}"] = l.agreementCalled(t, "sontay", "2020 2025")
	l.named["{party}"] = l.agreementCalled(t, "hn", "cap uy")
	l.named["{seoul}"] = l.agreementCalled(t, "hn", "seoul")
	return l
}

func newLater(t *testing.T) *lived {
	t.Helper()
	l := &lived{onSQLite(t), map[string]string{}}
	l.DB.Clock.Set(followedUp)
	l.named["{two}"] = l.agreementCalled(t, "longbien", "2024 2028")
	visits, _, err := l.Agreement.Visits(l.ctx(t, "binhtan"), agreement.VisitFilter{})
	if err != nil || len(visits) == 0 {
		t.Fatalf("%d visits, %v", len(visits), err)
	}
	l.named["{exchange}"] = visits[0].ID
	models, _, err := l.Practice.List(l.ctx(t, "longbien"), practice.Filter{Shared: true})
	if err != nil || len(models) == 0 {
		t.Fatalf("%d models, %v", len(models), err)
	}
	l.named["{practice}"] = models[0].ID
	return l
}

// TestEveryPageOfAgreementsAtEveryWidth looks at them as at all others.
func TestEveryPageOfAgreementsAtEveryWidth(t *testing.T) {
	now, later := newAgreed(t), newLater(t)
	for _, width := range []int{360, 1440} { // between them stands what the parts of the kit do anyway
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel() // a tab waits for the server most of its time
			for _, part := range []struct {
				l     *lived
				pages []struct{ name, account, path string }
			}{{now, agreementPages}, {later, laterPages}} {
				tab := part.l.tabs(t, width, 800)
				for _, page := range part.pages {
					p := tab(page.account)
					p.Go(part.l.at(page.path))
					look(t, p, fmt.Sprintf("%s at %d", page.path, width))
					light(t, p, page.path, cmp.Or(heavy[page.name], firstLoad))
				}
			}
		})
	}
}
