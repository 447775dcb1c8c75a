package org

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// Successors lists the units that go on with what a unit was, as the acts that
// ended it say: those of acts in force by a day, by code. A successor that has
// ended itself is among them; its own are asked for anew.
func (s *Service) Successors(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []Unit, err error) {
	err = tx.Select(ctx, &out, `/* org.Successors */
		SELECT `+unitColumns+` FROM org_successor s JOIN org_unit u ON u.id = s.heir
		WHERE s.unit = $1 AND s.from_day <= $2 ORDER BY u.code`, unit, on)
	return out, err
}

// Predecessors lists the units another goes on with by acts in force by a day,
// by code.
func (s *Service) Predecessors(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []Unit, err error) {
	err = tx.Select(ctx, &out, `/* org.Predecessors */
		SELECT `+unitColumns+` FROM org_successor s JOIN org_unit u ON u.id = s.unit
		WHERE s.heir = $1 AND s.from_day <= $2 ORDER BY u.code`, unit, on)
	return out, err
}

// CodesOf are the codes of units, never nil.
func CodesOf(units []Unit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = u.Code
	}
	return out
}
