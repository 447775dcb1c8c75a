package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

func (s *Service) fileIn(ctx context.Context, tx *db.Tx, agreement, file string) (f File, err error) {
	all, err := s.filesIn(ctx, tx, agreement)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(all, func(f File) bool { return f.Blob == file })
	if i < 0 {
		return f, errs.New(errs.NotFound, "error.notfound")
	}
	return all[i], nil
}

func (s *Service) filesIn(ctx context.Context, tx *db.Tx, agreement string) (out []File, err error) {
	if err := tx.Select(ctx, &out, `/* agreement.filesIn */
		SELECT blob, position, kind, label, at, withdrawn_at, reason FROM agreement_file WHERE agreement = $1 AND at < $2 ORDER BY position, blob`,
		agreement, tx.Tomorrow()); err != nil {
		return nil, err
	}
	ids := make([]string, len(out))
	for i, f := range out {
		ids[i] = f.Blob
		if f.WithdrawnAt != nil && *f.WithdrawnAt >= tx.Tomorrow() {
			out[i].WithdrawnAt, out[i].Reason = nil, ""
		}
	}
	infos, err := blob.Infos(ctx, tx, ids...)
	for i := range out {
		out[i].Info = infos[out[i].Blob]
	}
	return out, err
}

func insertFile(ctx context.Context, tx *db.Tx, agreement string, f File) error {
	_, err := tx.Exec(ctx, `/* agreement.insertFile */
		INSERT INTO agreement_file (agreement, blob, position, kind, label, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		agreement, f.Blob, f.Position, f.Kind, f.Label, f.At)
	return err
}

func deleteFile(ctx context.Context, tx *db.Tx, agreement, file string) error {
	_, err := tx.Exec(ctx, `/* agreement.deleteFile */ DELETE FROM agreement_file WHERE agreement = $1 AND blob = $2`, agreement, file)
	return err
}

func withdrawFile(ctx context.Context, tx *db.Tx, agreement, file, reason string) error {
	_, err := tx.Exec(ctx, `/* agreement.withdrawFile */
		UPDATE agreement_file SET withdrawn_at = $3, reason = $4 WHERE agreement = $1 AND blob = $2`, agreement, file, tx.Now(), reason)
	return err
}

// standingFiles are the ids of files that were not withdrawn.
func standingFiles(all []File) (out []string) {
	for _, f := range all {
		if f.WithdrawnAt == nil {
			out = append(out, f.Blob)
		}
	}
	return out
}

// saidWith is a file of the journal, of an entry made before tomorrow.
func saidWith(ctx context.Context, tx *db.Tx, agreement, file string) (f File, err error) {
	var there bool
	if err := tx.Get(ctx, &there, `/* agreement.saidWith */
		SELECT EXISTS (SELECT 1 FROM agreement_evidence v JOIN agreement_entry e ON e.id = v.entry WHERE e.agreement = $1 AND v.blob = $2 AND e.at < $3)`,
		agreement, file, tx.Tomorrow()); err != nil {
		return f, err
	}
	if !there {
		return f, errs.New(errs.NotFound, "error.notfound")
	}
	f.Blob = file
	f.Info, err = blob.Get(ctx, tx, file)
	return f, err
}
