// Package notify tells people what concerns them: a notice in the program, and
// by e-mail for those who have given an address and want it.
//
// A notice is a message key and values, added in the transaction of the act it
// tells of. Its sentence is made when it is read, in the reader's language; a
// letter holds that sentence and a link, and nothing else about anybody.
package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/job"
)

// Notice is what some accounts are told.
type Notice struct {
	To   []string  // account ids; those disabled or not there are passed over
	Key  string    // message key: a whole sentence, which is the letter's subject as well
	Args i18n.Args // whole numbers and texts: names, ISO days
	Href string    // page of this site the notice leads to: "/reports/…"
	// Once names the event, such as "report.due:<id>:2023-12": an account is told
	// of it one time. Empty tells it every time.
	Once string
}

// chunk is how many accounts are looked up together.
const chunk = 500

// Add tells a notice in the caller's transaction, and queues a letter for each
// account that takes letters. Its errors are faults of the caller or the
// database, never of a mail server.
func Add(ctx context.Context, tx *db.Tx, n Notice) (err error) {
	defer errs.Wrap(&err, "notify.Add(%s)", n.Key)
	args, err := n.check()
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(n.To, chunk) {
		boxes, err := auth.Mailboxes(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids { // in the caller's order
			if box, living := boxes[id]; living {
				if err := tell(ctx, tx, n, args, box); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func tell(ctx context.Context, tx *db.Tx, n Notice, args string, box auth.Mailbox) error {
	r := row{ID: db.NewID(), Account: box.Account, At: tx.Now(), Key: n.Key, Args: args, Href: n.Href, Once: n.Once}
	if r.Once == "" {
		r.Once = r.ID
	}
	fresh, err := insert(ctx, tx, r)
	if err != nil || !fresh || !box.Takes() {
		return err
	}
	return job.Add(ctx, tx, MailArgs{Notice: r.ID})
}

// check refuses what could not be shown later, and writes the values as JSON.
func (n Notice) check() (args string, err error) {
	if n.Key == "" || !strings.HasPrefix(n.Href, "/") || strings.HasPrefix(n.Href, "//") || strings.ContainsAny(n.Href, "\\\r\n") {
		return "", fmt.Errorf("a notice wants a key and a page of this site, not %q", n.Href)
	}
	for name, v := range n.Args {
		if kind := reflect.ValueOf(v); !kind.CanInt() && kind.Kind() != reflect.String {
			return "", fmt.Errorf("value %s is neither a whole number nor text", name)
		}
	}
	if n.Args == nil {
		return "{}", nil
	}
	b, err := json.Marshal(n.Args)
	return string(b), err
}

// Told is a notice as one account has it.
type Told struct {
	ID   string
	At   int64 // microseconds UTC
	Href string
	Read bool
	key  string
	args i18n.Args
}

// Text is its sentence in the context's language.
func (t Told) Text(ctx context.Context) string { return t.text(i18n.From(ctx)) }

func (t Told) text(p i18n.P) string {
	if !p.Has(t.key) { // an older version's
		return p.T("notify.gone")
	}
	return p.T(t.key, t.args)
}

// told reads a row. Numbers come back as they were given: whole.
func (r row) told() (Told, error) {
	t := Told{ID: r.ID, At: r.At, Href: r.Href, Read: r.ReadAt != nil, key: r.Key}
	dec := json.NewDecoder(strings.NewReader(r.Args))
	dec.UseNumber()
	if err := dec.Decode(&t.args); err != nil {
		return t, fmt.Errorf("values of notice %s: %w", r.ID, err)
	}
	for name, v := range t.args {
		if number, ok := v.(json.Number); ok {
			whole, err := number.Int64()
			if err != nil {
				return t, errors.Join(fmt.Errorf("values of notice %s", r.ID), err)
			}
			t.args[name] = whole
		}
	}
	return t, nil
}
