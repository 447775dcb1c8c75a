package notify

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Filter picks notices of an account.
type Filter struct {
	Read   bool   // those that have been read, instead of those that have not
	Before string // id of the last notice of the page before
	Limit  int    // at most this many; 0 is 50
}

// List is an account's notices, newest first. Whose they are is the caller's
// question: it gives the actor's own account.
func List(ctx context.Context, tx *db.Tx, account string, f Filter) (_ []Told, err error) {
	defer errs.Wrap(&err, "notify.List")
	if f.Limit <= 0 {
		f.Limit = 50
	}
	rows, err := list(ctx, tx, account, f)
	if err != nil {
		return nil, err
	}
	out := make([]Told, len(rows))
	for i, r := range rows {
		if out[i], err = r.told(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// most is how many unread notices anybody looks through.
const most = 200

// Unread is what an account has not read, newest first, the newest 200 of it.
func Unread(ctx context.Context, tx *db.Tx, account string) ([]Told, error) {
	return List(ctx, tx, account, Filter{Limit: most})
}

// Count is how many notices an account has not read.
func Count(ctx context.Context, tx *db.Tx, account string) (n int, err error) {
	return count(ctx, tx, account)
}

// Get is one notice of an account; another's is not found.
func Get(ctx context.Context, tx *db.Tx, account, id string) (Told, error) {
	r, err := get(ctx, tx, id)
	if err == nil && r.Account != account {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return Told{}, err
	}
	return r.told()
}

// MarkRead marks one notice of an account as read; once is enough.
func MarkRead(ctx context.Context, tx *db.Tx, account, id string) error {
	return markOne(ctx, tx, account, id)
}

// MarkAllRead marks an account's notices up to a moment as read: that of the
// newest it has seen, for others may have come since.
func MarkAllRead(ctx context.Context, tx *db.Tx, account string, until int64) error {
	return markAll(ctx, tx, account, until)
}
