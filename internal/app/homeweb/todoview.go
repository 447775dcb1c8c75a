package homeweb

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/ui"
)

// todoView is the page of what there is to do, all texts written.
type todoView struct {
	Unit    string // name
	Lead    string
	Chips   []ui.Chip // none where there is nothing to choose from
	Now     []task    // what presses
	Later   []task
	More    []ui.Link // to what is counted and not listed
	Nothing bool      // no task and no notice at all
	Clear   bool      // no task, but notices
	Notices []noticeLine
	All     string // "Cả 12 thông báo"; empty where all are listed
}

// noticeLine is a notice that has not been read.
type noticeLine struct{ Text, When, Href string }

// shownNotices is how many unread notices the page shows.
const shownNotices = 4

func (t todo) view(ctx context.Context, kind string, told []notify.Told, unread int) todoView {
	all := t.tasks(ctx)
	v := todoView{Unit: t.unit.Name, Lead: t.todoLead(ctx, all), Nothing: len(all)+unread == 0, Clear: len(all) == 0 && unread > 0}
	v.Chips, kind = t.chips(ctx, all, kind, unread)
	for _, x := range all {
		switch {
		case !x.is(kind):
		case x.rank.presses():
			v.Now = append(v.Now, x)
		default:
			v.Later = append(v.Later, x)
		}
	}
	v.More = t.more(ctx, kind)
	if kind == "" || kind == ofNotices {
		for _, n := range told {
			v.Notices = append(v.Notices, noticeLine{n.Text(ctx), t.when(ctx, n.At), "/notices/" + n.ID})
		}
		if unread > len(told) {
			v.All = say(ctx, "notices_all", i18n.Args{"count": unread})
		}
	}
	return v
}

// todoLead is the day and how much there is to do on it.
func (t todo) todoLead(ctx context.Context, all []task) string {
	text := i18n.LongDate(t.today()) + ". "
	n, now := t.count(all, ""), t.count(all, ofUrgent)
	switch {
	case n == 0:
		return text + say(ctx, "lead.none")
	case now == 0:
		return text + say(ctx, "lead.calm", i18n.Args{"count": number(n)})
	}
	return text + say(ctx, "lead.urgent", i18n.Args{"count": number(n), "urgent": number(now)})
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

// more leads to what is counted and not listed.
func (t todo) more(ctx context.Context, kind string) (out []ui.Link) {
	hidden, below := t.unlisted()
	if kind == ofUrgent {
		hidden, below = t.urgent-t.urgentListed(), 0
	}
	if hidden > 0 && (kind == "" || kind == ofUrgent || kind == ofWork) {
		out = append(out, ui.Link{Text: say(ctx, "more.work", i18n.Args{"count": number(hidden)}), Href: "/activities/open?unit=" + t.unit.Code})
	}
	if below > 0 && (kind == "" || kind == ofTargets) {
		out = append(out, ui.Link{Text: say(ctx, "more.targets", i18n.Args{"count": below}), Href: "/board"})
	}
	return out
}

// dueTag is how far off a day is, in words, with its colour and icon.
func dueTag(ctx context.Context, x *task, due, today day.Date) {
	left := today.Days(due) - 1
	switch x.rank, x.day = rankOf(due, today), due; {
	case left < 0:
		x.State, x.Icon, x.Tag = ui.Low, "warn", say(ctx, "due.late", i18n.Args{"days": -left})
	case left == 0:
		x.State, x.Icon, x.Tag = ui.Slow, "clock", say(ctx, "due.today")
	default:
		x.State, x.Icon, x.Tag = ui.None, "clock", say(ctx, "due.left", i18n.Args{"days": left})
		if x.rank == pressing {
			x.State = ui.Slow
		}
	}
}

// waited says since when something waits, and how long that is.
func (t todo) waited(ctx context.Context, since day.Date) string {
	switch days := since.Days(t.today()) - 1; days {
	case 0:
		return say(ctx, "since.today")
	case 1:
		return say(ctx, "since.yesterday")
	default:
		return say(ctx, "since.days", i18n.Args{"day": since, "days": days})
	}
}
