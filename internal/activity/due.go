package activity

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// DueIn lists open work that the actor may bring to its end: that of a unit and
// of all that stand below it today, due by a day, the longest overdue first.
func (s *Service) DueIn(ctx context.Context, tx *db.Tx, unit string, until day.Date, limit int) (out []Line, err error) {
	defer errs.Wrap(&err, "activity.DueIn")
	q, err := s.due(ctx, tx, unit, until)
	if err != nil || q == nil {
		return nil, err
	}
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
	return countWork(ctx, tx, q, most)
}

// due is the query of open work due by a day; nil for whom it is not to do.
func (s *Service) due(ctx context.Context, tx *db.Tx, unit string, until day.Date) (*query, error) {
	if may, err := s.Org.Guard.Can(ctx, tx, Write, unit); err != nil || !may {
		return nil, err
	}
	q := &query{conds: []string{openWork}}
	q.and(`r.due <= $n`, until)
	q.today(unit, tx.Today())
	return q, nil
}

// UndatedIn lists work of kinds that come to an end, which has come to none and
// has no day by which it should: a letter sent and not answered. It is of a
// unit and of all that stand below it today, for whoever may write there; the
// oldest first.
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
	q := &query{conds: []string{`r.due = '' AND r.done = '' AND r.withdrawn_at IS NULL AND r.kind IN (` + db.In(1, len(kinds)) + `)`}, args: db.Anys(kinds)}
	q.today(unit, tx.Today())
	out, err = undatedLines(ctx, tx, q, limit)
	s.maskLines(out)
	return out, err
}

// today narrows to the units that stand at or below another today.
func (q *query) today(unit string, today day.Date) {
	n := len(q.args)
	q.args = append(q.args, unit, today)
	q.conds = append(q.conds, `/* activity.today */ r.unit IN (SELECT CAST(`+db.In(n+1, 1)+` AS TEXT) UNION ALL
		SELECT sl.unit FROM ledger_roll sr JOIN ledger_leaf sl ON sl.atom = sr.atom
		WHERE sr.ancestor = `+db.In(n+1, 1)+` AND sr.valid_from <= `+db.In(n+2, 1)+` AND sr.valid_to >= `+db.In(n+2, 1)+`)`)
}

func countWork(ctx context.Context, tx *db.Tx, q *query, most int) (n int, err error) {
	err = tx.Get(ctx, &n, `/* activity.countWork */ SELECT COUNT(*) FROM (
		SELECT 1 AS one FROM activity_record r WHERE `+q.where()+` LIMIT `+db.In(len(q.args)+1, 1)+`) w`, append(q.args, most)...)
	return n, err
}

func undatedLines(ctx context.Context, tx *db.Tx, q *query, limit int) (out []Line, err error) {
	err = tx.Select(ctx, &out, `/* activity.undatedLines */ SELECT `+lineColumns+` FROM activity_record r`+lineJoins+`
		WHERE `+q.where()+` ORDER BY r.day, r.id LIMIT `+db.In(len(q.args)+1, 1), append(q.args, limit)...)
	return out, err
}
