package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
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
	if err := r.ParseForm(); err != nil {
		return nil, errs.New(errs.Invalid, "web.form.unreadable").Because(err)
	}
	return &Form{Values: r.PostForm, ctx: r.Context()}, nil
}

// NewForm is a form not typed yet, with values to begin with. What was typed
// when a session ended comes back here.
func (s *Site) NewForm(w http.ResponseWriter, r *http.Request, begin map[string]string) (*Form, error) {
	f := &Form{Values: url.Values{}, ctx: r.Context()}
	for k, v := range begin {
		f.Values.Set(k, v)
	}
	if c, err := r.Cookie(heldCookie); err != nil || c.Value == "" {
		return f, nil
	}
	var h heldForm
	mine := func(held string) bool { return json.Unmarshal([]byte(held), &h) == nil && h.Path == r.URL.Path }
	held, err := s.Auth.Held(r.Context(), mine)
	if err != nil || held == "" { // it waits for another page
		return f, err
	}
	s.cookie(w, heldCookie, "", -1)
	f.Values, f.Note = h.Values, i18n.T(r.Context(), "web.held")
	return f, nil
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
		f.faults.Add(e)
	}
	return true
}

// Field completes a field with what was typed and what is wrong with it.
func (f *Form) Field(v ui.FieldView) ui.FieldView {
	v.Value = f.Values.Get(v.Name)
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

const heldCookie = "dh_held"

// heldForm is a form that waits for log-in.
type heldForm struct {
	Path   string
	Values url.Values
}

// hold says the posted form as text, to travel through the log-in page.
func hold(r *http.Request) string {
	r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
	if err := r.ParseForm(); err != nil || len(r.PostForm) == 0 {
		return ""
	}
	b, err := json.Marshal(heldForm{r.URL.Path, r.PostForm})
	if err != nil || len(b) > maxForm {
		return ""
	}
	return string(b)
}

// cookie sets one of the site's cookies; maxAge as in http.Cookie.
func (s *Site) cookie(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
}

const flashCookie = "dh_flash"

// Done redirects after a good POST and says on the next page what was done.
func (s *Site) Done(w http.ResponseWriter, r *http.Request, to, said string) error {
	if said != "" {
		s.cookie(w, flashCookie, url.QueryEscape(said), 60)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func takeFlash(w http.ResponseWriter, r *http.Request) string {
	c, err := r.Cookie(flashCookie)
	if err != nil || c.Value == "" {
		return ""
	}
	http.SetCookie(w, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	said, _ := url.QueryUnescape(c.Value)
	return said
}

// Me is the signed-in actor; routes that need one always have one.
func Me(r *http.Request) *auth.Actor { return auth.From(r.Context()) }
