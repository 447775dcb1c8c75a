package activity

import (
	"context"
	"maps"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Open lists work that is to be done and is not done yet, the longest overdue
// first. Of the filter, days and words count for nothing. next is the cursor of
// the page that follows, empty on the last.
func (s *Service) Open(ctx context.Context, f Filter) (out []Line, next string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, next, err = s.OpenIn(ctx, tx, f)
		return err
	})
	return out, next, err
}

// OpenIn is Open on the caller's snapshot.
func (s *Service) OpenIn(ctx context.Context, tx *db.Tx, f Filter) (out []Line, next string, err error) {
	defer errs.Wrap(&err, "activity.Open")
	if f.Limit <= 0 {
		f.Limit = PageSize
	}
	q := &query{conds: []string{openWork}}
	if f.Kind != "" {
		q.and(`r.kind = $n`, f.Kind)
	}
	q.after(`(r.due, r.id) > `, f.Cursor)
	if err := s.scoped(ctx, tx, q, f.Unit); err != nil {
		return nil, "", err
	}
	if out, err = openLines(ctx, tx, q, f.Limit+1); err != nil {
		return nil, "", err
	}
	s.maskLines(out)
	if len(out) > f.Limit {
		out = out[:f.Limit]
		next = string(out[f.Limit-1].Due) + "," + out[f.Limit-1].ID
	}
	return out, next, nil
}

// openWork is what the index of open work holds, in its words.
const openWork = `r.due <> '' AND r.done = '' AND r.withdrawn_at IS NULL`

// IsOpen tells that the record is work to be done that is not done yet.
func (r Record) IsOpen() bool { return r.Due != "" && r.Done == "" && r.WithdrawnAt == nil }

// Finish says on which day the work of a record was done: a correction of that
// one field. Finishing it twice is finishing it once.
func (s *Service) Finish(ctx context.Context, id string, version int, done, reason string) (rec Record, err error) {
	defer errs.Wrap(&err, "activity.Finish(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		k := s.Kinds.ByCode(old.Kind)
		if k == nil || k.Done == "" {
			return errs.New(errs.Invalid, "activity.done_none")
		}
		u, err := s.Org.UnitByID(ctx, tx, old.Unit)
		if err != nil {
			return err
		}
		d := Draft{Unit: u.Code, Day: old.Day, Partner: old.Partner, Note: old.Note, Fields: maps.Clone(old.Fields)}
		if d.Fields[k.Done] = done; clean(done) == "" {
			return errs.At(k.Done, "error.required")
		}
		rec, err = s.changeIn(ctx, tx, id, version, d, reason)
		return err
	})
	return rec, err
}

// LateDays is how many days after its due day open work is; 0 while it is in
// time or done.
func (r Record) LateDays(today day.Date) int {
	if !r.IsOpen() || r.Due >= today {
		return 0
	}
	return int(today.Time().Sub(r.Due.Time()).Hours() / 24)
}
