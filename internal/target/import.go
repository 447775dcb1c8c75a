package target

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
)

// Columns of targets.csv (design.md §7), with the Vietnamese names read as well.
func Columns() []sheet.Column {
	return []sheet.Column{
		{Name: "indicator", Names: []string{"chỉ tiêu", "chỉ số", "mã chỉ tiêu"}, Required: true},
		{Name: "unit", Names: []string{"đơn vị", "mã đơn vị"}, Required: true},
		{Name: "period", Names: []string{"kỳ", "năm"}, Required: true},
		{Name: "comparison", Names: []string{"so sánh"}},
		{Name: "value", Names: []string{"giá trị", "chỉ tiêu giao", "số giao"}, Required: true},
		{Name: "document", Names: []string{"văn bản", "số văn bản"}, Required: true},
		{Name: "issued_on", Names: []string{"ngày văn bản", "ngày ban hành", "ngày giao"}, Required: true},
	}
}

// ImportRow books one row of targets.csv in the caller's transaction. The same
// row again changes nothing; the same key with a later document is a revision.
func (s *Service) ImportRow(ctx context.Context, tx *db.Tx, row sheet.Row) error {
	g := Giving{
		Indicator: row.Get("indicator"), Unit: row.Get("unit"), Period: row.Get("period"),
		Comparison: row.Get("comparison"), Value: row.Get("value"), Document: row.Get("document"),
	}
	if v := row.Get("issued_on"); v != "" {
		iso, err := i18n.ParseDate(v)
		if err != nil {
			e := *errs.Of(err)
			e.Field = "issued_on"
			return &e
		}
		g.IssuedOn = day.Date(iso)
	}
	if done, err := s.givenBefore(ctx, tx, g); err != nil || done {
		return err
	}
	_, err := s.GiveIn(ctx, tx, g)
	return columnNames(err)
}

// columnNames says refusals by the columns of the file: it has none for the
// reason of a change within one day.
func columnNames(err error) error {
	if err == nil || errs.KindOf(err) != errs.Invalid {
		return err
	}
	var faults errs.List
	for _, e := range errs.All(err) {
		own := *e
		if own.Key == "target.sameday" {
			own.Field, own.Key = "issued_on", "target.import.sameday"
		}
		faults.Add(&own)
	}
	return faults.Err()
}

// givenBefore tells that just this giving is in the history already: a file
// with several revisions may be sent again.
func (s *Service) givenBefore(ctx context.Context, tx *db.Tx, g Giving) (bool, error) {
	t, u, err := s.read(ctx, tx, g)
	if err != nil {
		return false, nil //nolint:nilerr // GiveIn says what is wrong with the row
	}
	rows, err := history(ctx, tx, []string{u.ID}, t.Period, day.Never)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(rows, t.same), nil
}
