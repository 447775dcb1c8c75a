package target

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
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
	Shares    []Share // with an empty value, the unit keeps what it has
	Differs   bool    // the sum is meant to differ from the target
	Reason    string
}

// Distribute gives all shares in one transaction, in the comparison of the
// target that is distributed. What all units below then have must add up to
// it, unless it is said that it differs; percentages hold for each and are not
// added up.
func (s *Service) Distribute(ctx context.Context, d Distribution) (err error) {
	defer errs.Wrap(&err, "target.Distribute(%s)", d.Unit)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		p, err := s.planIn(ctx, tx, d.Unit, d.Indicator, d.Period)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Need(ctx, tx, Give, Read, p.Unit.ID); err != nil {
			return err
		}
		if p.Own == nil {
			return errs.New(errs.Invalid, "target.none", errs.Args{"name": p.Unit.Name})
		}
		if err := p.check(d); err != nil {
			return err
		}
		for _, share := range d.Shares {
			if err := s.giveShare(ctx, tx, d, p, share); err != nil {
				return err
			}
		}
		return nil
	})
}

// giveShare gives one share; what is wrong with it is told at its own field.
func (s *Service) giveShare(ctx context.Context, tx *db.Tx, d Distribution, p Plan, share Share) error {
	if share.Value == "" {
		return nil
	}
	t, err := s.GiveIn(ctx, tx, Giving{
		Indicator: d.Indicator, Unit: share.Unit, Period: d.Period, Comparison: string(p.Own.Comparison), Value: share.Value,
		Document: d.Document, IssuedOn: d.IssuedOn, Reason: d.Reason,
	})
	if err == nil && t.Giver != p.Unit.ID {
		return errs.At("share-"+share.Unit, "target.below.then", errs.Args{"name": p.Unit.Name, "date": d.IssuedOn})
	}
	return atShare(share.Unit, err)
}

func atShare(unit string, err error) error {
	if err == nil || errs.KindOf(err) != errs.Invalid {
		return err
	}
	var faults errs.List
	for _, e := range errs.All(err) {
		own := *e
		if own.Field == "value" || own.Field == "unit" {
			own.Field = "share-" + unit
		}
		faults.Add(&own)
	}
	return faults.Err()
}

// Child is a unit below with what it has of a target now.
type Child struct {
	org.Unit
	Now     *Target
	Members int64
}

// Plan is what somebody who distributes a target looks at.
type Plan struct {
	Unit      org.Unit
	Indicator *ledger.Indicator
	Period    ledger.Period
	Own       *Target // what there is to distribute; nil when nothing was given
	Children  []Child // living today
	Closed    int64   // of the target, with units that ended: what they were given, less what was handed down of it
	MayGive   bool
}

// Plan reads a unit's target and what each unit below has of it.
func (s *Service) Plan(ctx context.Context, unit, indicator, period string) (p Plan, err error) {
	defer errs.Wrap(&err, "target.Plan(%s)", unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p, err = s.planIn(ctx, tx, unit, indicator, period)
		return err
	})
	return p, err
}

func (s *Service) planIn(ctx context.Context, tx *db.Tx, unit, indicator, period string) (p Plan, err error) {
	if p.Indicator, err = s.ledger().Catalogue.Indicator(indicator); err != nil {
		return p, err
	}
	if p.Period, err = ledger.ParsePeriod(period); err != nil {
		return p, err
	}
	if p.Unit, err = s.find(ctx, tx, unit); err != nil {
		return p, err
	}
	if p.MayGive, err = s.Org.Guard.Can(ctx, tx, Give, p.Unit.ID); err != nil {
		return p, err
	}
	nodes, err := s.Org.Children(ctx, tx, p.Unit.ID, tx.Today(), tx.Today(), org.ChildFilter{})
	if err != nil {
		return p, err
	}
	return p, s.fillPlan(ctx, tx, &p, nodes)
}

func (s *Service) fillPlan(ctx context.Context, tx *db.Tx, p *Plan, nodes []org.Node) error {
	ids := []string{p.Unit.ID}
	for _, n := range nodes {
		ids = append(ids, n.ID)
	}
	list, err := targetsOf(ctx, tx, ids, []string{p.Indicator.Code}, PeriodText(p.Period), tx.Today())
	if err != nil {
		return err
	}
	now := map[string]*Target{}
	for i := range list {
		now[list[i].Unit] = &list[i]
	}
	members, err := s.members(ctx, tx, ids)
	for _, n := range nodes {
		p.Children = append(p.Children, Child{Unit: n.Unit, Now: now[n.ID], Members: members[n.ID]})
	}
	p.Own = now[p.Unit.ID]
	if err != nil {
		return err
	}
	p.Closed, err = closedSum(ctx, tx, p.Unit.ID, p.Indicator.Code, PeriodText(p.Period))
	return err
}

