package homeweb

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

func (p *Pages) readWork(ctx context.Context, tx *db.Tx, t *todo) (err error) {
	today, unit := tx.Today(), t.unit.ID
	if t.work, err = p.Activity.DueIn(ctx, tx, unit, today.Add(aheadDays), listedWork); err != nil {
		return err
	}
	t.due = len(t.work)
	if t.due == listedWork {
		if t.due, err = p.Activity.CountDue(ctx, tx, unit, today.Add(aheadDays), mostWork); err != nil {
			return err
		}
	}
	if t.urgent = t.urgentListed(); t.urgent == listedWork {
		if t.urgent, err = p.Activity.CountDue(ctx, tx, unit, today.Add(soonDays), mostWork); err != nil {
			return err
		}
	}
	if t.undated, err = p.Activity.UndatedIn(ctx, tx, unit, listedWork); err != nil {
		return err
	}
	var parts []string
	for _, l := range slices.Concat(t.work, t.undated) {
		if l.Under != "" {
			parts = append(parts, l.Under)
		}
	}
	if len(parts) > 0 {
		t.wholes, err = p.Activity.Sources(ctx, tx, parts)
	}
	return err
}

// urgentListed is how much of the listed work presses.
func (t todo) urgentListed() (n int) {
	for _, l := range t.work {
		if rankOf(l.Due, t.today()).presses() {
			n++
		}
	}
	return n
}

// workTasks are open work that is due, then what has no day.
func (t todo) workTasks(ctx context.Context) (out []task) {
	for _, l := range t.work {
		x := task{Title: l.Title, Href: "/activities/" + l.ID, Do: say(ctx, "work.open"), kind: ofWork}
		when := say(ctx, "due.by", i18n.Args{"day": i18n.LongDate(l.Due)})
		if k := t.kinds.ByCode(l.Kind); k != nil && k.Done != "" {
			x.Href, x.Do = x.Href+"/done", say(ctx, "work.done")
			when = say(ctx, "work.by", i18n.Args{"what": k.Field(k.Due).Label, "day": i18n.LongDate(l.Due)})
		}
		x.Text = t.about(l, when)
		dueTag(ctx, &x, l.Due, t.today())
		out = append(out, x)
	}
	for _, l := range t.undated {
		out = append(out, task{
			State: ui.None, Icon: "clock", Tag: say(ctx, "undated.tag"), Title: l.Title,
			Text: t.about(l, say(ctx, "undated.text", i18n.Args{"since": t.waited(ctx, l.Day)})),
			Href: "/activities/" + l.ID + "/change", Do: say(ctx, "undated.do"), kind: ofWork, rank: idle, day: l.Day,
		})
	}
	return out
}

// about says what a piece of work is part of, whose it is where it is another
// unit's, and when.
func (t todo) about(l activity.Line, when string) string {
	var parts []string
	if l.Under != "" {
		parts = append(parts, t.wholes[l.Under].Title)
	}
	if l.Unit != t.unit.ID {
		parts = append(parts, l.UnitName)
	}
	return strings.Join(append(parts, when), " · ")
}
