package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// maxForm bounds what a form may send, files aside.
const maxForm = 1 << 20

// Form is what somebody typed, with what is wrong where. It gives fields back
// as they were typed. Forms post to the address of their own page.
type Form struct {
	Values url.Values
	Note   string // above the form: why it came back
	faults errs.List
	ctx    context.Context
}

// ReadForm reads a posted form.
func ReadForm(w http.ResponseWriter, r *http.Request) (*Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	if big := new(http.MaxBytesError); errors.As(err, &big) {
		return nil, errs.New(errs.Invalid, "web.form.big", errs.Args{"max": maxForm >> 20}).Because(err)
	}
	if err != nil {
		return nil, errs.New(errs.Invalid, "web.form.unreadable").Because(err)
	}
	for _, values := range r.PostForm {
		for i, v := range values {
			values[i] = storable(v)
		}
	}
	return &Form{Values: r.PostForm, ctx: r.Context()}, nil
}

// storable drops what PostgreSQL cannot store; nobody has typed it.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// NewForm is a form not typed yet, with values to begin with. What was typed
// when a session ended comes back here.
func (s *Site) NewForm(w http.ResponseWriter, r *http.Request, begin map[string]string) (*Form, error) {
	f := &Form{Values: url.Values{}, ctx: r.Context()}
	for k, v := range begin {
		f.Values.Set(k, v)
	}
	held, err := s.takeHeld(w, r)
	if err == nil && held != nil {
		f.Values, f.Note = held, i18n.T(r.Context(), "web.held")
	}
	return f, err
}

// Text is a field without blanks around it.
func (f *Form) Text(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// Number reads a whole number; empty is 0, junk is refused at the field.
func (f *Form) Number(name string) int64 {
	if f.Text(name) == "" {
		return 0
	}
	n, err := i18n.ParseNumber(f.Text(name))
	f.refuse(name, err)
	return n
}

// Money reads a sum in đồng; empty is 0, junk is refused at the field.
func (f *Form) Money(name string) int64 {
	if f.Text(name) == "" {
		return 0
	}
	n, err := i18n.ParseMoney(f.Text(name))
	f.refuse(name, err)
	return n
}

// Day reads a date; empty is no day, junk is refused at the field.
func (f *Form) Day(name string) day.Date {
	if f.Text(name) == "" {
		return ""
	}
	d, err := i18n.ParseDate(f.Text(name))
	f.refuse(name, err)
	return day.Date(d)
}

// Once is the id the form was made with; a second click brings the same.
func (f *Form) Once() string {
	if id := f.Values.Get("once"); db.ValidID(id) {
		return id
	}
	id := db.NewID()
	f.Values.Set("once", id)
	return id
}

func (f *Form) refuse(name string, err error) {
	if err != nil {
		e := *errs.Of(err)
		e.Field = name
		f.faults.Add(&e)
	}
}

// Err is what could not be read at all, nil when everything could.
func (f *Form) Err() error { return f.faults.Err() }

// Take keeps an error that belongs on the form and tells whether it was one.
// Others go up to the error page.
func (f *Form) Take(err error) bool {
	k := errs.KindOf(err)
	if err == nil || (k != errs.Invalid && k != errs.Conflict && k != errs.TooMany) {
		return false
	}
	for _, e := range errs.All(err) {
		if !slices.Contains(f.faults, e) { // it may be what Err said
			f.faults.Add(e)
		}
	}
	return true
}

// Field completes a field with what was typed and what is wrong with it. A
// password is never sent back.
func (f *Form) Field(v ui.FieldView) ui.FieldView {
	if v.Type != "password" {
		v.Value = f.Values.Get(v.Name)
	}
	v.Choices = slices.Clone(v.Choices) // the caller's may be shared by all requests
	for i := range v.Choices {
		v.Choices[i].Current = v.Choices[i].Value == v.Value
	}
	for _, e := range f.faults {
		if e.Field == v.Name && v.Error == "" {
			v.Error = Message(f.ctx, e)
		}
	}
	return v
}

// Summary lists all that is wrong, for the top of the form.
func (f *Form) Summary() []ui.FieldError {
	var out []ui.FieldError
	for _, e := range f.faults {
		out = append(out, ui.FieldError{Field: e.Field, Text: Message(f.ctx, e)})
	}
	return out
}

// Status is that of the page the form comes back on.
func (f *Form) Status() int {
	status := http.StatusOK
	for _, e := range f.faults {
		status = Status(e.Kind)
	}
	return status
}

// Me is the signed-in actor; routes that need one always have one.
func Me(r *http.Request) *auth.Actor { return auth.From(r.Context()) }
