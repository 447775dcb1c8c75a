package reportweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"

	"github.com/a-h/templ"
)

// editView is the form of the words.
type editView struct {
	Form    *web.Form
	Crumbs  []ui.Link
	Title   string
	Lead    string
	Action  string
	Back    string
	Draft   string
	Version string
	Parts   []partView
	Groups  []offerGroup
}

// partView is one section: its words and how they stand on the paper.
type partView struct {
	Heading string
	Second  bool // of the second level
	Field   ui.FieldView
	Preview previewView
	Stored  *string // the words that are stored, for who was slower
}

// previewView is how the words of one section read now.
type previewView struct {
	ID     string
	Paras  []paraView
	Faults []string
}

type paraView struct {
	Item bool
	Runs templ.Component
}

// offerGroup is figures of one field of work that can be put into the text.
type offerGroup struct {
	Name   string
	Offers []report.Offer
}

func bodyName(position int) string { return "body_" + text(position) }

// editable reads a report whose words the actor may change now.
func (p *Pages) editable(r *http.Request) (report.View, error) {
	v, err := p.Report.Show(r.Context(), r.PathValue("id"))
	if err != nil {
		return v, err
	}
	return v, refuse(v, v.MayWrite, report.Draft, report.Returned)
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.editable(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, words(v))
	if err != nil {
		return err
	}
	return p.renderEdit(w, r, f, v, nil)
}

// words are the fields of the form as they are stored.
func words(v report.View) map[string]string {
	out := map[string]string{"version": text(v.Version)}
	for _, s := range v.Sections {
		out[bodyName(s.Position)] = s.Body
	}
	return out
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	v, err := p.editable(r)
	if err != nil {
		return err
	}
	rep, err := p.Report.Save(r.Context(), v.ID, version(f), typed(f, v))
	if err == nil {
		to := reportHref(rep.ID)
		if f.Text("stay") != "" {
			to += "/edit"
		}
		return p.Site.Done(w, r, to, i18n.T(r.Context(), "report.said.saved"))
	}
	if errs.Of(err).Key == "error.conflict" {
		return p.slower(w, r, f)
	}
	if !f.Take(err) {
		return err
	}
	return p.renderEdit(w, r, f, v, nil)
}

// typed is what stands in the form's fields; a field that did not come was not
// changed.
func typed(f *web.Form, v report.View) (out []report.Words) {
	for _, s := range v.Sections {
		if f.Values.Has(bodyName(s.Position)) {
			out = append(out, report.Words{Position: s.Position, Body: f.Values.Get(bodyName(s.Position))})
		}
	}
	return out
}

// slower gives the form back with what was typed and what somebody else has
// saved meanwhile, and a version to go on from.
func (p *Pages) slower(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	v, err := p.editable(r)
	if err != nil {
		return err
	}
	merged, clash, err := p.Report.Clash(r.Context(), v.ID, version(f), typed(f, v))
	if err != nil {
		return err
	}
	for _, w := range merged {
		f.Values.Set(bodyName(w.Position), w.Body)
	}
	e := errs.New(errs.Conflict, "error.conflict")
	if v.Edited != nil {
		e = errs.New(errs.Conflict, "report.edit.faster", errs.Args{"name": nameOf(r.Context(), v, v.Edited.By), "at": i18n.Moment(v.Edited.At)})
	}
	f.Take(e)
	f.Values.Set("version", text(v.Version))
	return p.renderEdit(w, r, f, v, clash)
}

// mend shows the words when they cannot be handed in yet.
func (p *Pages) mend(w http.ResponseWriter, r *http.Request, f *web.Form, v report.View) error {
	for name, body := range words(v) {
		f.Values.Set(name, body)
	}
	f.Note = i18n.T(r.Context(), "report.submit.refused")
	return p.renderEdit(w, r, f, v, nil)
}

