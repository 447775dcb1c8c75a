package target

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// BoardQuery asks for a board: a unit's subordinates × indicators.
type BoardQuery struct {
	Unit   string // code
	Period ledger.Period
	Tree   ledger.Tree
	Bloc   string
	Name   string // words of names or codes, with or without marks
	Sort   string // "" worst first, "name", or the code of an indicator; "-" before it turns it round
}

// Row is one line of a board, a figure for each of its indicators.
type Row struct {
	Unit    org.Unit
	Below   int64 // living units directly below it
	Figures []Figure
}

// Met counts the targets of a row that are reached, of those it has.
func (r Row) Met() (met, all int) {
	for _, f := range r.Figures {
		if f.Target != nil {
			all++
			if f.State == OK {
				met++
			}
		}
	}
	return met, all
}

// Any tells whether something in the row is not zero.
func (r Row) Any() bool {
	return slices.ContainsFunc(r.Figures, func(f Figure) bool { return f.Numerator != 0 })
}

// Board is what a leader looks at: the whole, then each unit below. Of flows,
// the total is the sum of Own, Ended and all rows before they were filtered.
type Board struct {
	Unit       org.Unit
	Today      day.Date
	Limits     Limits
	Indicators []*ledger.Indicator
	Total      Row
	Own        Row // what the unit booked itself
	Ended      Row // in today's tree, what is left of units that ended
	Rows       []Row
	Rests      []Rest   // what the unit keeps of targets of units that ended
	Blocs      []string // of all units below, in the catalogue's order
	Units      int      // below, before filtering
	Met, All   int      // targets of the units below, before filtering
	MayGive    bool
	MayFound   bool
}

// Board reads a board on one snapshot; out of scope the unit is not found.
func (s *Service) Board(ctx context.Context, q BoardQuery) (b Board, err error) {
	defer errs.Wrap(&err, "target.Board(%s)", q.Unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		b, err = s.boardIn(ctx, tx, q)
		return err
	})
	return b, err
}

func (s *Service) boardIn(ctx context.Context, tx *db.Tx, q BoardQuery) (b Board, err error) {
	if b.Unit, err = s.find(ctx, tx, q.Unit); err != nil {
		return b, err
	}
	b.Today = tx.Today()
	b.Limits = s.Rules.On(day.Min(q.Period.To, b.Today))
	if b.MayGive, err = s.Org.Guard.Can(ctx, tx, Give, b.Unit.ID); err != nil {
		return b, err
	}
	if b.MayFound, err = s.Org.Guard.Can(ctx, tx, org.Manage, b.Unit.ID); err != nil {
		return b, err
	}
	if b.Indicators, err = s.columns(ctx, tx, b.Unit, q.Period); err != nil {
		return b, err
	}
	children, err := s.rowsOf(ctx, tx, b.Unit, q)
	if err != nil {
		return b, err
	}
	if err := s.fillBoard(ctx, tx, q, children, &b); err != nil {
		return b, err
	}
	if b.Rests, err = s.RestsAt(ctx, tx, b.Unit.ID, q.Period); err != nil {
		return b, err
	}
	s.summarise(&b)
	b.Rows = slices.DeleteFunc(b.Rows, func(r Row) bool { return !q.takes(r.Unit) })
	sortRows(b.Rows, b.Indicators, q.Sort)
	return b, nil
}

// find reads a unit whose targets the actor may read.
func (s *Service) find(ctx context.Context, tx *db.Tx, code string) (org.Unit, error) {
	u, err := s.Org.Find(ctx, tx, code)
	if err != nil {
		return u, err
	}
	return u, s.Org.Guard.Read(ctx, tx, Read, u.ID)
}

// rowsOf are the units that stood below on any day of the period, or, in
// today's tree, those that stand there today.
func (s *Service) rowsOf(ctx context.Context, tx *db.Tx, u org.Unit, q BoardQuery) ([]org.Node, error) {
	from, to := q.Period.From, day.Min(q.Period.To, tx.Today())
	if q.Tree == ledger.Today {
		from, to = tx.Today(), tx.Today()
	}
	return s.Org.Children(ctx, tx, u.ID, from, to, org.ChildFilter{})
}

