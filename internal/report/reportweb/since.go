package reportweb

import (
	"context"
	"math/big"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
)

// sinceView is what has changed since a report was signed.
type sinceView struct {
	Title      string
	Groups     []causeView
	Supplement *supplementView // nil when the actor may begin none
}

// causeView is the figures that changed for one reason.
type causeView struct {
	Title, Lead string
	Diffs       []diffView
}

// diffView is one figure: what was signed, what it is, and why.
type diffView struct {
	Name, Was, Now, Href, Delta string
	Facts                       []factView
	More                        string
}

// factView is a record that came since.
type factView struct{ Day, Quantity, Unit, Reason, Title, Href string }

// supplementView begins a report that completes this one.
type supplementView struct{ Once, Unit, Template, Period, Of string }

// causes in the order they are told.
func causes() []report.Cause {
	return []report.Cause{report.ByFact, report.ByTree, report.ByDefinition, report.ByTarget}
}

// since tells the differences by their causes; nil when there are none.
func (p *Pages) since(ctx context.Context, v report.View) (*sinceView, error) {
	if len(v.Since) == 0 {
		return nil, nil
	}
	out := &sinceView{Title: i18n.T(ctx, "report.since.title", i18n.Args{"count": len(v.Since)})}
	if v.MayWrite {
		out.Supplement = &supplementView{db.NewID(), v.UnitRow.Code, v.Template, v.Period, v.ID}
	}
	var words sinceWords
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		words, err = p.sinceWords(ctx, tx, v.Since)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, cause := range causes() {
		g := causeView{Title: i18n.T(ctx, "report.cause."+string(cause)), Lead: i18n.T(ctx, "report.cause_lead."+string(cause))}
		for _, d := range v.Since {
			if d.Cause == cause {
				g.Diffs = append(g.Diffs, p.diff(ctx, v, d, words))
			}
		}
		if len(g.Diffs) > 0 {
			out.Groups = append(out.Groups, g)
		}
	}
	return out, nil
}

// sinceWords name what differences refer to by id or code.
type sinceWords struct {
	titles map[string]ledger.SourceName // of facts
	units  map[string]org.Unit          // by id
	codes  map[string]string            // names of units by code
}

func (p *Pages) sinceWords(ctx context.Context, tx *db.Tx, since []report.Difference) (w sinceWords, err error) {
	var facts []ledger.Source
	var ids []string
	w.codes = map[string]string{}
	for _, d := range since {
		facts = append(facts, d.Facts...)
		if w.codes[d.Signed.Unit] == "" {
			u, err := p.Org.UnitByCode(ctx, tx, d.Signed.Unit)
			if err != nil {
				return w, err
			}
			w.codes[d.Signed.Unit] = u.Name
		}
	}
	for _, f := range facts {
		ids = append(ids, f.Unit)
	}
	if w.units, err = p.Org.UnitsByID(ctx, tx, ids); err != nil {
		return w, err
	}
	w.titles, err = p.Names.Name(ctx, tx, facts)
	return w, err
}

func (p *Pages) diff(ctx context.Context, v report.View, d report.Difference, words sinceWords) diffView {
	out := diffView{Name: p.figureName(v, d.Signed, words), Was: d.Signed.Text, Now: d.Now.Text, Href: report.FigureAddress(d.Signed)}
	switch {
	case d.Cause == report.ByTarget:
		out.Was, out.Now = goalText(ctx, d.Signed.Target), goalText(ctx, d.Now.Target)
	case d.Signed.Denominator != "":
		out.Was, out.Now = parts(d.Signed), parts(d.Now)
	case d.Delta != 0:
		out.Delta = withSign(d.Delta)
	}
	if out.Now == "" {
		out.Now = i18n.T(ctx, "report.since.nothing")
	}
	for _, f := range d.Facts {
		out.Facts = append(out.Facts, factOf(ctx, f, words))
	}
	if d.More {
		out.More = i18n.T(ctx, "report.since.more", i18n.Args{"count": len(d.Facts)})
	}
	return out
}

// figureName is the figure with all that tells it from its like in the report.
func (p *Pages) figureName(v report.View, f report.Figure, words sinceWords) string {
	name := f.Name
	if f.Part != "" {
		name += ", " + p.Org.Ledger.Catalogue.ValueLabel(f.Dim, f.Part)
	}
	if f.Period != v.Period {
		name += ", " + report.PeriodWords(f.Period)
	}
	if f.Unit != v.UnitRow.Code {
		name += ": " + words.codes[f.Unit]
	}
	return name
}

// parts is a percentage with what it is made of: 40% (2/5).
func parts(f report.Figure) string {
	if f.Denominator == "" {
		return f.Text
	}
	return f.Text + " (" + grouped(f.Numerator) + "/" + grouped(f.Denominator) + ")"
}

func goalText(ctx context.Context, g *report.Goal) string {
	if g == nil {
		return i18n.T(ctx, "report.since.nogoal")
	}
	return grouped(g.Value)
}

// grouped is a decimal number as people here write it.
func grouped(decimal string) string {
	n, ok := new(big.Rat).SetString(decimal)
	if !ok {
		return decimal
	}
	return i18n.Decimal(n, 2)
}

func factOf(ctx context.Context, f ledger.Source, words sinceWords) factView {
	name := words.titles[f.ID]
	out := factView{Day: i18n.Date(f.Day), Quantity: withSign(f.Quantity), Unit: words.units[f.Unit].Name, Reason: f.Reason, Title: name.Title, Href: name.URL}
	if out.Title == "" {
		out.Title = i18n.T(ctx, "report.since.record")
	}
	if f.Day == day.Opening {
		out.Day = i18n.T(ctx, "report.since.opening")
	}
	return out
}

// withSign writes what adds with a plus.
func withSign(n int64) string {
	if n > 0 {
		return "+" + i18n.Number(n)
	}
	return i18n.Number(n)
}
