package targetweb

import (
	"context"
	"fmt"
	"net/url"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// boardView is a board ready to be shown.
type boardView struct {
	boardAsk
	Title, Lead string
	Board       target.Board
	Heads       []headView
	Total       rowView
	Own         *rowView
	Rows        []rowView // of the page
	All         []target.Row
	Pager       ui.PagerView
	Blocs       []ui.Choice
	Rests       []restLine
	Note        string    // under the table: what is shown
	Days        *web.Form // of "Tuỳ chọn"
	Today       day.Date
	MayFound    bool
}

// headView is a column's head.
type headView struct {
	Short, Name, Under string
	Code               string // what to sort by
	Href               string
	Sorted             string // "ascending", "descending" or ""
}

// rowView is one line of the board.
type rowView struct {
	Name, Under, Href string
	Cells             []cellView
	Met, Of           int
}

// cellView is a figure in the board.
type cellView struct {
	Name   string // of the indicator
	Value  string
	Small  string // achievement, or what the limit is
	Of     string // "/ 1.500"
	Says   string // all in words
	Href   string
	State  ui.State
	Goal   *ui.GoalView
	Figure target.Figure
}

func newBoardView(ctx context.Context, a boardAsk, b target.Board, rules *org.Rules) boardView {
	v := boardView{
		boardAsk: a, Board: b, Title: i18n.T(ctx, "board.title"), Lead: boardLead(ctx, a, b), All: b.Rows, Today: b.Today,
		Total: v0(ctx, a, b),
	}
	v.Unit = b.Unit.Code
	v.MayFound = b.MayFound && len(rules.Below(b.Unit.Kind)) > 0
	if b.Own.Any() && b.Units > 0 {
		own := newRow(ctx, a, b.Own, i18n.T(ctx, "board.own", i18n.Args{"name": b.Unit.Name}), false)
		v.Own = &own
	}
	for _, bloc := range b.Blocs {
		v.Blocs = append(v.Blocs, ui.Choice{Value: bloc, Text: org.NameOf(rules.Blocs, bloc), Current: bloc == a.Bloc})
	}
	v.Rests = restLines(ctx, b.Unit.Code, target.PeriodText(a.Period), b.MayGive, b.Rests)
	v.heads(ctx)
	v.turn(ctx, rules)
	return v
}

// v0 is the first line: the whole.
func v0(ctx context.Context, a boardAsk, b target.Board) rowView {
	r := newRow(ctx, a, b.Total, i18n.T(ctx, "board.total", i18n.Args{"name": b.Unit.Name}), true)
	r.Under = i18n.T(ctx, "board.units", i18n.Args{"count": b.Units})
	return r
}

// turn shows the page that is asked.
func (v *boardView) turn(ctx context.Context, rules *org.Rules) {
	pages := max((len(v.All)+boardRows-1)/boardRows, 1)
	v.page = min(v.page, pages)
	from := (v.page - 1) * boardRows
	to := min(from+boardRows, len(v.All))
	for _, r := range v.All[from:to] {
		row := newRow(ctx, v.boardAsk, r, r.Unit.Name, true)
		row.Under, row.Href = under(ctx, r, rules, v.Today), "/units/"+url.PathEscape(r.Unit.Code)
		if r.Below > 0 && !r.Ended {
			row.Href = v.href("unit", r.Unit.Code, "bloc", "", "q", "", "sort", "")
		}
		v.Rows = append(v.Rows, row)
	}
	args := i18n.Args{"from": from + 1, "to": to, "shown": len(v.All), "count": v.Board.Units}
	v.Note = i18n.T(ctx, "board.shown.all", args)
	if len(v.All) < v.Board.Units {
		v.Note = i18n.T(ctx, "board.shown.some", args)
	}
	if pages == 1 {
		return
	}
	v.Pager.Text = i18n.T(ctx, "board.page", args)
	if v.page > 1 {
		v.Pager.Prev = v.href("page", pageText(v.page-1))
	}
	if v.page < pages {
		v.Pager.Next = v.href("page", pageText(v.page+1))
	}
}

func pageText(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprint(n)
}

// under is the second line of a row: since and until when it stands here, how
// many CĐCS a unit has, or its code.
func under(ctx context.Context, r target.Row, rules *org.Rules, today day.Date) string {
	if text := StandsHere(ctx, r, today); text != "" {
		return text
	}
	for _, f := range r.Figures {
		if f.Indicator.Code == "ORG.CDCS.TOTAL" && !rules.Kind(r.Unit.Kind).Counted && f.Value != nil {
			return ledger.Text(f.Figure) + " CĐCS"
		}
	}
	return r.Unit.Code
}

// StandsHere says of a row why it is not like the others: the unit has ended by
// today, came or went in the period, or was founded after it. Empty for all
// others.
func StandsHere(ctx context.Context, r target.Row, today day.Date) string {
	args := i18n.Args{"from": r.From, "to": r.To, "ended": r.Unit.DissolvedOn, "founded": r.Unit.FoundedOn}
	switch {
	case r.Ended:
		return i18n.T(ctx, "figure.here.left", args)
	case r.From != "" && r.To != "":
		return i18n.T(ctx, "figure.here.between", args)
	case r.From != "":
		return i18n.T(ctx, "figure.here.from", args)
	case r.To != "":
		return i18n.T(ctx, "figure.here.to", args)
	case r.Unit.Ended() && r.Unit.DissolvedOn < today:
		return i18n.T(ctx, "figure.here.ended", args)
	case r.Later:
		return i18n.T(ctx, "figure.here.later", args)
	}
	return ""
}

// bars are the figures a phone shows: those with a target, and what is not 0.
func (r rowView) bars() (out []cellView) {
	for _, c := range r.Cells {
		if c.Figure.Target != nil || c.Figure.Numerator != 0 {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return r.Cells
	}
	return out
}

// newRow shows a row; its figures open where they have a page of their own.
func newRow(ctx context.Context, a boardAsk, r target.Row, name string, opens bool) rowView {
	v := rowView{Name: name}
	v.Met, v.Of = r.Met()
	for _, f := range r.Figures {
		c := newCell(ctx, name, f)
		if opens {
			c.Href = FigureHref(f.Indicator.Code, r.Unit.Code, r.Period, a.Tree)
		}
		v.Cells = append(v.Cells, c)
	}
	return v
}

func newCell(ctx context.Context, row string, f target.Figure) cellView {
	c := cellView{Name: f.Indicator.Name, Value: ledger.Text(f.Figure), State: State(f), Goal: Goal(ctx, f, true), Figure: f}
	args := i18n.Args{"row": row, "name": f.Indicator.Name, "value": c.Value, "state": c.State.Word(ctx)}
	if f.Value == nil {
		args["reason"] = i18n.T(ctx, reasonKey(f))
		c.Says = i18n.T(ctx, "board.says.none", args)
		return c
	}
	if f.Target == nil {
		args["value"] = Value(f.Figure)
		c.Says = i18n.T(ctx, "board.says.value", args)
		return c
	}
	c.Small, args["target"] = bound(f.Target, f.Indicator), TargetText(ctx, f.Target, f.Indicator)
	c.Of = "/ " + c.Small
	// What is seen is said as one piece, value and achievement together.
	if f.Achievement != nil {
		c.Small = f.Achievement.Text
		args["percent"] = c.Small
		c.Says = i18n.T(ctx, "board.says.reached", args)
		return c
	}
	args["limit"] = c.Small
	c.Says = i18n.T(ctx, "board.says.limit", args)
	return c
}

// reasonKey says why there is no value. A percentage of units that ended is
// none of the board's.
func reasonKey(f target.Figure) string {
	if f.Reason == "" {
		return "board.noreason"
	}
	return "ledger.reason." + string(f.Reason)
}

// bound is a target as short as it can be: 20, ≤ 5, 75%.
func bound(t *target.Target, ind *ledger.Indicator) string {
	text := t.Text()
	if ind.Type == ledger.Ratio {
		text += "%"
	}
	if t.Comparison != target.AtLeast {
		text = t.Comparison.Sign() + " " + text
	}
	return text
}

// heads makes the columns' heads: a click sorts, a second one turns round.
func (v *boardView) heads(ctx context.Context) {
	for i, ind := range v.Board.Indicators {
		h := headView{Short: ind.Short, Name: ind.Name, Under: ind.Unit, Code: ind.Code}
		if t := v.Board.Total.Figures[i].Target; t != nil && ind.Type == ledger.Ratio {
			h.Under = t.Comparison.Sign() + " " + t.Text() + "%"
		}
		v.Heads = append(v.Heads, v.sortable(h))
	}
}

func (v *boardView) sortable(h headView) headView {
	next := h.Code
	switch v.Sort {
	case h.Code:
		h.Sorted, next = "ascending", "-"+h.Code
	case "-" + h.Code:
		h.Sorted, next = "descending", ""
	}
	h.Href = v.href("sort", next)
	return h
}

func (v *boardView) nameHead(ctx context.Context) headView {
	return v.sortable(headView{Short: i18n.T(ctx, "board.unit"), Code: "name"})
}

// boardLead says in one sentence how the targets stand.
func boardLead(ctx context.Context, a boardAsk, b target.Board) string {
	met, all := b.Total.Met()
	args := i18n.Args{
		"name": b.Unit.Name, "period": periodName(ctx, a.Period), "date": day.Min(a.Period.To, b.Today), "met": met, "all": all,
		"units": b.Units, "below_met": b.Met, "below_all": b.All,
	}
	own, below := "some", "some"
	if all == 0 {
		own = "none"
	}
	switch {
	case b.Units == 0:
		below = "nobody"
	case b.All == 0:
		below = "none"
	}
	return i18n.T(ctx, "board.lead."+own, args) + " " + i18n.T(ctx, "board.below."+below, args)
}
