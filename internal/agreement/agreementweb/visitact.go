package agreementweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
)

// visitAct is something done to a visit by a form of few fields.
type visitAct struct {
	path   string
	begin  func(p *Pages, r *http.Request, c agreement.VisitCard) (map[string]string, error) // refuses whoever may not
	fields func(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) ([]visitAsk, error)
	do     func(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) error
	words  string // key of title, lead, save and said
	danger bool
	files  bool
}

// visitAsk is a field; its kind is "radio", "ticks" or empty.
type visitAsk struct {
	ui.FieldView
	Kind string
}

type visitActView struct {
	Crumbs            []ui.Link
	Title, Lead, Save string
	Form              *web.Form
	Fields            []visitAsk
	Files             *visitFilesField
	Version, Back     string
	Enctype           string
	Danger            bool
}

func visitActs() []visitAct {
	return []visitAct{
		{path: "topics", begin: talkBegin, fields: askFields, do: doAsk, words: "ask"},
		{path: "topics/{topic}", begin: answerBegin, fields: answerFields, do: doAnswer, words: "answer", files: true},
		{path: "learned", begin: learnBegin, fields: learnFields, do: doLearn, words: "learn"},
		{path: "cancel", begin: endBegin, fields: endFields, do: doCancel, words: "cancel", danger: true},
		{path: "withdraw", begin: endBegin, fields: endFields, do: doVisitDrop, words: "withdraw", danger: true},
	}
}

func (p *Pages) visitActForm(a visitAct) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, begin, err := p.visitActBegin(r, a)
		if err != nil {
			return err
		}
		f, err := p.Site.NewForm(w, r, begin)
		if err != nil {
			return err
		}
		if old := ownAnswer(r, c, f.Text("side")); a.files && f.Note == "" {
			f.Values["files"], f.Values["practices"] = old.Files, old.Practices
		}
		if a.path == "learned" && f.Note == "" {
			for _, x := range c.Adoptions {
				f.Values.Add("adoptions", x.ID)
			}
		}
		return p.renderVisitAct(w, r, a, c, f)
	}
}

func (p *Pages) visitActBegin(r *http.Request, a visitAct) (c agreement.VisitCard, begin map[string]string, err error) {
	if c, err = p.Agreement.OpenVisit(r.Context(), r.PathValue("id")); err == nil {
		begin, err = a.begin(p, r, c)
	}
	return c, begin, err
}

func (p *Pages) visitAct(a visitAct) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, _, err := p.visitActBegin(r, a)
		if err != nil {
			return err
		}
		f, err := p.visitUpload(w, r)
		if err != nil {
			return err
		}
		if err = f.Err(); err == nil {
			err = a.do(p, r, c, f)
		}
		if f.Take(err) {
			return p.renderVisitAct(w, r, a, c, f)
		}
		if err != nil {
			return err
		}
		return p.Site.Done(w, r, agreement.VisitHref(c.ID), i18n.T(r.Context(), "agreement.visit."+a.words+".said"))
	}
}

func (p *Pages) renderVisitAct(w http.ResponseWriter, r *http.Request, a visitAct, c agreement.VisitCard, f *web.Form) (err error) {
	ctx := r.Context()
	v := visitActView{
		Title: i18n.T(ctx, "agreement.visit."+a.words+".title"), Lead: c.Title, Save: i18n.T(ctx, "agreement.visit."+a.words+".save"), Form: f, Version: f.Text("version"),
		Back: agreement.VisitHref(c.ID), Danger: a.danger, Enctype: "application/x-www-form-urlencoded",
	}
	v.Crumbs = visitCrumbs(ctx, v.Title, ui.Link{Text: c.Title, Href: agreement.VisitHref(c.ID)})
	if v.Fields, err = a.fields(p, r, c, f); err != nil {
		return err
	}
	if a.files {
		files, err := p.visitFilesField(ctx, f, c.ID)
		if err != nil {
			return err
		}
		v.Files, v.Enctype = &files, "multipart/form-data"
	}
	if a.path == "topics/{topic}" {
		v.Lead = topicIn(r, c).Text
	}
	return p.visitRender(w, r, f.Status(), v.Title, visitActPage(v))
}

// talkBegin is for whoever writes for a host or guest; it asks for the side they
// write for.
func talkBegin(p *Pages, r *http.Request, c agreement.VisitCard) (map[string]string, error) {
	if !c.MayTalk {
		return nil, errs.New(errs.Denied, "error.denied")
	}
	side, err := p.ownSide(r, c, "")
	return map[string]string{"side": side}, err
}

