package agreement

import (
	"context"

	"donghanh/internal/platform/db"
)

// watch brings the reminders of an agreement to what it says now.
func (s *Service) watch(context.Context, *db.Tx, Agreement) error { return nil }
