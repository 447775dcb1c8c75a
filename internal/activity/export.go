package activity

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
)

// Exported is a record as a row of activities.csv says it.
type Exported struct {
	Record
	UnitCode string
	UnderRef string // how the record it is part of is called in the same file
	Kind     *Kind
}

// Ref is what the record is called in a file: its own ref, else its id.
func (e Exported) Ref() string { return cmp.Or(e.Record.Ref, e.ID) }

// ExportColumns lists the columns the records of a filter need, and keeps in
// the log who exports them. Withdrawn records are not exported: sent again they
// would count.
func (s *Service) ExportColumns(ctx context.Context, f Filter) (out []sheet.Column, err error) {
	defer errs.Wrap(&err, "activity.ExportColumns")
	var codes []string
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		q, err := s.exported(ctx, tx, f)
		if err != nil {
			return err
		}
		if codes, err = kindsOf(ctx, tx, q); err != nil {
			return err
		}
		detail := map[string]string{"kind": f.Kind, "from": string(f.From), "to": string(f.To)}
		return audit.Add(ctx, tx, audit.Entry{Account: changer(ctx), Action: "activity.export", TargetKind: "activity", Unit: f.Unit, Detail: detail})
	})
	for _, c := range s.Columns() {
		if labels := s.labelsOf(c.Name, codes); len(labels) > 0 || slices.Contains(common, c.Name) {
			c.Names = heading(c.Names, labels)
			out = append(out, c)
		}
	}
	return out, err
}

// labelsOf lists what some kinds call a field.
func (s *Service) labelsOf(field string, codes []string) (labels []string) {
	for _, code := range codes {
		if k := s.Kinds.ByCode(code); k != nil {
			if label := k.Field(field).Label; label != "" && !slices.Contains(labels, label) {
				labels = append(labels, label)
			}
		}
	}
	return labels
}

// heading is what a column is called when some kinds use it: what all of them
// call it, else nothing but its own name.
func heading(names, labels []string) []string {
	switch {
	case len(labels) == 0:
		return names
	case len(labels) == 1 && slices.Contains(names, labels[0]):
		return labels
	}
	return nil
}

func (s *Service) exported(ctx context.Context, tx *db.Tx, f Filter) (*query, error) {
	f.Cursor = ""
	q, err := s.listed(ctx, tx, f)
	q.conds = append(q.conds, `r.withdrawn_at IS NULL`)
	return q, err
}

// Export gives the records of a filter one by one, of one snapshot, by day;
// parts after all that is no part. What is private is masked. An error of each
// ends it.
func (s *Service) Export(ctx context.Context, f Filter, each func(Exported) error) (err error) {
	defer errs.Wrap(&err, "activity.Export")
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		q, err := s.exported(ctx, tx, f)
		if err != nil {
			return err
		}
		if err := s.exportSome(ctx, tx, q, ` AND r.under IS NULL`, each); err != nil {
			return err
		}
		return s.exportSome(ctx, tx, q, ` AND r.under IS NOT NULL`, each)
	})
}

func (s *Service) exportSome(ctx context.Context, tx *db.Tx, q *query, some string, each func(Exported) error) error {
	text, args := exportText(q, some)
	return tx.Each(ctx, text, args, func(scan func(...any) error) error {
		var e Exported
		if err := scan(&e.ID, &e.Record.Kind, &e.UnitCode, &e.Record.Ref, &e.Day, &e.Title, &e.Partner, &e.Note, &e.Fields, &e.UnderRef); err != nil {
			return err
		}
		if e.Kind = s.Kinds.ByCode(e.Record.Kind); e.Kind != nil {
			e.Fields = e.Kind.masked(e.Fields)
		}
		return each(e)
	})
}