func (p *Pages) renderEdit(w http.ResponseWriter, r *http.Request, f *web.Form, v report.View, clash []int) error {
	ctx := r.Context()
	name := p.called(v.Template, v.Period)
	title := i18n.T(ctx, "report.edit.title")
	view := editView{
		Form: f, Title: title, Lead: name + " · " + v.UnitRow.Name, Crumbs: crumbs(ctx, title, ui.Link{Text: name, Href: reportHref(v.ID)}),
		Action: reportHref(v.ID) + "/edit", Back: reportHref(v.ID), Draft: "report-" + v.ID, Version: f.Text("version"),
	}
	shown, err := p.Report.Preview(ctx, v.ID, typed(f, v))
	if err != nil {
		return err
	}
	at := 0
	for _, s := range v.Sections {
		part := partView{Heading: s.Heading, Second: s.Level > 1, Field: f.Field(field(s, v.ID))}
		if f.Values.Has(bodyName(s.Position)) {
			part.Preview = preview(ctx, s.Position, shown, shown.Blocks[at])
			at++
		}
		if part.Field.Error != "" {
			part.Preview.Faults = nil // said above it
		}
		if slices.Contains(clash, s.Position) {
			part.Stored = &s.Body
		}
		view.Parts = append(view.Parts, part)
	}
	if view.Groups, err = p.offers(ctx, v.ID); err != nil {
		return err
	}
	return p.Site.Render(w, r, f.Status(), wide(title), editPage(view))
}

// field is the words of a section; they are shown as they stand a moment after
// one stops typing.
func field(s report.Section, id string) ui.FieldView {
	name := bodyName(s.Position)
	lines := strings.Count(s.Body, "\n") + len([]rune(s.Body))/70
	return ui.FieldView{
		Name: name, Help: s.Hint, Type: "textarea", Rows: min(max(lines+2, 4), 14),
		Attrs: templ.Attributes{
			"data-words": s.Heading, "spellcheck": "true", "aria-label": s.Heading,
			"hx-post": reportHref(id) + "/preview", "hx-trigger": "input changed delay:500ms", "hx-params": name,
			"hx-target": "#" + previewID(s.Position), "hx-swap": "outerHTML", "hx-sync": "this:replace",
		},
	}
}

// described names the texts that go with a field.
func described(f ui.FieldView) string {
	var ids []string
	if f.Help != "" {
		ids = append(ids, ui.FieldID(f.Name)+"-hp")
	}
	if f.Error != "" {
		ids = append(ids, ui.FieldID(f.Name)+"-er")
	}
	return strings.Join(ids, " ")
}

func previewID(position int) string { return "preview-" + text(position) }

func preview(ctx context.Context, position int, c report.Content, b report.Block) previewView {
	v := previewView{ID: previewID(position), Faults: blockFaults(ctx, b)}
	for _, para := range b.Paragraphs {
		v.Paras = append(v.Paras, paraView{para.Item, runs(c, para.Runs)})
	}
	return v
}

// runs writes words and figures one after the other: a template would put
// blanks between them.
func runs(c report.Content, list []report.Run) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, run := range list {
			b.WriteString(runHTML(c, run))
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

func runHTML(c report.Content, run report.Run) string {
	said := templ.EscapeString(run.Text)
	switch {
	case run.Fault != nil:
		return `<mark class="fault">` + said + `</mark>`
	case run.Figure != nil:
		href := report.FigureAddress(c.Figures[*run.Figure])
		return `<a class="live" href="` + templ.EscapeString(href) + `">` + said + `</a>`
	}
	return said
}

// preview answers with how one section reads now.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	v, err := p.editable(r)
	if err != nil {
		return err
	}
	list := typed(f, v)
	if len(list) != 1 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	c, err := p.Report.Preview(r.Context(), v.ID, list)
	if err != nil {
		return err
	}
	return p.Site.Fragment(w, r, previewPart(preview(r.Context(), list[0].Position, c, c.Blocks[0])))
}

// offers are the figures that can be put in, by their field of work.
func (p *Pages) offers(ctx context.Context, id string) (out []offerGroup, err error) {
	all, err := p.Report.Offers(ctx, id)
	for _, o := range all {
		if len(out) == 0 || out[len(out)-1].Name != o.Group {
			out = append(out, offerGroup{Name: o.Group})
		}
		last := &out[len(out)-1]
		last.Offers = append(last.Offers, o)
	}
	return out, err
}
