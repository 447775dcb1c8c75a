package practiceweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/practice"
	"donghanh/internal/report"
)

// showView is the page of a practice.
type showView struct {
	Crumbs    []ui.Link
	Title     string
	Owner     ui.Link
	Shared    tagView
	Since     string
	Fields    []string
	Do        []doView
	Withdrawn string
	Aim       []string
	Steps     []string
	Results   []string
	Lessons   []string
	Figures   []figureView
	Pairs     []ui.Pair
	Files     []fileView
	Taken     []takenView
	TakenLead string
	Adopt     string // address; empty when nobody of the actor's may
	Took      bool   // a unit of the actor's has taken it over
	History   []changeView
}

// doView is a button.
type doView struct{ Text, Href, Icon, Class string }

// figureView is a result that is counted.
type figureView struct{ Name, Value, Unit, Period, Href string }

// takenView is a unit that has taken the practice over.
type takenView struct {
	Unit, Code, Since string
	State             ui.State
	StateText         string
	Changed           []string
	Outcome           []string
	Figures           []figureView
	Report, Drop      string
}

type changeView struct{ Title, By, Reason string }

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Practice.Open(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := p.names(ctx, c)
	if err != nil {
		return err
	}
	at := practice.Href(c.ID)
	v := showView{
		Crumbs: crumbs(ctx, c.Title), Title: c.Title, Owner: ui.Link{Text: c.Owner.Name}, Shared: sharedTag(ctx, c.Practice),
		Do: deeds(ctx, c), Aim: paragraphs(c.Aim), Steps: steps(c.Steps), Results: paragraphs(c.Results), Lessons: paragraphs(c.Lessons),
		Figures: figureViews(c.Figures), Files: filed(c.ID, c.Files), Pairs: pairs(ctx, c, names), Taken: takenViews(ctx, c), History: history(ctx, c, names),
	}
	for _, f := range c.Practice.Fields {
		v.Fields = append(v.Fields, p.Practice.FieldName(f))
	}
	if c.SharedOn != "" {
		v.Since = say(ctx, "show.shared", i18n.Args{"day": c.SharedOn})
	}
	if c.MayOpen {
		v.Owner.Href = "/units/" + c.Owner.Code
	}
	if c.MayAdopt {
		v.Adopt = at + "/adopt"
	}
	v.Took = slices.ContainsFunc(c.Adoptions, func(t practice.Taken) bool { return t.MayWrite })
	if c.WithdrawnAt != nil && len(c.Changes) > 0 {
		v.Withdrawn = say(ctx, "show.withdrawn", i18n.Args{"at": i18n.Moment(*c.WithdrawnAt), "reason": c.Changes[0].Reason})
	}
	v.TakenLead = takenLead(ctx, c)
	return p.render(w, r, http.StatusOK, c.Title, showPage(v))
}

// deeds are the buttons of whoever may change it; sharing comes first while it is
// shared with nobody.
func deeds(ctx context.Context, c practice.Card) (out []doView) {
	if !c.MayWrite {
		return nil
	}
	at := practice.Href(c.ID)
	share := doView{say(ctx, "share.do"), at + "/share", "globe", "btn-primary"}
	if c.SharedOn != "" {
		share.Text, share.Class = say(ctx, "share.again"), "btn-line"
	}
	return []doView{
		share, {say(ctx, "change.do"), at + "/change", "edit", "btn-line"}, {say(ctx, "withdraw.do"), at + "/withdraw", "undo", "btn-line"},
	}
}

