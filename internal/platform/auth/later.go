package auth

import (
	"context"

	"donghanh/internal/platform/db"
)

// ActorByID is the actor a job works for that somebody has ordered; the grants
// are those of now. Unauthorised when the account is disabled by now.
func (s *Service) ActorByID(ctx context.Context, id string) (a *Actor, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		a, err = actor(ctx, tx, id)
		return err
	})
	return a, err
}
