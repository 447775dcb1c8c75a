package activityweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
	Finish    string
	Due       dueView
	Reveal    string // address that shows what is private, and keeps who read it
	Whole     *ui.Link
	Parts     []partsView
	Purpose   activity.Purpose
}

// partsView is the parts of a record that are of one kind.
type partsView struct {
	Name string
	Rows []lineView
	Add  string // address; empty when one may not
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
	return p.renderShow(w, r, ctx, v, false)
}

// reveal shows a record once with what is private.
func (p *Pages) reveal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.Activity.Reveal(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.renderShow(w, r, ctx, v, true)
}

func (p *Pages) renderShow(w http.ResponseWriter, r *http.Request, ctx context.Context, v activity.View, revealed bool) (err error) {
	at := "/activities/" + v.ID
	view := showView{
		Crumbs: crumbs(ctx, v.Title), Title: v.Title, Lead: v.UnitRow.Name + " · " + i18n.LongDate(v.Day), Due: dueOf(ctx, v.Record, p.Activity.Today()), Purpose: v.Purpose,
		Pairs: pairsOf(ctx, v, version{v.Record.Unit, v.Record.Day, v.Record.Title, v.Partner, v.Note, v.Fields}),
	}
	view.Pairs = append(view.Pairs, ui.Pair{
		Term: i18n.T(ctx, "activity.label.by"), Text: i18n.T(ctx, "activity.by_text", i18n.Args{"name": nameOf(ctx, v, v.Recorder), "at": i18n.Moment(v.RecordedAt)}),
	})
	if v.Whole != nil {
		view.Whole = &ui.Link{Text: v.Whole.Title, Href: "/activities/" + v.Whole.ID}
		view.Crumbs = crumbs(ctx, v.Title, *view.Whole)
	}
	if v.MayWrite {
		view.Change, view.Withdraw = at+"/change", at+"/withdraw"
		if v.IsOpen() && v.KindRule != nil && v.KindRule.Done != "" {
			view.Finish = at + "/done"
		}
	}
	if v.Hidden && !revealed {
		view.Reveal = at + "/reveal"
	}
	view.Parts, view.History = p.parts(ctx, v), history(ctx, v)
	if v.WithdrawnAt != nil && len(v.Changes) > 0 {
		last := v.Changes[len(v.Changes)-1]
		view.Withdrawn = i18n.T(ctx, "activity.withdrawn_text", i18n.Args{"name": nameOf(ctx, v, last.By), "at": i18n.Moment(last.At), "reason": last.Reason})
	} else if view.Moves, err = p.moves(ctx, v); err != nil {
		return err
	}
	return p.Site.Render(w, r, http.StatusOK, page(v.Title), showPage(view))
}

// parts lists the parts of a record under the kinds it may have, with where one
// more begins.
func (p *Pages) parts(ctx context.Context, v activity.View) (out []partsView) {
	today := p.Activity.Today()
	for _, k := range p.Activity.Kinds.Parts(v.Kind) {
		part := partsView{Name: k.Name}
		for _, rec := range v.Parts {
			if rec.Kind == k.Code {
				part.Rows = append(part.Rows, lineView{
					Day: i18n.Date(rec.Day), Title: rec.Title, Href: "/activities/" + rec.ID, Withdrawn: rec.WithdrawnAt != nil, Due: dueOf(ctx, rec, today),
				})
			}
		}
		if v.MayWrite && slices.Contains(k.Units, v.UnitRow.Kind) {
			part.Add = address("/activities/new", "kind", k.Code, "under", v.ID)
		}
		if part.Add != "" || len(part.Rows) > 0 {
			out = append(out, part)
		}
	}
	return out
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
			if stored := x.fields[f.Name]; f.Attached() && stored != "" {
				out = append(out, ui.Pair{Term: f.Label, Body: filesPart(filesIn(v, x.fields.Files(f.Name)), f.Type == activity.PhotoField)})
			} else if u := v.Named[stored]; f.Type == activity.UnitField && u.ID != "" {
				out = append(out, ui.Pair{Term: f.Label, Body: unitLink(u.Name, u.Code)})
			} else {
				add(f.Label, valueText(v, f, stored))
			}
		}
	}
	add(i18n.T(ctx, "activity.label.partner"), x.partner)
	add(i18n.T(ctx, "activity.label.note"), x.note)
	add(i18n.T(ctx, "activity.label.ref"), v.Ref)
	return out
}

// filesIn are files of a record, with where they are read.
func filesIn(v activity.View, ids []string) (out []fileView) {
	for _, id := range ids {
		if i, there := v.Files[id]; there {
			out = append(out, filed(v.ID, i))
		}
	}
	return out
}

// valueText is a stored value as people read it.
func valueText(v activity.View, f activity.Field, stored string) string {
	switch {
	case stored == "":
		return ""
	case f.Type == activity.Number:
		n, err := strconv.ParseInt(stored, 10, 64)
		if err != nil {
			return stored
		}
		return joined(i18n.Number(n), f.Suffix)
	case f.Type == activity.Money:
		n, err := strconv.ParseInt(stored, 10, 64)
		if err != nil {
			return stored
		}
		return i18n.Number(n) + " đồng"
	case f.Type == activity.UnitField && v.Named[stored].ID != "":
		return unitText(v.Named[stored])
	case f.Attached():
		var names []string
		for _, i := range filesIn(v, strings.Split(stored, ",")) {
			names = append(names, i.Name)
		}
		return strings.Join(names, ", ")
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
	if !m.Exact() { // a unit that counts already does not count twice
		return i18n.T(ctx, "activity.move.counts")
	}
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
			add(f.Label, valueText(v, f, was.fields[f.Name]), valueText(v, f, is.fields[f.Name]))
		}
	}
	add(i18n.T(ctx, "activity.label.partner"), was.partner, is.partner)
	add(i18n.T(ctx, "activity.label.note"), was.note, is.note)
	return out
}