// ownSide is the side the actor writes for, other than one.
func (p *Pages) ownSide(r *http.Request, c agreement.VisitCard, not string) (string, error) {
	for _, s := range c.Sides {
		if s.Unit == nil || s.ID == not {
			continue
		}
		own, err := p.Agreement.WritesFor(r.Context(), *s.Unit)
		if err != nil || own {
			return s.ID, err
		}
	}
	return "", nil
}

func sideField(ctx context.Context, c agreement.VisitCard, f *web.Form, not string) visitAsk {
	v := ui.FieldView{Name: "side", Label: visitSay(ctx, "label.side")}
	for _, s := range c.Sides {
		if s.ID != not {
			v.Choices = append(v.Choices, ui.Choice{Value: s.ID, Text: s.Name})
		}
	}
	return visitAsk{f.Field(v), "radio"}
}

func askFields(_ *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) ([]visitAsk, error) {
	ctx := r.Context()
	return []visitAsk{
		{FieldView: f.Field(ui.FieldView{Name: "text", Label: visitSay(ctx, "label.topic"), Help: visitSay(ctx, "help.topic"), Type: "textarea", Rows: 3, Required: true, Max: 2000})},
		sideField(ctx, c, f, ""),
		{FieldView: f.Field(ui.FieldView{Name: "person", Label: visitSay(ctx, "label.person"), Optional: true, Max: 200})},
	}, nil
}

func doAsk(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) error {
	_, err := p.Agreement.Ask(r.Context(), c.ID, agreement.Topic{ID: f.Once(), Text: f.Values.Get("text"), Side: f.Text("side"), Person: f.Text("person")})
	return err
}

// topicIn is the topic an address names; the zero one when there is none.
func topicIn(r *http.Request, c agreement.VisitCard) agreement.Topic {
	if i := slices.IndexFunc(c.Topics, func(t agreement.Topic) bool { return t.ID == r.PathValue("topic") }); i >= 0 {
		return c.Topics[i]
	}
	return agreement.Topic{}
}

// ownAnswer is what a side has answered already; the zero one when it has not.
func ownAnswer(r *http.Request, c agreement.VisitCard, side string) agreement.Answer {
	t := topicIn(r, c)
	if i := slices.IndexFunc(t.Answers, func(a agreement.Answer) bool { return a.Side == side }); i >= 0 {
		return t.Answers[i]
	}
	return agreement.Answer{}
}

// answerBegin begins with the side the actor writes for, and what it has said.
func answerBegin(p *Pages, r *http.Request, c agreement.VisitCard) (map[string]string, error) {
	t := topicIn(r, c)
	if t.ID == "" {
		return nil, errs.New(errs.NotFound, "error.notfound")
	}
	if !c.MayTalk {
		return nil, errs.New(errs.Denied, "error.denied")
	}
	side := r.URL.Query().Get("side")
	if side == "" {
		var err error
		if side, err = p.ownSide(r, c, t.Side); err != nil {
			return nil, err
		}
	}
	old := ownAnswer(r, c, side)
	return map[string]string{"side": side, "text": old.Text, "person": old.Person, "version": strconv.Itoa(old.Version)}, nil
}

// offered is how many practices of the library a form offers.
const offered = 100

func answerFields(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) ([]visitAsk, error) {
	ctx := r.Context()
	lines, _, err := p.Agreement.Practice.List(ctx, practice.Filter{Limit: offered})
	if err != nil {
		return nil, err
	}
	kept := f.Field(ui.FieldView{Name: "practices", Label: visitSay(ctx, "label.practices_kept")})
	more := f.Field(ui.FieldView{Name: "practice", Label: visitSay(ctx, "label.practice"), Help: visitSay(ctx, "help.practice"), Type: "select", Optional: true, Placeholder: visitSay(ctx, "practice.none")})
	for _, l := range lines {
		choice := ui.Choice{Value: l.ID, Text: l.Title + " (" + l.UnitName + ")"}
		if slices.Contains(f.Values["practices"], l.ID) {
			choice.Current = true
			kept.Choices = append(kept.Choices, choice)
			continue
		}
		more.Choices = append(more.Choices, choice)
	}
	return []visitAsk{
		sideField(ctx, c, f, topicIn(r, c).Side),
		{FieldView: f.Field(ui.FieldView{Name: "person", Label: visitSay(ctx, "label.person"), Optional: true, Max: 200})},
		{FieldView: f.Field(ui.FieldView{Name: "text", Label: visitSay(ctx, "label.answer"), Type: "textarea", Rows: 8, Required: true, Max: 20_000})},
		{FieldView: kept, Kind: "ticks"},
		{FieldView: more},
	}, nil
}

