package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Filter narrows a list of agreements.
type Filter struct {
	Unit    string // id: it and all below it, as they stand today; empty: all in scope
	Own     bool   // only those of the unit itself
	Kind    Kind
	Partner PartnerKind
	Phase   Phase
	Query   string // words of title, number or a party's name begin with these
	Cursor  string // where the page before ended
	Limit   int    // 0 is 30
}

// Line is an agreement in a list.
type Line struct {
	Agreement
	UnitName string `db:"unit_name"`
	UnitCode string `db:"unit_code"`
	Phase    Phase  `db:"-"`
	// Opposite are the other parties today, as far as a list names them, and how
	// many there are: those that Whose has signed with, the filter's unit where it
	// is a party, else the keeper.
	Whose    string   `db:"-"` // id
	Opposite []string `db:"-"`
	Others   int      `db:"-"`
	Late     int      `db:"-"` // duties that are late
	Open     int      `db:"-"` // duties that are open
}

// shownParties is how many parties of the other side a line names.
const shownParties = 3

// List lists agreements the actor may read, those that end last first. next is
// the cursor of the page that follows, empty on the last.
func (s *Service) List(ctx context.Context, f Filter) (out []Line, next string, err error) {
	defer errs.Wrap(&err, "agreement.List")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, next, err = s.ListIn(ctx, tx, f)
		return err
	})
	return out, next, err
}

// ListIn is List on the caller's snapshot.
func (s *Service) ListIn(ctx context.Context, tx *db.Tx, f Filter) (out []Line, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = 30
	}
	q := s.listed(ctx, tx, f)
	q.Args = append(q.Args, f.Limit+1)
	if err := tx.Select(ctx, &out, `/* agreement.List */
		SELECT `+agreementColumns+`, u.name AS unit_name, u.code AS unit_code
		FROM agreement_agreement a JOIN org_unit u ON u.id = a.unit WHERE `+q.Text()+`
		ORDER BY a.to_day DESC, a.id DESC LIMIT `+db.In(len(q.Args), 1), q.Args...); err != nil {
		return nil, "", err
	}
	if len(out) > f.Limit {
		out = out[:f.Limit]
		next = string(out[f.Limit-1].To) + "," + out[f.Limit-1].ID
	}
	return out, next, s.detail(ctx, tx, out, f.Unit)
}

// query is which agreements are asked for: SQL over agreement_agreement a.
type query struct{ db.Where }

// listed is the query of a filter in the actor's scope. A list can never leak:
// the scope is in it.
func (s *Service) listed(ctx context.Context, tx *db.Tx, f Filter) *query {
	q := &query{}
	q.And(`a.withdrawn_at IS NULL`)
	q.And(`a.recorded_at < $n`, tx.Tomorrow()) // where the demo's day was moved back
	s.scoped(ctx, q)
	if f.Unit != "" {
		q.within(tx.Today(), f.Unit, f.Own)
	}
	if f.Kind != "" {
		q.And(`a.kind = $n`, f.Kind)
	}
	if f.Partner == Union {
		q.And(`EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = a.id AND p.unit IS NOT NULL AND p.unit <> a.unit)`)
	} else if f.Partner != "" {
		q.And(`EXISTS (SELECT 1 FROM agreement_party p JOIN agreement_partner o ON o.id = p.partner WHERE p.agreement = a.id AND o.kind = $n)`, f.Partner)
	}
	q.phase(f.Phase, tx.Today())
	for _, w := range strings.Fields(search.Fold(f.Query)) {
		q.And(`(' ' || a.folded LIKE $n OR EXISTS (
			SELECT 1 FROM agreement_party p LEFT JOIN agreement_partner o ON o.id = p.partner LEFT JOIN org_unit v ON v.id = p.unit
			WHERE p.agreement = a.id AND (' ' || o.folded LIKE $n OR ' ' || v.folded LIKE $n)))`, "% "+w+"%", "% "+w+"%", "% "+w+"%")
	}
	if to, id, ok := strings.Cut(f.Cursor, ","); ok {
		q.And(`(a.to_day, a.id) < ($n, $n)`, to, id)
	}
	return q
}

// scoped narrows to agreements with a party in the actor's scope, or with one who
// has to sign it anew.
func (s *Service) scoped(ctx context.Context, q *query) {
	scope := s.Org.Guard.Scope(ctx, Read)
	if scope.All {
		return
	}
	party, args := ledger.Under("p.unit", len(q.Args)+1, scope)
	q.Args = append(q.Args, args...)
	heir, args := ledger.Under("n.heir", len(q.Args)+1, scope)
	q.Args = append(q.Args, args...)
	q.Conds = append(q.Conds, `(EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = a.id AND p.unit IS NOT NULL AND `+party+`)
		OR EXISTS (SELECT 1 FROM agreement_renew n WHERE n.agreement = a.id AND `+heir+`))`)
}

