package agreement

import (
	"context"
	"math/big"
	"slices"

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

// counts is what a duty counts up to a day: its own time, and for what is due
// once also what was done after its day, for nothing else counts that.
func (c Commitment) counts(d Duty, until day.Date) ledger.Period {
	last := until
	if c.Every > 0 {
		last = day.Min(d.Due, until)
	}
	return ledger.Days(d.From, day.Max(d.From, last))
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
	parties, err := partiesOf(ctx, tx, c.Agreement)
	if err != nil {
		return out, err
	}
	span := c.counts(d, until)
	units := countedIn(*c.Counts, parties, span.To)
	u, err := s.Org.UnitByID(ctx, tx, units[len(units)-1])
	if err != nil {
		return out, err
	}
	if !ind.Grows() || !ind.Adds() || ind.CountsUnits() {
		units = units[len(units)-1:]
	}
	out = Count{Asked: true, Unit: u.Code, Text: "–", Query: ledger.Query{
		Units: units, Indicators: []*ledger.Indicator{ind}, Period: span, Tree: ledger.Then, By: c.Dim, Part: c.Part,
	}}
	goal, _ := new(big.Rat).SetString(c.Target) // was checked when it was written
	out.Goal = i18n.Decimal(goal, 6)
	if ind.Better == "less" {
		out.Goal = "≤ " + out.Goal
	}
	figures, err := s.ledger().Figures(ctx, tx, out.Query)
	var sum *big.Rat
	for _, f := range figures {
		switch {
		case f.Part != c.Part || f.Value == nil:
			continue
		case sum == nil:
			sum, out.Text = new(big.Rat).Set(f.Value), ledger.Text(f)
		default: // what a unit did before it ended, and its heir since
			sum.Add(sum, f.Value)
			out.Text = i18n.Decimal(sum, 6)
		}
		out.Met, out.Share = reached(sum, goal, ind.Better)
	}
	return out, err
}

// countedIn are the units whose figure a commitment is up to a day: the one it
// names and who goes on from it as a party, the last of them the last.
func countedIn(unit string, parties []Binds, until day.Date) []string {
	out := []string{unit}
	for range parties {
		last := out[len(out)-1]
		i := slices.IndexFunc(parties, func(b Binds) bool {
			return b.Unit != nil && b.From != "" && b.From <= until && b.Follows != "" && slices.ContainsFunc(parties, func(o Binds) bool {
				return o.ID == b.Follows && o.Unit != nil && *o.Unit == last
			})
		})
		if i < 0 || slices.Contains(out, *parties[i].Unit) {
			break
		}
		out = append(out, *parties[i].Unit)
	}
	return out
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
