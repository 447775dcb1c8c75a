package homeweb

import (
	"context"
	"strconv"

	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// taskGroup is tasks under a heading, with the way to those not listed.
type taskGroup struct {
	ID, Title string
	Tasks     []task
	More      []ui.Link
}

// chips choose a kind; those there is nothing of are left out. A kind nobody
// knows is all.
func (t todo) chips(ctx context.Context, all []task, kind string, unread int) (out []ui.Chip, chosen string) {
	for _, c := range []struct {
		kind, text string
		n          int
	}{
		{"", say(ctx, "chip.all"), t.count(all, "")},
		{ofUrgent, say(ctx, "chip.urgent"), t.count(all, ofUrgent)},
		{ofReports, say(ctx, "chip.reports"), t.count(all, ofReports)},
		{ofWork, say(ctx, "chip.work"), t.count(all, ofWork)},
		{ofAgreed, i18n.T(ctx, "agreement.remind.todo.chip"), t.count(all, ofAgreed)},
		{ofTargets, say(ctx, "chip.targets"), t.count(all, ofTargets)},
		{ofNotices, say(ctx, "chip.notices"), unread},
	} {
		if kind == c.kind {
			chosen = kind
		}
		href := "/todo"
		if c.kind != "" {
			href += "?kind=" + c.kind
		}
		if c.n > 0 || c.kind == "" || c.kind == kind {
			out = append(out, ui.Chip{Text: c.text + " (" + number(c.n) + ")", Href: href, Current: c.kind == kind})
		}
	}
	if len(out) > 0 && chosen == "" {
		out[0].Current = true
	}
	if len(out) < 3 && chosen == "" { // one kind besides all is no choice
		out = nil
	}
	return out, chosen
}

// groups are the tasks of a kind: what presses, what else there is, and what
// units below are to do.
func (t todo) groups(ctx context.Context, all []task, kind string) (out []taskGroup) {
	now := taskGroup{ID: "h-gap", Title: say(ctx, "now")}
	later := taskGroup{ID: "h-khac", Title: say(ctx, "later")}
	below := taskGroup{ID: "h-duoi", Title: say(ctx, "below")}
	for _, x := range all {
		switch {
		case !x.is(kind):
		case x.rank.presses():
			now.Tasks = append(now.Tasks, x)
		case x.below:
			below.Tasks = append(below.Tasks, x)
		default:
			later.Tasks = append(later.Tasks, x)
		}
	}
	if len(now.Tasks) == 0 { // there is nothing it is other than
		later.Title = say(ctx, "own")
	}
	if kind == ofUrgent {
		now.More = t.moreWork(ctx, t.urgent, t.urgentListed())
	}
	if kind == "" || kind == ofWork {
		later.More = t.moreWork(ctx, t.own.due, len(t.own.lines))
		below.More = t.moreWork(ctx, t.below.due, len(t.below.lines))
	}
	if kind == "" || kind == ofAgreed {
		later.More = append(later.More, t.moreAgreed(ctx)...)
	}
	if _, late := t.unlisted(); late > 0 && (kind == "" || kind == ofTargets) {
		below.More = append(below.More, ui.Link{Text: say(ctx, "more.targets", i18n.Args{"count": late}), Href: "/board"})
	}
	for _, g := range []taskGroup{now, later, below} {
		if len(g.Tasks)+len(g.More) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// moreWork leads to work that is counted and not listed.
func (t todo) moreWork(ctx context.Context, all, listed int) []ui.Link {
	if all <= listed {
		return nil
	}
	rest := strconv.Itoa(all - listed)
	if all >= mostWork { // there may be more of it
		rest += "+"
	}
	return []ui.Link{{Text: say(ctx, "more.work", i18n.Args{"count": rest}), Href: "/activities/open?unit=" + t.unit.Code}}
}