func pairs(ctx context.Context, c practice.Card, names map[string]string) (out []ui.Pair) {
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Term: i18n.T(ctx, "practice.label."+key), Text: text})
		}
	}
	if c.Cost != nil {
		add("cost", i18n.Money(*c.Cost))
	}
	add("contact", c.Contact)
	if c.Record != "" {
		out = append(out, ui.Pair{Term: say(ctx, "label.record"), Body: link("/activities/"+*c.Practice.Record, c.Record)})
	}
	if c.Source != "" && c.SourceURL != "" {
		out = append(out, ui.Pair{Term: say(ctx, "label.source"), Body: link(c.SourceURL, c.Source)})
	} else {
		add("source", c.Source)
	}
	add("by", say(ctx, "show.by", i18n.Args{"name": named(ctx, names, c.Recorder), "at": i18n.Moment(c.RecordedAt)}))
	return out
}

// names are those of the accounts a card tells of.
func (p *Pages) names(ctx context.Context, c practice.Card) (map[string]string, error) {
	accounts := []string{c.Recorder}
	for _, h := range c.Changes {
		accounts = append(accounts, h.By)
	}
	return p.Org.Names(ctx, accounts...)
}

func named(ctx context.Context, names map[string]string, account string) string {
	if n := names[account]; n != "" {
		return n
	}
	return say(ctx, "show.program")
}

func history(ctx context.Context, c practice.Card, names map[string]string) (out []changeView) {
	for _, h := range c.Changes {
		v := changeView{
			Title:  say(ctx, "history.changed", i18n.Args{"was": h.Was.Version, "is": h.Was.Version + 1}),
			By:     say(ctx, "show.by", i18n.Args{"name": named(ctx, names, h.By), "at": i18n.Moment(h.At)}),
			Reason: h.Reason,
		}
		if h.Reason == "" {
			v.Title = say(ctx, "history.shared")
		}
		out = append(out, v)
	}
	return out
}

func figureViews(all []practice.Figure) (out []figureView) {
	for _, f := range all {
		out = append(out, figureView{Name: f.Name, Value: f.Value, Unit: f.Indicated(), Period: report.PeriodWords(f.Period), Href: f.Href})
	}
	return out
}

func takenViews(ctx context.Context, c practice.Card) (out []takenView) {
	for _, t := range c.Adoptions {
		state := t.StateOn(c.On)
		v := takenView{
			Unit: t.UnitName, Code: t.UnitCode, Since: i18n.Date(t.Since), State: stateSign(state), StateText: i18n.T(ctx, "practice.state."+string(state)),
			Changed: paragraphs(t.Changed), Figures: figureViews(t.Figures),
		}
		if t.ToldOn <= c.On {
			v.Outcome = paragraphs(t.Outcome)
		}
		if t.MayWrite {
			v.Report = practice.Href(c.ID) + "/adoptions/" + t.ID
			v.Drop = v.Report + "/withdraw"
		}
		out = append(out, v)
	}
	return out
}

func stateSign(s practice.State) ui.State {
	return map[practice.State]ui.State{practice.Works: ui.OK, practice.Tries: ui.Go_, practice.GivenUp: ui.None}[s]
}

func takenLead(ctx context.Context, c practice.Card) string {
	works := 0
	for _, t := range c.Adoptions {
		if t.StateOn(c.On) == practice.Works {
			works++
		}
	}
	if len(c.Adoptions) == 0 {
		return say(ctx, "taken.none")
	}
	return say(ctx, "line.taken", i18n.Args{"count": len(c.Adoptions), "works": works})
}

// paragraphs are the lines of a text that say something.
func paragraphs(text string) (out []string) {
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) != "" {
			out = append(out, l)
		}
	}
	return out
}

// steps are the lines of what is done, without the numbers people put before
// them: the page counts them.
func steps(text string) (out []string) {
	for _, l := range paragraphs(text) {
		l = strings.TrimSpace(l)
		number, rest, dotted := strings.Cut(l, ".")
		if dotted && number != "" && strings.Trim(number, "0123456789") == "" && strings.HasPrefix(rest, " ") {
			l = strings.TrimSpace(rest)
		}
		out = append(out, strings.TrimSpace(strings.TrimPrefix(l, "- ")))
	}
	return out
}
