package ui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// FieldView is one thing a form asks. What was typed comes back in Value, also when it was wrong.
type FieldView struct {
	Name, Label string
	Help        string // above the field: what to write, how much is allowed
	Value       string
	Error       string // what is wrong, by how much, what to do
	// Type is text (the default), number (whole, grouped while typing: posted as shown, "1.516"), money (the same, its
	// millions said below), decimal, date
	// (Value ISO or as typed; posted as "25/12/2023"), textarea, select, password, search, email, tel, month, file, checkbox or hidden.
	Type         string
	Suffix       string // unit after the value: "đ", "người"
	Placeholder  string // of a select: its empty first choice
	Autocomplete string
	Required     bool // told to screen readers; the server decides
	Optional     bool // writes "(không bắt buộc)"
	Choices      []Choice
	Max          int              // longest text, in characters
	Rows         int              // of a textarea; 0 is 3
	Attrs        templ.Attributes // further attributes of the input (hx-get …); never style or on…
}

// FieldError is one line of the summary: the field's name and what is wrong with it.
type FieldError struct{ Field, Text string }

// FieldID is the id of the input of a field, for links and labels to it.
func FieldID(name string) string { return "f-" + name }

func (f FieldView) id() string { return FieldID(f.Name) }

// kind is the type attribute. A date is written as people here write it (25/12/2023), whatever the browser's
// language, and stays as typed when it is wrong; the calendar beside it fills it in.
func (f FieldView) kind() string {
	switch f.Type {
	case "password", "search", "email", "tel", "month", "file":
		return f.Type
	}
	return "text"
}

// shown is the value as the input shows it.
func (f FieldView) shown() string {
	if n, err := strconv.ParseInt(f.Value, 10, 64); err == nil && f.Type == "money" && n >= 0 {
		return grouped(f.Value, ".")
	}
	if f.Type == "date" {
		if d, err := time.Parse(time.DateOnly, f.Value); err == nil {
			return d.Format("02/01/2006")
		}
	}
	return f.Value
}

func (f FieldView) class() string {
	c := []string{"inp"}
	switch {
	case f.Type == "number" || f.Type == "decimal" || f.Type == "money":
		c = append(c, "num", "text-right", "text-lg")
	case f.Type == "date":
		c = append(c, "num", "date")
	case f.Type == "tel":
		c = append(c, "num")
	case f.Type == "search":
		c = append(c, "pl-11!")
	}
	if f.Error != "" {
		c = append(c, "bad")
	}
	return strings.Join(c, " ")
}

// attrs are the attributes every kind of input shares.
func (f FieldView) attrs() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name, "class": f.class()}
	for name, v := range map[string]string{
		"aria-describedby": f.describedBy(), "autocomplete": f.Autocomplete, "placeholder": f.placeholder(), "inputmode": f.inputMode(),
	} {
		if v != "" {
			a[name] = v
		}
	}
	if f.Max > 0 {
		a["maxlength"] = strconv.Itoa(f.Max)
	}
	if f.Required {
		a["aria-required"] = "true"
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	for name, v := range f.Attrs {
		a[name] = v
	}
	return a
}

func (f FieldView) placeholder() string {
	if f.Type == "select" {
		return ""
	}
	return f.Placeholder
}

func (f FieldView) inputMode() string {
	switch f.Type {
	case "number", "money", "date":
		return "numeric"
	case "decimal":
		return "decimal"
	}
	return ""
}

func (f FieldView) describedBy() string {
	var ids []string
	if f.Help != "" {
		ids = append(ids, f.id()+"-hp")
	}
	if f.Error != "" {
		ids = append(ids, f.id()+"-er")
	}
	if f.Type == "date" || f.Type == "money" {
		ids = append(ids, f.id()+"-"+map[string]string{"date": "day", "money": "sum"}[f.Type])
	}
	return strings.Join(ids, " ")
}

// radioID gives the first choice the field's own id, so that the summary's link lands on it.
func (f FieldView) radioID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i)
}

// picked says whether a choice is the one chosen: by its own mark, or by the field's value.
func (f FieldView) picked(c Choice) bool {
	return c.Current || (f.Value != "" && c.Value == f.Value)
}

func (f FieldView) anyPicked() bool {
	for _, c := range f.Choices {
		if f.picked(c) {
			return true
		}
	}
	return false
}

func (f FieldView) rows() string {
	if f.Rows > 0 {
		return strconv.Itoa(f.Rows)
	}
	return "3"
}

func errorsTitle(ctx context.Context, n int) string {
	if n == 1 {
		return word(ctx, "ui.errors_one")
	}
	return word(ctx, "ui.errors_many", "n", strconv.Itoa(n))
}

// groups cuts the choices where their heading changes.
func (f FieldView) groups() (out [][]Choice) {
	for i, c := range f.Choices {
		if i == 0 || c.Group != f.Choices[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}
