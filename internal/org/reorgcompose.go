package org

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Wish is a reorganisation as somebody says it: which units, and what becomes of
// them. Compose makes the lines of it. Units are told by code or name.
type Wish struct {
	Kind  ReorgKind
	Unit  string   // code of who decides
	On    day.Date // first day of the new order
	Units []string // those that end or move; or the one divided, split, renamed, made another kind
	Into  string   // the one that stands; of those that move, the new superior
	Name  string   // the new name
	To    string   // code of the new kind
	Parts []Part   // the new ones
}

// Part is a unit that a reorganisation founds.
type Part struct {
	Code           string // empty: the next free one of its superior
	Name, Kind     string // Kind empty: that of the old one
	Members, Women int64  // who come from the old one, of a base union
	Below          []string
}

// Compose makes the lines of a wish. What ends hands on its lower units and
// names who goes on. Lower units of a divided unit that no part was given have a
// row without superior, to be filled in. Refusals stand at the wish's fields:
// on, units, into, name, to, parts.N.name …
func (s *Service) Compose(ctx context.Context, w Wish) (lines []Line, err error) {
	defer errs.Wrap(&err, "org.Compose(%s, %s)", w.Kind, w.Unit)
	c := &composer{Service: s, wish: w}
	if w.On == "" {
		c.faults.Add(errs.At("on", "error.required"))
	}
	if c.units, err = c.all(ctx, w.Units); err != nil {
		return nil, err
	}
	if err := c.target(ctx); err != nil {
		return nil, err
	}
	if err := c.faults.Err(); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.manage(ctx, tx, w.Unit); err != nil {
			return err
		}
		c.tx = tx
		return c.compose(ctx)
	})
	if err == nil {
		err = c.faults.Err()
	}
	return c.lines, err
}

// composer makes the lines of one wish.
type composer struct {
	*Service
	wish   Wish
	tx     *db.Tx
	units  []Unit
	into   Unit
	lines  []Line
	faults errs.List
}

func (c *composer) all(ctx context.Context, texts []string) (out []Unit, err error) {
	for _, text := range texts {
		u, err := c.Meant(ctx, text)
		switch {
		case errs.Is(err, errs.Invalid):
			c.faults.Add(errs.Of(errs.Renamed(err, "", "units")))
		case err != nil:
			return nil, err
		case slices.ContainsFunc(out, func(o Unit) bool { return o.ID == u.ID }):
			c.faults.Add(errs.At("units", "org.reorg.twice", errs.Args{"code": u.Code}))
		default:
			out = append(out, u)
		}
	}
	if len(texts) == 0 {
		c.faults.Add(errs.At("units", "error.required"))
	}
	return out, nil
}

// target reads the one that stands, or the new superior, where there is one.
func (c *composer) target(ctx context.Context) error {
	if c.wish.Kind != Merging && c.wish.Kind != Transfer {
		return nil
	}
	u, err := c.Meant(ctx, c.wish.Into)
	if errs.Is(err, errs.Invalid) {
		c.faults.Add(errs.Of(errs.Renamed(err, "", "into")))
		return nil
	}
	c.into = u
	return err
}

func (c *composer) compose(ctx context.Context) error {
	switch c.wish.Kind {
	case Merging:
		return c.merge(ctx)
	case Uniting:
		return c.unite(ctx)
	case Dividing:
		return c.divide(ctx)
	case Splitting:
		return c.split(ctx)
	case Transfer:
		c.transfer()
	case Renaming:
		c.rename()
	case Recasting:
		c.recast()
	}
	return nil
}

// merge ends units into one that stands.
func (c *composer) merge(ctx context.Context) error {
	for _, u := range c.units {
		switch {
		case u.ID == c.into.ID:
			c.faults.Add(errs.At("into", "org.reorg.self", errs.Args{"name": u.Name}))
		case !c.alike(u, c.into.Kind):
			c.unlike("into", u, c.into.Kind)
		}
	}
	return c.endInto(ctx, c.into.Code)
}

// unite ends units into a new one.
func (c *composer) unite(ctx context.Context) error {
	if len(c.units) < 2 {
		c.faults.Add(errs.At("units", "org.reorg.two"))
	}
	if len(c.wish.Parts) != 1 {
		c.faults.Add(errs.At("parts.1.name", "error.required"))
		return nil
	}
	founded, err := c.found(ctx, c.units[0])
	if err != nil {
		return err
	}
	for _, u := range c.units {
		if !c.alike(u, founded[0].Kind) {
			c.unlike("parts.1.kind", u, founded[0].Kind)
		}
	}
	c.lines = append(c.lines, founded...)
	return c.endInto(ctx, founded[0].Unit)
}

// endInto moves all below the units to one, which goes on from them.
func (c *composer) endInto(ctx context.Context, heir string) error {
	var ends []Line
	for _, u := range c.units {
		below, err := c.below(ctx, u)
		if err != nil {
			return err
		}
		for _, b := range below {
			if b.Code != heir {
				c.lines = append(c.lines, Line{Op: OpMove, Unit: b.Code, Parent: heir})
			}
		}
		ends = append(ends, Line{Op: OpEnd, Unit: u.Code, Heirs: heir})
	}
	c.lines = append(c.lines, ends...)
	return nil
}

