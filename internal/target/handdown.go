package target

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// gift is what one unit takes up of rests of one indicator and period.
type gift struct {
	unit, giver, document, reason, batch string
	issuedOn                             day.Date
	parts                                []handing
}

func (g gift) amount() (n int64) {
	for _, p := range g.parts {
		n += p.Amount
	}
	return n
}

// actor is who acts; of a job nobody.
func actor(ctx context.Context) string {
	if a := auth.From(ctx); a != nil {
		return a.Account
	}
	return "system"
}

// HandDown hands rests that a unit keeps to units below it.
type HandDown struct {
	ID        string // made by the form: a double click hands down once
	Unit      string // code of the keeper
	Indicator string
	Period    string
	Document  string
	IssuedOn  day.Date
	Reason    string
	Shares    []Share // with an empty value, nothing
}

// HandDown hands rests down in one transaction: each unit's target grows by what
// it is handed. All together cannot be more than there is; what is less stays to
// be handed down. It tells how much was handed and how much is left.
func (s *Service) HandDown(ctx context.Context, h HandDown) (given, left int64, err error) {
	defer errs.Wrap(&err, "target.HandDown(%s)", h.Unit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		given, left, err = s.handDown(ctx, tx, h)
		return err
	})
	return given, left, err
}

func (s *Service) handDown(ctx context.Context, tx *db.Tx, h HandDown) (given, left int64, err error) {
	keeper, err := s.find(ctx, tx, h.Unit)
	if err != nil {
		return 0, 0, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Give, Read, keeper.ID); err != nil {
		return 0, 0, err
	}
	if err := tx.LockExclusive(ctx, "target."+keeper.ID); err != nil { // of two at once, the second sees what is left
		return 0, 0, err
	}
	p, err := s.restPlan(ctx, tx, h.Unit, h.Indicator, h.Period)
	if err != nil {
		return 0, 0, err
	}
	if done, err := batchHanded(ctx, tx, h.ID, keeper.ID); err != nil || done > 0 {
		return done, p.Open, err // a double click
	}
	gifts, err := p.gifts(h, tx.Today())
	if err != nil {
		return 0, 0, err
	}
	for _, g := range gifts {
		given += g.amount()
		if err := s.take(ctx, tx, p.Closings[0], g); err != nil {
			return 0, 0, err
		}
	}
	return given, p.Open - given, nil
}

// RestPlan is what somebody who hands a rest down looks at.
type RestPlan struct {
	Plan
	Closings []Closing // with something left
	Units    map[string]org.Unit
	Open     int64
	Document string // proposed: the decision that founded those who go on, with its day
	IssuedOn day.Date
	heirs    map[string][]string // of each closed unit, ids
}

// RestPlan reads what a unit keeps of an indicator's rests, and the units below
// it that could take it up.
func (s *Service) RestPlan(ctx context.Context, unit, indicator, period string) (p RestPlan, err error) {
	defer errs.Wrap(&err, "target.RestPlan(%s)", unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p, err = s.restPlan(ctx, tx, unit, indicator, period)
		return err
	})
	return p, err
}

func (s *Service) restPlan(ctx context.Context, tx *db.Tx, unit, indicator, period string) (p RestPlan, err error) {
	if p.Plan, err = s.planIn(ctx, tx, unit, indicator, period); err != nil {
		return p, err
	}
	all, err := closingsAt(ctx, tx, p.Unit.ID, PeriodText(p.Period))
	if err != nil {
		return p, err
	}
	var ids []string
	for _, c := range all {
		if c.Indicator == p.Indicator.Code && c.Open() > 0 {
			p.Closings, ids = append(p.Closings, c), append(ids, c.Unit)
			p.Open += c.Open()
		}
	}
	if p.Units, err = s.Org.UnitsByID(ctx, tx, ids); err != nil {
		return p, err
	}
	if p.heirs, err = s.Org.HeirIDs(ctx, tx, ids); err != nil {
		return p, err
	}
	return p, s.proposeDocument(ctx, tx, &p, ids)
}

// proposeDocument names the newest decision by which somebody goes on from the
// closed units; a later target below asks for a later day, so today's.
func (s *Service) proposeDocument(ctx context.Context, tx *db.Tx, p *RestPlan, closed []string) error {
	act, err := s.Org.FollowingAct(ctx, tx, closed)
	p.Document, p.IssuedOn = act.DecisionNo, day.Min(cmp.Or(act.DecidedOn, tx.Today()), tx.Today())
	for _, c := range p.Children {
		if c.Now != nil && c.Now.IssuedOn > p.IssuedOn {
			p.IssuedOn = tx.Today()
		}
	}
	return err
}

