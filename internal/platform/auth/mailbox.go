package auth

import (
	"context"
	"net/mail"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// MaxEmail is the longest address, in characters, that mail programs take.
const MaxEmail = 254

// Mailbox is where an account's letters go.
type Mailbox struct {
	Account string `db:"id"`
	Email   string `db:"email"` // empty is nowhere
	Wanted  bool   `db:"mail"`  // the person's own switch
	Lang    string `db:"lang"`  // the letters are written in
}

// Takes tells whether letters are to be sent there.
func (m Mailbox) Takes() bool { return m.Email != "" && m.Wanted }

const mailboxColumns = `id, email, mail, lang`

// Mailboxes are those of accounts, by id. Accounts that are disabled or not
// there are left out.
func Mailboxes(ctx context.Context, tx *db.Tx, ids []string) (map[string]Mailbox, error) {
	var rows []Mailbox
	err := tx.Select(ctx, &rows, `/* auth.Mailboxes */
		SELECT `+mailboxColumns+` FROM auth_account WHERE disabled_at IS NULL AND id IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	out := make(map[string]Mailbox, len(rows))
	for _, m := range rows {
		out[m.Account] = m
	}
	return out, err
}

// Mailbox is the actor's own.
func (s *Service) Mailbox(ctx context.Context) (m Mailbox, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Get(ctx, &m, `/* auth.Mailbox */ SELECT `+mailboxColumns+` FROM auth_account WHERE id = $1`, From(ctx).Account)
	})
	return m, err
}

// SetMailbox chooses where the actor's letters go, and whether any do. Whose
// address it is nobody asks: letters say little, and can be switched off.
func (s *Service) SetMailbox(ctx context.Context, email string, wanted bool) error {
	me := From(ctx)
	if me.Session == "" {
		return errs.New(errs.Denied, "auth.token.session")
	}
	email, fault := address(email)
	if fault != nil {
		return fault
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `/* auth.SetMailbox */ UPDATE auth_account SET email = $2, mail = $3 WHERE id = $1`, me.Account, email, wanted); err != nil {
			return err
		}
		return s.note(ctx, tx, "account.mailbox", me.Account, "", nil)
	})
}

// address is a plain address as it was typed, or none: ten@coquan.vn.
func address(typed string) (string, *errs.Error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", nil
	}
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Address != typed || len(typed) > MaxEmail || !plain(typed) {
		return "", errs.At("email", "auth.email.form")
	}
	return typed, nil
}

// plain tells whether every mail server takes an address: ASCII without quotes,
// at a host with a dot.
func plain(email string) bool {
	_, host, _ := strings.Cut(email, "@")
	odd := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"[]\`, r) }
	return strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsFunc(email, odd)
}
