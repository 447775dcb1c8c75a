package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// Nodes reads units by their ids, each with how many stand below it on a day, for
// whoever was allowed to learn the ids; in no order.
func (s *Service) Nodes(ctx context.Context, tx *db.Tx, ids []string, on day.Date) (out []Node, err error) {
	for some := range slices.Chunk(ids, 500) {
		var nodes []Node
		if err := tx.Select(ctx, &nodes, `/* org.Nodes */
			SELECT `+unitColumns+`, (
				SELECT COUNT(*) FROM ledger_place b WHERE b.parent = u.id AND b.valid_from <= $1 AND b.valid_to >= $1
			) AS below
			FROM org_unit u WHERE u.id IN (`+db.In(2, len(some))+`)`, append([]any{on}, db.Anys(some)...)...); err != nil {
			return nil, err
		}
		out = append(out, nodes...)
	}
	return out, nil
}