// Shares proposes a share for each unit below: each rest goes to those who go
// on from its unit, else to those founded since, else to all; "even" or by
// "members".
func (p RestPlan) Shares(by string) []Share {
	sums := make([]int64, len(p.Children))
	for _, c := range p.Closings {
		to := p.takers(c)
		weights := make([]int64, len(to))
		for i, at := range to {
			weights[i] = 1
			if by == "members" {
				weights[i] = max(p.Children[at].Members, 0)
			}
		}
		for i, n := range Propose(c.Open(), weights) {
			sums[to[i]] += n
		}
	}
	var out []Share
	for i, n := range sums {
		if n > 0 {
			out = append(out, Share{p.Children[i].Code, i18n.Number(n)})
		}
	}
	return out
}

// takers are the units below, by place, that a rest is proposed to.
func (p RestPlan) takers(c Closing) (out []int) {
	for _, fits := range []func(Child) bool{
		func(u Child) bool { return slices.Contains(p.heirs[c.Unit], u.ID) },
		func(u Child) bool { return u.FoundedOn > c.Last },
		func(Child) bool { return true },
	} {
		for i, u := range p.Children {
			if fits(u) {
				out = append(out, i)
			}
		}
		if out != nil {
			break
		}
	}
	return out
}

// gifts checks what was filled in and says what of which rest goes to whom.
func (p RestPlan) gifts(h HandDown, today day.Date) (out []gift, err error) {
	var faults errs.List
	t := Target{Document: strings.Join(strings.Fields(h.Document), " "), IssuedOn: h.IssuedOn, Reason: strings.TrimSpace(h.Reason)}
	checkDocument(&faults, t, today)
	var sum int64
	for _, share := range h.Shares {
		n, child := p.readShare(share, t, &faults)
		if sum += n; n > 0 && child != nil {
			out = append(out, gift{
				unit: child.ID, giver: p.Plan.Unit.ID, document: t.Document, reason: t.Reason, batch: cmp.Or(h.ID, db.NewID()),
				issuedOn: t.IssuedOn, parts: []handing{{Amount: n}},
			})
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	args := errs.Args{"sum": sum, "rest": p.Open, "difference": sum - p.Open}
	switch {
	case sum == 0:
		return nil, errs.At("sum", "target.rest.nothing", args)
	case sum > p.Open:
		return nil, errs.At("sum", "target.rest.over", args)
	}
	p.allot(out)
	return out, nil
}

// readShare reads what a unit is to be handed; it must be one below, and not
// have a later target or a limit.
func (p RestPlan) readShare(share Share, t Target, faults *errs.List) (int64, *Child) {
	if strings.TrimSpace(share.Value) == "" {
		return 0, nil
	}
	var own errs.List
	i := slices.IndexFunc(p.Children, func(c Child) bool { return c.Code == share.Unit })
	v, _ := new(big.Rat).SetString(readValue(share.Value, p.Indicator, &own)) // always a number
	var child *Child
	switch {
	case i < 0:
		own.Add(errs.New(errs.Invalid, "target.below.not", errs.Args{"name": p.Plan.Unit.Name}))
	default:
		child = &p.Children[i]
		own.Add(checkTaker(*child, t))
	}
	for _, e := range own {
		e.Field = "share-" + share.Unit
		faults.Add(e)
	}
	return whole(v), child
}

func checkTaker(c Child, t Target) *errs.Error {
	switch {
	case c.Now == nil:
		return nil
	case !c.Now.Comparison.upward():
		return errs.New(errs.Invalid, "target.rest.limit", errs.Args{"name": c.Name})
	case t.IssuedOn != "" && t.IssuedOn < c.Now.IssuedOn:
		return errs.New(errs.Invalid, "target.earlier", errs.Args{"document": c.Now.Document, "date": c.Now.IssuedOn})
	}
	return nil
}

// allot says from which rests each gift is taken: first from those of units the
// taker goes on from, then from whatever is left.
func (p RestPlan) allot(gifts []gift) {
	left := make([]int64, len(p.Closings))
	for i, c := range p.Closings {
		left[i] = c.Open()
	}
	wants := make([]int64, len(gifts))
	for i := range gifts {
		wants[i], gifts[i].parts = gifts[i].amount(), nil
	}
	for _, own := range []bool{true, false} {
		for i := range gifts {
			for j, c := range p.Closings {
				if own && !slices.Contains(p.heirs[c.Unit], gifts[i].unit) {
					continue
				}
				gifts[i].add(c.ID, min(wants[i], left[j]))
				n := min(wants[i], left[j])
				wants[i], left[j] = wants[i]-n, left[j]-n
			}
		}
	}
}

// add takes a part from a rest.
func (g *gift) add(closing string, n int64) {
	if n == 0 {
		return
	}
	for i := range g.parts {
		if g.parts[i].Closing == closing {
			g.parts[i].Amount += n
			return
		}
	}
	g.parts = append(g.parts, handing{Closing: closing, Amount: n})
}
