package activity

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
)

// Columns of activities.csv (design.md §7): the common ones and the fields of
// all kinds, with the Vietnamese names read as well.
func (s *Service) Columns() []sheet.Column {
	out := []sheet.Column{
		{Name: "ref", Names: []string{"số hiệu", "mã việc"}, Required: true},
		{Name: "unit", Names: []string{"mã đơn vị", "đơn vị"}, Required: true},
		{Name: "kind", Names: []string{"loại việc", "việc"}, Required: true},
		{Name: "date", Names: []string{"ngày"}, Required: true},
		{Name: "title", Names: []string{"nội dung", "tên việc"}},
		{Name: "partner", Names: []string{"phối hợp với", "đối tác"}},
		{Name: "note", Names: []string{"ghi chú"}},
	}
	seen := map[string]bool{}
	for _, k := range s.Kinds.List {
		for _, f := range k.Fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				out = append(out, sheet.Column{Name: f.Name, Names: append([]string{f.Label}, f.Names...)})
			}
		}
	}
	return out
}

// ImportRow books one row of activities.csv in the caller's transaction. The
// same ref of a unit again changes nothing.
func (s *Service) ImportRow(ctx context.Context, tx *db.Tx, row sheet.Row) error {
	var faults errs.List
	d := Draft{
		Ref: row.Get("ref"), Unit: row.Get("unit"), Kind: row.Get("kind"), Title: row.Get("title"),
		Partner: row.Get("partner"), Note: row.Get("note"), Fields: Fields{},
	}
	if d.Ref == "" {
		faults.Add(errs.At("ref", "error.required"))
	}
	if v := row.Get("date"); v != "" {
		iso, err := i18n.ParseDate(v)
		if err != nil {
			e := *errs.Of(err)
			e.Field = "date"
			faults.Add(&e)
		}
		d.Day = day.Date(iso)
	}
	k := s.Kinds.Find(d.Kind)
	if k == nil {
		faults.Add(errs.At("kind", "activity.kind.unknown", errs.Args{"kind": d.Kind}))
		return faults.Err()
	}
	for _, f := range k.Fields {
		d.Fields[f.Name] = row.Get(f.Name)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	_, err := s.RecordIn(ctx, tx, d)
	if err != nil && errs.KindOf(err) != errs.Internal {
		for _, e := range errs.All(err) {
			if e.Field == "day" {
				e.Field = "date"
			}
		}
	}
	return err
}
