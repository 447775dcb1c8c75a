package ledger

import (
	"errors"
	"io/fs"

	"donghanh/internal/platform/rules"
)

// dimensionNames is how people call a dimension and its values.
type dimensionNames struct {
	Name  string
	Label string
	Value []struct{ Code, Name string }
}

// loadNames reads dimensions.toml; a catalogue without one has codes for names.
func (c *Catalogue) loadNames(fsys fs.FS) error {
	err := rules.Decode(fsys, "dimensions.toml", &struct{ Dimension *[]dimensionNames }{&c.names})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// DimLabel is the name of a dimension, "Chủ đề" of topic; its code where it has
// none.
func (c *Catalogue) DimLabel(dim string) string {
	for _, d := range c.names {
		if d.Name == dim {
			return d.Label
		}
	}
	return dim
}

// ValueLabel is the name of a dimension's value, its code where it has none.
// Those of units, their kinds and sectors, are org's to name.
func (c *Catalogue) ValueLabel(dim, value string) string {
	for _, d := range c.names {
		for _, v := range d.Value {
			if d.Name == dim && v.Code == value {
				return v.Name
			}
		}
	}
	return value
}
