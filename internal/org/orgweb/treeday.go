package orgweb

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// mostTurns is how many decisions are offered as days to go to.
const mostTurns = 6

// askDay reads the day the tree is asked for; today is no day of its own, so
// that its address stays the plain one.
func (v *treeView) askDay(ctx context.Context, typed string) {
	if strings.TrimSpace(typed) == "" {
		return
	}
	iso, err := i18n.ParseDate(typed)
	if err != nil {
		v.Fault = web.Message(ctx, errs.Of(err))
		return
	}
	if on := day.Date(iso); on != v.Today {
		v.On = on
	}
}

func (v treeView) title(ctx context.Context) string {
	if v.On == "" {
		return i18n.T(ctx, "org.tree.title")
	}
	return i18n.T(ctx, "org.tree.title_on", i18n.Args{"day": v.On})
}

// shown is the day that is looked at.
func (v treeView) shown() day.Date {
	if v.On == "" {
		return v.Today
	}
	return v.On
}

func (v treeView) dayText(ctx context.Context) string {
	switch {
	case v.On == "":
		return i18n.T(ctx, "org.tree.day_today", i18n.Args{"day": v.Today})
	case v.On > v.Today:
		return i18n.T(ctx, "org.tree.day_ahead")
	}
	return i18n.T(ctx, "org.tree.day_past")
}

// dayHref is the same tree on another day.
func (v treeView) dayHref(on day.Date) string {
	if on == v.Today {
		on = ""
	}
	return with("/tree", "open", v.Open, "bloc", v.Bloc, "on", string(on))
}

// days lists the stops of the slider as ISO days.
func (v treeView) days() string {
	var out []string
	for _, t := range v.Outline.Turns {
		out = append(out, string(t.Day))
	}
	return strings.Join(out, " ")
}

// stop is the place of the day on the slider.
func (v treeView) stop() string {
	for i, t := range v.Outline.Turns {
		if t.Day == v.shown() {
			return strconv.Itoa(i)
		}
	}
	return "0"
}

func (v treeView) lastStop() string { return strconv.Itoa(len(v.Outline.Turns) - 1) }

// acts are the newest decisions to go to, in the order of time.
func (v treeView) acts(ctx context.Context) (out []ui.Chip) {
	for _, t := range v.Outline.Turns {
		for _, a := range t.Acts {
			out = append(out, ui.Chip{Text: turningText(ctx, a), Href: v.dayHref(t.Day), Current: t.Day == v.shown()})
		}
	}
	return out[max(0, len(out)-mostTurns):]
}

func turningText(ctx context.Context, a org.TurningAct) string {
	return i18n.T(ctx, "org.tree.turning", i18n.Args{"day": a.On, "kind": i18n.T(ctx, "org.turning."+string(a.Kind)), "no": a.DecisionNo})
}

// turnText says how the tree changed on a day.
func turnText(ctx context.Context, t org.Turning, today day.Date) string {
	text := i18n.Date(t.Day)
	if t.Day == today {
		text = i18n.T(ctx, "org.tree.today")
	}
	var parts []string
	if t.Came > 0 {
		parts = append(parts, "+"+i18n.Number(t.Came))
	}
	if t.Gone > 0 {
		parts = append(parts, i18n.Number(-t.Gone))
	}
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, " ") + ")"
	}
	return text
}

// compareHref puts the day that is looked at beside today, or today beside the
// day before the last decision.
func (v treeView) compareHref() string {
	if len(v.Outline.Way) == 0 {
		return ""
	}
	of := v.Outline.Way[len(v.Outline.Way)-1].Code
	if v.On == "" {
		return with("/tree/compare", "unit", of)
	}
	return with("/tree/compare", "unit", of, "from", string(day.Min(v.On, v.Today)), "to", string(day.Max(v.On, v.Today)))
}
