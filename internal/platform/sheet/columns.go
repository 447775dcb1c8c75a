package sheet

import (
	"strings"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Column is one the program reads.
type Column struct {
	Name     string   // by which Row.Get finds it, and a header name itself
	Names    []string // further header names, Vietnamese; the first is shown to people
	Required bool     // the file must have it; cells may still be empty
}

// Bind finds the columns by their header names, whatever the case, marks,
// spaces and punctuation. Columns nobody asked for are ignored, see Ignored.
func (r *Reader) Bind(cols []Column) error {
	if err := r.bind(cols); err != nil {
		return r.named(err)
	}
	return nil
}

func (r *Reader) bind(cols []Column) *errs.Error {
	known := map[string]string{}
	r.index, r.ignored = map[string]int{}, nil
	for _, c := range cols {
		r.index[c.Name] = -1
		for _, name := range append([]string{c.Name}, c.Names...) {
			known[search.Fold(name)] = c.Name
		}
	}
	for i, heading := range r.header {
		if err := r.bindCell(i, heading, known); err != nil {
			return err
		}
	}
	return r.missing(cols)
}

func (r *Reader) bindCell(i int, heading string, known map[string]string) *errs.Error {
	name, found := known[search.Fold(heading)]
	switch {
	case found && r.index[name] >= 0:
		return refuse("sheet.column_twice", errs.Args{"column": heading})
	case found:
		r.index[name] = i
	case heading != "" && heading != reasonColumn:
		r.ignored = append(r.ignored, heading)
	}
	return nil
}

// missing names every required column the file lacks, or says that its first
// row holds no header at all.
func (r *Reader) missing(cols []Column) *errs.Error {
	var lacking []string
	found := false
	for _, c := range cols {
		found = found || r.index[c.Name] >= 0
		if c.Required && r.index[c.Name] < 0 {
			lacking = append(lacking, c.label())
		}
	}
	args := errs.Args{"columns": strings.Join(lacking, ", ")}
	switch {
	case len(lacking) == 0:
		return nil
	case !found:
		return refuse("sheet.no_header", args)
	default:
		return refuse("sheet.columns_missing", args)
	}
}

func (c Column) label() string {
	if len(c.Names) == 0 {
		return c.Name
	}
	return c.Names[0] + " (" + c.Name + ")"
}

// Ignored is the columns of the file that nothing was bound to, to be told to
// the person: one of them may be a name spelt wrong.
func (r *Reader) Ignored() []string { return r.ignored }
