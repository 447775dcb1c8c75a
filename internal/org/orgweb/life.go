package orgweb

import (
	"context"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// few is how many units a sentence names before the rest is folded away.
const few = 6

// lifeIcon is the sign of an event on the life line.
func lifeIcon(k org.EventKind) string {
	switch k {
	case org.EventStood, org.EventFounded, org.EventBegan:
		return "plus"
	case org.EventMoved:
		return "arrow"
	case org.EventRenamed, org.EventRecast:
		return "edit"
	case org.EventEnded:
		return "x"
	}
	return "link"
}

func lifeDay(ctx context.Context, e org.Event) string {
	if e.Day == "" {
		return ""
	}
	return i18n.Date(e.Day)
}

func lifeTitle(ctx context.Context, e org.Event) string {
	return i18n.T(ctx, "org.life."+string(e.Kind))
}

// ahead tells that an event is signed and has not come.
func ahead(e org.Event, today day.Date) bool { return e.Day > today }

// change is the names or kinds before and after; what waits for its day does
// not know yet what was before.
func (v unitView) change(ctx context.Context, e org.Event) string {
	from, to := e.From, e.To
	if e.Kind == org.EventRecast {
		to = v.Rules.Kind(to).Name
		if from != "" {
			from = v.Rules.Kind(from).Name
		}
	}
	if from == "" {
		return to
	}
	return from + " → " + to
}

func decisionText(ctx context.Context, d org.Decision) string {
	key := "org.act.number"
	if d.DecidedOn != "" {
		key = "org.act.numbered"
	}
	return i18n.T(ctx, key, i18n.Args{"no": d.No, "day": d.DecidedOn})
}

// end is the event of the unit's end that counts.
func (v unitView) end() org.Event {
	for _, e := range v.Life.Events {
		if e.Kind == org.EventEnded && !e.Undone && e.Day == v.Unit.DissolvedOn {
			return e
		}
	}
	return org.Event{}
}

// endText says that the unit has ended or will, and by which decision.
func (v unitView) endText(ctx context.Context) string {
	args := i18n.Args{"day": v.Unit.DissolvedOn, "no": v.end().Decision.No}
	switch known := args["no"] != ""; {
	case v.toEnd() && known:
		return i18n.T(ctx, "org.unit.to_end_by", args)
	case v.toEnd():
		return i18n.T(ctx, "org.unit.to_end", args)
	case known:
		return i18n.T(ctx, "org.unit.ended_by", args)
	}
	return i18n.T(ctx, "org.unit.ended", args)
}

// compareHref puts the days before and after the last change of what stands
// below side by side.
func (v unitView) compareHref() string { return with("/tree/compare", "unit", v.Unit.Code) }

func endState(v unitView) ui.State {
	if v.toEnd() {
		return ui.Slow
	}
	return ui.None
}

// closedText says in a list what can be done in a unit that has ended, and who
// goes on with it.
func closedText(ctx context.Context, heirs []org.Related) string {
	if len(heirs) == 0 {
		return i18n.T(ctx, "org.switch.closed")
	}
	var names []string
	for _, u := range heirs[:min(few, len(heirs))] {
		names = append(names, u.Name)
	}
	text := i18n.T(ctx, "org.switch.heirs", i18n.Args{"names": strings.Join(names, ", ")})
	if rest := len(heirs) - few; rest > 0 {
		text += " " + i18n.T(ctx, "org.life.more", i18n.Args{"count": rest})
	}
	return text
}
