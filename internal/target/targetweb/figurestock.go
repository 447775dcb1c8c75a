package targetweb

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// readStock reads how a stock came from the day before the period to its last.
func (p *Pages) readStock(ctx context.Context, tx *db.Tx, d *figureData) error {
	if d.ind.Type != ledger.Stock || d.ind.Pick != "" || d.main.Value == nil {
		return nil
	}
	c, err := p.Org.Ledger.Change(ctx, tx, d.query(d.ind), org.ReorgSource)
	if err != nil {
		return err
	}
	d.stock = &c
	var ids []string
	for _, all := range [][]ledger.Crossing{c.Came, c.Went} {
		for _, x := range all[:min(len(all), toldCrossings)] {
			ids = append(ids, x.Unit)
		}
	}
	d.crossers, err = p.Org.UnitsByID(ctx, tx, distinct(ids))
	return err
}

// toldCrossings is how many units a page lists that came, and that went.
const toldCrossings = 100

// stockView is a stock from the day before the period to its last day.
type stockView struct {
	Lines []stockLine
}

// stockLine is one line of the sum, and what is behind it.
type stockLine struct {
	Name, Value, Href string
	Strong            bool
	Rows              []crossRow
	More              string
}

type crossRow struct {
	Unit, Href string
	Value      string
	Act        ui.Link
	Day        string
}

func (d *figureData) viewStock(ctx context.Context) *stockView {
	if d.stock == nil {
		return nil
	}
	c, last := d.stock, d.last(d.today)
	line := func(key, value string) stockLine {
		return stockLine{Name: i18n.T(ctx, "figure.stock."+key, i18n.Args{"day": d.period.From.Add(-1), "last": last}), Value: value}
	}
	opening := line("opening", i18n.Number(c.Opening))
	if c.Opening != 0 {
		opening.Href = d.href("period", target.PeriodText(ledger.Days(d.period.From.Add(-1), d.period.From.Add(-1))))
	}
	gained, lost := line("gained", withSign(c.Gained)), line("lost", withSign(-c.Lost))
	gained.Href, lost.Href = "#ban-ghi", "#ban-ghi"
	came, went := line("came", withSign(ledger.Sum(c.Came))), line("went", withSign(-ledger.Sum(c.Went)))
	d.crossed(ctx, &came, c.Came, 1)
	d.crossed(ctx, &went, c.Went, -1)
	closing := line("closing", i18n.Number(c.Closing))
	closing.Strong = true
	return &stockView{[]stockLine{opening, gained, lost, came, went, closing}}
}

// crossed lists the units of a line, each with its decision.
func (d *figureData) crossed(ctx context.Context, l *stockLine, all []ledger.Crossing, sign int64) {
	for _, x := range all[:min(len(all), toldCrossings)] {
		u := d.crossers[x.Unit]
		row := crossRow{Unit: u.Name, Href: d.href("unit", u.Code), Value: withSign(sign * x.Quantity), Day: i18n.Date(x.Day)}
		row.Act = d.actOf(ctx, x.Day)
		l.Rows = append(l.Rows, row)
	}
	if n := len(all) - toldCrossings; n > 0 {
		l.More = i18n.T(ctx, "figure.stock.more", i18n.Args{"count": n})
	}
}

// actOf is the decision of a day, if one alone changed the tree on it.
func (d *figureData) actOf(ctx context.Context, on day.Date) (l ui.Link) {
	for _, c := range d.acts {
		if c.EffectiveOn != on {
			continue
		}
		if l.Text != "" {
			return ui.Link{}
		}
		l = actLink(ctx, c)
	}
	return l
}
