package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
)

// known takes ends from units that nobody knows of yet: those that lie ahead and
// were signed after today, where the demo's day was moved back. An end that was
// signed ahead stays.
func known(ctx context.Context, tx *db.Tx, units []*Unit) error {
	ahead := map[string]*Unit{}
	var ids []string
	for _, u := range units {
		if u.DissolvedOn > tx.Today() {
			ahead[u.ID], ids = u, append(ids, u.ID)
		}
	}
	for some := range slices.Chunk(ids, 500) {
		var signed []string
		if err := tx.Select(ctx, &signed, `/* org.known */
			SELECT u.id FROM org_unit u WHERE u.id IN (`+db.In(2, len(some))+`) AND (
				EXISTS (SELECT 1 FROM org_reorg_line l JOIN org_reorg r ON r.id = l.reorg
					WHERE l.unit = u.code AND l.op = 'end' AND r.state = 'signed' AND r.signed_at < $1)
				OR EXISTS (SELECT 1 FROM org_act a WHERE a.unit = u.id AND a.kind = 'dissolution' AND a.withdrawn_at IS NULL AND a.recorded_at < $1))`,
			append([]any{tx.Tomorrow()}, db.Anys(some)...)...); err != nil {
			return err
		}
		for _, id := range signed {
			delete(ahead, id)
		}
	}
	for _, u := range ahead {
		u.DissolvedOn = ""
	}
	return nil
}

// each points to the units of a list of what has one.
func each[T any](list []T, unit func(*T) *Unit) []*Unit {
	out := make([]*Unit, len(list))
	for i := range list {
		out[i] = unit(&list[i])
	}
	return out
}

func ofNode(n *Node) *Unit { return &n.Unit }