// columns are the indicators somebody here has a target for, then the usual ones.
func (s *Service) columns(ctx context.Context, tx *db.Tx, u org.Unit, p ledger.Period) (out []*ledger.Indicator, err error) {
	codes, err := indicatorsBelow(ctx, tx, u.ID, PeriodText(p), tx.Today())
	if err != nil {
		return nil, err
	}
	all := s.ledger().Catalogue.Indicators
	for i := range all {
		if slices.Contains(codes, all[i].Code) || slices.Contains(s.Rules.Board.Always, all[i].Code) {
			out = append(out, &all[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *ledger.Indicator) int { return s.place(a, codes) - s.place(b, codes) })
	return out, nil
}

// place orders columns: flows that are always there, what has targets, the rest.
func (s *Service) place(ind *ledger.Indicator, targeted []string) int {
	always := slices.Index(s.Rules.Board.Always, ind.Code)
	switch {
	case always >= 0 && ind.Type == ledger.Flow:
		return always
	case slices.Contains(targeted, ind.Code):
		return 1000
	}
	return 2000 + always
}

func (s *Service) fillBoard(ctx context.Context, tx *db.Tx, q BoardQuery, children []org.Node, b *Board) error {
	units := []string{b.Unit.ID}
	for _, c := range children {
		units = append(units, c.ID)
	}
	lq := ledger.Query{Units: units, Indicators: b.Indicators, Period: q.Period, Tree: q.Tree}
	figures, err := s.Figures(ctx, tx, lq)
	if err != nil {
		return err
	}
	n := len(b.Indicators)
	b.Total = Row{Unit: b.Unit, Below: int64(len(children)), Figures: figures[:n]}
	for i, c := range children {
		b.Rows = append(b.Rows, Row{Unit: c.Unit, Below: c.Below, Figures: figures[(i+1)*n : (i+2)*n]})
	}
	lq.Units, lq.Own = units[:1], true
	own, err := s.Figures(ctx, tx, lq)
	b.Own = Row{Unit: b.Unit, Figures: own}
	if q.Tree == ledger.Today && len(children) > 0 {
		b.Ended = b.rest()
	}
	return err
}

// rest is what the total has beyond the rows and the unit itself: in today's
// tree, the facts of units that ended stay under their superior.
func (b *Board) rest() Row {
	out := Row{}
	for i, total := range b.Total.Figures {
		f := Figure{Figure: total.Figure, State: NoState}
		f.Denominator, f.Value = nil, nil
		f.Numerator -= b.Own.Figures[i].Numerator
		for _, r := range b.Rows {
			f.Numerator -= r.Figures[i].Numerator
		}
		if !total.Indicator.Adds() {
			f.Numerator = 0
		} else if total.Value != nil {
			f.Value = new(big.Rat).SetInt64(f.Numerator)
		}
		out.Figures = append(out.Figures, f)
	}
	return out
}

// summarise counts what the page says of all units below.
func (s *Service) summarise(b *Board) {
	b.Units = len(b.Rows)
	has := map[string]bool{}
	for _, r := range b.Rows {
		met, all := r.Met()
		b.Met, b.All = b.Met+met, b.All+all
		has[r.Unit.Bloc] = true
	}
	for _, bloc := range s.Org.Rules.Blocs {
		if has[bloc.Code] {
			b.Blocs = append(b.Blocs, bloc.Code)
		}
	}
}

// takes tells whether a unit passes the filters.
func (q BoardQuery) takes(u org.Unit) bool {
	if q.Bloc != "" && u.Bloc != q.Bloc {
		return false
	}
	key := search.Fold(u.Code + " " + u.Name)
	for word := range strings.FieldsSeq(search.Fold(q.Name)) {
		if !strings.Contains(key, word) {
			return false
		}
	}
	return true
}

// AtRisk lists targets of the unit and of those directly below that are
// behind by the share of the period gone, the worst first.
func (s *Service) AtRisk(ctx context.Context, q BoardQuery) (out []Row, err error) {
	b, err := s.Board(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range append([]Row{b.Total}, b.Rows...) {
		late := slices.DeleteFunc(slices.Clone(r.Figures), func(f Figure) bool { return !f.Late() })
		if len(late) > 0 {
			out = append(out, Row{Unit: r.Unit, Below: r.Below, Figures: late})
		}
	}
	return out, nil
}

// Late tells that a target is behind the pace of its period.
func (f Figure) Late() bool { return f.State == Behind || f.State == Far }
