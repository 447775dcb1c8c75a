package agreement

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// openOn is what is open on a day: SQL over agreement_watch w and its agreement a.
// What was recorded later is not known yet where the demo's day was moved back.
func openOn(tx *db.Tx) *query {
	q := &query{}
	q.And(`a.withdrawn_at IS NULL AND a.signed_on <> '' AND a.signed_on <= $n`, tx.Today())
	q.And(`a.recorded_at < $n`, tx.Tomorrow())
	q.And(`(w.closed_on = '' OR w.closed_on > $n)`, tx.Today())
	return q
}

// dueQuery is the query of a filter in the actor's scope, spans aside. A list can
// never leak: the scope is in it.
func (s *Service) dueQuery(ctx context.Context, tx *db.Tx, f DueFilter) *query {
	q := openOn(tx)
	if scope := s.Org.Guard.Scope(ctx, Read); !scope.All {
		cond, args := ledger.Under("w.unit", len(q.Args)+1, scope)
		q.Args, q.Conds = append(q.Args, args...), append(q.Conds, cond)
	}
	if f.Agreement != "" {
		q.And(`w.agreement = $n`, f.Agreement)
	}
	if f.From != "" {
		q.And(`w.due >= $n`, f.From)
	}
	if f.To != "" {
		q.And(`w.due <= $n`, f.To)
	}
	if f.Unit != "" {
		q.at(f.Unit, f.Place, tx.Today())
	}
	return q
}

// at narrows to the tasks of a unit, those that came to it, and those below it.
func (q *query) at(unit, place string, today day.Date) {
	const own = `(w.unit = $n OR EXISTS (SELECT 1 FROM agreement_watch_step t WHERE t.watch = w.id AND t.unit = $n AND t.on_day <= $n))`
	const below = `EXISTS (SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom
		WHERE l.unit = w.unit AND r.ancestor = $n AND r.valid_from <= $n)`
	switch place {
	case Own:
		q.And(own, unit, unit, today)
	case Below:
		q.And(`w.unit <> $n AND `+below, unit, unit, today)
	default:
		q.And(`(`+own+` OR `+below+`)`, unit, unit, today, unit, today)
	}
}

// span narrows to tasks as near as that.
func (q *query) span(sp Span, today day.Date) {
	switch sp {
	case Past:
		q.And(`w.due < $n`, today)
	case Soon:
		q.And(`w.due >= $n AND w.due <= $n`, today, today.Add(near))
	case Later:
		q.And(`w.due > $n`, today.Add(near))
	}
}
