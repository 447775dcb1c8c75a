package target

import (
	"context"
	"math/big"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Share is what one unit below is given of a target; Value as typed.
type Share struct {
	Unit  string // code
	Value string
}

// Distribution hands a unit's target down to the units below it.
type Distribution struct {
	Unit      string // code of the one who distributes
	Indicator string
	Period    string
	Document  string
	IssuedOn  day.Date
	Shares    []Share // empty values are left as they are
	Differs   bool    // the sum is meant to differ from the target
	Reason    string
}

// Distribute gives all shares in one transaction. Their sum must be the
// target that is distributed, unless it is said that it differs.
func (s *Service) Distribute(ctx context.Context, d Distribution) (err error) {
	defer errs.Wrap(&err, "target.Distribute(%s)", d.Unit)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := s.Org.Find(ctx, tx, d.Unit)
		if err != nil {
			return err
		}
		if err := s.checkSum(ctx, tx, d, u.ID); err != nil {
			return err
		}
		for _, share := range d.Shares {
			if share.Value == "" {
				continue
			}
			if err := s.giveShare(ctx, tx, d, share); err != nil {
				return err
			}
		}
		return nil
	})
}

// giveShare gives one share; what is wrong with it is told at its own field.
func (s *Service) giveShare(ctx context.Context, tx *db.Tx, d Distribution, share Share) error {
	_, err := s.GiveIn(ctx, tx, Giving{
		Indicator: d.Indicator, Unit: share.Unit, Period: d.Period, Value: share.Value, Document: d.Document, IssuedOn: d.IssuedOn, Reason: d.Reason,
	})
	if err == nil || errs.KindOf(err) != errs.Invalid {
		return err
	}
	var faults errs.List
	for _, e := range errs.All(err) {
		own := *e
		if own.Field == "value" || own.Field == "unit" {
			own.Field = "share-" + share.Unit
		}
		faults.Add(&own)
	}
	return faults.Err()
}

func (s *Service) checkSum(ctx context.Context, tx *db.Tx, d Distribution, unit string) error {
	own, err := newest(ctx, tx, d.Indicator, unit, d.Period)
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Invalid, "target.none")
	}
	if err != nil {
		return err
	}
	ind, err := s.ledger().Catalogue.Indicator(d.Indicator)
	if err != nil || ind.Type == ledger.Ratio || d.Differs {
		return err // percentages are not shared out, they hold for each
	}
	sum, err := s.sumShares(d, ind)
	if err != nil {
		return err
	}
	if diff := new(big.Rat).Sub(sum, own.Value()); diff.Sign() != 0 {
		return errs.At("sum", "target.sum", errs.Args{"sum": plain(sum), "target": plain(own.Value()), "difference": plain(diff.Abs(diff))})
	}
	return nil
}

func plain(r *big.Rat) int64 { return new(big.Int).Quo(r.Num(), r.Denom()).Int64() }

func (s *Service) sumShares(d Distribution, ind *ledger.Indicator) (*big.Rat, error) {
	var faults errs.List
	sum := new(big.Rat)
	for _, share := range d.Shares {
		if share.Value == "" {
			continue
		}
		var own errs.List
		v, _ := new(big.Rat).SetString(readValue(share.Value, ind, &own))
		for _, e := range own {
			e.Field = "share-" + share.Unit
			faults.Add(e)
		}
		sum.Add(sum, v)
	}
	return sum, faults.Err()
}

// Propose shares a whole amount out in proportion to weights so that the sum
// is exact: the largest remainders get the odd ones.
func Propose(amount int64, weights []int64) []int64 {
	var total int64
	for _, w := range weights {
		total += w
	}
	out := make([]int64, len(weights))
	if total == 0 || len(weights) == 0 {
		return out
	}
	type rest struct {
		i int
		r int64
	}
	rests, left := make([]rest, len(weights)), amount
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(amount), big.NewInt(w)), big.NewInt(total), new(big.Int))
		out[i], rests[i] = q.Int64(), rest{i, r.Int64()}
		left -= out[i]
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return int(min(max(b.r-a.r, -1), 1)) })
	for i := range left {
		out[rests[i].i]++
	}
	return out
}

// Below lists the living units a target can be distributed to, with what each
// has of it now.
func (s *Service) Below(ctx context.Context, tx *db.Tx, u org.Unit, indicator, period string) (units []org.Node, now map[string]Target, err error) {
	if units, err = s.Org.Children(ctx, tx, u.ID, tx.Today(), tx.Today(), org.ChildFilter{}); err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(units))
	for i, c := range units {
		ids[i] = c.ID
	}
	list, err := targetsOf(ctx, tx, ids, []string{indicator}, period, tx.Today())
	if err != nil {
		return nil, nil, err
	}
	now = map[string]Target{}
	for _, t := range list {
		now[t.Unit] = t
	}
	return units, now, nil
}
