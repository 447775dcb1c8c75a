package reportweb

import (
	"context"
	"net/url"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/report"
)

// tree says that a report counts in the tree as it stood, what that means where
// it changed in the course of the period, and where the same figures are shown
// by today's.
func (p *Pages) tree(ctx context.Context, v report.View) (n ui.NoteView, err error) {
	var changes []org.TreeChange
	err = p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		changes, err = p.Org.TreeChanges(ctx, tx, v.Unit, v.From.Add(1), day.Min(v.To, tx.Today()))
		return err
	})
	key := "report.tree.draft"
	if v.State == report.Signed {
		key = "report.tree.signed"
	}
	n = ui.NoteView{Icon: "tree", Lead: i18n.T(ctx, key)}
	if len(changes) > 0 {
		n.Text = i18n.T(ctx, "figure.changed.all", i18n.Args{"day": v.UnitRow.LastDay(v.To)})
	}
	for i, c := range changes {
		if i == toldActs {
			n.Links = append(n.Links, ui.Link{Text: i18n.T(ctx, "figure.changed.more", i18n.Args{"count": len(changes) - i})})
			break
		}
		n.Links = append(n.Links, ui.Link{Text: i18n.T(ctx, "figure.changed.act", i18n.Args{"number": c.DecisionNo, "day": c.EffectiveOn}), Href: "/reorgs/" + c.Reorg})
	}
	today := url.Values{"unit": {v.UnitRow.Code}, "period": {v.Period}, "tree": {"today"}}
	n.Links = append(n.Links, ui.Link{Text: i18n.T(ctx, "report.tree.today"), Href: "/figures?" + today.Encode()})
	return n, err
}

// toldActs is how many decisions a page names.
const toldActs = 4
