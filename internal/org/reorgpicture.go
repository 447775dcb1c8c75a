package org

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Stream is what goes from one unit to another by a reorganisation.
type Stream struct {
	From, To Unit // To may be one that a draft founds: it has a code and a name only
	Size          // base unions and members, on the last day of the old order
}

// Streams tells who goes where by a reorganisation: from each old superior to
// each new one, from each base union that ends to its heir, and from one to what
// is founded out of it. The largest come first within each old one. Only what
// the actor may read of the act is counted.
func (s *Service) Streams(ctx context.Context, id string) (out []Stream, err error) {
	defer errs.Wrap(&err, "org.Streams(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err := s.reorgCard(ctx, tx, id)
		if err != nil {
			return err
		}
		o := &reorganiser{Service: s, tx: tx, Turn: Turn{Reorg: c.Reorg, Lines: c.Lines, Units: c.Units}}
		out, err = o.streams(ctx)
		return err
	})
	return out, err
}

func (o *reorganiser) streams(ctx context.Context) ([]Stream, error) {
	if o.Reorg.EffectiveOn == "" {
		return nil, nil
	}
	var ids []string
	for _, l := range o.Lines {
		if u, known := o.Units[l.Unit]; known && (l.Op == OpMove || l.Op == OpEnd) {
			ids = append(ids, u.ID)
		}
	}
	parents, err := parentsOn(ctx, o.tx, ids, o.Reorg)
	if err != nil {
		return nil, err
	}
	sizes, err := o.sizesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	sums := map[[2]string]*Stream{}
	for _, l := range o.Lines {
		o.stream(sums, l, parents, sizes)
	}
	return sorted(sums), nil
}

// stream adds what one line carries to the sums.
func (o *reorganiser) stream(sums map[[2]string]*Stream, l Line, parents map[string]Unit, sizes map[string]Size) {
	u := o.Units[l.Unit]
	add := func(from, to Unit, n Size) {
		key := [2]string{from.Code, to.Code}
		if sums[key] == nil {
			sums[key] = &Stream{From: from, To: to}
		}
		sums[key].Unions += n.Unions
		sums[key].Members += n.Members
	}
	switch heirs := l.HeirCodes(); {
	case l.Op == OpMove && u.ID != "" && l.Parent != "":
		add(parents[u.ID], o.unit(l.Parent), sizes[u.ID])
	case l.Op == OpEnd && len(heirs) == 1 && o.Rules.Kind(u.Kind).Counted:
		add(u, o.unit(heirs[0]), sizes[u.ID])
	case l.Op == OpFound && l.Members > 0 && len(l.FollowedCodes()) == 1:
		add(o.unit(l.FollowedCodes()[0]), o.unit(l.Unit), Size{Members: l.Members})
	}
}

// unit is a unit of a code, also one that the lines found.
func (o *reorganiser) unit(code string) Unit {
	if u, known := o.Units[code]; known {
		return u
	}
	for _, l := range o.of(OpFound) {
		if l.Unit == code {
			return Unit{Code: code, Name: l.Name, Kind: l.Kind}
		}
	}
	return Unit{Code: code, Name: code}
}

// sizesOf reads unions and members of units, themselves among them, on the last
// day of the old order.
func (o *reorganiser) sizesOf(ctx context.Context, ids []string) (map[string]Size, error) {
	out := map[string]Size{}
	figures, err := o.stocks(ctx, ids, o.last(), "ORG.CDCS.TOTAL", "ORG.DV.TOTAL")
	for _, f := range figures {
		out[f.Unit] = out[f.Unit].with(f)
	}
	return out, err
}

func (s Size) with(f ledger.Figure) Size {
	if f.Indicator.Code == "ORG.DV.TOTAL" {
		s.Members = f.Numerator
	} else {
		s.Unions = f.Numerator
	}
	return s
}

func sorted(sums map[[2]string]*Stream) []Stream {
	var out []Stream
	for _, s := range sums {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Stream) int {
		return cmp.Or(cmp.Compare(a.From.Code, b.From.Code), cmp.Compare(b.Members, a.Members), cmp.Compare(b.Unions, a.Unions), cmp.Compare(a.To.Code, b.To.Code))
	})
	return out
}

// parentsOn is the superior of each unit on the last day of an act's old order.
func parentsOn(ctx context.Context, tx *db.Tx, ids []string, r Reorg) (map[string]Unit, error) {
	out, by := map[string]Unit{}, map[string]string{}
	for some := range slices.Chunk(ids, 500) {
		err := tx.Each(ctx, `/* org.parentsOn */
			SELECT p.unit, p.parent FROM ledger_place p
			WHERE p.parent IS NOT NULL AND p.valid_from <= $1 AND p.valid_to >= $1 AND p.unit IN (`+db.In(2, len(some))+`)`,
			append([]any{r.Last()}, db.Anys(some)...), func(scan func(...any) error) error {
				var unit, parent string
				err := scan(&unit, &parent)
				by[unit] = parent
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	var parents []string
	for _, p := range by {
		parents = append(parents, p)
	}
	slices.Sort(parents)
	units, err := unitsByID(ctx, tx, slices.Compact(parents))
	for unit, parent := range by {
		out[unit] = units[parent]
	}
	return out, err
}
