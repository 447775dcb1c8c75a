// Package auth knows who asks and what they may do: accounts, sessions,
// tokens, and grants of a role in a unit and all below it.
package auth

import (
	"context"
	"slices"
)

// Action is something a person may be allowed to do, e.g. "activity.record".
// Domains name their own actions.
type Action string

// Role is a list of actions under a name.
type Role string

// Roles says which actions each role has. There is one, in package app.
type Roles map[Role][]Action

// ManageAccounts is giving and taking accounts and grants in a unit.
const ManageAccounts Action = "account.manage"

// ReadAudit is reading the log of who did what; it is asked for everywhere.
const ReadAudit Action = "audit.read"

// Everywhere as a grant's unit means every unit.
const Everywhere = "*"

// Grant is a role in a unit and everything below it.
type Grant struct {
	ID      string `db:"id"`
	Account string `db:"account"`
	Role    Role   `db:"role"`
	Unit    string `db:"unit"`
}

// Actor is who asks: an account with its grants, by a session or a token.
type Actor struct {
	Account string // id
	Name    string // log-in name
	Display string // the name people see
	Lang    string
	Session string // id; empty for a token
	Unit    string // the unit acted for; may be empty
	Grants  []Grant
}

type actorKey struct{}

// With puts the actor into the context.
func With(ctx context.Context, a *Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// From is the actor of the context; nil when nobody is signed in.
func From(ctx context.Context) *Actor {
	a, _ := ctx.Value(actorKey{}).(*Actor)
	return a
}

// System is the actor of the program's own work: imports from the command
// line without --account, the building of the demo's world.
func System() *Actor {
	return &Actor{Account: "system", Name: "system", Display: "Đồng Hành", Grants: []Grant{{Role: Admin, Unit: Everywhere}}}
}

// Admin is the role that has every action.
const Admin Role = "admin"

// Has tells whether a role has an action.
func (r Roles) Has(role Role, action Action) bool {
	return role == Admin || slices.Contains(r[role], action)
}

// Scope is the units an actor may do something in: all, or those at and below
// the roots.
type Scope struct {
	All   bool
	Roots []string
}

// Scope of an actor for an action; of nobody, it is empty.
func (r Roles) Scope(a *Actor, action Action) Scope {
	var s Scope
	if a == nil {
		return s
	}
	for _, g := range a.Grants {
		switch {
		case !r.Has(g.Role, action):
		case g.Unit == Everywhere:
			s.All = true
		case !slices.Contains(s.Roots, g.Unit):
			s.Roots = append(s.Roots, g.Unit)
		}
	}
	return s
}

// Empty tells that nothing is in the scope.
func (s Scope) Empty() bool { return !s.All && len(s.Roots) == 0 }
