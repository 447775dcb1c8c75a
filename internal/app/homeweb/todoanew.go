package homeweb

import (
	"context"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// anewTasks are agreements of units that ended which this one has to sign anew.
func (t todo) anewTasks(ctx context.Context) (out []task) {
	for _, n := range t.anew {
		out = append(out, task{
			State: ui.Slow, Icon: "doc", Tag: i18n.T(ctx, "agreement.turn.again"), Title: n.Title, Text: n.Says(ctx),
			Href: agreement.Href(n.ID), Do: word(ctx, "task.open"), kind: ofAgreed, rank: idle, day: n.Since,
		})
	}
	return out
}
