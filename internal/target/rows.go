package target

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
)

// Row is one line of a board, a figure for each of its indicators.
type Row struct {
	Unit    org.Unit
	Below   int64         // living units directly below it
	Period  ledger.Period // what its figures count: the one asked, or the part of it in which it stood here
	From    day.Date      // since when it has stood here, if it lived elsewhere before, inside the period
	To      day.Date      // until when, if it lives elsewhere now
	Ended   bool          // in today's tree: what is left here of a unit that has ended
	Later   bool          // it was founded after the period; in today's tree the work of its units counts in it
	Figures []Figure
}

// Rows lists the units below one as lines of its figures, by name: those that
// stood there on some day from one to another. Of one that stood there on a part
// of these days only that part counts, and no target is compared with it. Flows of
// all rows, and what the unit booked itself, are its own flows exactly.
func (s *Service) Rows(ctx context.Context, tx *db.Tx, q ledger.Query, from, to day.Date) ([]Row, error) {
	stays, err := s.ledger().Below(ctx, tx, q.Units[0], q.Tree, from, to)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(stays))
	for i, stay := range stays {
		ids[i] = stay.Unit
	}
	nodes, err := s.Org.Nodes(ctx, tx, ids, min(to, tx.Today()))
	if err != nil {
		return nil, err
	}
	units := map[string]org.Node{}
	for _, n := range nodes {
		units[n.ID] = n
	}
	all := parts{}
	for _, stay := range stays {
		all.add(units[stay.Unit], stay, q, ledger.Stay{From: from, To: to}, tx.Today())
	}
	return s.fillRows(ctx, tx, q, all)
}

// part is rows that are asked by one query.
type part struct {
	period   ledger.Period
	share    bool // what the units add to those above them: they have no figures themselves
	targeted bool // compared with targets of the period that is asked
}

type parts map[part][]Row

// add works out how a unit is asked that stood below on days of a span.
func (all parts) add(n org.Node, stay ledger.Stay, q ledger.Query, in ledger.Stay, today day.Date) {
	r := Row{Unit: n.Unit, Below: n.Below, Period: q.Period}
	first, end := day.Max(n.FoundedOn, in.From), in.To
	if n.DissolvedOn != "" {
		end = day.Min(n.DissolvedOn, end)
	}
	lived := first <= stay.To && end >= stay.From
	if r.Later = n.FoundedOn > in.To; lived && stay.From > first {
		r.From = stay.From
	}
	if lived && stay.To < end {
		r.To = stay.To
	}
	if stay.From > in.From || stay.To < in.To {
		r.Period = ledger.Days(day.Max(stay.From, q.Period.From), stay.To)
	}
	r.Ended = q.Tree == ledger.Today && n.DissolvedOn != "" && n.DissolvedOn < today
	p := part{period: r.Period, share: !lived || r.Ended}
	p.targeted = !p.share && r.From == "" && r.To == ""
	all[p] = append(all[p], r)
}

// fillRows reads the figures, a query for each part. Of units that have no
// figures themselves only those are kept that live in today's tree or add
// something.
func (s *Service) fillRows(ctx context.Context, tx *db.Tx, q ledger.Query, all parts) (out []Row, err error) {
	asked, n := PeriodText(q.Period), len(q.Indicators)
	for p, rows := range all {
		q.Period, q.Share, q.Units = p.period, p.share, nil
		for _, r := range rows {
			q.Units = append(q.Units, r.Unit.ID)
		}
		targets := ""
		if p.targeted {
			targets = asked
		}
		figures, err := s.figures(ctx, tx, q, targets)
		if err != nil {
			return nil, err
		}
		for i, r := range rows {
			lives := q.Tree == ledger.Today && !r.Ended && r.Unit.FoundedOn <= tx.Today()
			if r.Figures = figures[i*n : (i+1)*n]; !p.share || lives || r.Any() {
				out = append(out, r)
			}
		}
	}
	sortByName(out)
	return out, nil
}

// sortByName puts what is left of units that have ended last.
func sortByName(rows []Row) {
	var names search.Order
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(
			endedLast(a, b), names.Compare(a.Unit.Name, b.Unit.Name), cmp.Compare(a.Unit.Code, b.Unit.Code), cmp.Compare(a.Period.From, b.Period.From),
		)
	})
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
