package activity

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/rules"
	"donghanh/internal/platform/search"
)

// Kinds is the kinds of work there are, in the order of their codes, and the
// headings they stand under where one chooses, in theirs.
type Kinds struct {
	List   []*Kind
	Groups []string
}

// Kind is one kind of work, a file of catalogue/kinds.
type Kind struct {
	Code       string
	Name       string
	Names      []string // further names it is read by
	Group      string   // heading it stands under where kinds are chosen
	Lead       string   // under the form's heading
	Title      string   // of a record, "Kết nạp {count} đoàn viên"
	Units      []string // kinds of units that record it
	Under      []string // kinds of records it is part of (an answer of a letter, a visit of a task force); empty: of none
	Due        string   // date field: the day by which the work is to be done
	Done       string   // date field: the work is open while it is empty
	AtLeastOne []string `toml:"at_least_one"` // fields of which one must be filled in, a number with more than 0
	Fields     []Field  `toml:"field"`
	Posts      []Post   `toml:"post"`
}

// Field is one thing the form asks.
type Field struct {
	Name     string
	Label    string
	Names    []string // further names of its column in a file
	Help     string
	Type     FieldType
	Suffix   string
	Required bool
	Min, Max int64  // of a number or money (đồng); of a text, Max is its length; of files, how many
	AtMost   string `toml:"at_most"` // another number field it may not exceed
	After    string // another date field it may not come before
	Private  bool   // a text about a person: masked, and each reading of it is logged
	Choices  []Choice
}

// FieldType says how a field is read.
type FieldType string

const (
	Number        FieldType = "number"
	Money         FieldType = "money" // đồng
	Text          FieldType = "text"
	DateField     FieldType = "date"
	ChoiceType    FieldType = "choice"
	UnitField     FieldType = "unit"     // the code of a unit
	EmployerField FieldType = "employer" // the name of an employer, one of the register or a new one
	FileField     FieldType = "file"     // ids of blobs, with commas
	PhotoField    FieldType = "photo"    // the same; made small, and where it was taken is gone
)

// counts tells whether a field holds a quantity that can be posted.
func (t FieldType) counts() bool { return t == Number || t == Money }

// Choice is one value of a choice field.
type Choice struct{ Value, Text string }

// Post is what a record books, in exactly three forms: measure = field;
// measure = 1 (no field); measure = field by a choice, which names the value
// of a dimension.
type Post struct {
	Measure string
	Field   string
	By      string // a choice field; the measure's dimension has its name
	Until   string // a date field: from the day after on it stands no more
}

// Fields are a record's values as text; numbers are plain digits, days ISO.
type Fields map[string]string

// Scan reads the JSON of the column.
func (f *Fields) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return json.Unmarshal([]byte(v), f)
	case []byte:
		return json.Unmarshal(v, f)
	}
	return fmt.Errorf("activity: cannot read fields from %T", src)
}

// Value writes the JSON of the column.
func (f Fields) Value() (driver.Value, error) {
	b, err := json.Marshal(f)
	return string(b), err
}

// LoadKinds reads all kinds and refuses what the catalogue of measures or the
// kind itself does not know.
func LoadKinds(fsys fs.FS, c *ledger.Catalogue) (*Kinds, error) {
	files, err := fs.Glob(fsys, "kinds/*.toml")
	if err != nil {
		return nil, err
	}
	var out Kinds
	if err := rules.Decode(fsys, "groups.toml", &out); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, file := range files {
		k := &Kind{}
		if err := rules.Decode(fsys, file, k); err != nil {
			return nil, err
		}
		if err := k.checkRules(c); err != nil {
			return nil, rules.Fault(fsys, file, err)
		}
		if out.Groups != nil && !slices.Contains(out.Groups, k.Group) {
			return nil, rules.Fault(fsys, file, fmt.Errorf("%s: stands in group %q, which is none of groups.toml", k.Code, k.Group))
		}
		if out.Find(k.Code) != nil || out.Find(k.Name) != nil {
			return nil, rules.Fault(fsys, file, fmt.Errorf("%s: code or name is that of another kind", k.Code))
		}
		out.List = append(out.List, k)
	}
	for i, k := range out.List {
		for _, whole := range k.Under {
			if out.ByCode(whole) == nil || whole == k.Code {
				return nil, rules.Fault(fsys, files[i], fmt.Errorf("%s is no other kind, so %s cannot be part of it", whole, k.Code))
			}
		}
	}
	return &out, nil
}

// ByCode finds a kind by its code; nil if none.
func (k *Kinds) ByCode(code string) *Kind {
	for _, kind := range k.List {
		if kind.Code == code {
			return kind
		}
	}
	return nil
}

// Parts lists the kinds of records that are part of a record of a kind.
func (k *Kinds) Parts(of string) (out []*Kind) {
	for _, kind := range k.List {
		if slices.Contains(kind.Under, of) {
			out = append(out, kind)
		}
	}
	return out
}

// Due lists the kinds whose work has a day it is due.
func (k *Kinds) Due() (out []*Kind) {
	for _, kind := range k.List {
		if kind.Due != "" {
			out = append(out, kind)
		}
	}
	return out
}

// Field finds a field; the zero Field when there is none.
func (k *Kind) Field(name string) Field {
	i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}
	}
	return k.Fields[i]
}

// titleOf fills the kind's title with a record's values, as people read them.
func (k *Kind) titleOf(f Fields) string {
	var pairs []string
	for name, v := range f {
		field := k.Field(name)
		switch field.Type {
		case Number:
			v = i18n.Number(f.number(name))
		case Money:
			v = i18n.MoneyShort(f.number(name))
		case DateField:
			v = i18n.Date(v)
		case ChoiceType:
			v = field.choiceText(v)
		}
		pairs = append(pairs, "{"+name+"}", v)
	}
	title := []rune(strings.NewReplacer(pairs...).Replace(k.Title))
	return strings.TrimSpace(string(title[:min(len(title), maxTitle)]))
}

// choiceText is what people read of a stored choice; of one the kind has no
// longer, its value.
func (f Field) choiceText(value string) string {
	for _, c := range f.Choices {
		if c.Value == value {
			return c.Text
		}
	}
	return value
}

// Attached tells that a field holds files.
func (f Field) Attached() bool { return f.Type == FileField || f.Type == PhotoField }

// MaxFiles is how many files the field takes.
func (f Field) MaxFiles() int {
	if f.Max > 0 {
		return int(f.Max)
	}
	return usualFiles
}

// usualFiles is how many files a field takes when its kind does not say.
const usualFiles = 10

// Find finds a kind by its code or a name, with or without marks; nil if none.
func (k *Kinds) Find(s string) *Kind {
	if kind := k.ByCode(s); kind != nil {
		return kind
	}
	folded := search.Fold(s)
	for _, kind := range k.List {
		if search.Fold(kind.Name) == folded ||
			slices.ContainsFunc(kind.Names, func(n string) bool { return search.Fold(n) == folded }) {
			return kind
		}
	}
	return nil
}

// For lists the kinds a kind of unit records.
func (k *Kinds) For(unitKind string) (out []*Kind) {
	for _, kind := range k.List {
		if slices.Contains(kind.Units, unitKind) {
			out = append(out, kind)
		}
	}
	return out
}
