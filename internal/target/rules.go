package target

import (
	"fmt"
	"io/fs"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/rules"
)

// Rules is catalogue/targets.toml.
type Rules struct {
	Limits   []Limits
	Board    struct{ Always []string }
	Overview struct{ Figures []string }
}

// Limits are the per cents at which a state begins, with the days they hold.
type Limits struct {
	ValidFrom  day.Date `toml:"valid_from"`
	ValidTo    day.Date `toml:"valid_to"`
	LegalBasis string   `toml:"legal_basis"`
	Go, Slow   float64
}

// LoadRules reads the rules and refuses indicators the catalogue does not know.
func LoadRules(fsys fs.FS, c *ledger.Catalogue) (*Rules, error) {
	var r Rules
	if err := rules.Decode(fsys, "targets.toml", &r); err != nil {
		return nil, err
	}
	if len(r.Limits) == 0 {
		return nil, fmt.Errorf("catalogue: targets.toml: no limits")
	}
	for _, code := range slices.Concat(r.Board.Always, r.Overview.Figures) {
		if _, err := c.Indicator(code); err != nil {
			return nil, rules.Fault(fsys, "targets.toml", fmt.Errorf("unknown indicator %s", code))
		}
	}
	return &r, nil
}

// On finds the limits of a day; the last ones when none holds.
func (r *Rules) On(d day.Date) Limits {
	for _, l := range r.Limits {
		if l.ValidFrom <= d && d <= l.ValidTo {
			return l
		}
	}
	return r.Limits[len(r.Limits)-1]
}
