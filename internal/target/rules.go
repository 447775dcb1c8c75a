package target

import (
	"fmt"
	"io/fs"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"

	"github.com/BurntSushi/toml"
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
	md, err := toml.DecodeFS(fsys, "targets.toml", &r)
	if err != nil {
		return nil, fmt.Errorf("catalogue: targets.toml: %w", err)
	}
	if extra := md.Undecoded(); len(extra) > 0 {
		return nil, fmt.Errorf("catalogue: targets.toml: unknown key %s", extra[0])
	}
	if len(r.Limits) == 0 {
		return nil, fmt.Errorf("catalogue: targets.toml: no limits")
	}
	for _, code := range slices.Concat(r.Board.Always, r.Overview.Figures) {
		if _, err := c.Indicator(code); err != nil {
			return nil, fmt.Errorf("catalogue: targets.toml: unknown indicator %s", code)
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
