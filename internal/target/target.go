// Package target knows what units are to reach: targets given down the tree by
// documents, their revisions, their distribution over the units below, and how
// far they are reached.
package target

import (
	"context"
	"math/big"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
)

// Actions of this domain. Figures and targets are read together; giving is
// done by the superior.
const (
	Read auth.Action = "target.read"
	Give auth.Action = "target.give"
)

// Comparison is what the figure must be to the target's value.
type Comparison string

const (
	AtLeast  Comparison = ">="
	MoreThan Comparison = ">"
	Exactly  Comparison = "="
	AtMost   Comparison = "<="
	LessThan Comparison = "<"
)

// Comparisons lists the comparisons there are, in the order of a form.
func Comparisons() []Comparison { return []Comparison{AtLeast, MoreThan, Exactly, AtMost, LessThan} }

// Sign is the comparison as people write it.
func (c Comparison) Sign() string {
	switch c {
	case AtLeast:
		return "≥"
	case AtMost:
		return "≤"
	}
	return string(c)
}

// Target is one giving of a target; a later document for the same indicator,
// unit and period revises it.
type Target struct {
	ID         string     `db:"id"`
	Indicator  string     `db:"indicator"`
	Unit       string     `db:"unit"`
	Period     string     `db:"period"`
	Comparison Comparison `db:"comparison"`
	Amount     string     `db:"value"` // decimal, with a point
	Document   string     `db:"document"`
	IssuedOn   day.Date   `db:"issued_on"`
	Giver      string     `db:"giver"` // the superior on that day
	Reason     string     `db:"reason"`
	Recorder   string     `db:"recorder"`
	RecordedAt int64      `db:"recorded_at"`
}

// Value is the amount as an exact number.
func (t *Target) Value() *big.Rat {
	v, ok := new(big.Rat).SetString(t.Amount)
	if !ok {
		return new(big.Rat)
	}
	return v
}

// Text is the amount as people write it: 1.500, 55,5.
func (t *Target) Text() string { return i18n.Decimal(t.Value(), 6) }

// Met tells whether a value fulfils the target.
func (t *Target) Met(value *big.Rat) bool {
	c := value.Cmp(t.Value())
	switch t.Comparison {
	case AtLeast:
		return c >= 0
	case MoreThan:
		return c > 0
	case Exactly:
		return c == 0
	case AtMost:
		return c <= 0
	}
	return c < 0
}

// upward tells whether more is better, so that an achievement means something.
func (c Comparison) upward() bool { return c != AtMost && c != LessThan }

// Service is what can be done with targets.
type Service struct {
	DB    *db.DB
	Org   *org.Service
	Rules *Rules
}

// InUse tells whether a unit has a target or gave one: its founding can then
// not be withdrawn.
func (s *Service) InUse(ctx context.Context, tx *db.Tx, unit string) (bool, error) {
	return hasTargets(ctx, tx, unit)
}

func (s *Service) ledger() *ledger.Ledger { return s.Org.Ledger }
