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
)

// Turning is a day on which the tree became another.
type Turning struct {
	Day        day.Date
	Came, Gone int64 // units that began or ceased to stand where the tree is open
	Acts       []TurningAct
}

// TurningAct is a decision that takes effect on the day.
type TurningAct struct {
	Reorg      string    `db:"id"`
	Kind       ReorgKind `db:"kind"`
	DecisionNo string    `db:"decision_no"`
	On         day.Date  `db:"effective_on"`
}

// turnings lists the days on which units came to stand or stopped to stand below
// those of a way, or changed their names, with the day that is asked and today,
// in the order of time. Of units that do not stand on the day their own first
// day and that after their last are days as well. What the actor may not read
// changes nothing for them.
func (l looker) turnings(ctx context.Context, way, absent []Unit) ([]Turning, error) {
	days := map[day.Date]*Turning{l.on: {Day: l.on}, l.tx.Today(): {Day: l.tx.Today()}}
	for _, u := range absent {
		if u.FoundedOn != "" && !u.Withdrawn() {
			turningOn(days, u.FoundedOn)
		}
		if u.Ended() {
			turningOn(days, u.DissolvedOn.Add(1))
		}
	}
	if all := slices.Concat(way, absent); len(all) > 0 {
		ids := make([]string, len(all))
		for i, u := range all {
			ids[i] = u.ID
		}
		if err := l.comings(ctx, ids, days); err != nil {
			return nil, err
		}
		if err := l.turningActs(ctx, ids, days); err != nil {
			return nil, err
		}
	}
	out := make([]Turning, 0, len(days))
	for _, t := range days {
		if t.Day > l.tx.Today() && len(t.Acts) == 0 && t.Day != l.on {
			continue // not signed yet
		}
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Turning) int { return cmp.Compare(a.Day, b.Day) })
	return out, nil
}

// Turnings lists the days on which what stands directly below a unit changed,
// with today; out of scope the unit is not found.
func (s *Service) Turnings(ctx context.Context, code string) (out []Turning, err error) {
	defer errs.Wrap(&err, "org.Turnings(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Find(ctx, tx, code)
		if err == nil {
			out, err = s.look(ctx, tx, View{}).turnings(ctx, []Unit{u}, nil)
		}
		return err
	})
	return out, err
}

func turningOn(days map[day.Date]*Turning, on day.Date) *Turning {
	if days[on] == nil {
		days[on] = &Turning{Day: on}
	}
	return days[on]
}

// comings counts who came and went on which day. What stood from the opening of
// the register on came on no day.
func (l looker) comings(ctx context.Context, ids []string, days map[day.Date]*Turning) error {
	q := comingsQuery(ids, l.Guard.Scope(ctx, Read))
	return l.tx.Each(ctx, q.text, q.args, func(scan func(...any) error) error {
		var from, to day.Date
		var n int64
		if err := scan(&from, &to, &n); err != nil {
			return err
		}
		if from != day.Opening {
			turningOn(days, from).Came += n
		}
		if to != day.Never {
			turningOn(days, to.Add(1)).Gone += n
		}
		return nil
	})
}

func comingsQuery(ids []string, scope auth.Scope) query {
	cond, args := ledger.Under("p.unit", 1+len(ids), scope)
	return query{`/* org.comings */
		SELECT p.valid_from, p.valid_to, COUNT(*) FROM ledger_place p
		WHERE p.parent IN (` + db.In(1, len(ids)) + `) AND ` + cond + ` GROUP BY p.valid_from, p.valid_to`, append(db.Anys(ids), args...)}
}

// turningActs names the decisions about units that ever stood below those of the
// way.
func (l looker) turningActs(ctx context.Context, ids []string, days map[day.Date]*Turning) error {
	var acts []TurningAct
	q := turningActsQuery(ids, l.Guard.Scope(ctx, Read), l.tx.Tomorrow())
	if err := l.tx.Select(ctx, &acts, q.text, q.args...); err != nil {
		return err
	}
	for _, a := range acts {
		t := turningOn(days, a.On)
		t.Acts = append(t.Acts, a)
	}
	return nil
}

func turningActsQuery(ids []string, scope auth.Scope, known int64) query {
	cond, args := ledger.Under("p.unit", 2+len(ids), scope)
	return query{`/* org.turningActs */
		SELECT r.id, r.kind, r.decision_no, r.effective_on FROM org_reorg r WHERE r.state = 'signed' AND r.signed_at < $1 AND r.id IN (
			SELECT n.reorg FROM ledger_place p JOIN org_unit u ON u.id = p.unit JOIN org_reorg_line n ON n.unit = u.code
			WHERE p.parent IN (` + db.In(2, len(ids)) + `) AND ` + cond + `)
		ORDER BY r.effective_on, r.signed_at, r.id`, append(append([]any{known}, db.Anys(ids)...), args...)}
}

// Around are the turnings before and after the day that is looked at, nil where
// there is none.
func (o Outline) Around() (before, after *Turning) {
	i := slices.IndexFunc(o.Turns, func(t Turning) bool { return t.Day == o.On })
	if i > 0 {
		before = &o.Turns[i-1]
	}
	if i >= 0 && i+1 < len(o.Turns) {
		after = &o.Turns[i+1]
	}
	return before, after
}
