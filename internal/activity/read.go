package activity

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
)

// read turns typed fields into values by the rules of the kind, each refusal
// at its field. Fields the kind does not know are left out.
func (k *Kind) read(typed Fields, trial bool, faults *errs.List) Fields {
	out := Fields{}
	for _, f := range k.Fields {
		if trial && f.unsent() {
			f.Required = false
		}
		v, err := f.read(typed[f.Name])
		if err != nil {
			e := *errs.Of(err)
			e.Field = f.Name
			faults.Add(&e)
			continue
		}
		if v != "" {
			out[f.Name] = v
		}
	}
	k.checkTogether(out, trial, faults)
	return out
}

// unsent fields do not travel with a trial, which asks for figures only.
func (f Field) unsent() bool { return f.Private || f.Attached() }

// checkTogether checks what a kind says of several fields at once.
func (k *Kind) checkTogether(out Fields, trial bool, faults *errs.List) {
	for _, f := range k.Fields {
		if f.AtMost != "" && out.number(f.Name) > out.number(f.AtMost) && out[f.AtMost] != "" {
			faults.Add(errs.At(f.Name, "activity.atmost", errs.Args{"value": out.number(f.Name), "label": k.Field(f.AtMost).Label, "max": out.number(f.AtMost)}))
		}
		if f.After != "" && out[f.Name] != "" && out[f.Name] < out[f.After] {
			faults.Add(errs.At(f.Name, "activity.after_day", errs.Args{"date": out[f.Name], "label": k.Field(f.After).Label, "other": out[f.After]}))
		}
	}
	if len(k.AtLeastOne) == 0 || trial {
		return
	}
	var labels []string
	for _, name := range k.AtLeastOne {
		f := k.Field(name)
		if out[name] != "" && (!f.Type.counts() || out.number(name) > 0) {
			return
		}
		labels = append(labels, "“"+f.Label+"”")
	}
	faults.Add(errs.At(k.AtLeastOne[0], "activity.atleastone", errs.Args{"labels": strings.Join(labels, ", ")}))
}

func (f Field) read(typed string) (string, error) {
	if typed = visible(typed); typed == "" {
		if f.Required {
			return "", errs.New(errs.Invalid, "error.required")
		}
		return "", nil
	}
	switch f.Type {
	case Number:
		return f.readNumber(i18n.ParseNumber(typed))
	case Money:
		return f.readNumber(i18n.ParseMoney(typed))
	case DateField:
		return i18n.ParseDate(typed)
	case ChoiceType:
		return f.readChoice(typed)
	case UnitField: // the service looks for it
		return clean(typed), nil
	case FileField, PhotoField: // as above
		return f.readFiles(typed)
	case EmployerField:
		return readText(clean(typed), maxEmployer)
	}
	if f.Max > 0 {
		return readText(typed, f.Max)
	}
	return readText(typed, maxNote)
}

func readText(s string, limit int64) (string, error) {
	if int64(utf8.RuneCountInString(s)) > limit {
		return "", errs.New(errs.Invalid, "error.text.long", errs.Args{"max": limit})
	}
	return s, nil
}

// readFiles reads ids, each once.
func (f Field) readFiles(typed string) (string, error) {
	var ids []string
	for id := range strings.SplitSeq(typed, ",") {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > f.MaxFiles() {
		return "", errs.New(errs.Invalid, "activity.files.many", errs.Args{"count": len(ids), "max": f.MaxFiles()})
	}
	return strings.Join(ids, ","), nil
}

func (f Field) readNumber(n int64, err error) (string, error) {
	if err != nil {
		return "", err
	}
	if n < f.Min || n > f.Max {
		return "", errs.New(errs.Invalid, "error.number.range", errs.Args{"min": f.Min, "max": f.Max})
	}
	return strconv.FormatInt(n, 10), nil
}

func (f Field) readChoice(typed string) (string, error) {
	for _, c := range f.Choices {
		if c.Value == typed || search.Fold(c.Text) == search.Fold(typed) {
			return c.Value, nil
		}
	}
	return "", errs.New(errs.Invalid, "error.choice")
}

// visible is a text without blanks around it and without what cannot be seen
// or is no text at all; lines stay.
func visible(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

func (f Fields) number(name string) int64 {
	n, _ := strconv.ParseInt(f[name], 10, 64) // written by readNumber, or empty
	return n
}

// Files are the ids of the blobs a field holds.
func (f Fields) Files(name string) []string {
	if f[name] == "" {
		return nil
	}
	return strings.Split(f[name], ",")
}

// facts is what a record books.
func (k *Kind) facts(o *org.Service, u org.Unit, on day.Date, values Fields) []ledger.Fact {
	var out []ledger.Fact
	for _, p := range k.Posts {
		dims := o.MemberDims(p.Measure, u)
		if p.By != "" {
			dims[p.By] = values[p.By]
		}
		n := int64(1)
		if p.Field != "" {
			n = values.number(p.Field)
		}
		out = append(out, ledger.Fact{Measure: p.Measure, Dims: dims, Unit: u.ID, Day: on, Quantity: n})
		if last := day.Date(values[p.Until]); p.Until != "" && last != "" {
			out = append(out, ledger.Fact{Measure: p.Measure, Dims: dims, Unit: u.ID, Day: day.Max(on, last.Add(1)), Quantity: -n})
		}
	}
	return out
}
