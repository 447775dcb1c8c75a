package activity

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// folded is what a record is found by.
func (r Record) folded() string { return search.Fold(r.Title + " " + r.Ref + " " + r.Partner) }

// FoldArgs is the daily job that lets old records be found.
type FoldArgs struct{}

// Kind names the job.
func (FoldArgs) Kind() string { return "activity.fold" }

// foldPage is how many records are folded in one transaction.
const foldPage = 500

// Fold lets records be found that were recorded before records were searched.
// It works in pages; registered with job.RegisterOutside.
func (s *Service) Fold(ctx context.Context, _ FoldArgs) (err error) {
	defer errs.Wrap(&err, "activity.Fold")
	for last := ""; ; {
		var page []Record
		err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
			if page, err = unfolded(ctx, tx, last, foldPage); err != nil {
				return err
			}
			for _, r := range page {
				if err := setFolded(ctx, tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(page) == 0 {
			return err
		}
		last = page[len(page)-1].ID
	}
}
