package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
)

// goals are what a city gives one federation for a year.
type goals struct {
	unit, city     string
	year           int
	units, members int64
}

// plans are the cities' documents that give the goals of a year.
var plans = map[int]struct {
	on       day.Date
	document string
}{
	2023: {given, "Kế hoạch 08/KH-LĐLĐ"},
	2024: {"2024-01-26", "Kế hoạch 05/KH-LĐLĐ"},
	2025: {"2025-01-22", "Kế hoạch 04/KH-LĐLĐ"},
}

// planGoals makes up what was asked for from what was reached: most have
// reached it, some nearly, a few are far.
func (w *world) planGoals(rng *rand.Rand) (out []goals) {
	for _, year := range []int{2023, 2024, 2025} {
		for _, f := range slices.Concat(w.capital, w.others) {
			if has := f.flows[year]; has.members > 0 {
				out = append(out, goals{f.Code, f.Parent, year, asked(has.units, 1, rng), asked(has.members, 10, rng)})
			}
		}
	}
	return out
}

// asked is what was asked of who reached n, in round numbers.
func asked(n, round int64, rng *rand.Rand) int64 {
	of := int64(100 + rng.IntN(18))
	switch luck := rng.IntN(100); {
	case luck < 8:
		of = int64(62 + rng.IntN(20))
	case luck < 26:
		of = int64(88 + rng.IntN(11))
	}
	return max(1, n*100/of/round) * round
}

// goalSteps give all federations of both cities their goals, year by year.
func (b *builder) goalSteps() (out []step) {
	for year, plan := range plans {
		out = append(out, step{plan.on, "Chỉ tiêu năm " + strconv.Itoa(year), func(ctx context.Context) error { return b.giveGoals(ctx, year) }})
	}
	return out
}

func (b *builder) giveGoals(ctx context.Context, year int) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		for _, g := range b.goals {
			if g.year != year {
				continue
			}
			if err := b.giveGoal(ctx, tx, g); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *builder) giveGoal(ctx context.Context, tx *db.Tx, g goals) error {
	by := map[string]string{"HN": "hn", "HCM": "hcm"}[g.city]
	for _, x := range []struct {
		indicator string
		value     int64
	}{{newUnits, g.units}, {newMembers, g.members}} {
		giving := target.Giving{
			Indicator: x.indicator, Unit: g.unit, Period: strconv.Itoa(g.year), Value: num(x.value), Document: plans[g.year].document, IssuedOn: plans[g.year].on,
		}
		if _, err := b.Target.GiveIn(b.as(ctx, by), tx, giving); err != nil {
			return err
		}
	}
	return nil
}
