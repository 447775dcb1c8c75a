package activity

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// DueIn lists a unit's own open work that is due by a day, the longest overdue
// first, for whoever may bring it to its end.
func (s *Service) DueIn(ctx context.Context, tx *db.Tx, unit string, until day.Date, limit int) (out []Line, err error) {
	defer errs.Wrap(&err, "activity.DueIn")
	q, err := s.due(ctx, tx, unit, until)
	if err != nil || q == nil {
		return nil, err
	}
	q.units = []string{unit}
	out, err = openLines(ctx, tx, q, limit)
	s.maskLines(out)
	return out, err
}

// DueBelowIn is DueIn for the work of the units that stand below another today.
func (s *Service) DueBelowIn(ctx context.Context, tx *db.Tx, unit string, until day.Date, limit int) (out []Line, err error) {
	defer errs.Wrap(&err, "activity.DueBelowIn")
	q, err := s.due(ctx, tx, unit, until)
	if err != nil || q == nil {
		return nil, err
	}
	q.below(unit, tx.Today())
	out, err = openLines(ctx, tx, q, limit)
	s.maskLines(out)
	return out, err
}

// CountDue counts what DueIn lists, up to most: it is asked for each page that
// is shown.
func (s *Service) CountDue(ctx context.Context, tx *db.Tx, unit string, until day.Date, most int) (n int, err error) {
	defer errs.Wrap(&err, "activity.CountDue")
	q, err := s.due(ctx, tx, unit, until)
	if err != nil || q == nil {
		return 0, err
	}
	q.units = []string{unit}
	return countWork(ctx, tx, q, most)
}

// CountDueBelow counts what DueBelowIn lists, up to most.
func (s *Service) CountDueBelow(ctx context.Context, tx *db.Tx, unit string, until day.Date, most int) (n int, err error) {
	defer errs.Wrap(&err, "activity.CountDueBelow")
	q, err := s.due(ctx, tx, unit, until)
	if err != nil || q == nil {
		return 0, err
	}
	q.below(unit, tx.Today())
	return countWork(ctx, tx, q, most)
}

// due is the query of open work due by a day; nil for whom it is not to do.
func (s *Service) due(ctx context.Context, tx *db.Tx, unit string, until day.Date) (*query, error) {
	if may, err := s.Org.Guard.Can(ctx, tx, Write, unit); err != nil || !may {
		return nil, err
	}
	q := &query{conds: []string{openWork}}
	q.and(`r.due <= $n`, until)
	return q, nil
}

// UndatedIn lists a unit's own work of kinds that come to an end, which has come
// to none and has no day by which it should: a letter sent and not answered. The
// oldest comes first; it is for whoever may write there.
func (s *Service) UndatedIn(ctx context.Context, tx *db.Tx, unit string, limit int) (out []Line, err error) {
	defer errs.Wrap(&err, "activity.UndatedIn")
	if may, err := s.Org.Guard.Can(ctx, tx, Write, unit); err != nil || !may {
		return nil, err
	}
	var kinds []string
	for _, k := range s.Kinds.List {
		if k.Done != "" {
			kinds = append(kinds, k.Code)
		}
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	out, err = undatedLines(ctx, tx, unit, kinds, limit)
	s.maskLines(out)
	return out, err
}

// below narrows to the units that stand below another today.
func (q *query) below(unit string, today day.Date) {
	n := len(q.args)
	q.args = append(q.args, unit, today)
	q.conds = append(q.conds, `/* activity.below */ r.unit <> `+db.In(n+1, 1)+` AND r.unit IN (
		SELECT sl.unit FROM ledger_roll sr JOIN ledger_leaf sl ON sl.atom = sr.atom
		WHERE sr.ancestor = `+db.In(n+1, 1)+` AND sr.valid_from <= `+db.In(n+2, 1)+` AND sr.valid_to >= `+db.In(n+2, 1)+`)`)
}

func countWork(ctx context.Context, tx *db.Tx, q *query, most int) (n int, err error) {
	cond, args := q.everywhere()
	err = tx.Get(ctx, &n, `/* activity.countWork */ SELECT COUNT(*) FROM (
		SELECT 1 AS one FROM activity_record r WHERE `+cond+` LIMIT `+db.In(len(args)+1, 1)+`) w`, append(args, most)...)
	return n, err
}

func undatedLines(ctx context.Context, tx *db.Tx, unit string, kinds []string, limit int) (out []Line, err error) {
	n := len(kinds)
	err = tx.Select(ctx, &out, `/* activity.undatedLines */ SELECT `+lineColumns+` FROM activity_record r`+lineJoins+`
		WHERE r.unit = $1 AND r.due = '' AND r.done = '' AND r.withdrawn_at IS NULL AND r.kind IN (`+db.In(3, n)+`)
		ORDER BY r.day, r.id LIMIT $2`, append([]any{unit, limit}, db.Anys(kinds)...)...)
	return out, err
}
