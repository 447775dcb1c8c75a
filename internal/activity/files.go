package activity

import (
	"context"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Keep stores files before the record they are for, so that they are not lost
// when the record is refused. Each is its sender's: nobody else can attach it,
// and one that is never attached is purged after a day.
func (s *Service) Keep(ctx context.Context, files []*blob.Content) (ids []string, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		ids = nil
		for _, c := range files {
			i, err := blob.Put(ctx, tx, c)
			if err != nil {
				return err
			}
			ids = append(ids, i.ID)
		}
		return nil
	})
	return ids, err
}

// checkFiles wants files that hang on the record already or are the actor's
// own, and pictures where a field is one of photos.
func (s *Service) checkFiles(ctx context.Context, tx *db.Tx, f Field, rec Record) error {
	ids := rec.Fields.Files(f.Name)
	infos, err := blob.Infos(ctx, tx, ids...)
	if err != nil {
		return err
	}
	old, err := attached(ctx, tx, rec.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		i, there := infos[id]
		if !there || (i.Account != changer(ctx) && !slices.Contains(old, id)) {
			return errs.New(errs.Invalid, "activity.files.gone")
		}
		if f.Type == PhotoField && !i.Picture() {
			return errs.New(errs.Invalid, "blob.photo", errs.Args{"file": i.Name})
		}
	}
	return nil
}

// sameFiles tells that two lists of files have the same contents in the same
// order: the form was sent twice, and its files with it.
func sameFiles(ctx context.Context, tx *db.Tx, a, b []string) (bool, error) {
	if len(a) != len(b) {
		return false, nil
	}
	infos, err := blob.Infos(ctx, tx, slices.Concat(a, b)...)
	if err != nil {
		return false, err
	}
	for i := range a {
		if infos[a[i]].SHA256 != infos[b[i]].SHA256 {
			return false, nil
		}
	}
	return true, nil
}

// Files is what is known of files a form carries along, in their order: those
// of the record and those the actor has just sent. Others are left out.
func (s *Service) Files(ctx context.Context, record string, ids []string) (out []blob.Info, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		infos, err := blob.Infos(ctx, tx, ids...)
		if err != nil {
			return err
		}
		old, err := attached(ctx, tx, record)
		if err != nil {
			return err
		}
		out = nil
		for _, id := range ids {
			if i, there := infos[id]; there && (i.Account == changer(ctx) || slices.Contains(old, id)) {
				out = append(out, i)
			}
		}
		return nil
	})
	return out, err
}

// File is what is known of a file that hangs on a record or did; out of scope
// it is not found.
func (s *Service) File(ctx context.Context, record, id string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "activity.File(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		rec, err := recordByID(ctx, tx, record)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, rec.Unit); err != nil {
			return err
		}
		ids, err := attached(ctx, tx, record)
		if err != nil {
			return err
		}
		if !slices.Contains(ids, id) {
			return errs.New(errs.NotFound, "error.notfound")
		}
		if i, err = blob.Get(ctx, tx, id); err != nil || !i.Picture() {
			return err
		}
		preview, err = blob.Preview(ctx, tx, id)
		return err
	})
	return i, preview, err
}

// UsedFiles tells which of some files hang on records: for the purge of files
// nothing uses.
func (s *Service) UsedFiles(ctx context.Context, tx *db.Tx, ids []string) (used []string, err error) {
	err = tx.Select(ctx, &used, `/* activity.UsedFiles */ SELECT DISTINCT blob FROM activity_file WHERE blob IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	return used, err
}
