package org

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// alike tells whether people and lower units of one may go to a unit of a kind:
// both are base unions, or neither is.
func (c *composer) alike(u Unit, kind string) bool {
	return c.Rules.Kind(u.Kind).Counted == c.Rules.Kind(kind).Counted
}

func (c *composer) unlike(field string, u Unit, kind string) {
	c.faults.Add(errs.At(field, "org.reorg.unlike", errs.Args{
		"name": u.Name, "kind": c.Rules.Kind(u.Kind).Name, "other": c.Rules.Kind(kind).Name,
	}))
}

// below are the units directly below one that live on the first day of the new
// order.
func (c *composer) below(ctx context.Context, u Unit) ([]Node, error) {
	return c.Children(ctx, c.tx, u.ID, c.wish.On, c.wish.On, ChildFilter{})
}

// Below makes the lines of a rule: everything that stands directly below some
// units on a day goes directly under another, and the units end. They have no
// heirs yet: those founded later may go on from them, across a gap
// (30/06 to 01/10/2025). Refusals stand at units, into and on.
func (s *Service) Below(ctx context.Context, decider string, ends []string, to string, on day.Date) (lines []Line, err error) {
	c := &composer{Service: s, wish: Wish{Kind: Transfer, Unit: decider, On: on, Into: to}}
	if on == "" {
		c.faults.Add(errs.At("on", "error.required"))
	}
	if c.units, err = c.all(ctx, ends); err != nil {
		return nil, err
	}
	if err := c.target(ctx); err != nil {
		return nil, err
	}
	if err := c.faults.Err(); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.manage(ctx, tx, decider); err != nil {
			return err
		}
		c.tx = tx
		return c.emptyOut(ctx)
	})
	return c.lines, err
}

func (c *composer) emptyOut(ctx context.Context) error {
	if err := c.endInto(ctx, c.into.Code); err != nil {
		return err
	}
	for i := range c.lines {
		c.lines[i].Heirs = ""
	}
	return nil
}
