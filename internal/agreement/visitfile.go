package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// infosOf is what is known of files, in their order.
func infosOf(ctx context.Context, tx *db.Tx, ids []string) (out []blob.Info, err error) {
	infos, err := blob.Infos(ctx, tx, ids...)
	for _, id := range ids {
		if i, there := infos[id]; there {
			out = append(out, i)
		}
	}
	return out, err
}

// VisitFile is what is known of a file of a visit or of an answer, with its
// preview if it is a picture.
func (s *Service) VisitFile(ctx context.Context, visit, id string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "agreement.VisitFile(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v, err := s.readableVisit(ctx, tx, visit)
		if err != nil {
			return err
		}
		ids, err := answerFiles(ctx, tx, visit)
		if err == nil && !slices.Contains(append(ids, v.Files...), id) {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		if i, err = blob.Get(ctx, tx, id); err != nil || !i.Picture() {
			return err
		}
		preview, err = blob.Preview(ctx, tx, id)
		return err
	})
	return i, preview, err
}

// KeptFiles is what is known of files a form carries along: those that hang on
// something of the visit and those the actor has just sent.
func (s *Service) KeptFiles(ctx context.Context, visit string, ids []string) (out []blob.Info, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var old []string
		if v, err := s.readableVisit(ctx, tx, visit); err == nil {
			if old, err = answerFiles(ctx, tx, visit); err != nil {
				return err
			}
			old = append(old, v.Files...)
		} else if !errs.Is(err, errs.NotFound) {
			return err
		}
		all, err := infosOf(ctx, tx, ids)
		out = slices.DeleteFunc(all, func(i blob.Info) bool { return i.Account != actor(ctx) && !slices.Contains(old, i.ID) })
		return err
	})
	return out, err
}
