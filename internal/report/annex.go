package report

import (
	"context"
	"slices"
	"strconv"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
)

// annexes are the template's tables.
func (c *composer) annexes(ctx context.Context) (out []Table, err error) {
	for _, a := range c.tpl.Annexes {
		var t Table
		if len(a.Below) == 0 {
			t, err = c.ownTable(ctx, a)
		} else {
			t, err = c.tableBelow(ctx, a)
		}
		if err != nil {
			return nil, err
		}
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out, nil
}

// indicators finds those an annex names; they were checked when it was loaded.
func (c *composer) indicators(a Annex) (out []*ledger.Indicator) {
	for _, code := range a.Indicators {
		if ind, err := c.catalogue().Indicator(code); err == nil {
			out = append(out, ind)
		}
	}
	return out
}

func (c *composer) ownTable(ctx context.Context, a Annex) (t Table, err error) {
	inds := c.indicators(a)
	if err := c.askFor(ctx, wanted{period: c.rep.Period}, inds, []org.Unit{c.unit}); err != nil {
		return t, err
	}
	t = Table{Title: a.Title, Columns: []string{"TT", "Nội dung", "Đơn vị tính", "Chỉ tiêu", "Kết quả", "Đạt"}}
	n := 0
	for _, ind := range inds {
		key := figureKey{ind.Code, c.unit.Code, "", "", c.rep.Period}
		f := c.known[key]
		if f.Value == nil || (f.Value.Sign() == 0 && f.Target == nil) {
			continue // nothing happened and nothing was asked
		}
		at := c.place(key)
		n++
		row := []Cell{{Text: strconv.Itoa(n)}, {Text: ind.Name}, {Text: ind.Unit}, {}, {Text: ledger.Text(f.Figure), Figure: &at}, {}}
		if f.Target != nil {
			row[3].Text, _ = shown(GoalForm, f)
		}
		if f.Achievement != nil {
			row[5].Text = f.Achievement.Text
		}
		t.Rows = append(t.Rows, row)
		more, err := c.crossed(ctx, ind)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, more...)
	}
	return t, nil
}

// crossed tells how a stock came about, where units came or went by rearranging
// in the period: the lines make its value of what stood there before.
func (c *composer) crossed(ctx context.Context, ind *ledger.Indicator) (out [][]Cell, err error) {
	p, err := ledger.ParsePeriod(c.rep.Period)
	if err != nil {
		return nil, err
	}
	q := ledger.Query{Units: []string{c.unit.ID}, Indicators: []*ledger.Indicator{ind}, Period: p, Tree: ledger.Then}
	x, err := c.ledger().Change(ctx, c.tx, q, org.ReorgSource)
	if err != nil || len(x.Came)+len(x.Went) == 0 {
		return nil, err
	}
	for _, l := range []struct {
		name string
		n    int64
	}{
		{"– Có đầu kỳ", x.Opening},
		{"– Tăng trong kỳ", x.Gained},
		{"– Giảm trong kỳ", x.Lost},
		{"– Chuyển đến do sắp xếp", ledger.Sum(x.Came)},
		{"– Chuyển đi do sắp xếp", ledger.Sum(x.Went)},
	} {
		out = append(out, []Cell{{}, {Text: l.name}, {Text: ind.Unit}, {}, {Text: i18n.Number(l.n)}, {}})
	}
	return out, nil
}

// tableBelow has a row for each unit below that stood there in the period. Of
// one that stood there on a part of it that part counts, and is named.
func (c *composer) tableBelow(ctx context.Context, a Annex) (t Table, err error) {
	p, err := ledger.ParsePeriod(c.rep.Period)
	if err != nil {
		return t, err
	}
	inds := c.indicators(a)
	q := ledger.Query{Units: []string{c.unit.ID}, Indicators: inds, Period: p, Tree: ledger.Then}
	rows, err := c.Target.Rows(ctx, c.tx, q, p.From, day.Min(p.To, c.tx.Today()))
	if err != nil {
		return t, err
	}
	t = Table{Title: a.Title, Columns: []string{"TT", "Đơn vị"}, Units: true}
	for _, ind := range inds {
		t.Columns = append(t.Columns, short(ind))
	}
	for _, r := range rows {
		if slices.Contains(a.Below, r.Unit.Kind) {
			t.Rows = append(t.Rows, c.rowBelow(len(t.Rows)+1, r))
		}
	}
	return t, nil
}

func (c *composer) rowBelow(n int, r target.Row) []Cell {
	name := r.Unit.Name
	if r.From != "" || r.To != "" {
		name += " (" + i18n.Date(r.Period.From) + " – " + i18n.Date(r.Period.To) + ")"
	}
	row := []Cell{{Text: strconv.Itoa(n)}, {Text: name}}
	for _, f := range r.Figures {
		key := figureKey{f.Indicator.Code, r.Unit.Code, "", "", r.Period.Text}
		c.known[key] = f
		row = append(row, c.cell(key))
	}
	return row
}

func (c *composer) cell(key figureKey) Cell {
	f := c.known[key]
	if f.Value == nil {
		return Cell{Text: "–"}
	}
	at := c.place(key)
	return Cell{Text: ledger.Text(f.Figure), Figure: &at}
}

func short(ind *ledger.Indicator) string {
	if ind.Short != "" {
		return ind.Short
	}
	return ind.Name
}

// blank tells that a figure says nothing happened.
func blank(f target.Figure) bool { return f.Numerator == 0 && f.Target == nil }
