package org

import (
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
)

// HotQuery is a statement whose plan tests look at.
type HotQuery struct {
	Text string
	Args []any
}

// HotQueries are those of the tree of a day, of life lines and of two days, for
// a unit with units below it and an actor with one grant.
func (s *Service) HotQueries(of Unit, root string, on day.Date) map[string]HotQuery {
	out := map[string]HotQuery{}
	m := comparer{Service: s, unit: of, ask: CompareAsk{From: on, To: on.Add(1)}}
	for name, scope := range map[string]auth.Scope{"all": {All: true}, "one": {Roots: []string{root}}} {
		flows := m.stood(scope)
		flows.text += ` SELECT old, new, COUNT(*) AS n FROM stood GROUP BY old, new`
		for what, q := range map[string]query{
			"total": totalQuery(of.ID, on, "", scope), "branch": branchQuery(of.ID, on, "", 0, scope), "strays": straysQuery([]string{root}, on, scope),
			"comings": comingsQuery([]string{of.ID}, scope), "acts": turningActsQuery([]string{of.ID}, scope, on.Begins()), "flows": flows, "into": intoQuery(of, on.Begins()),
		} {
			out[what+" of "+name] = HotQuery{q.text, q.args}
		}
	}
	return out
}
