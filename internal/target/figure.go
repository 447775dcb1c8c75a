package target

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Figure is a ledger's figure with its target and how far it is reached.
type Figure struct {
	ledger.Figure
	Target      *Target
	Achievement *Achievement
	State       State
}

// Figures answers a query with targets. A part of a figure (by sex, by sector)
// has no target.
func (s *Service) Figures(ctx context.Context, tx *db.Tx, q ledger.Query) ([]Figure, error) {
	figures, err := s.ledger().Figures(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	targets, err := s.targetsFor(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	out := make([]Figure, len(figures))
	for i, f := range figures {
		out[i] = Figure{Figure: f, State: NoState}
		if t := targets[key{f.Unit, f.Indicator.Code}]; t != nil && f.Part == "" && !q.Own {
			out[i].Target = t
			out[i].Achievement = achievement(f.Value, t)
		}
		out[i].State = s.Rules.state(f, out[i].Target, out[i].Achievement, tx.Today())
	}
	return out, nil
}

type key struct{ unit, indicator string }

func (s *Service) targetsFor(ctx context.Context, tx *db.Tx, q ledger.Query) (map[key]*Target, error) {
	codes := make([]string, len(q.Indicators))
	for i, ind := range q.Indicators {
		codes[i] = ind.Code
	}
	list, err := targetsOf(ctx, tx, q.Units, codes, q.Period.Text, tx.Today())
	if err != nil {
		return nil, err
	}
	out := map[key]*Target{}
	for i := range list {
		out[key{list[i].Unit, list[i].Indicator}] = &list[i]
	}
	return out, nil
}

// History lists all givings of a target, the newest first.
func (s *Service) History(ctx context.Context, tx *db.Tx, unit, indicator, period string) ([]Target, error) {
	return history(ctx, tx, unit, indicator, period)
}

// BoardQuery asks for a board: a unit's subordinates × indicators.
type BoardQuery struct {
	Unit   string // code
	Period ledger.Period
	Tree   ledger.Tree
	Bloc   string
	Sort   string // "" worst first, "name", or the code of an indicator
}

// Row is one line of a board, a figure for each of its indicators.
type Row struct {
	Unit    org.Unit
	Below   int64
	Figures []Figure
}

// met counts the targets of a row that are reached, of those it has.
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

// Board is what a leader looks at: the whole, then each unit below.
type Board struct {
	Unit       org.Unit
	Indicators []*ledger.Indicator
	Total      Row
	Own        Row // what the unit booked itself, below it
	Rows       []Row
}

// Board reads a board on one snapshot.
func (s *Service) Board(ctx context.Context, q BoardQuery) (b Board, err error) {
	defer errs.Wrap(&err, "target.Board(%s)", q.Unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if b.Unit, err = s.Org.Find(ctx, tx, q.Unit); err != nil {
			return err
		}
		last := day.Min(q.Period.To, tx.Today())
		children, err := s.Org.Children(ctx, tx, b.Unit.ID, q.Period.From, last, org.ChildFilter{Bloc: q.Bloc})
		if err != nil {
			return err
		}
		if b.Indicators, err = s.columns(ctx, tx, b.Unit, q.Period); err != nil {
			return err
		}
		return s.fillBoard(ctx, tx, q, children, &b)
	})
	return b, err
}

// columns are the indicators somebody here has a target for, then the usual ones.
func (s *Service) columns(ctx context.Context, tx *db.Tx, u org.Unit, p ledger.Period) (out []*ledger.Indicator, err error) {
	codes, err := indicatorsBelow(ctx, tx, u.ID, p.Text)
	if err != nil {
		return nil, err
	}
	for _, ind := range s.ledger().Catalogue.Indicators {
		if slices.Contains(codes, ind.Code) || slices.Contains(s.Rules.Board.Always, ind.Code) {
			out = append(out, &ind)
		}
	}
	order := func(i *ledger.Indicator) int { return indexOr(s.Rules.Board.Always, i.Code) }
	slices.SortStableFunc(out, func(a, b *ledger.Indicator) int { return cmp.Compare(order(a), order(b)) })
	return out, nil
}

// indexOr puts indicators that are not always there between the flows and the
// stocks that are.
func indexOr(list []string, code string) int {
	if i := slices.Index(list, code); i >= 0 {
		return i * 2
	}
	return 3
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
	b.Total = Row{Unit: b.Unit, Figures: figures[:n]}
	for i, c := range children {
		b.Rows = append(b.Rows, Row{Unit: c.Unit, Below: c.Below, Figures: figures[(i+1)*n : (i+2)*n]})
	}
	sortRows(b.Rows, b.Indicators, q.Sort)
	lq.Units, lq.Own = units[:1], true
	own, err := s.Figures(ctx, tx, lq)
	b.Own = Row{Unit: b.Unit, Figures: own}
	return err
}

// sortRows keeps the order of names within what is equal.
func sortRows(rows []Row, indicators []*ledger.Indicator, by string) {
	at := slices.IndexFunc(indicators, func(i *ledger.Indicator) bool { return i.Code == by })
	switch {
	case by == "name":
	case at >= 0:
		slices.SortStableFunc(rows, func(a, b Row) int { return compareFigures(a.Figures[at], b.Figures[at]) })
	default:
		slices.SortStableFunc(rows, func(a, b Row) int { return compareRows(a, b) })
	}
}

// rank is how much care a state needs; the worst first.
var rank = map[State]int{Far: 0, Behind: 1, OnTrack: 2, OK: 3, NoState: 4}

// compareRows puts the row with the worse figures first.
func compareRows(a, b Row) int {
	for state := range 3 {
		if d := cmp.Compare(count(b, state), count(a, state)); d != 0 {
			return d
		}
	}
	return 0
}

func count(r Row, state int) (n int) {
	for _, f := range r.Figures {
		if rank[f.State] == state {
			n++
		}
	}
	return n
}

// compareFigures puts the lower achievement first, then the lower value.
func compareFigures(a, b Figure) int {
	switch {
	case a.Achievement != nil && b.Achievement != nil:
		return a.Achievement.Value.Cmp(b.Achievement.Value)
	case a.Achievement != nil || b.Achievement != nil:
		if a.Achievement != nil {
			return -1
		}
		return 1
	case a.Value == nil || b.Value == nil:
		return cmp.Compare(boolInt(a.Value == nil), boolInt(b.Value == nil))
	}
	return b.Value.Cmp(a.Value)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// AtRisk lists targets of the unit and of those directly below that are
// behind by the share of the period gone, the worst first.
func (s *Service) AtRisk(ctx context.Context, q BoardQuery) (out []Row, err error) {
	b, err := s.Board(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range append([]Row{b.Total}, b.Rows...) {
		late := slices.DeleteFunc(slices.Clone(r.Figures), func(f Figure) bool { return f.State != Behind && f.State != Far })
		if len(late) > 0 {
			out = append(out, Row{Unit: r.Unit, Below: r.Below, Figures: late})
		}
	}
	return out, nil
}
