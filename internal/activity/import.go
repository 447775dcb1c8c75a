package activity

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/sheet"
)

// Columns of activities.csv (design.md §7): the common ones and the fields of
// all kinds, with the Vietnamese names read as well. A table holds no files.
func (s *Service) Columns() []sheet.Column {
	out := []sheet.Column{
		{Name: "ref", Names: []string{"số hiệu", "mã việc"}, Required: true},
		{Name: "unit", Names: []string{"mã đơn vị", "đơn vị"}, Required: true},
		{Name: "kind", Names: []string{"loại việc", "việc"}, Required: true},
		{Name: "date", Names: []string{"ngày"}, Required: true},
		{Name: "title", Names: []string{"nội dung", "tên việc"}},
		{Name: "partner", Names: []string{"phối hợp với", "đối tác"}},
		{Name: "note", Names: []string{"ghi chú"}},
		{Name: "under", Names: []string{"thuộc việc", "số hiệu việc chính"}},
		{Name: "reason", Names: []string{"lý do ghi muộn"}},
	}
	for _, k := range s.Kinds.List {
		for _, f := range k.Fields {
			if !f.Attached() {
				out = withField(out, f)
			}
		}
	}
	return unambiguous(out)
}

// withField adds a field to the columns; kinds share a column by its name.
func withField(out []sheet.Column, f Field) []sheet.Column {
	names := append([]string{f.Label}, f.Names...)
	i := slices.IndexFunc(out, func(c sheet.Column) bool { return c.Name == f.Name })
	if i < 0 {
		return append(out, sheet.Column{Name: f.Name, Names: names})
	}
	out[i].Names = append(out[i].Names, names...)
	return out
}

// unambiguous leaves each further name to the first column that has it; a
// column can always be called by its own.
func unambiguous(columns []sheet.Column) []sheet.Column {
	taken := map[string]bool{}
	for _, c := range columns {
		taken[search.Fold(c.Name)] = true
	}
	for i, c := range columns {
		columns[i].Names = slices.DeleteFunc(c.Names, func(name string) bool {
			key := search.Fold(name)
			had := taken[key]
			taken[key] = true
			return had
		})
	}
	return columns
}

// ImportRow books one row of activities.csv in the caller's transaction. The
// same ref of a unit again changes nothing. Refusals name the columns.
func (s *Service) ImportRow(ctx context.Context, tx *db.Tx, row sheet.Row) error {
	d := Draft{
		Ref: row.Get("ref"), Unit: row.Get("unit"), Kind: row.Get("kind"), DayText: row.Get("date"), Title: row.Get("title"),
		Partner: row.Get("partner"), Note: row.Get("note"),
		Under: row.Get("under"), Reason: row.Get("reason"), Fields: Fields{},
	}
	if k := s.Kinds.Find(d.Kind); k != nil {
		for _, f := range k.Fields {
			if f.Attached() {
				continue
			}
			d.Fields[f.Name] = row.Get(f.Name)
		}
	}
	if d.Ref == "" {
		return s.withoutRef(ctx, tx, d)
	}
	_, err := s.RecordIn(ctx, tx, d)
	return columnNames(err)
}

// withoutRef refuses a row without a ref, and tells what else is wrong with it.
func (s *Service) withoutRef(ctx context.Context, tx *db.Tx, d Draft) error {
	var faults errs.List
	faults.Add(errs.At("ref", "error.required"))
	if _, err := s.check(ctx, tx, d); err != nil {
		if !errs.Is(err, errs.Invalid) {
			return columnNames(err)
		}
		faults = append(faults, errs.All(err)...)
	}
	return columnNames(faults.Err())
}

// columnNames says refusals by the columns of the file.
func columnNames(err error) error {
	switch errs.KindOf(err) {
	case errs.Denied:
		e := *errs.Of(err)
		e.Field = "unit" // it is that unit the sender may not record in
		return &e
	case errs.Invalid, errs.Conflict:
		for _, e := range errs.All(err) {
			if e.Field == "day" {
				e.Field = "date"
			}
		}
	}
	return err
}
