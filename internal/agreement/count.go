package agreement

import (
	"context"
	"math/big"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
)

// Count is what is counted of a duty.
type Count struct {
	Asked bool // the commitment names a figure
	Met   bool
	Text  string   // "240"
	Goal  string   // "240"; "≤ 5" where less is better
	Share *big.Rat // of the way there, 0 to 1; nil without a value
	Unit  string   // code of the unit whose figure it is
	Query ledger.Query
}

// count reads the figure of a duty up to a day, in the tree as it stood then.
func (s *Service) count(ctx context.Context, tx *db.Tx, c Commitment, d Duty, until day.Date) (out Count, err error) {
	if c.Indicator == "" || c.Counts == nil {
		return out, nil
	}
	ind, err := s.catalogue().Indicator(c.Indicator)
	if err != nil {
		return out, err
	}
	u, err := s.Org.UnitByID(ctx, tx, *c.Counts)
	if err != nil {
		return out, err
	}
	out = Count{Asked: true, Unit: u.Code, Text: "–", Query: ledger.Query{
		Units: []string{u.ID}, Indicators: []*ledger.Indicator{ind}, Period: ledger.Days(d.From, day.Max(d.From, day.Min(d.Due, until))), Tree: ledger.Then, By: c.Dim, Part: c.Part,
	}}
	goal, _ := new(big.Rat).SetString(c.Target) // was checked when it was written
	out.Goal = i18n.Decimal(goal, 6)
	if ind.Better == "less" {
		out.Goal = "≤ " + out.Goal
	}
	figures, err := s.ledger().Figures(ctx, tx, out.Query)
	for _, f := range figures {
		if f.Part == c.Part && f.Value != nil {
			out.Text = ledger.Text(f)
			out.Met, out.Share = reached(f.Value, goal, ind.Better)
		}
	}
	return out, err
}

// reached compares a figure with what was promised.
func reached(value, goal *big.Rat, better string) (met bool, share *big.Rat) {
	one := big.NewRat(1, 1)
	if better == "less" {
		if value.Cmp(goal) <= 0 {
			return true, one
		}
		return false, new(big.Rat).Quo(goal, value)
	}
	if value.Cmp(goal) >= 0 {
		return true, one
	}
	return false, new(big.Rat).Quo(value, goal)
}
