package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// FileKind is what a file of an agreement is.
type FileKind string

const (
	Scan   FileKind = "signed" // what was signed, as it lies in the cabinet
	AnnexF FileKind = "annex"
	OtherF FileKind = "other"
)

// FileKinds are all, as they are offered.
func FileKinds() []FileKind { return []FileKind{Scan, AnnexF, OtherF} }

// File is a file that hangs on an agreement.
type File struct {
	Blob        string   `db:"blob"` // id
	Position    int      `db:"position"`
	Kind        FileKind `db:"kind"`
	Label       string   `db:"label"` // what somebody calls it; may be empty
	At          int64    `db:"at"`
	WithdrawnAt *int64   `db:"withdrawn_at"`
	Reason      string   `db:"reason"`

	Info blob.Info `db:"-"`
}

// Attachment is files to be hung on an agreement.
type Attachment struct {
	Kind  FileKind
	Label string
	Files []string // ids; they were sent by the actor
}

// Attach hangs files on an agreement, without saying what they are.
func (s *Service) Attach(ctx context.Context, id string, files ...string) error {
	return s.AttachAs(ctx, id, Attachment{Kind: OtherF, Files: files})
}

// AttachAs hangs files on an agreement, signed or not: a scan comes after the
// signature. A file that hangs there already, by its content, is passed over.
func (s *Service) AttachAs(ctx context.Context, agreement string, t Attachment) (err error) {
	defer errs.Wrap(&err, "agreement.AttachAs(%s)", agreement)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.AttachIn(ctx, tx, agreement, t) })
}

// AttachIn is AttachAs inside the caller's transaction.
func (s *Service) AttachIn(ctx context.Context, tx *db.Tx, agreement string, t Attachment) error {
	a, err := s.own(ctx, tx, agreement)
	if err != nil {
		return err
	}
	if err := tx.LockExclusive(ctx, "agreement "+agreement); err != nil {
		return err
	}
	there, err := s.filesIn(ctx, tx, agreement)
	if err != nil {
		return err
	}
	infos, err := blob.Infos(ctx, tx, t.Files...)
	if err != nil {
		return err
	}
	if err := t.check(ctx, infos, len(there)); err != nil {
		return err
	}
	position := 0
	for _, f := range there {
		position = max(position, f.Position)
	}
	for _, id := range t.Files {
		if slices.ContainsFunc(there, func(f File) bool { return f.WithdrawnAt == nil && f.Info.SHA256 == infos[id].SHA256 }) {
			continue // a double click
		}
		position++
		f := File{Blob: id, Position: position, Kind: t.Kind, Label: t.Label, At: tx.Now(), Info: infos[id]}
		if err := insertFile(ctx, tx, agreement, f); err != nil {
			return err
		}
		there = append(there, f)
		if err := s.note(ctx, tx, "agreement.file", a, f.Info.Name); err != nil {
			return err
		}
	}
	return nil
}

// mostAttached is how many files an agreement may have: the annexes of thirty
// partners and more.
const mostAttached = 200

func (t *Attachment) check(ctx context.Context, infos map[string]blob.Info, there int) error {
	var faults errs.List
	if t.Label = line(t.Label); !slices.Contains(FileKinds(), t.Kind) {
		faults.Add(errs.At("kind", "error.choice"))
	}
	atMost(&faults, "label", t.Label, maxName)
	if len(t.Files) == 0 {
		faults.Add(errs.At("files", "agreement.paper.file.none"))
	}
	if len(t.Files)+there > mostAttached {
		faults.Add(errs.At("files", "agreement.many", errs.Args{"max": mostAttached}))
	}
	for _, id := range t.Files {
		if i, ok := infos[id]; !ok || i.Account != actor(ctx) {
			faults.Add(errs.At("files", "agreement.paper.file.gone"))
			break
		}
	}
	return faults.Err()
}

// DropFile takes a wrong file from a draft. On a signed agreement it stays,
// withdrawn for a reason.
func (s *Service) DropFile(ctx context.Context, agreement, file, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.DropFile(%s)", file)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.own(ctx, tx, agreement)
		if err != nil {
			return err
		}
		f, err := s.fileIn(ctx, tx, agreement, file)
		if err != nil || f.WithdrawnAt != nil { // a double click
			return err
		}
		if a.SignedOn == "" {
			if err := deleteFile(ctx, tx, agreement, file); err != nil {
				return err
			}
			return s.note(ctx, tx, "agreement.file.drop", a, "")
		}
		var faults errs.List
		checkReason(&faults, true, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		if err := withdrawFile(ctx, tx, agreement, file, line(reason)); err != nil {
			return err
		}
		return s.note(ctx, tx, "agreement.file.withdraw", a, line(reason))
	})
}

// FilesIn lists the files of an agreement the actor may read, those withdrawn
// among them, as far as they were known today.
func (s *Service) FilesIn(ctx context.Context, tx *db.Tx, agreement string) ([]File, error) {
	if _, err := s.readable(ctx, tx, agreement); err != nil {
		return nil, err
	}
	return s.filesIn(ctx, tx, agreement)
}

// File is one file of an agreement or of its journal, for whoever may read that;
// of a picture with its preview. One that was withdrawn is for the keeper only.
func (s *Service) File(ctx context.Context, agreement, file string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "agreement.File(%s)", file)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		a, err := s.readable(ctx, tx, agreement)
		if err != nil {
			return err
		}
		f, err := s.fileIn(ctx, tx, agreement, file)
		if errs.Is(err, errs.NotFound) {
			f, err = saidWith(ctx, tx, agreement, file)
		}
		if err != nil {
			return err
		}
		if f.WithdrawnAt != nil {
			if err := s.Org.Guard.Need(ctx, tx, Write, Read, a.Unit); err != nil {
				return err
			}
		}
		if i = f.Info; !i.Picture() {
			return nil
		}
		preview, err = blob.Preview(ctx, tx, i.ID)
		return err
	})
	return i, preview, err
}
