package targetweb

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// Told is what a page says of the tree its figures are counted in.
type Told struct {
	Trees  []ui.Chip // the switch
	Text   string    // what the tree that is shown means
	Lead   string    // that the tree has changed in the course of the period; empty when it has not
	Acts   []ui.Link // by which decisions, and how many more
	Means  string    // how the figures are made over the change
	Pieces []piece   // of a flow: what counts in each of the trees
}

// Note is the same for the page.
func (t Told) Note() ui.NoteView {
	return ui.NoteView{Icon: "tree", Lead: t.Lead, Links: t.Acts, Text: t.Means}
}

// piece is a part of the period between two changes of the tree.
type piece struct{ Days, Value, Href string }

// trees is the switch between the two trees.
func trees(ctx context.Context, current ledger.Tree, href func(ledger.Tree) string) []ui.Chip {
	var out []ui.Chip
	for _, t := range []ledger.Tree{ledger.Then, ledger.Today} {
		out = append(out, ui.Chip{Text: i18n.T(ctx, "figure.tree."+string(t)), Href: href(t), Current: t == current})
	}
	return out
}

// toldActs is how many decisions a page names.
const toldActs = 4

// changed tells of decisions that changed the tree below a unit.
func (t *Told) changed(ctx context.Context, unit string, changes []org.TreeChange) {
	if len(changes) == 0 {
		return
	}
	t.Lead = i18n.T(ctx, "figure.changed.lead", i18n.Args{"unit": unit})
	for _, c := range changes[:min(toldActs, len(changes))] {
		t.Acts = append(t.Acts, actLink(ctx, c))
	}
	if n := len(changes) - toldActs; n > 0 {
		t.Acts = append(t.Acts, ui.Link{Text: i18n.T(ctx, "figure.changed.more", i18n.Args{"count": n})})
	}
}

// actLink names a decision: whoever may read a unit it touches may read it.
func actLink(ctx context.Context, c org.TreeChange) ui.Link {
	return ui.Link{
		Text: i18n.T(ctx, "figure.changed.act", i18n.Args{"number": c.DecisionNo, "day": c.EffectiveOn}), Href: "/reorgs/" + c.Reorg,
	}
}

// treeChanges lists the decisions that changed the tree below a unit in the
// course of a period, up to today.
func (p *Pages) treeChanges(ctx context.Context, tx *db.Tx, unit org.Unit, period ledger.Period) ([]org.TreeChange, error) {
	return p.Org.TreeChanges(ctx, tx, unit.ID, period.From.Add(1), day.Min(period.To, tx.Today()))
}

// cutAt cuts a period, up to a last day, at the days on which decisions took
// effect.
func cutAt(period ledger.Period, last day.Date, changes []org.TreeChange) (out []ledger.Period) {
	from := period.From
	for _, c := range changes {
		if c.EffectiveOn > from && c.EffectiveOn <= last {
			out = append(out, ledger.Days(from, c.EffectiveOn.Add(-1)))
			from = c.EffectiveOn
		}
	}
	return append(out, ledger.Days(from, last))
}

// toldPieces is into how many parts a page still cuts a figure.
const toldPieces = 6

// readPieces reads the parts of a flow of which it is made in the trees of the
// period.
func (p *Pages) readPieces(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	if d.acts, err = p.Org.TreeChanges(ctx, tx, d.unit.ID, d.period.From, day.Min(d.period.To, d.today)); err != nil {
		return err
	}
	for _, c := range d.acts {
		if c.EffectiveOn > d.period.From { // one of its first day is between it and what was before
			d.changes = append(d.changes, c)
		}
	}
	if d.tree != ledger.Then || d.main.Value == nil || !d.ind.Adds() || d.ind.Stocky() || d.ind.CountsUnits() || len(d.changes) == 0 {
		return nil
	}
	cuts := cutAt(d.period, day.Min(d.period.To, d.today), d.changes)
	if len(cuts) < 2 || len(cuts) > toldPieces {
		return nil
	}
	for _, cut := range cuts {
		q := d.query(d.ind)
		q.Period, q.Share = cut, true
		all, err := p.Org.Ledger.Figures(ctx, tx, q)
		if err != nil {
			return err
		}
		d.pieces = append(d.pieces, all[0])
	}
	return nil
}

// tell says which tree is shown and how the figure is made in it.
func (d *figureData) tell(ctx context.Context) Told {
	t := Told{Trees: trees(ctx, d.tree, func(t ledger.Tree) string { return d.href("tree", string(t)) })}
	day := i18n.Args{"day": d.last(d.today)}
	switch {
	case d.tree == ledger.Today:
		t.Text = d.todayText(ctx)
	case d.ind.Stocky(), d.ind.CountsUnits():
		t.Text = i18n.T(ctx, "figure.tree.then_stock", day)
	default:
		t.Text = i18n.T(ctx, "figure.tree.then_flow")
	}
	t.changed(ctx, d.unit.Name, d.changes)
	if t.Lead == "" {
		return t
	}
	switch {
	case d.tree == ledger.Today:
		t.Means = i18n.T(ctx, "figure.changed.today")
	case d.ind.CountsUnits():
		t.Means = i18n.T(ctx, "figure.changed.distinct", day)
	case d.ind.Stocky():
		t.Means = i18n.T(ctx, "figure.changed.stock", day)
	default:
		t.Means = i18n.T(ctx, "figure.changed.flow")
	}
	for _, f := range d.pieces {
		t.Pieces = append(t.Pieces, piece{
			Days:  i18n.T(ctx, "figure.changed.piece", i18n.Args{"from": f.Period.From, "to": f.Period.To}),
			Value: Value(f), Href: d.href("period", f.Period.Text),
		})
	}
	return t
}

// todayText says that today's tree is counted in and, of a unit younger than the
// period, whose the numbers of before are.
func (d *figureData) todayText(ctx context.Context) string {
	text := i18n.T(ctx, "figure.tree.today_text", i18n.Args{"day": d.today})
	if d.unit.FoundedOn > d.period.From && d.main.Value != nil {
		text += " " + i18n.T(ctx, "figure.tree.today_young", i18n.Args{"unit": d.unit.Name, "day": d.unit.FoundedOn})
	}
	return text
}

// Tell says which tree figures of all sorts are shown in.
func Tell(ctx context.Context, tree ledger.Tree, unit org.Unit, changes []org.TreeChange, last, today day.Date, href func(ledger.Tree) string) Told {
	last = unit.LastDay(last)
	t := Told{Trees: trees(ctx, tree, href), Text: i18n.T(ctx, "figure.tree.then_all", i18n.Args{"day": last})}
	means := i18n.T(ctx, "figure.changed.all", i18n.Args{"day": last})
	if tree == ledger.Today {
		t.Text = i18n.T(ctx, "figure.tree.today_text", i18n.Args{"day": today})
		means = i18n.T(ctx, "figure.changed.today")
	}
	if t.changed(ctx, unit.Name, changes); t.Lead != "" {
		t.Means = means
	}
	return t
}

// notes are the same in lines of plain text.
func (t Told) notes() (out []string) {
	for _, c := range t.Trees {
		if c.Current {
			out = append(out, c.Text+": "+i18n.Lower(t.Text))
		}
	}
	if t.Lead == "" {
		return out
	}
	acts := []string{}
	for _, a := range t.Acts {
		acts = append(acts, a.Text)
	}
	return append(out, t.Lead+" "+strings.Join(acts, "; "), t.Means)
}
