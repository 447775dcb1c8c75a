package targetweb

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// readNone reads, where a unit has no figure because it lived on no day of the
// period or is not in today's tree, what of it counts above all the same, whom it
// goes on with and who goes on with it.
func (p *Pages) readNone(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	if d.main.Reason != ledger.NotAlive && d.main.Reason != ledger.NotInTree {
		return nil
	}
	if d.tree == ledger.Today {
		q := d.query(d.ind)
		q.Share = true
		all, err := p.Org.Ledger.Figures(ctx, tx, q)
		if err != nil {
			return err
		}
		if all[0].Value != nil && all[0].Numerator != 0 {
			d.left = &all[0]
		}
	}
	if d.heirs, err = p.linked(ctx, tx, d, p.Org.Successors); err != nil {
		return err
	}
	d.origins, err = p.linked(ctx, tx, d, p.Org.Predecessors)
	return err
}

// linked names units by their code and name; those the reader may open lead to
// the same figure.
func (p *Pages) linked(ctx context.Context, tx *db.Tx, d *figureData, of related) (out []ui.Link, err error) {
	units, err := of(ctx, tx, d.unit.ID, d.today)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		l := ui.Link{Text: u.Name + " (" + u.Code + ")"}
		switch err := p.Org.Guard.Read(ctx, tx, target.Read, u.ID); {
		case err == nil:
			l.Href = d.href("unit", u.Code)
		case !errs.Is(err, errs.NotFound):
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// related finds the units before or after one, by acts in force on a day.
type related = func(ctx context.Context, tx *db.Tx, unit string, on day.Date) ([]org.Unit, error)

// shared asks for what counts above where the unit has no figure itself.
func (d *figureData) shared(q ledger.Query) ledger.Query {
	q.Share = d.left != nil
	return q
}

func (d *figureData) sharedQuery(ind *ledger.Indicator) ledger.Query { return d.shared(d.query(ind)) }

// leftText says what of a unit that has ended counts above, though it has no
// figure itself: it stands with its superior.
func (d *figureData) leftText(ctx context.Context) string {
	if d.left == nil {
		return ""
	}
	key := "figure.none.left"
	if d.superior == "" {
		key = "figure.none.left_top"
	}
	return i18n.T(ctx, key, i18n.Args{"value": Value(*d.left), "unit": d.unit.Name, "superior": d.superior})
}
