package activityweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// readForm reads a form of a kind. Files that were sent with it are kept at
// once, as their sender's and nobody else's, and the form carries their ids on:
// they are not lost when something else is refused.
func (p *Pages) readForm(w http.ResponseWriter, r *http.Request, k *activity.Kind) (*web.Form, error) {
	ctx := r.Context()
	var fields []string
	var files []*blob.Content
	f, err := web.ReadUpload(w, r, func(field, name string, file io.ReadSeeker) error {
		c, err := readFile(ctx, k, field, name, file)
		if c != nil {
			fields, files = append(fields, field), append(files, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, drop := range f.Values["drop"] {
		for name, ids := range f.Values {
			if name != "drop" && k.Field(name).Attached() {
				f.Values[name] = slices.DeleteFunc(split(ids), func(id string) bool { return id == drop })
			}
		}
	}
	f.Values.Del("drop")
	ids, err := p.Activity.Keep(ctx, files)
	for i, id := range ids {
		f.Values.Add(fields[i], id)
	}
	return f, err
}

// readFile looks at one file; none of a field that takes no files.
func readFile(ctx context.Context, k *activity.Kind, field, name string, file io.ReadSeeker) (*blob.Content, error) {
	switch k.Field(field).Type {
	case activity.PhotoField:
		return blob.ReadPhoto(ctx, name, file)
	case activity.FileField:
		return blob.ReadPaper(ctx, name, file)
	}
	return nil, nil
}

// split takes lists of ids apart.
func split(values []string) (ids []string) {
	for _, v := range values {
		for id := range strings.SplitSeq(v, ",") {
			if id != "" {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// file answers with a file of a record.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	i, _, err := p.Activity.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Activity.DB}
	blob.Serve(w, r, i, store.Open(r.Context(), i))
	return nil
}

// preview answers with the small picture of a picture.
func (p *Pages) filePreview(w http.ResponseWriter, r *http.Request) error {
	i, small, err := p.Activity.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err == nil && small == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	blob.ServePreview(w, r, i, small)
	return nil
}
