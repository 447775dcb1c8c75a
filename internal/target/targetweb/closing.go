package targetweb

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
)

// ClosingText says how a target of a unit that ended was closed: "Giao 20 người,
// đạt 8 người đến 30/06/2025. Phần còn lại 12 người chuyển LĐLĐ TP Hà Nội."; ""
// for one that runs on.
func ClosingText(ctx context.Context, f target.Figure) string {
	c := f.Closing
	if c == nil {
		return ""
	}
	args := i18n.Args{"value": Quantity(f.Target.Value(), f.Indicator), "date": c.Last, "reached": closedValue(c, f.Indicator), "name": c.To}
	key := "given"
	if f.Period.From > c.Last {
		key = "void"
	}
	text := i18n.T(ctx, "target.closing."+key, args)
	if now := ledger.Text(f.Figure); key == "given" && c.Achieved != "" && f.Value != nil && now != c.Achieved {
		text += " " + i18n.T(ctx, "target.closing.late", i18n.Args{"value": Value(f.Figure)})
	}
	return text + " " + restText(ctx, c, f.Indicator, args)
}

func closedValue(c *target.Closing, ind *ledger.Indicator) string {
	switch {
	case c.Achieved == "":
		return "–"
	case ind.Percent():
		return c.Achieved
	}
	return c.Achieved + " " + ind.Unit
}

// restText says where what was left has gone.
func restText(ctx context.Context, c *target.Closing, ind *ledger.Indicator, args i18n.Args) string {
	key := "rest"
	switch {
	case c.Rest == nil:
		key = "alone"
	case *c.Rest == 0:
		key = "done"
	case c.Within != "":
		key = "within"
	}
	if c.Rest != nil {
		args["rest"] = i18n.Number(*c.Rest) + " " + ind.Unit
	}
	return i18n.T(ctx, "target.closing."+key, args)
}
