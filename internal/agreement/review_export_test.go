package agreement

import (
	"context"

	"donghanh/internal/platform/db"
)

// ReviewsDue is what reminders are made of.
func (s *Service) ReviewsDue(ctx context.Context, tx *db.Tx, a Agreement) ([]Review, error) {
	return s.reviewsDue(ctx, tx, a)
}