// closedSum adds up what of a unit's target lies with closed ones below it.
func closedSum(ctx context.Context, tx *db.Tx, unit, indicator, period string) (int64, error) {
	values, handed, err := closedBelow(ctx, tx, unit, indicator, period)
	sum := -handed
	for _, v := range values {
		sum += Closing{Amount: v}.given()
	}
	return sum, err
}

// members counts the members of units today.
func (s *Service) members(ctx context.Context, tx *db.Tx, units []string) (map[string]int64, error) {
	ind, err := s.ledger().Catalogue.Indicator("ORG.DV.TOTAL")
	if err != nil {
		return nil, err
	}
	today := ledger.Days(tx.Today(), tx.Today())
	figures, err := s.ledger().Figures(ctx, tx, ledger.Query{Units: units, Indicators: []*ledger.Indicator{ind}, Period: today, Tree: ledger.Then})
	out := map[string]int64{}
	for _, f := range figures {
		out[f.Unit] = f.Numerator
	}
	return out, err
}

// Shares proposes a share for each child: "even" or by "members". A percentage
// holds for each as it is.
func (p Plan) Shares(by string) []Share {
	if p.Own == nil {
		return nil
	}
	weights := make([]int64, len(p.Children))
	for i, c := range p.Children {
		weights[i] = 1
		if by == "members" {
			weights[i] = max(c.Members, 0)
		}
	}
	out := make([]Share, len(p.Children))
	parts := Propose(max(whole(p.Own.Value())-p.Closed, 0), weights)
	for i, c := range p.Children {
		out[i] = Share{c.Code, i18n.Number(parts[i])}
		if !p.Indicator.Adds() {
			out[i].Value = p.Own.Text()
		}
	}
	return out
}

// check reads all shares and adds up what the units below will have.
func (p Plan) check(d Distribution) error {
	var faults errs.List
	will := map[string]*big.Rat{}
	for _, c := range p.Children {
		if will[c.Code] = new(big.Rat); c.Now != nil {
			will[c.Code] = c.Now.Value()
		}
	}
	for _, share := range d.Shares {
		if share.Value != "" {
			p.read(share, will, &faults)
		}
	}
	if err := faults.Err(); err != nil || !p.Indicator.Adds() || d.Differs {
		return err
	}
	sum := new(big.Rat).SetInt64(p.Closed)
	for _, v := range will {
		sum.Add(sum, v)
	}
	return p.compare(sum)
}

// read notes what a unit will have; it must be one below.
func (p Plan) read(share Share, will map[string]*big.Rat, faults *errs.List) {
	var own errs.List
	v, _ := new(big.Rat).SetString(readValue(share.Value, p.Indicator, &own)) // always a number
	if will[share.Unit] == nil {
		own.Add(errs.New(errs.Invalid, "target.below.not", errs.Args{"name": p.Unit.Name}))
	}
	will[share.Unit] = v
	for _, e := range own {
		e.Field = "share-" + share.Unit
		faults.Add(e)
	}
}

// compare says how many are lacking or too many.
func (p Plan) compare(sum *big.Rat) error {
	diff := new(big.Rat).Sub(sum, p.Own.Value())
	args := errs.Args{"sum": whole(sum), "target": whole(p.Own.Value()), "difference": whole(new(big.Rat).Abs(diff))}
	switch diff.Sign() {
	case -1:
		return errs.At("sum", "target.sum.lacking", args)
	case 1:
		return errs.At("sum", "target.sum.over", args)
	}
	return nil
}

func whole(r *big.Rat) int64 { return new(big.Int).Quo(r.Num(), r.Denom()).Int64() }

// Propose shares a whole amount out in proportion to weights so that the sum
// is exact: the largest remainders get the odd ones. Without any weight all
// weigh the same.
func Propose(amount int64, weights []int64) []int64 {
	if len(weights) == 0 {
		return nil
	}
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	if total.Sign() == 0 {
		return Propose(amount, slices.Repeat([]int64{1}, len(weights)))
	}
	type odd struct {
		i    int
		rest *big.Int
	}
	out, odds, left := make([]int64, len(weights)), make([]odd, len(weights)), amount
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(amount), big.NewInt(w)), total, new(big.Int))
		out[i], odds[i] = q.Int64(), odd{i, r}
		left -= out[i]
	}
	slices.SortStableFunc(odds, func(a, b odd) int { return cmp.Or(b.rest.Cmp(a.rest), cmp.Compare(weights[b.i], weights[a.i])) })
	for i := range left {
		out[odds[i].i]++
	}
	return out
}