// within narrows to agreements of a unit and, unless it alone is asked, of what
// stands at or below it on a day, or ended there.
func (q *query) within(today day.Date, unit string, own bool) {
	if own {
		q.And(`EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = a.id AND p.unit = $n)`, unit)
		return
	}
	q.And(`EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = a.id AND (p.unit = $n OR EXISTS (
		SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom WHERE l.unit = p.unit AND r.ancestor = $n AND r.valid_from <= $n)))`, unit, unit, today)
}

// phase narrows to agreements in a phase on a day, as PhaseOn tells it.
func (q *query) phase(p Phase, on day.Date) {
	const signed, open, runs = `a.signed_on <> '' AND a.signed_on <= $n`, `(a.closed_on = '' OR a.closed_on > $n)`, `(a.ended_on = '' OR a.ended_on = a.to_day OR a.ended_on >= $n)`
	switch p {
	case "":
	case Draft:
		q.And(`(a.signed_on = '' OR a.signed_on > $n)`, on)
	case Closed:
		q.And(signed+` AND a.closed_on <> '' AND a.closed_on <= $n`, on, on)
	case Ended:
		q.And(signed+` AND `+open+` AND a.ended_on <> '' AND a.ended_on <> a.to_day AND a.ended_on < $n`, on, on, on)
	case Overdue:
		q.And(signed+` AND `+open+` AND `+runs+` AND a.to_day < $n`, on, on, on, on)
	case Ahead:
		q.And(signed+` AND `+open+` AND `+runs+` AND a.to_day >= $n AND a.from_day > $n`, on, on, on, on, on)
	case Ending:
		q.And(signed+` AND `+open+` AND `+runs+` AND a.to_day >= $n AND a.from_day <= $n AND a.notice_on <= $n`, on, on, on, on, on, on)
	default:
		q.And(signed+` AND `+open+` AND `+runs+` AND a.to_day >= $n AND a.from_day <= $n AND a.notice_on > $n`, on, on, on, on, on, on)
	}
}

// detail adds to lines who the others are, as seen by a unit when it is a party
// itself, else by the keeper, and what is open and late.
func (s *Service) detail(ctx context.Context, tx *db.Tx, out []Line, unit string) error {
	if len(out) == 0 {
		return nil
	}
	today, at, ids := tx.Today(), map[string]int{}, make([]string, len(out))
	for i, l := range out {
		out[i].Phase = l.PhaseOn(today)
		at[l.ID], ids[i] = i, l.ID
	}
	var parties []Binds
	if err := tx.Select(ctx, &parties, `/* agreement.detail parties */
		SELECT `+partyColumns+` FROM `+partyTables+` WHERE p.agreement IN (`+db.In(1, len(ids))+`) ORDER BY p.agreement, p.side, p.position, p.id`,
		db.Anys(ids)...); err != nil {
		return err
	}
	k, err := knownOf(ctx, tx, ids...)
	if err != nil {
		return err
	}
	parties = k.parties(parties)
	for i, l := range out {
		out[i].Agreement = k.agreement(l.Agreement)
		l = out[i]
		out[i].Whose = keeperOn(l.Agreement, rowsOf(parties, l.ID), day.Min(today, l.Last()))
	}
	for _, b := range parties {
		l := &out[at[b.Agreement]]
		if b.Unit != nil && *b.Unit == l.Whose { // who keeps it on that day, not who does later
			l.UnitName, l.UnitCode = b.Name, b.Code
		}
	}
	for _, b := range parties {
		if b.Unit != nil && *b.Unit == unit {
			out[at[b.Agreement]].Whose = unit
		}
	}
	for _, b := range parties {
		l := &out[at[b.Agreement]]
		if b.Unit != nil && *b.Unit == l.Whose || !b.On(day.Min(today, l.Last())) {
			continue
		}
		l.Others++
		if len(l.Opposite) < shownParties {
			l.Opposite = append(l.Opposite, b.Name)
		}
	}
	return tx.Each(ctx, `/* agreement.detail duties */
		SELECT agreement, COUNT(*), COALESCE(SUM(CASE WHEN due < $1 THEN 1 ELSE 0 END), 0) FROM agreement_duty
		WHERE (outcome = '' OR done_on > $1) AND agreement IN (`+db.In(2, len(ids))+`) GROUP BY agreement`, append([]any{today}, db.Anys(ids)...),
		func(scan func(...any) error) error {
			var id string
			var open, late int
			err := scan(&id, &open, &late)
			out[at[id]].Open, out[at[id]].Late = open, late
			return err
		})
}

// rowsOf are the parties of one agreement.
func rowsOf(parties []Binds, agreement string) []Binds {
	return slices.DeleteFunc(slices.Clone(parties), func(b Binds) bool { return b.Agreement != agreement })
}
