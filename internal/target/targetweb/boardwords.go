package targetweb

import (
	"context"
	"math/big"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"

	"github.com/a-h/templ"
)

// told says which tree is shown, and by which decisions it changed.
func (v *boardView) told(ctx context.Context) Told {
	t := Tell(ctx, v.Tree, v.Board.Unit, v.Board.Changes, day.Min(v.Period.To, v.Today), v.Today, func(t ledger.Tree) string { return v.href("tree", treeText(t)) })
	if v.Board.Parts {
		t.Means = strings.TrimSpace(t.Means + " " + i18n.T(ctx, "board.tree.parts"))
	}
	if v.Board.Gone {
		t.Means = strings.TrimSpace(t.Means + " " + i18n.T(ctx, "board.tree.gone"))
	}
	return t
}

func (v *boardView) periods(ctx context.Context) []ui.Chip {
	return chipsAround(ctx, v.Period, v.Today, func(period string) string { return v.href("period", period) })
}

// custom is the form of any other period.
func (v *boardView) custom(ctx context.Context) customSpan {
	c := customSpan{
		From: ui.FieldView{Name: "from", Label: i18n.T(ctx, "figure.from"), Type: "date", Value: string(v.Period.From)},
		To:   ui.FieldView{Name: "to", Label: i18n.T(ctx, "figure.to"), Type: "date", Value: string(v.Period.To)},
	}
	if v.Days != nil {
		c.From, c.To = v.Days.Field(c.From), v.Days.Field(c.To)
	}
	for _, pair := range [][2]string{{"unit", v.Unit}, {"tree", treeText(v.Tree)}, {"bloc", v.Bloc}, {"q", v.Name}, {"sort", v.Sort}} {
		if pair[1] != "" {
			c.Hidden = append(c.Hidden, pair)
		}
	}
	return c
}

// sorts are the orders of the cards, which have no heads to press.
func (v *boardView) sorts(ctx context.Context) []ui.Choice {
	out := []ui.Choice{{Text: i18n.T(ctx, "board.worst")}, {Value: "name", Text: i18n.T(ctx, "board.byname")}}
	for _, ind := range v.Board.Indicators {
		out = append(out, ui.Choice{Value: ind.Code, Text: i18n.T(ctx, "board.lowest", i18n.Args{"name": ind.Name})})
	}
	return choose(out, v.Sort)
}

// blocs are the blocs of the units below, all of them first.
func (v *boardView) blocs(ctx context.Context) []ui.Choice {
	return choose(append([]ui.Choice{{Text: i18n.T(ctx, "board.blocs")}}, v.Blocs...), v.Bloc)
}

func choose(list []ui.Choice, value string) []ui.Choice {
	for i := range list {
		list[i].Current = list[i].Value == value
	}
	return list
}

// first are the lines above those of the units.
func (v *boardView) first() []rowView {
	out := []rowView{v.Total}
	if v.Own != nil {
		out = append(out, *v.Own)
	}
	return out
}

// legend lists the states with the limits that hold.
func (v *boardView) legend(ctx context.Context) []ui.Choice {
	args := i18n.Args{"go": percentOf(v.Board.Limits.Go), "slow": percentOf(v.Board.Limits.Slow)}
	var out []ui.Choice
	for _, s := range []ui.State{ui.OK, ui.Go_, ui.Slow, ui.Low, ui.None} {
		out = append(out, ui.Choice{Value: string(s), Text: i18n.T(ctx, "board.legend."+string(s), args)})
	}
	return out
}

// pace says how much of a running period has passed; "" for one that is over
// or ahead.
func (v *boardView) pace(ctx context.Context) string {
	gone := v.Period.Gone(v.Today)
	if gone <= 0 || gone >= 1 {
		return ""
	}
	return i18n.T(ctx, "board.pace", i18n.Args{"gone": gonePercent(gone)})
}

func percentOf(f float64) string {
	return i18n.Percent(new(big.Rat).SetFloat64(f), 2)
}

// gonePercent is a share of time, cut: 99,9 % gone is not yet 100 %.
func gonePercent(gone float64) string {
	return strconv.Itoa(int(gone*100)) + "%"
}

// short is what stands beside a card's bar: the achievement, or the state.
func (c cellView) short(ctx context.Context) string {
	if c.Figure.Achievement != nil {
		return c.Figure.Achievement.Text
	}
	return c.State.Word(ctx)
}

// hint is why there is no value, for the mouse.
func (c cellView) hint(ctx context.Context) templ.Attributes {
	if c.Figure.Value != nil {
		return nil
	}
	return templ.Attributes{"title": i18n.T(ctx, reasonKey(c.Figure))}
}
