package gameshow

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// ShipBank brings the questions that come with the program into the database:
// new ones, those whose text has changed, and out those it no longer has. What
// is right stays as it is, so every start may do it, on any number of nodes.
func (s *Service) ShipBank(ctx context.Context, bank []BankQuestion) (err error) {
	defer errs.Wrap(&err, "gameshow.ShipBank")
	var known map[string]string
	if err := s.DB.Read(ctx, func(tx *db.Tx) error {
		known, err = shippedPrints(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	var fresh []BankQuestion
	for _, q := range bank {
		if known[q.Code] != q.stamp() {
			fresh = append(fresh, q)
		}
		delete(known, q.Code)
	}
	if len(fresh)+len(known) == 0 {
		return nil
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.LockExclusive(ctx, "gameshow bank"); err != nil {
			return err
		}
		for _, q := range fresh {
			if err := shipQuestion(ctx, tx, q); err != nil {
				return err
			}
		}
		for code := range known {
			if err := unshipQuestion(ctx, tx, code); err != nil {
				return err
			}
		}
		return nil
	})
}
