package org

import (
	"context"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
)

// Columns of units.csv (design.md §7), with the Vietnamese names read as well.
func Columns() []sheet.Column {
	return []sheet.Column{
		{Name: "code", Names: []string{"mã", "mã đơn vị"}, Required: true},
		{Name: "name", Names: []string{"tên", "tên đơn vị"}, Required: true},
		{Name: "kind", Names: []string{"loại", "loại đơn vị", "cấp"}, Required: true},
		{Name: "parent", Names: []string{"cấp trên", "mã cấp trên", "đơn vị cấp trên"}, Required: true},
		{Name: "sector", Names: []string{"khu vực", "loại hình"}},
		{Name: "bloc", Names: []string{"khối"}},
		{Name: "ward", Names: []string{"xã phường", "mã xã phường", "phường"}},
		{Name: "employer", Names: []string{"người sử dụng lao động", "doanh nghiệp", "cơ quan"}},
		{Name: "founded_on", Names: []string{"ngày thành lập"}},
		{Name: "founding_no", Names: []string{"số quyết định", "quyết định thành lập", "số quyết định thành lập"}},
		{Name: "dissolved_on", Names: []string{"ngày giải thể", "ngày kết thúc"}},
		{Name: "reason", Names: []string{"lý do ghi muộn"}},
		{Name: "members_on_start", Names: []string{"đoàn viên ban đầu", "số đoàn viên", "đoàn viên"}},
	}
}

// ImportRow books one row of units.csv in the caller's transaction. The same
// row again changes nothing.
func (s *Service) ImportRow(ctx context.Context, tx *db.Tx, row sheet.Row) error {
	f, dissolved, err := s.readRow(row)
	if err != nil {
		return err
	}
	if same, err := s.importedBefore(ctx, tx, f); err != nil || same {
		return err
	}
	if _, err := s.FoundIn(ctx, tx, f); err != nil {
		return columnNames(err)
	}
	if dissolved == "" {
		return nil
	}
	_, err = s.DissolveIn(ctx, tx, Dissolution{Unit: f.Code, LastDay: dissolved, DecidedOn: dissolved, Reason: f.Reason})
	return columnNames(err)
}

func (s *Service) readRow(row sheet.Row) (f Founding, dissolved day.Date, err error) {
	var faults errs.List
	f = Founding{
		Code: row.Get("code"), Name: row.Get("name"), Parent: row.Get("parent"), Ward: row.Get("ward"),
		Employer: row.Get("employer"), DecisionNo: row.Get("founding_no"), Reason: row.Get("reason"),
	}
	if f.Code == "" {
		faults.Add(errs.At("code", "error.required"))
	}
	f.Kind = readCode(&faults, "kind", row.Get("kind"), s.Rules.ReadKind)
	f.Sector = readCode(&faults, "sector", row.Get("sector"), func(v string) string { return ReadCode(s.Rules.Sectors, v) })
	f.Bloc = readCode(&faults, "bloc", row.Get("bloc"), func(v string) string { return ReadCode(s.Rules.Blocs, v) })
	f.FoundedOn = readDay(&faults, "founded_on", row.Get("founded_on"))
	dissolved = readDay(&faults, "dissolved_on", row.Get("dissolved_on"))
	if v := row.Get("members_on_start"); v != "" {
		n, err := i18n.ParseNumber(v)
		addAt(&faults, "members_on_start", err)
		f.Members = n
	}
	return f, dissolved, faults.Err()
}

func readCode(faults *errs.List, column, v string, read func(string) string) string {
	if v == "" {
		return ""
	}
	code := read(v)
	if code == "" {
		faults.Add(errs.At(column, "org.import.unknown", errs.Args{"value": v}))
	}
	return code
}

func readDay(faults *errs.List, column, v string) day.Date {
	if v == "" {
		return ""
	}
	d, err := i18n.ParseDate(v)
	addAt(faults, column, err)
	return day.Date(d)
}

func addAt(faults *errs.List, column string, err error) {
	if err != nil {
		e := *errs.Of(err)
		e.Field = column
		faults.Add(&e)
	}
}

// importedBefore tells that the row's unit stands already just so.
func (s *Service) importedBefore(ctx context.Context, tx *db.Tx, f Founding) (bool, error) {
	u, err := s.Find(ctx, tx, f.Code)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	path, err := s.PathTo(ctx, tx, u.ID, day.Never)
	if err != nil {
		return false, err
	}
	parent := ""
	if len(path) > 0 {
		parent = path[len(path)-1].Code
	}
	return u.Name == strings.Join(strings.Fields(f.Name), " ") && u.Kind == f.Kind && u.FoundedOn == f.FoundedOn &&
		parent == strings.ToUpper(f.Parent), nil
}

// columnNames says refusals by the columns of the file.
func columnNames(err error) error {
	if err == nil || errs.KindOf(err) == errs.Internal {
		return err
	}
	names := map[string]string{"members": "members_on_start", "last_day": "dissolved_on", "decision_no": "founding_no"}
	for _, e := range errs.All(err) {
		if n := names[e.Field]; n != "" {
			e.Field = n
		}
	}
	return err
}
