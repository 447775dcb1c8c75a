package agreementweb

import (
	"context"
	"io"
	"net/http"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// fileView is a file with where it is read.
type fileView struct{ ID, Name, Size, Href, Preview string }

// filesView is the field that takes files, with those the form carries already.
type filesView struct {
	ui.FieldView
	Kept []fileView
}

// readUpload reads a form that may bring papers and photos. They are kept at
// once, as their sender's and nobody else's, and the form carries their ids on:
// they are not lost when something else is refused.
func (p *Pages) readUpload(w http.ResponseWriter, r *http.Request) (*web.Form, error) {
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
	ids, err := p.Agreement.Activity.Keep(ctx, sent)
	f.Values["files"] = append(f.Values["files"], ids...)
	return f, err
}

// filesOf is the field for files with those the form carries.
func (p *Pages) filesOf(ctx context.Context, f *web.Form) (*filesView, error) {
	v := &filesView{FieldView: field(ctx, ui.FieldView{
		Name: "files", Type: "file", Optional: true, Attrs: map[string]any{"multiple": true, "accept": ".pdf,.docx,.xlsx,.odt,.txt,image/*"},
	})}
	infos, err := p.Agreement.Activity.Files(ctx, "", f.Values["files"])
	for _, i := range infos {
		v.Kept = append(v.Kept, fileView{ID: i.ID, Name: i.Name, Size: sizeText(i.Size)})
	}
	return v, err
}

// named are files of an agreement, with where they are read, by id.
func named(ctx context.Context, tx *db.Tx, agreementID string, ids []string) (map[string]fileView, error) {
	out := make(map[string]fileView, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	infos, err := blob.Infos(ctx, tx, ids...)
	for id, i := range infos {
		v := fileView{ID: id, Name: i.Name, Size: sizeText(i.Size), Href: agreement.Href(agreementID) + "/files/" + id}
		if i.Picture() {
			v.Preview = v.Href + "/preview"
		}
		out[id] = v
	}
	return out, err
}

// some are those of the files that were found.
func some(all map[string]fileView, ids []string) (out []fileView) {
	for _, id := range ids {
		if f, there := all[id]; there {
			out = append(out, f)
		}
	}
	return out
}

// sizeText is a size as people say it.
func sizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return i18n.Number((bytes+(1<<19))>>20) + " MB"
	}
	return i18n.Number(max(1, bytes>>10)) + " KB"
}

// file answers with a file of an agreement or its journal.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	i, _, err := p.Agreement.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Org.DB}
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

func required(field string) error { return errs.At(field, "error.required") }

// account is who reads.
func account(ctx context.Context) string {
	if a := auth.From(ctx); a != nil {
		return a.Account
	}
	return ""
}
