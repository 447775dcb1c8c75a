package practiceweb

import (
	"context"
	"io"
	"net/http"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
)

// fileView is a file with where it is read.
type fileView struct{ ID, Name, Size, Href, Preview string }

// readForm reads a form that may bring papers and photos. They are kept at once,
// as their sender's and nobody else's, and the form carries their ids on: they
// are not lost when something else is refused.
func (p *Pages) readForm(w http.ResponseWriter, r *http.Request) (*web.Form, error) {
	ctx := r.Context()
	var sent []*blob.Content
	f, err := web.ReadUpload(w, r, func(field, name string, file io.ReadSeeker) error {
		if field != "files" {
			return nil
		}
		c, err := blob.ReadPaper(ctx, name, file)
		if c != nil {
			sent = append(sent, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	dropped := f.Values["drop"]
	f.Values["files"] = slices.DeleteFunc(f.Values["files"], func(id string) bool { return !db.ValidID(id) || slices.Contains(dropped, id) })
	f.Values.Del("drop")
	ids, err := p.Practice.Activity.Keep(ctx, sent)
	f.Values["files"] = append(f.Values["files"], ids...)
	return f, err
}

// filesPart is the field of files with those the form carries already.
type filesPart struct {
	Field ui.FieldView
	Kept  []fileView
}

func (p *Pages) filesField(ctx context.Context, f *web.Form, id string) (v filesPart, err error) {
	v.Field = f.Field(ui.FieldView{
		Name: "files", Label: say(ctx, "label.files"), Help: say(ctx, "label.files_help"), Type: "file", Optional: true,
		Attrs: map[string]any{"multiple": true, "accept": ".pdf,.docx,.xlsx,.odt,.txt,image/*"},
	})
	infos, err := p.Practice.Kept(ctx, id, f.Values["files"])
	v.Kept = filed(id, infos)
	return v, err
}

// filed are files of a practice with where they are read.
func filed(id string, infos []blob.Info) (out []fileView) {
	for _, i := range infos {
		v := fileView{ID: i.ID, Name: i.Name, Size: sizeText(i.Size), Href: practice.Href(id) + "/files/" + i.ID}
		if i.Picture() {
			v.Preview = v.Href + "/preview"
		}
		out = append(out, v)
	}
	return out
}

func sizeText(bytes int64) string {
	if bytes < 1<<20 {
		return i18n.Number((bytes+1023)>>10) + " KB"
	}
	return i18n.Number((bytes+(1<<19))>>20) + " MB"
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	i, _, err := p.Practice.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Practice.DB}
	blob.Serve(w, r, i, store.Open(r.Context(), i))
	return nil
}

func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	i, small, err := p.Practice.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err == nil && small == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	blob.ServePreview(w, r, i, small)
	return nil
}
