package target

import (
	"context"
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

// Board is what a leader looks at: the whole, then each unit below. Of flows,
// the total is the sum of Own and all rows before they were filtered.
type Board struct {
	Unit       org.Unit
	Today      day.Date
	Limits     Limits
	Indicators []*ledger.Indicator
	Total      Row
	Own        Row // what the unit booked itself
	Rows       []Row
	Rests      []Rest           // what the unit keeps of targets of units that ended
	Blocs      []string         // of all units below, in the catalogue's order
	Units      int              // below, before filtering; those that have ended are not counted
	Parts      bool             // some rows count a part of the period only
	Gone       bool             // some rows are of units that lived in the period and have ended by today
	Changes    []org.TreeChange // of the tree below, in the course of the period
	Met, All   int              // targets of the units below, before filtering
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
	if b.Indicators, err = s.columns(ctx, tx, b.Unit, q); err != nil {
		return b, err
	}
	if err := s.fillBoard(ctx, tx, q, &b); err != nil {
		return b, err
	}
	if b.Changes, err = s.Org.TreeChanges(ctx, tx, b.Unit.ID, q.Period.From.Add(1), day.Min(q.Period.To, b.Today)); err != nil {
		return b, err
	}
	if b.Rests, err = s.RestsAt(ctx, tx, b.Unit.ID, q.Period); err != nil {
		return b, err
	}
	s.summarise(&b)
	b.Rows = slices.DeleteFunc(b.Rows, func(r Row) bool { return !q.takes(r.Unit) })
	sortRows(b.Rows, b.Indicators, q.Sort)
	b.Total.Below = int64(b.Units)
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

// below are the days on which a unit must have stood below to have a row: some
// day of the period so far or, in today's tree, today.
func (q BoardQuery) below(today day.Date) (from, to day.Date) {
	if q.Tree == ledger.Today {
		return today, today
	}
	return q.Period.From, day.Min(q.Period.To, today)
}

// columns are the indicators somebody here has a target for, then the usual ones.
func (s *Service) columns(ctx context.Context, tx *db.Tx, u org.Unit, q BoardQuery) (out []*ledger.Indicator, err error) {
	from, to := q.below(tx.Today())
	codes, err := indicatorsBelow(ctx, tx, u.ID, PeriodText(q.Period), from, to)
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

func (s *Service) fillBoard(ctx context.Context, tx *db.Tx, q BoardQuery, b *Board) error {
	lq := ledger.Query{Units: []string{b.Unit.ID}, Indicators: b.Indicators, Period: q.Period, Tree: q.Tree}
	total, err := s.Figures(ctx, tx, lq)
	if err != nil {
		return err
	}
	if b.Rows, err = s.Rows(ctx, tx, lq, q.Period.From, day.Min(q.Period.To, tx.Today())); err != nil {
		return err
	}
	lq.Own = true
	own, err := s.Figures(ctx, tx, lq)
	b.Total, b.Own = Row{Unit: b.Unit, Period: q.Period, Figures: total}, Row{Unit: b.Unit, Period: q.Period, Figures: own}
	return err
}

// summarise counts what the page says of all units below.
func (s *Service) summarise(b *Board) {
	has := map[string]bool{}
	for _, r := range b.Rows {
		if !r.Ended {
			b.Units++
		}
		b.Parts = b.Parts || r.From != "" || r.To != ""
		b.Gone = b.Gone || (!r.Ended && r.Unit.EndedBy(b.Today))
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