func doAnswer(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) error {
	practices := slices.Clone(f.Values["practices"])
	if id := f.Text("practice"); id != "" && !slices.Contains(practices, id) {
		practices = append(practices, id)
	}
	return p.Agreement.Answer(r.Context(), c.ID, r.PathValue("topic"), agreement.Reply{
		Side: f.Text("side"), Version: visitVersion(f), Person: f.Text("person"), Text: f.Values.Get("text"), Files: slices.Clone(f.Values["files"]), Practices: practices,
	})
}

func (p *Pages) topicDrop(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.Agreement.DropTopic(r.Context(), id, r.PathValue("topic")); err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.VisitHref(id), visitSay(r.Context(), "topics.dropped"))
}

func learnBegin(_ *Pages, _ *http.Request, c agreement.VisitCard) (map[string]string, error) {
	switch {
	case !c.MayTalk:
		return nil, errs.New(errs.Denied, "error.denied")
	case c.HeldFrom == "" || c.HeldFrom > c.On:
		return nil, errs.New(errs.Conflict, "agreement.visit.before")
	}
	return map[string]string{"lessons": c.Lessons, "version": strconv.Itoa(c.Version)}, nil
}

func learnFields(_ *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) ([]visitAsk, error) {
	ctx := r.Context()
	taken := f.Field(ui.FieldView{Name: "adoptions", Label: visitSay(ctx, "label.adoptions"), Help: visitSay(ctx, "help.adoptions")})
	for _, a := range c.Offers {
		taken.Choices = append(taken.Choices, ui.Choice{Value: a.ID, Text: a.Title + " (" + a.UnitName + ")", Current: slices.Contains(f.Values["adoptions"], a.ID)})
	}
	return []visitAsk{
		{FieldView: f.Field(ui.FieldView{Name: "lessons", Label: visitSay(ctx, "label.lessons"), Help: visitSay(ctx, "help.lessons"), Type: "textarea", Rows: 8, Required: true, Max: 20_000})},
		{FieldView: taken, Kind: "ticks"},
	}, nil
}

func doLearn(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) error {
	return p.Agreement.Learn(r.Context(), c.ID, visitVersion(f), agreement.Learned{Lessons: f.Values.Get("lessons"), Adoptions: slices.Clone(f.Values["adoptions"])})
}

func endBegin(_ *Pages, _ *http.Request, c agreement.VisitCard) (map[string]string, error) {
	if !c.MayWrite {
		return nil, errs.New(errs.Denied, "agreement.visit.kept")
	}
	return map[string]string{"version": strconv.Itoa(c.Version)}, nil
}

func endFields(_ *Pages, r *http.Request, _ agreement.VisitCard, f *web.Form) ([]visitAsk, error) {
	return []visitAsk{{FieldView: visitReason(r.Context(), f)}}, nil
}

func doCancel(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) error {
	return p.Agreement.CancelVisit(r.Context(), c.ID, visitVersion(f), f.Text("reason"))
}

func doVisitDrop(p *Pages, r *http.Request, c agreement.VisitCard, f *web.Form) error {
	return p.Agreement.DropVisit(r.Context(), c.ID, visitVersion(f), f.Text("reason"))
}

// skipForm asks why the visit of a year is not held.
func (p *Pages) skipForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, map[string]string{"year": r.URL.Query().Get("year")})
	if err != nil {
		return err
	}
	return p.renderSkip(w, r, f)
}

func (p *Pages) skip(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	year := int(f.Number("year"))
	if err = f.Err(); err == nil {
		title := visitSay(ctx, "skip.visit", i18n.Args{"year": strconv.Itoa(year)})
		err = p.Agreement.SkipYear(ctx, id, year, title, f.Text("reason"))
	}
	if f.Take(err) {
		return p.renderSkip(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.Href(id), visitSay(ctx, "skip.said", i18n.Args{"year": strconv.Itoa(year)}))
}

func (p *Pages) renderSkip(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	c, err := p.Agreement.Open(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := visitActView{
		Title: visitSay(ctx, "skip.title"), Lead: c.Title, Save: visitSay(ctx, "skip.save"), Form: f, Back: agreement.Href(c.ID), Enctype: "application/x-www-form-urlencoded",
		Fields: []visitAsk{
			{FieldView: f.Field(ui.FieldView{Name: "year", Label: visitSay(ctx, "col.year"), Required: true, Max: 4})}, {FieldView: visitReason(ctx, f)},
		},
	}
	v.Crumbs = visitCrumbs(ctx, v.Title, ui.Link{Text: c.Title, Href: agreement.Href(c.ID)})
	return p.visitRender(w, r, f.Status(), v.Title, visitActPage(v))
}
