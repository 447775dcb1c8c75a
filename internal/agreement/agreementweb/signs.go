package agreementweb

import (
	"context"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// soon is how many days before it is due something open is marked.
const soon = 30

// signView is how something stands, in a shape and words. Figure is counted and
// opens its records; it stands before the words.
type signView struct {
	State  ui.State
	Figure ui.Link
	Text   string
}

// tally counts how the duties of a commitment stand on a day.
type tally struct {
	all, begun, done, unmet int
	late                    *agreement.Duty // the first that is late
	open                    *agreement.Duty // the first that has begun and is open
}

func tallyOf(c agreement.Card, m agreement.Commitment) (t tally) {
	for i, d := range m.Duties {
		o := d.OutcomeOn(c.On)
		if o == agreement.Waived {
			continue
		}
		t.all++
		if d.From <= c.On {
			t.begun++
		}
		switch {
		case o == agreement.Done:
			t.done++
		case o == agreement.Unmet:
			t.unmet++
		case d.Late(c.On) && t.late == nil:
			t.late = &m.Duties[i]
		}
		if o == agreement.Open && d.From <= c.On && t.open == nil {
			t.open = &m.Duties[i]
		}
	}
	return t
}

// signOf says how a commitment stands: what is late comes first, then what is
// counted, then how often it was done.
func (p *Pages) signOf(ctx context.Context, c agreement.Card, m agreement.Commitment) signView {
	t := tallyOf(c, m)
	many := i18n.Args{"done": t.done, "all": t.all}
	switch {
	case m.DroppedOn != "" && m.DroppedOn <= c.On:
		return signView{State: ui.None, Text: say(ctx, "page.sign_dropped", i18n.Args{"day": m.DroppedOn})}
	case len(m.Duties) == 0:
		return signView{}
	case t.all == 0:
		return signView{State: ui.None, Text: say(ctx, "page.outcome.waived")}
	case t.begun == 0 && t.done == 0:
		return signView{State: ui.None, Text: say(ctx, "page.sign_ahead")}
	case t.late != nil || (t.open != nil && m.Indicator != ""):
		return p.dutySign(ctx, c, m, *t.open)
	case t.all == 1 && t.unmet == 0 && t.done == 0:
		return p.dutySign(ctx, c, m, *t.open)
	case t.all == 1:
		return p.dutySign(ctx, c, m, single(c, m))
	case t.unmet > 0:
		return signView{State: ui.Low, Text: say(ctx, "page.sign_unmet", i18n.Args{"done": t.done, "begun": t.begun, "unmet": t.unmet})}
	case t.done >= t.begun:
		return signView{State: ui.OK, Text: say(ctx, "page.sign_times", many)}
	case t.open != nil && apart(c.On, t.open.Due) <= soon:
		many["days"] = apart(c.On, t.open.Due)
		return signView{State: ui.Slow, Text: say(ctx, "page.sign_times_left", many)}
	}
	return signView{State: ui.Go_, Text: say(ctx, "page.sign_times", many)}
}

// single is the one duty that counts.
func single(c agreement.Card, m agreement.Commitment) agreement.Duty {
	for _, d := range m.Duties {
		if d.OutcomeOn(c.On) != agreement.Waived {
			return d
		}
	}
	return agreement.Duty{}
}

// dutySign says how one time stands.
func (p *Pages) dutySign(ctx context.Context, c agreement.Card, m agreement.Commitment, d agreement.Duty) (v signView) {
	switch d.OutcomeOn(c.On) {
	case agreement.Done:
		v = signView{State: ui.OK, Text: say(ctx, "page.outcome.done")}
		if d.Result != "" {
			v.Text = say(ctx, "page.sign_result", i18n.Args{"result": d.Result, "unit": p.countedIn(m)})
		}
		return v
	case agreement.Unmet:
		return signView{State: ui.Low, Text: say(ctx, "page.outcome.unmet")}
	case agreement.Waived:
		return signView{State: ui.None, Text: say(ctx, "page.outcome.waived")}
	}
	v = waiting(ctx, c, m, d)
	if count, there := c.Counts[d.ID]; there && count.Asked {
		v.Figure = ui.Link{Text: count.Text + "/" + count.Goal, Href: figureHref(m, count)}
		switch unit := p.countedIn(m); {
		case d.Late(c.On):
			v.Text = unit + " · " + v.Text
		case count.Met:
			v.State, v.Text = ui.OK, unit
		default:
			v.Text = unit
		}
	}
	return v
}

// waiting says how long something open has been late, or has left. What nobody
// has begun is worse than what is late.
func waiting(ctx context.Context, c agreement.Card, m agreement.Commitment, d agreement.Duty) signView {
	days := i18n.Args{"days": apart(c.On, d.Due), "day": d.Due}
	switch {
	case d.From > c.On:
		return signView{State: ui.None, Text: say(ctx, "page.sign_ahead")}
	case d.Late(c.On) && m.Work == 0:
		return signView{State: ui.Low, Text: say(ctx, "page.sign_undone", days)}
	case d.Late(c.On):
		return signView{State: ui.Slow, Text: say(ctx, "page.sign_late", days)}
	case d.Due == c.On:
		return signView{State: ui.Slow, Text: say(ctx, "page.sign_today")}
	case apart(c.On, d.Due) <= soon:
		return signView{State: ui.Slow, Text: say(ctx, "page.sign_left", days)}
	}
	return signView{State: ui.Go_, Text: say(ctx, "page.sign_going", days)}
}

// countedIn is the unit of what is counted of a commitment: "người".
func (p *Pages) countedIn(m agreement.Commitment) string {
	ind, err := p.Org.Ledger.Catalogue.Indicator(m.Indicator)
	if err != nil { // nothing is counted
		return ""
	}
	return ind.Unit
}
