package activity

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"donghanh/internal/ledger"
)

var (
	nameForm    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	placeholder = regexp.MustCompile(`\{([^}]*)\}`)
)

// mostFiles bounds what one field may hold.
const mostFiles = 50

var fieldTypes = []FieldType{Number, Money, Text, DateField, ChoiceType, UnitField, EmployerField, FileField, PhotoField}

// common are the names every form and file has besides the kind's fields.
var common = []string{"ref", "unit", "unit_pick", "unit_for", "kind", "date", "day", "title", "partner", "note", "reason", "version", "once", "under", "record", "next", "drop"}

// checkRules refuses a kind that could not be recorded as it says.
func (k *Kind) checkRules(c *ledger.Catalogue) error {
	if !nameForm.MatchString(k.Code) || k.Name == "" || k.Title == "" || len(k.Units) == 0 {
		return errors.New("a kind has code, name, title and units")
	}
	seen := map[string]bool{}
	for _, f := range k.Fields {
		if seen[f.Name] {
			return fmt.Errorf("two fields %s", f.Name)
		}
		seen[f.Name] = true
		if err := k.checkField(f); err != nil {
			return fmt.Errorf("field %s %w", f.Name, err)
		}
	}
	for _, m := range placeholder.FindAllStringSubmatch(k.Title, -1) {
		if f := k.Field(m[1]); !f.Required || f.Private || f.Attached() {
			return fmt.Errorf("the title names %q, which is no required field that lists may show", m[1])
		}
	}
	for _, p := range k.Posts {
		if err := k.checkPost(p, c); err != nil {
			return fmt.Errorf("post %s %w", p.Measure, err)
		}
	}
	return k.checkWhole()
}

// checkWhole checks what a kind says of several fields at once.
func (k *Kind) checkWhole() error {
	if k.Done != "" && k.Due == "" {
		return errors.New("done needs a due")
	}
	dates := []string{k.Due, k.Done}
	for _, p := range k.Posts {
		dates = append(dates, p.Until)
	}
	for _, name := range dates {
		if name != "" && k.Field(name).Type != DateField {
			return fmt.Errorf("%s is no date field", name)
		}
	}
	for _, name := range k.AtLeastOne {
		if f := k.Field(name); f.Name == "" || f.Required {
			return fmt.Errorf("at_least_one names %q, which is no optional field", name)
		}
	}
	return nil
}

func (k *Kind) checkField(f Field) error {
	switch {
	case !nameForm.MatchString(f.Name) || f.Label == "":
		return errors.New("needs a name and a label")
	case slices.Contains(common, f.Name):
		return errors.New("has the name of a common one")
	case !slices.Contains(fieldTypes, f.Type):
		return fmt.Errorf("is of unknown type %q", f.Type)
	case f.Type.counts() && (f.Max <= f.Min || f.Max > ledger.MaxQuantity || f.Min < -ledger.MaxQuantity):
		return errors.New("is a number without bounds")
	case f.Private && f.Type != Text:
		return errors.New("is private, which only a text can be")
	case f.After != "" && (f.Type != DateField || k.Field(f.After).Type != DateField):
		return fmt.Errorf("is after %q: both must be dates", f.After)
	case f.Attached() && (f.Min != 0 || f.Max < 0 || f.Max > mostFiles):
		return fmt.Errorf("takes up to %d files", mostFiles)
	case f.Type == ChoiceType && len(f.Choices) == 0:
		return errors.New("is a choice of nothing")
	}
	if whole := k.Field(f.AtMost); f.AtMost != "" && (!f.Type.counts() || f.Type != whole.Type || !whole.Required) {
		return fmt.Errorf("is at most %q: both must be numbers and that one required", f.AtMost)
	}
	return nil
}

// checkPost allows the three forms of a post only.
func (k *Kind) checkPost(p Post, c *ledger.Catalogue) error {
	if !c.HasMeasure(p.Measure) {
		return errors.New("is of no measure in the catalogue")
	}
	if p.Field != "" && !k.Field(p.Field).Type.counts() {
		return fmt.Errorf("is from %q, which is no number field", p.Field)
	}
	by := k.Field(p.By)
	if p.By != "" && (p.Field == "" || by.Type != ChoiceType || !by.Required) {
		return fmt.Errorf("is by %q: it takes a number field and a required choice field", p.By)
	}
	for _, d := range dimensions(c, p.Measure) {
		if d.Name == p.By {
			return sameValues(by, d)
		}
		if d.Name != "kind" && d.Name != "sector" { // these the unit decides
			return fmt.Errorf("tells no %s", d.Name)
		}
	}
	if p.By != "" {
		return fmt.Errorf("is by %s, which the measure is not", p.By)
	}
	return nil
}

func dimensions(c *ledger.Catalogue, measure string) []ledger.Dimension {
	i := slices.IndexFunc(c.Measures, func(m ledger.Measure) bool { return m.Code == measure })
	return c.Measures[i].Dims
}

func sameValues(f Field, d ledger.Dimension) error {
	for _, choice := range f.Choices {
		if !slices.Contains(d.Values, choice.Value) {
			return fmt.Errorf("has no %s %q", d.Name, choice.Value)
		}
	}
	return nil
}
