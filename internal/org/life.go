package org

import (
	"context"

	"donghanh/internal/platform/db"
)

// HoldLife keeps a unit from being ended or its founding from being withdrawn
// until the caller's transaction is over, and reads the unit as it then is: for
// domains that book something on a day of its life.
func (s *Service) HoldLife(ctx context.Context, tx *db.Tx, id string) (Unit, error) {
	if err := tx.LockShared(ctx, "org.life."+id); err != nil {
		return Unit{}, err
	}
	return unitByID(ctx, tx, id)
}
