package practiceweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
)

// formView is the form of a practice, new or to be corrected.
type formView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Form        *web.Form
	Draft       string
	Unit        ui.FieldView
	Owner       string // of one that is corrected
	First       []ui.FieldView
	Fields      ui.FieldView // with choices: any number of them
	More        []ui.FieldView
	Figures     []figureRow
	Indicators  []string
	Last        []ui.FieldView
	Files       filesPart
	Reason      *ui.FieldView
	Record      string
	Version     string
	Save, Back  string
}

// figureRow asks for one figure.
type figureRow struct{ Indicator, Period, Part ui.FieldView }

// emptyRows is how many rows for figures stand open below those filled in.
const emptyRows, mostRows = 2, 10

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	begin := map[string]string{"record": r.URL.Query().Get("record"), "title": r.URL.Query().Get("title")}
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := p.Org.Acting(ctx, tx)
		if err == nil {
			begin["unit"] = u.Code
		}
		if errs.Is(err, errs.NotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.renderNew(w, r, f)
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	f, err := p.readForm(w, r)
	if err != nil {
		return err
	}
	var made practice.Practice
	writing := p.writing(f)
	if err = f.Err(); err == nil {
		made, err = p.Practice.Begin(r.Context(), writing)
	}
	if f.Take(err) {
		return p.renderNew(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, practice.Href(made.ID), say(r.Context(), "said.begun", i18n.Args{"title": made.Title}))
}

// writing is what a form says.
func (p *Pages) writing(f *web.Form) practice.Writing {
	w := practice.Writing{
		ID: f.Once(), Unit: f.Text("unit"), Title: f.Text("title"), Fields: slices.Clone(f.Values["fields"]), Aim: f.Values.Get("aim"), Steps: f.Values.Get("steps"),
		Results: f.Values.Get("results"), Lessons: f.Values.Get("lessons"), Contact: f.Text("contact"), Record: f.Text("record"),
		Figures: p.figures(f), Files: slices.Clone(f.Values["files"]), Source: f.Text("source"), SourceURL: f.Text("source_url"),
	}
	if f.Text("cost") != "" {
		n := f.Money("cost")
		w.Cost = &n
	}
	return w
}

// figures are those asked for; the form is told their order anew, without the
// rows left empty between them, so that a refusal stands at the right one.
func (p *Pages) figures(f *web.Form) (out []practice.Asked) {
	n := 0
	for i := range mostRows {
		at := strconv.Itoa(i + 1)
		t := practice.Typed{Indicator: f.Text("figure_" + at), Period: f.Text("period_" + at), Part: f.Text("part_" + at)}
		for _, name := range []string{"figure_", "period_", "part_"} {
			f.Values.Del(name + at)
		}
		if t == (practice.Typed{}) {
			continue
		}
		n++
		setRow(f, n, t)
		out = append(out, p.Practice.FromTyped(t))
	}
	return out
}

func setRow(f *web.Form, n int, t practice.Typed) {
	at := strconv.Itoa(n)
	f.Values.Set("figure_"+at, t.Indicator)
	f.Values.Set("period_"+at, t.Period)
	f.Values.Set("part_"+at, t.Part)
}

// rows are the fields of figures: those filled in, and some more.
func rows(ctx context.Context, f *web.Form) (out []figureRow) {
	filled := 0
	for f.Text("figure_"+strconv.Itoa(filled+1))+f.Text("period_"+strconv.Itoa(filled+1)) != "" {
		filled++
	}
	for i := range min(filled+emptyRows, mostRows) {
		at := strconv.Itoa(i + 1)
		out = append(out, figureRow{
			f.Field(ui.FieldView{Name: "figure_" + at, Label: say(ctx, "label.figure"), Attrs: map[string]any{"list": "indicators"}}),
			f.Field(ui.FieldView{Name: "period_" + at, Label: say(ctx, "label.period"), Placeholder: "2023"}),
			f.Field(ui.FieldView{Name: "part_" + at, Label: say(ctx, "label.part")}),
		})
	}
	return out
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	v := formView{Title: say(ctx, "new.title"), Lead: say(ctx, "new.lead"), Draft: "practice-new", Save: say(ctx, "new.save"), Record: f.Text("record"), Back: "/practices"}
	v.Unit = f.Field(ui.FieldView{Name: "unit", Label: say(ctx, "label.unit"), Help: say(ctx, "label.unit_help"), Required: true})
	v.Crumbs = crumbs(ctx, v.Title)
	return p.renderForm(w, r, f, v, "")
}

func (p *Pages) renderForm(w http.ResponseWriter, r *http.Request, f *web.Form, v formView, id string) (err error) {
	ctx := r.Context()
	text := func(name string, rows int, required bool) ui.FieldView {
		return f.Field(ui.FieldView{
			Name: name, Label: i18n.T(ctx, "practice.label."+name), Help: i18n.T(ctx, "practice.help."+name), Type: "textarea", Rows: rows, Required: required, Optional: !required, Max: 5000,
		})
	}
	v.Form = f
	v.First = []ui.FieldView{f.Field(ui.FieldView{Name: "title", Label: say(ctx, "label.title"), Required: true, Max: 200})}
	v.Fields = f.Field(ui.FieldView{Name: "fields", Label: say(ctx, "label.fields"), Help: say(ctx, "help.fields"), Choices: p.fieldChoices()})
	for i, c := range v.Fields.Choices {
		v.Fields.Choices[i].Current = slices.Contains(f.Values["fields"], c.Value)
	}
	v.More = []ui.FieldView{
		text("aim", 3, true), text("steps", 6, true),
		f.Field(ui.FieldView{Name: "cost", Label: say(ctx, "label.cost"), Help: say(ctx, "help.cost"), Type: "money", Suffix: "đồng", Optional: true}),
		text("results", 4, false),
	}
	v.Figures = rows(ctx, f)
	for _, ind := range p.Practice.Indicators() {
		v.Indicators = append(v.Indicators, practice.IndicatorText(&ind))
	}
	v.Last = []ui.FieldView{
		text("lessons", 4, false),
		f.Field(ui.FieldView{Name: "contact", Label: say(ctx, "label.contact"), Help: say(ctx, "help.contact"), Optional: true, Max: 300}),
		f.Field(ui.FieldView{Name: "source", Label: say(ctx, "label.source"), Help: say(ctx, "help.source"), Optional: true, Max: 300}),
		f.Field(ui.FieldView{Name: "source_url", Label: say(ctx, "label.source_url"), Optional: true, Max: 500}),
	}
	if v.Files, err = p.filesField(ctx, f, id); err != nil {
		return err
	}
	return p.render(w, r, f.Status(), v.Title, formPage(v))
}

func (p *Pages) changeForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.writable(r)
	if err != nil {
		return err
	}
	begin := map[string]string{
		"unit": c.Owner.Code, "title": c.Title, "aim": c.Aim, "steps": c.Steps, "results": c.Results, "lessons": c.Lessons, "contact": c.Contact,
		"source": c.Source, "source_url": c.SourceURL, "version": strconv.Itoa(c.Version),
	}
	if c.Practice.Record != nil {
		begin["record"] = *c.Practice.Record
	}
	if c.Cost != nil {
		begin["cost"] = strconv.FormatInt(*c.Cost, 10)
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	if f.Note == "" { // else what was typed before has come back
		f.Values["fields"], f.Values["files"] = c.Practice.Fields, c.Practice.Files
		for i, a := range c.Practice.Figures {
			setRow(f, i+1, p.Practice.Typed(a))
		}
	}
	return p.renderChange(w, r, f, c)
}

// writable reads a practice for somebody who may change it.
func (p *Pages) writable(r *http.Request) (c practice.Card, err error) {
	c, err = p.Practice.Open(r.Context(), r.PathValue("id"))
	switch {
	case err != nil:
	case c.WithdrawnAt != nil:
		err = errs.New(errs.Conflict, "practice.withdrawn")
	case !c.MayWrite:
		err = errs.New(errs.Denied, "error.denied")
	}
	return c, err
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	c, err := p.writable(r)
	if err != nil {
		return err
	}
	f, err := p.readForm(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Text("version")) // none is no practice's
	writing := p.writing(f)
	if err = f.Err(); err == nil {
		_, err = p.Practice.Change(r.Context(), c.ID, version, writing, f.Text("reason"))
	}
	if f.Take(err) {
		return p.renderChange(w, r, f, c)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, practice.Href(c.ID), say(r.Context(), "said.changed", i18n.Args{"title": f.Text("title")}))
}

func (p *Pages) renderChange(w http.ResponseWriter, r *http.Request, f *web.Form, c practice.Card) error {
	ctx := r.Context()
	v := formView{
		Title: say(ctx, "change.title"), Lead: c.Title, Draft: "practice-" + c.ID, Save: say(ctx, "change.save"), Record: f.Text("record"), Owner: c.Owner.Name,
		Version: f.Text("version"), Back: practice.Href(c.ID),
	}
	v.Crumbs = crumbs(ctx, v.Title, ui.Link{Text: c.Title, Href: practice.Href(c.ID)})
	reason := f.Field(ui.FieldView{Name: "reason", Label: say(ctx, "label.reason"), Help: say(ctx, "help.reason"), Type: "textarea", Rows: 2, Required: true, Max: 500})
	v.Reason = &reason
	return p.renderForm(w, r, f, v, c.ID)
}
