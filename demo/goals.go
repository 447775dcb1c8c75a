package demo

import (
	"context"

	"donghanh/internal/target"
)

// giveNext gives the district its goals of 2024 (domain.md 1.24-1.28).
func (b *builder) giveNext(ctx context.Context) error {
	for _, g := range []target.Giving{
		{Indicator: "GRADE.STATE.PCT", Comparison: ">", Value: "90"},
		{Indicator: "GRADE.NONSTATE.PCT", Comparison: ">=", Value: "55"},
		{Indicator: "CBA.COVER.PCT", Comparison: ">=", Value: "75"},
		{Indicator: "CBA.B_UP.PCT", Comparison: ">=", Value: "40"},
		{Indicator: "CONF.CBCC.PCT", Comparison: "=", Value: "100"},
		{Indicator: "DEM.ALL3.PCT", Comparison: ">=", Value: "65"},
	} {
		g.Unit, g.Period, g.Document, g.IssuedOn = baDinh, "2024", "Kế hoạch 61/KH-LĐLĐ", givenNext
		if _, err := b.Target.Give(b.as(ctx, "hn"), g); err != nil {
			return err
		}
	}
	return nil
}
