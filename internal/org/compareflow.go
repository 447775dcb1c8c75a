package org

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Flow is how many base unions stood below one unit on the earlier day and
// below another on the later one. An empty unit is outside: they did not stand
// below the asked unit on that day.
type Flow struct {
	From, To Unit
	Count    int64
}

func (s Size) plus(o Size) Size { return Size{s.Unions + o.Unions, s.Members + o.Members} }

func (s Size) minus(o Size) Size { return Size{s.Unions - o.Unions, s.Members - o.Members} }

func byName(a, b Unit) int {
	return cmp.Or(cmp.Compare(search.SortKey(a.Name), search.SortKey(b.Name)), cmp.Compare(a.Code, b.Code))
}

// sizes reads base unions and members of the unit and of what stands directly
// below it, as the figures of a day say.
func (m *comparer) sizes(ctx context.Context, on day.Date, here map[string]Unit) (map[string]Size, error) {
	q := ledger.Query{Units: []string{m.unit.ID}, Period: ledger.Days(on, on), Tree: ledger.Then, On: on}
	for id := range here {
		q.Units = append(q.Units, id)
	}
	for _, code := range []string{"ORG.CDCS.TOTAL", "ORG.DV.TOTAL"} {
		ind, err := m.Ledger.Catalogue.Indicator(code)
		if err != nil {
			return nil, err
		}
		q.Indicators = append(q.Indicators, ind)
	}
	figures, err := m.Ledger.Figures(ctx, m.tx, q)
	out := map[string]Size{}
	for _, f := range figures {
		size := out[f.Unit]
		if f.Indicator.Code == "ORG.CDCS.TOTAL" {
			size.Unions = f.Numerator
		} else {
			size.Members = f.Numerator
		}
		out[f.Unit] = size
	}
	return out, err
}

// counted lists the kinds that count as base unions.
func (r *Rules) counted() (out []string) {
	for _, k := range r.Kinds {
		if k.Counted {
			out = append(out, k.Code)
		}
	}
	return out
}

// stood is each base union below the unit ($1) on either day ($2, $3), with the
// unit directly below it in which it stood: old and new, empty where it did not
// stand below at all, the unit itself where it stood directly below.
func (m *comparer) stood(scope auth.Scope) query {
	kinds := db.Anys(m.Rules.counted())
	in := db.In(4, len(kinds))
	cond, args := ledger.Under("u.id", 4+len(kinds), scope)
	return query{`/* org.stood */ WITH RECURSIVE
		a (unit, top) AS (
			SELECT p.unit, CASE WHEN u.kind IN (` + in + `) THEN p.parent ELSE p.unit END
			FROM ledger_place p JOIN org_unit u ON u.id = p.unit WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2
			UNION ALL
			SELECT p.unit, a.top FROM a JOIN ledger_place p ON p.parent = a.unit WHERE p.valid_from <= $2 AND p.valid_to >= $2
		),
		b (unit, top) AS (
			SELECT p.unit, CASE WHEN u.kind IN (` + in + `) THEN p.parent ELSE p.unit END
			FROM ledger_place p JOIN org_unit u ON u.id = p.unit WHERE p.parent = $1 AND p.valid_from <= $3 AND p.valid_to >= $3
			UNION ALL
			SELECT p.unit, b.top FROM b JOIN ledger_place p ON p.parent = b.unit WHERE p.valid_from <= $3 AND p.valid_to >= $3
		),
		stood (unit, old, new) AS (
			SELECT g.unit, g.old, g.new FROM (
				SELECT e.unit, MAX(e.old) AS old, MAX(e.new) AS new FROM (
					SELECT a.unit, a.top AS old, '' AS new FROM a UNION ALL SELECT b.unit, '', b.top FROM b
				) e GROUP BY e.unit
			) g CROSS JOIN org_unit u WHERE u.id = g.unit AND u.kind IN (` + in + `) AND ` + cond + `
		)`, append(append([]any{m.unit.ID, m.ask.From, m.ask.To}, kinds...), args...)}
}

