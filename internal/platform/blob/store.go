package blob

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Used tells which of some files a domain still uses.
type Used func(ctx context.Context, tx *db.Tx, ids []string) (used []string, err error)

// Store reads files to be sent and purges what nothing uses.
type Store struct {
	DB   *db.DB
	Used []Used // one of each domain that attaches files; filled at start
}

// Open reads a file piece by piece, each in a short transaction of its own, so
// that a slow link holds none. Nothing is read before the first Read.
func (s *Store) Open(ctx context.Context, i Info) io.ReadSeeker {
	return &reader{ctx: ctx, db: s.DB, info: i, held: -1}
}

// reader holds one piece of a file at a time.
type reader struct {
	ctx  context.Context
	db   *db.DB
	info Info
	at   int64
	held int // the number of the piece, -1 none
	data []byte
}

func (r *reader) Read(p []byte) (int, error) {
	if r.at >= r.info.Size {
		return 0, io.EOF
	}
	if no := int(r.at / partSize); no != r.held {
		err := r.db.Read(r.ctx, func(tx *db.Tx) (err error) {
			r.data, err = part(r.ctx, tx, r.info.ID, no)
			return err
		})
		if err != nil {
			return 0, err
		}
		r.held = no
	}
	inside := r.at % partSize
	if inside >= int64(len(r.data)) {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, r.data[inside:])
	r.at += int64(n)
	return n, nil
}

func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.info.Size
	}
	if offset < 0 {
		return 0, errors.New("blob: seek before the beginning")
	}
	r.at = offset
	return offset, nil
}

// PurgeArgs is the daily job that takes away files nothing uses.
type PurgeArgs struct{}

// Kind names the job.
func (PurgeArgs) Kind() string { return "blob.purge" }

const (
	spared = 24 * time.Hour // a file may come before the record it hangs on: a form is left open
	page   = 200            // files looked at together
)

// Purge deletes the files older than a day that no domain uses. It works in
// pages, in short transactions; registered with job.RegisterOutside. Where no
// domain says what it uses, it deletes nothing.
func (s *Store) Purge(ctx context.Context, _ PurgeArgs) (err error) {
	defer errs.Wrap(&err, "blob.Purge")
	if len(s.Used) == 0 {
		return nil
	}
	until := day.Machine() - spared.Microseconds()
	for last := ""; ; {
		var ids, loose []string
		err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
			if ids, err = before(ctx, tx, until, last, page); err == nil {
				loose, err = s.loose(ctx, tx, ids)
			}
			return err
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.drop(ctx, loose); err != nil {
			return err
		}
		last = ids[len(ids)-1]
	}
}

// drop asks again in the transaction that deletes: a file may have been
// attached just now. What slips between is kept by the domain's foreign key.
func (s *Store) drop(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		loose, err := s.loose(ctx, tx, ids)
		if err != nil || len(loose) == 0 {
			return err
		}
		return remove(ctx, tx, loose)
	})
}

// loose are those of some files nobody uses.
func (s *Store) loose(ctx context.Context, tx *db.Tx, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	left := slices.Clone(ids)
	for _, ask := range s.Used {
		used, err := ask(ctx, tx, left)
		if err != nil {
			return nil, err
		}
		left = slices.DeleteFunc(left, func(id string) bool { return slices.Contains(used, id) })
	}
	return left, nil
}
