package homeweb

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// rankOfAgreed is how pressing something due under an agreement is. What somebody
// has taken waits for the day they named.
func rankOfAgreed(r agreement.Reminder, today day.Date) rank {
	if r.TookOn != nil && r.TookOn.Until > today {
		return ahead
	}
	return rankOf(r.Due, today)
}

// agreedListed are the tasks the page lists.
func (t todo) agreedListed() []agreement.Reminder {
	return t.agreed[:min(len(t.agreed), listedOwn)]
}

// agreedUnlisted counts those it does not list: all, or what presses.
func (t todo) agreedUnlisted(pressing bool) (n int) {
	for _, r := range t.agreed[len(t.agreedListed()):] {
		if !pressing || rankOfAgreed(r, t.today()).presses() {
			n++
		}
	}
	return n
}

// agreedTasks are what the unit has to do under agreements, and what units below
// have left so long that it has come up to it.
func (t todo) agreedTasks(ctx context.Context) (out []task) {
	for _, r := range t.agreedListed() {
		x := task{
			Title: r.What(ctx), Href: agreement.Href(r.Agreement) + "#w-" + r.ID, Do: i18n.T(ctx, "agreement.remind.todo.do"), kind: ofAgreed,
		}
		parts := []string{r.Title}
		if r.Unit != t.unit.ID {
			parts = append(parts, i18n.T(ctx, "agreement.remind.todo.up", i18n.Args{"unit": r.UnitName}))
		}
		when := say(ctx, "due.by", i18n.Args{"day": i18n.LongDate(r.Due)})
		dueTag(ctx, &x, r.Due, t.today())
		if x.rank = rankOfAgreed(r, t.today()); r.TookOn != nil {
			x.day, when = r.TookOn.Until, i18n.T(ctx, "agreement.remind.todo.taken", i18n.Args{"date": r.TookOn.Until})
		}
		x.Text = strings.Join(append(parts, when), " · ")
		out = append(out, x)
	}
	return out
}

// moreAgreed leads to those that are not listed.
func (t todo) moreAgreed(ctx context.Context) []ui.Link {
	rest := t.agreedUnlisted(false)
	if rest == 0 {
		return nil
	}
	text := strconv.Itoa(rest)
	if len(t.agreed) >= mostWork { // there may be more
		text += "+"
	}
	return []ui.Link{{Text: i18n.T(ctx, "agreement.remind.todo.more", i18n.Args{"count": text}), Href: "/agreements/due?place=own"}}
}