// divide ends one unit; new ones share out all it has.
func (c *composer) divide(ctx context.Context) error {
	old := c.single()
	if len(c.wish.Parts) < 2 {
		c.faults.Add(errs.At("parts.2.name", "org.reorg.parts"))
	}
	if c.faults.Err() != nil {
		return nil
	}
	founded, err := c.parts(ctx, old)
	if err != nil {
		return err
	}
	below, err := c.below(ctx, old)
	if err != nil {
		return err
	}
	to, heirs := c.shares(founded), make([]string, len(founded))
	for i, l := range founded {
		heirs[i] = l.Unit
	}
	for _, b := range below {
		c.lines = append(c.lines, Line{Op: OpMove, Unit: b.Code, Parent: to[b.Code]})
	}
	c.lines = append(c.lines, Line{Op: OpEnd, Unit: old.Code, Heirs: strings.Join(heirs, ",")})
	return nil
}

// split founds new ones out of one that stands on.
func (c *composer) split(ctx context.Context) error {
	old := c.single()
	if len(c.wish.Parts) == 0 {
		c.faults.Add(errs.At("parts.1.name", "error.required"))
	}
	if c.faults.Err() != nil {
		return nil
	}
	founded, err := c.parts(ctx, old)
	if err != nil {
		return err
	}
	below, err := c.below(ctx, old)
	to := c.shares(founded)
	for _, b := range below {
		if parent := to[b.Code]; parent != "" {
			c.lines = append(c.lines, Line{Op: OpMove, Unit: b.Code, Parent: parent})
		}
	}
	return err
}

// parts founds what goes on from one unit.
func (c *composer) parts(ctx context.Context, old Unit) ([]Line, error) {
	founded, err := c.found(ctx, old)
	for i := range founded {
		founded[i].Follows, founded[i].Members, founded[i].Women = old.Code, c.wish.Parts[i].Members, c.wish.Parts[i].Women
	}
	c.lines = append(c.lines, founded...)
	return founded, err
}

// shares tells to which part each lower unit was given.
func (c *composer) shares(founded []Line) map[string]string {
	out := map[string]string{}
	for i, p := range c.wish.Parts {
		for _, code := range p.Below {
			out[tidyCode(code)] = founded[i].Unit
		}
	}
	return out
}

// single is the one unit of a wish that is about one.
func (c *composer) single() Unit {
	if len(c.units) != 1 {
		c.faults.Add(errs.At("units", "org.reorg.one"))
	}
	return c.units[0]
}

// found makes the lines of the new units beside an old one: of its kind and
// sector, with the next free codes of its superior.
func (c *composer) found(ctx context.Context, old Unit) ([]Line, error) {
	parent, err := c.ParentOn(ctx, c.tx, old.ID, c.wish.On.Add(-1))
	if errs.Is(err, errs.NotFound) {
		c.faults.Add(errs.At("units", "org.notalive", errs.Args{"date": c.wish.On}))
		return make([]Line, len(c.wish.Parts)), nil
	}
	if err != nil {
		return nil, err
	}
	last, err := lastCode(ctx, c.tx, parent.Code)
	out := make([]Line, len(c.wish.Parts))
	for i, p := range c.wish.Parts {
		l := Line{Op: OpFound, Unit: tidyCode(p.Code), Name: strings.TrimSpace(p.Name), Kind: p.Kind, Parent: parent.Code, Sector: old.Sector, Bloc: old.Bloc, Ward: old.Ward}
		if l.Kind == "" {
			l.Kind = old.Kind
		}
		if l.Unit == "" {
			last = nextCode(parent.Code, last)
			l.Unit = last
		}
		out[i] = l
	}
	return out, err
}

func (c *composer) transfer() {
	for _, u := range c.units {
		if !slices.Contains(c.Rules.Kind(u.Kind).Under, c.into.Kind) {
			c.faults.Add(errs.At("into", "org.parent.kind", errs.Args{"kind": c.Rules.Kind(u.Kind).Name, "parent": c.Rules.Kind(c.into.Kind).Name}))
		}
		c.lines = append(c.lines, Line{Op: OpMove, Unit: u.Code, Parent: c.into.Code})
	}
}

func (c *composer) rename() {
	u, name := c.single(), strings.Join(strings.Fields(c.wish.Name), " ")
	switch name {
	case "":
		c.faults.Add(errs.At("name", "error.required"))
	case u.Name:
		c.faults.Add(errs.At("name", "org.reorg.samename", errs.Args{"name": name}))
	}
	c.lines = append(c.lines, Line{Op: OpRename, Unit: u.Code, Name: name})
}

func (c *composer) recast() {
	u, kind := c.single(), c.Rules.Kind(c.wish.To)
	switch kind.Code {
	case "":
		c.faults.Add(errs.At("to", "error.choice"))
	case u.Kind:
		c.faults.Add(errs.At("to", "org.reorg.samekind", errs.Args{"name": u.Name, "kind": kind.Name}))
	}
	c.lines = append(c.lines, Line{Op: OpRecast, Unit: u.Code, Kind: kind.Code})
}
