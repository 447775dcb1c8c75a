package target

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
)

// Rest is what a unit keeps of one indicator's closed targets.
type Rest struct {
	Indicator                    *ledger.Indicator
	Units                        int // that ended
	Given, Reached, Handed, Open int64
}

// RestsAt adds up the rests a unit keeps in a period, in the catalogue's order:
// of each, what was given is what was reached, handed down and is open.
func (s *Service) RestsAt(ctx context.Context, tx *db.Tx, unit string, p ledger.Period) (out []Rest, err error) {
	all, err := closingsAt(ctx, tx, unit, PeriodText(p))
	if err != nil {
		return nil, err
	}
	for i := range s.ledger().Catalogue.Indicators {
		r := Rest{Indicator: &s.ledger().Catalogue.Indicators[i]}
		for _, c := range all {
			if c.Indicator == r.Indicator.Code {
				r.add(c)
			}
		}
		if r.Units > 0 {
			out = append(out, r)
		}
	}
	return out, nil
}

func (r *Rest) add(c Closing) {
	r.Units++
	r.Given += c.given()
	r.Reached += c.Reached()
	r.Handed += c.Handed
	r.Open += c.Open()
}
