package demo

import (
	"context"
	"strconv"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
)

const (
	newMembers = "ORG.DV.NEW"
	newUnits   = "ORG.CDCS.NEW"
	period     = "2023"
)

// targetSteps are the city's targets, their distribution, its revision, and what
// the city asks of the next year.
func (b *builder) targetSteps() []step {
	return []step{
		{given, "Chỉ tiêu thành phố giao", b.give},
		{distributed, "Chỉ tiêu giao CĐCS", b.distribute},
		{revised, "Điều chỉnh chỉ tiêu", b.revise},
		{givenNext, "Chỉ tiêu năm 2024", b.giveNext},
	}
}

func (b *builder) give(ctx context.Context) error {
	ctx = b.as(ctx, "hn")
	for _, t := range []struct{ indicator, value string }{{newUnits, "20"}, {newMembers, "1.500"}} {
		g := target.Giving{Indicator: t.indicator, Unit: baDinh, Period: period, Value: t.value, Document: "Kế hoạch 08/KH-LĐLĐ", IssuedOn: given}
		if _, err := b.Target.Give(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) distribute(ctx context.Context) error {
	d := target.Distribution{Unit: baDinh, Indicator: newMembers, Period: period, Document: "Kế hoạch 12/KH-LĐLĐ", IssuedOn: distributed}
	for _, s := range b.shares {
		d.Shares = append(d.Shares, target.Share{Unit: b.units[s.unit].Code, Value: strconv.FormatInt(s.first, 10)})
	}
	return b.Target.Distribute(b.as(ctx, "badinh"), d)
}

func (b *builder) revise(ctx context.Context) error {
	ctx = b.as(ctx, "badinh")
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		for _, s := range b.shares {
			if s.first == s.last {
				continue
			}
			g := target.Giving{
				Indicator: newMembers, Unit: b.units[s.unit].Code, Period: period, Value: strconv.FormatInt(s.last, 10),
				Document: "Công văn 96/LĐLĐ", IssuedOn: revised, Reason: "Chuyển một phần chỉ tiêu giữa hai CĐCS theo kết quả sáu tháng đầu năm",
			}
			if _, err := b.Target.GiveIn(ctx, tx, g); err != nil {
				return err
			}
		}
		return nil
	})
}

// bodySteps are the chairs of the units by their congresses, then the term and
// the committees of the district.
func (b *builder) bodySteps() []step {
	chairs, out := map[day.Date][]unit{}, []step(nil)
	for _, list := range [][]unit{b.units, b.south} {
		for _, u := range list {
			chairs[u.since] = append(chairs[u.since], u)
		}
	}
	for on, units := range chairs {
		out = append(out, step{on, monthName(on), func(ctx context.Context) error { return b.chair(ctx, units) }})
	}
	return append(out, step{registered, "Lãnh đạo cấp trên", b.leaders}, step{congress, "Đại hội quận lần thứ XI", b.elect})
}

func (b *builder) chair(ctx context.Context, units []unit) error {
	for _, u := range units {
		o := org.Officer{Committee: "executive", Post: "chair", Name: u.chair, From: u.since}
		if err := b.Org.AddOfficer(b.as(ctx, b.keeperOf(u.Code, u.since)), u.Code, o); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) elect(ctx context.Context) error {
	ctx = b.as(ctx, "badinh")
	if err := b.Org.AddTerm(ctx, baDinh, org.Term{Number: "XI", From: congress, To: "2028-05-24"}); err != nil {
		return err
	}
	for _, o := range b.bodies {
		if err := b.Org.AddOfficer(ctx, baDinh, o); err != nil {
			return err
		}
	}
	return nil
}

// leaders enters the chairs of units above that have an account.
func (b *builder) leaders(ctx context.Context) error {
	for name, unit := range map[string]string{"hn-chair": "HN", "binhtan-chair": binhTan, "hcm-chair": "HCM"} {
		o := org.Officer{Committee: "executive", Post: "chair", Name: b.accountOf(name).display, From: registered}
		if err := b.Org.AddOfficer(b.as(ctx, "admin"), unit, o); err != nil {
			return err
		}
	}
	return nil
}
