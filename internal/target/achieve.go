package target

import (
	"math/big"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
)

// Achievement is how much of a target is reached, in per cent, and how it is
// printed.
type Achievement struct {
	Value *big.Rat
	Text  string
}

// achievement works out value ÷ target × 100. Nil for a target of 0 and where
// less is better (design.md §7).
func achievement(value *big.Rat, t *Target) *Achievement {
	goal := t.Value()
	if value == nil || goal.Sign() == 0 || !t.Comparison.upward() {
		return nil
	}
	p := new(big.Rat).Quo(value, goal)
	p.Mul(p, big.NewRat(100, 1))
	return &Achievement{p, AchievementText(p)}
}

// AchievementText prints an achievement as an integer, half up; one below 100
// that would print 100% prints one decimal, cut (domain.md §3.1).
func AchievementText(p *big.Rat) string {
	hundred := big.NewRat(100, 1)
	if p.Cmp(hundred) < 0 && p.Cmp(big.NewRat(199, 2)) >= 0 {
		tenths := new(big.Int).Quo(new(big.Int).Mul(p.Num(), big.NewInt(10)), p.Denom())
		return i18n.Percent(new(big.Rat).SetFrac(tenths, big.NewInt(10)), 1)
	}
	return i18n.Percent(p, 0)
}

// State is how a figure stands to its target.
type State string

const (
	OK      State = "ok"   // reached
	OnTrack State = "go"   // as far as it should be by now
	Behind  State = "slow" // late
	Far     State = "low"  // far from it
	NoState State = "none" // nothing to compare
)

// state compares with the target and, while the period runs, with the share
// of it that has passed: 60 % by the end of June is on track.
func (r *Rules) state(f ledger.Figure, t *Target, a *Achievement, today day.Date) State {
	if t == nil || f.Value == nil {
		return NoState
	}
	if t.Met(f.Value) {
		return OK
	}
	if a == nil {
		return Far
	}
	limits, pace := r.On(day.Min(f.Period.To, today)), 1.0
	if f.Indicator.Grows() {
		pace = f.Period.Gone(today)
	}
	p, _ := a.Value.Float64()
	switch {
	case p >= 100: // "more than" and "exactly" may be reached and yet not met
		return OnTrack
	case pace > 0 && p < limits.Slow*pace:
		return Far
	case pace > 0 && p < limits.Go*pace:
		return Behind
	}
	return OnTrack
}

// Gap is how far the value is from the target; negative when it is beyond.
func Gap(f ledger.Figure, t *Target) *big.Rat {
	if f.Value == nil || t == nil {
		return nil
	}
	return new(big.Rat).Sub(t.Value(), f.Value)
}
