package activityweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// showView is the page of a record.
type showView struct {
	Crumbs    []ui.Link
	Title     string
	Lead      string
	Withdrawn string // how and why; empty while it counts
	Pairs     []ui.Pair
	Moves     []moveView
	History   []changeView
	Change    string // address; empty when one may not
	Withdraw  string
}

// moveView is one figure that the record counts in.
type moveView struct{ Name, Href, Text string }

// changeView is one correction: what was, what became of it, why, by whom.
type changeView struct {
	Title, By, Reason string
	Diffs             []diffView
}

type diffView struct{ Label, Was, Is string }

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.Activity.Show(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	view := showView{
		Crumbs: crumbs(ctx, v.Title), Title: v.Title, Lead: v.UnitRow.Name + " · " + i18n.LongDate(v.Day),
		Pairs: pairsOf(ctx, v, version{v.Record.Unit, v.Record.Day, v.Record.Title, v.Partner, v.Note, v.Fields}),
	}
	view.Pairs = append(view.Pairs, ui.Pair{
		Term: i18n.T(ctx, "activity.label.by"), Text: i18n.T(ctx, "activity.by_text", i18n.Args{"name": nameOf(ctx, v, v.Recorder), "at": i18n.Moment(v.RecordedAt)}),
	})
	if v.MayWrite {
		view.Change, view.Withdraw = "/activities/"+v.ID+"/change", "/activities/"+v.ID+"/withdraw"
	}
	view.History = history(ctx, v)
	if v.WithdrawnAt != nil && len(v.Changes) > 0 {
		last := v.Changes[len(v.Changes)-1]
		view.Withdrawn = i18n.T(ctx, "activity.withdrawn_text", i18n.Args{"name": nameOf(ctx, v, last.By), "at": i18n.Moment(last.At), "reason": last.Reason})
	} else if view.Moves, err = p.moves(ctx, v); err != nil {
		return err
	}
	return p.Site.Render(w, r, http.StatusOK, page(v.Title), showPage(view))
}

// nameOf names an account; what no person has done, the program has.
func nameOf(ctx context.Context, v activity.View, account string) string {
	if n := v.Names[account]; n != "" {
		return n
	}
	return i18n.T(ctx, "activity.by_program")
}

// version is what a record said at a time.
type version struct {
	unit    string
	day     day.Date
	title   string
	partner string
	note    string
	fields  activity.Fields
}

// pairsOf says a version as terms and values, in the order of the form.
func pairsOf(ctx context.Context, v activity.View, x version) (out []ui.Pair) {
	add := func(term, text string) {
		if text != "" {
			out = append(out, ui.Pair{Term: term, Text: text})
		}
	}
	unit := v.Units[x.unit]
	out = append(out, ui.Pair{Term: i18n.T(ctx, "activity.label.unit"), Body: unitLink(unit.Name, unit.Code)})
	add(i18n.T(ctx, "activity.label.day"), i18n.LongDate(x.day))
	if v.KindRule != nil {
		add(i18n.T(ctx, "activity.label.kind"), v.KindRule.Name)
		for _, f := range v.KindRule.Fields {
			add(f.Label, valueText(f, x.fields[f.Name]))
		}
	}
	add(i18n.T(ctx, "activity.label.partner"), x.partner)
	add(i18n.T(ctx, "activity.label.note"), x.note)
	add(i18n.T(ctx, "activity.label.ref"), v.Ref)
	return out
}

// valueText is a stored value as people read it.
func valueText(f activity.Field, stored string) string {
	switch {
	case stored == "":
		return ""
	case f.Type == activity.Number:
		n, err := strconv.ParseInt(stored, 10, 64)
		if err != nil {
			return stored
		}
		return joined(i18n.Number(n), f.Suffix)
	case f.Type == activity.DateField:
		return i18n.LongDate(stored)
	case f.Type == activity.ChoiceType:
		if i := slices.IndexFunc(f.Choices, func(c activity.Choice) bool { return c.Value == stored }); i >= 0 {
			return f.Choices[i].Text
		}
	}
	return stored
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}

// moves names the figures the record counts in and leads to each.
func (p *Pages) moves(ctx context.Context, v activity.View) (out []moveView, err error) {
	if v.KindRule == nil {
		return nil, nil
	}
	moves, err := p.Activity.Moved(v.KindRule, v.UnitRow, v.Day, v.Fields)
	for _, m := range moves {
		href := address("/figures/"+m.Indicator.Code, "unit", v.UnitRow.Code, "period", strconv.Itoa(v.Day.Year()))
		out = append(out, moveView{m.Indicator.Name, href, moveText(ctx, m)})
	}
	return out, err
}

func moveText(ctx context.Context, m ledger.Move) string {
	if m.Indicator.Type == ledger.Ratio {
		return i18n.T(ctx, "activity.move.ratio", i18n.Args{"above": plus(m.Numerator), "below": plus(m.Denominator)})
	}
	return plus(m.Numerator) + " " + m.Indicator.Unit
}

func plus(n int64) string {
	if n > 0 {
		return "+" + i18n.Number(n)
	}
	return i18n.Number(n)
}

// history tells each correction, the newest first.
func history(ctx context.Context, v activity.View) (out []changeView) {
	versions := versionsOf(v)
	for i, c := range v.Changes {
		h := changeView{
			Title:  i18n.T(ctx, "activity.history.changed", i18n.Args{"was": c.Version, "is": c.Version + 1}),
			By:     i18n.T(ctx, "activity.by_text", i18n.Args{"name": nameOf(ctx, v, c.By), "at": i18n.Moment(c.At)}),
			Reason: c.Reason, Diffs: diffs(ctx, v, versions[i], versions[i+1]),
		}
		if v.WithdrawnAt != nil && i == len(v.Changes)-1 {
			h.Title = i18n.T(ctx, "activity.history.withdrawn")
		}
		out = append(out, h)
	}
	slices.Reverse(out)
	return out
}

// versionsOf lists what the record said, the oldest first and the present last.
func versionsOf(v activity.View) (out []version) {
	for _, c := range v.Changes {
		out = append(out, version{c.Unit, c.Day, c.Title, c.Partner, c.Note, c.Fields})
	}
	return append(out, version{v.Record.Unit, v.Record.Day, v.Record.Title, v.Partner, v.Note, v.Fields})
}

// diffs tells only what is different.
func diffs(ctx context.Context, v activity.View, was, is version) (out []diffView) {
	add := func(label, a, b string) {
		if a != b {
			out = append(out, diffView{label, a, b})
		}
	}
	add(i18n.T(ctx, "activity.label.unit"), v.Units[was.unit].Name, v.Units[is.unit].Name)
	add(i18n.T(ctx, "activity.label.day"), i18n.LongDate(was.day), i18n.LongDate(is.day))
	if v.KindRule != nil {
		for _, f := range v.KindRule.Fields {
			add(f.Label, valueText(f, was.fields[f.Name]), valueText(f, is.fields[f.Name]))
		}
	}
	add(i18n.T(ctx, "activity.label.partner"), was.partner, is.partner)
	add(i18n.T(ctx, "activity.label.note"), was.note, is.note)
	return out
}
