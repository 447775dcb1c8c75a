package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Attach hangs files on an agreement as its papers: what was signed, scanned.
// They are the actor's own, sent before. The same again changes nothing.
func (s *Service) Attach(ctx context.Context, id string, files ...string) (err error) {
	defer errs.Wrap(&err, "agreement.Attach(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		there, err := filesOf(ctx, tx, id)
		if err != nil {
			return err
		}
		fresh := slices.DeleteFunc(slices.Clone(files), func(f string) bool { return slices.Contains(there, f) })
		switch {
		case len(files) == 0:
			return errs.At("files", "error.required")
		case len(there)+len(fresh) > 2*mostFiles:
			return errs.At("files", "agreement.many", errs.Args{"max": 2 * mostFiles})
		case len(fresh) == 0:
			return nil // a double click
		}
		if err := attach(ctx, tx, a, fresh, len(there)); err != nil {
			return err
		}
		return s.note(ctx, tx, "agreement.file", a, "")
	})
}

func attach(ctx context.Context, tx *db.Tx, a Agreement, files []string, after int) error {
	infos, err := blob.Infos(ctx, tx, files...)
	if err != nil {
		return err
	}
	for i, id := range files {
		if info, there := infos[id]; !there || info.Account != actor(ctx) { // another's file is nobody's paper
			return errs.At("files", "error.notfound")
		}
		if err := insertFile(ctx, tx, a.ID, id, after+i+1); err != nil {
			return err
		}
	}
	return nil
}

// File is what is known of a file that hangs on an agreement or its journal, and
// of a picture its preview; out of scope it is not found.
func (s *Service) File(ctx context.Context, agreement, id string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "agreement.File(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.readable(ctx, tx, agreement); err != nil {
			return err
		}
		there, err := hangs(ctx, tx, agreement, id, tomorrow(tx))
		if err == nil && !there {
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

// hangs tells whether a file hangs on an agreement, or on an entry that was made
// before a moment.
func hangs(ctx context.Context, tx *db.Tx, agreement, file string, before int64) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.hangs */ SELECT
		EXISTS (SELECT 1 FROM agreement_file WHERE agreement = $1 AND blob = $2)
		OR EXISTS (SELECT 1 FROM agreement_evidence v JOIN agreement_entry e ON e.id = v.entry WHERE e.agreement = $1 AND v.blob = $2 AND e.at < $3)`,
		agreement, file, before)
	return yes, err
}

func insertFile(ctx context.Context, tx *db.Tx, agreement, file string, position int) error {
	_, err := tx.Exec(ctx, `/* agreement.insertFile */
		INSERT INTO agreement_file (agreement, blob, position) VALUES ($1, $2, $3)`, agreement, file, position)
	return err
}

// proofsOf are the entries that said how duties came out, by duty; of one that
// was reopened the last.
func proofsOf(ctx context.Context, tx *db.Tx, agreement string, before int64) (map[string]Entry, error) {
	var said []Entry
	if err := tx.Select(ctx, &said, `/* agreement.proofsOf */
		SELECT `+entryColumns+` FROM agreement_entry e
		WHERE e.agreement = $1 AND e.kind = $2 AND e.at < $3 ORDER BY e.at DESC, e.id DESC`, agreement, Came, before); err != nil {
		return nil, err
	}
	out := map[string]Entry{}
	if err := withFiles(ctx, tx, said); err != nil {
		return nil, err
	}
	for _, e := range said {
		if _, later := out[*e.Duty]; !later {
			out[*e.Duty] = e
		}
	}
	return out, nil
}
