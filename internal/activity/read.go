package activity

import (
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
func (k *Kind) read(typed Fields, faults *errs.List) Fields {
	out := Fields{}
	for _, f := range k.Fields {
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
	for _, f := range k.Fields {
		if f.AtMost != "" && out.number(f.Name) > out.number(f.AtMost) && out[f.AtMost] != "" {
			faults.Add(errs.At(f.Name, "activity.atmost", errs.Args{"value": out.number(f.Name), "label": k.Field(f.AtMost).Label, "max": out.number(f.AtMost)}))
		}
	}
	return out
}

func (f Field) read(typed string) (string, error) {
	if typed = visible(typed); typed == "" {
		if f.Required {
			return "", errs.New(errs.Invalid, "error.required")
		}
		return "", nil
	}
	switch f.Type {
	case Number, Money:
		return f.readNumber(typed)
	case DateField:
		return i18n.ParseDate(typed)
	case ChoiceType:
		return f.readChoice(typed)
	}
	limit := int64(maxNote)
	if f.Max > 0 {
		limit = f.Max
	}
	if int64(utf8.RuneCountInString(typed)) > limit {
		return "", errs.New(errs.Invalid, "error.text.long", errs.Args{"max": limit})
	}
	return typed, nil
}

func (f Field) readNumber(typed string) (string, error) {
	n, err := i18n.ParseNumber(typed)
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
	}
	return out
}
