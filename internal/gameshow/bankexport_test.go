package gameshow

import (
	"context"

	"donghanh/internal/platform/db"
)

// BankQuery is the statement a page of the bank is read with.
func (s *Service) BankQuery(ctx context.Context, tx *db.Tx, f BankFilter) (string, []any) {
	q := s.bankListed(ctx, tx, f)
	f.narrow(q, tx.Today())
	text := bankQuery(q, tx.Today(), 30, 0)
	return text, q.Args
}

// ReadBankRow reads a row of a file.
func ReadBankRow(get func(string) string) (BankQuestion, error) {
	r, err := readBankRow(get)
	return r.BankQuestion, err
}

// Print is a digest of what a question says.
func (q BankQuestion) Print() string { return q.print() }

// Check is what would be refused of a question.
func (q BankQuestion) Check() error { return q.check() }
