package auth

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Tree tells whether a unit stands at or below one of the roots: today, or
// ever when past is set.
type Tree interface {
	Within(ctx context.Context, tx *db.Tx, unit string, roots []string, past bool) (bool, error)
}

// Guard answers whether the actor of a context may do something in a unit.
type Guard struct {
	Roles Roles
	Tree  Tree
}

// Scope of the context's actor for an action, for the WHERE of a list.
func (g *Guard) Scope(ctx context.Context, action Action) Scope {
	return g.Roles.Scope(From(ctx), action)
}

// May tells whether the actor has the action anywhere at all.
func (g *Guard) May(ctx context.Context, action Action) bool {
	return !g.Scope(ctx, action).Empty()
}

// Read refuses, as not found, whoever may not read in the unit: today's
// subtree of the grants and every unit that ever stood in it (design.md §3).
func (g *Guard) Read(ctx context.Context, tx *db.Tx, action Action, unit string) error {
	if ok, err := g.within(ctx, tx, action, unit, true); err != nil || ok {
		return err
	}
	return errs.New(errs.NotFound, "error.notfound")
}

// Need refuses whoever may not do the action in the unit today. What the
// actor may not even read is not found; the rest is denied.
func (g *Guard) Need(ctx context.Context, tx *db.Tx, action, read Action, unit string) error {
	if ok, err := g.within(ctx, tx, action, unit, false); err != nil || ok {
		return err
	}
	if err := g.Read(ctx, tx, read, unit); err != nil {
		return err
	}
	if slices.Contains(g.Scope(ctx, action).Roots, unit) {
		return errs.New(errs.Denied, "error.ended") // it was given the task, in a unit that is no more
	}
	return errs.New(errs.Denied, "error.denied")
}

// Can is Need as a question, for buttons on a page.
func (g *Guard) Can(ctx context.Context, tx *db.Tx, action Action, unit string) (bool, error) {
	return g.within(ctx, tx, action, unit, false)
}

func (g *Guard) within(ctx context.Context, tx *db.Tx, action Action, unit string, past bool) (bool, error) {
	if From(ctx) == nil {
		return false, errs.New(errs.Unauthorised, "error.unauthorised")
	}
	s := g.Scope(ctx, action)
	if s.All || len(s.Roots) == 0 {
		return s.All, nil
	}
	if past && slices.Contains(s.Roots, unit) {
		return true, nil // no question for the database; who does more than read must have a unit that lives
	}
	return g.Tree.Within(ctx, tx, unit, s.Roots, past)
}
