// Package errs is the one error type of the program.
//
// An error carries three things for three readers: a Kind for the program
// (which decides the HTTP status), a message key with arguments for the person
// (translated at the edge), and a cause for the log. Whatever is not an *Error
// is Internal: its text never reaches a person.
package errs

import (
	"errors"
	"fmt"
)

// Kind says what went wrong in terms the program acts on. Kinds are only ever
// added at the end: they travel in logs and answers.
type Kind uint8

const (
	Internal     Kind = iota // a fault of ours: 500
	Invalid                  // what was sent breaks a rule: 422, shown at its field
	NotFound                 // not there, or out of the asker's scope: 404
	Conflict                 // somebody was faster, or it exists already: 409
	Denied                   // known person, action not allowed: 403
	Unauthorised             // nobody is signed in: 401
	TooMany                  // throttled: 429
)

// Args are the values a message is completed with.
type Args map[string]any

// Error is a refusal with a reason a person can read.
type Error struct {
	Kind   Kind
	Key    string   // message key in the catalogue of package i18n
	Args   Args     // values for the message
	Field  string   // the input the message belongs to; empty for the whole form
	Fields []*Error // further refusals of the same request, one a field
	cause  error
}

// Error is for logs.
func (e *Error) Error() string {
	s := e.Key
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if len(e.Args) > 0 {
		s = fmt.Sprintf("%s %v", s, map[string]any(e.Args))
	}
	for _, f := range e.Fields {
		s += "; " + f.Error()
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// New makes an error of a kind with the message key.
func New(k Kind, key string, args ...Args) *Error {
	e := &Error{Kind: k, Key: key}
	if len(args) > 0 {
		e.Args = args[0]
	}
	return e
}

// At makes an Invalid error that belongs to one field of a form or row.
func At(field, key string, args ...Args) *Error {
	e := New(Invalid, key, args...)
	e.Field = field
	return e
}

// Because attaches the cause, for the log only.
func (e *Error) Because(err error) *Error {
	e.cause = err
	return e
}

// List gathers refusals of one request so that all are shown at once.
// The zero value is ready to use.
type List []*Error

// Add appends a refusal; nil is ignored.
func (l *List) Add(e *Error) {
	if e != nil {
		*l = append(*l, e)
	}
}

// Err is nil when nothing was refused, else one Invalid error holding all.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.form", Fields: l}
}

// Of finds the *Error in a chain, or makes an Internal one around err.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Key: "error.internal", cause: err}
}

// KindOf is the kind of err; Internal for everything unknown.
func KindOf(err error) Kind { return Of(err).Kind }

// Is reports whether err is of the kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// All lists the single refusals of err: itself, or its fields.
func All(err error) []*Error {
	e := Of(err)
	if len(e.Fields) > 0 {
		return e.Fields
	}
	return []*Error{e}
}

// Renamed is err with the refusals of one field given to another, for a form
// that calls its fields differently.
func Renamed(err error, field, to string) error {
	for _, e := range All(err) {
		if e.Field == field {
			e.Field = to
		}
	}
	return err
}

// Wrap adds the name of the failing function to *err, if any:
//
//	defer errs.Wrap(&err, "org.Found(%q)", code)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
