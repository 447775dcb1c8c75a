package web

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"

	"donghanh/internal/platform/errs"
)

const (
	// maxUpload bounds the files of one form together, in bytes: some ten photos
	// as phones make them.
	maxUpload = 40 << 20
	// maxSent bounds the whole request. What comes between the two is read and
	// thrown away, so that what was typed survives too large a file.
	maxSent = 4 * maxUpload
	// maxParts bounds the fields and files of a form.
	maxParts = 1000
)

// Take looks at one file of a form; its refusal stands at the field. The file is
// gone when it returns.
type Take func(field, name string, file io.ReadSeeker) error

// ReadUpload reads a posted form that may bring files, at most 40 MB of them
// together. Each is given to take from a temporary file; without take they are
// passed over.
func ReadUpload(w http.ResponseWriter, r *http.Request, take Take) (*Form, error) {
	return ReadUploadUpTo(w, r, Most{maxUpload, "web.upload.big"}, take)
}

// Most is how many bytes the files of a form may have together, and the message
// that refuses more; it is given {max}, in MB.
type Most struct {
	Bytes int64
	Key   string
}

// ReadUploadUpTo is ReadUpload with another bound. A request that is far too
// long is not read to its end: the fields before its file are there, and the
// refusal stands at the file's.
func ReadUploadUpTo(w http.ResponseWriter, r *http.Request, most Most, take Take) (*Form, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // nonsense is no multipart form
	if kind != "multipart/form-data" {
		return ReadForm(w, r)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxSent)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errs.New(errs.Invalid, "web.form.unreadable").Because(err)
	}
	u := &upload{form: &Form{Values: url.Values{}, ctx: r.Context()}, take: take, text: maxForm, files: most.Bytes, most: most}
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u.form, nil
		}
		if err == nil {
			err = u.part(part)
		}
		if u.over && (err != nil || r.ContentLength > maxSent) {
			return u.form, nil // the rest would be thrown away
		}
		if err != nil {
			return nil, unreadable(err)
		}
	}
	return nil, errs.New(errs.Invalid, "web.form.unreadable")
}

// unreadable says why a form could not be read to its end.
func unreadable(err error) error {
	if ours := new(fs.PathError); errs.KindOf(err) != errs.Internal || errors.As(err, &ours) {
		return err // it is said already, or our disk is full
	}
	if big := new(http.MaxBytesError); errors.As(err, &big) {
		return errs.New(errs.Invalid, "web.form.big", errs.Args{"max": maxUpload >> 20}).Because(err)
	}
	return errs.New(errs.Invalid, "web.form.unreadable").Because(err)
}

// upload is a form being read, with how many bytes may still come.
type upload struct {
	form        *Form
	take        Take
	text, files int64
	most        Most
	over        bool // a file was too long
}

func (u *upload) part(p *multipart.Part) error {
	switch {
	case p.FileName() != "":
		return u.file(p)
	case p.Header.Get("Content-Type") != "":
		return nil // a file field in which nothing was chosen
	}
	b, err := io.ReadAll(io.LimitReader(p, u.text+1))
	if err != nil {
		return err
	}
	if u.text -= int64(len(b)); u.text < 0 {
		return errs.New(errs.Invalid, "web.form.big", errs.Args{"max": maxForm >> 20})
	}
	u.form.Values.Add(p.FormName(), storable(string(b)))
	return nil
}

// file keeps a file aside while it is looked at.
func (u *upload) file(p *multipart.Part) (err error) {
	if u.take == nil {
		return nil
	}
	held, err := os.CreateTemp("", "donghanh-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Close(), os.Remove(held.Name())) }()
	n, err := io.Copy(held, io.LimitReader(p, u.files+1))
	if err != nil {
		return err
	}
	if n > u.files {
		u.over = true
		u.form.refuse(p.FormName(), errs.New(errs.Invalid, u.most.Key, errs.Args{"max": u.most.Bytes >> 20}))
		return nil
	}
	u.files -= n
	if _, err := held.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err = u.take(p.FormName(), p.FileName(), held)
	if errs.Is(err, errs.Invalid) {
		u.form.refuse(p.FormName(), err)
		return nil
	}
	return err
}
