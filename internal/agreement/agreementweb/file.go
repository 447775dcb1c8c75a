package agreementweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
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

// sizeText is a size as people say it.
func sizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return i18n.Number((bytes+1<<19)>>20) + " MB"
	}
	return i18n.Number(max(1, bytes>>10)) + " KB"
}

// attachView is the form of a new file.
type attachView struct {
	Form   *web.Form
	Crumbs []ui.Link
	Title  string
	Lead   string
	Action string
	Back   string
	Kind   ui.FieldView
	Label  ui.FieldView
	File   ui.FieldView
	There  []blob.Info // sent already, with a form that came back
}

func (p *Pages) attachForm(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kept(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	kind := agreement.AnnexF
	if k.Phase != agreement.Draft {
		kind = agreement.Scan
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"kind": string(kind)})
	if err != nil {
		return err
	}
	return p.renderAttach(w, r, f, k)
}

// attach hangs files on an agreement. What was sent is kept at once, so that it
// is not lost when something else is refused.
func (p *Pages) attach(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var files []*blob.Content
	f, err := web.ReadUpload(w, r, func(_, name string, file io.ReadSeeker) error {
		c, err := blob.ReadPaper(ctx, name, file)
		if err == nil {
			files = append(files, c)
		}
		return err
	})
	if err != nil {
		return err
	}
	k, err := p.kept(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	ids, err := p.Agreement.KeepFiles(ctx, files)
	if err != nil {
		return err
	}
	f.Values["sent"] = append(split(f.Values["sent"]), ids...)
	if err = f.Err(); err == nil {
		t := agreement.Attachment{Kind: agreement.FileKind(f.Text("kind")), Label: f.Text("label"), Files: f.Values["sent"]}
		err = p.Agreement.Attach(ctx, k.ID, t)
	}
	if err == nil {
		return p.Site.Done(w, r, agreement.Href(k.ID), say(ctx, "paper.said.file"))
	}
	if !f.Take(err) {
		return err
	}
	return p.renderAttach(w, r, f, k)
}

// split takes lists of ids apart.
func split(values []string) (ids []string) {
	for _, v := range values {
		for id := range strings.SplitSeq(v, ",") {
			if db.ValidID(id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (p *Pages) renderAttach(w http.ResponseWriter, r *http.Request, f *web.Form, k keeping) error {
	ctx := r.Context()
	title := say(ctx, "paper.attach")
	v := attachView{
		Form: f, Title: title, Lead: k.Title, Crumbs: crumbs(ctx, k.Agreement, title), Action: agreement.Href(k.ID) + "/files/new", Back: agreement.Href(k.ID),
	}
	var kinds []ui.Choice
	for _, kind := range agreement.FileKinds() {
		kinds = append(kinds, ui.Choice{Value: string(kind), Text: say(ctx, "paper.file."+string(kind))})
	}
	v.Kind = f.Field(ui.FieldView{Name: "kind", Label: say(ctx, "paper.file.kind"), Type: "select", Required: true, Choices: kinds})
	v.Label = f.Field(ui.FieldView{Name: "label", Label: say(ctx, "paper.file.label"), Help: say(ctx, "paper.file.label_help"), Optional: true})
	v.File = f.Field(ui.FieldView{
		Name: "file", Label: say(ctx, "paper.file.choose"), Help: say(ctx, "paper.file.help", i18n.Args{"max": blob.MaxPaper >> 20}), Type: "file",
		Attrs: map[string]any{"multiple": true, "accept": ".pdf,.docx,.xlsx,.odt,.txt,image/*"},
	})
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		infos, err := blob.Infos(ctx, tx, f.Values["sent"]...)
		v.There = nil
		for _, id := range f.Values["sent"] {
			if i, ok := infos[id]; ok && i.Account == web.Me(r).Account {
				v.There = append(v.There, i)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.render(w, r, f.Status(), title, attachPage(v))
}

// file answers with a file of an agreement.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	i, _, err := p.Agreement.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Agreement.DB}
	blob.Serve(w, r, i, store.Open(r.Context(), i))
	return nil
}

// filePreview answers with the small picture of a picture.
func (p *Pages) filePreview(w http.ResponseWriter, r *http.Request) error {
	i, small, err := p.Agreement.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err == nil && small == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	blob.ServePreview(w, r, i, small)
	return nil
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
	i := slices.IndexFunc(k.Files, func(a agreement.File) bool { return a.Blob == r.PathValue("file") && a.WithdrawnAt == nil })
	if i < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	line := fileLineOf(ctx, k.Card, k.Files[i])
	title := say(ctx, "paper.file.drop")
	v := dropView{Form: f, Title: title, Lead: line.Name + " · " + line.About, Crumbs: crumbs(ctx, k.Agreement, title), Action: line.Drop, Back: agreement.Href(k.ID)}
	if k.SignedOn != "" {
		field := f.Field(ui.FieldView{Name: "reason", Label: say(ctx, "paper.file.reason"), Help: say(ctx, "paper.file.reason_help"), Type: "textarea", Required: true})
		v.Reason = &field
	}
	return p.render(w, r, f.Status(), title, dropPage(v))
}
