package agreementweb

import (
	"context"
	"net/http"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// fileLine is a file of an agreement.
type fileLine struct {
	Name, Href, Preview, Drop string
	About                     string // what it is, how large
	Reason                    string // why it was withdrawn
}

func fileLineOf(ctx context.Context, c agreement.Card, f agreement.File) fileLine {
	l := fileLine{Name: f.Label, Href: agreement.Href(c.ID) + "/files/" + f.Blob, Reason: f.Reason}
	if l.Name == "" {
		l.Name = f.Info.Name
	}
	l.About = say(ctx, "paper.file."+string(f.Kind)) + " · " + sizeText(f.Info.Size)
	if f.Info.Picture() {
		l.Preview = l.Href + "/preview"
	}
	switch {
	case f.WithdrawnAt != nil:
		l.Preview = ""
		if !c.MayWrite {
			l.Href = ""
		}
	case c.MayWrite && c.WithdrawnAt == nil:
		l.Drop = l.Href + "/drop"
	}
	return l
}

// askFile asks what the files are and what they are called.
func askFile(ctx context.Context, s subject) []group {
	var kinds []ui.Choice
	for _, kind := range agreement.FileKinds() {
		kinds = append(kinds, ui.Choice{Value: string(kind), Text: say(ctx, "paper.file."+string(kind))})
	}
	return []group{{Fields: []ui.FieldView{
		{Name: "kind", Label: say(ctx, "paper.file.kind"), Type: "select", Required: true, Choices: kinds},
		{Name: "label", Label: say(ctx, "paper.file.label"), Help: say(ctx, "paper.file.label_help"), Optional: true},
	}}}
}

// firstFile is what is usually attached: to a draft an annex, then what was signed.
func firstFile(s subject) map[string]string {
	if s.Phase == agreement.Draft {
		return map[string]string{"kind": string(agreement.AnnexF)}
	}
	return map[string]string{"kind": string(agreement.Scan)}
}

func (p *Pages) attach(ctx context.Context, s subject, f *web.Form) error {
	kind := agreement.FileKind(f.Text("kind"))
	if !f.Values.Has("kind") {
		kind = agreement.OtherF
	}
	return p.Agreement.AttachAs(ctx, s.ID, agreement.Attachment{Kind: kind, Label: f.Text("label"), Files: f.Values["files"]})
}

// dropView asks whether a file is to go, and on a signed agreement why.
type dropView struct {
	Form   *web.Form
	Crumbs []ui.Link
	Title  string
	Lead   string
	Action string
	Back   string
	Reason *ui.FieldView // nil of a draft: there it is gone
}

func (p *Pages) dropForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderDrop(w, r, f)
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	err = p.Agreement.DropFile(ctx, id, r.PathValue("file"), f.Text("reason"))
	if err == nil || errs.Is(err, errs.NotFound) && p.readable(ctx, id) { // a double click
		return p.Site.Done(w, r, agreement.Href(id), say(ctx, "paper.said.dropped"))
	}
	if !f.Take(err) {
		return err
	}
	return p.renderDrop(w, r, f)
}

// readable tells that the actor may read an agreement: then it is its file that
// is gone.
func (p *Pages) readable(ctx context.Context, id string) bool {
	_, err := p.Agreement.Open(ctx, id)
	return err == nil
}

func (p *Pages) renderDrop(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	k, err := p.kept(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(k.Attached, func(a agreement.File) bool { return a.Blob == r.PathValue("file") && a.WithdrawnAt == nil })
	if i < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	line := fileLineOf(ctx, k.Card, k.Attached[i])
	title := say(ctx, "paper.file.drop")
	v := dropView{Form: f, Title: title, Lead: line.Name + " · " + line.About, Crumbs: paperCrumbs(ctx, k.Agreement, title), Action: line.Drop, Back: agreement.Href(k.ID)}
	if k.SignedOn != "" {
		field := f.Field(ui.FieldView{Name: "reason", Label: say(ctx, "paper.file.reason"), Help: say(ctx, "paper.file.reason_help"), Type: "textarea", Required: true})
		v.Reason = &field
	}
	return p.render(w, r, f.Status(), title, dropPage(v))
}
