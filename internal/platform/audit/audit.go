// Package audit keeps who did what to which thing.
//
// An entry is added in the transaction of the act it tells of: both are there
// or neither. Entries are never changed or deleted. They are not chained one by
// one, which would make all writers wait for each other; a sealer chains what
// is committed in batches (Seal), and Verify recomputes the chain. What is not
// sealed yet is called the tail.
package audit

import (
	"context"
	"encoding/json"
	"fmt"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Entry is what one act leaves behind. It names people and things by opaque
// id only: personal data has no place in it, and so never needs erasing here.
type Entry struct {
	Account    string            // who; empty for a visitor
	Action     string            // what, one of the table of actions, never empty
	Target     string            // on which thing: its id
	TargetKind string            // what sort of thing, e.g. "member"
	Unit       string            // the unit it happened in or to; may be empty
	Detail     map[string]string // more about the act, without personal data
	Sensitive  bool              // it read or wrote sensitive personal data
}

// Request is where an act came from.
type Request struct {
	ID string // of the HTTP request, as in the log
	IP string // of the client
}

type requestKey struct{}

// WithRequest tells the entries added under ctx which request they belong to.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// Add appends an entry in the caller's transaction, at the transaction's moment.
// Its error must fail the transaction: an act without its entry is not allowed.
func Add(ctx context.Context, tx *db.Tx, e Entry) (err error) {
	defer errs.Wrap(&err, "audit.Add(%s)", e.Action)
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	detail, err := json.Marshal(e.Detail) // sorts the keys
	if err != nil {
		return err
	}
	request, _ := ctx.Value(requestKey{}).(Request) // none: a command or a job
	return insert(ctx, tx, row{
		ID: db.NewID(), At: tx.Now(), Account: e.Account, Action: e.Action, TargetKind: e.TargetKind, Target: e.Target,
		Unit: e.Unit, Detail: string(detail), Sensitive: e.Sensitive, Request: request.ID, IP: request.IP,
	})
}

// Record is an entry as it stands in the log.
type Record struct {
	ID      string
	At      int64 // microseconds UTC
	Entry   Entry
	Request Request
}

// Filter picks records; empty fields pick all.
type Filter struct {
	Account string
	Target  string
	Before  string // id of the last record of the page before
	Limit   int    // at most this many; 0 is 50
}

// List returns records, newest first. Whether the asker may see them is the
// caller's question.
func List(ctx context.Context, tx *db.Tx, f Filter) (_ []Record, err error) {
	defer errs.Wrap(&err, "audit.List")
	rows, err := list(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	out := make([]Record, len(rows))
	for i, r := range rows {
		if out[i], err = r.record(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r row) record() (Record, error) {
	e := Entry{Account: r.Account, Action: r.Action, Target: r.Target, TargetKind: r.TargetKind, Unit: r.Unit, Sensitive: r.Sensitive}
	if err := json.Unmarshal([]byte(r.Detail), &e.Detail); err != nil {
		return Record{}, fmt.Errorf("detail of %s: %w", r.ID, err)
	}
	return Record{ID: r.ID, At: r.At, Entry: e, Request: Request{ID: r.Request, IP: r.IP}}, nil
}