// flows counts the base unions that stand below on either day by where they
// stood and stand.
func (m *comparer) flows(ctx context.Context) ([]Flow, error) {
	scope, err := m.bothDays(ctx)
	if err != nil {
		return nil, err
	}
	q := m.stood(scope)
	type row struct {
		Old string `db:"old"`
		New string `db:"new"`
		N   int64  `db:"n"`
	}
	var rows []row
	if err := m.tx.Select(ctx, &rows, q.text+` SELECT old, new, COUNT(*) AS n FROM stood GROUP BY old, new`, q.args...); err != nil {
		return nil, err
	}
	out := make([]Flow, len(rows))
	for i, r := range rows {
		out[i] = Flow{m.named(m.old, r.Old), m.named(m.new, r.New), r.N}
	}
	slices.SortFunc(out, func(a, b Flow) int {
		return cmp.Or(outsideLast(a.From, b.From), byName(a.From, b.From), cmp.Compare(b.Count, a.Count), byName(a.To, b.To))
	})
	return out, nil
}

func outsideLast(a, b Unit) int {
	rank := map[bool]int{true: 1}
	return rank[a.ID == ""] - rank[b.ID == ""]
}

// bothDays is the scope of what stands below on either day.
func (m *comparer) bothDays(ctx context.Context) (auth.Scope, error) {
	old, err := m.scope(ctx, m.ask.From)
	if err != nil || !old.All {
		return old, err
	}
	return m.scope(ctx, m.ask.To)
}

func (m *comparer) named(day map[string]Unit, id string) Unit {
	if id == m.unit.ID {
		return m.unit
	}
	return day[id]
}

// FlowAsk asks for the base unions of one flow; an empty code is outside.
type FlowAsk struct {
	CompareAsk
	Old, New string // codes
	After    int
}

// FlowUnits are the base unions of one flow, a page of them.
type FlowUnits struct {
	Unit     Unit
	Old, New Unit
	Units    []Unit
	After    int
	Total    int64
}

// Flow lists the base unions that stood in one unit and stand in another.
func (s *Service) Flow(ctx context.Context, ask FlowAsk) (f FlowUnits, err error) {
	defer errs.Wrap(&err, "org.Flow(%q)", ask.Unit)
	if ask.From > ask.To {
		ask.From, ask.To = ask.To, ask.From
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if f.Unit, err = s.Find(ctx, tx, ask.Unit); err != nil {
			return err
		}
		if f.Old, err = s.findAny(ctx, tx, ask.Old); err != nil {
			return err
		}
		if f.New, err = s.findAny(ctx, tx, ask.New); err != nil {
			return err
		}
		m := comparer{Service: s, tx: tx, ask: ask.CompareAsk, unit: f.Unit}
		return m.listed(ctx, ask, &f)
	})
	return f, err
}

// findAny is Find, with no unit for no code.
func (s *Service) findAny(ctx context.Context, tx *db.Tx, code string) (Unit, error) {
	if code == "" {
		return Unit{}, nil
	}
	return s.Find(ctx, tx, code)
}

func (m *comparer) listed(ctx context.Context, ask FlowAsk, f *FlowUnits) error {
	scope, err := m.bothDays(ctx)
	if err != nil {
		return err
	}
	f.After = max(ask.After, 0)
	q := m.stood(scope)
	n := len(q.args)
	where := ` FROM stood JOIN org_unit u ON u.id = stood.unit WHERE stood.old = ` + db.In(n+1, 1) + ` AND stood.new = ` + db.In(n+2, 1)
	args := append(q.args, f.Old.ID, f.New.ID)
	if err := m.tx.Get(ctx, &f.Total, q.text+` SELECT COUNT(*)`+where, args...); err != nil {
		return err
	}
	return m.tx.Select(ctx, &f.Units, q.text+` SELECT `+unitColumns+where+
		` ORDER BY u.sort_key, u.code LIMIT `+db.In(n+3, 1)+` OFFSET `+db.In(n+4, 1), append(args, BranchPage, f.After)...)
}
