package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
)

// accountTurn tells accounts what a reorganisation means for them. It changes no
// grant: what an account may do follows from where its unit stands.
type accountTurn struct{ *App }

// shift is how many units a superior has below it no more, and how many more.
type shift struct {
	unit         org.Unit
	lost, gained int
}

// Touched lists the accounts that will only read on, and the superiors whose
// accounts have fewer or more units below them.
func (a accountTurn) Touched(ctx context.Context, tx *db.Tx, t org.Turn) (out []org.Hanging, err error) {
	defer errs.Wrap(&err, "app.Touched(%s)", t.Reorg.ID)
	units := map[string]org.Unit{}
	for _, e := range t.Endings() {
		units[e.Unit.ID] = e.Unit
	}
	held, err := auth.HeldAt(ctx, tx, slices.Sorted(maps.Keys(units)))
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		u := units[h.Unit]
		args := i18n.Args{"account": h.Name, "name": h.Display, "role": i18n.T(ctx, "role."+string(h.Role)), "date": t.Reorg.EffectiveOn}
		out = append(out, org.Hanging{What: "account.touched.head", Unit: u.Code, Name: u.Name, Text: i18n.T(ctx, "account.touched.ended", args)})
	}
	shifts, err := a.shifts(ctx, tx, t)
	if err != nil {
		return nil, err
	}
	counts, err := countHeld(ctx, tx, shifts)
	for _, s := range shifts {
		if n := counts[s.unit.ID]; n > 0 {
			text := i18n.T(ctx, "account.touched."+s.way(), i18n.Args{"accounts": n, "lost": s.lost, "gained": s.gained})
			out = append(out, org.Hanging{What: "account.touched.head", Unit: s.unit.Code, Name: s.unit.Name, Text: text})
		}
	}
	return out, err
}

// way is how a superior's units change: the end of a message key.
func (s shift) way() string {
	switch {
	case s.gained == 0:
		return "lost"
	case s.lost == 0:
		return "gained"
	}
	return "both"
}

func countHeld(ctx context.Context, tx *db.Tx, shifts []shift) (map[string]int, error) {
	var ids []string
	for _, s := range shifts {
		ids = append(ids, s.unit.ID)
	}
	held, err := auth.HeldAt(ctx, tx, ids)
	seen, out := map[[2]string]bool{}, map[string]int{}
	for _, h := range held {
		if k := [2]string{h.Unit, h.Account}; !seen[k] {
			seen[k] = true
			out[h.Unit]++
		}
	}
	return out, err
}

// shifts counts, for each superior that goes on living, the units that leave
// what stands below it and those that come, by code.
func (a accountTurn) shifts(ctx context.Context, tx *db.Tx, t org.Turn) (out []shift, err error) {
	var moved []string
	to := map[string]string{}
	for _, l := range t.Lines {
		if u, known := t.Units[l.Unit]; known && l.Op == org.OpMove {
			moved = append(moved, u.ID)
			to[u.ID] = l.Parent
		}
	}
	from, err := a.Org.ParentsOn(ctx, tx, moved, t.Reorg.Last())
	if err != nil {
		return nil, err
	}
	c := chains{a.Org, tx, t, map[string][]org.Unit{}}
	sums := map[string]*shift{}
	for _, id := range moved {
		before, err := c.of(ctx, from[id])
		if err != nil {
			return nil, err
		}
		after, err := c.ofCode(ctx, to[id])
		if err != nil {
			return nil, err
		}
		c.compare(sums, before, after)
	}
	for _, s := range sums {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(x, y shift) int { return cmp.Compare(x.unit.Code, y.unit.Code) })
	return out, nil
}

// chains are units with all above them on the last day of the old order.
type chains struct {
	org *org.Service
	tx  *db.Tx
	org.Turn
	known map[string][]org.Unit
}

func (c *chains) of(ctx context.Context, unit string) (out []org.Unit, err error) {
	if out, known := c.known[unit]; known || unit == "" {
		return out, nil
	}
	own, err := c.org.UnitByID(ctx, c.tx, unit)
	if err != nil {
		return nil, err
	}
	path, err := c.org.PathTo(ctx, c.tx, unit, c.Reorg.Last())
	c.known[unit] = append(path, own)
	return c.known[unit], err
}

// ofCode is the same for one that the act may found.
func (c *chains) ofCode(ctx context.Context, code string) ([]org.Unit, error) {
	for _, l := range c.Lines {
		if l.Op == org.OpFound && l.Unit == code {
			return c.ofCode(ctx, l.Parent)
		}
	}
	return c.of(ctx, c.Units[code].ID)
}

// compare counts a unit that moves from below some to below others.
func (c *chains) compare(sums map[string]*shift, before, after []org.Unit) {
	count := func(some, others []org.Unit, add func(*shift)) {
		for _, u := range some {
			if slices.ContainsFunc(others, func(o org.Unit) bool { return o.ID == u.ID }) || c.ends(u.Code) {
				continue
			}
			if sums[u.ID] == nil {
				sums[u.ID] = &shift{unit: u}
			}
			add(sums[u.ID])
		}
	}
	count(before, after, func(s *shift) { s.lost++ })
	count(after, before, func(s *shift) { s.gained++ })
}

func (c *chains) ends(code string) bool {
	return slices.ContainsFunc(c.Lines, func(l org.Line) bool { return l.Op == org.OpEnd && l.Unit == code })
}

// Follow sends each of these accounts a notice.
func (a accountTurn) Follow(ctx context.Context, tx *db.Tx, t org.Turn) (err error) {
	defer errs.Wrap(&err, "app.Follow(%s)", t.Reorg.ID)
	for _, e := range t.Endings() {
		n := notify.Notice{Key: "account.news.ended", Args: i18n.Args{"name": e.Unit.Name, "date": string(t.Reorg.Last()), "no": t.Reorg.DecisionNo}}
		if err := a.tellHeld(ctx, tx, t, e.Unit.ID, n); err != nil {
			return err
		}
	}
	shifts, err := a.shifts(ctx, tx, t)
	for _, s := range shifts {
		if err != nil {
			return err
		}
		err = a.tellHeld(ctx, tx, t, s.unit.ID, notify.Notice{
			Key: "account.news." + s.way(), Args: i18n.Args{
				"name": s.unit.Name, "date": string(t.Reorg.EffectiveOn), "no": t.Reorg.DecisionNo, "lost": s.lost, "gained": s.gained,
			},
		})
	}
	return err
}

// tellHeld tells those with a role in a unit, but not who signs.
func (a accountTurn) tellHeld(ctx context.Context, tx *db.Tx, t org.Turn, unit string, n notify.Notice) error {
	held, err := auth.HeldAt(ctx, tx, []string{unit})
	for _, h := range held {
		if h.Account != t.Reorg.SignedBy && !slices.Contains(n.To, h.Account) {
			n.To = append(n.To, h.Account)
		}
	}
	n.Href, n.Once = org.ReorgHref(t.Reorg.ID), n.Key+"."+t.Reorg.ID+"."+unit
	if err != nil || len(n.To) == 0 {
		return err
	}
	return notify.Add(ctx, tx, n)
}

// Unfollow has nothing to take back: a notice tells what was signed.
func (a accountTurn) Unfollow(context.Context, *db.Tx, org.Turn) error { return nil }
