package org

import (
	"context"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// BranchPage is how many units one page of a branch has.
const BranchPage = 50

// View is how the tree is looked at.
type View struct {
	On    day.Date // the tree of that day; empty is today's
	Bloc  string   // leaves out the units of other blocs
	After int      // how many of the last branch stand on the pages before
}

// Branch is a page of the units directly below a unit on a day, as they were
// called then.
type Branch struct {
	Of    Unit
	On    day.Date
	Nodes []Node
	After int   // how many stand before this page
	Total int64 // on all pages
}

// Left is how many units come after this page.
func (b Branch) Left() int64 { return b.Total - int64(b.After+len(b.Nodes)) }

// Outline is the tree an actor may read as it stood on a day, with one way
// through it open.
type Outline struct {
	On, Today day.Date
	Roots     []Node
	Open      map[string]*Branch // by the id of the unit they stand below
	Way       []Unit             // the units that are open, the highest first
	Missing   *Unit              // was to be opened, and does not stand on the day
	Absent    []Unit             // where the actor's grants begin, and does not stand on the day
	Strays    []Stray            // what stands, or stood, below these, where it stands on the day
	Turns     []Turning          // days on which what is shown changed, and today
}

// Outline reads the tree of a day, open as far as the unit of a code; without a
// code, a single root is open.
func (s *Service) Outline(ctx context.Context, open string, v View) (o Outline, err error) {
	defer errs.Wrap(&err, "org.Outline(%q)", open)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		l := s.look(ctx, tx, v)
		o = Outline{On: l.on, Today: tx.Today(), Open: map[string]*Branch{}}
		if err := l.roots(ctx, &o); err != nil {
			return err
		}
		if open == "" && len(o.Roots) == 1 {
			open = o.Roots[0].Code
		}
		if open != "" {
			if err := l.openWay(ctx, &o, open); err != nil {
				return err
			}
		}
		o.Turns, err = l.turnings(ctx, o.Way, o.Absent)
		return err
	})
	return o, err
}

// looker looks at the tree of a day on behalf of an actor.
type looker struct {
	*Service
	View
	tx *db.Tx
	on day.Date
}

func (s *Service) look(_ context.Context, tx *db.Tx, v View) looker {
	l := looker{Service: s, View: v, tx: tx, on: v.On}
	if l.on == "" {
		l.on = tx.Today()
	}
	return l
}

// roots are where the actor's tree begins, as far as they stand on the day; what
// the others have or had below them is looked up where it stands.
func (l looker) roots(ctx context.Context, o *Outline) error {
	all, err := l.rootsOn(ctx, l.tx, l.on)
	if err != nil {
		return err
	}
	var ids []string
	for _, n := range all {
		if n.Stands {
			o.Roots = append(o.Roots, n.Node)
		} else {
			o.Absent, ids = append(o.Absent, n.Unit), append(ids, n.ID)
		}
	}
	if len(ids) > 0 {
		if o.Strays, err = l.strays(ctx, ids); err != nil {
			return err
		}
	}
	return l.asThen(ctx, o.Roots)
}

// asThen gives units the names of the day, and takes ends that nobody knows of.
func (l looker) asThen(ctx context.Context, nodes []Node) error {
	units := each(nodes, ofNode)
	if err := known(ctx, l.tx, units); err != nil {
		return err
	}
	return asOn(ctx, l.tx, units, l.on)
}

func (l looker) openWay(ctx context.Context, o *Outline, open string) error {
	last, err := l.Find(ctx, l.tx, open)
	if err != nil {
		return err
	}
	way, err := l.superiorsOn(ctx, l.tx, last.ID, l.on)
	if err != nil {
		return err
	}
	for _, u := range append(way, Superior{last, true}) {
		if !u.MayRead {
			continue
		}
		if err := l.openOne(ctx, o, u.Unit, u.ID == last.ID); err != nil {
			return err
		}
	}
	return l.includeWay(ctx, o)
}

// openOne opens a unit if it stands on the day; only the last turns pages.
func (l looker) openOne(ctx context.Context, o *Outline, u Unit, last bool) error {
	stands, err := standsOn(ctx, l.tx, u.ID, l.on)
	if err != nil {
		return err
	}
	if !stands {
		o.Missing = &u
		return nil
	}
	if !last {
		l.After = 0
	}
	o.Way = append(o.Way, u)
	o.Open[u.ID], err = l.branch(ctx, u)
	return err
}

// includeWay makes sure that each open unit is among those of its branch, also
// where it would stand on a later page.
func (l looker) includeWay(ctx context.Context, o *Outline) error {
	for i := 1; i < len(o.Way); i++ {
		b, u := o.Open[o.Way[i-1].ID], o.Way[i]
		if b.has(u.ID) {
			continue
		}
		n, err := livingBelow(ctx, l.tx, u.ID, l.on)
		if err != nil {
			return err
		}
		one := []Node{{u, n}}
		if err := l.asThen(ctx, one); err != nil {
			return err
		}
		b.Nodes = append(b.Nodes, one...)
	}
	return nil
}

func (b *Branch) has(unit string) bool {
	for _, n := range b.Nodes {
		if n.ID == unit {
			return true
		}
	}
	return false
}

// Branch reads one page of the units below a unit; out of scope it is not found.
func (s *Service) Branch(ctx context.Context, code string, v View) (b *Branch, err error) {
	defer errs.Wrap(&err, "org.Branch(%q)", code)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Find(ctx, tx, code)
		if err == nil {
			b, err = s.look(ctx, tx, v).branch(ctx, u)
		}
		return err
	})
	return b, err
}

func (l looker) branch(ctx context.Context, of Unit) (*Branch, error) {
	b := &Branch{Of: of, On: l.on, After: max(l.After, 0)}
	scope, err := l.below(ctx, of.ID)
	if err != nil {
		return nil, err
	}
	q := totalQuery(of.ID, l.on, l.Bloc, scope)
	if err := l.tx.Get(ctx, &b.Total, q.text, q.args...); err != nil {
		return nil, err
	}
	q = branchQuery(of.ID, l.on, l.Bloc, b.After, scope)
	if err := l.tx.Select(ctx, &b.Nodes, q.text, q.args...); err != nil {
		return nil, err
	}
	return b, l.asThen(ctx, b.Nodes)
}

// below is the scope that what stands below a unit has to be in. Below a unit
// that stood in the actor's tree on the day everything did; of another, which is
// read because it once did, only what once did as well.
func (l looker) below(ctx context.Context, unit string) (auth.Scope, error) {
	scope := l.Guard.Scope(ctx, Read)
	if scope.All {
		return scope, nil
	}
	in, err := withinOn(ctx, l.tx, unit, scope.Roots, l.on)
	scope.All = in
	return scope, err
}
