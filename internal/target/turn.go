package target

import (
	"context"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Follow closes the targets of the units a reorganisation ends. Of an act
// signed ahead they are closed when the last day is over ([Service.Due]).
func (s *Service) Follow(ctx context.Context, tx *db.Tx, t org.Turn) (err error) {
	defer errs.Wrap(&err, "target.Follow(%s)", t.Reorg.ID)
	var all []ending
	for _, e := range t.Endings() {
		end := ending{Reorg: t.Reorg.ID, Unit: e.Unit.ID, Last: t.Reorg.Last(), Document: t.Reorg.DecisionNo, IssuedOn: t.Reorg.DecidedOn}
		if len(e.Heirs) == 1 {
			end.Heir = e.Heirs[0].ID
		}
		all = append(all, end)
	}
	if err := insertEndings(ctx, tx, all); err != nil || t.Reorg.Last() >= tx.Today() {
		return err
	}
	return s.closeAll(ctx, tx, all)
}

// DueArgs closes the targets of units whose last day is over.
type DueArgs struct{}

// Kind names the job.
func (DueArgs) Kind() string { return "target.due" }

// Due closes what acts signed ahead have ended by now, an act at a time.
func (s *Service) Due(ctx context.Context, tx *db.Tx, _ DueArgs) (err error) {
	defer errs.Wrap(&err, "target.Due")
	waiting, err := waitingEndings(ctx, tx)
	for len(waiting) > 0 && err == nil {
		n := slices.IndexFunc(waiting, func(e ending) bool { return e.Reorg != waiting[0].Reorg })
		if n < 0 {
			n = len(waiting)
		}
		err = s.closeAll(ctx, tx, waiting[:n])
		waiting = waiting[n:]
	}
	return err
}

// closer closes the targets of the units one act has ended.
type closer struct {
	*Service
	tx      *db.Tx
	endings map[string]ending
	last    day.Date
	fresh   map[closedKey]*Closing
	above   map[string][]org.Unit // by unit: those above on its last day, the highest first
}

type closedKey struct{ unit, indicator, period string }

func (c Closing) key() closedKey { return closedKey{c.Unit, c.Indicator, c.Period} }

// closeAll closes the targets of the units of one act: first all of them, then
// who keeps each rest, then what goes straight to an only heir.
func (s *Service) closeAll(ctx context.Context, tx *db.Tx, all []ending) error {
	if len(all) == 0 {
		return nil
	}
	c := closer{s, tx, map[string]ending{}, all[0].Last, map[closedKey]*Closing{}, map[string][]org.Unit{}}
	var units []string
	for _, e := range all {
		c.endings[e.Unit] = e
		units = append(units, e.Unit)
	}
	open, err := s.standing(ctx, tx, units, c.last)
	if err != nil {
		return err
	}
	var closings []*Closing
	for _, t := range open {
		x := t.closing(c.endings[t.Unit], tx)
		closings = append(closings, &x)
		c.fresh[x.key()] = &x
	}
	if err := c.keep(ctx, closings); err != nil {
		return err
	}
	if err := c.moveUp(ctx, units, all[0].Reorg); err != nil {
		return err
	}
	if err := c.bequeath(ctx, closings); err != nil {
		return err
	}
	return setEndingsClosed(ctx, tx, all)
}

// keep finds who keeps each rest and writes the closings down.
func (c *closer) keep(ctx context.Context, closings []*Closing) error {
	for _, x := range closings {
		path, err := c.path(ctx, x.Unit)
		if err != nil {
			return err
		}
		if len(path) > 0 {
			x.Superior = path[len(path)-1].ID
		}
		if x.Rest == nil {
			continue
		}
		if x.Keeper, x.Within, err = c.keeper(ctx, *x, x.Unit); err != nil {
			return err
		}
	}
	for _, x := range closings {
		if err := insertClosing(ctx, c.tx, *x); err != nil {
			return err
		}
	}
	return nil
}

// keeper is who keeps a rest of a unit that has ended: the superior of the last
// day, while it lives; if that has ended as well, its own rest has this one in
// it, and where it had no such target, the one above it is next.
func (c *closer) keeper(ctx context.Context, x Closing, unit string) (keeper, within string, err error) {
	path, err := c.path(ctx, unit)
	if err != nil {
		return "", "", err
	}
	for _, u := range slices.Backward(path) {
		if !u.EndedBy(day.Max(c.last.Add(1), c.tx.Today())) {
			return u.ID, "", nil
		}
		k := closedKey{u.ID, x.Indicator, x.Period}
		own := c.fresh[k]
		if own == nil {
			if own, err = oneClosing(ctx, c.tx, k); err != nil {
				return "", "", err
			}
		}
		if own != nil && own.Rest != nil {
			return "", own.ID, nil
		}
	}
	return "", "", nil
}

func (c *closer) path(ctx context.Context, unit string) (path []org.Unit, err error) {
	path, known := c.above[unit]
	if !known {
		path, err = c.Org.PathTo(ctx, c.tx, unit, c.last)
		c.above[unit] = path
	}
	return path, err
}

// moveUp finds another keeper for the rests that ended units have kept.
func (c *closer) moveUp(ctx context.Context, units []string, reorg string) error {
	kept, err := closingsKept(ctx, c.tx, units)
	for _, x := range kept {
		if err != nil {
			return err
		}
		was := x.Keeper
		own := c.fresh[closedKey{was, x.Indicator, x.Period}]
		if x.Keeper, x.Within = "", ""; own != nil && own.Rest != nil {
			x.Within = own.ID
		} else if x.Keeper, x.Within, err = c.keeper(ctx, x, was); err != nil {
			return err
		}
		err = moveKeeper(ctx, c.tx, x, was, reorg)
	}
	return err
}

// Unfollow takes the closings of an act back. It is a Conflict when somebody has
// handed a rest down, or an heir's target was changed since.
func (s *Service) Unfollow(ctx context.Context, tx *db.Tx, t org.Turn) (err error) {
	defer errs.Wrap(&err, "target.Unfollow(%s)", t.Reorg.ID)
	if err := s.checkUntouched(ctx, tx, t); err != nil {
		return err
	}
	if err := keepersBack(ctx, tx, t.Reorg.ID); err != nil {
		return err
	}
	return dropClosings(ctx, tx, t.Reorg.ID)
}

// checkUntouched refuses when targets have come to depend on an act.
func (s *Service) checkUntouched(ctx context.Context, tx *db.Tx, t org.Turn) error {
	handed, err := handedSince(ctx, tx, t.Reorg.ID, foundedBy(t))
	if err != nil {
		return err
	}
	for _, h := range handed {
		if h.Batch != "" {
			return s.depends(ctx, tx, "target.rest.handed", h)
		}
		now, err := newest(ctx, tx, h.Indicator, h.Unit, h.Period)
		if err != nil {
			return err
		}
		if now.ID != h.Target {
			return s.depends(ctx, tx, "target.rest.revised", h)
		}
		if x, err := oneClosing(ctx, tx, closedKey{h.Unit, h.Indicator, h.Period}); err != nil || x != nil {
			return first(err, s.depends(ctx, tx, "target.rest.closed", h))
		}
	}
	return nil
}

func foundedBy(t org.Turn) (ids []string) {
	for _, b := range t.Beginnings() {
		ids = append(ids, b.Unit.ID)
	}
	return ids
}

// depends names what depends on an act.
func (s *Service) depends(ctx context.Context, tx *db.Tx, key string, h handed) error {
	units, err := s.Org.UnitsByID(ctx, tx, []string{h.Unit, h.From})
	if err != nil {
		return err
	}
	ind, err := s.ledger().Catalogue.Indicator(h.Indicator)
	if err != nil {
		return err
	}
	return errs.New(errs.Conflict, key, errs.Args{
		"indicator": ind.Name, "period": h.Period, "amount": h.Amount, "name": units[h.Unit].Name, "from": units[h.From].Name,
	})
}

func first(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
